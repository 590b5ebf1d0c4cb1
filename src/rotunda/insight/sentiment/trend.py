"""How the tone of a customer's own messages has changed: the mean score of 30 days against the 60 days before."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import fmean

import msgspec

from rotunda.insight.sentiment.lexicon import Lexicon
from rotunda.insight.sentiment.model import SentimentModel
from rotunda.sections.communication.model import Direction, Entry
from rotunda.timeline.bodies.quoted_text import folded_text

RECENT, BEFORE = timedelta(days=30), timedelta(days=60)
FEWEST = 3
"""Messages on either side for a mean to say anything."""


class Judged(msgspec.Struct, frozen=True):
    """A message with its score, and the words in it that speak against us, strongest first."""

    entry: Entry
    score: float
    against: tuple[str, ...]


class SentimentTrend(msgspec.Struct, frozen=True):
    """Means between -1 and 1. `recent` is newest first."""

    now: float
    before: float
    recent: tuple[Judged, ...]

    @property
    def change(self) -> float:
        return self.now - self.before


def trend_of(entries: Iterable[Entry], now: datetime, model: SentimentModel | None = None) -> SentimentTrend | None:
    """Of what the customer wrote, without what it quotes. None where either side has too few messages."""
    model = model or Lexicon()
    theirs = [each for each in entries if each.direction is Direction.INBOUND and each.text and each.at <= now]
    recent = [_judged(each, model) for each in theirs if now - each.at <= RECENT]
    earlier = [_judged(each, model) for each in theirs if RECENT < now - each.at <= RECENT + BEFORE]
    if min(len(recent), len(earlier)) < FEWEST:
        return None
    newest_first = sorted(recent, key=lambda each: (each.entry.at, each.entry.ref.external_id), reverse=True)
    return SentimentTrend(_mean(recent), _mean(earlier), tuple(newest_first))


def _mean(judged: Sequence[Judged]) -> float:
    return fmean(each.score for each in judged)


def _judged(entry: Entry, model: SentimentModel) -> Judged:
    text = "\n".join(piece.text for piece in folded_text(entry.text or "") if not piece.quoted)
    sentiment = model.judge(text)
    against = sorted((each for each in sentiment.matches if each.valence < 0), key=lambda each: each.valence)
    return Judged(entry, sentiment.score, tuple(text[each.start : each.end] for each in against))
