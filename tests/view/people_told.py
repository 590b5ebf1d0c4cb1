"""36 people of whom sources tell, and what is kept of them by hand; every value is missing somewhere."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SectionName, SourceName
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.people.model import Person as Known
from rotunda.sections.provenance import Category, Mode, Origin, Ref
from rotunda.sections.section import Sourcepart
from rotunda.sections.support.model import Severity, SupportPart, Ticket, TicketStatus
from rotunda.view.index.writer import FactWriter
from rotunda.view.page.merged import Merged
from support.searching import HOUSE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINE, THEIRS = AccountId(f"acc_{1:020d}"), AccountId(f"acc_{2:020d}")


class Someone:
    """One of 36 people; every value is missing somewhere."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.id = f"per_{number:020d}"
        self.account = [MINE, THEIRS, None][number % 3]
        self.seen = None if number % 4 == 0 else NOW - timedelta(hours=number * 31 % 500)
        self.role = [None, "admin", "Écrivain", "viewer, deactivated"][number % 4]
        self.tickets = None if number % 5 == 0 else number % 4
        self.score = None if number % 7 == 0 else [3, -2, 0.5, -40, 1000, 0][number % 6]
        self.region = None if number % 6 == 0 else ["EU", "us", "Öst"][number % 3]
        self.worth = (
            None if number % 2 == 0 else {"amount_minor": number * 1_000, "currency": ["EUR", "USD"][number % 4 // 2]}
        )
        self.since = None if number % 8 == 0 else f"2026-{number % 12 + 1:02d}-05"
        self.tags = None if number % 3 == 0 else [["vip"], ["vip", "board"], ["Pilot"]][number // 3 % 3]

    @property
    def told(self) -> bool:
        """Nobody tells of people of no account."""
        return self.account is not None


PEOPLE = [Someone(number) for number in range(36)]
OWN = (("score", "number"), ("region", "text"), ("worth", "money"), ("since", "date"), ("secret", "text"))


def ref(number: int, source: str = "zendesk") -> Ref:
    return Ref(SourceName(source), "user", ExternalId(str(number)))


def origin(source: str = "zendesk", at: datetime = NOW) -> Origin:
    return Origin(SourceName(source), ConnectionId(f"con_{source}"), Category.SUPPORT, Mode.LIVE, at)


def ticket(number: int, whose: int, *, still_open: bool) -> Ticket:
    return Ticket(
        ref=Ref(SourceName("zendesk"), "ticket", ExternalId(str(number))),
        number=str(number),
        subject="Hello",
        status=TicketStatus.OPEN if still_open else TicketStatus.SOLVED,
        severity=Severity.NORMAL,
        created_at=NOW,
        updated_at=NOW,
        requester_ref=ref(whose),
    )


async def told(database: Database, account: AccountId, section: str, *parts: Sourcepart[Any]) -> None:
    """As a page does that has read these parts."""
    writer = FactWriter(database, SetClock(NOW))
    known = HOUSE.sections[SectionName(section)]
    newest = max((each.origin for each in parts), key=lambda each: each.as_of)
    writer.hear(account, Merged(known, (), known.merge(parts, newest.as_of), newest), parts)
    await writer.settled()


def seen_of(people: Sequence[Someone], source: str = "productdb", at: datetime = NOW) -> Sourcepart[PeoplePart]:
    known = [
        Known(ref=ref(each.number, source), name="x", last_seen_at=each.seen, product_role=each.role) for each in people
    ]
    return Sourcepart(origin(source, at), PeoplePart(known, len(known)))


def tickets_of(people: Sequence[Someone]) -> Sourcepart[SupportPart]:
    tickets = [
        ticket(100 * each.number + n, each.number, still_open=n < each.tickets)
        for each in people
        if each.tickets is not None
        for n in range(4)
    ]
    return Sourcepart(origin(), SupportPart([], tickets))


async def own(database: Database, contact: str, name: str, value: Any) -> None:
    await database.execute(
        "INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at) "
        "VALUES (%s, 'contact', %s, %s, 1, %s) "
        "ON CONFLICT (customer_id, field_id) DO UPDATE SET value = excluded.value",
        (contact, "fld_contact_tags" if name == "tags" else f"fld_{name}", Jsonb(value), NOW),
    )


async def link(database: Database, contact: str, number: int, source: str) -> None:
    await database.execute(
        "INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, "
        "evidence, linked_at) VALUES (%s, %s, %s, 'user', %s, 'founded', 1, '{}', now())",
        (contact, f"con_{source}", source, str(number)),
    )
