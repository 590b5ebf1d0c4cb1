"""One installation's people, with teammates who merge and edit them, on a real PostgreSQL."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from identity.builders import person, record
from identity.merging_desk import MAYA, Desk
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import AppliesTo, Customer, Edit, Edited
from rotunda.identity.fields.tag import entity_tag, readable_fields
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.merging.model import MergeOrder, SideName, SplitPlan
from rotunda.identity.merging.service import Merged
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ContactId, CustomerId, VisibleContactId, is_contact
from rotunda.sections.labels import Label

ACME = record("productdb", "1", name="Acme", domains=("acme.com",))
BOLT = record("productdb", "2", name="Bolt", domains=("bolt.io",))
ADA = person("productdb", "u1", "1", name="Ada", verified_emails=("ada@acme.com",), phones=("+49 30 5550142",))
GRACE = person("productdb", "u2", "1", name="Grace", emails=("grace@acme.com",), title="Admiral")
ALAN = person("productdb", "u3", "2", name="Alan", verified_emails=("alan@bolt.io",))
TABLES = ("contact_link", "contact_identifier", "source_record", "field_value")
COLUMNS = "id, mirrored_name, mirrored_title, mirrored_email, mirrored_phone, mirrored_account, mirrored_closed_at"
LABELS = frozenset(Label)


class PeopleDesk:
    """`desk` is the book that they stand in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.contacts = Contacts(desk.database)
        self.fields = CustomerFields(desk.database, desk.clock)

    async def id_of(self, external: str) -> ContactId:
        source, _, number = external.partition(":")
        [found] = {match.id for match in await self.contacts.by_record(source, number)}
        return found

    async def merge(self, kept: CustomerId, absorbed: CustomerId, **choices: SideName) -> Merged:
        self.desk.clock.advance(timedelta(minutes=1))
        return await self.desk.merges.merge(MAYA, MergeOrder(kept, absorbed, choices=choices))

    async def undo(self, merged: Merged, choices: Mapping[str, SideName] | None = None) -> None:
        await self.desk.undo(merged, choices)

    async def split(self, contact: ContactId, identifier: str, into: ContactId | None = None) -> SplitPlan:
        self.desk.clock.advance(timedelta(minutes=1))
        return await self.desk.splits.split(MAYA, contact, identifier, into)

    async def edit(self, customer: CustomerId, **values: object) -> Edited:
        """As somebody does who reads and edits everything and has just loaded the page."""
        self.desk.clock.advance(timedelta(minutes=1))
        applies_to = AppliesTo.CONTACT if is_contact(customer) else AppliesTo.ACCOUNT
        named = Customer(customer, applies_to)
        tag = entity_tag(readable_fields(await self.fields.of(named), LABELS))
        edit = Edit(new_id("edt_"), named, values, frozenset({tag}), LABELS, LABELS, MAYA.user_id, keep_apart=True)
        return await self.fields.edit(edit, _unrecorded)

    async def own(self, customer: CustomerId) -> dict[str, Any]:
        """The fields that somebody has set, as they are shown."""
        applies_to = AppliesTo.CONTACT if is_contact(customer) else AppliesTo.ACCOUNT
        fields = await self.fields.of(Customer(customer, applies_to))
        return {each.field.name: each.kept.content for each in fields if each.kept and each.kept.content is not None}

    async def head(self, contact: str) -> tuple[str, str | None, str | None, str | None]:
        row = await self.contacts.resolve(contact)
        assert row is not None
        return row.name, row.title, row.email, row.phone

    async def page(self, contact: str) -> bytes:
        """Everything that a page is made of, as bytes."""
        row = await self.contacts.resolve(contact)
        assert row is not None
        visible = VisibleContactId(row.id)
        own = await self.own(row.id)
        links, known = await self.contacts.links(visible), await self.contacts.known_by(visible)
        return msgspec.json.encode([row, links, known, own], order="sorted")

    async def answers(self) -> bytes:
        """Every page and every look-up."""
        ids = [row[0] for row in await self.desk.ask("SELECT id FROM contact ORDER BY id")]
        pages = [await self.page(each) for each in ids]
        known = await self.desk.ask("SELECT DISTINCT kind, normal FROM contact_identifier ORDER BY 1, 2")
        looked = [msgspec.json.encode(await self.find(kind, normal)) for kind, normal in known]
        return b"\n".join([*pages, *looked])

    async def find(self, kind: str, normal: str) -> Any:
        if kind == "email":
            return await self.contacts.by_email(normal)
        if kind == "phone":
            return await self.contacts.by_phone(normal)
        return await self.contacts.by_record(*normal.split(":", 1))

    async def facts(self) -> list[Any]:
        """Every row and column that says something by itself: not what is worked out, and not the pointer."""
        rows = [await self.desk.ask(f"SELECT to_jsonb(t) FROM {table} t ORDER BY t::text") for table in TABLES]
        return [await self.desk.ask(f"SELECT {COLUMNS} FROM contact ORDER BY id"), *rows]


async def _unrecorded(edited: Edited) -> None:
    """The tests of edits look at what is recorded."""
