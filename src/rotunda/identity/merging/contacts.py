"""People, as merging needs to know them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from psycopg.types.json import Json

from rotunda.identity.directory import follow_links
from rotunda.identity.matching.model import SURE, Method
from rotunda.identity.matching.phones import comparable_phone
from rotunda.identity.merging.book import Hand, LinkedRecord, SplitTable
from rotunda.identity.merging.contact_reading import read_groups, read_side
from rotunda.identity.merging.contact_writing import point_people, show_people
from rotunda.identity.merging.model import Identified, Refused
from rotunda.identity.merging.plan import Side
from rotunda.identity.merging.related import OF_CONTACTS
from rotunda.identity.merging.splits import SPLIT, address_or_record, written_identifier
from rotunda.identity.merging.survivorship import Group
from rotunda.identity.repository.contact_links import close_people
from rotunda.kit.database import Connection, fetch_all
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ContactId, CustomerId

_LINKED = """
    SELECT l.id, l.contact_id AS customer, l.connection_id AS connection, l.source, l.record_type, l.external_id, r.name
    FROM contact_link l JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE l.revoked_at IS NULL AND l.contact_id = ANY(%s)
    ORDER BY l.id
"""
_REVOKE = "UPDATE contact_link SET revoked_at = %s, revoked_because = %s WHERE id = %s AND revoked_at IS NULL"
_LINK = """
    INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_FOUND = """
    INSERT INTO contact (id, account_id, mirrored_account, name, mirrored_name, created_at, updated_at)
    SELECT %(id)s, account_id, account_id, %(name)s, %(name)s, %(at)s, %(at)s FROM contact WHERE id = %(beside)s
"""
_FEWEST_DIGITS = 5


class ContactBook:
    """A `Book`."""

    noun = "contact"
    related = OF_CONTACTS
    splits = SplitTable("contact_split", "from_contact", "into_contact")

    async def groups(self, transaction: Connection, roots: Iterable[CustomerId]) -> dict[CustomerId, Group]:
        return await read_groups(transaction, roots)

    async def side(self, transaction: Connection, group: Group) -> Side:
        return await read_side(transaction, group)

    async def above(
        self,
        transaction: Connection,  # noqa: ARG002 - the shape of a Book
        start: Iterable[CustomerId],  # noqa: ARG002 - the shape of a Book
    ) -> Mapping[CustomerId, CustomerId | None]:
        """Nobody stands above a person."""
        return {}

    async def point(self, transaction: Connection, pointers: Mapping[CustomerId, CustomerId | None]) -> None:
        await point_people(transaction, pointers)

    async def show(self, transaction: Connection, roots: Iterable[CustomerId]) -> None:
        await show_people(transaction, roots)

    async def forget(self, transaction: Connection, customers: Iterable[CustomerId]) -> None:
        """Lists remember nothing of people but what is shown."""

    async def settle(
        self, transaction: Connection, customers: Iterable[CustomerId], at: datetime, *, records_moved: bool
    ) -> None:
        if records_moved:
            await follow_links(transaction, at)
        else:
            await close_people(transaction, at, customers)

    def read_identifier(self, text: str) -> Identified:
        written = written_identifier(text)
        if found := address_or_record(written):
            return found
        number = comparable_phone(written)
        if number is None or len(number) < _FEWEST_DIGITS or any(map(str.isalpha, written)):
            raise Refused("identifier", "Must be an address, a telephone number, or source:id such as zendesk:391.")
        return Identified("phone", number, written)

    async def records(self, transaction: Connection, members: Collection[CustomerId]) -> Sequence[LinkedRecord]:
        return await fetch_all(transaction, LinkedRecord, _LINKED, (list(members),))

    async def people(
        self,
        transaction: Connection,  # noqa: ARG002 - the shape of a Book
        record: LinkedRecord,  # noqa: ARG002 - the shape of a Book
    ) -> int:
        """Nobody works at a person."""
        return 0

    async def relink(self, transaction: Connection, record: LinkedRecord, into: CustomerId, hand: Hand) -> None:
        await transaction.execute(_REVOKE, (hand.at, SPLIT, record.id))
        told = (into, record.connection, record.source, record.record_type, record.external_id)
        evidence = Json({"split_from": record.customer, "by": hand.by or "command line"})
        await transaction.execute(_LINK, (*told, Method.HAND.value, SURE, evidence, hand.at))

    async def found(self, transaction: Connection, name: str, beside: CustomerId, at: datetime) -> CustomerId:
        """At the same account."""
        contact = ContactId(new_id("per_"))
        await transaction.execute(_FOUND, {"id": contact, "name": name, "beside": beside, "at": at})
        return contact
