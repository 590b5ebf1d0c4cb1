"""Whose an event is: of the accounts and contacts that its records are linked to, and of those that its addresses find.

Names are what is asked for: `r|connection|type|id` of a record, `a|address` of an address. They are kept with each
event, so that it can be attributed anew when a link appears, moves or ends.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from rotunda.connector_kit.events import Event, RecordName
from rotunda.identity.matching.addresses import normal_email
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, CustomerId, customer_id, is_contact
from rotunda.timeline.storable import as_array, storable

_LONGEST = 400
_MOST_ACCOUNTS = 5
"""An address that more accounts are known by (an agency's, a test's) tells nothing."""

_CUSTOMERS = """
    WITH record AS (
        SELECT * FROM unnest(%(names)s::text[], %(connections)s::text[], %(types)s::text[], %(ids)s::text[])
            AS n (name, connection_id, record_type, external_id)
    ), address AS (
        SELECT * FROM unnest(%(address_names)s::text[], %(addresses)s::text[]) AS n (name, normal)
        WHERE NOT EXISTS (SELECT FROM app_user u WHERE lower(u.email) = n.normal)
    ), person AS (
        SELECT n.name, one.contact_id FROM record n CROSS JOIN LATERAL (
            SELECT l.contact_id FROM contact_link l
            WHERE (l.connection_id, l.record_type, l.external_id) = (n.connection_id, n.record_type, n.external_id)
                AND l.revoked_at IS NULL OFFSET 0
        ) AS one
        UNION ALL SELECT n.name, one.contact_id FROM address n CROSS JOIN LATERAL (
            SELECT i.contact_id FROM found_identifier i WHERE i.kind = 'email' AND i.normal = n.normal OFFSET 0
        ) AS one
        UNION ALL SELECT n.name, n.external_id FROM record n
        WHERE n.connection_id = 'rotunda' AND n.record_type = 'contact'
    )
    SELECT n.name, one.account_id AS customer, NULL AS employer FROM record n CROSS JOIN LATERAL (
        SELECT l.account_id FROM link l
        WHERE (l.connection_id, l.record_type, l.external_id) = (n.connection_id, n.record_type, n.external_id)
            AND l.revoked_at IS NULL OFFSET 0
    ) AS one
    UNION ALL SELECT n.name, a.id, NULL FROM record n JOIN account a ON a.id = n.external_id
    WHERE n.connection_id = 'rotunda' AND n.record_type = 'account'
    UNION ALL SELECT n.name, one.customer, NULL FROM address n CROSS JOIN LATERAL (
        SELECT coalesce(x.into_account, i.account_id) AS customer FROM identifier i LEFT JOIN identifier_split x
            ON x.kind = i.kind AND x.normal = i.normal AND x.from_account = i.account_id AND x.ended_at IS NULL
        WHERE i.kind = 'email' AND i.normal = n.normal OFFSET 0
    ) AS one
    UNION ALL SELECT p.name, one.id, one.employer FROM person p CROSS JOIN LATERAL (
        SELECT c.id, CASE WHEN c.found_as IS NULL THEN c.mirrored_account
            ELSE (SELECT r.mirrored_account FROM contact r WHERE r.id = c.found_as) END AS employer
        FROM contact c WHERE c.id = p.contact_id OFFSET 0
    ) AS one
"""
"""Name by name (`OFFSET 0` is what keeps it so): a batch has few names, and tables of links can be long."""


class _Found(msgspec.Struct, frozen=True):
    name: str
    customer: str
    employer: str | None


def names_of(connection: ConnectionId, event: Event) -> set[str]:
    """Of all whom the event speaks of. Addresses of teammates lead to nobody, and are kept to find what they did."""
    records = {*event.whose, *(each.record for each in event.people if each.record)}
    addresses = {normal_email(each.address) for each in event.people if each.address}
    named = {_of_record(connection, each) for each in records} | {f"a|{each}" for each in addresses if each}
    return {storable(each)[:_LONGEST] for each in named}


def _of_record(connection: ConnectionId, record: RecordName) -> str:
    return f"r|{connection}|{record[0]}|{record[1]}"


async def customers_of(transaction: Connection, names: Iterable[str]) -> Mapping[str, Collection[CustomerId]]:
    """By name, as links stand now; names of nobody are absent."""
    wanted = sorted(names)
    records = [each.split("|", 3) for each in wanted if each.startswith("r|")]
    addresses = [each for each in wanted if each.startswith("a|")]
    asked = {
        "names": as_array("|".join(each) for each in records),
        "connections": as_array(each[1] for each in records),
        "types": as_array(each[2] for each in records),
        "ids": as_array(each[3] for each in records),
        "address_names": as_array(addresses),
        "addresses": as_array(each[2:] for each in addresses),
    }
    found: defaultdict[str, set[CustomerId]] = defaultdict(set)
    for each in await fetch_all(transaction, _Found, _CUSTOMERS, asked):
        found[each.name].add(customer_id(each.customer))
        if each.employer is not None:
            found[each.name].add(AccountId(each.employer))
    return {name: _believed(name, customers) for name, customers in found.items()}


def _believed(name: str, customers: set[CustomerId]) -> set[CustomerId]:
    people: set[CustomerId] = {each for each in customers if is_contact(each)}
    several = name.startswith("a|") and len(customers) - len(people) > _MOST_ACCOUNTS
    return people if several else customers
