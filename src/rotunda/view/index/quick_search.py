"""What the palette shows while somebody types: the best few of each kind, with what they were found by."""

import msgspec
from psycopg.rows import class_row

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, grant
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import AccountId
from rotunda.view.index.catalogue import Catalogue, Readable
from rotunda.view.index.quick_sql import best_accounts
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import Kind, Search, SearchRefused


class Hit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result. `by` is what it was found by (name, domain, city, industry, email, record) and `value` that very
    text; `former`: it was known by it once.
    """

    id: str
    name: str
    by: str
    value: str
    sub: str = ""
    source: str = ""
    former: bool = False


class HitGroup(msgspec.Struct, frozen=True):
    """Results of one kind, the best first. `more`: there are others."""

    kind: Kind
    items: list[Hit]
    more: bool


class SearchResult(msgspec.Struct, frozen=True):
    """Kinds without results are absent."""

    groups: list[HitGroup]


class _Row(msgspec.Struct, frozen=True):
    id: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    owner_emails: list[str]
    teams: list[str]
    field: str
    source: str
    value: str
    former: bool


class QuickSearch:
    """Finds for viewers, each search recorded."""

    def __init__(self, catalogue: Catalogue, repository: IndexRepository, audit: AuditLog) -> None:
        self._catalogue = catalogue
        self._repository = repository
        self._audit = audit

    async def find(self, viewer: Viewer, text: str, limit: int) -> SearchResult:
        """At most `limit` of each kind. An empty text finds nothing.

        Raises:
            SearchRefused: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        readable = await self._catalogue.of(viewer)
        search = readable.search(text)
        _check(text, search)
        found = await self._accounts(readable, search, limit) if text.strip() else None
        groups = [found] if found is not None and found.items else []
        detail = {"q": text, "shown": sum(len(group.items) for group in groups)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SEARCH, detail=detail))
        return SearchResult(groups)

    async def _accounts(self, readable: Readable, search: Search, limit: int) -> HitGroup:
        statement = best_accounts(readable.query(search), limit + 1)
        async with (
            self._repository.searching() as connection,
            connection.cursor(row_factory=class_row(_Row)) as cursor,
        ):
            await cursor.execute(statement)
            rows = await cursor.fetchall()
        seen = [row for row in rows if grant(readable.viewer, _ownership(row)) is not None]
        return HitGroup(Kind.ACCOUNTS, [_hit(row) for row in seen[:limit]], more=len(seen) > limit)


def _check(text: str, search: Search) -> None:
    if search.kinds not in {None, Kind.ACCOUNTS}:
        position = max(text.lower().find("in:"), 0)
        raise SearchRefused(position, f"Only accounts can be searched yet, not {search.kinds}.")


def _ownership(row: _Row) -> AccountOwnership:
    return AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams))


def _hit(row: _Row) -> Hit:
    sub = " · ".join(part for part in (row.domain, row.city) if part)
    return Hit(id=row.id, name=row.name, by=row.field, value=row.value, sub=sub, source=row.source, former=row.former)
