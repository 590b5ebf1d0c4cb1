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
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import ContactId, ExternalId, SourceName
from rotunda.view.contact.columns import PeopleKey
from rotunda.view.contact.facts_sql import COLLECTED, all_begun, beginning
from rotunda.view.contact.people_sql import PEOPLE_AND_ACCOUNTS, PeopleScopes, people, person_has_word, seen
from rotunda.view.contact.person_facts import PersonFacts
from rotunda.view.contact.query import ContactQuery
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.driver_sql import Driver
from rotunda.view.index.finding import Found, Soon, Statements, find
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.scope_sql import OWNERS_OF
from rotunda.view.index.spelling import meant, named_so

_LISTED = sql.Identifier("listed_person")

_FROM: LiteralString = (
    PEOPLE_AND_ACCOUNTS
    + """
    {contacts} WHERE {conditions}
"""
)
_CONTACTS = sql.SQL("JOIN contact c ON c.id = p.id AND c.shown_as IS NULL AND c.closed_at IS NULL")
"""Where something is sorted by that is not in the documents."""

_SORTED_FACTS: LiteralString = "JOIN person_fact f ON f.contact_id = p.id AND f.name = {name} AND {readable}"

_FROM_ACCOUNTS: LiteralString = """
    FROM listed_account l JOIN account_member am ON am.shown_id = l.id
    JOIN listed_person p ON p.account_id = am.account_id CROSS JOIN LATERAL (SELECT l.id, l.scope) AS a
    WHERE {conditions}
"""
_SHOWN: LiteralString = (
    """
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account, a.name AS account_name,
        whose.owner_emails, whose.teams,
        k.place
    FROM ({keys}) AS k JOIN contact c ON c.id = k.id LEFT JOIN account_member am ON am.account_id = c.account_id
    LEFT JOIN shown_account a ON a.id = am.shown_id
    """
    + OWNERS_OF
    + """
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL
"""
)
"""Whose the accounts are is read where it is written, and not from the documents by which people were found."""

_KEYS: LiteralString = "SELECT p.id, {place} AS place"
_ORDERED: LiteralString = " AND {after} ORDER BY {place} {direction}, {id} {direction} LIMIT {limit}"
_WITH: LiteralString = _KEYS + _FROM + " AND {place} IS NOT NULL" + _ORDERED
_WITH_SOON: LiteralString = (
    _KEYS
    + _FROM.replace(
        "FROM listed_person p",
        "FROM (SELECT * FROM listed_person p WHERE {after} "
        "ORDER BY p.place {direction}, p.id {direction} LIMIT {read}) AS p",
    )
    + _ORDERED
)
_COUNTED_SOON: LiteralString = (
    "SELECT count(*) FROM (SELECT 1"
    + _FROM.replace("FROM listed_person p", "FROM (SELECT * FROM listed_person LIMIT {read}) AS p")
    + " LIMIT {most} + 1) AS found"
)
_BEGUN_WITH, _READ = 6_000, 60_000
"""Rows of the list that are read for a frequent word before they are found another way; the first tell whether the page
is full within all of them: who has one and the same name stands far down together.
"""

_WITH_ACCOUNT: LiteralString = _KEYS + _FROM_ACCOUNTS + _ORDERED
_WITHOUT: LiteralString = _KEYS + _FROM + " AND {missing} AND {after} ORDER BY p.id {direction} LIMIT {limit}"
"""Whoever has nothing to sort by comes last, in the order of ids."""

_FOUND: LiteralString = (
    "WITH found AS MATERIALIZED ("
    + _KEYS
    + """ {those} LIMIT {most} + 1
    ), counted AS MATERIALIZED (SELECT count(*) AS total FROM found)
    SELECT counted.total, page.* FROM counted LEFT JOIN ({rows}) AS page ON true
    ORDER BY page.place IS NULL, page.place {direction}, page.id {direction}
"""
)
_OF_FOUND: LiteralString = """
    SELECT s.id, s.place FROM found s WHERE (SELECT total FROM counted) <= {most} AND {after}
    ORDER BY s.place IS NULL, s.place {direction}, s.id {direction} LIMIT {limit}
"""
_DRIVEN: LiteralString = (
    _FROM + " AND p.account_id IN (SELECT m.account_id FROM ({ids}) AS d JOIN account_member m ON m.shown_id = d.id)"
)
_OF_EACH: LiteralString = (
    """
    CROSS JOIN LATERAL (SELECT p.*, a.id AS shown_id, a.scope AS account_scope
"""
    + PEOPLE_AND_ACCOUNTS
    + """
        WHERE {of_it} OFFSET 0
    ) AS p CROSS JOIN LATERAL (SELECT p.shown_id AS id, p.account_scope AS scope) AS a {contacts} WHERE {conditions}
"""
)
_DRIVEN_FIRST: LiteralString = """
    FROM ({ids}) AS d CROSS JOIN LATERAL (
        SELECT m.account_id AS id FROM account_member m WHERE m.shown_id = d.id OFFSET 0
    ) AS at
""" + _OF_EACH.replace("{of_it}", "p.account_id = at.id")
_BEGUN: LiteralString = "FROM ({ids}) AS d" + _OF_EACH.replace("{of_it}", "p.id = d.contact_id")
"""OFFSET 0: account by account, or one by one, until there are enough."""

