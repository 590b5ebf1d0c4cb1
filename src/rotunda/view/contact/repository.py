"""The SQL of the list of contacts. Rights are part of it: a person is reached through the owners of its account, and
one of no account by those who see all.
"""

from collections.abc import Sequence
from typing import LiteralString

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.identity.repository.contacts import ContactRow
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ContactId, ExternalId, SourceName
from rotunda.view.contact.people_sql import PeopleScopes, people
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.scope_sql import rows_in_scope

_FROM: LiteralString = """
    FROM contact c LEFT JOIN account_member am ON am.account_id = c.account_id
    LEFT JOIN shown_account a ON a.id = am.shown_id
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL AND {conditions}
"""
_ROWS: LiteralString = (
    """
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account, a.name AS account_name,
        ARRAY(SELECT o.email FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT o.team FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        lower({name}) AS place
    """
    + _FROM
    + " AND {after} ORDER BY lower({name}), c.id LIMIT {limit}"
)
_RECORDS = """
    SELECT coalesce(m.shown_as, m.id) AS contact, l.source, l.record_type, l.external_id
    FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
    WHERE m.id = ANY(%(contacts)s) OR m.shown_as = ANY(%(contacts)s) ORDER BY l.id
"""


class ContactQuery(msgspec.Struct, frozen=True):
    """Who asks for whom. `account` leaves only its people."""

    asked: ListQuery
    account: AccountId | None = None

    @property
    def name(self) -> sql.Composable:
        """As this viewer may know it."""
        return PeopleScopes.of(self.asked.viewer).name()


class ListedRow(ContactRow, frozen=True):
    """`place` and the id are where it stands in the order."""

    place: str


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

    async def rows(self, query: ContactQuery, limit: int, after: tuple[str, str] | None) -> list[ListedRow]:
        """At most `limit` beyond `after`, the place and id of the last one that was seen."""
        name = query.name
        statement = sql.SQL(_ROWS).format(
            name=name, conditions=_conditions(query), after=_after(name, after), limit=sql.Literal(limit)
        )
        async with (
            self._index.searching() as connection,
            connection.cursor(row_factory=class_row(ListedRow)) as cursor,
        ):
            await cursor.execute(statement)
            return await cursor.fetchall()

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


def _after(name: sql.Composable, after: tuple[str, str] | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    place, contact = map(sql.Literal, after)
    return sql.SQL("(lower({}), c.id) > ({}, {})").format(name, place, contact)
