"""Sentiment by VADER's list of words, with phrases of our own trade: what was matched is what is told.

Hutto, C. J., Gilbert, E. (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text,
ICWSM-14: words have a valence that negations, intensifiers and capitals change; the sum x becomes x / sqrt(x^2 + 15).
It knows English alone: of another language nothing is matched, and nothing is claimed.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import msgspec

from rotunda.insight.sentiment.model import Attitude, Match, Sentiment
from rotunda.insight.sentiment.phrases import PHRASES, WITHOUT_FEELING

NAME = "words"
ATTITUDE_FROM = 0.2
"""A score at least so far from 0 is an attitude. VADER's authors take 0.05, for posts that are written to be felt."""

LONGEST = 4_000
"""Characters of a message that are read."""

_WORD = re.compile(r"\S+")


class Lexicon:
    """A `SentimentModel`."""

    @property
    def name(self) -> str:
        return NAME

    def judge(self, text: str) -> Sentiment:
        return _judge(text[:LONGEST])


class _Token(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str


@lru_cache(maxsize=4096)  # the same messages are judged with each reading
def _judge(text: str) -> Sentiment:
    tokens = _tokens(text)
    if not tokens:
        return Sentiment(0.0, Attitude.NEUTRAL, ())
    score = float(_analyzer().polarity_scores(" ".join(each.text for each in tokens))["compound"])
    return Sentiment(score, _attitude(score), _matches(tokens))


def _attitude(score: float) -> Attitude:
    if score >= ATTITUDE_FROM:
        return Attitude.POSITIVE
    return Attitude.NEGATIVE if score <= -ATTITUDE_FROM else Attitude.NEUTRAL


def _tokens(text: str) -> list[_Token]:
    """Words as they stand between spaces; a phrase is one word, by which the analyzer knows it."""
    found: list[_Token] = []
    place = 0
    for phrase in _phrases().finditer(text.lower() if len(text.lower()) == len(text) else text):
        found += _words(text, place, phrase.start())
        found.append(_Token(phrase.start(), phrase.end(), phrase.lastgroup or ""))
        place = phrase.end()
    return found + _words(text, place, len(text))


def _words(text: str, start: int, end: int) -> list[_Token]:
    return [_Token(each.start(), each.end(), each[0]) for each in _WORD.finditer(text, start, end)]


def _matches(tokens: list[_Token]) -> tuple[Match, ...]:
    from vaderSentiment.vaderSentiment import SentiText  # noqa: PLC0415 - as late as the list of words

    read: Any = SentiText(" ".join(each.text for each in tokens))
    valences: list[float] = []
    for place, word in enumerate(read.words_and_emoticons):
        valences = _analyzer().sentiment_valence(0, read, word, place, valences)
    return tuple(
        Match(each.start, each.end, round(float(valence), 2))
        for each, valence in zip(tokens, valences, strict=True)
        if valence
    )


@cache
def _analyzer() -> Any:
    """Made when it is first needed: it reads a list of 7,500 words."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - as late as the list of words

    analyzer: Any = SentimentIntensityAnalyzer()
    for word in WITHOUT_FEELING:
        analyzer.lexicon.pop(word, None)
    analyzer.lexicon.update(_valences())
    return analyzer


@cache
def _phrases() -> re.Pattern[str]:
    """Longer expressions are tried first."""
    named = zip(_valences(), PHRASES, strict=True)
    return re.compile("|".join(f"(?P<{name}>{phrase})" for name, phrase in named))


@cache
def _valences() -> Mapping[str, float]:
    """By the word that stands for a phrase."""
    return {f"phrase{number}": valence for number, valence in enumerate(PHRASES.values())}
