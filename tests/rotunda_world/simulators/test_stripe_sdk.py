"""Stripe's own Python SDK reads the simulator and finds what the world holds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
import stripe
from stripe import StripeClient

from rotunda_world.model import Payer
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.stripe import build
from rotunda_world.simulators.stripe.application import narrow_key
from rotunda_world.simulators.stripe.gate import VERSION
from support.simulators import Served, served, small_world


@pytest_asyncio.fixture(scope="module")
async def simulated() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


@pytest.fixture(scope="module")
def sdk(simulated: Served) -> StripeClient:
    return client_of(simulated, simulated.simulator.form["secret_key"])


def client_of(simulated: Served, key: str) -> StripeClient:
    return StripeClient(key, stripe_version=VERSION, base_addresses={"api": simulated.base_url}, max_network_retries=0)


async def in_thread(read: Callable[[], Any]) -> Any:
    """The SDK blocks, and the simulator answers on this loop."""
    return await asyncio.to_thread(read)


def payers(simulated: Served) -> list[Payer]:
    return [payer for company in simulated.world.companies for payer in company.payers]


async def test_all_customers_are_found_by_paging(simulated: Served, sdk: StripeClient) -> None:
    read = await in_thread(lambda: list(sdk.v1.customers.list({"limit": 7}).auto_paging_iter()))
    assert [one.id for one in read] == [
        one.stripe_id for one in sorted(payers(simulated), key=lambda one: one.created_at, reverse=True)
    ]
    by_id = {one.stripe_id: one for one in payers(simulated)}
    for one in read:
        payer = by_id[one.id]
        account = payer.company.product_account_id if payer.declares_account else None
        assert (one.name, one.email, one.balance, one.currency) == (
            payer.name,
            payer.email,
            payer.balance,
            payer.currency,
        )
        assert one.metadata.to_dict().get("account_id") == account


async def test_subscriptions_hold_the_worlds_items_prices_and_discounts(simulated: Served, sdk: StripeClient) -> None:
    query: Any = {"status": "all", "limit": 100, "expand": ["data.discounts.source.coupon"]}
    read = await in_thread(lambda: list(sdk.v1.subscriptions.list(query).auto_paging_iter()))
    told = {one.id: one for one in read}
    subscriptions = [one for payer in payers(simulated) for one in payer.subscriptions]
    assert told.keys() == {one.stripe_id for one in subscriptions}
    for one in subscriptions:
        seen = told[one.stripe_id]
        assert (seen.status, seen.currency, seen.customer) == (one.status, one.currency, one.customer.stripe_id)
        items = [(item.id, item.price.id, item.price.unit_amount_decimal) for item in seen["items"].data]
        assert items == [(item.stripe_id, item.price.stripe_id, item.price.unit_amount) for item in one.items]
        assert [item.current_period_end for item in seen["items"].data] == [
            int(item.period_end.timestamp()) for item in one.items
        ]
        assert [discount.source.coupon.percent_off for discount in seen.discounts] == [
            None if each.coupon.percent_off is None else float(each.coupon.percent_off) for each in one.discounts
        ]


async def test_invoices_and_charges_add_up_to_the_worlds_money(simulated: Served, sdk: StripeClient) -> None:
    for payer in payers(simulated)[:12]:
        query: Any = {"customer": payer.stripe_id, "limit": 50}
        invoices = await in_thread(lambda query=query: list(sdk.v1.invoices.list(query).auto_paging_iter()))
        charges = await in_thread(lambda query=query: list(sdk.v1.charges.list(query).auto_paging_iter()))
        assert sum(one.amount_remaining for one in invoices) == sum(one.amount_remaining for one in payer.invoices)
        assert {one.id: (one.status, one.total, one.amount_paid) for one in invoices} == {
            one.stripe_id: (one.status, one.total, one.amount_paid) for one in payer.invoices
        }
        assert sum(one.amount_captured - one.amount_refunded for one in charges) == sum(
            one.amount - one.amount_refunded for one in payer.charges if one.status == "succeeded"
        )


async def test_a_failed_payment_is_followed_from_its_invoice(simulated: Served, sdk: StripeClient) -> None:
    invoice = next(
        one
        for payer in payers(simulated)
        for one in payer.invoices
        if one.status == "open" and one.charge and one.charge.status == "failed"
    )
    expand: Any = {"expand": ["payments.data.payment.payment_intent"]}
    read = await in_thread(lambda: sdk.v1.invoices.retrieve(invoice.stripe_id, expand))
    intent = read.payments.data[0].payment.payment_intent
    assert intent.last_payment_error.message == invoice.charge.failure_message if invoice.charge else False
    assert read.payments.data[0].status == "open"


async def test_tiered_prices_come_with_their_tiers(simulated: Served, sdk: StripeClient) -> None:
    price = next(one for one in simulated.world.prices if one.tiers)
    expand: Any = {"expand": ["tiers"]}
    read = await in_thread(lambda: sdk.v1.prices.retrieve(price.stripe_id, expand))
    assert [(tier.up_to, tier.unit_amount_decimal, tier.flat_amount_decimal or Decimal(0)) for tier in read.tiers] == [
        (tier.up_to, tier.unit_amount, tier.flat_amount) for tier in price.tiers
    ]


async def test_search_finds_a_customer_by_the_products_account(simulated: Served, sdk: StripeClient) -> None:
    payer = next(one for one in payers(simulated) if one.declares_account and one.company.product_account_id)
    query: Any = {"query": f"metadata['account_id']:'{payer.company.product_account_id}'"}
    found = await in_thread(lambda: list(sdk.v1.customers.search(query).auto_paging_iter()))
    assert payer.stripe_id in {one.id for one in found}
    assert {one.metadata["account_id"] for one in found} == {payer.company.product_account_id}


async def test_the_sdk_knows_the_refusals(simulated: Served, sdk: StripeClient) -> None:
    with pytest.raises(stripe.AuthenticationError, match=r"Invalid API Key provided: sk_test_\*+gone"):
        await in_thread(client_of(simulated, "sk_test_longgone").v1.customers.list)
    narrow = client_of(simulated, narrow_key(simulated.world.seed))
    assert await in_thread(lambda: narrow.v1.customers.list({"limit": 1}))
    with pytest.raises(stripe.PermissionError, match="Having the 'rak_invoice_read' permission"):
        await in_thread(narrow.v1.invoices.list)
    with pytest.raises(stripe.InvalidRequestError, match="No such customer: 'cus_nobody'") as missing:
        await in_thread(lambda: sdk.v1.customers.retrieve("cus_nobody"))
    assert (missing.value.http_status, missing.value.code, missing.value.param) == (404, "resource_missing", "id")
    assert missing.value.request_id.startswith("req_")


async def test_the_sdk_accepts_the_signature_of_an_event(simulated: Served) -> None:
    payer = payers(simulated)[0]
    [body] = simulated.simulator.webhooks(Changed("payer.updated", payer, {"name": "Old name"}))
    signed = simulated.simulator.sign(body, "https://example.com/hooks", 1_793_611_800.4)
    event = stripe.Webhook.construct_event(
        body, signed["Stripe-Signature"], simulated.simulator.webhook_secret, tolerance=10**10
    )
    assert (event.type, event.data.object["id"]) == ("customer.updated", payer.stripe_id)
    assert event.data.previous_attributes.to_dict() == {"name": "Old name"}