_RECORDS = """
    SELECT coalesce(m.shown_as, m.id) AS contact, l.source, l.record_type, l.external_id
    FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
    WHERE m.id = ANY(%(contacts)s) OR m.shown_as = ANY(%(contacts)s) ORDER BY l.id
"""


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

    def __init__(self, database: Database, index: IndexRepository) -> None:
        self._database = database
        self.index = index
        self.facts = PersonFacts(database)

    async def page(self, query: ContactQuery, limit: int, after: Place | None) -> Found[ListedRow]:
        """At most `limit` beyond `after`, the place and id of the last one that was seen."""
        async with self.index.searching() as connection:
            return await people_page(connection, query, limit, after)

    async def records(self, contacts: Sequence[ContactId]) -> dict[ContactId, list[RecordRow]]:
        """Their records, oldest link first."""
        found: dict[ContactId, list[RecordRow]] = {}
        for row in await self._database.fetch_all(RecordRow, _RECORDS, {"contacts": list(contacts)}):
            found.setdefault(row.contact, []).append(row)
        return found


async def people_page(connection: Connection, query: ContactQuery, limit: int, after: Place | None) -> Found[ListedRow]:
    """On a connection for searching."""
    begun = await beginning(connection, query.asked)
    query = msgspec.structs.replace(query, asked=msgspec.structs.replace(query.asked, few=begun.few))

    def of(asked: ListQuery) -> ContactQuery:
        return msgspec.structs.replace(query, asked=asked)

    async def in_order(connection: Connection, asked: ListQuery) -> list[ListedRow]:
        return await people_in_order(connection, of(asked), limit, after)

    async def soon(connection: Connection, asked: ListQuery) -> list[ListedRow] | None:
        return await _people_soon(connection, of(asked), limit, after)

    async def plenty(connection: Connection, asked: ListQuery, most: int) -> bool:
        return await _plenty(connection, of(asked), most)

    statements = Statements(
        ListedRow,
        lambda asked, driver, most: found_people(of(asked if driver else begun.of(asked)), limit, after, driver, most),
        in_order,
        _meant,
        many=True,
        soon=Soon(soon, plenty) if _by_name_as_it_is(query) else None,
        most=COLLECTED if begun.collected else None,
    )
    return await find(connection, query.asked, statements)


async def people_in_order(
    connection: Connection, query: ContactQuery, limit: int, after: Place | None
) -> list[ListedRow]:
    found: list[ListedRow] = []
    async with connection.cursor(row_factory=class_row(ListedRow)) as cursor:
        if after is None or after[0] is not None:
            await cursor.execute(_with_place(query, limit, after))
            found = await cursor.fetchall()
            after = None
        if len(found) < limit and query.sort.key is not PeopleKey.NAME:
            await cursor.execute(_without_place(query, limit - len(found), after))
            found += await cursor.fetchall()
    return found


def _by_name_as_it_is(query: ContactQuery) -> bool:
    """Whether documents stand in this very order, and the viewer sees all of them."""
    scopes = PeopleScopes.of(query.asked.viewer)
    everything = any(scope.everything for scope in scopes.identity)
    return everything and scopes.identity == scopes.personal and query.sort.key is PeopleKey.NAME


async def _people_soon(
    connection: Connection, query: ContactQuery, limit: int, after: Place | None
) -> list[ListedRow] | None:
    async with connection.cursor(row_factory=class_row(ListedRow)) as cursor:
        for read in (_BEGUN_WITH, _READ):
            await cursor.execute(_with_place(query, limit, after, read=read))
            found = await cursor.fetchall()
            if len(found) == limit:
                return found
            if len(found) * _READ < limit * read:
                break
    return None


async def _plenty(connection: Connection, query: ContactQuery, most: int) -> bool:
    """Whether there are more than `most` among those that come first as they lie on the disk."""
    limits = {"read": sql.Literal(_READ), "most": sql.Literal(most)}
    statement = sql.SQL(_COUNTED_SOON).format(conditions=_conditions(query), contacts=_contacts(query), **limits)
    row = await (await connection.execute(statement)).fetchone()
    return bool(row and row[0] > most)


def found_people(
    query: ContactQuery, limit: int, after: Place | None, driver: Driver | None, counted: int
) -> sql.Composed:
    most, direction = sql.Literal(counted), _direction(query)
    keys = sql.SQL(_OF_FOUND).format(
        most=most, after=_after_found(query, after), direction=direction, limit=sql.Literal(limit)
    )
    return sql.SQL(_FOUND).format(
        place=query.place,
        those=_those(query, driver),
        most=most,
        rows=sql.SQL(_SHOWN).format(keys=keys),
        direction=direction,
    )


def _those(query: ContactQuery, driver: Driver | None) -> sql.Composable:
    named = {"conditions": _conditions(query), "contacts": _contacts(query)}
    if query.asked.begun:
        return sql.SQL(_BEGUN).format(**named, ids=all_begun(query.asked))
    if driver is None:
        return sql.SQL(_FROM).format(**named)
    return sql.SQL(_DRIVEN_FIRST if driver.first else _DRIVEN).format(**named, ids=driver.ids)


