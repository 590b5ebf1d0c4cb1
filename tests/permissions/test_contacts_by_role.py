"""What the ten are told of people: who may not see somebody cannot tell that there is somebody."""

from collections import Counter
from typing import Any

import httpx
import pytest

from permissions.people import Peopled
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

ABSENT = "per_" + "0" * 20
OF_CONTACT = ("", "/stream", "/conversations", "/fields", "/history")
NOT_TOLD_OF_PEOPLE = ("summary", "finance", "collections", "onboarding")
BOUND = ("sales", "success")
PERSONAL = {"email", "phone", "aliases", "teammate"}


async def everybody(ten: Peopled, role: str, **query: Any) -> list[dict[str, Any]]:
    answer = await ten.clients[role].get("/api/v1/contacts", params={"limit": 200, **query})
    assert answer.status_code == 200
    return answer.json()["items"]


async def somebody(ten: Peopled, account: str) -> dict[str, Any]:
    """Whoever of an account is known to most sources, as an admin is told."""
    found = await everybody(ten, "admin", account=account)
    return max(found, key=lambda each: len(each["records"]))


def _whole(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, {key: value for key, value in answer.json().items() if key != "request_id"}


@pytest.mark.parametrize("role", NOT_TOLD_OF_PEOPLE)
async def test_roles_without_people_are_told_of_nobody(ten: Peopled, role: str) -> None:
    client, known = ten.clients[role], await somebody(ten, ten.account)
    listed = (await client.get("/api/v1/contacts")).json()
    assert (listed["items"], listed["total"], listed["next_cursor"]) == ([], 0, None)
    for rest in OF_CONTACT:
        refused = await client.get(f"/api/v1/contacts/{known['id']}{rest}")
        assert refused.status_code == (403 if (role, rest) == ("summary", "/history") else 404)
        assert _whole(refused) == _whole(await client.get(f"/api/v1/contacts/{ABSENT}{rest}"))
    answer = await client.get("/api/v1/lookup", params={"email": known["email"]})
    assert answer.status_code == 404 or answer.json()["contacts"] == []


@pytest.mark.parametrize("role", BOUND)
@pytest.mark.parametrize("rest", OF_CONTACT)
async def test_a_person_of_a_forbidden_account_is_answered_as_nobody(ten: Peopled, role: str, rest: str) -> None:
    client, hidden = ten.clients[role], await somebody(ten, ten.elsewhere)
    forbidden = await client.get(f"/api/v1/contacts/{hidden['id']}{rest}")
    assert forbidden.status_code == 404
    assert _whole(forbidden) == _whole(await client.get(f"/api/v1/contacts/{ABSENT}{rest}"))


@pytest.mark.parametrize("role", BOUND)
async def test_lists_counts_searches_and_lookups_stay_within_the_scope(ten: Peopled, role: str) -> None:
    client, hidden = ten.clients[role], await somebody(ten, ten.elsewhere)
    shown = await everybody(ten, role)
    assert {each["account"]["id"] for each in shown} == {ten.account}
    assert (await client.get("/api/v1/contacts")).json()["total"] == len(shown)
    for query in ({"account": ten.elsewhere}, {"q": hidden["email"]}):
        assert (await client.get("/api/v1/contacts", params=query)).json()["total"] == 0
    found = await client.get("/api/v1/lookup", params={"email": hidden["email"]})
    assert _whole(found) == _whole(await client.get("/api/v1/lookup", params={"email": "nobody@nowhere.dev"}))


async def test_a_person_of_no_account_is_for_those_who_see_all(ten: Peopled) -> None:
    database, known = ten.house.installation.database, await somebody(ten, ten.account)
    try:
        await database.execute("UPDATE contact SET account_id = NULL WHERE id = %s", [known["id"]])
        for role, client in ten.clients.items():
            answer = await client.get(f"/api/v1/contacts/{known['id']}")
            expected = role not in {*BOUND, *NOT_TOLD_OF_PEOPLE}
            assert (answer.status_code == 200) == expected, role
            assert (known["id"] in [each["id"] for each in await everybody(ten, role)]) == expected, role
    finally:
        await database.execute("UPDATE contact SET account_id = %s WHERE id = %s", [ten.account, known["id"]])


async def test_nobody_is_told_what_their_labels_do_not_name(ten: Peopled) -> None:
    known = await somebody(ten, ten.account)
    for role, client in ten.clients.items():
        answer = await client.get(f"/api/v1/contacts/{known['id']}")
        if answer.status_code == 404:
            continue
        [granted] = [each for name, each in ten.house.installation.roles.items() if name == role]
        page = answer.json()
        assert {SectionName(name) for name in page["sections"]} <= granted.sections
        assert Label.PERSONAL in granted.labels or not PERSONAL & set(page["contact"])
        conversations = (await client.get(f"/api/v1/contacts/{known['id']}/conversations?limit=200")).json()["items"]
        kinds = {each["source"] for each in conversations}
        assert ("zendesk" in kinds) <= (Label.SUPPORT in granted.labels and "support" in granted.sections)
        assert ("hubspot" in kinds) <= ("communication" in granted.sections)


async def test_a_teammate_s_address_is_marked_and_grants_nothing(ten: Peopled) -> None:
    """Whoever has the address of an end user sees of them what their role says, and no more."""
    known = await somebody(ten, ten.elsewhere)
    sign_in = ten.house.installation.sign_in
    before = await everybody(ten, "sales")
    await sign_in.users.add(known["email"], "Both", ["sales"])
    _, token = await sign_in.create_token(known["email"].lower(), "test")
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    async with httpx.AsyncClient(base_url=ten.house.service.url, headers=headers, timeout=60) as both:
        assert (await both.get("/api/v1/contacts")).json()["total"] == 0
        assert (await both.get(f"/api/v1/contacts/{known['id']}")).status_code == 404
    page = (await ten.clients["admin"].get(f"/api/v1/contacts/{known['id']}")).json()
    assert page["contact"]["teammate"] is True
    assert await everybody(ten, "sales") == before


async def test_every_look_at_a_person_is_recorded(ten: Peopled) -> None:
    known, sales = await somebody(ten, ten.account), ten.clients["sales"]
    before = await _recorded(ten, known["id"])
    for rest in OF_CONTACT:
        assert (await ten.clients["admin"].get(f"/api/v1/contacts/{known['id']}{rest}")).status_code == 200
    assert await _recorded(ten, known["id"]) - before == Counter(
        {("view", ten.account): 3, ("drill", ten.account): 1, ("field.history", ten.account): 1}
    )
    before = await _recorded(ten, ABSENT)
    await sales.get(f"/api/v1/contacts/{ABSENT}")
    assert await _recorded(ten, ABSENT) - before == Counter({("denied", None): 1})


async def _recorded(ten: Peopled, contact: str) -> Counter[tuple[Any, ...]]:
    query = "SELECT action, account_id FROM audit_row WHERE %s IN (detail->>'contact', detail->>'asked')"
    async with ten.house.installation.database.connection() as connection:
        return Counter(await (await connection.execute(query, [contact])).fetchall())


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/contacts?limit=0", "limit"),
        ("/api/v1/contacts?cursor=zzz", "cursor"),
        (f"/api/v1/contacts?q={'x' * 501}", "q"),
        ("/api/v1/lookup?phone=none", "phone"),
        ("/api/v1/lookup?phone=1&email=a@b.de", "email"),
    ],
)
async def test_bad_input_is_named(ten: Peopled, path: str, field: str) -> None:
    answer = await ten.clients["admin"].get(path)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize("query", ["kind=fax", "order=sideways", "limit=201", "cursor=zzz"])
async def test_bad_wishes_for_conversations_are_named(ten: Peopled, query: str) -> None:
    known = await somebody(ten, ten.account)
    answer = await ten.clients["admin"].get(f"/api/v1/contacts/{known['id']}/conversations?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])
