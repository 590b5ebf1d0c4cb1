"""Lifetime value (CLTV): what a customer has paid, and what its MRR brings for as long as such customers stay.

    CLTV = paid so far + MRR x expected months

Expected months are the mean residual life given the customer's tenure (see `survival`), at most 60. The second part is
the "margin x expected lifetime" of Gupta, S., Lehmann, D. R. (2003), Customers as Assets, Journal of Interactive
Marketing 17, with revenue in place of margin (costs are in no source), a survival curve in place of one retention rate,
and no discount.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from rotunda.insight.value.survival import FEWEST_CUSTOMERS, FEWEST_LEFT, Expected, Survival, expected_months
from rotunda.insight.words import amount, count
from rotunda.sections.billing.model import BillingView
from rotunda.sections.billing.tenure import Tenure, tenure_of
from rotunda.sections.money import Money, money_from_decimal
from rotunda.sections.provenance import Input, Made, MadeMoney

MONTH_SECONDS = 2_629_746
"""A twelfth of the mean Gregorian year of 365.2425 days."""

_NO_ANSWER = "Lifetime value is not judged: no billing system has an answer."
_NOT_PAYING = "Lifetime value is not judged: no paid subscription of theirs is known."
_FORMULA = "Paid so far + MRR x expected months"
_CUT = "Older payments were not read: more was paid than this."


class LifetimeAmount(msgspec.Struct, frozen=True):
    """One currency. `low` and `high` are the 95 % interval of the estimate: how sure the average is."""

    amount: MadeMoney
    low: Money
    high: Money


class Lifetime(msgspec.Struct, frozen=True, tag_field="state", tag="judged"):
    """`customers` and `left` say how large a book the expectation is made of; `expected_months` is None for who has
    no MRR now.
    """

    amounts: list[LifetimeAmount]
    tenure_months: int
    expected_months: Expected | None
    customers: int
    left: int


def lifetime_of(billing: BillingView | None, survival: Survival | None, now: datetime) -> Lifetime | str:
    """Why there is none, in words, where it cannot be told."""
    if billing is None:
        return _NO_ANSWER
    tenure = tenure_of(billing)
    if tenure is None:
        return _NOT_PAYING
    months = tenure_months(tenure, now)
    if all(each.money.amount_minor <= 0 for each in billing.mrr):
        return Lifetime(_amounts(billing, None, None), months, None, *_size(survival))
    if survival is None or not survival.is_enough:
        return too_little(survival)
    expected = expected_months(survival, months)
    return Lifetime(_amounts(billing, expected, survival), months, expected, *_size(survival))


def tenure_months(tenure: Tenure, now: datetime) -> int:
    """Whole months, rounded down."""
    return max(0, int(((tenure.until or now) - tenure.since).total_seconds() // MONTH_SECONDS))


def too_little(survival: Survival | None) -> str:
    """What is there, and what it takes."""
    there, left = _size(survival)
    return (
        f"Too little history to say how long customers stay: of {count(there, 'customer')} whose billing you may read "
        f"and that was read, {left} left. It takes {FEWEST_CUSTOMERS}, of whom {FEWEST_LEFT} left."
    )


def _size(survival: Survival | None) -> tuple[int, int]:
    return (survival.customers, survival.lost) if survival else (0, 0)


def _amounts(billing: BillingView, expected: Expected | None, book: Survival | None) -> list[LifetimeAmount]:
    paid = {each.money.currency: each.money for each in billing.lifetime_paid}
    mrr = {each.money.currency: each.money for each in billing.mrr}
    notes = [*_made_of(book), *_cut(billing)]
    return [
        _amount(paid.get(currency, Money(0, currency)), mrr.get(currency), expected, notes)
        for currency in sorted({*paid, *mrr})
    ]


def _amount(paid: Money, mrr: Money | None, expected: Expected | None, notes: Sequence[Input]) -> LifetimeAmount:
    so_far = Input(label="Paid so far", money=paid)
    if mrr is None or expected is None:
        return LifetimeAmount(MadeMoney(paid, Made("Paid so far; there is no MRR now", [so_far, *notes])), paid, paid)
    low, high = (paid + _over(mrr, months) for months in (expected.low, expected.high))
    inputs = [
        so_far,
        Input(label="MRR", money=mrr),
        Input(label="Expected months", text=f"{expected.months:.1f} ({expected.low:.1f} to {expected.high:.1f})"),
        Input(label="95 % interval", text=f"{amount(low)} to {amount(high)}"),
        *notes,
    ]
    return LifetimeAmount(MadeMoney(paid + _over(mrr, expected.months), Made(_FORMULA, inputs)), low, high)


def _made_of(book: Survival | None) -> list[Input]:
    if book is None:
        return []
    return [Input(label="Estimated from", text=f"{count(book.customers, 'customer')}, of whom {book.lost} left")]


def _cut(billing: BillingView) -> list[Input]:
    cut = {"invoices", "payments"}.intersection(billing.truncated)
    return [Input(label="Not in it", text=_CUT)] if cut else []


def _over(mrr: Money, months: float) -> Money:
    return money_from_decimal(Decimal(mrr.amount_minor) * Decimal(months), mrr.currency)
