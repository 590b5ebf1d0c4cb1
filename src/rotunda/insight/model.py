"""What judgement says: indicators and scores, as they appear on the page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import msgspec

from rotunda.insight.churn.risk import ChurnRisk
from rotunda.insight.health.model import Health
from rotunda.insight.value.lifetime import Lifetime
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.provenance import MadeMoney, Ref


class Tone(StrEnum):
    """The colour of a dot, worst first. `grey`: nothing to judge by."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    GREY = "grey"


class Indicator(msgspec.Struct, frozen=True, omit_defaults=True):
    """A judgement on one section's numbers: why its dot has that colour. A section's worst tone is its tile's dot."""

    id: str
    section: SectionName
    tone: Tone
    title: str
    why: str
    evidence: list[Ref] = []


class Verdict(msgspec.Struct, frozen=True):
    """What a rule found. `title` is what a chip says; `why` names the threshold that fired."""

    tone: Tone
    title: str
    why: str
    evidence: Sequence[Ref] = ()


Judge = Callable[[Any, datetime], Verdict | None]


class Rule(msgspec.Struct, frozen=True):
    """One pure rule over one section's merged view. `labels` are all labels of the fields that it reads: a viewer who
    lacks any of them is not told its verdict.
    """

    id: str
    section: SectionName
    labels: frozenset[Label]
    judge: Judge


class NotJudged(msgspec.Struct, frozen=True, tag_field="state", tag="not_judged"):
    """A score that does not exist yet, and why."""

    reason: str


class MoneyScore(msgspec.Struct, frozen=True):
    """MRR or ARR: one amount per currency, each with how it was made. `unknown` when no billing system answered."""

    state: Literal["known", "unknown"]
    amounts: list[MadeMoney]
    change_30d: list[MadeMoney] = []


class Scores(msgspec.Struct, frozen=True, omit_defaults=True):
    """The score cards. CLTV, MRR and ARR are absent for viewers who may not see money. Health is made of what the
    viewer may see.
    """

    health: Health | NotJudged
    churn: ChurnRisk | NotJudged
    cltv: Lifetime | NotJudged | None = None
    mrr: MoneyScore | None = None
    arr: MoneyScore | None = None
