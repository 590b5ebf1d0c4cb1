"""Money is exact, and currencies never mix."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.sections.money import CurrencyMismatch, Money, minor_exponent, money_from_decimal, sum_by_currency

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD"])
MONIES = st.builds(Money, st.integers(-(10**12), 10**12), CURRENCIES)


@given(st.lists(MONIES))
def test_totals_per_currency_lose_nothing(monies: list[Money]) -> None:
    totals = {total.currency: total.amount_minor for total in sum_by_currency(monies)}
    for currency in ("EUR", "USD", "JPY", "KWD"):
        expected = sum(each.amount_minor for each in monies if each.currency == currency)
        assert totals.get(currency, 0) == expected


@given(st.lists(MONIES))
def test_order_does_not_matter(monies: list[Money]) -> None:
    assert sum_by_currency(monies) == sum_by_currency(list(reversed(monies)))


@given(MONIES, MONIES)
def test_adding_and_taking_away_returns_to_the_start(one: Money, other: Money) -> None:
    if one.currency == other.currency:
        assert (one + other) - other == one
    else:
        with pytest.raises(CurrencyMismatch):
            _ = one + other


@pytest.mark.parametrize(
    ("exact", "rounded"), [("2.5", 2), ("3.5", 4), ("-2.5", -2), ("2.500000000001", 3), ("0", 0), ("-0.4", 0)]
)
def test_rounds_once_half_to_even(exact: str, rounded: int) -> None:
    assert money_from_decimal(Decimal(exact), "eur") == Money(rounded, "EUR")


@pytest.mark.parametrize("wrong", ["eur", "EURO", "", "€€€"])
def test_refuses_what_is_no_currency_code(wrong: str) -> None:
    with pytest.raises(ValueError, match="currency must be three upper-case letters"):
        Money(1, wrong)


def test_exponents_follow_iso_4217() -> None:
    assert [minor_exponent(each) for each in ("JPY", "EUR", "KWD", "usd")] == [0, 2, 3, 2]