def _after_found(query: ContactQuery, after: Place | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    place, contact = map(sql.Literal, after)
    if after[0] is None:
        return sql.SQL("(s.place IS NULL AND s.id {} {})").format(_beyond(query), contact)
    further = "(s.place IS NULL OR (s.place, s.id) {} ({}, {}))"
    return sql.SQL(further).format(_beyond(query), place, contact)


def _meant(asked: ListQuery, words: Sequence[str]) -> sql.Composed:
    scopes = PeopleScopes.of(asked.viewer).identity
    exactly = sql.SQL("SELECT" + PEOPLE_AND_ACCOUNTS + "WHERE {} AND {}")
    return sql.SQL(" UNION ALL ").join(
        meant(
            word,
            exactly.format(person_has_word(asked.viewer, word), seen(scopes)),
            named_so("person", _LISTED, word, seen(scopes, "n")),
        )
        for word in words
    )


def _conditions(query: ContactQuery) -> sql.Composable:
    asked = query.asked
    found = [seen(PeopleScopes.of(asked.viewer).identity), people(asked, asked.search.root)]
    if query.account is not None:
        of_account = "p.account_id = ANY(ARRAY(SELECT m.account_id FROM account_member m WHERE m.shown_id = {}))"
        found.append(sql.SQL(of_account).format(sql.Literal(query.account)))
    return sql.SQL("({})").format(sql.SQL(" AND ").join(found))


def _with_place(query: ContactQuery, limit: int, after: Place | None, *, read: int | None = None) -> sql.Composed:
    by_account = query.sort.key is PeopleKey.ACCOUNT
    place, contact = _ordering(query), _id(query)
    further = sql.SQL("true")
    if after is not None:
        further = sql.SQL("({}, {}) {} ({}, {})").format(place, contact, _beyond(query), *map(sql.Literal, after))
    in_documents = _WITH if read is None else _WITH_SOON
    keys = sql.SQL(_WITH_ACCOUNT if by_account else in_documents).format(
        read=sql.Literal(read),
        place=place,
        id=contact,
        conditions=_conditions(query),
        contacts=_sorted_facts(query) or _contacts(query),
        after=further,
        direction=_direction(query),
        limit=sql.Literal(limit),
    )
    ordered = sql.SQL(" ORDER BY k.place {direction}, k.id {direction}").format(direction=_direction(query))
    return sql.Composed([sql.SQL(_SHOWN).format(keys=keys), ordered])


def _ordering(query: ContactQuery) -> sql.Composable:
    """The place as it stands in the table in whose order people are read."""
    match query.sort.key:
        case PeopleKey.ACCOUNT:
            return sql.SQL("l.folded")
        case PeopleKey.FACT:
            return sql.SQL("f.place")
        case _:
            return query.place


def _contacts(query: ContactQuery) -> sql.SQL:
    in_documents = query.sort.key in {PeopleKey.NAME, PeopleKey.ACCOUNT, PeopleKey.FACT}
    return sql.SQL("") if in_documents else _CONTACTS


def _sorted_facts(query: ContactQuery) -> sql.Composable | None:
    """Where a fact is sorted by, the facts that this viewer may read."""
    fact = query.sort.fact
    if query.sort.key is not PeopleKey.FACT:
        return None
    return sql.SQL(_SORTED_FACTS).format(name=sql.Literal(fact.name), readable=seen(fact.scopes))


def _id(query: ContactQuery) -> sql.SQL:
    """Of the table in whose order people are read."""
    if query.sort.key is PeopleKey.FACT:
        return sql.SQL("f.contact_id")
    of_document = query.sort.key in {PeopleKey.NAME, PeopleKey.ACCOUNT}
    return sql.SQL("p.id") if of_document else sql.SQL("c.id")


def _without_place(query: ContactQuery, limit: int, after: Place | None) -> sql.Composed:
    further = sql.SQL("true") if after is None else sql.SQL("p.id {} {}").format(_beyond(query), sql.Literal(after[1]))
    by_account = query.sort.key is PeopleKey.ACCOUNT
    keys = sql.SQL(_WITHOUT).format(
        place=sql.SQL("NULL"),
        missing=_NOWHERE if by_account else sql.SQL("{} IS NULL").format(query.place),
        conditions=_conditions(query),
        contacts=_contacts(query),
        after=further,
        direction=_direction(query),
        limit=sql.Literal(limit),
    )
    ordered = sql.SQL(" ORDER BY k.id {}").format(_direction(query))
    return sql.Composed([sql.SQL(_SHOWN).format(keys=keys), ordered])


_NOWHERE = sql.SQL("NOT EXISTS (SELECT FROM listed_account l WHERE l.id = a.id)")


def _direction(query: ContactQuery) -> sql.SQL:
    return sql.SQL("DESC") if query.sort.descending else sql.SQL("ASC")


def _beyond(query: ContactQuery) -> sql.SQL:
    return sql.SQL("<") if query.sort.descending else sql.SQL(">")
