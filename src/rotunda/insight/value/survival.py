"""How long customers stay, estimated from the book: the product-limit estimate of Kaplan and Meier in whole months.

Kaplan, E. L., Meier, P. (1958), Nonparametric Estimation from Incomplete Observations, JASA 53, 457-481. The variance
is Greenwood's (1926). Months that too few customers have reached take the monthly rate of the whole book, as an
exponential tail does (Moeschberger, M. L., Klein, J. P. (1985), Biometrics 41, 253-259).
"""

from collections.abc import Iterable
from math import sqrt

import msgspec

FEWEST_CUSTOMERS = 20
FEWEST_LEFT = 5
FEWEST_AT_RISK = 10
"""Customers who have to have reached a month for its own rate to count."""

MONTHS_AHEAD = 60
"""No further is looked: five years from now are another company, on both sides."""

_95_PERCENT = 1.959964


class Stayed(msgspec.Struct, frozen=True):
    """So many `customers` completed so many `months`; then they `left`, or that is as far as is known of them."""

    months: int
    left: bool
    customers: int


class Survival(msgspec.Struct, frozen=True, cache_hash=True):
    """`at_risk` and `left` of each month, the first of a customer's life first: how many began it and were seen to its
    end or left within it, and how many of them left.
    """

    at_risk: tuple[int, ...]
    left: tuple[int, ...]
    customers: int

    @property
    def lost(self) -> int:
        return sum(self.left)

    @property
    def is_enough(self) -> bool:
        return self.customers >= FEWEST_CUSTOMERS and self.lost >= FEWEST_LEFT

    def rate(self, month: int) -> tuple[float, int]:
        """Of those who began the month (1 is the first), the share that left in it, and of how many customer-months
        that is known.
        """
        at_risk = self.at_risk[month - 1] if month <= len(self.at_risk) else 0
        if at_risk >= FEWEST_AT_RISK:
            return self.left[month - 1] / at_risk, at_risk
        whole = sum(self.at_risk)
        return (self.lost / whole if whole else 0.0), 0


class Expected(msgspec.Struct, frozen=True):
    """Months still to come on average, at most 60, with the 95 % interval of that average: not of one customer."""

    months: float
    low: float
    high: float


def survival_of(book: Iterable[Stayed]) -> Survival:
    """A customer who left after n months was at risk in n + 1 of them; one who is still there, in n."""
    rows = [each for each in book if each.customers > 0 and each.months >= 0]
    length = max((each.months + each.left for each in rows), default=0)
    ended, left = [0] * (length + 1), [0] * (length + 1)
    for each in rows:
        ended[each.months + each.left] += each.customers
        if each.left:
            left[each.months + 1] += each.customers
    at_risk = [sum(ended[month:]) for month in range(1, length + 1)] if length else []
    return Survival(tuple(at_risk), tuple(left[1:]), sum(each.customers for each in rows))


def expected_months(survival: Survival, tenure: int) -> Expected:
    """The mean residual life after `tenure` months, up to 60 months ahead: the sum over the months to come of the
    chance to be there at the end of each, given that the customer is there now.
    """
    rates = [survival.rate(tenure + ahead) for ahead in range(1, MONTHS_AHEAD + 1)]
    there: list[float] = []
    chance = 1.0
    for rate, _ in rates:
        chance *= 1 - rate
        there.append(chance)
    months = sum(there)
    margin = _95_PERCENT * sqrt(_variance(survival, rates, there))
    return Expected(months, max(0.0, months - margin), min(float(MONTHS_AHEAD), months + margin))


def _variance(survival: Survival, rates: list[tuple[float, int]], there: list[float]) -> float:
    """By the delta method: what follows a month hangs on the rate of that month. Months of the tail share one rate, and
    err together.
    """
    own, tail, tail_rate = 0.0, 0.0, 0.0
    after = 0.0
    for (rate, known), chance in zip(reversed(rates), reversed(there), strict=True):
        after += chance
        if rate >= 1 or rate <= 0:
            continue
        if known:
            own += after**2 * rate / ((1 - rate) * known)
        else:
            tail += after / (1 - rate)
            tail_rate = rate
    whole = sum(survival.at_risk)
    return own + (tail**2 * tail_rate * (1 - tail_rate) / whole if whole else 0.0)
