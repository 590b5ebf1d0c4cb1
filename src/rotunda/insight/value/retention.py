"""Net and gross retention of one account over twelve months, per currency.

    net   = (start + expansion - contraction) / start
    gross = (start - contraction) / start

`start` is the MRR of twelve months ago. Expansion is what was added since, contraction what was lost, also by ending.
These are Net and Gross Revenue Retention of a cohort as the SaaS Metrics Standards Board defines them
(saasmetricsboard.com), for a cohort of one account.
"""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from rotunda.sections.billing.model import BillingView, Subscription
from rotunda.sections.money import Money
from rotunda.sections.provenance import Input, Made, MadeCount


class Stood(msgspec.Struct, frozen=True):
    """The MRR that was read on a `day` about twelve months ago, in one currency."""

    day: date
    money: Money


class Retention(msgspec.Struct, frozen=True, omit_defaults=True):
    """`net` and `gross` are ratios: 1 is everything kept; `gross` never exceeds it. `read_on`: the start was read on
    that day; else it is put together from subscriptions at the prices of today, and says so in `made`.
    """

    since: datetime
    start: Money
    now: Money
    expansion: Money
    contraction: Money
    net: MadeCount
    gross: MadeCount
    read_on: date | None = None


class _Sums(msgspec.Struct):
    kept: int = 0
    added: int = 0
    lost: int = 0


def retention_of(view: BillingView, since: datetime, stood: Mapping[str, Stood]) -> list[Retention]:
    """By currency. None for a currency in which nothing was subscribed at `since`, or where not all was read. `stood`
    is the MRR that was read then: it knows prices that have changed since.
    """
    if "subscriptions" in view.truncated:
        return []
    sums: dict[str, _Sums] = {}
    for each in view.subscriptions:
        _count(each, since, sums)
    found = [_retention(sums.get(code, _Sums()), code, since, stood.get(code)) for code in sorted({*sums, *stood})]
    return [each for each in found if each is not None]


def _count(subscription: Subscription, since: datetime, sums: dict[str, _Sums]) -> None:
    now = subscription.mrr.money if subscription.mrr else None
    then = subscription.mrr_if_live if _was_paid(subscription, since) else None
    if then is not None and now is not None and then.currency == now.currency:
        sums.setdefault(then.currency, _Sums()).kept += now.amount_minor
        return
    if then is not None:
        sums.setdefault(then.currency, _Sums()).lost += then.amount_minor
    if now is not None:
        sums.setdefault(now.currency, _Sums()).added += now.amount_minor


def _was_paid(subscription: Subscription, at: datetime) -> bool:
    """A subscription in trial brought nothing."""
    ended, trial = subscription.ended_at, subscription.trial_ends_at
    return subscription.started_at <= at and (ended is None or ended > at) and (trial is None or trial <= at)


def _retention(sums: _Sums, currency: str, since: datetime, stood: Stood | None) -> Retention | None:
    start = stood.money.amount_minor if stood else sums.kept + sums.lost
    if start <= 0:
        return None
    moved = sums.kept + sums.lost - start
    expansion, contraction = sums.added + max(0, moved), sums.lost + max(0, -moved)
    inputs = _inputs(currency, start, expansion, contraction, stood)
    return Retention(
        since=since,
        start=Money(start, currency),
        now=Money(start + expansion - contraction, currency),
        expansion=Money(expansion, currency),
        contraction=Money(contraction, currency),
        net=MadeCount(
            (start + expansion - contraction) / start, Made("(Start + expansion - contraction) / start", inputs)
        ),
        gross=MadeCount(max(0, start - contraction) / start, Made("(Start - contraction) / start", inputs)),
        read_on=stood.day if stood else None,
    )


def _inputs(currency: str, start: int, expansion: int, contraction: int, stood: Stood | None) -> list[Input]:
    basis = (
        f"MRR as it was read on {stood.day}"
        if stood
        else "The subscriptions of then, at the prices that are known today"
    )
    return [
        Input(label="MRR twelve months ago", money=Money(start, currency)),
        Input(label="Expansion", money=Money(expansion, currency)),
        Input(label="Contraction", money=Money(contraction, currency)),
        Input(label="Start from", text=basis),
    ]
