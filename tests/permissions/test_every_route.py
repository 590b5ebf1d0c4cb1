"""No route is forgotten: each is asked by the tests of what is told, or named with the reason why not; and whatever is
forbidden is answered as what is not there, by every route that names a customer.
"""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from permissions.people import ROLES, Peopled
from permissions.test_contacts_by_role import somebody
from permissions.test_nothing_leaks import of_account
from permissions.test_nothing_leaks_of_people import walk
from permissions.walks import NOT_WALKED, Known, Question, declared, found, route_of, whole
from rotunda.access.roles import Scope
from rotunda.entrypoints.app import create_app

BOUND = [name for name, role in ROLES.items() if role.scope is not Scope.ALL]
UNTOLD_OF_PEOPLE = ("summary", "finance", "collections")
NOBODY, NOWHERE = "per_" + "0" * 20, "acc_" + "0" * 20

BODIES: Mapping[str, Mapping[str, Any]] = {
    "PATCH /api/v1/contacts/{contact_id}": {"fields": {"title": "New"}},
    "PATCH /api/v1/contacts/{contact_id}/role": {"roles": ["champion"]},
    "PATCH /api/v1/accounts/{account_id}": {"fields": {"name": "New"}},
    "POST /api/v1/contacts/{contact_id}/merge": {"into": NOBODY, "dry_run": True},
    "POST /api/v1/accounts/{account_id}/merge": {"into": NOWHERE, "dry_run": True},
    "POST /api/v1/contacts/{contact_id}/split": {"identifier": "a@b.example", "dry_run": True},
    "POST /api/v1/accounts/{account_id}/split": {"identifier": "b.example", "dry_run": True},
    "POST /api/v1/contacts/{contact_id}/keep-apart": {"other": NOBODY, "because": ""},
    "POST /api/v1/accounts/{account_id}/keep-apart": {"other": NOWHERE, "because": ""},
    "POST /api/v1/accounts/{account_id}/since": {"until": "2026-11-20T15:00:00Z"},
    "POST /api/v1/contacts/{contact_id}/since": {"until": "2026-11-20T15:00:00Z"},
    "PUT /api/v1/accounts/{account_id}/parent": {"parent": None},
    "POST /api/v1/accounts/{account_id}/identifiers": {"identifier": "b.example"},
    "POST /api/v1/accounts/{account_id}/notes": {"text": "x"},
    "POST /api/v1/accounts/{account_id}/activities": {"kind": "call", "subject": "x"},
    "POST /api/v1/accounts/{account_id}/tasks": {"subject": "x"},
    "PATCH /api/v1/accounts/{account_id}/written/{written_id}": {"text": "x"},
    "POST /api/v1/contacts/{contact_id}/notes": {"text": "x"},
    "POST /api/v1/contacts/{contact_id}/activities": {"kind": "call", "subject": "x"},
    "POST /api/v1/contacts/{contact_id}/tasks": {"subject": "x"},
    "PATCH /api/v1/contacts/{contact_id}/written/{written_id}": {"text": "x"},
}
"""What a route takes, so that it comes as far as the customer."""

PLACES = {
    "event": "evt_1",
    "written_id": "wrt_1",
    "notification_id": "ntf_1",
    "name": "billing",
    "link": "lnk_1",
    "source": "zendesk",
    "record_type": "ticket",
    "external_id": "1",
}
DUMMY = Known("acc_1", "per_1", "per_2", "acc_2", "per_3", [("email", "a@b.example")], "zendesk/ticket/1")


@pytest_asyncio.fixture(scope="module")
async def app(ten: Peopled) -> AsyncIterator[Litestar]:
    yield create_app(ten.house.installation)


def customers(routes: set[str], parameter: str) -> list[str]:
    return sorted(each for each in routes if f"{{{parameter}}}" in each)


def about(route: str, parameter: str, customer: str) -> Question:
    method, _, path = route.partition(" ")
    named = re.sub(r"\{(\w+)\}", lambda found: {**PLACES, parameter: customer}[found[1]], path)
    return Question(method, named, BODIES.get(route), {"If-Match": '"another"'})


def test_every_route_is_walked_or_named_with_a_reason(app: Litestar) -> None:
    routes = declared(app)
    for walked in (walk(DUMMY), of_account(DUMMY, sections=["billing"], columns=["mrr"], searches=["a"])):
        assert routes - {route_of(routes, each) for each in walked} == NOT_WALKED.keys()


@pytest.mark.parametrize("role", [*BOUND, *UNTOLD_OF_PEOPLE])
async def test_a_forbidden_person_is_answered_as_nobody_by_every_route(app: Litestar, ten: Peopled, role: str) -> None:
    hidden = await somebody(ten, ten.elsewhere)
    for route in customers(declared(app), "contact_id"):
        await answered_alike(ten.clients[role], *(about(route, "contact_id", one) for one in (hidden["id"], NOBODY)))


@pytest.mark.parametrize("role", BOUND)
async def test_a_forbidden_account_is_answered_as_none_by_every_route(app: Litestar, ten: Peopled, role: str) -> None:
    for route in customers(declared(app), "account_id"):
        await answered_alike(ten.clients[role], *(about(route, "account_id", one) for one in (ten.elsewhere, NOWHERE)))


async def answered_alike(client: httpx.AsyncClient, forbidden: Question, missing: Question) -> None:
    told = await forbidden.put(client)
    assert told.status_code in {403, 404}, (forbidden, told.text)
    assert whole(told) == whole(await missing.put(client)), forbidden


@pytest.mark.parametrize("role", BOUND)
async def test_so_it_is_where_a_search_or_a_body_names_them(ten: Peopled, role: str) -> None:
    client = ten.clients[role]
    hidden, known = await somebody(ten, ten.elsewhere), await somebody(ten, ten.account)
    company = next(each for each in ten.house.companies if ten.house.accounts[each.key] == ten.elsewhere)
    own = f"/api/v1/contacts/{known['id']}"

    def asked(person: str, account: str, names: dict[str, str]) -> list[Question]:
        return [
            *found(Known("", "", "", "", "", list(names.items()), "")),
            *(
                Question("GET", path)
                for path in (
                    f"/api/v1/contacts?account={account}",
                    f"/api/v1/audit?contact={person}",
                    f"/api/v1/audit?account={account}",
                    f"/api/v1/matches?account={account}",
                    f"/api/v1/matches?account={person}",
                )
            ),
            Question("POST", f"{own}/merge", {"into": person, "dry_run": True}),
            Question("POST", f"{own}/keep-apart", {"other": person, "because": ""}),
            Question("POST", f"{own}/split", {"identifier": names["email"], "into": person, "dry_run": True}),
            Question("POST", f"{ten.path()}/merge", {"into": account, "dry_run": True}),
            Question("POST", f"{ten.path()}/keep-apart", {"other": account, "because": ""}),
        ]

    assert company.domain
    theirs = {
        "email": hidden["email"],
        "phone": hidden.get("phone") or "+49 30 5550142",
        "domain": company.domain,
        "external": f"productdb:{company.product_account_id}",
        "ticket": str(company.tickets[0].zendesk_id),
    }
    nobodys = {
        "email": "nobody@nowhere.example",
        "phone": "+49 30 5550199",
        "domain": "nowhere.example",
        "external": "productdb:none",
        "ticket": "999888777",
    }
    forbidden, missing = asked(hidden["id"], ten.elsewhere, theirs), asked(NOBODY, NOWHERE, nobodys)
    for one, other in zip(forbidden, missing, strict=True):
        told, nothing = await one.put(client), await other.put(client)
        assert whole(told) == whole(nothing), one
