"""Open and closed deals, each with its stage on its own pipeline."""

from datetime import date, datetime

import msgspec

from rotunda.sections.money import Money
from rotunda.sections.provenance import MadeMoney, Ref


class Stage(msgspec.Struct, frozen=True):
    """One step of a pipeline. `probability_percent` is the pipeline's own, 0-100."""

    id: str
    label: str
    probability_percent: int


class Deal(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value` is None when the source gives no amount. `probability_percent` is the deal's own, else its stage's.

    `stage_number` counts from 1 within `stage_count` open stages of the pipeline; None once closed.
    """

    ref: Ref
    name: str
    stage: Stage
    pipeline: str
    stage_number: int | None
    stage_count: int
    closed: bool
    won: bool
    created_at: datetime
    value: Money | None = None
    probability_percent: int | None = None
    weighted: Money | None = None
    close_on: date | None = None
    closed_at: datetime | None = None
    entered_stage_at: datetime | None = None
    owner: str | None = None
    next_step: str | None = None
    kind: str | None = None
    lost_reason: str | None = None


class DealsPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every deal of the customer, newest first."""

    deals: list[Deal]
    truncated: bool = False


class DealsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: commercial. Open deals by close date, closed ones newest first."""

    open_deals: list[Deal]
    closed_deals: list[Deal]
    open_value: list[MadeMoney]
    weighted_value: list[MadeMoney]
    won_value: list[MadeMoney]
    won_count: int
    lost_count: int
    truncated: bool = False
