"""What Stripe's answers become on the page: subscriptions, invoices, payments, the payer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.stripe import shapes
from connectors.stripe.reading_billing import billing, recorded, seconds, subscription_with
from connectors.stripe.recording import RECORDING
from rotunda.connector_kit import contract
from rotunda.connector_kit.errors import BadPayload, Gone, Misconfigured
from rotunda.connector_kit.requests import AnyRequest, Json, Request
from rotunda.connectors.stripe.requests import read_billing
from rotunda.sections.billing.model import BillingPart, Subscription, SubscriptionStatus
from rotunda.sections.money import Money


def test_recorded_subscriptions_have_the_mrr_that_was_computed_by_hand() -> None:
    """Seats: 10 x 10.00 + 10 x 8.00 + 5.00 + 5 x 6.125 = 215.625, less 10.00, less 12.5 %; texts: 3 x 9.00.
    Support: 1190.00 a year with 19 % inside; the gift is what the invoice charged. Pro in euros: 3 x 45.00, on trial.
    """
    seats, support, pro, ended = recorded().subscriptions
    assert seats.mrr_exact == "20692.1875"
    assert seats.mrr
    assert seats.mrr.money == Money(20_692, "EUR")
    assert support.mrr_exact
    assert support.mrr_exact.startswith("12333.3333333333")
    assert (pro.mrr, pro.mrr_exact, pro.trial_mrr_exact) == (None, None, "13500")
    assert (ended.mrr, ended.mrr_if_live) == (None, Money(9800, "EUR"))


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("active", True),
        ("past_due", True),
        ("trialing", False),
        ("unpaid", False),
        ("paused", False),
        ("incomplete", False),
        ("incomplete_expired", False),
        ("canceled", False),
    ],
)
def test_only_active_and_past_due_subscriptions_count(status: str, *, counts: bool) -> None:
    found = subscription_with(shapes.subscription(status=status), {})
    assert (found.mrr_exact == "4900") is counts
    assert (found.mrr is not None) is counts
    assert (found.trial_mrr_exact == "4900") is (status == "trialing")


@pytest.mark.parametrize(
    ("behavior", "counts"), [("keep_as_draft", True), ("void", False), ("mark_uncollectible", False)]
)
def test_paused_collection_counts_only_while_drafts_are_kept(behavior: str, *, counts: bool) -> None:
    raw = shapes.subscription(pause_collection={"behavior": behavior, "resumes_at": None})
    found = subscription_with(raw, {})
    assert (found.mrr is not None) is counts
    assert found.collection_paused
    assert "Collection is paused" in found.notes[0]


@pytest.mark.parametrize(
    ("currency", "unit", "expected"),
    [
        ("jpy", 4900, Money(4900, "JPY")),
        ("kwd", 12_340, Money(12_340, "KWD")),
        ("huf", 490_000, Money(490_000, "HUF")),
        ("isk", 490_000, Money(4900, "ISK")),
        ("ugx", 490_000, Money(4900, "UGX")),
        ("mga", 4900, Money(4900, "MGA")),
    ],
)
def test_amounts_are_in_the_minor_unit_of_iso_4217(currency: str, unit: int, expected: Money) -> None:
    price = {"currency": currency, "unit_amount": unit, "unit_amount_decimal": str(unit)}
    found = subscription_with(shapes.subscription(shapes.item(price=price), currency=currency), {})
    assert found.mrr
    assert found.mrr.money == expected


def test_amounts_in_words_have_the_decimals_of_their_currency() -> None:
    def words(currency: str, unit: str) -> str | None:
        price = {"currency": currency, "unit_amount": None, "unit_amount_decimal": unit}
        found = subscription_with(shapes.subscription(shapes.item(price=price), currency=currency), {})
        assert found.mrr
        return found.mrr.made.inputs[0].text

    assert words("eur", "123456789") == "1 x EUR 1,234,567.89"
    assert words("eur", "0.5") == "1 x EUR 0.005"
    assert words("jpy", "1500") == "1 x JPY 1,500"
    assert words("kwd", "1500") == "1 x KWD 1.500"
    assert words("isk", "150000") == "1 x ISK 1,500"


def test_a_fraction_of_a_krona_is_no_amount() -> None:
    with pytest.raises(BadPayload, match=r"invoices\.pages\[0\]\.data\[0\]\.total: is not a whole amount"):
        billing(invoices=[shapes.invoice(currency="isk", total=150)])


# Discounts, from the wire


def with_discount(coupon: Json, kept: list[Json], **changes: Any) -> Subscription:
    raw = shapes.subscription(discounts=[shapes.discount(coupon, **changes)])
    return subscription_with(raw, {"GET /v1/coupons/PARTNER": kept})


def test_a_coupon_is_read_with_the_products_it_applies_to() -> None:
    other = shapes.coupon(applies_to={"products": ["prod_other"]})
    assert with_discount(shapes.coupon(), [shapes.coupon()]).mrr_exact == "4287.5"
    assert with_discount("PARTNER", [other]).mrr_exact == "4900"


def test_a_deleted_coupon_lives_on_in_its_discount() -> None:
    assert with_discount(shapes.coupon(), []).mrr_exact == "4287.5"
    unknown = with_discount("PARTNER", [])
    assert unknown.mrr_exact == "4900"
    assert unknown.discounts == ["A deleted coupon (of an unknown amount)"]


def test_an_amount_off_in_another_currency_is_taken_from_the_coupon_s_options() -> None:
    off = {"percent_off": None, "amount_off": 1000, "currency": "usd"}
    options = {"usd": {"amount_off": 1000}, "eur": {"amount_off": 900}}
    assert with_discount("PARTNER", [shapes.coupon(**off, currency_options=options)]).mrr_exact == "4000"
    without = with_discount("PARTNER", [shapes.coupon(**off, currency_options={"usd": {"amount_off": 1000}})])
    assert without.mrr_exact == "4900"


def test_coupons_for_a_time_are_shown_with_their_end_and_not_counted() -> None:
    repeating = shapes.coupon(duration="repeating", duration_in_months=3)
    found = with_discount("PARTNER", [repeating], end=seconds(2026, 3, 1))
    assert found.mrr_exact == "4900"
    assert found.discounts == ["Partner (12.5 % off, until 2026-03-01)"]


@pytest.mark.parametrize("percent", [-1, 100.5])
def test_a_percentage_out_of_range_is_refused(percent: float) -> None:
    with pytest.raises(BadPayload, match="percent_off: must be a percentage"):
        with_discount("PARTNER", [shapes.coupon(percent_off=percent)])


# Tax and chosen amounts, from the latest invoice


def taxed(invoice: Json, *items: Json) -> Subscription:
    return subscription_with(
        shapes.subscription(*items, latest_invoice="in_7"), {"GET /v1/invoices/in_7": [{**invoice, "id": "in_7"}]}
    )


def inclusive(**changes: Any) -> Json:
    return shapes.merged(shapes.item(price={"id": "price_incl", "tax_behavior": "inclusive"}), changes)


def tax(amount: int, behavior: str = "inclusive") -> Json:
    return {"amount": amount, "tax_behavior": behavior, "taxable_amount": None, "type": "tax_rate_details"}


def test_tax_inside_is_the_share_of_the_latest_invoice() -> None:
    found = taxed(shapes.invoice(total=11_900, total_taxes=[tax(1000), tax(900)]), inclusive())
    assert found.mrr
    assert found.mrr_exact
    assert found.mrr_exact.startswith("4117.647058823529")


def test_tax_inside_is_a_share_of_those_lines_only_that_contain_tax() -> None:
    """59.50 with 9.50 inside, beside 100.00 less 20.00 with 15.20 on top."""
    beside = shapes.invoice_line(
        amount=10_000,
        discount_amounts=[{"amount": 2000, "discount": "di_1"}],
        pricing={"price_details": {"price": "price_pro"}},
    )
    within = shapes.invoice_line(amount=5950, pricing={"price_details": {"price": "price_incl"}})
    invoice = shapes.invoice(
        total=5950 + 8000 + 1520, total_taxes=[tax(950), tax(1520, "exclusive")], lines=shapes.listed(within, beside)
    )
    found = taxed(invoice, inclusive(), shapes.item(id="si_8"))
    assert found.mrr_exact
    assert round(float(found.mrr_exact), 6) == round(4900 * 5000 / 5950 + 4900, 6)


@pytest.mark.parametrize("changes", [{"total_taxes": None}, {"total": 0, "total_taxes": []}])
def test_tax_inside_of_unknown_amount_is_counted_and_flagged(changes: Json) -> None:
    found = taxed(shapes.invoice(**changes), inclusive())
    assert found.mrr
    assert found.mrr_exact == "4900"
    assert found.mrr.made.inputs[-1].text == "Contains tax of an amount that cannot be known: counted with it"


def test_a_chosen_amount_that_no_line_shows_is_not_counted_and_flagged() -> None:
    chosen = shapes.item(id="si_2", price={"unit_amount_decimal": None, "custom_unit_amount": {"preset": None}})
    proration = shapes.invoice_line(parent={"subscription_item_details": {"proration": True}})
    found = taxed(shapes.invoice(lines=shapes.listed(proration)), chosen)
    assert found.mrr_exact == "0"
    assert found.mrr
    assert found.mrr.made.inputs[0].text
    assert found.mrr.made.inputs[0].text.startswith("Not counted: the customer chose the amount")


# Dates


def test_renewal_is_the_first_end_of_a_period_unless_it_ends_before() -> None:
    items = (shapes.item(current_period_end=seconds(2026, 5, 1)), shapes.item(id="si_8"))
    assert subscription_with(shapes.subscription(*items), {}).renews_at == datetime(2026, 2, 1, tzinfo=UTC)
    later = shapes.subscription(*items, cancel_at=seconds(2026, 4, 1))
    assert subscription_with(later, {}).renews_at == datetime(2026, 2, 1, tzinfo=UTC)
    at_end = shapes.subscription(*items, cancel_at_period_end=True, cancel_at=None)
    found = subscription_with(at_end, {})
    assert (found.renews_at, found.cancel_at) == (None, datetime(2026, 2, 1, tzinfo=UTC))
    assert found.mrr_exact == "9800"


def test_what_ended_in_its_trial_or_before_its_first_payment_took_no_revenue_with_it() -> None:
    in_trial = shapes.subscription(status="canceled", trial_end=seconds(2026, 1, 10), ended_at=seconds(2026, 1, 9))
    assert subscription_with(in_trial, {}).mrr_if_live is None
    expired = subscription_with(shapes.subscription(status="incomplete_expired", ended_at=seconds(2026, 1, 9)), {})
    assert (expired.mrr_if_live, expired.status) == (None, SubscriptionStatus.CANCELED)
    assert expired.notes == ["The first payment never came, so it never began"]


def test_items_of_several_intervals_give_the_subscription_none() -> None:
    yearly = shapes.item(id="si_8", price={"recurring": {"interval": "year"}})
    assert subscription_with(shapes.subscription(shapes.item(), yearly), {}).interval is None
    quarterly = shapes.item(price={"recurring": {"interval_count": 3}})
    assert subscription_with(shapes.subscription(quarterly), {}).interval == "3 months"


def test_a_product_that_is_gone_is_called_by_its_price() -> None:
    nameless, named = shapes.item(), shapes.item(price={"nickname": "Pro, old"})
    assert subscription_with(shapes.subscription(nameless), {}).items[0].product == "prod_pro"
    assert subscription_with(shapes.subscription(named), {}).items[0].product == "Pro, old"


# Invoices and payments


def test_live_records_open_outside_the_test_mode() -> None:
    first, second = recorded().customers
    assert first.ref.url == "https://dashboard.stripe.com/test/customers/cus_Acme1"
    assert second.ref.url == "https://dashboard.stripe.com/customers/cus_Acme2"
    assert second.name == "Acme GmbH"


DELETED: Json = {"id": "cus_Acme1", "object": "customer", "deleted": True}


@pytest.mark.parametrize("answer", [[DELETED], []])
def test_a_customer_that_is_gone_is_a_tombstone(answer: list[Json]) -> None:
    with pytest.raises(Gone):
        billing({"GET /v1/customers/cus_Acme1": answer})


def test_a_deleted_customer_beside_a_living_one_keeps_its_history() -> None:
    pages = {**RECORDING.pages, "GET /v1/customers/cus_Acme1": [DELETED]}
    part: BillingPart = contract.drive(read_billing(RECORDING.customer), contract.feed(RECORDING, pages))
    assert [found.ref.external_id for found in part.customers] == ["cus_Acme2"]
    assert len(part.payments) == 4


def test_refused_lists_of_a_living_customer_are_no_empty_ones() -> None:
    with pytest.raises(Misconfigured):
        billing({"GET /v1/invoices?customer=cus_Acme1": []})


def test_a_list_that_was_cut_is_named() -> None:
    pages = [shapes.listed(shapes.charge(id=f"ch_{place}"), has_more=True) for place in range(11)]
    part = billing({"GET /v1/charges?customer=cus_Acme1": pages})
    assert (len(part.payments), part.truncated) == (10, ["payments"])


# What is asked


def asked_for(*items: Json) -> list[AnyRequest]:
    asked: list[AnyRequest] = []
    shapes.run(read_billing(shapes.CUSTOMER), shapes.answers(subscriptions=[shapes.subscription(*items)]), asked)
    return asked


def test_a_plain_customer_takes_two_rounds_and_five_requests() -> None:
    program = read_billing(shapes.CUSTOMER)
    assert len(next(program)) == 4
    assert len(asked_for(shapes.item(), shapes.item(id="si_8"))) == 5


def test_no_expansion_is_deeper_than_four_steps_and_catalogues_are_shared() -> None:
    asked: list[AnyRequest] = []
    contract.drive(read_billing(RECORDING.customer), contract.noting(contract.feed(RECORDING), asked))
    requests = [request for request in asked if isinstance(request, Request)]
    paths = [value for request in requests for name, value in request.query if name == "expand[]"]
    assert paths
    assert all(len(path.split(".")) <= 4 for path in paths)
    shared = {request.path.split("/")[2] for request in requests if request.reusable_for}
    assert shared == {"products", "prices", "coupons"}


def test_ids_are_quoted_into_paths() -> None:
    evil = shapes.subscription(latest_invoice="../balance?x=1")
    evil["items"]["data"][0]["price"]["tax_behavior"] = "inclusive"
    asked: list[AnyRequest] = []
    with pytest.raises(contract.Unrecorded):
        shapes.run(read_billing(shapes.CUSTOMER), shapes.answers(subscriptions=[evil]), asked)
    assert [request.path for request in asked if isinstance(request, Request)][
        -1
    ] == "/v1/invoices/..%2Fbalance%3Fx%3D1"
