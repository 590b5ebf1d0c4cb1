"""What the palette shows while somebody types: the best few of each kind, with what they were found by."""

import asyncio

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, grant
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import AccountId
from rotunda.view.contact.quick import found_people
from rotunda.view.index.catalogue import Catalogue, Readable
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.driver_sql import planned
from rotunda.view.index.hits import Hit, HitGroup, SearchResult
from rotunda.view.index.judged import notice_of
from rotunda.view.index.quick_conversations import (
    QuickConversations,
    asks_for_conversations,
    is_a_number,
    is_plain,
)
from rotunda.view.index.quick_sql import account_stages, told_accounts
from rotunda.view.index.ranking import Typed, ranked, told
from rotunda.view.index.repository import IndexRepository, ListRow
from rotunda.view.index.rows_sql import SortKey
from rotunda.view.index.search_words import Kind, Search
from rotunda.view.index.subjects import found_subjects


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

    def __init__(
        self,
        catalogue: Catalogue,
        repository: IndexRepository,
        conversations: QuickConversations,
        audit: AuditLog,
    ) -> None:
        self._catalogue = catalogue
        self._repository = repository
        self._conversations = conversations
        self._audit = audit

    async def find(self, viewer: Viewer, text: str, limit: int) -> SearchResult:
        """At most `limit` of each kind. An empty text finds nothing.

        Raises:
            SearchRefused: nothing was read.
            SourcesSilent: conversations alone were asked for, and not every source has answered.
            Outdated: the viewer's rights have changed meanwhile: look again.
            AuditUnavailable: nothing is shown.
        """
        if asks_for_conversations(text):
            groups, notice = [await self._conversations_of(viewer, text, limit)], None
        else:
            groups, notice = await self._groups(viewer, text, limit)
        found = [group for group in groups if group.items]
        detail = {"q": text, "shown": sum(len(group.items) for group in found)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SEARCH, detail=detail))
        return SearchResult(found, notice)

    async def _conversations_of(self, viewer: Viewer, text: str, limit: int) -> HitGroup:
        """By a number; what is none, or nobody's, is looked for in subjects."""
        if is_a_number(text):
            found = await self._conversations.find(viewer, text, limit)
            if found.items or not is_plain(text):
                return found
        readable = await self._catalogue.of(viewer)
        return await found_subjects(self._repository, readable, readable.search(text), limit)

    async def _groups(self, viewer: Viewer, text: str, limit: int) -> tuple[list[HitGroup], str | None]:
        readable = await self._catalogue.of(viewer)
        search = readable.search(text)
        if not text.strip():
            return [], None
        groups = await self._found(readable, search, text, limit)
        return groups, await notice_of(self._repository, readable.query(search))

    async def _found(self, readable: Readable, search: Search, text: str, limit: int) -> list[HitGroup]:
        query = readable.query(search)
        if search.kinds is Kind.CONTACTS:
            return [await found_people(self._repository, query, limit)]
        if search.kinds is Kind.ACCOUNTS:
            return [await self._accounts(readable, search, limit)]
        accounts, people, conversations = await asyncio.gather(
            self._accounts(readable, search, limit),
            found_people(self._repository, query, limit),
            self._conversations.among_others(readable.viewer, text, limit),
        )
        return [accounts, people, *([conversations] if conversations else [])]

    async def _accounts(self, readable: Readable, search: Search, limit: int) -> HitGroup:
        query = readable.query(search)
        if not search.words:
            return await self._by_name(query, limit)
        async with self._repository.searching() as connection:
            plan = await planned(connection, query)
            found = await ranked(connection, account_stages(plan.query, limit + 1), limit + 1)
            rows = await told(connection, _Row, told_accounts(query), Typed.of(search.words), found)
        seen = [row for row in rows if grant(readable.viewer, _ownership(row)) is not None]
        return HitGroup(Kind.ACCOUNTS, [_hit(row) for row in seen[:limit]], more=len(seen) > limit)

    async def _by_name(self, query: ListQuery, limit: int) -> HitGroup:
        """Without words to rank by."""
        found = await self._repository.page(query, SortKey(column=None, descending=False), limit + 1, None)
        seen = [row for row in found.rows if grant(query.viewer, _ownership(row)) is not None]
        hits = [Hit(id=row.id, name=row.name, by="name", value=row.name, sub=_sub(row)) for row in seen]
        return HitGroup(Kind.ACCOUNTS, hits[:limit], more=len(hits) > limit)


def _ownership(row: _Row | ListRow) -> AccountOwnership:
    return AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams))


def _hit(row: _Row) -> Hit:
    return Hit(
        id=row.id, name=row.name, by=row.field, value=row.value, sub=_sub(row), source=row.source, former=row.former
    )


def _sub(row: _Row | ListRow) -> str:
    return " · ".join(part for part in (row.domain, row.city) if part)
