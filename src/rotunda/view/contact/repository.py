"""The SQL of the list of contacts. Rights are part of it: a person is reached through the owners of its account, and
one of no account by those who see all.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString, TypeAlias

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.identity.repository.contacts import ContactRow
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ContactId, ExternalId, SourceName
from rotunda.view.contact.columns import BY_NAME, PeopleKey, PeopleSort
from rotunda.view.contact.people_sql import PeopleScopes, people
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.scope_sql import rows_in_scope

_FROM: LiteralString = """
    FROM contact c LEFT JOIN account_member am ON am.account_id = c.account_id
    LEFT JOIN shown_account a ON a.id = am.shown_id
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL AND {conditions}
"""
_FROM_ACCOUNTS: LiteralString = """
    FROM listed_account l JOIN account_member am ON am.shown_id = l.id JOIN contact c ON c.account_id = am.account_id
    JOIN shown_account a ON a.id = l.id
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL AND {conditions}
"""
_SHOWN: LiteralString = """
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account, a.name AS account_name,
        ARRAY(SELECT o.email FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT o.team FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        {place} AS place
"""
_ORDERED: LiteralString = " AND {after} ORDER BY {place} {direction}, c.id {direction} LIMIT {limit}"
_WITH: LiteralString = _SHOWN + _FROM + " AND {place} IS NOT NULL" + _ORDERED
_WITH_ACCOUNT: LiteralString = _SHOWN + _FROM_ACCOUNTS + _ORDERED
_WITHOUT: LiteralString = _SHOWN + _FROM + " AND {missing} AND {after} ORDER BY c.id {direction} LIMIT {limit}"
"""Whoever has nothing to sort by comes last, in the order of ids."""

_RECORDS = """
    SELECT coalesce(m.shown_as, m.id) AS contact, l.source, l.record_type, l.external_id
    FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
    WHERE m.id = ANY(%(contacts)s) OR m.shown_as = ANY(%(contacts)s) ORDER BY l.id
"""


class ContactQuery(msgspec.Struct, frozen=True):
    """Who asks for whom in which order. `account` leaves only its people."""

    asked: ListQuery
    account: AccountId | None = None
    sort: PeopleSort = BY_NAME

    @property
    def place(self) -> sql.Composable:
        """What is sorted by, as this viewer may know it."""
        match self.sort.key:
            case PeopleKey.NAME:
                return sql.SQL("lower({})").format(PeopleScopes.of(self.asked.viewer).name())
            case PeopleKey.TITLE:
                return sql.SQL("nullif(search_fold(c.title), '')")
            case PeopleKey.ACCOUNT:
                return sql.SQL("l.folded")
            case PeopleKey.EMAIL:
                return PeopleScopes.of(self.asked.viewer).if_personal(sql.SQL("lower(c.email)"))
            case PeopleKey.ADDED:
                return sql.SQL("c.created_at")


class ListedRow(ContactRow, frozen=True):
    """`place` and the id are where it stands in the order; none of it: behind all that have one."""

    place: str | datetime | None


Place: TypeAlias = tuple[str | datetime | None, str]


class RecordRow(msgspec.Struct, frozen=True):
    """A record of a contact."""

    contact: ContactId
    source: SourceName
    record_type: str
    external_id: ExternalId


class ContactList:
    """Reads lists of contacts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = IndexRepository(database)

    async def rows(self, query: ContactQuery, limit: int, after: Place | None) -> list[ListedRow]:
        """At most `limit` beyond `after`, the place and id of the last one that was seen."""
        async with (
            self._index.searching() as connection,
            connection.cursor(row_factory=class_row(ListedRow)) as cursor,
        ):
            found: list[ListedRow] = []
            if after is None or after[0] is not None:
                await cursor.execute(_with_place(query, limit, after))
                found = await cursor.fetchall()
                after = None
            if len(found) < limit and query.sort.key is not PeopleKey.NAME:
                await cursor.execute(_without_place(query, limit - len(found), after))
                found += await cursor.fetchall()
            return found

    async def count(self, query: ContactQuery) -> int:
        """All that match and that this viewer may see."""
        statement = sql.SQL("SELECT count(*) " + _FROM).format(conditions=_conditions(query))
        async with self._index.searching() as connection:
            row = await (await connection.execute(statement)).fetchone()
        return int(row[0]) if row else 0

    async def records(self, contacts: Sequence[ContactId]) -> dict[ContactId, list[RecordRow]]:
        """Their records, oldest link first."""
        found: dict[ContactId, list[RecordRow]] = {}
        for row in await self._database.fetch_all(RecordRow, _RECORDS, {"contacts": list(contacts)}):
            found.setdefault(row.contact, []).append(row)
        return found


def _conditions(query: ContactQuery) -> sql.Composable:
    asked = query.asked
    found = [rows_in_scope(PeopleScopes.of(asked.viewer).identity), people(asked, asked.search.root)]
    if query.account is not None:
        found.append(sql.SQL("am.shown_id = {}").format(sql.Literal(query.account)))
    return sql.SQL("({})").format(sql.SQL(" AND ").join(found))


def _with_place(query: ContactQuery, limit: int, after: Place | None) -> sql.Composed:
    further = sql.SQL("true")
    if after is not None:
        place, contact = map(sql.Literal, after)
        further = sql.SQL("({}, c.id) {} ({}, {})").format(query.place, _beyond(query), place, contact)
    statement = _WITH_ACCOUNT if query.sort.key is PeopleKey.ACCOUNT else _WITH
    return sql.SQL(statement).format(
        place=query.place,
        conditions=_conditions(query),
        after=further,
        direction=_direction(query),
        limit=sql.Literal(limit),
    )


def _without_place(query: ContactQuery, limit: int, after: Place | None) -> sql.Composed:
    further = sql.SQL("true") if after is None else sql.SQL("c.id {} {}").format(_beyond(query), sql.Literal(after[1]))
    by_account = query.sort.key is PeopleKey.ACCOUNT
    missing = _NOWHERE if by_account else sql.SQL("{} IS NULL").format(query.place)
    return sql.SQL(_WITHOUT).format(
        place=sql.SQL("NULL"),
        missing=missing,
        conditions=_conditions(query),
        after=further,
        direction=_direction(query),
        limit=sql.Literal(limit),
    )


_NOWHERE = sql.SQL("NOT EXISTS (SELECT FROM listed_account l WHERE l.id = am.shown_id)")


def _direction(query: ContactQuery) -> sql.SQL:
    return sql.SQL("DESC") if query.sort.descending else sql.SQL("ASC")


def _beyond(query: ContactQuery) -> sql.SQL:
    return sql.SQL("<") if query.sort.descending else sql.SQL(">")
