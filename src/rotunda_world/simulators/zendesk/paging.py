"""The two paginations of Zendesk's lists.

Cursor (when `page[size]`, `page[after]` or `page[before]` is given): at most 100 records a page, sorted by the few keys
that it knows; `sort_by` of the other pagination is ignored without a word. Offset: `page` and `per_page` (above 100 is
100), up to 10,000 records.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiohttp import web

from rotunda_world.simulators.zendesk import errors

Row = TypeVar("Row")
SortKey = str | int
Json = dict[str, Any]

LARGEST_PAGE = 100
DEEPEST_RECORD = 10_000
_CURSOR_PARAMETERS = ("page[size]", "page[after]", "page[before]")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """A list that can be paged. `name` is its member in the answer; `endpoint` is Zendesk's own name for it in
    complaints (`api/v2/tickets/index`). `default_sort` orders it when the client names no sort.
    """

    name: str
    endpoint: str
    rows: Sequence[Row]
    id_of: Callable[[Row], int]
    show: Callable[[Row], Json]
    cursor_sorts: Mapping[str, Callable[[Row], SortKey]] = field(default_factory=dict[str, Callable[[Row], SortKey]])
    offset_sorts: Mapping[str, Callable[[Row], SortKey]] = field(default_factory=dict[str, Callable[[Row], SortKey]])
    default_sort: str = "id"
    largest_page: int = LARGEST_PAGE


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The records on one page, and the answer's members without sideloads."""

    rows: Sequence[Row]
    body: Json


def page_of(request: web.Request, listing: Listing[Row]) -> Page[Row]:
    """Raises Refused for a bad page, size, cursor or sort key."""
    if any(name in request.query for name in _CURSOR_PARAMETERS):
        return cursor_page(request, listing)
    return _offset_page(request, listing)


def offset_window(request: web.Request, endpoint: str) -> tuple[int, int]:
    """Page number (from 1) and size. Raises Refused unless both are positive whole numbers."""
    page = _positive(request.query.get("page", "1"), "page", endpoint)
    size = min(_positive(request.query.get("per_page", str(LARGEST_PAGE)), "per_page", endpoint), LARGEST_PAGE)
    return page, size


def offset_members(request: web.Request, page: int, size: int, count: int) -> Json:
    """The neighbours and the count of an offset-paged answer."""
    return {
        "next_page": link(request, page=str(page + 1)) if page * size < count else None,
        "previous_page": link(request, page=str(page - 1)) if page > 1 else None,
        "count": count,
    }


def link(request: web.Request, **changes: str) -> str:
    """This request's address with other parameters."""
    return str(request.url.update_query(changes))


def base_of(request: web.Request) -> str:
    """The API's address as the client calls it."""
    return f"{request.scheme}://{request.host}"


def _offset_page(request: web.Request, listing: Listing[Row]) -> Page[Row]:
    page, size = offset_window(request, listing.endpoint)
    if page * size > DEEPEST_RECORD:
        raise errors.paged_too_deep()
    rows = _sorted_by(listing, request.query.get("sort_by"), request.query.get("sort_order", "asc"))
    shown = rows[(page - 1) * size : page * size]
    body = {listing.name: [listing.show(row) for row in shown]}
    return Page(shown, body | offset_members(request, page, size, len(rows)))


def _sorted_by(listing: Listing[Row], sort_by: str | None, order: str) -> list[Row]:
    """An unknown key sorts by id, as the real one does."""
    key = listing.offset_sorts.get(sort_by or listing.default_sort)
    ordered = sorted(listing.rows, key=lambda row: (key(row) if key else 0, listing.id_of(row)))
    return ordered[::-1] if order == "desc" else ordered


