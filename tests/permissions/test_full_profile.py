"""The full profile: all that was said with one person and who looked at them, for those who may read it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from permissions.people import Peopled
from permissions.test_contacts_by_role import ABSENT, BOUND, NOT_TOLD_OF_PEOPLE, somebody
from rotunda.sections.ids import SourceName
from rotunda.sections.labels import Label
from rotunda.view.contact.messages import MOST
from rotunda_world.model import Ticket, TicketComment
from rotunda_world.running import Conditions, Fault
from support.house import healthy

READERS = ("full", "read_write", "admin", "support", "success")
"""Roles that read tickets, of everybody or of the account that all ten may see."""


def tickets_of(ten: Peopled, contact: dict[str, Any]) -> dict[str, Ticket]:
    """What the world knows of this person's tickets, by number."""
    users = {each["external_id"] for each in contact["records"] if each["source"] == "zendesk"}
    return {
        str(ticket.zendesk_id): ticket
        for company in ten.house.companies
        for ticket in company.tickets
        if str(ticket.requester.zendesk_user_id) in users
    }


async def noted(ten: Peopled, account: str, *, internal: bool = True) -> dict[str, Any]:
    """Somebody with a ticket, and with `internal` one in which teammates wrote to each other."""
    answer = await ten.clients["admin"].get("/api/v1/contacts", params={"limit": 200, "account": account})
    for contact in answer.json()["items"]:
        comments = [said for ticket in tickets_of(ten, contact).values() for said in ticket.comments]
        if any(not (internal and said.public) for said in comments):
            return contact
    raise AssertionError("nobody of this account has such a ticket")


async def profile(client: httpx.AsyncClient, contact: str, **query: Any) -> dict[str, dict[str, Any]]:
    """All of it by source and number, page after page."""
    found: dict[str, dict[str, Any]] = {}
    wanted: dict[str, Any] = {"limit": 3, **query}
    while True:
        answer = await client.get(f"/api/v1/contacts/{contact}/profile", params=wanted)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found |= {f"{each['source']}:{each['external_id']}": each for each in page["items"]}
        if page["next_cursor"] is None:
            assert len(found) == page["total"]
            return found
        wanted["cursor"] = page["next_cursor"]


@pytest.mark.parametrize("role", READERS)
async def test_it_tells_every_message_and_note_of_every_ticket(ten: Peopled, role: str) -> None:
    contact = await noted(ten, ten.account)
    told = await profile(ten.clients[role], contact["id"])
    for number, ticket in tickets_of(ten, contact).items():
        messages = told[f"zendesk:{number}"]["messages"]
        assert [each["text"] for each in messages] == [said.body for said in ticket.comments]
        assert [each.get("internal", False) for each in messages] == [not said.public for said in ticket.comments]
        assert [each["author"] for each in messages] == [said.author.name for said in ticket.comments]


async def test_who_reads_no_tickets_is_told_nothing_of_them(ten: Peopled) -> None:
    contact = await noted(ten, ten.account)
    told = await profile(ten.clients["sales"], contact["id"])
    assert not any(each.startswith("zendesk:") for each in told)
    assert not any(each.get("messages") for each in told.values())


@pytest.mark.parametrize("role", READERS)
async def test_a_list_has_the_last_message_and_a_conversation_all(ten: Peopled, role: str) -> None:
    client, contact = ten.clients[role], await noted(ten, ten.account)
    listed = (await client.get(f"/api/v1/contacts/{contact['id']}/conversations?limit=10&kind=ticket")).json()["items"]
    assert listed
    for each in listed:
        said = tickets_of(ten, contact)[each["external_id"]].comments
        assert each["last"]["text"] == said[-1].body
        path = f"/api/v1/contacts/{contact['id']}/conversations/zendesk/ticket/{each['external_id']}"
        whole = (await client.get(path)).json()
        assert [one["text"] for one in whole["messages"]] == [one.body for one in said]


async def test_a_conversation_of_somebody_else_is_not_theirs(ten: Peopled) -> None:
    client, contact = ten.clients["admin"], await noted(ten, ten.account)
    other = await noted(ten, ten.elsewhere, internal=False)
    number = next(iter(tickets_of(ten, other)))
    for record in (f"zendesk/ticket/{number}", "zendesk/ticket/1", "stripe/ticket/1", "zendesk/user/..%2f1"):
        answer = await client.get(f"/api/v1/contacts/{contact['id']}/conversations/{record}")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:rotunda:problem:not-found"), answer.text


@pytest.mark.parametrize("role", [*NOT_TOLD_OF_PEOPLE, *BOUND])
async def test_who_may_not_be_seen_is_nobody_here_too(ten: Peopled, role: str) -> None:
    client, hidden = ten.clients[role], await somebody(ten, ten.elsewhere)
    for rest in ("/profile", "/conversations/zendesk/ticket/1"):
        refused = await client.get(f"/api/v1/contacts/{hidden['id']}{rest}")
        absent = await client.get(f"/api/v1/contacts/{ABSENT}{rest}")
        assert refused.status_code == absent.status_code
        assert refused.status_code in {403, 404}
        assert _without_id(refused) == _without_id(absent)
    log = [await client.get("/api/v1/audit", params={"contact": each}) for each in (hidden["id"], ABSENT)]
    assert log[0].status_code in {403, 404}
    assert _without_id(log[0]) == _without_id(log[1])


def _without_id(answer: httpx.Response) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key != "request_id"}


