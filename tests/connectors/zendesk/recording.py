"""One account with two organizations and a user of its own, as Zendesk answers. The first organization has a history
longer than is read, and an open ticket behind its end.
"""

from datetime import UTC, datetime
from typing import Any

from rotunda.connector_kit.connector import Declared, Find
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.requests import AnyRequest, Customer, Request
from rotunda.connectors.zendesk import CONNECTOR
from rotunda.sections.ids import ExternalId, SourceName

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
LONG, SHORT, LONER = ExternalId("7001"), ExternalId("7002"), ExternalId("9003")
SETTINGS = {"subdomain": "acme-help", "escalation_tags": "Escalated, vip_fire"}
ORGANIZATIONS, SEARCH = "GET /api/v2/organizations", "GET /api/v2/search.json query="


def words(request: AnyRequest) -> str:
    """The path, and of the query what asks for somebody."""
    assert isinstance(request, Request)
    named = [f"{name}={value}" for name, value in request.query if name in {"ids", "external_ids", "query", "role"}]
    return " ".join([f"{request.method} {request.path}", *named])


def metrics(reply: int | None, resolution: int | None, solved_at: str | None) -> dict[str, Any]:
    return {
        "replies": 2,
        "reply_time_in_minutes": {"calendar": reply, "business": 1},
        "full_resolution_time_in_minutes": {"calendar": resolution, "business": 1},
        "solved_at": solved_at,
    }


def ticket(number: int, organization: int | None, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "url": f"https://acme-help.zendesk.com/api/v2/tickets/{number}.json",
        "subject": f"Subject {number}",
        "status": "open",
        "priority": "high",
        "type": "incident",
        "requester_id": 9001,
        "assignee_id": 9100,
        "group_id": 300,
        "organization_id": organization,
        "tags": [],
        "via": {"channel": "email"},
        "satisfaction_rating": {"score": "unoffered"},
        "created_at": "2026-01-05T08:00:00Z",
        "updated_at": "2026-01-06T08:00:00Z",
        "metric_set": metrics(None, None, None),
        **more,
    }


PEOPLE = [
    {"id": 9001, "name": "Ada Lovelace", "email": "ada@acme.example", "role": "end-user"},
    {"id": 9003, "name": "Lone Writer", "email": None, "role": "end-user"},
    {"id": 9100, "name": "Ines Agent", "email": "ines@vendor.test", "role": "agent"},
]
GROUPS = [{"id": 300, "name": "Second line"}]
SOLVED = ticket(
    502,
    7001,
    status="solved",
    priority=None,
    type=None,
    tags=["billing", "vip_fire"],
    satisfaction_rating={"score": "good", "comment": "Thanks"},
    metric_set=metrics(12, 340, "2026-01-04T10:00:00Z"),
    created_at="2026-01-03T08:00:00Z",
)
UNASSIGNED = ticket(501, 7001, status="new", subject="", assignee_id=None, group_id=None, via=None, metric_set=None)


def page(*tickets: dict[str, Any], more: bool = False) -> dict[str, Any]:
    cursors = {"after_cursor": "next" if more else None, "before_cursor": None, "has_more": more}
    return {"tickets": list(tickets), "users": PEOPLE, "groups": GROUPS, "meta": cursors}


def organization(number: int, name: str, *domains: str, external_id: str | None = None) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "domain_names": list(domains),
        "external_id": external_id,
        "created_at": "2025-01-01T08:00:00Z",
        "updated_at": "2026-01-01T08:00:00Z",
        "deleted_at": None,
    }


def user(number: int, name: str, email: str | None, *, verified: bool, employer: int | None = 7001) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "email": email,
        "role": "end-user",
        "active": True,
        "verified": verified,
        "organization_id": employer,
        "updated_at": "2026-01-01T08:00:00Z",
    }


ACME = organization(7001, "Acme", "acme.example", external_id="acct_100")
BRANCH = organization(7002, "Acme North")
DELETED = {**organization(7009, "Gone", "gone.example"), "deleted_at": "2026-01-02T08:00:00Z"}
ADA = user(9001, "Ada Lovelace", "Ada@acme.example", verified=True)
USERS = [
    ADA,
    user(9002, "Typed", "typed@acme.example", verified=False),
    user(9003, "Lone Writer", None, verified=False, employer=None),
    {**user(9004, "Left", "left@acme.example", verified=True), "active": False},
    {**user(9100, "Ines Agent", "ines@vendor.test", verified=True), "role": "agent"},
]
END = {"meta": {"has_more": False, "after_cursor": None}}
LISTED = f"{ORGANIZATIONS}/7001/tickets.json"
# Eleven pages of which ten are read: the same tickets stand on those in the middle, as when pages shift.
HISTORY = [page(UNASSIGNED, SOLVED, more=True), *[page(SOLVED, more=True)] * 9, page()]
PAGES: dict[str, list[Any]] = {
    LISTED: HISTORY,
    f"{ORGANIZATIONS}/7002/tickets.json": [page(ticket(600, 7002, status="pending", priority="low"))],
    "GET /api/v2/users/9003/tickets/requested.json": [
        page(ticket(700, None, requester_id=9003, status="hold"), ticket(701, 7777, requester_id=9003))
    ],
    "GET /api/v2/search/export.json query=organization:7001 status<solved": [
        {"results": [{"id": 501}, {"id": 400}, {"id": 401}], **END}
    ],
    "GET /api/v2/tickets/show_many.json ids=400,401": [
        page(ticket(400, 7001, priority="urgent", created_at="2024-01-01T08:00:00Z"), ticket(401, 7777))
    ],
    f"{ORGANIZATIONS}.json": [
        {"organizations": [ACME], "meta": {"has_more": True, "after_cursor": "next"}},
        {"organizations": [BRANCH, DELETED], **END},
    ],
    "GET /api/v2/users.json role=end-user": [{"users": USERS, **END}],
    f"{ORGANIZATIONS}/show_many.json ids=7002": [{"organizations": [BRANCH]}],
    f"{ORGANIZATIONS}/show_many.json external_ids=acct_100": [{"organizations": [ACME]}],
    f'{SEARCH}type:organization "acme.example"': [
        {"results": [{**ACME, "result_type": "organization"}, {**DELETED, "result_type": "organization"}], "count": 2}
    ],
    'GET /api/v2/users/search.json query=email:"ada@acme.example"': [{"users": [ADA], "count": 1}],
}
RECORDING = Recording(
    connector=CONNECTOR,
    customer=Customer({"organization": [LONG, SHORT], "user": [LONER]}, NOW, SETTINGS),
    pages=PAGES,
    whom=Find(
        declared=(Declared(SourceName("zendesk"), SHORT),),
        own_ids=(Declared(SourceName("productdb"), ExternalId("acct_100")),),
        domains=("acme.example",),
        emails=("ada@acme.example",),
        now=NOW,
    ),
    words=words,
    # Zendesk leaves these out or empty where there is none: no assignee, no group, no rating, a deleted requester.
    optional=frozenset(
        {
            *("users", "groups", "email", "assignee_id", "group_id", "via", "channel", "type", "satisfaction_rating"),
            *("metric_set", "reply_time_in_minutes", "full_resolution_time_in_minutes", "solved_at"),
            *("external_id", "deleted_at", "organization_id"),
        }
    ),
)
