"""What has changed in the CRM, kind by kind, by search.

A search ends at ten thousand records, sorts by one property and shows changes a few moments late. So each sweep asks
for what changed within a closed stretch of time, in the order of ids: however many records a stretch or a single
millisecond holds, the next page begins after the last id. The next stretch begins a while before the end of this one.

A search never shows what was deleted: lists of archived records are read from their beginning, four times an hour.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.events import Event, RecordName, Stream, StreamAsk, StreamPage, Touched
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload, Program, Request
from rotunda.connectors.hubspot.batches import association_request, inputs_of
from rotunda.connectors.hubspot.manifest import VERSION
from rotunda.connectors.hubspot.mapping import communication, deals
from rotunda.connectors.hubspot.mapping.happenings import PROPERTIES, Around, gone, happened, modified_by
from rotunda.connectors.hubspot.mapping.record import TYPES, Record, read_associations, read_portal
from rotunda.connectors.hubspot.requests import AROUND, DISPOSITIONS, PIPELINES
from rotunda.connectors.hubspot.webhooks import PLURALS, SHOWN_IN
from rotunda.sections.ids import ExternalId

_OVERLAP = timedelta(minutes=10)
_PAGE = 50
"""The most records that are read at once with their history."""

_OF_PEOPLE = ("companies", "contacts")
_EVERY_ARCHIVED = timedelta(minutes=15)
_SINGULAR = {"companies": "company", "contacts": "contact"}


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in epoch milliseconds, and the last id that was read of it. `top` is None where one is to begin."""

    floor: int
    top: int | None = None
    after: int = 0


class _Archived(msgspec.Struct, frozen=True, kw_only=True):
    """Which kind's list of archived records, and where in it."""

    kind: str
    after: str | None = None


def read_changes(kind: str, ask: StreamAsk) -> Program[StreamPage]:
    """One page of a stretch."""
    mark = _mark_of(ask)
    top = _millis(ask.now) if mark.top is None else mark.top
    [payload] = yield [_search(kind, mark, top)]
    ids = [found["id"].text() for found in each(payload, kind, "results")]
    records, around = yield from _read(kind, ids)
    whole = len(ids) == _PAGE
    if whole and int(ids[-1]) <= mark.after:
        raise BadPayload(kind, "does not go on after the last id")
    following = _Mark(floor=mark.floor, top=top, after=int(ids[-1])) if whole else _Mark(floor=top - _span(_OVERLAP))
    events = (event for record in records for event in happened(kind, record, around))
    return StreamPage(
        events=tuple(event for event in events if event.at >= ask.since),
        touched=tuple(dict.fromkeys(_touched(kind, records, around))),
        cursor=msgspec.json.encode(following).decode(),
        more=whole,
        reached=_moment(mark.floor if whole else top),
    )


def read_archived(ask: StreamAsk) -> Program[StreamPage]:
    """One page of the archived records of one kind."""
    kinds = list(PROPERTIES)
    mark = msgspec.json.decode(ask.cursor, type=_Archived) if ask.cursor else _Archived(kind=kinds[0])
    after = (("after", mark.after),) if mark.after else ()
    query = (("limit", "100"), ("archived", "true"), *after)
    [payload] = yield [Request(path=f"/crm/objects/{VERSION}/{mark.kind}", query=query)]
    page = Wild(payload.only, mark.kind)
    events = [_tombstone(mark.kind, found) for found in page["results"]]
    paging = page.optional("paging")
    last = kinds.index(mark.kind) == len(kinds) - 1
    if not paging.is_null:
        following, more = _Archived(kind=mark.kind, after=paging["next"]["after"].text()), True
    else:
        following, more = _Archived(kind=kinds[0] if last else kinds[kinds.index(mark.kind) + 1]), not last
    cursor = msgspec.json.encode(following).decode()
    return StreamPage(events=tuple(events), touched=(), cursor=cursor, more=more, reached=None if more else ask.now)


