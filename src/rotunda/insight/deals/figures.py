"""The figures over the deals of an account, each with what it is made of. Money is per currency."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from rotunda.insight.words import count
from rotunda.sections.deals.model import Deal, DealsView
from rotunda.sections.money import Money, money_from_decimal
from rotunda.sections.provenance import Input, Made, MadeCount, MadeMoney

_DAY = 86_400


class DealFigures(msgspec.Struct, frozen=True):
    """`win_rate` is a share, 0 to 1; `average_cycle` is in days. None and empty where no deal says so."""

    lifetime_value: list[MadeMoney]
    open_pipeline: list[MadeMoney]
    weighted_pipeline: list[MadeMoney]
    average_size: list[MadeMoney]
    win_rate: MadeCount | None
    average_cycle: MadeCount | None


def figures_of(view: DealsView) -> DealFigures:
    won = [each for each in view.closed_deals if each.won]
    return DealFigures(
        lifetime_value=view.won_value,
        open_pipeline=view.open_value,
        weighted_pipeline=view.weighted_value,
        average_size=_average_size(won),
        win_rate=_win_rate(view.won_count, view.lost_count),
        average_cycle=_average_cycle(won),
    )


def cycle_days(deal: Deal) -> int | None:
    """Whole days from the deal's creation to its close; None while it is open or where the close is not dated."""
    if not deal.closed or deal.closed_at is None:
        return None
    return max(0, int((deal.closed_at - deal.created_at).total_seconds() // _DAY))


def _average_size(won: Iterable[Deal]) -> list[MadeMoney]:
    """Value of the won deals / how many of them have a value, per currency, rounded half to even."""
    values: dict[str, list[tuple[Deal, Money]]] = defaultdict(list)
    for deal in won:
        if deal.value is not None:
            values[deal.value.currency].append((deal, deal.value))
    return [_mean(currency, pairs) for currency, pairs in sorted(values.items())]


def _mean(currency: str, pairs: Sequence[tuple[Deal, Money]]) -> MadeMoney:
    total = sum(money.amount_minor for _, money in pairs)
    inputs = [Input(label=deal.name, money=money, ref=deal.ref) for deal, money in pairs]
    formula = f"Value of {count(len(pairs), 'won deal')} / {len(pairs)}"
    return MadeMoney(money_from_decimal(Decimal(total) / len(pairs), currency), Made(formula, inputs))


def _win_rate(won: int, lost: int) -> MadeCount | None:
    """Won / (won + lost). Open deals count neither way."""
    if won + lost == 0:
        return None
    inputs = [Input(label="Won", text=str(won)), Input(label="Lost", text=str(lost))]
    return MadeCount(won / (won + lost), Made("Deals won / deals won or lost", inputs))


def _average_cycle(won: Iterable[Deal]) -> MadeCount | None:
    """Mean days from creation to close, of won deals: how long a sale takes."""
    took = [(deal, took) for deal in won if (took := cycle_days(deal)) is not None]
    if not took:
        return None
    inputs = [Input(label=deal.name, text=count(days, "day"), ref=deal.ref) for deal, days in took]
    formula = f"Days from creation to close of {count(len(took), 'won deal')} / {len(took)}"
    return MadeCount(sum(days for _, days in took) / len(took), Made(formula, inputs))
