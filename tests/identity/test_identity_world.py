"""The demo company's four lists, read over the wire and linked: every record at its account, none at another's."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from connectors.productdb.servers import asking, run_on
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connector_kit.connector import Connector, SourceRecord
from rotunda.connectors import hubspot, productdb, stripe, zendesk
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock, SystemClock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.sections.ids import AccountId, ConnectionId
from rotunda_world.model import World
from rotunda_world.productdb.database import ProductDatabase
from rotunda_world.simulators.hubspot import build as build_hubspot
from rotunda_world.simulators.stripe import build as build_stripe
from rotunda_world.simulators.zendesk import build as build_zendesk
from rotunda_world.truth import account_keys
from support.databases import MakeDatabase
from support.programs import connected, run_against
from support.simulators import served
from support.worlds import NOW, SEEDS, book

pytestmark = pytest.mark.slow

CONNECTORS: dict[str, Connector] = {
    "productdb": productdb.CONNECTOR,
    "hubspot": hubspot.CONNECTOR,
    "stripe": stripe.CONNECTOR,
    "zendesk": zendesk.CONNECTOR,
}
BUILDERS = {"hubspot": build_hubspot, "stripe": build_stripe, "zendesk": build_zendesk}
ACCOUNTS = 250

Lists = dict[str, list[SourceRecord]]
Linked = dict[tuple[str, str, str], AccountId]


class Book:
    """A world and what its four systems list."""

    def __init__(self, world: World, lists: Lists) -> None:
        self.world = world
        self.lists = lists


@pytest_asyncio.fixture(scope="module", params=SEEDS)
async def listed(request: pytest.FixtureRequest, postgres_server: EmbeddedPostgres) -> AsyncIterator[Book]:
    world = book(request.param, ACCOUNTS)
    lists = {"productdb": await list_product(postgres_server, world)}
    for source in BUILDERS:
        lists[source] = await list_over_http(source, world)
    yield Book(world, lists)


async def list_product(server: EmbeddedPostgres, world: World) -> list[SourceRecord]:
    source = ProductDatabase(await server.create_database(new_id("test_")), world)
    await source.prepare()
    url = source.reader_url(*source.upstream)
    transport = PostgresTransport(read_database_url(Secret(url)), AddressPolicy(["127.0.0.1"]), SystemClock())
    try:
        return [
            record
            for listing in productdb.CONNECTOR.records
            for record in await run_on(asking(transport), listing({}, NOW))
        ]
    finally:
        await transport.close()
        await source.drop_reader()


async def list_over_http(source: str, world: World) -> list[SourceRecord]:
    connector = CONNECTORS[source]
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(served(BUILDERS[source], world, clock=lambda: NOW))
        channel = await stack.enter_async_context(connected(connector.manifest, one))
        return [
            record
            for listing in connector.records
            for record in await run_against(channel, listing(one.simulator.form, NOW))
        ]


@pytest_asyncio.fixture(scope="module")
async def identity(listed: Book, make_database: MakeDatabase) -> AsyncIterator[Identity]:
    """With all four lists applied, as the directory does it."""
    async with fresh_identity(make_database) as one:
        await apply(one, listed.lists, ("productdb", "hubspot", "stripe", "zendesk"))
        yield one


@asynccontextmanager
async def fresh_identity(make_database: MakeDatabase) -> AsyncGenerator[Identity]:
    database = Database(await make_database())
    await database.open()
    yield Identity(database, SetClock(NOW))
    await database.close()


async def apply(identity: Identity, lists: Lists, order: Sequence[str]) -> None:
    for source in order:
        manifest = CONNECTORS[source].manifest
        await identity.apply_directory(ConnectionId(f"con_{source}"), manifest.source, manifest.category, lists[source])


async def linked_records(identity: Identity) -> Linked:
    """Account by source, record type and id."""
    accounts = await identity.account_ids()
    return {
        (connection.removeprefix("con_"), record_type, external_id): account
        for account, links in (await identity.links_of(accounts)).items()
        for connection, by_type in links.items()
        for record_type, ids in by_type.items()
        for external_id in ids
    }


def records_of(keys: Any) -> list[tuple[str, str, str]]:
    """What `account_keys` says, in the form of `linked_records`."""
    found = [("hubspot", "company", each) for each in keys.hubspot_company_ids]
    found += [("stripe", "customer", each) for each in keys.stripe_customer_ids]
    if keys.product_account_id:
        found.append(("productdb", "account", keys.product_account_id))
    if keys.zendesk_organization_id is not None:
        found.append(("zendesk", "organization", str(keys.zendesk_organization_id)))
    return found


async def test_every_record_is_linked_to_its_account(listed: Book, identity: Identity) -> None:
    linked = await linked_records(identity)
    owners: dict[AccountId, str] = {}
    for key, keys in account_keys(listed.world).items():
        accounts = {linked.get(record) for record in records_of(keys)}
        assert len(accounts) == 1, (key, {record: linked.get(record) for record in records_of(keys)})
        [account] = accounts
        assert account is not None, key
        assert owners.setdefault(account, key) == key
    assert len(linked) == sum(len(records_of(keys)) for keys in account_keys(listed.world).values())


async def test_whatever_the_order_no_record_is_linked_wrongly(listed: Book, make_database: MakeDatabase) -> None:
    """Helpdesk and payers come before anybody founds an account, the CRM before the product."""
    async with fresh_identity(make_database) as fresh:
        await apply(fresh, listed.lists, ("zendesk", "stripe", "hubspot", "productdb"))
        linked = await linked_records(fresh)
    meant = {record: key for key, keys in account_keys(listed.world).items() for record in records_of(keys)}
    owners: dict[AccountId, set[str]] = {}
    for record, account in linked.items():
        owners.setdefault(account, set()).add(meant[record])
    assert [keys for keys in owners.values() if len(keys) > 1] == []
    assert len(linked) > 0.97 * len(meant)


async def test_accounts_are_found_by_what_they_are_known_by(listed: Book, identity: Identity) -> None:
    linked = await linked_records(identity)
    for keys in list(account_keys(listed.world).values())[:60]:
        [account] = {linked[record] for record in records_of(keys)}
        for source, _, external_id in records_of(keys):
            assert [match.account.id for match in await identity.lookup(external=f"{source}:{external_id}")] == [
                account
            ]
        for contact_id in keys.hubspot_contact_ids[:3]:
            assert [m.account.id for m in await identity.lookup(external=f"hubspot:{contact_id}")] == [account]
        users = [contact for contact in keys.company.contacts if contact.product_user_id]
        for contact in users[:3]:
            found = await identity.lookup(email=(contact.product_email or contact.email).upper())
            assert account in {match.account.id for match in found}
            assert {match.by for match in found} == {"email"}


async def test_heads_say_who_it_is_and_whose(listed: Book, identity: Identity) -> None:
    linked = await linked_records(identity)
    account_of = {key: linked[records_of(keys)[0]] for key, keys in account_keys(listed.world).items()}
    rows = await identity.heads(account_of.values())
    for company in listed.world.companies:
        row = rows[account_of[company.key]]
        assert row.name == company.called("hubspot")
        assert (row.city, row.country, row.industry) == (company.city, company.country, company.industry)
        owners = {company.owner.email, *([company.csm.email] if company.csm else [])}
        assert set(row.owner_emails) == {email.lower() for email in owners}
        teams = {company.owner.team, *([company.csm.team] if company.csm else [])}
        assert set(row.teams) == teams
        assert row.parent == (account_of[company.parent.key] if company.parent else None)
        assert row.ownership.account == row.id
    parent = next(company.parent for company in listed.world.companies if company.parent)
    family = (await identity.around(account_of[parent.key])).family
    children = {account_of[each.key] for each in listed.world.companies if each.parent is parent}
    assert {row.id for row in family.children} == children
    assert [row.id for row in (await identity.around(next(iter(children)))).family.parents] == [account_of[parent.key]]
