"""The books of the demo company balance: invoices against items, charges against invoices, periods against now."""

from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction
from math import floor

import pytest

from rotunda_world.model import Payer, Subscription, World
from rotunda_world.pricing import item_amount
from rotunda_world.truth.mrr import monthly_value
from support.worlds import NOW, SEEDS, SIZES, book

LIVE = {"active", "past_due", "unpaid", "trialing", "paused"}


@pytest.fixture(scope="module", params=[(seed, size) for seed in SEEDS for size in SIZES], ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return book(*request.param)


def payers(world: World) -> list[Payer]:
    return [payer for company in world.companies for payer in company.payers]


def subscriptions(world: World) -> list[Subscription]:
    return [each for payer in payers(world) for each in payer.subscriptions]


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def test_invoices_add_up(world: World) -> None:
    for payer in payers(world):
        for invoice in payer.invoices:
            assert invoice.subtotal == sum(line.amount for line in invoice.lines)
            assert 0 <= invoice.total <= invoice.subtotal
            assert 0 <= invoice.tax_included <= invoice.total
            assert invoice.currency == payer.currency
            assert bool(invoice.number) == (invoice.status != "draft")
            assert (invoice.finalized_at is None) == (invoice.status == "draft")
            assert (invoice.voided_at is not None) == (invoice.status == "void")
            assert (invoice.due_at is not None) == (invoice.collection_method == "send_invoice")
        numbers = [invoice.number for invoice in payer.invoices if invoice.number]
        assert len(numbers) == len(set(numbers))


def test_lines_cost_what_the_price_says(world: World) -> None:
    for payer in payers(world):
        for invoice in payer.invoices:
            trial = invoice.subscription is not None and invoice.created_at == invoice.subscription.trial_start
            for line in invoice.lines:
                if line.item is not None:
                    assert invoice.subscription is not None
                    assert any(line.item is item for item in invoice.subscription.items)
                    expected = 0 if trial else half_up(item_amount(line.item.price, line.quantity or 0))
                    assert line.amount == expected


def test_the_newest_invoice_bills_the_current_period_of_every_item(world: World) -> None:
    for subscription in subscriptions(world):
        invoices = [each for each in subscription.customer.invoices if each.subscription is subscription]
        newest = {id(line.item): line for each in invoices for line in each.lines if line.period_end > each.created_at}
        for item in subscription.items:
            if item.quantity is None or subscription.status == "paused":
                continue
            line = newest[id(item)]
            assert (line.period_start, line.period_end) == (item.period_start, item.period_end)
            assert line.quantity == item.quantity


def test_periods_contain_now(world: World) -> None:
    for subscription in subscriptions(world):
        for item in subscription.items:
            assert item.period_start < item.period_end
            if subscription.status in LIVE:
                assert item.period_start < NOW < item.period_end
                if item.price.interval != "day" or item.price.interval_count > 1:
                    assert item.period_end - NOW > timedelta(days=2)
            elif subscription.ended_at:
                assert item.period_start <= subscription.ended_at


def test_paid_means_paid(world: World) -> None:
    for payer in payers(world):
        succeeded = defaultdict(int)
        for charge in payer.charges:
            assert charge.created_at <= NOW
            assert charge.invoice is not None
            assert charge.amount_refunded <= charge.amount
            assert (charge.failure_code is not None) == (charge.status == "failed")
            succeeded[id(charge.invoice)] += charge.amount if charge.status == "succeeded" else 0
        for invoice in payer.invoices:
            assert invoice.created_at <= NOW
            assert invoice.amount_paid == (invoice.total if invoice.status == "paid" else 0)
            assert (invoice.paid_at is not None) == (invoice.status == "paid")
            assert invoice.paid_at is None or invoice.created_at <= invoice.paid_at <= NOW
            assert succeeded[id(invoice)] == (0 if invoice.paid_outside else invoice.amount_paid)
            assert invoice.next_payment_attempt_at is None or invoice.next_payment_attempt_at > NOW
            refused = [each for each in payer.charges if each.invoice is invoice and each.status == "failed"]
            paid_by_charge = invoice.status == "paid" and invoice.amount_paid > 0 and not invoice.paid_outside
            assert invoice.attempt_count == len(refused) + paid_by_charge


def test_states_are_what_they_say(world: World) -> None:
    for subscription in subscriptions(world):
        invoices = [each for each in subscription.customer.invoices if each.subscription is subscription]
        newest = max(invoices, key=lambda each: each.created_at)
        if subscription.status == "past_due":
            assert newest.status == "open"
            assert newest.attempt_count > 0
            assert subscription.customer.delinquent
        if subscription.status == "unpaid":
            assert newest.status == "draft"
            assert any(each.status == "open" and each.attempt_count for each in invoices)
        if subscription.status == "trialing":
            assert subscription.trial_end is not None
            assert subscription.trial_end > NOW
            assert sum(each.total for each in invoices) == 0
        if subscription.status == "incomplete":
            assert NOW - subscription.created_at < timedelta(hours=23)
            assert newest.status == "open"
        if subscription.status in {"canceled", "incomplete_expired"}:
            assert subscription.ended_at is not None
            assert max(each.created_at for each in invoices) < subscription.ended_at <= NOW
        if subscription.cancel_at_period_end:
            assert subscription.cancel_at == min(item.period_end for item in subscription.items)


def test_mrr_is_what_a_month_of_invoices_bills(world: World) -> None:
    """Where everything is monthly and every discount is for ever, the newest invoice is the MRR."""
    compared = 0
    for subscription in subscriptions(world):
        discounts = [*subscription.discounts, *(each for item in subscription.items for each in item.discounts)]
        monthly = all((item.price.interval, item.price.interval_count) == ("month", 1) for item in subscription.items)
        licensed = all(item.quantity is not None for item in subscription.items)
        for_ever = all(discount.coupon.duration == "forever" for discount in discounts)
        if not (monthly and licensed and for_ever) or subscription.status not in {"active", "past_due"}:
            continue
        invoices = [each for each in subscription.customer.invoices if each.subscription is subscription]
        newest = max(invoices, key=lambda each: each.created_at)
        assert abs(newest.total - newest.tax_included - monthly_value(subscription)) <= 1
        compared += 1
    assert compared > len(world.companies) / 6


def test_dinars_keep_a_last_digit_of_zero(world: World) -> None:
    dinars = [payer for payer in payers(world) if payer.currency == "kwd"]
    assert dinars
    for payer in dinars:
        assert all(each.total % 10 == 0 for each in payer.invoices)
        assert all(refund.amount % 10 == 0 for each in payer.charges for refund in each.refunds)


def test_the_account_stands_as_its_subscriptions_do(world: World) -> None:
    for company in world.companies:
        statuses = {each.status for payer in company.payers for each in payer.subscriptions}
        if statuses & {"active", "past_due"}:
            assert company.product_status == "active"
        elif company.payers:
            assert company.product_status in {"trial", "suspended", "closed"}
            assert (company.churned_at is not None) == (company.product_status == "closed")
        quantities = [
            item.quantity
            for payer in company.payers
            for each in payer.subscriptions
            for item in each.items
            if item.price.product.plan == company.plan
        ]
        assert not company.payers or company.seats in quantities


@pytest.mark.parametrize("seed", SEEDS)
def test_every_shape_of_billing_occurs(seed: int) -> None:
    world = book(seed, 250)
    subs = subscriptions(world)
    items = [item for each in subs for item in each.items]
    discounts = [*(d for each in subs for d in each.discounts), *(d for item in items for d in item.discounts)]
    invoices = [each for payer in payers(world) for each in payer.invoices]
    charges = [each for payer in payers(world) for each in payer.charges]
    assert {each.status for each in subs} == {
        "active", "past_due", "unpaid", "trialing", "paused", "canceled", "incomplete", "incomplete_expired",
    }  # fmt: skip
    assert {each.pause_behavior for each in subs} == {None, "void", "mark_uncollectible", "keep_as_draft"}
    assert {each.currency for each in subs} == {"eur", "usd", "gbp", "jpy", "kwd"}
    assert {each.collection_method for each in subs} == {"charge_automatically", "send_invoice"}
    assert {each.price.interval for each in items} == {"day", "week", "month", "year"}
    assert ("month", 3) in {(each.price.interval, each.price.interval_count) for each in items}
    assert {each.price.tiers_mode for each in items} == {None, "graduated", "volume"}
    assert {each.price.usage_type for each in items} == {"licensed", "metered"}
    assert {each.price.tax_behavior for each in items} == {"exclusive", "inclusive"}
    assert any(each.price.divide_by for each in items)
    assert any(each.price.unit_amount and each.price.unit_amount % 1 for each in items)
    assert {each.coupon.duration for each in discounts} == {"once", "repeating", "forever"}
    assert {each.coupon.percent_off is None for each in discounts} == {True, False}
    assert any(each.coupon.applies_to for each in discounts)
    assert any(item.discounts for item in items)
    assert any(item.discounts and each.discounts for each in subs for item in each.items)
    assert any(each.cancel_at_period_end for each in subs)
    assert any(each.cancel_at and not each.cancel_at_period_end for each in subs)
    assert any(len({item.price.interval for item in each.items}) > 1 for each in subs)
    assert any(len(each.items) > 2 for each in subs)
    assert any(len(payer.subscriptions) > 1 for payer in payers(world))
    assert any(len(company.payers) > 1 for company in world.companies)
    assert {each.status for each in invoices} == {"draft", "open", "paid", "uncollectible", "void"}
    assert any(each.paid_outside for each in invoices)
    assert any(each.status == "open" and each.next_payment_attempt_at for each in invoices)
    assert {each.dispute_status for each in charges} >= {"lost", "won"}
    assert any(0 < each.amount_refunded < each.amount for each in charges)
    assert any(payer.balance for payer in payers(world))
    mostly = Counter(payer.currency for payer in payers(world))
    assert mostly["eur"] + mostly["usd"] + mostly["gbp"] > 0.9 * mostly.total()
