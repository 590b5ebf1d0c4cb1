"""One pipeline out of all CRMs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rotunda.sections.deals.model import Deal, DealsPart, DealsView
from rotunda.sections.money import Money
from rotunda.sections.provenance import Input, Made, MadeMoney
from rotunda.sections.section import Fact, Sourcepart, money_fact


def merge(parts: Sequence[Sourcepart[DealsPart]], now: datetime) -> DealsView:
    """Open deals by expected close, closed ones newest first."""
    del now
    deals = [each for part in parts for each in part.part.deals]
    still_open = [each for each in deals if not each.closed]
    closed = [each for each in deals if each.closed]
    won = [each for each in closed if each.won]
    return DealsView(
        open_deals=sorted(still_open, key=_expected_close),
        closed_deals=sorted(closed, key=lambda each: each.closed_at or each.created_at, reverse=True),
        open_value=_totals(((each, each.value) for each in still_open), "Sum of the open deals' values"),
        weighted_value=_totals(
            ((each, each.weighted) for each in still_open), "Sum of value x probability of the open deals"
        ),
        won_value=_totals(((each, each.value) for each in won), "Sum of the won deals' values"),
        won_count=len(won),
        lost_count=len(closed) - len(won),
        truncated=any(part.part.truncated for part in parts),
    )


def _expected_close(deal: Deal) -> tuple[date, str]:
    return (deal.close_on or date.max, deal.ref.external_id)


def _totals(amounts: Iterable[tuple[Deal, Money | None]], formula: str) -> list[MadeMoney]:
    inputs: dict[str, list[Input]] = defaultdict(list)
    sums: dict[str, int] = defaultdict(int)
    for deal, money in amounts:
        if money is not None:
            sums[money.currency] += money.amount_minor
            inputs[money.currency].append(Input(label=deal.name, money=money, ref=deal.ref))
    return [
        MadeMoney(money=Money(sums[currency], currency), made=Made(formula=formula, inputs=inputs[currency]))
        for currency in sorted(sums)
    ]


def facts(view: DealsView) -> list[Fact]:
    """How many deals are open and what they are worth in every currency."""
    value = money_fact("open_deal_value", [each.money for each in view.open_value])
    return [Fact(name="open_deals", number=len(view.open_deals)), *value]
