"""Incremental exports: tickets and users by cursor, organizations by time.

What changed within the last minute is held back, and a `start_time` within it is refused.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Generic, TypeVar

from aiohttp import web

from rotunda_world.model import Company, Contact
from rotunda_world.simulators.zendesk import errors, sideloads
from rotunda_world.simulators.zendesk.asked import Asked, asked, whole
from rotunda_world.simulators.zendesk.desk import User
from rotunda_world.simulators.zendesk.paging import link
from rotunda_world.simulators.zendesk.shapes import people
from rotunda_world.simulators.zendesk.shapes import tickets as ticket_shapes

HELD_BACK_SECONDS = 60
LARGEST_PAGE = 1000

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Stream(Generic[Row]):
    """Records in the order of their last change (epoch seconds, id)."""

    rows: Sequence[Row]
    place: Callable[[Row], tuple[int, int]]

    def after(self, mark: tuple[int, int], size: int) -> tuple[list[Row], tuple[int, int], bool]:
        """A page, the mark at its end, and whether it is the last one."""
        rest = sorted((row for row in self.rows if self.place(row) > mark), key=self.place)
        shown = rest[:size]
        return shown, self.place(shown[-1]) if shown else mark, len(rest) <= size


async def tickets(request: web.Request) -> web.Response:
    """GET /api/v2/incremental/tickets/cursor. Deleted ones are among them, without a metric set."""
    question = asked(request, "tickets")
    endpoint = "api/v2/incremental/tickets/cursor"
    deleted = {one.zendesk_id for one in question.desk.deleted_tickets()}
    every = chain(question.desk.tickets(), question.desk.deleted_tickets())
    changed = [one for one in every if _old_enough(question, one.updated_at)]
    stream = _Stream(changed, lambda one: (_seconds(one.updated_at), one.zendesk_id))
    rows, mark, ended = stream.after(_mark(question, endpoint), _size(question, endpoint))
    shown = [ticket_shapes.ticket(one, question.base) for one in rows]
    beside = sideloads.of_tickets(question, rows, shown)
    for body in shown:
        if body["id"] in deleted:
            body["status"] = "deleted"
            body.pop("metric_set", None)
    return web.json_response({"tickets": shown} | _cursor_members(request, mark) | {"end_of_stream": ended} | beside)


async def users(request: web.Request) -> web.Response:
    """GET /api/v2/incremental/users/cursor."""
    question = asked(request, "users")
    endpoint = "api/v2/incremental/users/cursor"
    changed = [one for one in question.desk.users() if _old_enough(question, _user_changed(question, one))]
    stream = _Stream(changed, lambda one: (_seconds(_user_changed(question, one)), one.zendesk_user_id or 0))
    rows, mark, ended = stream.after(_mark(question, endpoint), _size(question, endpoint))
    shown = [question.desk.shown_user(one, question.base) for one in rows]
    beside = sideloads.of_users(question, rows)
    return web.json_response({"users": shown} | _cursor_members(request, mark) | {"end_of_stream": ended} | beside)


async def organizations(request: web.Request) -> web.Response:
    """GET /api/v2/incremental/organizations: by time, so that a page repeats the last record of the one before."""
    question = asked(request, "organizations")
    endpoint = "api/v2/incremental/organizations"
    start, size = _start_time(question, endpoint), _size(question, endpoint)
    changed = [one for one in question.desk.organizations() if _old_enough(question, _changed(one))]
    rows = sorted((one for one in changed if _seconds(_changed(one)) >= start), key=_organization_place)
    shown, ended = rows[:size], len(rows) <= size
    end_time = _seconds(_changed(shown[-1])) if shown else None
    body: dict[str, Any] = {
        "organizations": [people.organization(one, question.base) for one in shown],
        "end_time": end_time,
        "next_page": link(request, start_time=str(end_time)) if end_time is not None else None,
        "count": len(shown),
        "end_of_stream": ended,
    }
    return web.json_response(body)


def _cursor_members(request: web.Request, mark: tuple[int, int]) -> dict[str, Any]:
    cursor = base64.urlsafe_b64encode(f"{mark[0]}.0||{mark[1]}".encode()).decode()
    url = request.url.without_query_params("start_time").update_query(cursor=cursor)
    return {"after_url": str(url), "after_cursor": cursor, "before_url": None, "before_cursor": None}


def _mark(question: Asked, endpoint: str) -> tuple[int, int]:
    """Where to go on from. Raises Refused for a cursor that is none, or a start within the last minute."""
    cursor = question.request.query.get("cursor")
    if cursor is None:
        return _start_time(question, endpoint), -1
    try:
        moment, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(".0||")
        return int(moment), int(number)
    except ValueError:
        raise errors.invalid_attribute("cursor", "is not valid", endpoint) from None


def _start_time(question: Asked, endpoint: str) -> int:
    start = whole(question.request.query.get("start_time", ""), "start_time", endpoint)
    if start > _seconds(question.desk.now()) - HELD_BACK_SECONDS:
        raise errors.invalid_value(f"Too recent start_time. Use a start_time older than {HELD_BACK_SECONDS} seconds")
    return start


def _size(question: Asked, endpoint: str) -> int:
    size = whole(question.request.query.get("per_page", str(LARGEST_PAGE)), "per_page", endpoint)
    return min(max(size, 1), LARGEST_PAGE)


def _old_enough(question: Asked, moment: datetime) -> bool:
    return (question.desk.now() - moment).total_seconds() >= HELD_BACK_SECONDS


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _changed(record: Company | Contact) -> datetime:
    return record.updated_at or record.created_at


def _user_changed(question: Asked, user: User) -> datetime:
    return _changed(user) if isinstance(user, Contact) else question.desk.since


def _organization_place(company: Company) -> tuple[int, int]:
    return _seconds(_changed(company)), company.zendesk_org_id or 0
