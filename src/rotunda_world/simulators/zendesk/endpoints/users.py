"""Users: end users at customers, and agents."""

import secrets
from collections.abc import Sequence

from aiohttp import web

from rotunda_world.model import Contact, Teammate
from rotunda_world.simulators.zendesk import errors, query, search, sideloads
from rotunda_world.simulators.zendesk.asked import DESK, Asked, asked, one_of
from rotunda_world.simulators.zendesk.desk import User
from rotunda_world.simulators.zendesk.endpoints import tickets
from rotunda_world.simulators.zendesk.paging import Listing, base_of, page_of
from rotunda_world.simulators.zendesk.shapes import people
from rotunda_world.simulators.zendesk.sign_in import bearer_of

_ROLES = frozenset({"end-user", "agent", "admin"})


async def me(request: web.Request) -> web.Response:
    """GET /api/v2/users/me: 200 with an anonymous user, who has no id, to somebody without credentials."""
    bearer, base, desk = bearer_of(request), base_of(request), request.app[DESK]
    if bearer.token is None:
        return web.json_response({"user": people.anonymous_user(base)})
    bearer.require("users")
    user = people.integration_user(base, desk.since)
    return web.json_response({"user": user | {"authenticity_token": secrets.token_urlsafe(32)}})


async def index(request: web.Request) -> web.Response:
    """GET /api/v2/users, narrowed by ?role=, ?role[]= (several) or ?external_id=."""
    question = asked(request, "users")
    endpoint = "api/v2/users/index"
    roles = {*request.query.getall("role", []), *request.query.getall("role[]", [])}
    if unknown := roles - _ROLES:
        raise errors.invalid_attribute("role", f"{min(unknown)} is not a role", endpoint)
    external_id = request.query.get("external_id")
    found: list[User] = (
        list(question.desk.users()) if external_id is None else _with_external_ids(question, [external_id])
    )
    return listed(question, [one for one in found if not roles or _role_of(one) in roles], endpoint)


async def show(request: web.Request) -> web.Response:
    """GET /api/v2/users/{user_id}."""
    question = asked(request, "users")
    number = question.number("user_id", "api/v2/users/show")
    shown = question.desk.shown_user_by_id(number, question.base)
    if shown is None:
        raise errors.not_found()
    user = question.desk.user(number)
    return web.json_response({"user": shown} | sideloads.of_users(question, [user] if user else []))


async def show_many(request: web.Request) -> web.Response:
    """GET /api/v2/users/show_many?ids= or ?external_ids=. Unknown ones are left out."""
    question = asked(request, "users")
    endpoint = "api/v2/users/show_many"
    numbers, external_ids = question.numbers(endpoint), question.texts("external_ids", endpoint)
    one_of([numbers, external_ids], "ids or external_ids", endpoint)
    by_id = [user for number in numbers or () if (user := question.desk.user(number)) is not None]
    return listed(question, by_id or _with_external_ids(question, external_ids or ()), endpoint)


async def find(request: web.Request) -> web.Response:
    """GET /api/v2/users/search?query= (search language) or ?external_id= (exact)."""
    question = asked(request, "users")
    external_id, text = request.query.get("external_id"), request.query.get("query")
    if external_id is not None:
        return _offset_listed(question, _with_external_ids(question, [external_id]))
    if not (text or "").strip():
        raise errors.invalid_search("Query is required")
    parsed = query.parse(f"type:user {text}")
    found = search.find(question.desk, parsed)
    return _offset_listed(question, [one.record for one in found if isinstance(one.record, Contact | Teammate)])


async def tickets_requested(request: web.Request) -> web.Response:
    """GET /api/v2/users/{user_id}/tickets/requested."""
    question = asked(request, "tickets")
    user = question.desk.user(question.number("user_id", "api/v2/tickets/requested"))
    if user is None:
        raise errors.not_found()
    return tickets.listed(question, question.desk.requested_by(user), "api/v2/tickets/requested")


def listed(question: Asked, records: Sequence[User], endpoint: str) -> web.Response:
    """A page of users with its sideloads."""
    listing = Listing(
        "users",
        endpoint,
        records,
        lambda one: one.zendesk_user_id or 0,
        lambda one: question.desk.shown_user(one, question.base),
        cursor_sorts={"name": people.name_of},
        offset_sorts={"name": people.name_of},
    )
    page = page_of(question.request, listing)
    return web.json_response(page.body | sideloads.of_users(question, page.rows))


def _offset_listed(question: Asked, records: Sequence[User]) -> web.Response:
    """The search for users knows no cursors."""
    if "page[size]" in question.request.query:
        raise errors.invalid_attribute("page", "must be an integer", "api/v2/users/search")
    return listed(question, records, "api/v2/users/search")


def _with_external_ids(question: Asked, external_ids: Sequence[str]) -> list[User]:
    return [one for one in question.desk.end_users() if people.user_external_id(one) in external_ids]


def _role_of(user: User) -> str:
    return "end-user" if isinstance(user, Contact) else "agent"
