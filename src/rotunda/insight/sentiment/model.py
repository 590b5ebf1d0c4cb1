"""What is said of the tone of a message, whoever judges it: words of a list, or a model elsewhere."""

from enum import StrEnum
from typing import Protocol

import msgspec


class Attitude(StrEnum):
    """How a message sounds."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Match(msgspec.Struct, frozen=True):
    """What made it sound so: characters `start` to `end` of the message, and how strongly, from -4 to 4."""

    start: int
    end: int
    valence: float


class Sentiment(msgspec.Struct, frozen=True):
    """`score` is between -1 and 1, 0 where nothing was matched; `matches` are in the order of the message."""

    score: float
    attitude: Attitude
    matches: tuple[Match, ...]


class SentimentModel(Protocol):
    """Whoever judges messages. `name` is told beside what was judged."""

    @property
    def name(self) -> str: ...

    def judge(self, text: str) -> Sentiment:
        """Of one message in plain text, without what it quotes."""
        ...
