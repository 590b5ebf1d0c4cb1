"""MRR by hand: one case for every rule, then what must hold for all subscriptions."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connectors.stripe.mrr import Discount, Interval, Line, Terms, Tier, charged_together, monthly_value

MONTHLY = Interval("month", 1)
YEARLY = Interval("year", 1)
TIERS = (
    Tier(10, Fraction(1000), Fraction(0)),
    Tier(20, Fraction(800), Fraction(500)),
    Tier(None, Fraction(600), Fraction(0)),
)


def line(unit: str | int = 4900, quantity: int = 1, interval: Interval = MONTHLY, **terms: object) -> Line:
    return Line(
        product_id="prod_1",
        product="Pro",
        interval=interval,
        quantity=quantity,
        terms=msgspec.structs.replace(Terms(currency="EUR", unit=Fraction(unit)), **terms),
    )


def tiered(quantity: int, *, graduated: bool) -> Line:
    return line(quantity=quantity, unit=0, tiers=TIERS, graduated=graduated)


def percent(value: str | int, **more: object) -> Discount:
    plain = Discount(name="Partner", forever=True, currency="EUR", percent=Fraction(value))
    return msgspec.structs.replace(plain, **more)


def amount(value: int, **more: object) -> Discount:
    plain = Discount(name="Partner", forever=True, currency="EUR", amount=Fraction(value))
    return msgspec.structs.replace(plain, **more)


def mrr(*lines: Line, off: tuple[Discount, ...] = ()) -> Fraction:
    return monthly_value(lines, off, "EUR").exact


@pytest.mark.parametrize(
    ("interval", "factor"),
    [
        (Interval("month", 1), Fraction(1)),
        (Interval("month", 3), Fraction(1, 3)),
        (Interval("month", 6), Fraction(1, 6)),
        (Interval("year", 1), Fraction(1, 12)),
        (Interval("year", 2), Fraction(1, 24)),
        (Interval("week", 1), Fraction(52, 12)),
        (Interval("week", 2), Fraction(26, 12)),
        (Interval("day", 1), Fraction(365, 12)),
        (Interval("day", 10), Fraction(365, 120)),
    ],
)
def test_intervals_are_brought_to_months(interval: Interval, factor: Fraction) -> None:
    assert mrr(line(1200, 5, interval)) == 6000 * factor


def test_unit_amounts_below_a_cent_are_exact() -> None:
    assert mrr(line("0.825", 333)) == Fraction("274.725")


@pytest.mark.parametrize(
    ("quantity", "round_up", "expected"),
    [(0, True, 0), (1, True, 900), (100, True, 900), (101, True, 1800), (199, False, 900), (99, False, 0)],
)
def test_packages_are_rounded_as_the_price_says(quantity: int, *, round_up: bool, expected: int) -> None:
    assert mrr(line(900, quantity, divide_by=100, round_up=round_up)) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (0, 0),
        (1, 1000),
        (10, 10_000),
        (11, 10_000 + 800 + 500),
        (20, 10_000 + 8000 + 500),
        (25, 10_000 + 8000 + 500 + 3000),
    ],
)
def test_graduated_tiers_charge_each_slice_and_each_flat_amount_entered(quantity: int, expected: int) -> None:
    assert mrr(tiered(quantity, graduated=True)) == expected


def test_graduated_tiers_charge_the_first_flat_amount_for_nothing_too() -> None:
    tiers = (Tier(10, Fraction(100), Fraction(700)), Tier(None, Fraction(50), Fraction(900)))
    assert mrr(line(quantity=0, unit=0, tiers=tiers, graduated=True)) == 700


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [(0, 0), (10, 10_000), (11, 11 * 800 + 500), (20, 20 * 800 + 500), (21, 21 * 600)],
)
def test_volume_tiers_charge_all_at_the_tier_reached(quantity: int, expected: int) -> None:
    assert mrr(tiered(quantity, graduated=False)) == expected


def test_a_chosen_amount_is_what_the_invoice_charged() -> None:
    assert mrr(line(fixed=Fraction(4200), quantity=3)) == 4200


def test_metered_lines_are_not_counted_and_say_so() -> None:
    metered = msgspec.structs.replace(line(), terms=None, excluded="Not counted: metered")
    value = monthly_value([metered, line(100)], (), "EUR")
    assert value.exact == 100
    assert value.inputs[0].text == "Not counted: metered"


def test_percentages_multiply_and_come_item_first() -> None:
    own = msgspec.structs.replace(line(10_000), discounts=(percent(50),))
    assert mrr(own, line(10_000), off=(percent(10),)) == (5000 + 10_000) * Fraction(9, 10)


def test_amounts_off_come_after_what_was_listed_before() -> None:
    assert mrr(line(10_000), off=(amount(1000), percent(10))) == 8100
    assert mrr(line(10_000), off=(percent(10), amount(1000))) == 8000


def test_an_amount_off_is_divided_by_the_interval() -> None:
    assert mrr(line(120_000, interval=YEARLY), off=(amount(12_000),)) == 9000
    assert mrr(line(1200, interval=Interval("week", 1)), off=(amount(100),)) == 1100 * Fraction(52, 12)


def test_an_amount_off_never_goes_below_zero() -> None:
    assert mrr(line(500), off=(amount(900),)) == 0
    assert mrr(msgspec.structs.replace(line(500), discounts=(amount(900),)), line(100)) == 100


def test_an_amount_off_items_of_several_intervals_reduces_those_on_every_invoice() -> None:
    assert mrr(line(12_000, interval=YEARLY), line(5000), off=(amount(1000),)) == 1000 + 4000
    assert mrr(line(12_000, interval=YEARLY), line(500), off=(amount(1000),)) == 1000


def test_coupons_reduce_only_the_products_they_apply_to() -> None:
    other = msgspec.structs.replace(line(2000), product_id="prod_2")
    only_first = frozenset({"prod_1"})
    assert mrr(line(1000), other, off=(percent(50, products=only_first),)) == 2500
    assert mrr(line(1000), other, off=(amount(5000, products=only_first),)) == 2000
    assert mrr(line(1000), other, off=(percent(50, products=frozenset()),)) == 3000


@pytest.mark.parametrize("duration", ["for one invoice", "for some months"])
def test_coupons_that_end_are_not_counted_and_say_so(duration: str) -> None:
    ending = percent(50, forever=False, duration=duration)
    value = monthly_value([line(1000)], (ending,), "EUR")
    assert value.exact == 1000
    assert value.inputs[-1].text == f"Not counted: the coupon holds {duration}"


def test_a_coupon_of_unknown_terms_is_not_counted_and_says_so() -> None:
    value = monthly_value([line(1000)], (percent(0, percent=None),), "EUR")
    assert value.exact == 1000
    assert value.inputs[-1].text == "Not counted: its amount cannot be known"


def test_tax_inside_the_price_is_taken_out() -> None:
    inside = msgspec.structs.replace(line(119_000, interval=YEARLY), net_share=Fraction(100, 119))
    assert mrr(inside) == Fraction(100_000, 12)
    unknown = monthly_value([msgspec.structs.replace(line(), net_share=None)], (), "EUR")
    assert unknown.exact == 4900
    assert unknown.inputs[-1].text == "Contains tax of an amount that cannot be known: counted with it"


def test_the_story_names_every_step() -> None:
    value = monthly_value([tiered(25, graduated=True), line(12_000, 2, YEARLY)], (percent("12.5"),), "EUR")
    assert [(each.label, each.text, each.money.amount_minor if each.money else None) for each in value.inputs] == [
        ("Pro", "tier up to 10: 10 x EUR 10.00", 10_000),
        ("Pro", "tier up to 20: 10 x EUR 8.00 + EUR 5.00", 8500),
        ("Pro", "tier beyond: 5 x EUR 6.00", 3000),
        ("Pro", "2 x EUR 120.00", 24_000),
        ("Pro, a month", "billed every year", 2000),
        ("Partner", "12.5 % off", -2938),
    ]


def test_an_invoice_charges_whole_intervals_with_the_tax_inside() -> None:
    inside = msgspec.structs.replace(line(11_900, interval=YEARLY), net_share=Fraction(100, 119))
    assert charged_together([inside], (), "EUR") == 11_900
    assert charged_together([line(12_000, interval=YEARLY)], (amount(1000), percent(10)), "EUR") == 9900


# What holds for all subscriptions

intervals = st.builds(Interval, st.sampled_from(["day", "week", "month", "year"]), st.integers(1, 24))
amounts = st.decimals(0, 10**6, places=2).map(Fraction)
tiers = st.lists(amounts, min_size=1, max_size=4).map(
    lambda units: (
        *(Tier(10 * (place + 1), unit, Fraction(place)) for place, unit in enumerate(units[:-1])),
        Tier(None, units[-1], Fraction(0)),
    )
)
terms = st.builds(
    Terms,
    currency=st.just("EUR"),
    unit=amounts,
    divide_by=st.integers(1, 50),
    round_up=st.booleans(),
) | st.builds(Terms, currency=st.just("EUR"), tiers=tiers, graduated=st.booleans())
products = st.sampled_from(["prod_1", "prod_2", "prod_3"])
coupons = st.builds(
    Discount,
    name=st.just("Coupon"),
    forever=st.booleans(),
    currency=st.just("EUR"),
    percent=st.decimals(0, 100, places=2).map(Fraction),
    products=st.none() | st.frozensets(products),
) | st.builds(Discount, name=st.just("Coupon"), forever=st.booleans(), currency=st.just("EUR"), amount=amounts)
lines = st.builds(
    Line,
    product_id=products,
    product=st.just("Pro"),
    interval=intervals,
    quantity=st.integers(0, 500),
    terms=terms,
    discounts=st.lists(coupons, max_size=2).map(tuple),
)
subscriptions = st.tuples(st.lists(lines, min_size=1, max_size=4), st.lists(coupons, max_size=3))


@given(subscriptions)
def test_mrr_is_never_negative_nor_above_the_undiscounted(subscription: tuple[list[Line], list[Discount]]) -> None:
    found, off = subscription
    bare = [msgspec.structs.replace(each, discounts=()) for each in found]
    assert 0 <= monthly_value(found, off, "EUR").exact <= monthly_value(bare, (), "EUR").exact


@given(subscriptions, st.randoms(use_true_random=False))
def test_mrr_does_not_depend_on_the_order_of_items(
    subscription: tuple[list[Line], list[Discount]], random: st.DataObject
) -> None:
    found, off = subscription
    shuffled = list(found)
    random.shuffle(shuffled)
    assert monthly_value(found, off, "EUR").exact == monthly_value(shuffled, off, "EUR").exact


@given(st.lists(lines, max_size=4), st.lists(lines, max_size=4))
def test_mrr_of_items_is_the_sum_of_their_mrr(first: list[Line], second: list[Line]) -> None:
    together = monthly_value([*first, *second], (), "EUR").exact
    assert together == monthly_value(first, (), "EUR").exact + monthly_value(second, (), "EUR").exact


@given(lines)
def test_twelve_months_of_a_yearly_price_are_the_yearly_amount(each: Line) -> None:
    yearly = msgspec.structs.replace(each, interval=YEARLY, discounts=())
    monthly = msgspec.structs.replace(each, interval=MONTHLY, discounts=())
    assert monthly_value([yearly], (), "EUR").exact * 12 == monthly_value([monthly], (), "EUR").exact


@given(lines, st.lists(coupons, max_size=2))
def test_the_story_adds_up(each: Line, off: list[Discount]) -> None:
    """Each monthly step is rounded for display; together they are as far from the exact value as that allows."""
    monthly = msgspec.structs.replace(each, interval=MONTHLY)
    value = monthly_value([monthly], off, "EUR")
    told = sum(each.money.amount_minor for each in value.inputs if each.money)
    assert abs(told - value.exact) <= Fraction(len(value.inputs), 2)
