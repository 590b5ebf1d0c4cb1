"""Every deal of an account: open ones with their pace, closed ones with how long they took, and the figures of all."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from rotunda.insight.deals.figures import DealFigures, cycle_days, figures_of
from rotunda.insight.deals.pace import Pace, StageAverage, StageName, pace_of
from rotunda.kit.clock import Clock
from rotunda.sections.deals.model import Deal, DealsView
from rotunda.sections.freshness import State
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.view.deals.stage_averages import StageAverages
from rotunda.view.looking import Absent, Look
from rotunda.view.page.service import Pages

DEALS = SectionName("deals")


class OpenDeal(msgspec.Struct, frozen=True):
    """A deal and how long it stands in its stage."""

    deal: Deal
    pace: Pace


class ClosedDeal(msgspec.Struct, frozen=True):
    """A deal and how many days it took from its creation to its close."""

    deal: Deal
    days: int | None


class AccountDeals(msgspec.Struct, frozen=True, omit_defaults=True):
    """Open deals by expected close, closed ones newest first. `truncated`: the source has more than were read, and the
    figures are those of what was read. `state` is that of the deals section; all else is absent where it has no answer.
    Averages of stages are made of the stage changes of two years, of all deals that this viewer may read.
    """

    state: State
    as_of: datetime | None = None
    figures: DealFigures | None = None
    open: list[OpenDeal] = []
    closed: list[ClosedDeal] = []
    truncated: bool = False


class Deals:
    def __init__(self, pages: Pages, averages: StageAverages, clock: Clock) -> None:
        self._pages = pages
        self._averages = averages
        self._clock = clock

    async def of(self, look: Look) -> AccountDeals:
        """Raises Absent where this viewer may not read them."""
        if (DEALS, Label.COMMERCIAL) not in look.grant.reach:
            raise Absent
        answered = (await self._pages.answered(look.grant, look.planned, {DEALS}))[DEALS]
        if answered.view is None:
            return AccountDeals(answered.state)
        averages = await self._averages.of(look.grant.viewer)
        return _judged(answered.view, averages, answered.state, answered.as_of, self._clock.now())


def _judged(
    view: DealsView,
    averages: Mapping[StageName, StageAverage],
    state: State,
    as_of: datetime | None,
    now: datetime,
) -> AccountDeals:
    return AccountDeals(
        state=state,
        as_of=as_of,
        figures=figures_of(view),
        open=[OpenDeal(each, pace_of(each, averages, now)) for each in view.open_deals],
        closed=[ClosedDeal(each, cycle_days(each)) for each in view.closed_deals],
        truncated=view.truncated,
    )
