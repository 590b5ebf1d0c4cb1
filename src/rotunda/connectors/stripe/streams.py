"""What changes in Stripe, since a cursor: first what lists still know of the past, then the events of the account.

Events are kept for thirty days and come newest first. So each sweep asks for a closed stretch of time, `floor` to
`top`, and the next one begins a little before where it ended; what is read twice is one entry.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.events import Event, Stream, StreamAsk, StreamPage, Touched
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Program, Request
from rotunda.connectors.stripe.catalogue import expand
from rotunda.connectors.stripe.happenings import of_change, of_charge, of_invoice, of_subscription, whose_of
from rotunda.connectors.stripe.manifest import BILLING, UPCOMING
from rotunda.connectors.stripe.mapping import CUSTOMER
from rotunda.sections.ids import ExternalId

_OVERLAP = timedelta(minutes=2)
_LIMIT = ("limit", "100")
_CHANGES = "events"
_TYPES = (
    *(f"customer.{what}" for what in ("created", "updated", "deleted")),
    *(f"customer.subscription.{what}" for what in ("created", "updated", "deleted", "paused", "resumed")),
    *(f"invoice.{what}" for what in ("updated", "finalized", "paid", "payment_failed", "voided")),
    "invoice.marked_uncollectible",
    *(f"charge.{what}" for what in ("succeeded", "failed", "refunded")),
)
"""Stripe takes at most twenty."""

_FORGOTTEN = frozenset({400, 404})
"""The event that a page was to begin after has aged out: the stretch is read from its beginning."""

_Map = Callable[[Wild], Iterator[Event]]
_PAST: Mapping[str, tuple[_Map, tuple[tuple[str, str], ...]]] = {
    "invoices": (of_invoice, ()),
    "charges": (of_charge, expand("data.refunds")),
    "subscriptions": (of_subscription, (("status", "all"),)),
}
_OF: Mapping[str, _Map] = {"invoice": of_invoice, "charge": of_charge, "subscription": of_subscription}


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    """`list` is what is being read, of a stretch in epoch seconds; `after` is the last that was read of it. `top` is
    None where a sweep is to begin.
    """

    list: str
    floor: int
    top: int | None = None
    after: str | None = None


def read_changes(ask: StreamAsk) -> Program[StreamPage]:
    """One page of the list that it is at."""
    mark = _mark_of(ask)
    top = int(ask.now.timestamp()) if mark.top is None else mark.top
    mark = msgspec.structs.replace(mark, top=top)
    if mark.list == _CHANGES:
        return (yield from _changes(mark, top))
    return (yield from _past(mark, top, ask.since))


def _mark_of(ask: StreamAsk) -> _Mark:
    if ask.cursor is None:
        return _Mark(list=next(iter(_PAST)), floor=int(ask.since.timestamp()))
    return msgspec.json.decode(ask.cursor, type=_Mark)


def _past(mark: _Mark, top: int, since: datetime) -> Program[StreamPage]:
    of_record, extra = _PAST[mark.list]
    [payload] = yield [_page(mark, extra)]
    page = Wild(payload.only, mark.list)
    items = list(page["data"])
    following = _within(mark, page, items) or _next_list(mark, top)
    return StreamPage(
        events=tuple(each for raw in items for each in of_record(raw) if each.at >= since),
        touched=(),
        cursor=_written(following),
        more=True,
        reached=_share(mark, top, items, following),
    )


def _next_list(mark: _Mark, top: int) -> _Mark:
    lists = [*_PAST, _CHANGES]
    following = lists[lists.index(mark.list) + 1]
    if following == _CHANGES:
        return _Mark(list=_CHANGES, floor=top - int(_OVERLAP.total_seconds()))
    return _Mark(list=following, floor=mark.floor, top=top)


def _share(mark: _Mark, top: int, items: list[Wild], following: _Mark) -> datetime:
    """Lists are read backwards, one after the other: as far into the stretch as the part of it that is read."""
    number, left = list(_PAST).index(mark.list), 0
    if following.list == mark.list and items:
        left = max(items[-1]["created"].integer() - mark.floor, 0)
    done = (number + 1 - left / max(top - mark.floor, 1)) / len(_PAST)
    return _moment(mark.floor) + (_moment(top) - _moment(mark.floor)) * done


def _changes(mark: _Mark, top: int) -> Program[StreamPage]:
    [payload] = yield [_page(mark, tuple(("types[]", each) for each in _TYPES))]
    if payload.only is None:
        return StreamPage(events=(), touched=(), cursor=_written(_begin(mark.floor)), more=True)
    page = Wild(payload.only, _CHANGES)
    items = list(page["data"])
    again = yield from _with_refunds(items)
    following = _within(mark, page, items)
    return StreamPage(
        events=tuple(each for event in items for each in _told(event, again)),
        touched=tuple(dict.fromkeys(each for event in items for each in _touched(event["data"]["object"]))),
        cursor=_written(following or _begin(top - int(_OVERLAP.total_seconds()))),
        more=following is not None,
        reached=_moment(mark.floor if following else top),
    )


def _with_refunds(items: list[Wild]) -> Program[dict[str, Wild]]:
    """An event of a refund shows the charge without its refunds."""
    refunded = [event for event in items if event["type"].text() == "charge.refunded"]
    ids = list(dict.fromkeys(event["data"]["object"]["id"].text() for event in refunded))
    if not ids:
        return {}
    payloads = yield [_charge(each) for each in ids]
    return {one: Wild(payload.only, "charge") for one, payload in zip(ids, payloads, strict=True) if payload.pages}


def _told(event: Wild, again: Mapping[str, Wild]) -> Iterator[Event]:
    raw = event["data"]["object"]
    of_record = _OF.get(raw["object"].text())
    if of_record is None:
        return
    yield from of_record(again.get(raw["id"].text(), raw))
    yield from of_change(event)


def _touched(raw: Wild) -> Iterator[Touched]:
    whose = whose_of(raw)
    if raw["object"].text() == CUSTOMER:
        whose = ((CUSTOMER, ExternalId(raw["id"].text())),)
    for record in whose:
        yield Touched(record, (BILLING, UPCOMING))


def _page(mark: _Mark, extra: tuple[tuple[str, str], ...]) -> Request:
    stretch = (("created[gte]", str(mark.floor)), ("created[lte]", str(mark.top)))
    after = (("starting_after", mark.after),) if mark.after else ()
    absent_on = _FORGOTTEN if mark.after and mark.list == _CHANGES else frozenset[int]()
    return Request(path=f"/v1/{mark.list}", query=(*stretch, _LIMIT, *after, *extra), absent_on=absent_on)


def _charge(charge_id: str) -> Request:
    path = f"/v1/charges/{quote(charge_id, safe='')}"
    return Request(path=path, query=expand("refunds"), absent_on=frozenset({404}))


def _within(mark: _Mark, page: Wild, items: list[Wild]) -> _Mark | None:
    """Where the list goes on; None at its end."""
    if not page["has_more"].boolean():
        return None
    last = items[-1]["id"].text() if items else None
    if last is None or last == mark.after:
        raise BadPayload(mark.list, "promises more and goes no further")
    return msgspec.structs.replace(mark, after=last)


def _begin(floor: int) -> _Mark:
    return _Mark(list=_CHANGES, floor=floor)


def _written(mark: _Mark) -> str:
    return msgspec.json.encode(mark).decode()


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


STREAMS: Mapping[str, Stream] = {_CHANGES: Stream(read=read_changes, overlap=_OVERLAP)}
