"""Tickets that have changed, by Zendesk's incremental export, with what was said on them.

The export holds back the last minute and names deleted tickets, too; its own cursor says where to go on, so nothing has
to be read twice. It may be asked ten times a minute.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from rotunda.connector_kit.events import Event, RecordName, Stream, StreamAsk, StreamPage, Touched
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.paging import MetaCursor
from rotunda.connector_kit.requests import Program, Request
from rotunda.connectors.zendesk.happenings import (
    gone,
    is_deleted,
    of_comments,
    of_ticket,
    people_of,
    record_of,
    whose_of,
)
from rotunda.connectors.zendesk.manifest import SUPPORT
from rotunda.connectors.zendesk.mapping.tickets import Desk, desk_of
from rotunda.sections.ids import ExternalId

_HELD_BACK = timedelta(minutes=2)
_PAGE = 100
_BESIDE = ("include", "users,metric_sets")
_NONE = frozenset({404})
_MOST_COMMENT_PAGES = 20


def read_tickets(ask: StreamAsk) -> Program[StreamPage]:
    """One page of the export, then the comments of each of its tickets."""
    [payload] = yield [_export(ask)]
    page = Wild(payload.only, "tickets")
    tickets, ended = list(page["tickets"]), page["end_of_stream"].boolean()
    events = yield from _events(tickets, people_of(page), desk_of(ask.settings))
    changed = [ticket["updated_at"].at_iso() for ticket in tickets]
    return StreamPage(
        events=tuple(each for each in events if each.gone or each.at >= ask.since),
        touched=tuple(dict.fromkeys(Touched(record, (SUPPORT,)) for ticket in tickets for record in whose_of(ticket))),
        cursor=page["after_cursor"].text_or_none() or ask.cursor or "",
        more=not ended,
        reached=ask.now - _HELD_BACK if ended else max(changed, default=ask.since),
    )


def read_events(records: Sequence[RecordName], settings: Mapping[str, str], now: datetime) -> Program[Sequence[Event]]:
    """Tickets as they are now; one that is not shown any more is gone."""
    numbers = [number for kind, number in records if kind == "ticket"]
    chunks = [numbers[start : start + _PAGE] for start in range(0, len(numbers), _PAGE)]
    payloads = (yield [_by_number(chunk) for chunk in chunks]) if chunks else []
    found: list[Event] = []
    known: set[ExternalId] = set()
    for payload in payloads:
        page = Wild(payload.only, "tickets by number")
        tickets = list(page["tickets"])
        known |= {record_of(ticket)[1] for ticket in tickets}
        found += yield from _events(tickets, people_of(page), desk_of(settings))
    return [*found, *(gone(("ticket", number), now) for number in numbers if number not in known)]


def _events(tickets: Sequence[Wild], people: Mapping[int, Wild], desk: Desk) -> Program[list[Event]]:
    standing = [ticket for ticket in tickets if not is_deleted(ticket)]
    payloads = (yield [_comments(record_of(ticket)[1]) for ticket in standing]) if standing else []
    found = [event for ticket in tickets for event in of_ticket(ticket, people, desk)]
    for ticket, payload in zip(standing, payloads, strict=True):
        found += of_comments(ticket, payload, desk)
    return found


def _export(ask: StreamAsk) -> Request:
    start = min(ask.since, ask.now - _HELD_BACK)
    begin = ("cursor", ask.cursor) if ask.cursor else ("start_time", str(int(start.timestamp())))
    query = (begin, ("per_page", str(_PAGE)), _BESIDE)
    return Request(path="/api/v2/incremental/tickets/cursor.json", query=query, bucket="incremental")


def _by_number(numbers: Sequence[ExternalId]) -> Request:
    return Request(path="/api/v2/tickets/show_many.json", query=(("ids", ",".join(numbers)), _BESIDE))


def _comments(ticket: ExternalId) -> Request:
    """Oldest first; none of a ticket that is gone by now."""
    return Request(
        path=f"/api/v2/tickets/{ticket}/comments.json",
        query=(("page[size]", "100"), ("sort", "created_at"), ("include", "users")),
        paging=MetaCursor(),
        max_pages=_MOST_COMMENT_PAGES,
        absent_on=_NONE,
    )


STREAMS: Mapping[str, Stream] = {"tickets": Stream(read=read_tickets, overlap=timedelta(0))}