async def test_the_log_of_a_person_tells_who_looked_at_them_and_at_nobody_else(ten: Peopled) -> None:
    contact, other = await noted(ten, ten.account), await somebody(ten, ten.elsewhere)
    client = ten.clients["success"]
    assert (await client.get(f"/api/v1/contacts/{contact['id']}")).status_code == 200
    await ten.clients["admin"].get(f"/api/v1/contacts/{other['id']}")
    answer = await ten.clients["full"].get("/api/v1/audit", params={"contact": contact["id"], "limit": 200})
    rows = answer.json()["items"]
    assert {row["detail"]["contact"] for row in rows} == {contact["id"]}
    assert ("success", "view") in {(row["user"]["name"], row["action"]) for row in rows}
    assert ("full", "audit.read") in {(row["user"]["name"], row["action"]) for row in rows}


async def test_an_open_page_of_a_person_is_told_from_looks(ten: Peopled) -> None:
    contact, client = await noted(ten, ten.account), ten.clients["support"]
    path = f"/api/v1/contacts/{contact['id']}/stream"
    before = await _views(ten, contact["id"])
    ten.clock.age()
    assert (await client.get(path, params={"refresh": "true"})).status_code == 200  # nobody had it open
    assert (await client.get(path, params={"refresh": "true"})).status_code == 200
    after = await _views(ten, contact["id"])
    assert (len(after) - len(before), _refreshes(after) - _refreshes(before)) == (2, 1)
    shown = await _views(ten, contact["id"], refreshes="false")
    assert (len(shown), _refreshes(shown)) == (len(after) - _refreshes(after), 0)


def _refreshes(rows: list[dict[str, Any]]) -> int:
    return sum(bool(row.get("refresh")) for row in rows)


async def _views(ten: Peopled, contact: str, **query: str) -> list[dict[str, Any]]:
    params = {"contact": contact, "limit": "200", **query}
    rows = (await ten.clients["admin"].get("/api/v1/audit", params=params)).json()["items"]
    return [row["detail"] for row in rows if row["action"] == "view" and row["user"]["name"] == "support"]


@pytest.mark.parametrize("query", ["kind=fax", "order=sideways", "limit=11", "cursor=zzz"])
async def test_bad_wishes_are_named(ten: Peopled, query: str) -> None:
    contact = await somebody(ten, ten.account)
    answer = await ten.clients["admin"].get(f"/api/v1/contacts/{contact['id']}/profile?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])


async def test_a_log_is_of_an_account_or_of_a_person(ten: Peopled) -> None:
    contact = await somebody(ten, ten.account)
    answer = await ten.clients["admin"].get("/api/v1/audit", params={"contact": contact["id"], "account": ten.account})
    assert (answer.status_code, answer.json()["field"]) == (400, "contact")


async def test_a_silent_helpdesk_is_said_to_be_silent(ten: Peopled) -> None:
    """What was read stays; a conversation that was not read yet says so."""
    assert Label.SUPPORT in ten.house.installation.roles["support"].labels
    contact = await noted(ten, ten.elsewhere, internal=False)
    client = ten.clients["admin"]
    await client.get(f"/api/v1/contacts/{contact['id']}")
    await ten.settled()
    await ten.house.live.set_conditions("zendesk", Conditions(fault=Fault.REFUSED))
    try:
        answer = await client.get(f"/api/v1/contacts/{contact['id']}/profile?kind=ticket")
    finally:
        await ten.house.live.set_conditions("zendesk", healthy())
    assert answer.status_code == 200
    assert all(each.get("unread") or each.get("messages") for each in answer.json()["items"])


def _asked(ten: Peopled) -> int:
    """How many requests the helpdesk was sent by now."""
    installation = ten.house.installation
    connection = ten.house.connections[SourceName("zendesk")]
    return installation.readings.lines.get(connection).line.counts.calls


async def test_what_was_said_is_asked_for_ten_tickets_at_most_and_once(ten: Peopled) -> None:
    """Until a ticket changes, what was read of it is good."""
    listed = (await ten.clients["admin"].get("/api/v1/contacts?limit=200")).json()["items"]
    contact = max(listed, key=lambda each: len(tickets_of(ten, each)))
    tickets = tickets_of(ten, contact)
    assert len(tickets) > MOST
    path, client = f"/api/v1/contacts/{contact['id']}/conversations?kind=ticket&limit=200", ten.clients["admin"]
    ten.clock.age()
    await client.get(f"/api/v1/contacts/{contact['id']}")
    await ten.settled()
    before = _asked(ten)
    items = (await client.get(path)).json()["items"]
    assert [("last" in each) for each in items] == [place < MOST for place in range(len(items))]
    assert _asked(ten) - before <= MOST
    before = _asked(ten)
    assert (await client.get(path)).json()["items"] == items
    assert _asked(ten) == before


async def test_a_ticket_that_has_changed_is_read_again(ten: Peopled) -> None:
    contact, client = await noted(ten, ten.account), ten.clients["admin"]
    ticket = next(iter(tickets_of(ten, contact).values()))
    path = f"/api/v1/contacts/{contact['id']}/conversations/zendesk/ticket/{ticket.zendesk_id}"
    assert len((await client.get(path)).json()["messages"]) == len(ticket.comments)
    was = ticket.updated_at
    ticket.comments.append(TicketComment(1, ticket.requester, "One more thing.", public=True, created_at=was))
    ticket.updated_at = was + timedelta(seconds=1)
    try:
        ten.clock.age()
        assert (await client.get(path)).json()["messages"][-1]["text"] == "One more thing."
    finally:
        ticket.comments.pop()
        ticket.updated_at = was + timedelta(seconds=2)
        ten.clock.age()
