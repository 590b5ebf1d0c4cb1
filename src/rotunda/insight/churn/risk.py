"""The risk that a customer leaves within twelve months, from open signals.

`log(p / (1 - p)) = log(b / (1 - b)) + sum(log r)`: the odds of a customer without any signal (`b` = 6 %) times a ratio
`r` for each signal, as naive Bayes multiplies likelihood ratios. Signals of one family often have one cause, so the
strongest of a family counts whole and each further one by the square root of its ratio.

The base rate and the ratios are our own estimates, in the order in which teams that look after customers would rank the
facts; nobody has measured them for your customers. They say who comes first rather than what will happen.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from rotunda.insight.signals.model import Severity, Signal, SignalKind

BASE = 0.06
MEDIUM_FROM, HIGH_FROM = 0.15, 0.4
_MOST_REASONS = 5


class Risk(StrEnum):
    """Low below 15 %, high from 40 % on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Family(StrEnum):
    """Signals that often have one cause."""

    CONTRACT = "contract"
    PAYMENT = "payment"
    USAGE = "usage"
    CONTACT = "contact"
    SUPPORT = "support"


class Weight(msgspec.Struct, frozen=True):
    """By how much a signal multiplies the odds, and where it is pressing (of high severity)."""

    family: Family
    ratio: float
    pressing: float


WEIGHTS: Mapping[SignalKind, Weight] = {
    SignalKind.SUBSCRIPTION_ENDED: Weight(Family.CONTRACT, 12, 20),
    SignalKind.SUBSCRIPTION_CANCELLING: Weight(Family.CONTRACT, 10, 16),
    SignalKind.DOWNGRADE: Weight(Family.CONTRACT, 2, 3),
    SignalKind.RENEWAL_UNATTENDED: Weight(Family.CONTRACT, 1.8, 2.4),
    SignalKind.PAYMENT_FAILING: Weight(Family.PAYMENT, 1.8, 2.4),
    SignalKind.INVOICE_OVERDUE: Weight(Family.PAYMENT, 1.4, 2),
    SignalKind.USAGE_DECLINING: Weight(Family.USAGE, 2.2, 3.5),
    SignalKind.SEATS_UNDERUSED: Weight(Family.USAGE, 1.8, 2.4),
    SignalKind.FEATURE_ABANDONED: Weight(Family.USAGE, 1.4, 1.8),
    SignalKind.NO_CONTACT: Weight(Family.CONTACT, 1.4, 2),
    SignalKind.NO_EMAIL: Weight(Family.CONTACT, 1.3, 1.6),
    SignalKind.SINGLE_THREADED: Weight(Family.CONTACT, 1.3, 1.6),
    SignalKind.ESCALATION_OPEN: Weight(Family.SUPPORT, 1.6, 2),
    SignalKind.SATISFACTION_DROPPED: Weight(Family.SUPPORT, 1.8, 2.2),
}
"""Kinds that say nothing about leaving (a deal that stalls, seats that run out) are not among them."""


class ChurnReason(msgspec.Struct, frozen=True):
    """A signal that counts, and by how much it multiplies the odds here."""

    kind: SignalKind
    title: str
    times: float


class ChurnRisk(msgspec.Struct, frozen=True, tag_field="state", tag="judged"):
    """`probability` is between 0 and 1, of leaving within twelve months; `reasons` are the strongest first."""

    risk: Risk
    probability: float
    base: float
    reasons: list[ChurnReason]


def churn_of(signals: Sequence[Signal]) -> ChurnRisk:
    """Of a customer with these open signals, in any order; for a viewer, those that they may be told."""
    reasons = [reason for family in _families(signals) for reason in _counted(family)]
    odds = BASE / (1 - BASE) * math.prod(each.times for each in reasons)
    probability = odds / (1 + odds)
    reasons.sort(key=lambda each: (-each.times, each.kind, each.title))
    told = [msgspec.structs.replace(each, times=round(each.times, 2)) for each in reasons[:_MOST_REASONS]]
    return ChurnRisk(risk_of(probability), round(probability, 3), BASE, told)


def risk_of(probability: float) -> Risk:
    if probability >= HIGH_FROM:
        return Risk.HIGH
    return Risk.MEDIUM if probability >= MEDIUM_FROM else Risk.LOW


def _families(signals: Sequence[Signal]) -> list[list[ChurnReason]]:
    """What counts, by family."""
    families: defaultdict[Family, list[ChurnReason]] = defaultdict(list)
    for each in signals:
        weight = WEIGHTS.get(each.kind)
        if weight is not None:
            times = weight.pressing if each.severity is Severity.HIGH else weight.ratio
            families[weight.family].append(ChurnReason(each.kind, each.title, times))
    return list(families.values())


def _counted(family: Sequence[ChurnReason]) -> list[ChurnReason]:
    """The strongest whole, every other kind once, by its square root: ten overdue invoices are one fact."""
    first, *others = sorted(family, key=lambda each: (-each.times, each.kind, each.title))
    by_kind = {each.kind: each for each in reversed(others) if each.kind is not first.kind}
    further = [msgspec.structs.replace(each, times=math.sqrt(each.times)) for each in by_kind.values()]
    return [first, *further]
