"""Days of a deal in its stage, against how long deals stayed in that stage of that pipeline before they went on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec

from rotunda.insight.words import days
from rotunda.sections.deals.model import Deal

FEWEST = 5
"""Deals that make an average: of fewer, one long negotiation would be most of it."""

StageName: TypeAlias = tuple[str, str]
"""A pipeline and a stage of it, as their source names them."""


class StageStay(msgspec.Struct, frozen=True):
    """How long so many `deals` stayed in a stage until they left it, together, in days. A deal that came back to the
    stage has stayed several times: `stays` counts those.
    """

    pipeline: str
    stage: str
    deals: int
    stays: int
    days: float


class StageAverage(msgspec.Struct, frozen=True):
    """Days until deals left a stage, on average, and of how many deals that is made."""

    days: float
    deals: int


class Pace(msgspec.Struct, frozen=True, omit_defaults=True):
    """`days` in the stage so far, None where the source does not date it; `average` is None where too few deals have
    left that stage. `slow`: longer than the average.
    """

    days: int | None
    average: StageAverage | None = None
    slow: bool = False


def averages(stays: Iterable[StageStay]) -> dict[StageName, StageAverage]:
    """Sum of the stays divided by their number, of stages that at least five deals have left."""
    return {
        (each.pipeline, each.stage): StageAverage(each.days / each.stays, each.deals)
        for each in stays
        if each.deals >= FEWEST and each.stays
    }


def pace_of(deal: Deal, known: Mapping[StageName, StageAverage], now: datetime) -> Pace:
    """Of an open deal. Whole days, rounded down, against an average that is not rounded."""
    average = known.get((deal.pipeline, deal.stage.label))
    if deal.entered_stage_at is None:
        return Pace(None, average)
    stayed = days(deal.entered_stage_at, now)
    return Pace(stayed, average, average is not None and stayed > average.days)
