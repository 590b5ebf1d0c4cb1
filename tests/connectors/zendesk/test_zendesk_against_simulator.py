"""The connector over real HTTP: what it says of every account is the world's truth."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from rotunda.connector_kit.connector import Declared, Find, SourceRecord
from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.zendesk import CONNECTOR
from rotunda.connectors.zendesk.customers import find, list_organizations, list_users
from rotunda.connectors.zendesk.requests import read_support
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category, Mode, Origin
from rotunda.sections.section import Sourcepart
from rotunda.sections.support.merge import merge
from rotunda.sections.support.model import OPEN_STATUSES, SupportPart
from rotunda_world.model import Company, Ticket
from rotunda_world.simulators.zendesk import build
from rotunda_world.truth import truth
from support.programs import Source, connected, run_against
from support.simulators import MOMENT, served, small_world

ORIGIN = Origin(SourceName("zendesk"), ConnectionId("con_1"), Category.SUPPORT, Mode.LIVE, MOMENT)
SETTINGS = {"subdomain": "rotunda-demo", "escalation_tags": "escalated"}
AGENT = "https://rotunda-demo.zendesk.com/agent"


@pytest_asyncio.fixture(scope="module", params=[7, 11, 23])
async def zendesk(request: pytest.FixtureRequest) -> AsyncIterator[Source]:
    async with served(build, small_world(request.param)) as one, connected(CONNECTOR.manifest, one) as channel:
        yield Source(one, channel)


def companies(zendesk: Source) -> list[Company]:
    return [company for company in zendesk.world.companies if company.zendesk_org_id is not None]


def customer_of(company: Company, **settings: str) -> Customer:
    organization = ExternalId(str(company.zendesk_org_id))
    return Customer({"organization": [organization]}, MOMENT, {**SETTINGS, **settings})


async def test_every_account_s_tickets_are_the_truth(zendesk: Source) -> None:
    assert len(companies(zendesk)) > 25
    for company in companies(zendesk):
        part: SupportPart = await run_against(zendesk.channel, read_support(customer_of(company)))
        view = merge([Sourcepart(ORIGIN, part)], MOMENT)
        expected = truth(zendesk.world, company, MOMENT)
        shown = {
            "open_tickets": view.open_count,
            "open_tickets_by_severity": {severity.value: count for severity, count in view.open_by_severity.items()},
            "escalations_90d": view.escalations_90d,
            "tickets_total": len(view.tickets),
        }
        assert shown == {name: expected[name] for name in shown}, company.key
        assert not part.truncated


async def test_tickets_say_who_when_and_how_long(zendesk: Source) -> None:
    for company in companies(zendesk):
        part: SupportPart = await run_against(zendesk.channel, read_support(customer_of(company)))
        meant = {str(ticket.zendesk_id): ticket for ticket in company.tickets}
        assert [ref.url for ref in part.records] == [f"{AGENT}/organizations/{company.zendesk_org_id}"]
        for ticket in part.tickets:
            real = meant[ticket.number]
            assert ticket.ref.url == f"{AGENT}/tickets/{real.zendesk_id}"
            assert (ticket.subject, ticket.status.value, ticket.tags) == (real.subject, real.status, real.tags)
            assert ticket.requester == (real.requester.zendesk_name or real.requester.name).strip()
            assert ticket.requester_email == (real.requester.zendesk_email or real.requester.email)
            assert ticket.assignee == (real.assignee.name if real.assignee else None)
            assert (ticket.group, ticket.kind) == (real.group, real.kind)
            assert (ticket.satisfaction or "") == (real.satisfaction if real.satisfaction in {"good", "bad"} else "")
            assert ticket.first_reply_minutes == _minutes(real, "first_reply_at")
            assert ticket.resolution_minutes == _minutes(real, "solved_at")


def _minutes(ticket: Ticket, until: str) -> int | None:
    at = getattr(ticket, until)
    return None if at is None else int((at - ticket.created_at).total_seconds() // 60)


async def test_what_counts_as_an_escalation_is_the_connection_s_choice(zendesk: Source) -> None:
    company = max(companies(zendesk), key=lambda each: len(each.tickets))
    tag = Counter(tag for ticket in company.tickets for tag in ticket.tags).most_common(1)[0][0]
    asked = customer_of(company, escalation_tags=f"never, {tag.upper()}")
    part: SupportPart = await run_against(zendesk.channel, read_support(asked))
    escalated = {ticket.number for ticket in part.tickets if ticket.escalated}
    assert escalated == {str(ticket.zendesk_id) for ticket in company.tickets if tag in ticket.tags}


async def test_an_unknown_organization_is_gone(zendesk: Source) -> None:
    stranger = Customer({"organization": [ExternalId("1")]}, MOMENT, SETTINGS)
    with pytest.raises(Gone):
        await run_against(zendesk.channel, read_support(stranger))


async def test_every_organization_is_listed_with_what_identifies_it(zendesk: Source) -> None:
    records: list[SourceRecord] = await run_against(zendesk.channel, list_organizations(SETTINGS, MOMENT))
    by_id = {record.external_id: record for record in records}
    assert set(by_id) == {str(company.zendesk_org_id) for company in companies(zendesk)}
    for company in companies(zendesk):
        record = by_id[ExternalId(str(company.zendesk_org_id))]
        account = company.product_account_id if company.zendesk_declares_account else None
        assert [one.external_id for one in record.declared] == ([account] if account else [])
        assert record.name == company.called("zendesk")
        assert not record.founds_account


async def test_every_end_user_is_listed_at_their_organization(zendesk: Source) -> None:
    records: list[SourceRecord] = await run_against(zendesk.channel, list_users(SETTINGS, MOMENT))
    meant = {
        str(contact.zendesk_user_id): contact
        for company in zendesk.world.companies
        for contact in company.contacts
        if contact.zendesk_user_id is not None
    }
    assert {record.external_id for record in records} == set(meant)
    for record in records:
        contact = meant[record.external_id]
        assert record.company == str(contact.company.zendesk_org_id)
        assert (*record.emails, *record.verified_emails) == (contact.zendesk_email or contact.email,)


async def test_an_organization_is_found_by_each_of_its_keys(zendesk: Source) -> None:
    declaring = next(
        company for company in companies(zendesk) if company.zendesk_declares_account and company.product_account_id
    )
    account = Declared(SourceName("productdb"), ExternalId(declaring.product_account_id or ""))
    named = Declared(SourceName("zendesk"), ExternalId(str(declaring.zendesk_org_id)))
    writer = next(contact for contact in declaring.contacts if contact.zendesk_user_id is not None)
    for wanted in (
        Find(own_ids=(account,), now=MOMENT),
        Find(declared=(named,), now=MOMENT),
        Find(emails=((writer.zendesk_email or writer.email).upper(),), now=MOMENT),
    ):
        found: list[SourceRecord] = await run_against(zendesk.channel, find(wanted))
        assert [record.external_id for record in found] == [str(declaring.zendesk_org_id)], wanted
    with_domain = next(company for company in companies(zendesk) if company.domain)
    found = await run_against(zendesk.channel, find(Find(domains=(with_domain.domain or "",), now=MOMENT)))
    assert str(with_domain.zendesk_org_id) in {record.external_id for record in found}
    assert all(with_domain.domain in record.domains for record in found)
    assert await run_against(zendesk.channel, find(Find(domains=('x" OR type:ticket',), now=MOMENT))) == []


async def test_open_tickets_behind_a_long_history_are_all_there() -> None:
    world = small_world()
    company = next(each for each in world.companies if each.zendesk_org_id is not None and len(each.tickets) > 3)
    first, *_ = company.tickets
    company.tickets = [_solved_lately(first, number) for number in range(1, 1031)]
    forgotten = [_open_for_long(first, number) for number in range(2001, 2131)]
    company.tickets += forgotten
    async with served(build, world) as one, connected(CONNECTOR.manifest, one) as channel:
        part: SupportPart = await run_against(channel, read_support(customer_of(company)))
    assert part.truncated
    still_open = [ticket for ticket in part.tickets if ticket.status in OPEN_STATUSES]
    assert {ticket.number for ticket in still_open} == {str(ticket.zendesk_id) for ticket in forgotten}
    assert len(part.tickets) == 1_000 + len(forgotten)
    assert all(ticket.requester for ticket in part.tickets)


def _solved_lately(like: Ticket, number: int) -> Ticket:
    at = MOMENT - timedelta(minutes=number)
    return replace(like, zendesk_id=number, status="solved", created_at=at, updated_at=at, solved_at=at, comments=[])


def _open_for_long(like: Ticket, number: int) -> Ticket:
    at = MOMENT - timedelta(days=300, minutes=number)
    return replace(like, zendesk_id=number, status="open", created_at=at, updated_at=at, solved_at=None, comments=[])


async def test_what_a_linked_user_wrote_outside_of_any_organization_counts() -> None:
    world = small_world()
    company = next(each for each in world.companies if each.zendesk_org_id is not None and each.tickets)
    writer = company.tickets[0].requester
    company.zendesk_org_id = None
    wanted = Customer({"user": [ExternalId(str(writer.zendesk_user_id))]}, MOMENT, SETTINGS)
    async with served(build, world) as one, connected(CONNECTOR.manifest, one) as channel:
        part: SupportPart = await run_against(channel, read_support(wanted))
    own = {str(ticket.zendesk_id) for ticket in company.tickets if ticket.requester is writer}
    assert {ticket.number for ticket in part.tickets} == own
    assert [ref.url for ref in part.records] == [f"{AGENT}/users/{writer.zendesk_user_id}"]
