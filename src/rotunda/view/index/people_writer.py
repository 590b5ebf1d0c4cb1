"""Writes what the sections of an account tell of the people there, for lists of people.

Of whom a record is, links say at the moment of writing. What an account tells counts for people of that account alone.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId
from rotunda.sections.section import PersonFact
from rotunda.view.index.storable import storable

_WRITE = """
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(%(told)s::jsonb) AS one(
            account_id text, connection_id text, record_type text, external_id text, name text, text_value text,
            number_value double precision, adds boolean, source text, as_of timestamptz
        )
    ), of_people AS (
        SELECT c.id AS contact_id, t.account_id, t.name, t.text_value, t.number_value, t.adds, t.source, t.as_of
        FROM told t JOIN contact_link k ON k.connection_id = t.connection_id AND k.record_type = t.record_type
            AND k.external_id = t.external_id AND k.revoked_at IS NULL
        JOIN contact m ON m.id = k.contact_id
        JOIN contact c ON c.id = coalesce(m.shown_as, m.id) AND c.closed_at IS NULL
        JOIN account_member at ON at.account_id = c.account_id AND at.shown_id = t.account_id
    ), one AS (
        SELECT contact_id, account_id, name,
            (array_agg(text_value ORDER BY as_of DESC, source, text_value))[1] AS text_value,
            CASE WHEN bool_or(adds) THEN sum(number_value) ELSE max(number_value) END AS number_value,
            (array_agg(source ORDER BY number_value DESC, as_of DESC, source, text_value))[1] AS source,
            (array_agg(as_of ORDER BY number_value DESC, as_of DESC, source, text_value))[1] AS as_of
        FROM of_people GROUP BY contact_id, account_id, name
    ), forgotten AS (
        DELETE FROM person_fact was
        USING jsonb_to_recordset(%(named)s::jsonb) AS named(account_id text, name text, sources text[])
        WHERE was.account_id = named.account_id AND was.name = named.name AND was.source = ANY(named.sources)
            AND NOT EXISTS (SELECT FROM one WHERE (one.contact_id, one.name) = (was.contact_id, was.name))
    )
    INSERT INTO person_fact AS was (contact_id, name, account_id, text_value, number_value, source, as_of)
    SELECT contact_id, name, account_id, text_value, number_value, source, as_of FROM one ORDER BY contact_id, name
    ON CONFLICT (contact_id, name) DO UPDATE SET account_id = excluded.account_id,
        text_value = excluded.text_value, number_value = excluded.number_value, source = excluded.source,
        as_of = excluded.as_of
    WHERE (was.account_id, was.text_value, was.number_value, was.source)
        IS DISTINCT FROM (excluded.account_id, excluded.text_value, excluded.number_value, excluded.source)
        OR was.as_of < excluded.as_of - interval '5 minutes'
"""
"""A value that stays keeps its moment for minutes: else every reading would write all people anew."""


class PeopleLeft(msgspec.Struct, frozen=True):
    """What one section of one account told of people, replacing what it and these sources told before."""

    account: AccountId
    names: Sequence[str]
    sources: frozenset[str]
    facts: Sequence[PersonFact]


async def write_people(database: Database, left: Sequence[PeopleLeft]) -> None:
    """All at once."""
    named = [
        {"account_id": each.account, "name": name, "sources": sorted(each.sources)}
        for each in left
        for name in each.names
    ]
    told = [row for each in left for row in _each_once(each)]
    parameters = {"named": named, "told": told}
    await database.execute(_WRITE, {name: msgspec.json.encode(rows).decode() for name, rows in parameters.items()})


def _each_once(left: PeopleLeft) -> Iterable[Mapping[str, object]]:
    """Pages of a source may tell the same record twice: the last one counts."""
    return {
        (each.origin.connection, each.ref.record_type, each.ref.external_id, each.fact.name): _row(left.account, each)
        for each in left.facts
    }.values()


def _row(account: AccountId, told: PersonFact) -> Mapping[str, object]:
    fact = told.fact
    return {
        "account_id": account,
        "connection_id": told.origin.connection,
        "record_type": told.ref.record_type,
        "external_id": storable(told.ref.external_id),
        "name": fact.name,
        "text_value": storable(fact.text),
        "number_value": fact.number if fact.at is None else fact.at.timestamp(),
        "adds": told.adds,
        "source": told.origin.source,
        "as_of": told.origin.as_of,
    }
