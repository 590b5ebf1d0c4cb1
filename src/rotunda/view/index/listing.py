"""The list of accounts: searched, sorted and paged by key within what the viewer may see.

Rights are part of the query (rows by scope, facts by scope of the roles that may read them), and are checked again on
the rows that come back.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, Grant, ListScope, grant
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.money import Money
from rotunda.sections.section import AnySection, FactColumn, FactKind
from rotunda.view.index.repository import FactRow, IndexRepository, ListQuery, ListRow, SortKey
from rotunda.view.index.scope_sql import scopes_that_read
from rotunda.view.index.search_words import parse_search

PAGE_LIMIT = 200


class SortRefused(ValueError):
    """The order cannot be had: no such column, or not for this viewer."""


class ListedFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value with its source and age. Exactly one of the first four is set."""

    source: str
    as_of: datetime
    money: Money | None = None
    text: str | None = None
    number: float | None = None
    at: datetime | None = None


class ListedAccount(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row; `facts` by column name, without those that this viewer may not see on this account."""

    id: AccountId
    name: str
    domain: str | None = None
    industry: str | None = None
    city: str | None = None
    country: str | None = None
    owners: list[str] = []
    facts: dict[str, ListedFact] = {}


class ListedColumn(msgspec.Struct, frozen=True):
    """A column that this viewer may see on at least some accounts."""

    name: str
    title: str
    kind: FactKind
    sortable: bool


class AccountPage(msgspec.Struct, frozen=True):
    """`total` counts all accounts that match and that this viewer may see. `next_cursor` is null on the last page."""

    items: list[ListedAccount]
    columns: list[ListedColumn]
    total: int
    next_cursor: str | None


class _Column(msgspec.Struct, frozen=True):
    section: SectionName
    column: FactColumn


class Listing:
    """Lists for viewers, each recorded."""

    def __init__(
        self,
        sections: Mapping[SectionName, AnySection],
        repository: IndexRepository,
        audit: AuditLog,
        keyset: Keyset,
        clock: Clock,
    ) -> None:
        self._columns = {
            column.name: _Column(section.name, column) for section in sections.values() for column in section.columns
        }
        self._repository = repository
        self._audit = audit
        self._keyset = keyset
        self._clock = clock

    async def page(self, viewer: Viewer, text: str, sort: str, limit: int, cursor: str | None) -> AccountPage:
        """`sort` is `name` or a column's name, with `-` before it for descending.

        Raises:
            SearchRefused, SortRefused, BadCursor: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        readable = self._readable(viewer)
        search = parse_search(text, {name: each.column for name, each in readable.items()})
        key = _sort_key(sort, readable)
        purpose = f"accounts|{text}|{sort}"
        after = self._keyset.decode(purpose, cursor) if cursor else None
        query = ListQuery(viewer, search, self._scopes(viewer), self._clock.now())
        rows = await self._repository.rows(query, key, limit + 1, after)
        total = await self._repository.count(query)
        shown = rows[:limit]
        items = await self._items(viewer, shown, readable)
        detail = {"q": text, "sort": sort, "shown": len(items)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SEARCH if text else Action.LIST, detail=detail))
        following = self._keyset.encode(purpose, shown[-1].key) if len(rows) > limit else None
        return AccountPage(
            items, [_listed(each.column) for each in readable.values() if each.column.shown], total, following
        )

    def _readable(self, viewer: Viewer) -> dict[str, _Column]:
        return {
            name: each
            for name, each in self._columns.items()
            if scopes_that_read(viewer, each.section, each.column.label)
        }

    def _scopes(self, viewer: Viewer) -> dict[str, list[ListScope]]:
        """For each column the scopes in which it may be read: elsewhere a fact does not count at all."""
        return {
            name: scopes_that_read(viewer, each.section, each.column.label)
            for name, each in self._readable(viewer).items()
        }

    async def _items(
        self, viewer: Viewer, rows: Sequence[ListRow], readable: Mapping[str, _Column]
    ) -> list[ListedAccount]:
        grants = {row.id: granted for row in rows if (granted := grant(viewer, _ownership(row))) is not None}
        wanted = [name for name, each in readable.items() if each.column.shown]
        facts = await self._repository.facts(list(grants), wanted)
        return [self._item(row, grants[row.id], facts.get(row.id, [])) for row in rows if row.id in grants]

    def _item(self, row: ListRow, granted: Grant, facts: Sequence[FactRow]) -> ListedAccount:
        visible = {
            fact.name: _fact(fact, self._columns[fact.name].column.kind)
            for fact in sorted(facts, key=_by_name)  # else in the order of the table, which every write may change
            if (self._columns[fact.name].section, self._columns[fact.name].column.label) in granted.reach
        }
        return ListedAccount(
            id=row.id,
            name=row.name,
            domain=row.domain,
            industry=row.industry,
            city=row.city,
            country=row.country,
            owners=sorted(row.owner_emails),
            facts=visible,
        )


def _sort_key(sort: str, readable: Mapping[str, _Column]) -> SortKey:
    descending = sort.startswith("-")
    name = sort.removeprefix("-")
    if name == "name":
        return SortKey(column=None, descending=descending)
    if name not in readable:
        known = ", ".join(["name", *readable])
        raise SortRefused(f"Cannot sort by {name[:40]}. Known are {known}; put - before one for descending.")
    return SortKey(column=readable[name].column, descending=descending)


def _ownership(row: ListRow) -> AccountOwnership:
    return AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams))


def _listed(column: FactColumn) -> ListedColumn:
    return ListedColumn(column.name, column.title, column.kind, sortable=True)


def _by_name(fact: FactRow) -> str:
    return fact.name


def _fact(row: FactRow, kind: FactKind) -> ListedFact:
    fact = ListedFact(source=row.source, as_of=row.as_of)
    number = row.number_value
    match kind:
        case FactKind.TEXT:
            return msgspec.structs.replace(fact, text=row.text_value)
        case FactKind.NUMBER:
            return msgspec.structs.replace(fact, number=number)
        case FactKind.MONEY:
            return msgspec.structs.replace(fact, money=Money(int(number or 0), row.currency or "XXX"))
        case FactKind.AT:
            return msgspec.structs.replace(fact, at=datetime.fromtimestamp(number or 0, UTC))
