"""The connector over real HTTP: what it says of every account is the world's truth."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from rotunda.connector_kit.connector import Declared, Find, SourceRecord
from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.hubspot import CONNECTOR
from rotunda.connectors.hubspot.customers import find, list_companies, list_contacts
from rotunda.connectors.hubspot.requests import (
    read_communication,
    read_deals,
    read_people,
    read_profile,
    read_upcoming,
)
from rotunda.sections.communication.merge import merge as merge_communication
from rotunda.sections.communication.model import Channel as Way
from rotunda.sections.communication.model import CommunicationPart, Direction
from rotunda.sections.deals.merge import merge as merge_deals
from rotunda.sections.deals.model import DealsPart
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.people.model import BuyingRole, PeoplePart
from rotunda.sections.profile.model import Owner, ProfilePart
from rotunda.sections.provenance import Category, Mode, Origin
from rotunda.sections.section import Sourcepart
from rotunda.sections.upcoming.merge import merge as merge_upcoming
from rotunda.sections.upcoming.model import UpcomingKind, UpcomingPart
from rotunda_world.model import Company, Engagement
from rotunda_world.simulators.hubspot import build
from rotunda_world.truth import truth
from support.programs import Source, connected, run_against
from support.simulators import MOMENT, served, small_world

ORIGIN = Origin(SourceName("hubspot"), ConnectionId("con_1"), Category.CRM, Mode.LIVE, MOMENT)
PAGE = "https://app-eu1.hubspot.com/contacts/48210077/record/"


@pytest_asyncio.fixture(scope="module", params=[7, 11, 23])
async def hubspot(request: pytest.FixtureRequest) -> AsyncIterator[Source]:
    async with served(build, small_world(request.param)) as one, connected(CONNECTOR.manifest, one) as channel:
        yield Source(one, channel)


def customer_of(company: Company) -> Customer:
    return Customer({"company": [ExternalId(each) for each in company.hubspot_ids]}, MOMENT, {})


def of_kind(company: Company, *kinds: str) -> list[Engagement]:
    return [each for each in company.engagements if each.kind in kinds]


async def test_every_account_s_deals_are_the_truth(hubspot: Source) -> None:
    for company in hubspot.world.companies:
        part: DealsPart = await run_against(hubspot.channel, read_deals(customer_of(company)))
        view = merge_deals([Sourcepart(ORIGIN, part)], MOMENT)
        expected = truth(hubspot.world, company, MOMENT)
        shown: dict[str, Any] = {
            "open_deals": len(view.open_deals),
            "open_deal_value": [_plain(made.money) for made in view.open_value],
            "open_deal_weighted": [_plain(made.money) for made in view.weighted_value],
            "won_deals": view.won_count,
            "lost_deals": view.lost_count,
        }
        assert shown == {name: expected[name] for name in shown}, company.key


def _plain(money: Any) -> dict[str, Any]:
    return {"amount_minor": money.amount_minor, "currency": money.currency}


async def test_deals_stand_where_the_world_put_them(hubspot: Source) -> None:
    for company in hubspot.world.companies:
        part: DealsPart = await run_against(hubspot.channel, read_deals(customer_of(company)))
        by_id = {deal.hubspot_id: deal for deal in company.deals}
        assert {deal.ref.external_id for deal in part.deals} == set(by_id)
        for deal in part.deals:
            meant = by_id[deal.ref.external_id]
            assert deal.name == meant.name
            assert deal.stage.id == meant.stage.value
            assert deal.owner == meant.owner.name
            assert deal.entered_stage_at == meant.stages[-1].entered_at
            assert deal.close_on == meant.close_on.date()
            assert deal.ref.url == f"{PAGE}0-3/{meant.hubspot_id}"


async def test_last_touch_and_entries_are_the_truth(hubspot: Source) -> None:
    for company in hubspot.world.companies:
        part: CommunicationPart = await run_against(hubspot.channel, read_communication(customer_of(company)))
        view = merge_communication([Sourcepart(ORIGIN, part)], MOMENT)
        shown = view.last_touch_at.isoformat() if view.last_touch_at else None
        assert shown == truth(hubspot.world, company, MOMENT)["last_touch_at"], company.key
        past = [each for each in of_kind(company, "emails", "calls", "meetings", "notes") if each.at <= MOMENT]
        assert not part.truncated
        assert Counter(entry.ref.external_id for entry in part.entries) == Counter(each.hubspot_id for each in past)


async def test_entries_say_what_was_said(hubspot: Source) -> None:
    names = {"emails": Way.EMAIL, "calls": Way.CALL, "meetings": Way.MEETING, "notes": Way.NOTE}
    for company in hubspot.world.companies[:12]:
        part: CommunicationPart = await run_against(hubspot.channel, read_communication(customer_of(company)))
        by_id = {each.hubspot_id: each for each in company.engagements}
        for entry in part.entries:
            meant = by_id[entry.ref.external_id]
            assert entry.channel is names[meant.kind]
            assert entry.at == meant.at
            assert entry.teammate == meant.owner.name
            assert "<" not in (entry.text or "")
            if meant.kind == "emails":
                inbound = meant.direction == "INCOMING_EMAIL"
                assert entry.direction is (Direction.INBOUND if inbound else Direction.OUTBOUND)
                assert len(entry.participants) >= 2
            if meant.kind == "calls":
                assert entry.duration_seconds == (None if meant.duration_ms is None else meant.duration_ms // 1000)
                assert (entry.outcome is None) == (meant.disposition is None)
            if meant.kind in {"calls", "meetings"}:
                present = {contact.name.strip() for contact in meant.contacts if contact.hubspot_id}
                assert set(entry.participants) == present


async def test_what_is_coming_is_the_truth(hubspot: Source) -> None:
    for company in hubspot.world.companies:
        part: UpcomingPart = await run_against(hubspot.channel, read_upcoming(customer_of(company)))
        view = merge_upcoming([Sourcepart(ORIGIN, part)], MOMENT)
        shown = view.next_meeting_at.isoformat() if view.next_meeting_at else None
        expected = truth(hubspot.world, company, MOMENT)
        assert shown == expected["next_meeting_at"], company.key
        tasks = [each for each in of_kind(company, "tasks") if each.status != "COMPLETED"]
        listed = {item.ref.external_id: item for item in part.engagements if item.kind is UpcomingKind.TASK}
        assert {number: item.overdue for number, item in listed.items()} == {
            each.hubspot_id: each.at < MOMENT for each in tasks
        }
        assert len(part.deals) == expected["open_deals"]


async def test_who_the_company_is(hubspot: Source) -> None:
    for company in hubspot.world.companies:
        part: ProfilePart = await run_against(hubspot.channel, read_profile(customer_of(company)))
        assert part.name == company.called("hubspot")
        assert part.domain == company.domain
        assert part.employees == company.employees
        assert (part.city, part.country) == (company.city, company.country)
        assert part.ref.url == f"{PAGE}0-2/{company.hubspot_ids[0]}"
        assert [ref.external_id for ref in (part.ref, *part.further_refs)] == company.hubspot_ids
        owner = company.owner
        assert part.owners == [Owner(role="owner", name=owner.name, email=owner.email, team=owner.team)]
        expected = company.parent.hubspot_ids[0] if company.parent and company.parent.hubspot_ids else None
        assert (part.parent.ref.external_id if part.parent else None) == expected
        assert (part.parent.name if part.parent else None) == (
            company.parent.called("hubspot") if company.parent and expected else None
        )


async def test_people_and_what_they_decide(hubspot: Source) -> None:
    roles = {
        "CHAMPION": BuyingRole.CHAMPION,
        "DECISION_MAKER": BuyingRole.DECISION_MAKER,
        "EXECUTIVE_SPONSOR": BuyingRole.DECISION_MAKER,
        "BUDGET_HOLDER": BuyingRole.ECONOMIC_BUYER,
        "INFLUENCER": BuyingRole.INFLUENCER,
        "BLOCKER": BuyingRole.BLOCKER,
        "END_USER": BuyingRole.END_USER,
    }
    for company in hubspot.world.companies:
        part: PeoplePart = await run_against(hubspot.channel, read_people(customer_of(company)))
        meant = {contact.hubspot_id: contact for contact in company.contacts if contact.hubspot_id}
        assert part.total == len(meant)
        assert {person.ref.external_id for person in part.people} == set(meant)
        for person in part.people:
            contact = meant[person.ref.external_id]
            assert person.email == (contact.hubspot_email or contact.email)
            assert set(person.roles) == {roles[role] for role in contact.buying_roles if role in roles}


async def test_every_company_is_listed_with_what_identifies_it(hubspot: Source) -> None:
    records: list[SourceRecord] = await run_against(hubspot.channel, list_companies({}, MOMENT))
    by_id = {record.external_id: record for record in records}
    assert len(by_id) == len(records)
    assert set(by_id) == {each for company in hubspot.world.companies for each in company.hubspot_ids}
    for company in hubspot.world.companies:
        record = by_id[ExternalId(company.hubspot_ids[0])]
        account = company.product_account_id if company.hubspot_declares_account else None
        assert [one.external_id for one in record.declared] == ([account] if account else [])
        assert record.domains == tuple(filter(None, (company.domain, *company.further_domains)))
        assert record.owner_emails == (company.owner.email,)
        assert record.owner_teams == (company.owner.team,)
        assert record.founds_account


async def test_every_contact_is_listed_at_its_company(hubspot: Source) -> None:
    records: list[SourceRecord] = await run_against(hubspot.channel, list_contacts({}, MOMENT))
    meant = {
        contact.hubspot_id: company
        for company in hubspot.world.companies
        for contact in company.contacts
        if contact.hubspot_id
    }
    assert {record.external_id for record in records} == set(meant)
    for record in records:
        assert record.is_person
        assert record.company in meant[record.external_id].hubspot_ids
        assert record.emails
        assert not record.verified_emails


async def test_a_company_is_found_by_each_of_its_keys(hubspot: Source) -> None:
    world = hubspot.world
    unique = Counter(company.domain for company in world.companies)
    company = next(
        each
        for each in world.companies
        if each.product_account_id and each.hubspot_declares_account and unique[each.domain] == 1 and each.domain
    )
    contact = next(contact for contact in company.contacts if contact.hubspot_id)
    account = Declared(SourceName("productdb"), ExternalId(company.product_account_id or ""))
    named = Declared(SourceName("hubspot"), ExternalId(company.hubspot_ids[0]))
    for wanted in (
        Find(own_ids=(account,), now=MOMENT),
        Find(declared=(named,), now=MOMENT),
        Find(domains=(company.domain or "",), now=MOMENT),
        Find(emails=((contact.hubspot_email or contact.email).upper(),), now=MOMENT),
    ):
        found: list[SourceRecord] = await run_against(hubspot.channel, find(wanted))
        assert {record.external_id for record in found} & set(company.hubspot_ids), wanted
    stranger = Find(domains=("nobody-at-all.test",), emails=("nobody@nobody-at-all.test",), now=MOMENT)
    assert await run_against(hubspot.channel, find(stranger)) == []


async def test_a_deleted_company_is_gone(hubspot: Source) -> None:
    with pytest.raises(Gone):
        await run_against(hubspot.channel, read_profile(Customer({"company": [ExternalId("999")]}, MOMENT, {})))


async def test_the_past_ends_at_the_moment_of_the_reading(hubspot: Source) -> None:
    """A meeting is coming until it begins, and then it was said."""
    company, meeting = next(
        (company, each)
        for company in hubspot.world.companies
        for each in of_kind(company, "meetings")
        if each.at > MOMENT and each.outcome == "SCHEDULED"
    )
    for now, is_past in ((meeting.at - timedelta(seconds=1), False), (meeting.at, True)):
        then = Customer({"company": [ExternalId(each) for each in company.hubspot_ids]}, now, {})
        said: CommunicationPart = await run_against(hubspot.channel, read_communication(then))
        comes: UpcomingPart = await run_against(hubspot.channel, read_upcoming(then))
        assert any(entry.ref.external_id == meeting.hubspot_id for entry in said.entries) is is_past
        assert any(item.ref.external_id == meeting.hubspot_id for item in comes.engagements) is not is_past
