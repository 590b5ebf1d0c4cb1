"""A world with its vendors up: spoil and heal them, change facts, ask for the truth."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rotunda_world import changes
from rotunda_world.model import Activity, Company, Contact, Payer
from rotunda_world.productdb.vendor import ProductDatabaseVendor
from rotunda_world.running import Conditions, Fault, Latency, RunningWorld
from rotunda_world.server.http_vendor import HttpVendor
from rotunda_world.server.requests_seen import RequestsSeen
from rotunda_world.server.vendors import Vendor
from rotunda_world.server.webhook_sender import Delivery, WebhookSender
from rotunda_world.simulators.simulator import Changed, Telling
from rotunda_world.truth import AccountKeys, account_keys, company_of, truth
from rotunda_world.truth.contacts import persons, records_of


class NoSuchVendor(LookupError):
    """There is no vendor of this name, or it has no webhooks."""


@dataclass(slots=True, repr=False)
class LiveWorld:
    """What tests hold in their hands, and what the control API is made of."""

    running: RunningWorld
    seen: RequestsSeen
    sender: WebhookSender
    vendors: dict[str, Vendor]
    control_url: str = ""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def addresses(self) -> dict[str, Any]:
        """The control API's address, and each vendor's address and connection form."""
        return {
            "control": self.control_url,
            "vendors": {slug: vendor.address for slug, vendor in self.vendors.items()},
        }

    @property
    def forms(self) -> dict[str, dict[str, str]]:
        """What a person types to connect each vendor."""
        return {slug: vendor.form for slug, vendor in self.vendors.items()}

    def vendor(self, slug: str) -> Vendor:
        """Raises NoSuchVendor."""
        if slug not in self.vendors:
            raise NoSuchVendor(f"There is no vendor {slug!r}. There are {', '.join(self.vendors)}.")
        return self.vendors[slug]

    def conditions(self, slug: str) -> Conditions:
        """Raises NoSuchVendor."""
        return self.running.of(self.vendor(slug).vendor)

    async def set_conditions(self, slug: str, conditions: Conditions) -> None:
        """From now on the vendor behaves like this. Raises NoSuchVendor."""
        vendor = self.vendor(slug)
        async with self._one_at_a_time:
            self.running.conditions[slug] = conditions
            await vendor.apply(conditions)

    async def set_fault(self, slug: str, fault: Fault | None) -> None:
        """Only the fault; latency and limits stay as they are."""
        now = self.conditions(slug)
        await self.set_conditions(slug, Conditions(fault, now.latency, now.limits_enforced))

    async def set_latency(self, slug: str, median_ms: float, p99_ms: float) -> None:
        """Only the latency; fault and limits stay as they are."""
        now = self.conditions(slug)
        await self.set_conditions(slug, Conditions(now.fault, Latency(median_ms, p99_ms), now.limits_enforced))

    async def heal(self, slug: str | None = None) -> None:
        """Healthy again, at once and within the limits; without a name, all of them."""
        for one in [slug] if slug is not None else list(self.vendors):
            await self.set_conditions(one, Conditions())

    async def change(self, name: str, /, **parameters: object) -> list[Changed]:
        """Changes a fact in the world and in the product database, and sends the webhooks.

        Raises changes.ChangeRefused with nothing changed.
        """
        return (await self.change_and_tell(name, parameters))[0]

    async def change_and_tell(
        self, name: str, parameters: Mapping[str, object]
    ) -> tuple[list[Changed], list[Delivery]]:
        """The same; also what was put on its way."""
        async with self._one_at_a_time:
            changed = changes.apply(self.running, name, parameters)
            await self._refresh_product(changed)
            return changed, self._tell(changed)

    def tell(self, changed: Changed) -> None:
        """Sends the webhooks about something that was changed through a vendor's own API."""
        self._tell([changed])

    def truth(self, account: str) -> dict[str, Any]:
        """The expected figures of one account, by its key or any external id. Raises KeyError."""
        return truth(self.running.world, self.company(account), self.running.clock())

    def company(self, account: str) -> Company:
        """By its key or any external id. Raises KeyError."""
        return company_of(self.running.world, account) or self.running.world.company(account)

    def accounts(self) -> Sequence[AccountKeys]:
        """Every account with the ids of its records."""
        return list(account_keys(self.running.world).values())

    def people(self) -> list[dict[str, Any]]:
        """Every person with all records of them, in whatever systems and at whatever companies."""
        return [
            {"key": key, "name": held[0].name, "records": sorted(set[str]().union(*map(records_of, held)))}
            for key, held in persons(self.running.world).items()
        ]

    def requests(self) -> dict[str, dict[str, int]]:
        """Counts by vendor and path pattern since the last reset."""
        return self.seen.all()

    def reset_requests(self) -> None:
        self.seen.reset()

    def point_webhooks(self, slug: str, url: str | None) -> str:
        """Where this vendor sends its webhooks; None: nowhere. Answers the secret that signs them. Raises NoSuchVendor
        for one that sends none.
        """
        secret = self.telling_of(slug).webhook_secret
        self.sender.point(slug, url)
        return secret

    def telling_of(self, slug: str) -> Telling:
        """Raises NoSuchVendor."""
        vendor = self.vendor(slug)
        return vendor.telling if isinstance(vendor, ProductDatabaseVendor) else self.simulator_of(slug).simulator

    def simulator_of(self, slug: str) -> HttpVendor:
        """Raises NoSuchVendor for a vendor without webhooks, too."""
        vendor = self.vendor(slug)
        if not isinstance(vendor, HttpVendor):
            raise NoSuchVendor(f"{slug} sends no webhooks.")
        return vendor

    def _tell(self, changed: Sequence[Changed]) -> list[Delivery]:
        simulators = [self.telling_of(slug) for slug in self.vendors]
        return [
            delivery
            for one in changed
            for simulator in simulators
            for body in simulator.webhooks(one)
            for delivery in self.sender.send(simulator, body)
        ]

    async def _refresh_product(self, changed: Sequence[Changed]) -> None:
        """Only accounts of which the product itself holds something that changed."""
        database = self.vendors.get("productdb")
        touched = {company.key: company for one in changed if (company := _in_product(one.record)) is not None}
        if isinstance(database, ProductDatabaseVendor) and touched:
            await database.refresh(list(touched.values()))


def _in_product(record: object) -> Company | None:
    match record:
        case Company():
            return record
        case Contact() | Payer():
            return record.company
        case Activity():
            return record.user.company
        case _:
            return None
