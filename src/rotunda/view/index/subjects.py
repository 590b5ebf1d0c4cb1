"""Conversations by words of their subjects, as far as they were read. What is said in them stays in their sources.

A subject is found where its section and that section's label may be read of the very account. Rights are part of the
query, and checked again on the rows.
"""

from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import AccountOwnership, grant, list_scopes
from rotunda.sections.ids import AccountId, ExternalId, SectionName, SourceName
from rotunda.view.document import AccountLink
from rotunda.view.index.catalogue import Readable
from rotunda.view.index.conditions_sql import ListQuery, Named, holds, unless
from rotunda.view.index.hits import Hit, HitGroup
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.scope_sql import OWNERS_OF, within
from rotunda.view.index.search_words import IdCondition, Kind, Search, Word
from rotunda.view.index.terms_sql import pattern

_FOUND: LiteralString = (
    """
    SELECT a.id AS account, a.name AS account_name, whose.owner_emails, whose.teams,
        s.section, s.source, s.external_id, s.number, s.subject, s.url, s.at
    FROM (
        SELECT s.* FROM conversation_subject s CROSS JOIN LATERAL (
            SELECT a.id, a.scope FROM listed_account a WHERE a.id = s.account_id OFFSET 0) AS a
        WHERE {seen} AND {readable} AND {asked} AND s.members = ARRAY(
            SELECT m.account_id FROM account_member m WHERE m.shown_id = a.id ORDER BY m.account_id)
        ORDER BY s.at DESC, s.source, s.external_id, s.account_id LIMIT {limit}
    ) AS s JOIN listed_account a ON a.id = s.account_id
    """
    + OWNERS_OF
    + "ORDER BY s.at DESC, s.source, s.external_id, s.account_id"
)


class _Row(msgspec.Struct, frozen=True):
    account: AccountId
    account_name: str
    owner_emails: list[str]
    teams: list[str]
    section: SectionName
    source: SourceName
    external_id: ExternalId
    number: str | None
    subject: str
    url: str | None
    at: datetime


async def found_subjects(repository: IndexRepository, readable: Readable, search: Search, limit: int) -> HitGroup:
    """The newest at most `limit`. Conditions besides words and ids hold for the account of a conversation."""
    async with repository.searching() as connection, connection.cursor(row_factory=class_row(_Row)) as cursor:
        await cursor.execute(_statement(readable, search, limit + 1))
        rows = await cursor.fetchall()
    hits = [_hit(row) for row in rows if _may_read(readable, row)]
    return HitGroup(Kind.CONVERSATIONS, hits[:limit], more=len(hits) > limit)


def _statement(readable: Readable, search: Search, limit: int) -> sql.Composed:
    allowed = [
        sql.SQL("(s.section = {} AND {})").format(sql.Literal(section), within(scopes))
        for section, scopes in readable.told_in.items()
    ]
    return sql.SQL(_FOUND).format(
        seen=within(list_scopes(readable.viewer)),
        readable=sql.SQL("({})").format(sql.SQL(" OR ").join([sql.SQL("false"), *allowed])),
        asked=holds(readable.query(search), search.root, _subject_named),
        limit=sql.Literal(limit),
    )


def _subject_named(query: ListQuery, node: Named) -> sql.Composable:
    """A word of the subject, or exactly its number. Nothing else that finds customers finds what they wrote."""
    del query
    if isinstance(node, Word):
        return unless(sql.SQL("s.folded LIKE {}").format(pattern(node.text)), negated=node.negated)
    if isinstance(node, IdCondition):
        same = sql.SQL("(s.number = {value} OR s.external_id = {value})").format(value=sql.Literal(node.value))
        of_source = (
            sql.SQL("true") if node.source is None else sql.SQL("s.source = {}").format(sql.Literal(node.source))
        )
        return unless(sql.SQL("coalesce({} AND {}, false)").format(same, of_source), negated=node.negated)
    return sql.SQL("false")


def _may_read(readable: Readable, row: _Row) -> bool:
    ownership = AccountOwnership(row.account, frozenset(row.owner_emails), frozenset(row.teams))
    granted = grant(readable.viewer, ownership)
    return granted is not None and readable.subjects[row.section] in granted.labels(row.section)


def _hit(row: _Row) -> Hit:
    return Hit(
        id=f"{row.source}:{row.number or row.external_id}",
        name=f"#{row.number} {row.subject}" if row.number else row.subject,
        by="subject",
        value=row.subject,
        sub=row.account_name,
        source=row.source,
        account=AccountLink(row.account, row.account_name),
        url=row.url,
    )
