"""Own fields for the ten: who edits, who defines, and that a hidden field leaves no trace anywhere."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from permissions.people import ROLES, Peopled
from rotunda.access.permission import Permission
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

PROFILE = SectionName("profile")
WITH_PROFILE = [name for name, role in ROLES.items() if PROFILE in role.sections]
SECRET = "Leaves in spring"
ABSENT = "acc_" + "0" * 20


def reads(role: str, label: Label) -> bool:
    return (PROFILE, label) in ROLES[role].reach


def edits(role: str) -> bool:
    return Permission.FIELD_EDIT in ROLES[role].permissions


@pytest_asyncio.fixture(scope="module")
async def hidden(ten: Peopled) -> AsyncIterator[dict[str, Any]]:
    """A field that only administrators, customer success and onboarding may read, with a value."""
    admin = ten.clients["admin"]
    draft = {"name": "quiet_word", "title": "A quiet word", "kind": "text", "label": "cs_private", "unique": True}
    made = (await admin.post("/api/v1/fields", json=draft)).json()
    for account, value in ((ten.account, SECRET), (ten.elsewhere, "Stays")):
        assert (await edit(ten, "admin", {"quiet_word": value}, account)).status_code == 200
    yield made
    await admin.patch(f"/api/v1/fields/{made['id']}", json={"archived": True})


async def tag(ten: Peopled, role: str, account: str | None = None) -> str:
    answer = await ten.clients[role].get(ten.path("/fields", account))
    return answer.headers.get("etag", '"none"')


async def edit(
    ten: Peopled, role: str, fields: dict[str, Any], account: str | None = None, **more: Any
) -> httpx.Response:
    headers = {"If-Match": await tag(ten, role, account)}
    return await ten.clients[role].patch(ten.path("", account), json={"fields": fields, **more}, headers=headers)


@pytest.mark.parametrize("role", ROLES)
async def test_who_edits_and_who_defines(ten: Peopled, role: str) -> None:
    edited = await edit(ten, role, {"tags": [role]})
    assert edited.status_code == (200 if edits(role) else 403)
    assert (await ten.clients[role].get("/api/v1/teammates")).status_code == (200 if edits(role) else 403)
    defines = 200 if role == "admin" else 403
    assert (await ten.clients[role].get("/api/v1/fields")).status_code == defines
    refused = await ten.clients[role].post("/api/v1/fields", json={"name": "x", "title": "X", "kind": "colour"})
    assert refused.status_code == (422 if role == "admin" else 403)
    changed = await ten.clients[role].patch("/api/v1/fields/fld_account_tags", json={"title": "Tags"})
    assert changed.status_code == defines


@pytest.mark.parametrize("role", ROLES)
async def test_a_field_is_told_to_those_who_read_its_label(ten: Peopled, hidden: dict[str, Any], role: str) -> None:
    client = ten.clients[role]
    paths = ("", "/stream", "/fields", "/history", "/sections/profile")
    told = [(await client.get(ten.path(rest))).text for rest in paths]
    told.append((await client.get(f"/api/v1/audit?account={ten.account}")).text)
    seen = any(clue in text for text in told for clue in (SECRET, "quiet_word", "A quiet word", hidden["id"]))
    assert seen == reads(role, Label.CS_PRIVATE)


@pytest.mark.parametrize("role", [role for role in WITH_PROFILE if not reads(role, Label.CS_PRIVATE)])
async def test_a_hidden_change_moves_nothing_that_is_shown(ten: Peopled, hidden: dict[str, Any], role: str) -> None:
    async def shown() -> list[Any]:
        client = ten.clients[role]
        head = (await client.get(ten.path())).json()["account"]
        history = await client.get(ten.path("/history"))
        return [head, await tag(ten, role), history.json()]

    before = await shown()
    assert (await edit(ten, "admin", {"quiet_word": f"For {role}"})).status_code == 200
    assert await shown() == before
    assert (await edit(ten, "admin", {"quiet_word": SECRET})).status_code == 200
    assert hidden["name"] == "quiet_word"


async def test_who_does_not_read_a_field_cannot_guess_at_it(ten: Peopled, hidden: dict[str, Any]) -> None:
    """Not by setting it, not by its uniqueness, not by its history."""
    guessed = await edit(ten, "read_write", {hidden["name"]: "Stays"})
    unknown = await edit(ten, "read_write", {"nosuch": "Stays"})
    assert guessed.status_code == unknown.status_code == 422
    assert guessed.text.replace("quiet_word", "nosuch") == unknown.text
    client = ten.clients["read_write"]
    history = [
        (await client.get(ten.path("/history"), params={"field": name})).text.replace(name, "?")
        for name in (hidden["name"], "nosuch")
    ]
    assert history[0] == history[1]


async def test_a_value_that_another_account_has_is_taken_and_the_account_is_not_told(
    ten: Peopled, hidden: dict[str, Any]
) -> None:
    company = next(each for each in ten.house.companies if ten.house.accounts[each.key] == ten.elsewhere)
    for fields in ({hidden["name"]: "stays"}, {"domain": company.domain}):
        told = await edit(ten, "success", fields)
        assert told.status_code == 409
        assert "other" not in told.json()
        assert "merge" not in told.json()
        assert ten.elsewhere not in told.text
        assert company.name not in told.text
        shown = await edit(ten, "admin", fields)
        assert shown.json()["other"]["id"] == ten.elsewhere


@pytest.mark.parametrize("role", ["success", "sales", "onboarding"])
async def test_a_forbidden_account_has_no_fields_no_history_and_takes_no_edit(ten: Peopled, role: str) -> None:
    client = ten.clients[role]
    for rest in ("/fields", "/history"):
        forbidden, missing = [await client.get(ten.path(rest, each)) for each in (ten.elsewhere, ABSENT)]
        assert (forbidden.status_code, forbidden.text) == (404, missing.text)
    body, headers = {"fields": {"tags": ["x"]}}, {"If-Match": await tag(ten, "admin", ten.elsewhere)}
    answers = [await client.patch(ten.path("", each), json=body, headers=headers) for each in (ten.elsewhere, ABSENT)]
    assert answers[0].status_code == (404 if edits(role) else 403)
    assert answers[0].text == answers[1].text
