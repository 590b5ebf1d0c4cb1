"""What a measure will find on later days if nothing new is read: days go by, so a renewal comes near by itself."""

from datetime import datetime, timedelta
from typing import Any

from rotunda.insight.health.model import Found

DAYS = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90)
"""Days after it was judged. Between two of them a straight line is taken, after the last what held on it."""


def ahead(found: Found, view: Any, now: datetime) -> tuple[float | None, ...] | None:
    """The scores on each of `DAYS`, None where there is nothing to judge by any more. Without any: it does not age."""
    scores = tuple(_score(found, view, now + timedelta(days=days)) for days in DAYS[1:])
    if all(score == found.finding.score for score in scores):
        return None
    return (found.finding.score, *scores)


def _score(found: Found, view: Any, then: datetime) -> float | None:
    finding = found.measure.find(view, then)
    return None if finding is None else finding.score