def cursor_page(request: web.Request, listing: Listing[Row]) -> Page[Row]:
    """Raises Refused for a bad size, cursor or sort key."""
    size = _cursor_size(request, listing.endpoint, listing.largest_page)
    ordered = _Ordered.of(listing, request.query.get("sort"))
    before, after = request.query.get("page[before]"), request.query.get("page[after]")
    if before is not None and after is not None:
        raise errors.invalid_paging("page[before] and page[after] cannot be used together")
    cut = ordered.before(before, size) if before is not None else ordered.after(after, size)
    shown = {listing.name: [listing.show(row) for row in cut.rows]}
    return Page(cut.rows, shown | _cursor_members(request, ordered, cut))


@dataclass(frozen=True, slots=True)
class _Cut(Generic[Row]):
    """The records of a page, and whether more lie beyond it in the direction of travel."""

    rows: Sequence[Row]
    has_more: bool


def _cursor_members(request: web.Request, ordered: "_Ordered[Row]", cut: _Cut[Row]) -> Json:
    """Cursors at both ends of the page; without records there are none."""
    rows, has_more = cut.rows, cut.has_more
    first, last = (ordered.cursor(rows[0]), ordered.cursor(rows[-1])) if rows else (None, None)
    plain = request.url.without_query_params("page[after]", "page[before]")
    backwards = "page[before]" in request.query
    return {
        "meta": {"has_more": has_more, "after_cursor": last, "before_cursor": first},
        "links": {
            "next": str(plain.update_query({"page[after]": last})) if last and (has_more or backwards) else None,
            "prev": str(plain.update_query({"page[before]": first})) if first else None,
        },
    }


@dataclass(frozen=True, slots=True)
class _Ordered(Generic[Row]):
    """Rows in the order of one cursor sort. A cursor is the sort, the key and the id of a record: a page stays right
    when records come and go before it.
    """

    sort: str
    rows: Sequence[Row]
    place: Callable[[Row], tuple[SortKey, int]]

    @classmethod
    def of(cls, listing: Listing[Row], sort: str | None) -> "_Ordered[Row]":
        wanted = sort or listing.default_sort
        key = {"id": listing.id_of, **listing.cursor_sorts}.get(wanted.removeprefix("-"))
        if key is None:
            raise errors.invalid_paging("sort is not valid")

        def place(row: Row) -> tuple[SortKey, int]:
            return key(row), listing.id_of(row)

        return cls(wanted, sorted(listing.rows, key=place, reverse=wanted.startswith("-")), place)

    def cursor(self, row: Row) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.sort, *self.place(row)]).encode()).decode()

    def after(self, cursor: str | None, size: int) -> _Cut[Row]:
        mark = None if cursor is None else self._read(cursor)
        rows = [row for row in self.rows if mark is None or self._beyond(row, mark)]
        return _Cut(rows[:size], len(rows) > size)

    def before(self, cursor: str, size: int) -> _Cut[Row]:
        mark = self._read(cursor, "page[before]")
        rows = [row for row in self.rows if self.place(row) != mark and not self._beyond(row, mark)]
        return _Cut(rows[-size:], len(rows) > size)

    def _beyond(self, row: Row, mark: tuple[SortKey, int]) -> bool:
        return self.place(row) < mark if self.sort.startswith("-") else self.place(row) > mark

    def _read(self, cursor: str, name: str = "page[after]") -> tuple[SortKey, int]:
        """Raises Refused for a cursor of another sort, or none of ours."""
        try:
            sort, key, number = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        except (ValueError, TypeError):
            raise errors.invalid_paging(f"{name} is not valid") from None
        known = type(self.place(self.rows[0])[0]) if self.rows else type(key)
        if sort != self.sort or not isinstance(number, int) or not isinstance(key, known):
            raise errors.invalid_paging(f"{name} is not valid")
        return key, number


def _cursor_size(request: web.Request, endpoint: str, largest: int) -> int:
    size = _positive(request.query.get("page[size]", str(LARGEST_PAGE)), "page.size", endpoint)
    if size > largest:
        raise errors.invalid_paging(f"page[size] must be between 1 and {largest}")
    return size


def _positive(text: str, name: str, endpoint: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise errors.invalid_attribute(name, "must be an integer", endpoint)
    return int(text)
