"""The demo company's HubSpot portal: every record as the world is at this moment."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from rotunda_world.model import Company, Contact, Deal, Engagement, Teammate, World
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.hubspot import kinds
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.live_index import LiveIndex

UI_DOMAIN = "app-eu1.hubspot.com"

EXCHANGE_RATES: Mapping[str, Decimal] = {
    "CHF": Decimal("1.06"),
    "GBP": Decimal("1.16"),
    "JPY": Decimal("0.0061"),
    "KWD": Decimal("2.98"),
    "USD": Decimal("0.92"),
}
"""What one unit of a currency is worth in euros, as an administrator of the portal once entered it."""


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """One of the records that the CRM has of a company: the first, or a duplicate."""

    company: Company
    hubspot_id: str

    @property
    def is_first(self) -> bool:
        return self.company.hubspot_ids[0] == self.hubspot_id


@dataclass(frozen=True, slots=True)
class Archived:
    """An engagement in the recycling bin."""

    record: Engagement
    at: datetime


Source = CompanyRecord | Contact | Deal | Engagement


class Portal:
    """Records by kind. A company's people, deals and engagements are spread over its duplicates, always the same way:
    each belongs to one of them.
    """

    def __init__(self, running: RunningWorld) -> None:
        self._running = running
        self.touched: dict[str, datetime] = {}
        """When records changed that do not say so themselves, by id."""
        self.archived: dict[Kind, list[Archived]] = {kind: [] for kind in kinds.KINDS}
        """What was deleted through the API."""
        self._indexes: dict[Kind, LiveIndex[Any]] = {
            kind: LiveIndex(self._companies, _RECORDS[kind], id_of) for kind in kinds.KINDS
        }
        self._numbers: dict[Kind, tuple[list[str | None], list[int]]] = {}
        self.contact_by_email = LiveIndex(self._companies, _contacts, lambda one: email_of(one).lower())

    @property
    def world(self) -> World:
        return self._running.world

    @property
    def now(self) -> datetime:
        return self._running.clock()

    def records(self, kind: Kind) -> Iterator[Source]:
        return iter(self._indexes[kind])

    def find(self, kind: Kind, record_id: str) -> Source | None:
        return self._indexes[kind].get(record_id)

    def numbers(self, kind: Kind) -> list[int]:
        """The ids of all records of a kind, ascending. Sorted anew only when the ids are not the same any more."""
        ids = _ids(kind, self.world.companies)
        kept = self._numbers.get(kind)
        if kept is None or kept[0] != ids:
            kept = self._numbers[kind] = (ids, sorted(int(one) for one in ids if one))
        return kept[1]

    def records_of(self, kind: Kind, company: Company) -> Iterable[Source]:
        return self._indexes[kind].of(company)

    def owner(self, owner_id: str) -> Teammate | None:
        return next((one for one in self.world.teammates if one.hubspot_owner_id == owner_id), None)

    def children(self, company: Company) -> list[Company]:
        return [one for one in self.world.companies if one.parent is company and one.hubspot_ids]

    def _companies(self) -> Sequence[Company]:
        return self.world.companies


def id_of(source: Source) -> str:
    return source.hubspot_id or ""


def company_of(source: Source) -> Company:
    return source.company


def home_of(source: Contact | Deal | Engagement) -> CompanyRecord | None:
    """The company record that it belongs to; None when the CRM has no record of its company."""
    ids = source.company.hubspot_ids
    if isinstance(source, Engagement) and source.home is not None:
        return CompanyRecord(source.company, source.home) if source.home in ids else None
    if not ids:
        return None
    return CompanyRecord(source.company, ids[zlib.crc32(id_of(source).encode()) % len(ids)])


def email_of(contact: Contact) -> str:
    """As the CRM spells it."""
    return contact.hubspot_email or contact.email


def _company_records(company: Company) -> Iterator[CompanyRecord]:
    return (CompanyRecord(company, hubspot_id) for hubspot_id in company.hubspot_ids)


def _contacts(company: Company) -> Iterator[Contact]:
    return (contact for contact in company.contacts if contact.hubspot_id)


def _engagements(kind: Kind) -> Callable[[Company], Iterator[Engagement]]:
    return lambda company: (one for one in company.engagements if one.kind == kind.name)


def _ids(kind: Kind, companies: Sequence[Company]) -> list[str | None]:
    """In plain loops: this runs for every page of a list."""
    if kind is kinds.COMPANIES:
        return [one for company in companies for one in company.hubspot_ids]
    if kind is kinds.CONTACTS:
        return [one.hubspot_id for company in companies for one in company.contacts]
    if kind is kinds.DEALS:
        return [one.hubspot_id for company in companies for one in company.deals]
    name = kind.name
    return [one.hubspot_id for company in companies for one in company.engagements if one.kind == name]


_RECORDS: Mapping[Kind, Callable[[Company], Iterable[Any]]] = {
    kinds.COMPANIES: _company_records,
    kinds.CONTACTS: _contacts,
    kinds.DEALS: lambda company: company.deals,
    # The demo company answers tickets elsewhere, and sells without HubSpot's quotes.
    kinds.TICKETS: lambda _: (),
    kinds.LINE_ITEMS: lambda _: (),
    kinds.QUOTES: lambda _: (),
    **{kind: _engagements(kind) for kind in kinds.ENGAGEMENTS},
}
