"""Stripe's list semantics: filters, newest first, cursors in both directions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.expandables import EXPANDER
from rotunda_world.simulators.stripe.parameters import Parse, Tree
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json

Record = TypeVar("Record")

DEFAULT_LIMIT = 10

PAGING: Mapping[str, Parse] = {
    "ending_before": parameters.text,
    "expand": parameters.texts,
    "limit": parameters.limit,
    "starting_after": parameters.text,
}


@dataclass(frozen=True, slots=True)
class Filter(Generic[Record]):
    """One list parameter. `keeps` judges a record by the parsed value; `narrow` gives the few records that can match
    at all, so that lists of one customer do not run through everybody's. `otherwise` applies when nothing was sent.
    """

    parse: Parse
    keeps: Callable[[Record, Any], bool]
    narrow: Callable[[Book, Any], Iterable[Record]] | None = None
    otherwise: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Resource(Generic[Record]):
    """One kind of object as the API lists and retrieves it. `noun` is its name in error messages; `permission` is the
    restricted key's, without `rak_` and `_read`.
    """

    kind: str
    noun: str
    permission: str
    records: Callable[[Book], Iterable[Record]]
    find: Callable[[Book, str], Record | None]
    id_of: Callable[[Record], str]
    created_of: Callable[[Record], datetime]
    render: Callable[[Rendering, Record], Json]
    filters: Mapping[str, Filter[Record]] = field(default_factory=dict[str, Filter[Record]])


def retrieve(resource: Resource[Record], rendering: Rendering, record_id: str, sent: Tree) -> Json:
    """Raises StripeError 404 for an unknown id."""
    values = parameters.parsed(sent, {"expand": parameters.texts})
    paths = values.get("expand", [])
    EXPANDER.check(resource.kind, paths)
    record = resource.find(rendering.book, record_id)
    if record is None:
        raise errors.missing_record(resource.noun, record_id)
    one = resource.render(rendering, record)
    EXPANDER.expand(rendering, resource.kind, one, paths)
    return one


def page_of(
    resource: Resource[Record],
    rendering: Rendering,
    url: str,
    sent: Tree,
    records: Iterable[Record] | None = None,
) -> Json:
    """One page of a list; `records` confines it, as to the lines of one invoice."""
    values = _values(resource, sent)
    paths = values.pop("expand", [])
    EXPANDER.check_list(resource.kind, paths)
    kept = _newest_first(resource, _kept(resource, rendering.book, values, records))
    chosen, has_more = _cut(resource, rendering.book, kept, values)
    data = [resource.render(rendering, record) for record in chosen]
    page = {"object": "list", "data": data, "has_more": has_more, "url": url}
    EXPANDER.expand_list(rendering, resource.kind, page, paths)
    return page


def _values(resource: Resource[Any], sent: Tree) -> dict[str, Any]:
    filters = resource.filters
    values = parameters.parsed(sent, {**PAGING, **{name: each.parse for name, each in filters.items()}})
    for name, each in filters.items():
        if name not in values and each.required:
            raise errors.missing_parameter(name)
        if each.otherwise is not None:
            values.setdefault(name, each.otherwise)
    return values


def _kept(
    resource: Resource[Record], book: Book, values: Mapping[str, Any], records: Iterable[Record] | None
) -> list[Record]:
    active = [(each, values[name]) for name, each in resource.filters.items() if name in values]
    if records is None:
        narrowed = (each.narrow(book, value) for each, value in active if each.narrow)
        records = next(narrowed, None)
    candidates = resource.records(book) if records is None else records
    return [record for record in candidates if all(each.keeps(record, value) for each, value in active)]


def _newest_first(resource: Resource[Record], records: list[Record]) -> list[Record]:
    """By creation; of the same second, the one made later comes first."""
    ordered = records[::-1]
    ordered.sort(key=resource.created_of, reverse=True)
    return ordered


def _cut(
    resource: Resource[Record], book: Book, records: list[Record], values: Mapping[str, Any]
) -> tuple[list[Record], bool]:
    size = values.get("limit", DEFAULT_LIMIT)
    after, before = values.get("starting_after"), values.get("ending_before")
    if after is not None and before is not None:
        raise errors.invalid(
            "starting_after", "You may only specify one of these parameters: starting_after, ending_before."
        )
    if before is not None:
        newer = records[: _place(resource, book, records, before, "ending_before")[0]]
        return newer[-size:], len(newer) > size
    rest = records if after is None else records[_place(resource, book, records, after, "starting_after")[1] :]
    return rest[:size], len(rest) > size


def _place(resource: Resource[Record], book: Book, records: list[Record], cursor: str, param: str) -> tuple[int, int]:
    """Where the cursor stands among the records: how many are newer, and how many are not older."""
    for place, record in enumerate(records):
        if resource.id_of(record) == cursor:
            return place, place + 1
    found = resource.find(book, cursor)
    if found is None:
        raise errors.missing_record(resource.noun, cursor, param=param, status=400)
    newer = sum(resource.created_of(record) > resource.created_of(found) for record in records)
    return newer, newer
