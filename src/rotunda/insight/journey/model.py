"""What the way of a customer is made of."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.provenance import Ref


class Unread(Exception):
    """The record that would show a step is beyond what was read."""


class Landmark(msgspec.Struct, frozen=True):
    """The record that shows a step: when it was, or will be, and what it is called."""

    at: datetime
    title: str
    ref: Ref


class StepRule(msgspec.Struct, frozen=True):
    """One step, found by a pure rule in one section's merged view. `labels` are all labels of the fields that it reads:
    for a viewer who lacks one of them the step does not exist.
    """

    name: str
    title: str
    section: SectionName
    labels: frozenset[Label]
    find: Callable[[Any, datetime], Landmark | None]


class StepState(StrEnum):
    """`ahead`: it is still to come, dated or not. `unknown`: what would tell was not read."""

    REACHED = "reached"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


class JourneyStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """`at`, `what` and `ref` are those of the record that shows it; absent where there is none yet."""

    name: str
    title: str
    section: SectionName
    state: StepState
    at: datetime | None = None
    what: str | None = None
    ref: Ref | None = None
