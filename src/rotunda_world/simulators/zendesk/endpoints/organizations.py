"""Organizations, their users and their tickets."""

from collections.abc import Sequence

from aiohttp import web

from rotunda_world.model import Company
from rotunda_world.simulators.zendesk import errors
from rotunda_world.simulators.zendesk.asked import Asked, asked, one_of
from rotunda_world.simulators.zendesk.endpoints import tickets, users
from rotunda_world.simulators.zendesk.paging import Listing, page_of
from rotunda_world.simulators.zendesk.shapes import people


async def index(request: web.Request) -> web.Response:
    """GET /api/v2/organizations."""
    question = asked(request, "organizations")
    return _listed(question, list(question.desk.organizations()), "api/v2/organizations/index")


async def show(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/{organization_id}."""
    question = asked(request, "organizations")
    company = _organization(question, "api/v2/organizations/show")
    return web.json_response({"organization": people.organization(company, question.base)})


async def search(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/search?name= or ?external_id=: exact, whatever the case."""
    question = asked(request, "organizations")
    endpoint = "api/v2/organizations/search"
    name, external_id = request.query.get("name"), request.query.get("external_id")
    one_of([name, external_id], "name or external_id", endpoint)
    wanted = (name if name is not None else external_id or "").casefold()
    told = _name if name is not None else people.organization_external_id
    found = [one for one in question.desk.organizations() if (told(one) or "").casefold() == wanted and wanted]
    return _listed(question, found, endpoint)


async def show_many(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/show_many?ids= or ?external_ids=. Unknown ones are left out."""
    question = asked(request, "organizations")
    endpoint = "api/v2/organizations/show_many"
    numbers, external_ids = question.numbers(endpoint), question.texts("external_ids", endpoint)
    one_of([numbers, external_ids], "ids or external_ids", endpoint)
    found = [
        one
        for one in question.desk.organizations()
        if one.zendesk_org_id in (numbers or ()) or people.organization_external_id(one) in (external_ids or ())
    ]
    return _listed(question, found, endpoint)


async def related(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/{organization_id}/related."""
    question = asked(request, "organizations")
    company = _organization(question, "api/v2/organizations/related")
    counts = {
        "tickets_count": len(company.tickets),
        "users_count": sum(1 for _ in question.desk.end_users_of(company)),
    }
    return web.json_response({"organization_related": counts})


async def members(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/{organization_id}/users."""
    question = asked(request, "users")
    company = _organization(question, "api/v2/users/index")
    return users.listed(question, list(question.desk.end_users_of(company)), "api/v2/users/index")


async def tickets_of(request: web.Request) -> web.Response:
    """GET /api/v2/organizations/{organization_id}/tickets."""
    question = asked(request, "tickets")
    company = _organization(question, "api/v2/tickets/index")
    return tickets.listed(question, company.tickets, "api/v2/tickets/index")


def _listed(question: Asked, companies: Sequence[Company], endpoint: str) -> web.Response:
    listing = Listing(
        "organizations",
        endpoint,
        companies,
        lambda one: one.zendesk_org_id or 0,
        lambda one: people.organization(one, question.base),
        cursor_sorts={"name": _name},
        offset_sorts={"name": _name},
    )
    return web.json_response(page_of(question.request, listing).body)


def _name(company: Company) -> str:
    return company.called("zendesk")


def _organization(question: Asked, endpoint: str) -> Company:
    company = question.desk.organization(question.number("organization_id", endpoint))
    if company is None:
        raise errors.not_found()
    return company
