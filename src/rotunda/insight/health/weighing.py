"""From findings to a score: weights, what is missing, what adds up, and what would bring it to green."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from rotunda.insight.health.model import Found, Health, HealthFactor, HealthMeasure, Step
from rotunda.insight.health.scale import confidence, hundredth
from rotunda.insight.health.score_model import ScoreModel

_EVIDENCE_MOST = 4


def weigh(model: ScoreModel, findings: Sequence[Found], now: datetime) -> Health | None:
    """None where nothing could be measured. The weight of a factor without any finding goes to the others in
    proportion, as that of a measure does within its factor.
    """
    weights = model.weights
    by_factor = {
        name: list(found)
        for name, found in groupby(findings, key=lambda each: each.measure.factor)
        if weights.get(name)
    }
    judged = sum(weights[name] for name in by_factor)
    if not judged:
        return None
    factors = [_factor(name, 100 * weights[name] / judged, found) for name, found in by_factor.items()]
    factors.sort(key=lambda each: -weights[each.name])
    score = hundredth(sum(each.contribution for each in factors))
    return Health(
        score=score,
        band=model.bands.of(score),
        bands=model.bands,
        model=model.name,
        as_of=now,
        completeness=round(judged / sum(weights.values()), 2),
        confidence=round(sum(each.confidence * each.weight for each in factors) / 100, 2),
        factors=factors,
        to_green=_to_green(model.bands.green - score, factors, by_factor),
    )


def _factor(name: str, weight: float, found: Sequence[Found]) -> HealthFactor:
    total = sum(each.measure.weight for each in found)
    score = sum(each.finding.score * each.measure.weight for each in found) / total
    worst = min(found, key=lambda each: (each.finding.score - 100) * each.measure.weight)
    evidence = [ref for each in found for ref in each.finding.evidence]
    return HealthFactor(
        name=name,
        score=round(score, 2),
        weight=round(weight, 2),
        contribution=hundredth(score * weight / 100),
        confidence=round(sum(confidence(each.finding.sample) * each.measure.weight for each in found) / total, 2),
        why=worst.finding.why,
        evidence=list(dict.fromkeys(evidence))[:_EVIDENCE_MOST],
        measures=[
            HealthMeasure(
                each.measure.name,
                round(each.finding.score, 2),
                round(100 * each.measure.weight / total, 2),
                each.finding.why,
            )
            for each in found
        ],
    )


def _to_green(missing: float, factors: Sequence[HealthFactor], found: Mapping[str, Sequence[Found]]) -> list[Step]:
    """The fewest measures that would do if they were at 100: those that bring the most come first."""
    steps = sorted((step for each in factors for step in _steps(each, found[each.name])), key=lambda each: -each.points)
    taken: list[Step] = []
    for step in steps:
        if sum(each.points for each in taken) >= missing:
            break
        taken.append(step)
    return taken


def _steps(factor: HealthFactor, found: Sequence[Found]) -> list[Step]:
    pairs = zip(factor.measures, found, strict=True)
    return [
        Step(factor.name, told.name, each.measure.better, points)
        for told, each in pairs
        if (points := round((100 - told.score) * told.weight * factor.weight / 10_000, 2)) > 0
    ]
