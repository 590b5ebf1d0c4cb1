"""How long customers stay: published and hand-made examples, and what holds for any book."""

from itertools import accumulate
from operator import mul
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.value.survival import (
    FEWEST_AT_RISK,
    MONTHS_AHEAD,
    Stayed,
    Survival,
    expected_months,
    survival_of,
)

FREIREICH = [
    *(Stayed(month - 1, left=True, customers=1) for month in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Stayed(month, left=False, customers=1) for month in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Remission times of the 6-MP group of Freireich et al. (1963), the example of most textbooks: whoever left in the
sixth month had completed five.
"""


def curve(survival: Survival) -> list[float]:
    """The product-limit estimate at the end of each month."""
    kept = [1 - left / at_risk for left, at_risk in zip(survival.left, survival.at_risk, strict=True)]
    return list(accumulate(kept, mul))


@pytest.mark.parametrize(
    ("month", "expected"),
    [(5, 1.0), (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)],
)
def test_the_estimate_is_the_published_one(month: int, expected: float) -> None:
    assert curve(survival_of(FREIREICH))[month - 1] == pytest.approx(expected, abs=0.0005)


def test_who_is_at_risk_is_counted_as_published() -> None:
    survival = survival_of(FREIREICH)
    assert [survival.at_risk[month - 1] for month in (6, 7, 10, 13, 16, 22, 23)] == [21, 17, 15, 12, 11, 7, 6]
    assert (survival.customers, survival.lost) == (21, 9)


def test_a_month_that_too_few_have_reached_takes_the_rate_of_the_whole_book() -> None:
    survival = survival_of(FREIREICH)
    assert survival.rate(16) == (1 / 11, 11)
    months = sum(survival.at_risk)
    assert survival.rate(22) == survival.rate(36) == (9 / months, 0)


def test_expected_months_by_hand() -> None:
    """Forty customers, a quarter of whom leave in the second month; the others are seen for two months. A month beyond
    takes the rate of the book: 10 of 40 + 40 customer-months, 1/8. After one month:
    3/4 (1 + 7/8 + ... + (7/8)^59) = 3/4 (1 - (7/8)^60) / (1/8) = 6 (1 - (7/8)^60).
    """
    survival = survival_of([Stayed(1, left=True, customers=10), Stayed(2, left=False, customers=30)])
    assert (survival.at_risk, survival.left) == ((40, 40), (0, 10))
    assert expected_months(survival, 1).months == pytest.approx(6 * (1 - (7 / 8) ** 60))


def test_the_interval_is_greenwoods_where_months_have_rates_of_their_own() -> None:
    """Nobody leaves but in the first month, a quarter of forty, and everybody is seen for sixty months more than that.
    The mean is 3/4 x 60 = 45; its standard error 60 x sqrt(0.75 x 0.25 / 40) = 4.1079, as of a share.
    """
    survival = survival_of([Stayed(0, left=True, customers=10), Stayed(61, left=False, customers=30)])
    found = expected_months(survival, 0)
    assert found.months == pytest.approx(45)
    assert found.low == pytest.approx(45 - 1.959964 * 4.10792, abs=0.001)
    assert found.high == pytest.approx(45 + 1.959964 * 4.10792, abs=0.001)


def test_months_of_the_tail_err_together() -> None:
    """Of twenty who began, ten leave in the first month and the others are not seen any longer. The rate of the book is
    1/2; at a tenure of one month all is tail: 1/2 + 1/4 + ... = 1. R(q) = (1 - q) / q, so dR/dq = -1/q^2 = -4, and the
    standard error is 4 sqrt(0.25 / 20) = 0.4472.
    """
    survival = survival_of([Stayed(0, left=True, customers=10), Stayed(1, left=False, customers=10)])
    found = expected_months(survival, 1)
    assert found.months == pytest.approx(1)
    assert found.high - found.months == pytest.approx(1.959964 * 0.44721, abs=0.001)


def test_where_nobody_has_left_all_that_is_looked_ahead_is_expected() -> None:
    found = expected_months(survival_of([Stayed(12, left=False, customers=50)]), 3)
    assert (found.months, found.low, found.high) == (60, 60, 60)


def test_an_empty_book_tells_nothing() -> None:
    empty = survival_of([])
    assert (empty.customers, empty.lost, empty.is_enough) == (0, 0, False)


@pytest.mark.parametrize(("stayed", "left", "enough"), [(15, 5, True), (14, 5, False), (16, 4, False)])
def test_twenty_customers_of_whom_five_left_are_enough(stayed: int, left: int, enough: bool) -> None:  # noqa: FBT001 - a case
    book = [Stayed(9, left=False, customers=stayed), Stayed(4, left=True, customers=left)]
    assert survival_of(book).is_enough is enough


_BOOKS = st.lists(st.builds(Stayed, st.integers(0, 90), st.booleans(), st.integers(1, 40)), max_size=15)


@given(_BOOKS, st.integers(0, 120), st.randoms(use_true_random=False))
def test_bounds_and_order(book: list[Stayed], tenure: int, chance: Random) -> None:
    survival = survival_of(book)
    found = expected_months(survival, tenure)
    assert 0 <= found.low <= found.months + 1e-9
    assert found.months - 1e-9 <= found.high <= MONTHS_AHEAD
    shuffled = list(book)
    chance.shuffle(shuffled)
    assert survival_of(shuffled) == survival
    assert all(left <= at_risk for left, at_risk in zip(survival.left, survival.at_risk, strict=True))


@given(_BOOKS, st.integers(1, 100), st.integers(0, 100))
def test_a_customer_seen_longer_never_lowers_what_is_expected_of_a_new_one(
    book: list[Stayed], customers: int, months: int
) -> None:
    """Many who stay for all that is looked ahead: every month has a rate of its own with and without them."""
    ground = [*book, Stayed(120, left=False, customers=FEWEST_AT_RISK)]
    more = [*ground, Stayed(120 + months, left=False, customers=customers)]
    assert expected_months(survival_of(more), 0).months >= expected_months(survival_of(ground), 0).months - 1e-9
