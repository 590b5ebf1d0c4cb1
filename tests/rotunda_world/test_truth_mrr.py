"""MRR worked out by hand."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from rotunda_world.model import (
    Company,
    Coupon,
    Discount,
    Invoice,
    Payer,
    Price,
    Product,
    Subscription,
    SubscriptionItem,
    Tier,
)
from rotunda_world.truth.billing import billing_truth
from rotunda_world.truth.mrr import monthly_value
from support.worlds import NOW, book

PLAN = Product("plan", "prod_plan", "Plan", "pro", NOW)
ADDON = Product("addon", "prod_addon", "Add-on", None, NOW)


def price(interval: str = "month", count: int = 1, product: Product = PLAN, **terms: Any) -> Price:
    return Price("p", "price_1", product, "eur", interval, count, NOW, **terms)


def item(quantity: int | None, of: Price, *discounts: Discount) -> SubscriptionItem:
    end = NOW + timedelta(days=20)
    return SubscriptionItem("si_1", of, quantity, NOW - timedelta(days=10), end, NOW, list(discounts))


def subscribed(*items: SubscriptionItem, **terms: Any) -> Subscription:
    payer = Payer("cus_1", book(7, 25).companies[0], "Payer", None, NOW, "eur")
    fields = {"status": "active", "currency": "eur", "created_at": NOW, "start_at": NOW, "billing_cycle_anchor": NOW}
    subscription = Subscription(stripe_id="sub_1", customer=payer, items=list(items), **{**fields, **terms})
    payer.subscriptions.append(subscription)
    return subscription


def off(duration: str = "forever", **terms: Any) -> Discount:
    return Discount("di_1", Coupon("c", "C", "Coupon", duration, **terms), NOW)


def figures(*subscriptions: Subscription) -> dict[str, Any]:
    """The truth about a company whose payers have these subscriptions."""
    model = book(7, 25).companies[0]
    company = Company(
        key="co", name="Co", domain=None, industry="", employees=1, city="", country="", created_at=NOW,
        owner=model.owner, csm=None, lifecycle_stage="customer", payers=[each.customer for each in subscriptions],
    )  # fmt: skip
    return billing_truth(company, NOW)


def eur(amount: int) -> list[dict[str, Any]]:
    return [{"amount_minor": amount, "currency": "EUR"}]


@pytest.mark.parametrize(
    ("interval", "count", "unit", "quantity", "expected"),
    [
        ("month", 1, 3900, 10, Fraction(39000)),
        ("year", 1, 46800, 5, Fraction(19500)),
        ("month", 3, 11100, 2, Fraction(7400)),
        ("week", 1, 940, 3, Fraction(12220)),  # 2,820 a week x 52 / 12
        ("week", 2, 940, 3, Fraction(6110)),
        ("day", 1, 120, 2, Fraction(7300)),  # 240 a day x 365 / 12
        ("day", 10, 1320, 2, Fraction(8030)),
        ("year", 2, 46800, 5, Fraction(9750)),
    ],
)
def test_intervals(interval: str, count: int, unit: int, quantity: int, expected: Fraction) -> None:
    held = subscribed(item(quantity, price(interval, count, unit_amount=Decimal(unit))))
    assert monthly_value(held) == expected


def test_decimals_are_kept_until_the_end_and_rounded_half_to_even() -> None:
    per_reading = price(unit_amount=Decimal("0.75"))
    assert monthly_value(subscribed(item(12_001, per_reading))) == Fraction("9000.75")
    half = price(unit_amount=Decimal("0.5"))
    assert figures(subscribed(item(1, half)))["mrr"] == eur(0)
    assert figures(subscribed(item(3, half)))["mrr"] == eur(2)
    assert figures(subscribed(item(1, half)), subscribed(item(1, half)))["mrr"] == eur(1), "summed before rounding"


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (0, 3800),
        (1, 5700),
        (10, 22800),
        (11, 22800 + 1520),
        (40, 22800 + 30 * 1520),
        (45, 22800 + 30 * 1520 + 5 * 1140 + 1900),
    ],
)
def test_graduated_tiers(quantity: int, expected: int) -> None:
    tiers = [Tier(10, Decimal(1900), Decimal(3800)), Tier(40, Decimal(1520)), Tier(None, Decimal(1140), Decimal(1900))]
    assert monthly_value(subscribed(item(quantity, price(tiers_mode="graduated", tiers=tiers)))) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"), [(15, 28500), (16, 16 * 1710 + 5700), (50, 50 * 1710 + 5700), (51, 51 * 1330 + 19000)]
)
def test_volume_tiers(quantity: int, expected: int) -> None:
    tiers = [Tier(15, Decimal(1900)), Tier(50, Decimal(1710), Decimal(5700)), Tier(None, Decimal(1330), Decimal(19000))]
    assert monthly_value(subscribed(item(quantity, price(tiers_mode="volume", tiers=tiers)))) == expected


@pytest.mark.parametrize(("rounding", "expected"), [("up", 5 * 900), ("down", 4 * 900)])
def test_packages(rounding: str, expected: int) -> None:
    packages = price(unit_amount=Decimal(900), divide_by=100, round=rounding)
    assert monthly_value(subscribed(item(470, packages))) == expected


def test_metered_prices_do_not_count() -> None:
    seats = item(10, price(unit_amount=Decimal(3900)))
    used = item(None, price(unit_amount=Decimal("0.4"), usage_type="metered"))
    assert monthly_value(subscribed(seats, used)) == 39000


@pytest.mark.parametrize(("duration", "expected"), [("forever", 33150), ("once", 39000), ("repeating", 39000)])
def test_only_discounts_for_ever_count(duration: str, expected: int) -> None:
    held = subscribed(item(10, price(unit_amount=Decimal(3900))), discounts=[off(duration, percent_off=Decimal(15))])
    assert monthly_value(held) == expected


def test_the_item_s_own_discount_comes_first() -> None:
    """390.00 less 20 %, then 10.00 off the whole: 302.00, and not 304.00."""
    seats = item(10, price(unit_amount=Decimal(3900)), off(percent_off=Decimal(20)))
    assert monthly_value(subscribed(seats, discounts=[off(amount_off=1000, currency="eur")])) == 30200


def test_discounts_of_a_subscription_apply_in_order() -> None:
    """390.00 less 10.00, then less 10 %."""
    discounts = [off(amount_off=1000, currency="eur"), off(percent_off=Decimal(10))]
    assert monthly_value(subscribed(item(10, price(unit_amount=Decimal(3900))), discounts=discounts)) == 34200


def test_an_amount_off_is_per_invoice() -> None:
    """4,680.00 a year less 120.00 is 380.00 a month."""
    held = subscribed(item(10, price("year", unit_amount=Decimal(46800))), discounts=[off(amount_off=12000)])
    assert monthly_value(held) == 38000


def test_an_amount_off_never_goes_below_zero() -> None:
    held = subscribed(item(1, price(unit_amount=Decimal(900))), discounts=[off(amount_off=1000)])
    assert monthly_value(held) == 0


def test_a_coupon_for_some_products_leaves_the_others() -> None:
    """390.00 less 18 %, and 90.00 in full."""
    seats, units = item(10, price(unit_amount=Decimal(3900))), item(20, price(product=ADDON, unit_amount=Decimal(450)))
    held = subscribed(seats, units, discounts=[off(percent_off=Decimal(18), applies_to=[PLAN])])
    assert monthly_value(held) == 31980 + 9000
    held = subscribed(seats, units, discounts=[off(amount_off=5000, applies_to=[ADDON])])
    assert monthly_value(held) == 39000 + 4000


def test_items_with_intervals_of_their_own() -> None:
    """4,680.00 a year and 90.00 a month, less 10 %."""
    seats = item(10, price("year", unit_amount=Decimal(46800)))
    units = item(20, price(product=ADDON, unit_amount=Decimal(450)))
    assert monthly_value(subscribed(seats, units, discounts=[off(percent_off=Decimal(10))])) == 35100 + 8100


def test_contained_tax_is_taken_out_as_the_newest_invoice_splits_it() -> None:
    held = subscribed(item(10, price(unit_amount=Decimal(3900), tax_behavior="inclusive")))
    invoice = Invoice(
        "in_1", "A-1", held.customer, held, "paid", "subscription_cycle", "eur", 39000, 39000, 39000, NOW, [],
        tax_included=6769,
    )  # fmt: skip
    held.customer.invoices.append(invoice)
    assert monthly_value(held) == 39000 - 6769


@pytest.mark.parametrize(
    ("status", "pause", "mrr", "trial"),
    [
        ("active", None, eur(3900), []),
        ("past_due", None, eur(3900), []),
        ("active", "keep_as_draft", eur(3900), []),
        ("active", "void", [], []),
        ("active", "mark_uncollectible", [], []),
        ("trialing", None, [], eur(3900)),
        ("paused", None, [], []),
        ("unpaid", None, [], []),
        ("incomplete", None, [], []),
        ("incomplete_expired", None, [], []),
        ("canceled", None, [], []),
    ],
)
def test_what_counts(status: str, pause: str | None, mrr: list[Any], trial: list[Any]) -> None:
    found = figures(subscribed(item(1, price(unit_amount=Decimal(3900))), status=status, pause_behavior=pause))
    assert found["mrr"] == mrr
    assert found["trial_mrr"] == trial
    assert [each["amount_minor"] for each in found["arr"]] == [each["amount_minor"] * 12 for each in mrr]


def test_currencies_are_never_added() -> None:
    yen = subscribed(item(2, price(unit_amount=Decimal(3040))), currency="jpy")
    euro = subscribed(item(1, price(unit_amount=Decimal(3900))))
    assert figures(yen, euro)["mrr"] == [*eur(3900), {"amount_minor": 6080, "currency": "JPY"}]


def test_renewal_is_the_earliest_end_of_what_goes_on() -> None:
    def ending(days: int, **terms: Any) -> Subscription:
        held = subscribed(item(1, price(unit_amount=Decimal(100))), **terms)
        held.items[0].period_end = NOW + timedelta(days=days)
        return held

    leaving = ending(3, cancel_at_period_end=True, cancel_at=NOW + timedelta(days=3))
    leaving_later = ending(9, cancel_at=NOW + timedelta(days=40))
    assert (
        figures(ending(2, status="canceled"), leaving, leaving_later, ending(12))["next_renewal_at"]
        == (NOW + timedelta(days=9)).isoformat()
    )
    assert figures(ending(5, cancel_at=NOW + timedelta(days=4)))["next_renewal_at"] is None
    assert figures(ending(5, status="trialing"))["next_renewal_at"] == (NOW + timedelta(days=5)).isoformat()
