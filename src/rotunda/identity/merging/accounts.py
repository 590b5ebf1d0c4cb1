"""Accounts, as merging needs to know them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg.types.json import Json

from rotunda.identity.directory import follow_links
from rotunda.identity.matching.model import SURE, Method
from rotunda.identity.merging.account_reading import read_above, read_groups, read_side
from rotunda.identity.merging.book import Hand, LinkedRecord, SplitTable
from rotunda.identity.merging.model import Identified
from rotunda.identity.merging.plan import Side
from rotunda.identity.merging.related import OF_ACCOUNTS
from rotunda.identity.merging.splits import SPLIT, read_identifier
from rotunda.identity.merging.survivorship import Group
from rotunda.identity.merging.writing import forget_facts, point, show
from rotunda.identity.repository.heads import close_empty
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, CustomerId

_LINKED = """
    SELECT k.id, k.account_id AS customer, k.connection_id AS connection, k.source, k.record_type, k.external_id, r.name
    FROM link k JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE k.revoked_at IS NULL AND NOT k.of_person AND NOT r.is_person AND k.account_id = ANY(%s)
    ORDER BY k.id
"""
_PEOPLE = """
    SELECT count(*)::int AS number FROM source_record
    WHERE is_person AND missing_since IS NULL AND connection_id = %s AND company = %s
"""
_REVOKE = "UPDATE link SET revoked_at = %s, revoked_by = %s, revoked_because = %s WHERE id = %s AND revoked_at IS NULL"
_LINK = """
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_FOUND = "INSERT INTO account (id, name, created_at, updated_at) VALUES (%(id)s, %(name)s, %(at)s, %(at)s)"


class _Number(msgspec.Struct, frozen=True):
    number: int


class AccountBook:
    """A `Book`."""

    noun = "account"
    related = OF_ACCOUNTS
    splits = SplitTable("identifier_split", "from_account", "into_account")

    async def groups(self, transaction: Connection, roots: Iterable[CustomerId]) -> dict[CustomerId, Group]:
        return await read_groups(transaction, roots)

    async def side(self, transaction: Connection, group: Group) -> Side:
        return await read_side(transaction, group)

    async def above(
        self, transaction: Connection, start: Iterable[CustomerId]
    ) -> Mapping[CustomerId, CustomerId | None]:
        return await read_above(transaction, start)

    async def point(self, transaction: Connection, pointers: Mapping[CustomerId, CustomerId | None]) -> None:
        await point(transaction, pointers)

    async def show(self, transaction: Connection, roots: Iterable[CustomerId]) -> None:
        await show(transaction, roots)

    async def forget(self, transaction: Connection, customers: Iterable[CustomerId]) -> None:
        await forget_facts(transaction, customers)

    async def settle(
        self, transaction: Connection, customers: Iterable[CustomerId], at: datetime, *, records_moved: bool
    ) -> None:
        if records_moved:
            await follow_links(transaction, at)
        else:
            await close_empty(transaction, at, customers)

    def read_identifier(self, text: str) -> Identified:
        return read_identifier(text)

    async def records(self, transaction: Connection, members: Collection[CustomerId]) -> Sequence[LinkedRecord]:
        return await fetch_all(transaction, LinkedRecord, _LINKED, (list(members),))

    async def people(self, transaction: Connection, record: LinkedRecord) -> int:
        """Those whose company this record is."""
        row = await fetch_one(transaction, _Number, _PEOPLE, (record.connection, record.external_id))
        return row.number if row else 0

    async def relink(self, transaction: Connection, record: LinkedRecord, into: CustomerId, hand: Hand) -> None:
        by = hand.by or "command line"
        await transaction.execute(_REVOKE, (hand.at, by, SPLIT, record.id))
        told = (into, record.connection, record.source, record.record_type, record.external_id)
        evidence = Json({"split_from": record.customer})
        await transaction.execute(_LINK, (*told, Method.HAND.value, SURE, evidence, by, hand.at))

    async def found(
        self,
        transaction: Connection,
        name: str,
        beside: CustomerId,  # noqa: ARG002 - the shape of a Book; accounts stand alone
        at: datetime,
    ) -> CustomerId:
        account = AccountId(new_id("acc_"))
        await transaction.execute(_FOUND, {"id": account, "name": name, "at": at})
        return account
