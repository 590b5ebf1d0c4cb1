"""All about one person in one order: every conversation, note and event once, whatever the page size and direction."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from permissions.people import Peopled
from permissions.test_contacts_by_role import ABSENT, BOUND, NOT_TOLD_OF_PEOPLE, somebody
from permissions.test_full_profile import noted, tickets_of
from rotunda.access.permission import Permission
from rotunda_world.running import Conditions, Fault
from support.house import healthy

READERS = ("full", "admin", "support", "success")
SAID = ("conversation", "note")
Entry = dict[str, Any]


async def read(client: httpx.AsyncClient, contact: str, **query: Any) -> list[Entry]:
    """Page after page, each entry once."""
    found: list[Entry] = []
    wanted: dict[str, Any] = {"limit": 4, **query}
    while True:
        answer = await client.get(f"/api/v1/contacts/{contact}/full-profile", params=wanted)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= wanted["limit"]
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        wanted["cursor"] = page["next_cursor"]


def order_of(entries: list[Entry]) -> list[tuple[datetime, str, str]]:
    return [(datetime.fromisoformat(each["at"]), each["kind"], each["id"]) for each in entries]


async def busiest(ten: Peopled) -> dict[str, Any]:
    """Whoever wrote most tickets: more than one answer asks for."""
    listed = (await ten.clients["admin"].get("/api/v1/contacts?limit=200")).json()["items"]
    return max(listed, key=lambda each: len(tickets_of(ten, each)))


@pytest.mark.parametrize("role", READERS)
async def test_every_message_is_told_once_and_in_order(ten: Peopled, role: str) -> None:
    contact, client = await noted(ten, ten.account), ten.clients[role]
    entries = await read(client, contact["id"])
    assert order_of(entries) == sorted(set(order_of(entries)), reverse=True)
    comments = [said for ticket in tickets_of(ten, contact).values() for said in ticket.comments]
    notes = [each["message"]["text"] for each in entries if each["kind"] == "note" and "message" in each]
    public = [
        message["text"]
        for each in entries
        if each["kind"] == "conversation"
        for message in each["conversation"].get("messages", [])
    ]
    assert sorted(notes) == sorted(said.body for said in comments if not said.public)
    assert sorted(public) == sorted(said.body for said in comments if said.public)


@pytest.mark.parametrize("limit", [1, 3, 20])
async def test_both_directions_tell_the_same(ten: Peopled, limit: int) -> None:
    contact, client = await busiest(ten), ten.clients["admin"]
    said: dict[str, list[Entry]] = {}
    for order in ("newest", "oldest"):
        said[order] = [
            entry for kind in SAID for entry in await read(client, contact["id"], kind=kind, order=order, limit=limit)
        ]
    newest, oldest = order_of(said["newest"]), order_of(said["oldest"])
    assert len(newest) > limit
    assert sorted(newest) == sorted(oldest)
    together = order_of(await read(client, contact["id"], order="oldest", limit=max(limit, 3)))
    assert together == sorted(together)
    assert sorted(place for place in together if place[1] in SAID) == sorted(oldest)


async def test_events_are_those_of_the_access_log(ten: Peopled) -> None:
    contact, client = await noted(ten, ten.account), ten.clients["admin"]
    assert (await ten.clients["success"].get(f"/api/v1/contacts/{contact['id']}")).status_code == 200
    query = {"contact": contact["id"], "limit": 200, "refreshes": "false"}
    logged = {row["id"] for row in (await client.get("/api/v1/audit", params=query)).json()["items"]}
    events = await read(client, contact["id"], kind="event", limit=20)
    assert logged <= {each["id"] for each in events}
    assert ("success", "view") in {(each["event"]["by"]["name"], each["event"]["action"]) for each in events}
    own = [each for each in events if each["event"]["action"] == "audit.read"]
    assert "admin" in {each["event"]["by"]["name"] for each in own}


@pytest.mark.parametrize("role", READERS)
async def test_events_are_for_those_who_may_read_the_log(ten: Peopled, role: str) -> None:
    contact, client = await noted(ten, ten.account), ten.clients[role]
    may = Permission.AUDIT_ACCOUNT in ten.house.installation.roles[role].permissions
    answer = await client.get(f"/api/v1/contacts/{contact['id']}/full-profile", params={"kind": "event"})
    assert answer.status_code == (200 if may else 404)
    entries = await read(client, contact["id"], limit=20)
    assert any(each["kind"] == "event" for each in entries) == may


async def test_who_reads_no_tickets_is_told_nothing_of_them(ten: Peopled) -> None:
    contact = await noted(ten, ten.account)
    entries = await read(ten.clients["sales"], contact["id"], limit=20)
    said = [each["conversation"] for each in entries if "conversation" in each]
    assert not any(each["source"] == "zendesk" or each.get("messages") for each in said)
    assert not any("message" in each for each in entries)


@pytest.mark.parametrize("role", [*NOT_TOLD_OF_PEOPLE, *BOUND])
async def test_who_may_not_be_seen_is_nobody(ten: Peopled, role: str) -> None:
    client, hidden = ten.clients[role], await somebody(ten, ten.elsewhere)
    answers = [await client.get(f"/api/v1/contacts/{each}/full-profile") for each in (hidden["id"], ABSENT)]
    bodies = [{name: value for name, value in each.json().items() if name != "request_id"} for each in answers]
    assert answers[0].status_code in {403, 404}
    assert bodies[0] == bodies[1]


async def test_a_silent_helpdesk_leaves_the_rest_and_says_so(ten: Peopled) -> None:
    contact, client = await noted(ten, ten.elsewhere, internal=False), ten.clients["admin"]
    await client.get(f"/api/v1/contacts/{contact['id']}")
    await ten.settled()
    await ten.house.live.set_conditions("zendesk", Conditions(fault=Fault.REFUSED))
    try:
        answer = await client.get(f"/api/v1/contacts/{contact['id']}/full-profile")
    finally:
        await ten.house.live.set_conditions("zendesk", healthy())
    assert answer.status_code == 200
    page = answer.json()
    assert any(each["kind"] == "event" for each in page["items"])
    tickets = [each["conversation"] for each in page["items"] if each["kind"] == "conversation"]
    assert all(each.get("unread") or each.get("messages") for each in tickets if each["source"] == "zendesk")


@pytest.mark.parametrize("query", ["kind=ticket", "order=sideways", "limit=21", "cursor=zzz"])
async def test_bad_wishes_are_named(ten: Peopled, query: str) -> None:
    contact = await somebody(ten, ten.account)
    answer = await ten.clients["admin"].get(f"/api/v1/contacts/{contact['id']}/full-profile?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])
