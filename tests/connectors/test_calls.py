"""A good neighbour: how many requests a section costs, and a page, in which sections share what they both need.

A count that rises here is a page that costs every customer more of what a vendor allows.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from connectors.productdb.recording import RECORDING as PRODUCT
from rotunda.connections.health import HealthLedger
from rotunda.connections.model import Health
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.contract import drive, feed, noting
from rotunda.connector_kit.requests import AnyRequest, Customer
from rotunda.connectors.hubspot import CONNECTOR as HUBSPOT
from rotunda.connectors.stripe import CONNECTOR as STRIPE
from rotunda.connectors.zendesk import CONNECTOR as ZENDESK
from rotunda.kit.clock import SystemClock
from rotunda.reading.alarm import Timing
from rotunda.reading.line import Errand, Line
from rotunda.reading.model import Priority
from rotunda.sections.ids import ConnectionId, ExternalId, SectionName
from rotunda_world.model import Company
from rotunda_world.simulators.hubspot import build as build_hubspot
from rotunda_world.simulators.stripe import build as build_stripe
from rotunda_world.simulators.zendesk import build as build_zendesk
from support.programs import PATIENCE, connected
from support.simulators import MOMENT, served, small_world

Knows = Callable[[Company], bool]


class Counted:
    """One vendor over the product's own line, and one customer in it."""

    def __init__(self, line: Line, connector: Connector, customer: Customer) -> None:
        self.line = line
        self.connector = connector
        self.customer = customer

    async def read(self, *sections: str) -> int:
        """How many requests it takes to read these sections at the same moment."""
        before = self.line.counts.calls
        await asyncio.gather(*(self._read(SectionName(name)) for name in sections))
        return self.line.counts.calls - before

    async def part(self, section: str) -> Any:
        return await self._read(SectionName(section))

    async def _read(self, name: SectionName) -> Any:
        deadline = SystemClock().monotonic() + PATIENCE
        program = self.connector.sections[name](self.customer)
        return await self.line.run(program, Errand(Priority.PERSON, deadline, deadline))


@asynccontextmanager
async def counted(
    build: Any, connector: Connector, record_type: str, ids_of: Callable[[Company], list[str]], typical: Knows
) -> AsyncIterator[Counted]:
    world = small_world()
    ids = next(ids for company in world.companies if len(ids := ids_of(company)) == 1 and typical(company))
    clock = SystemClock()
    async with served(build, world) as one, connected(connector.manifest, one) as channel:
        health = HealthLedger(_forget, clock)
        line = Line(ConnectionId("con_1"), connector.manifest, channel, health, Timing.of_loop(clock))
        records = {record_type: [ExternalId(each) for each in ids]}
        yield Counted(line, connector, Customer(records, MOMENT, one.simulator.form))


async def _forget(_: Mapping[ConnectionId, Health]) -> None:
    """How the source is doing is nobody's business here."""


def has_everything(company: Company) -> bool:
    kinds = {each.kind for each in company.engagements}
    return kinds >= {"emails", "calls", "meetings", "notes", "tasks"} and bool(company.deals) and company.parent is None


async def test_a_page_costs_hubspot_eleven_requests() -> None:
    alone = {"profile": 1, "deals": 2, "people": 3, "communication": 8, "upcoming": 4}
    async with counted(build_hubspot, HUBSPOT, "company", lambda one: one.hubspot_ids, has_everything) as hubspot:
        # Once an hour for all customers: the portal, present and former owners, pipelines, outcomes of calls.
        assert await hubspot.read(*alone) == 11 + 5
        assert await hubspot.read(*alone) == 11
        assert {name: await hubspot.read(name) for name in alone} == alone


async def test_a_parent_costs_one_more() -> None:
    async with counted(
        build_hubspot, HUBSPOT, "company", lambda one: one.hubspot_ids, lambda one: bool(one.parent)
    ) as hubspot:
        await hubspot.read("profile")
        assert await hubspot.read("profile") == 2


def pays(company: Company) -> bool:
    return any(payer.subscriptions for payer in company.payers)


def payers(company: Company) -> list[str]:
    return [payer.stripe_id for payer in company.payers]


async def test_a_page_costs_stripe_four_requests() -> None:
    async with counted(build_stripe, STRIPE, "customer", payers, pays) as stripe:
        first = await stripe.read("billing", "upcoming")
        assert 4 < first <= 6  # And what the subscriptions refer to, once an hour for all customers.
        assert await stripe.read("billing", "upcoming") == 4
        assert [await stripe.read("billing"), await stripe.read("upcoming")] == [4, 1]


def organization(company: Company) -> list[str]:
    return [str(company.zendesk_org_id)] if company.zendesk_org_id else []


async def test_a_page_costs_zendesk_one_request() -> None:
    async with counted(build_zendesk, ZENDESK, "organization", organization, lambda one: len(one.tickets) > 3) as desk:
        assert await desk.read("support") == 1


@pytest.mark.parametrize(("section", "queries"), [("profile", 1), ("usage", 3), ("people", 1)])
def test_a_page_costs_the_product_database_five_queries(section: str, queries: int) -> None:
    asked: list[AnyRequest] = []
    drive(PRODUCT.connector.sections[SectionName(section)](PRODUCT.customer), noting(feed(PRODUCT), asked))
    assert len(asked) == queries


async def test_what_was_said_costs_zendesk_one_request_for_each_ticket() -> None:
    """Zendesk lists comments ticket by ticket, so whoever shows several decides how many."""
    async with counted(build_zendesk, ZENDESK, "organization", organization, lambda one: len(one.tickets) > 3) as desk:
        part = await desk.part("support")
        asked = [each.ref.external_id for each in part.tickets[:3]]
        before = desk.line.counts.calls
        deadline = SystemClock().monotonic() + PATIENCE
        assert ZENDESK.threads is not None
        program = ZENDESK.threads.read(asked, desk.customer.settings)
        found = await desk.line.run(program, Errand(Priority.PERSON, deadline, deadline))
        assert (found.keys(), desk.line.counts.calls - before) == (set(asked), 3)
