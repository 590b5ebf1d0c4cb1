"""The connector over real HTTP: the facts of every account are those of the world, to the cent."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from rotunda.connector_kit.connector import Declared, Find, SourceRecord
from rotunda.connector_kit.errors import BadPayload, Gone
from rotunda.connector_kit.requests import AnyRequest, Customer, Payload, Request
from rotunda.connectors.stripe import CONNECTOR
from rotunda.connectors.stripe.requests import find, list_customers, read_billing, read_upcoming
from rotunda.reading.program import fetch_pages, run_program
from rotunda.sections.billing.merge import merge
from rotunda.sections.billing.model import BillingPart, BillingView
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.provenance import Category, MadeMoney, Mode, Origin
from rotunda.sections.section import Sourcepart
from rotunda.sections.upcoming.model import UpcomingKind, UpcomingPart
from rotunda_world.model import Company, Payer
from rotunda_world.simulators.stripe import build
from rotunda_world.truth import truth
from support.programs import Source, connected, run_against
from support.simulators import MOMENT, served, small_world

ORIGIN = Origin(SourceName("stripe"), ConnectionId("con_1"), Category.BILLING, Mode.LIVE, MOMENT)


@pytest_asyncio.fixture(scope="module", params=[7, 21, 99])
async def stripe(request: pytest.FixtureRequest) -> AsyncIterator[Source]:
    async with served(build, small_world(request.param)) as one, connected(CONNECTOR.manifest, one) as channel:
        yield Source(one, channel)


def payers(stripe: Source) -> list[Payer]:
    return [payer for company in stripe.world.companies for payer in company.payers]


def customer_of(company: Company) -> Customer:
    return Customer({"customer": [ExternalId(payer.stripe_id) for payer in company.payers]}, MOMENT, {})


def amounts(made: list[MadeMoney]) -> list[dict[str, Any]]:
    return [as_truth(each.money) for each in made]


def as_truth(money: Money) -> dict[str, Any]:
    return {"amount_minor": money.amount_minor, "currency": money.currency}


def figures(view: BillingView) -> dict[str, Any]:
    """The page's figures in the form that truth writes them in."""
    overdue = view.overdue
    return {
        "mrr": amounts(view.mrr),
        "arr": amounts(view.arr),
        "trial_mrr": amounts(view.trial_mrr),
        "next_renewal_at": view.next_renewal_at.isoformat() if view.next_renewal_at else None,
        "open_invoices": sum(invoice.status == "open" for invoice in view.invoices),
        "overdue": {
            "count": overdue.count if overdue else 0,
            "amounts": [as_truth(money) for money in overdue.amounts] if overdue else [],
        },
        "failed_payments_30d": view.failed_payments_30d,
        "lifetime_paid": amounts(view.lifetime_paid),
        "paid_by_month": [
            {"month": each.month, "paid": [as_truth(money) for money in each.paid]} for each in view.paid_by_month
        ],
    }


async def test_every_account_s_figures_are_the_truth(stripe: Source) -> None:
    paying = [company for company in stripe.world.companies if company.payers]
    assert len(paying) > 20
    for company in paying:
        part: BillingPart = await run_against(stripe.channel, read_billing(customer_of(company)))
        shown = figures(merge([Sourcepart(ORIGIN, part)], MOMENT))
        expected = truth(stripe.world, company, MOMENT)
        assert shown == {name: expected[name] for name in shown}, company.key


async def test_what_is_coming_agrees_with_what_is_paid(stripe: Source) -> None:
    """Renewals of the upcoming section are the renewals that billing shows, but for trials: those end first."""
    for company in stripe.world.companies[:15]:
        if not company.payers:
            continue
        billing: BillingPart = await run_against(stripe.channel, read_billing(customer_of(company)))
        upcoming: UpcomingPart = await run_against(stripe.channel, read_upcoming(customer_of(company)))
        renewals = {item.ref.external_id: item.at for item in upcoming.contract if item.kind is UpcomingKind.RENEWAL}
        trials = {item.ref.external_id for item in upcoming.contract if item.kind is UpcomingKind.TRIAL_END}
        assert renewals == {
            each.ref.external_id: each.renews_at
            for each in billing.subscriptions
            if each.renews_at and each.renews_at >= MOMENT and each.ref.external_id not in trials
        }


async def test_every_payer_is_listed_with_the_account_it_declares(stripe: Source) -> None:
    records: list[SourceRecord] = await run_against(stripe.channel, list_customers({}, MOMENT))
    expected = {
        payer.stripe_id: payer.company.product_account_id if payer.declares_account else None
        for payer in payers(stripe)
    }
    assert {r.external_id: r.declared[0].external_id if r.declared else None for r in records} == expected


async def test_a_payer_is_found_by_each_of_its_keys(stripe: Source) -> None:
    payer = next(one for one in payers(stripe) if one.declares_account and one.company.product_account_id and one.email)
    account = Declared(SourceName("productdb"), ExternalId(str(payer.company.product_account_id)))
    own = Declared(SourceName("stripe"), ExternalId(payer.stripe_id))
    for whom in (
        Find(own_ids=(account,), now=MOMENT),
        Find(emails=(str(payer.email),), now=MOMENT),
        Find(declared=(own,), now=MOMENT),
    ):
        found: list[SourceRecord] = await run_against(stripe.channel, find(whom))
        assert payer.stripe_id in {record.external_id for record in found}


async def test_a_customer_that_stripe_never_had_is_a_tombstone(stripe: Source) -> None:
    nobody = Customer({"customer": [ExternalId("cus_NeverWas")]}, MOMENT, {})
    with pytest.raises(Gone):
        await run_against(stripe.channel, read_billing(nobody))
    with pytest.raises(Gone):
        await run_against(stripe.channel, read_upcoming(nobody))


@pytest.mark.parametrize("fault", ["wrong_schema", "wrong_customer"])
async def test_answers_that_are_wrong_are_named(stripe: Source, fault: str) -> None:
    """Whoever pays has answers that can be wrong: each is refused by its shape or because it is another customer's."""
    spoil = getattr(stripe.served.simulator, fault)

    async def spoilt(request: AnyRequest) -> Payload:
        payload = await fetch_pages(request, lambda asked, step: stripe.channel.call(asked, step, seconds=20))
        assert isinstance(request, Request)
        return Payload([spoil(request.path, page) for page in payload.pages], truncated=payload.truncated)

    for company in [each for each in stripe.world.companies if each.payers][:10]:
        with pytest.raises(BadPayload):
            await run_program(read_billing(customer_of(company)), spoilt)
