"""Addresses and domains that people give to customers: found from then on, taken back as if it had never been said."""

from typing import Any

import httpx
import pytest

from permissions.people import Peopled
from permissions.test_contacts_by_role import BOUND
from rotunda.sections.labels import Label

MAY = ("read_write", "admin", "success")
NEW = {"email": "new.person@gmail.com", "domain": "never-heard-of.example"}


async def link(client: httpx.AsyncClient, account: str, identifier: str) -> httpx.Response:
    return await client.post(f"/api/v1/accounts/{account}/identifiers", json={"identifier": identifier})


async def unlink(client: httpx.AsyncClient, account: str, link_id: str) -> int:
    return (await client.delete(f"/api/v1/accounts/{account}/identifiers/{link_id}")).status_code


def _told(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {key: value for key, value in answer.json().items() if key != "request_id"}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("by", NEW)
async def test_it_finds_the_customer_until_it_is_taken_back(ten: Peopled, role: str, by: str) -> None:
    client, wanted = ten.clients[role], {by: NEW[by]}
    nobody = _told(await client.get("/api/v1/lookup", params=wanted))
    assert nobody[0] == 404
    made = await link(client, ten.account, NEW[by])
    assert made.status_code == 201, made.text
    try:
        found = (await client.get("/api/v1/lookup", params=wanted)).json()
        assert [(each["account"]["id"], each["by"]) for each in found["matches"]] == [(ten.account, by)]
        assert (await client.get("/api/v1/panel", params=wanted)).status_code == 200
        assert (await ten.house.installation.directory.refresh())[0].reason is None  # lists say nothing against it
        assert (await client.get("/api/v1/lookup", params=wanted)).status_code == 200
        again = await link(client, ten.account, NEW[by].upper())
        assert again.json()["id"] == made.json()["id"]
        listed = (await client.get(f"/api/v1/accounts/{ten.account}/identifiers")).json()["items"]
        assert [(each["value"], each["linked_by"]) for each in listed] == [(NEW[by], role)]
    finally:
        assert await unlink(client, ten.account, made.json()["id"]) == 204
    assert _told(await client.get("/api/v1/lookup", params=wanted)) == nobody
    assert await unlink(client, ten.account, made.json()["id"]) == 404


async def test_an_address_is_told_and_found_where_addresses_may_be_read(ten: Peopled) -> None:
    """By look-up, panel and search alike; to everybody else it is nobody's."""
    made = (await link(ten.clients["admin"], ten.account, NEW["email"])).json()
    try:
        for role, client in ten.clients.items():
            told = Label.PERSONAL in ten.house.installation.roles[role].labels
            for path in ("/api/v1/lookup", "/api/v1/panel"):
                answer = await client.get(path, params={"email": NEW["email"]})
                assert (answer.status_code == 200) == told, (role, path)
            listed = (await client.get("/api/v1/accounts", params={"q": NEW["email"]})).json()
            assert [each["id"] for each in listed["items"]] == ([ten.account] if told else []), role
    finally:
        assert await unlink(ten.clients["admin"], ten.account, made["id"]) == 204
    assert (await ten.clients["admin"].get("/api/v1/accounts", params={"q": NEW["email"]})).json()["total"] == 0


async def whole_log(client: httpx.AsyncClient, account: str) -> list[dict[str, Any]]:
    """Other tests have looked at the same customer, at the same moment of the clock that stands still."""
    rows, asked = list[dict[str, Any]](), {"account": account, "limit": "200"}
    while True:
        page = (await client.get("/api/v1/audit", params=asked)).json()
        rows += page["items"]
        if page["next_cursor"] is None:
            return rows
        asked["cursor"] = page["next_cursor"]


async def test_both_steps_are_in_the_log_of_the_customer(ten: Peopled) -> None:
    client = ten.clients["admin"]
    made = (await link(client, ten.account, NEW["email"])).json()
    assert await unlink(client, ten.account, made["id"]) == 204
    rows = await whole_log(client, ten.account)
    told = {(row["action"], row["detail"].get("identifier")) for row in rows if row["detail"].get("link") == made["id"]}
    assert told == {("identifier.link", NEW["email"]), ("identifier.unlink", NEW["email"])}


@pytest.mark.parametrize("role", ["summary", "full", "support", "sales", "finance"])
async def test_it_takes_the_right_to_say_who_is_who(ten: Peopled, role: str) -> None:
    assert (await link(ten.clients[role], ten.account, NEW["email"])).status_code == 403


@pytest.mark.parametrize("role", BOUND)
async def test_a_forbidden_customer_is_answered_as_nobody(ten: Peopled, role: str) -> None:
    client, absent = ten.clients[role], "acc_" + "0" * 20
    for path in ("identifiers", "identifiers/hnd_0"):
        told = [
            _told(await client.request("DELETE" if "hnd" in path else "GET", f"/api/v1/accounts/{account}/{path}"))
            for account in (ten.elsewhere, absent)
        ]
        assert told[0] == told[1]
        assert told[0][0] in {403, 404}
    assert _told(await link(client, ten.elsewhere, NEW["email"])) == _told(await link(client, absent, NEW["email"]))


async def test_what_another_customer_is_known_by_is_not_taken_away(ten: Peopled) -> None:
    domain = next(each.domain for each in ten.house.companies if ten.house.accounts[each.key] == ten.elsewhere)
    answer = await link(ten.clients["admin"], ten.account, domain or "")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rotunda:problem:taken")
    unseen = await link(ten.clients["success"], ten.account, domain or "")  # who may not see it is told of nobody
    assert unseen.status_code == 201
    assert await unlink(ten.clients["success"], ten.account, unseen.json()["id"]) == 204


async def test_a_link_of_another_customer_is_not_found_here(ten: Peopled) -> None:
    client = ten.clients["admin"]
    made = (await link(client, ten.elsewhere, NEW["email"])).json()
    try:
        assert await unlink(client, ten.account, made["id"]) == 404
    finally:
        assert await unlink(client, ten.elsewhere, made["id"]) == 204


@pytest.mark.parametrize("identifier", ["", "gmail.com", "stripe:cus_1", "a\0b@c.example", "x" * 400, "no@", "-1"])
async def test_what_stands_for_no_one_customer_is_refused(ten: Peopled, identifier: str) -> None:
    answer = await link(ten.clients["admin"], ten.account, identifier)
    assert (answer.status_code, answer.json()["field"]) == (422, "identifier")
