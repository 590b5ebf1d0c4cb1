"""The demo company's product database: what is read of every account is the truth."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from connectors.productdb.servers import Ask, asking, run_on
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connector_kit.connector import SourceRecord
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.productdb.requests import list_accounts, list_users, read_people, read_profile, read_usage
from rotunda.kit.clock import SystemClock
from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.profile.model import ProfilePart
from rotunda.sections.provenance import Category, Mode, Origin
from rotunda.sections.section import Sourcepart
from rotunda.sections.usage.merge import merge
from rotunda.sections.usage.model import UsagePart
from rotunda_world.model import Company
from rotunda_world.productdb.database import ProductDatabase
from rotunda_world.truth import truth
from support.worlds import NOW, book

WORLD = book(7, 25)
ORIGIN = Origin(SourceName("productdb"), ConnectionId("con_1"), Category.PRODUCT, Mode.LIVE, NOW)


@pytest_asyncio.fixture(scope="module")
async def ask(postgres_server: EmbeddedPostgres) -> AsyncIterator[Ask]:
    database = ProductDatabase(await postgres_server.create_database(new_id("test_")), WORLD)
    await database.prepare()
    url = database.reader_url(*database.upstream)
    transport = PostgresTransport(read_database_url(Secret(url)), AddressPolicy(["127.0.0.1"]), SystemClock())
    yield asking(transport)
    await transport.close()
    await database.drop_reader()


def accounts() -> list[Company]:
    return [company for company in WORLD.companies if company.product_account_id]


def customer_of(company: Company) -> Customer:
    return Customer({"account": [ExternalId(str(company.product_account_id))]}, NOW, {})


async def test_every_account_s_usage_is_the_truth(ask: Ask) -> None:
    assert len(accounts()) > 15
    for company in accounts():
        part: UsagePart = await run_on(ask, read_usage(customer_of(company)))
        view = merge([Sourcepart(ORIGIN, part)], NOW)
        shown: dict[str, Any] = {
            "users_total": view.users_total,
            "active_users_7d": view.active_7d,
            "active_users_30d": view.active_30d,
            "active_users_previous_7d": part.active_previous_7d,
            "features_adopted": view.features_adopted,
            "features_available": view.features_available,
            "last_active_day": view.last_active_at.date().isoformat() if view.last_active_at else None,
            "seats": view.seats_purchased,
        }
        expected = truth(WORLD, company, NOW)
        assert shown == {name: expected[name] for name in shown}, company.key


async def test_every_account_s_standing_and_people_are_the_world_s(ask: Ask) -> None:
    for company in accounts():
        profile: ProfilePart = await run_on(ask, read_profile(customer_of(company)))
        people: PeoplePart = await run_on(ask, read_people(customer_of(company)))
        expected = truth(WORLD, company, NOW)
        assert (profile.plan, profile.product_status) == (expected["plan"], expected["product_status"])
        assert [owner.email for owner in profile.owners] == [each for each in [expected["csm_email"]] if each]
        assert profile.name == company.called("product")
        assert profile.feature_flags == sorted(set(company.flags))
        users = [contact for contact in company.contacts if contact.product_user_id]
        assert {each.email for each in people.people} == {each.product_email or each.email for each in users}
        assert people.total == len(users)


async def test_the_directory_holds_every_account_and_user(ask: Ask) -> None:
    records: list[SourceRecord] = await run_on(ask, list_accounts({}, NOW))
    assert {each.external_id for each in records} == {company.product_account_id for company in accounts()}
    people: list[SourceRecord] = await run_on(ask, list_users({}, NOW))
    expected = {
        (contact.product_user_id, company.product_account_id)
        for company in accounts()
        for contact in company.contacts
        if contact.product_user_id
    }
    assert {(each.external_id, each.company) for each in people} == expected
