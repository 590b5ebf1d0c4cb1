"""A book of customers with a timeline over it, and events about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.events import Event, EventType
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SourceName
from rotunda.sections.labels import Label
from rotunda.timeline.model import Entry
from rotunda.timeline.reading import Wanted, after
from rotunda.timeline.service import Timeline

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CRM = ConnectionId("con_crm")
ALL_TIME = {"since": datetime(1, 1, 1, tzinfo=UTC), "until": datetime(9999, 12, 31, tzinfo=UTC)}


def event(key: str, version: int = 1, **more: Any) -> Event:
    """An email with the company `1`, unless it says otherwise."""
    made: dict[str, Any] = {
        "type": EventType.EMAIL_SENT,
        "at": NOW - timedelta(days=1),
        "record": ("email", ExternalId(key)),
        "label": Label.COMMUNICATION,
        "whose": (("company", ExternalId("1")),),
        "subject": f"Subject of {key}",
    }
    return Event(key=key, version=version, **(made | more))


class TimelineBook:
    """Companies `1` (Acme) and `2` (Bolt) of a CRM, with Ada (`11`) and Bo (`12`) at the first."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock(NOW)
        self.identity = Identity(database, self.clock)
        self.timeline = Timeline(database, self.clock)

    async def list_source(self, *, companies: Sequence[str] = ("1", "2"), at: str = "1") -> None:
        """`at` is where Ada works."""
        names = {"1": "Acme", "2": "Bolt"}
        listed = [record("hubspot", each, name=names[each]) for each in companies]
        people = [
            person("hubspot", "11", at, name="Ada", emails=("ada@acme.com",)),
            person("hubspot", "12", "1", name="Bo", emails=("bo@acme.com",)),
        ]
        await self.identity.apply_directory(CRM, SourceName("hubspot"), CATEGORIES["hubspot"], [*listed, *people])

    async def account(self, external: str) -> AccountId:
        return (await self.identity.lookup(external=f"hubspot:{external}"))[0].account.id

    async def contact(self, external: str) -> ContactId:
        async with self.database.connection() as connection:
            query = "SELECT contact_id FROM contact_link WHERE external_id = %s AND revoked_at IS NULL"
            row = await (await connection.execute(query, (external,))).fetchone()
        assert row is not None
        return ContactId(row[0])

    async def of(self, *accounts: AccountId, contacts: Sequence[ContactId] = (), **more: Any) -> list[Entry]:
        """All there is, newest first."""
        kinds = tuple(await self.timeline.kinds())
        asked = Wanted(**(ALL_TIME | {"accounts": accounts, "contacts": contacts, "kinds": kinds} | more))
        return await self.timeline.page(asked, after(ALL_TIME["until"]), limit=1000)

    async def subjects(self, *accounts: AccountId, **more: Any) -> list[str | None]:
        return [each.subject for each in await self.of(*accounts, **more)]