def read_events(records: Sequence[RecordName], settings: Mapping[str, str], now: datetime) -> Program[Sequence[Event]]:
    """Records as they are now; one that is not there any more is gone."""
    del settings
    found: list[Event] = []
    for kind in PROPERTIES:
        ids = [number for singular, number in records if PLURALS.get(singular) == kind]
        for start in range(0, len(ids), _PAGE):
            chunk = ids[start : start + _PAGE]
            read, around = yield from _read(kind, chunk)
            found += [event for record in read for event in happened(kind, record, around)]
            there = {record.id for record in read}
            found += [gone(kind, number, now) for number in chunk if number not in there]
    return found


def _read(kind: str, ids: Sequence[str]) -> Program[tuple[list[Record], Around]]:
    """Records with all that they refer to, read by id: the search may be behind what they are."""
    if not ids:
        payloads = yield [*AROUND]
        return [], Around(read_portal(*payloads), {})
    sides = [side for side in _OF_PEOPLE if side != kind]
    batch, *rest = yield [
        _batch(kind, ids),
        *(association_request(kind, side, inputs_of(ids)) for side in sides),
        *AROUND,
        DISPOSITIONS,
        PIPELINES,
    ]
    linked, (details, *owners, dispositions, pipelines) = rest[: len(sides)], rest[len(sides) :]
    around = Around(
        portal=read_portal(details, *owners),
        near=_near(kind, dict(zip(sides, linked, strict=True)), ids),
        dispositions=communication.read_dispositions(dispositions),
        pipelines=deals.read_pipelines(pipelines),
    )
    return [Record(found) for found in each(batch, kind, "results")], around


def _near(kind: str, linked: Mapping[str, Payload], ids: Sequence[str]) -> dict[str, Sequence[RecordName]]:
    near: dict[str, list[RecordName]] = {}
    for side, payload in linked.items():
        for record, association in read_associations(payload, ids, f"{kind} to {side}").pairs:
            name = (_SINGULAR[side], ExternalId(association["toObjectId"].text()))
            near.setdefault(record, []).append(name)
    return {record: tuple(dict.fromkeys(names)) for record, names in near.items()}


def _touched(kind: str, records: Sequence[Record], around: Around) -> Iterator[Touched]:
    for record in records:
        for name in around.near.get(record.id, ()):
            if name[0] == "company":
                yield Touched(name, SHOWN_IN[TYPES[kind][0]])


def _tombstone(kind: str, found: Wild) -> Event:
    return gone(kind, found["id"].text(), found["archivedAt"].at_iso())


def _search(kind: str, mark: _Mark, top: int) -> Request:
    stretch: dict[str, Any] = {
        "propertyName": modified_by(kind),
        "operator": "BETWEEN",
        "value": str(mark.floor),
        "highValue": str(top),
    }
    after = {"propertyName": "hs_object_id", "operator": "GT", "value": str(mark.after)}
    body = {
        "filterGroups": [{"filters": [stretch, after]}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": ["hs_object_id"],
        "limit": _PAGE,
    }
    return Request(method="POST", path=f"/crm/objects/{VERSION}/{kind}/search", body=body, bucket="search")


def _batch(kind: str, ids: Sequence[str]) -> Request:
    body = {
        "inputs": inputs_of(ids),
        "properties": list(PROPERTIES[kind]),
        "propertiesWithHistory": ["dealstage"] if kind == "deals" else [],
    }
    return Request(method="POST", path=f"/crm/objects/{VERSION}/{kind}/batch/read", body=body)


def _mark_of(ask: StreamAsk) -> _Mark:
    if ask.cursor is None:
        return _Mark(floor=_millis(ask.since))
    return msgspec.json.decode(ask.cursor, type=_Mark)


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _span(time: timedelta) -> int:
    return int(time.total_seconds() * 1000)


def _moment(millis: int) -> datetime:
    return datetime.fromtimestamp(millis // 1000, UTC)


STREAMS: Mapping[str, Stream] = {
    **{kind: Stream(read=partial(read_changes, kind), overlap=_OVERLAP) for kind in PROPERTIES},
    "archived": Stream(read=read_archived, every=_EVERY_ARCHIVED, overlap=timedelta(0)),
}
