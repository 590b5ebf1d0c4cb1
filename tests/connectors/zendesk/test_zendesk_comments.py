"""What was said on tickets is what the helpdesk has: every comment, whose it is, and whether customers may read it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from connectors.zendesk.recording import PEOPLE, SETTINGS
from rotunda.connector_kit.connector import Thread
from rotunda.connector_kit.contract import drive
from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.requests import AnyRequest, Payload, Request
from rotunda.connectors.zendesk import CONNECTOR
from rotunda.connectors.zendesk.comments import LONGEST, read_threads
from rotunda.sections.ids import ExternalId
from rotunda_world.model import Contact
from rotunda_world.simulators.zendesk import build
from support.programs import Source, connected, run_against
from support.simulators import served, small_world


@pytest_asyncio.fixture(scope="module")
async def zendesk() -> AsyncIterator[Source]:
    async with served(build, small_world(7)) as one, connected(CONNECTOR.manifest, one) as channel:
        yield Source(one, channel)


def comment(number: int, at: str = "2026-01-05T08:00:00Z", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "Comment",
        "author_id": 9001,
        "body": f"Said {number}",
        "plain_body": f"Said {number}",
        "public": True,
        "created_at": at,
        **more,
    }


def asked(*comments: dict[str, Any], more: bool = False) -> Thread:
    def answer(request: AnyRequest) -> Payload:
        assert isinstance(request, Request)
        assert (request.path, request.max_pages) == ("/api/v2/tickets/501/comments.json", 1)
        return Payload([{"comments": list(comments), "users": PEOPLE}], truncated=more)

    return drive(read_threads([ExternalId("501")], SETTINGS), answer)[ExternalId("501")]


async def test_every_ticket_tells_what_was_said_in_it(zendesk: Source) -> None:
    company = next(
        each for each in zendesk.world.companies if any(not c.public for t in each.tickets for c in t.comments)
    )
    tickets = {ExternalId(str(each.zendesk_id)): each for each in company.tickets[-20:]}
    found = await run_against(zendesk.channel, read_threads(list(tickets), SETTINGS))
    assert found.keys() == tickets.keys()
    for number, ticket in tickets.items():
        told = [(m.external_id, m.text, m.public, m.author, m.by_customer) for m in found[number].messages]
        assert told == [
            (str(c.zendesk_id), c.body, c.public, c.author.name, isinstance(c.author, Contact))
            for c in sorted(ticket.comments, key=lambda each: (each.created_at.replace(microsecond=0), each.zendesk_id))
        ]


async def test_a_ticket_that_is_gone_has_no_thread(zendesk: Source) -> None:
    assert await run_against(zendesk.channel, read_threads([ExternalId("1")], SETTINGS)) == {}


def test_nothing_is_asked_for_no_ticket() -> None:
    assert drive(read_threads([], SETTINGS), lambda _: Payload([])) == {}


def test_the_newest_come_first_and_are_told_oldest_first() -> None:
    told = asked(comment(3, "2026-01-07T08:00:00Z"), comment(2, "2026-01-06T08:00:00Z"), more=True)
    assert [each.external_id for each in told.messages] == ["2", "3"]
    assert told.truncated


def test_internal_notes_and_teammates_are_known_as_such() -> None:
    [note, unknown] = asked(comment(2, public=False, author_id=9100), comment(4, author_id=-1)).messages
    assert (note.public, note.author, note.by_customer) == (False, "Ines Agent", False)
    assert (unknown.author, unknown.by_customer) == (None, None)


def test_a_novel_is_cut() -> None:
    [told] = asked(comment(2, plain_body="x" * 9_000)).messages
    assert len(told.text) == LONGEST


@pytest.mark.parametrize("change", [{"public": "false"}, {"public": None}, {"id": "x"}, {"created_at": "yesterday"}])
def test_what_cannot_be_told_apart_from_a_public_message_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadPayload):
        asked(comment(2, **change))
