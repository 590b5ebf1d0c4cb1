"""What a connector asks for, as data. Nothing here is executed by a connector: `reading` does that.

A connector fills a section with a *program*: a generator that yields batches of requests and is sent their payloads.

    def read_support(customer: Customer) -> Program[SupportPart]:
        [tickets] = yield [Get(f"/api/v2/organizations/{org}/tickets.json", paging=Cursor(...))]
        return map_support(tickets)

The requests of one batch run at the same time; each is paged to its end (or to `max_pages`) before the program goes on.
A program neither waits, retries, caches nor reads the clock; `customer.now` is the moment of the reading.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, TypeVarTuple

import msgspec

from rotunda.connector_kit.paging import NoPaging, Paging
from rotunda.sections.ids import ExternalId

Result = TypeVar("Result")
Value = TypeVar("Value")
About = TypeVarTuple("About")
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
Json = Any
"""Decoded JSON: what arrived, in no trusted shape. Read it through `rotunda.connector_kit.json.Wild` only."""


class Request(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One read over HTTP; or, where it `writes`, one change, which is sent once: it is neither shared nor repeated.

    `path` starts with `/` and is joined to the connection's base URL; `query` keeps order and repeated names. `body` is
    sent as JSON (POST reads only: searches and batch reads). `reusable_for` lets all customers share the answer for
    that
    long: catalogues such as pipelines or products. `absent_on` lists statuses that mean "there is none": the payload is
    then empty, not an error. With paging, the payload's `pages` holds all pages in order. `max_pages` ends a long
    history;
    `Payload.truncated` then says so.
    """

    path: str
    method: str = "GET"
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: Json = None
    paging: Paging = NoPaging()
    max_pages: int = 10
    reusable_for: timedelta | None = None
    absent_on: frozenset[int] = frozenset()
    reads: type | None = None
    """A `TypedDict` of the members that the mapping reads: nothing else of an answer is decoded. None: all of it."""
    bucket: str = "default"
    """The rate budget of the manifest that this request draws from."""
    writes: bool = False

    @cached_property
    def words(self) -> bytes:
        """What makes two requests the same. Those with a body are reads, too: batches and searches."""
        reads = None if self.reads is None else f"{self.reads.__module__}.{self.reads.__qualname__}"
        return _ENCODER.encode(
            (
                self.method,
                self.path,
                self.query,
                self.headers,
                self.body,
                self.paging,
                self.max_pages,
                self.absent_on,
                reads,
            )
        )


class SqlQuery(msgspec.Struct, frozen=True, kw_only=True):
    """One SELECT with named parameters, `%(name)s`. The payload is a list of rows as dictionaries."""

    sql: str
    parameters: Mapping[str, Any]
    max_rows: int = 10_000


AnyRequest = Request | SqlQuery


class Payload(msgspec.Struct, frozen=True, dict=True, eq=False):
    """The answer to one request: decoded pages (one without paging; none when absent), or rows for SQL. It is equal
    to itself alone, so what is made of several answers can be remembered by them.
    """

    pages: list[Json]
    truncated: bool = False

    def once(self, read: Callable[["Payload", *About], Value], *about: *About) -> Value:
        """What `read` makes of this answer: read once for all sections and customers that share it, so nobody may
        change it. `read` is a function of a module, not one made anew for each call.
        """
        key = (read, about)
        if key not in self._made:
            self._made[key] = read(self, *about)
        return self._made[key]

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    @property
    def only(self) -> Json:
        """The single page of an unpaged request; None when the source says that there is none."""
        return self.pages[0] if self.pages else None


Program = Generator[Sequence[AnyRequest], Sequence[Payload], Result]


class Customer(msgspec.Struct, frozen=True):
    """Whom to read: all records of one account in this source, by record type, and the moment of the reading.

    `settings` are the connection's own non-secret form fields (such as `subdomain` or `escalation_tags`).
    """

    records: Mapping[str, Sequence[ExternalId]]
    now: datetime
    settings: Mapping[str, str]

    def ids(self, record_type: str) -> Sequence[ExternalId]:
        """The linked records of that type, oldest link first; empty when there is none."""
        return self.records.get(record_type, ())
