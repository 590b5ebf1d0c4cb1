"""What the health of an account is made of: factors, and the measures that each factor weighs."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.provenance import Ref


class Band(StrEnum):
    """From the best to the worst."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


Points = Annotated[float, msgspec.Meta(gt=0, lt=100)]


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score from which each band begins, in points; below the last it is red."""

    green: Points = 80
    yellow: Points = 60
    orange: Points = 40

    def of(self, score: float) -> Band:
        if score >= self.green:
            return Band.GREEN
        if score >= self.yellow:
            return Band.YELLOW
        return Band.ORANGE if score >= self.orange else Band.RED


class Finding(msgspec.Struct, frozen=True):
    """What one measure found: 0 to 100, in words, and how many records say so (`sample`)."""

    score: float
    why: str
    sample: int = 1
    evidence: tuple[Ref, ...] = ()


class Measure(msgspec.Struct, frozen=True):
    """One pure rule over one section's merged view; None: nothing to judge by, which counts neither for nor against.
    `labels` are all labels of the fields that it reads: for a viewer who lacks one it does not exist. `weight` is its
    part of the factor; `better` says what would bring it to 100.
    """

    factor: str
    name: str
    weight: int
    section: SectionName
    labels: frozenset[Label]
    find: Callable[[Any, datetime], Finding | None]
    better: str


class Found(msgspec.Struct, frozen=True):
    """A measure with what it found."""

    measure: Measure
    finding: Finding


class HealthMeasure(msgspec.Struct, frozen=True):
    """One line under a factor. `weight` is its part of the factor, in percent of what could be measured."""

    name: str
    score: float
    weight: float
    why: str


class HealthFactor(msgspec.Struct, frozen=True):
    """`weight` is in percent after redistribution; `contribution` is in points, and all of them make the score.
    `confidence` is between 0 and 1, by how many records say so.
    """

    name: str
    score: float
    weight: float
    contribution: float
    confidence: float
    why: str
    evidence: list[Ref]
    measures: list[HealthMeasure]


class Step(msgspec.Struct, frozen=True):
    """A change that would raise the score: what to do, and by how many points at most."""

    factor: str
    measure: str
    what: str
    points: float


class Health(msgspec.Struct, frozen=True, tag_field="state", tag="judged"):
    """`completeness` is how much of the model's weight could be judged, 0 to 1. `to_green` is empty in the green band;
    it ends where the steps together reach green, or with all there are. `bands` are those of the model.
    """

    score: float
    band: Band
    bands: Bands
    model: str
    as_of: datetime
    completeness: float
    confidence: float
    factors: list[HealthFactor]
    to_green: list[Step]
