"""Reads the sections in which the steps of a customer's way are found, and tells the steps."""

import msgspec

from rotunda.insight.journey.model import JourneyStep
from rotunda.insight.journey.steps import STEPS
from rotunda.insight.journey.way import way_of
from rotunda.kit.clock import Clock
from rotunda.view.looking import Look
from rotunda.view.page.service import Pages

_SECTIONS = frozenset(rule.section for rule in STEPS)


class Journey(msgspec.Struct, frozen=True):
    """In the order of the way. Steps that this viewer may not read are not among them."""

    steps: list[JourneyStep]


class Journeys:
    def __init__(self, pages: Pages, clock: Clock) -> None:
        self._pages = pages
        self._clock = clock

    async def of(self, look: Look) -> Journey:
        answered = await self._pages.answered(look.grant, look.planned, _SECTIONS)
        views = {name: each.view for name, each in answered.items() if each.view is not None}
        return Journey(way_of(views, look.grant.reach, self._clock.now()))
