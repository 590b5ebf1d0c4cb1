"""What has changed in the product's database, by the times that its rows carry: users who came or left, accounts that
were changed.

A row that is committed late may carry a time that has been read already, so each sweep begins a while before the last.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.events import Event, EventType, RecordName, Stream, StreamAsk, StreamPage, Touched
from rotunda.connector_kit.json import Wild, rows
from rotunda.connector_kit.requests import Program
from rotunda.connectors.productdb import queries
from rotunda.connectors.productdb.columns import identifier
from rotunda.connectors.productdb.manifest import MANIFEST
from rotunda.connectors.productdb.mapping import ACCOUNT, USER
from rotunda.sections.labels import Label

_OVERLAP = timedelta(minutes=10)
_EVERY = timedelta(minutes=10)
_SECTIONS = MANIFEST.fills


class _Mark(msgspec.Struct, frozen=True):
    """The last row that was read: its time and its id."""

    at: datetime
    after: str = ""


class _Table(msgspec.Struct, frozen=True):
    """`query` names what is asked, `time` and `key` are the columns that rows are read in the order of."""

    query: str
    time: str
    key: str
    event: Callable[[Wild, datetime], Event] | None


def read_rows(table: _Table, ask: StreamAsk) -> Program[StreamPage]:
    """One page, in the order of time."""
    mark = msgspec.json.decode(ask.cursor, type=_Mark) if ask.cursor else _Mark(ask.since)
    [payload] = yield [queries.changed_after(table.query, mark.at, mark.after, ask.settings)]
    found = [(row, row[table.time].at_column()) for row in rows(payload, table.query)]
    more = len(found) == queries.BATCH
    following = _Mark(found[-1][1], identifier(found[-1][0][table.key])) if found else mark
    if more and following == mark:
        raise BadPayload(table.query, "goes no further")
    begin = min(following.at, ask.now) - _OVERLAP
    return StreamPage(
        events=tuple(table.event(row, at) for row, at in found if at >= ask.since) if table.event else (),
        touched=tuple(dict.fromkeys(_touched(row) for row, _ in found)),
        cursor=msgspec.json.encode(following if more else _Mark(max(begin, ask.since))).decode(),
        more=more,
        reached=following.at if more else ask.now,
    )


def _touched(row: Wild) -> Touched:
    return Touched((ACCOUNT, identifier(row["account_id"])), _SECTIONS)


def _came(row: Wild, at: datetime) -> Event:
    return _about_user(row, at, "created", EventType.CONTACT_ADDED, "is a user of the product now")


def _left(row: Wild, at: datetime) -> Event:
    return _about_user(row, at, "deactivated", EventType.USAGE_ALERT, "was deactivated in the product")


def _about_user(row: Wild, at: datetime, what: str, kind: EventType, words: str) -> Event:
    user: RecordName = (USER, identifier(row["user_id"]))
    name = row["name"].text_or_none() or row["email"].text_or_none() or user[1]
    return Event(
        type=kind,
        key=f"user:{user[1]}:{what}",
        version=int(at.timestamp() * 1000),
        at=at,
        record=user,
        label=Label.IDENTITY,
        whose=((ACCOUNT, identifier(row["account_id"])), user),
        subject=f"{name} {words}",
    )


def _tables() -> Iterator[tuple[str, _Table]]:
    yield "users", _Table("users", "created_at", "user_id", _came)
    yield "leavers", _Table("leavers", "deactivated_at", "user_id", _left)
    yield "accounts", _Table("changed accounts", "updated_at", "account_id", None)


STREAMS: Mapping[str, Stream] = {
    name: Stream(read=partial(read_rows, table), every=_EVERY, overlap=_OVERLAP) for name, table in _tables()
}
