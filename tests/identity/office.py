"""The office in which fields are edited."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from identity.builders import CATEGORIES, record
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.fields.drafts import Draft
from rotunda.identity.fields.model import (
    AppliesTo,
    Customer,
    Edit,
    Edited,
    Field,
    OwnField,
)
from rotunda.identity.fields.tag import entity_tag, readable_fields
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ConnectionId, SourceName, UserId
from rotunda.sections.labels import Label

START = datetime(2026, 11, 20, 15, tzinfo=UTC)
ALL = frozenset(Label)
MAYA, SAM, GONE = (UserId("usr_" + letter * 20) for letter in "msg")


async def unrecorded(_: Edited) -> None:
    """These are the rules alone; what is recorded of an edit is tested where it is."""


class Office:
    """Two accounts from a source, three teammates of whom one has left, and a clock to turn."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock(START)
        self.identity = Identity(database, self.clock)
        self.fields = CustomerFields(database, self.clock)
        self.definitions = Definitions(database, self.clock)

    async def furnish(self) -> None:
        for user, name in ((MAYA, "Maya"), (SAM, "Sam"), (GONE, "Gone")):
            await self.database.execute(
                "INSERT INTO app_user VALUES (%s, %s, %s, '{}', '{}', %s, %s) ON CONFLICT DO NOTHING",
                (user, f"{name.lower()}@vendor.test", name, START, START if user == GONE else None),
            )
        await self.list_source()

    async def list_source(self, name: str = "Acme") -> None:
        await self.identity.apply_directory(
            ConnectionId("con_crm"),
            SourceName("hubspot"),
            CATEGORIES["hubspot"],
            [
                record("hubspot", "1", name=name, domains=("acme.com",), owner_emails=("sam@vendor.test",)),
                record("hubspot", "2", name="Bolt", domains=("bolt.io",)),
            ],
        )

    async def id_of(self, external: str) -> AccountId:
        return (await self.identity.lookup(external=f"hubspot:{external}"))[0].account.id

    async def define(self, **draft: Any) -> Field:
        made = {"name": new_id("f")[:20], "title": "A field", "kind": "text"} | draft
        return await self.definitions.create(Draft(**made), MAYA)

    async def read(self, customer: str, applies_to: AppliesTo = AppliesTo.ACCOUNT) -> dict[str, OwnField]:
        fields = await self.fields.of(Customer(customer, applies_to))
        return {each.field.name: each for each in fields}

    async def tag(self, customer: str, labels: frozenset[Label] = ALL) -> str:
        return entity_tag(readable_fields((await self.read(customer)).values(), labels))

    async def edit(
        self,
        customer: str,
        values: Mapping[str, object],
        *,
        tag: str | None = None,
        labels: frozenset[Label] = ALL,
        editable: frozenset[Label] = ALL,
        applies_to: AppliesTo = AppliesTo.ACCOUNT,
        keep_apart: bool = False,
    ) -> dict[str, OwnField]:
        if tag is None:
            fields = (await self.read(customer, applies_to)).values()
            tag = entity_tag(readable_fields(fields, labels))
        edit = Edit(
            id=new_id("edt_"),
            customer=Customer(customer, applies_to),
            values=values,
            expected=frozenset({tag}),
            readable=labels,
            editable=editable,
            by=MAYA,
            keep_apart=keep_apart,
        )
        return {each.field.name: each for each in (await self.fields.edit(edit, unrecorded)).fields}

    async def ask_nothing(self, statement: str, *parameters: Any) -> None:
        async with self.database.connection() as connection:
            await connection.execute(statement.encode(), parameters)

    async def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(query.encode(), parameters)).fetchall()


def content(own: OwnField) -> Any:
    return own.kept.content if own.kept else None
