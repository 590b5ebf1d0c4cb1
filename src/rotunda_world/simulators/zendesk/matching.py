"""Whether a record matches a term: text, ordered words, dates and lists, each in Zendesk's sense."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TypeVar

from rotunda_world.simulators.zendesk.query import Term

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")

_WORDS = re.compile(r"\w+")
NOTHING = "none"

Moment = TypeVar("Moment", int, datetime)


def text(term: Term, *values: str | None) -> bool:
    """The term's words, in order, somewhere in one of the values; `*` at the end matches a beginning of a word."""
    return any(_holds_phrase(term.value, value) for value in values if value)


def exactly(term: Term, *values: object) -> bool:
    """Equal to one of the values, whatever the case; `none` matches when there is none."""
    present = [str(value).lower() for value in values if value is not None]
    wanted = term.value.lower()
    return not present if wanted == NOTHING else wanted in present


def ranked(term: Term, value: str | None, order: Sequence[str]) -> bool:
    """Statuses and priorities are compared by rank; `none` and `-` mean that there is none."""
    wanted = term.value.lower()
    if wanted in {NOTHING, "-"}:
        return value is None
    if value is None or wanted not in order:
        return False
    return _compared(term.operator, order.index(value), order.index(wanted))


def dated(term: Term, value: datetime | None) -> bool:
    """`created:2026-08-01` is that whole UTC day; with `<` and `>` a date stands for its midnight."""
    if term.value.lower() == NOTHING:
        return value is None
    moment = _moment(term.value)
    if value is None or moment is None:
        return False
    if term.operator == ":" and len(term.value) == len("2026-08-01"):
        return value.astimezone(UTC).date() == moment.date()
    return _compared(term.operator, value, moment)


def tagged(term: Term, tags: Sequence[str]) -> bool:
    """`tags:a` holds the tag; `tags:"a b"` holds both."""
    if term.value.lower() == NOTHING:
        return not tags
    return all(tag in tags for tag in term.value.lower().split())


def _holds_phrase(wanted: str, value: str) -> bool:
    beginning = wanted.endswith("*")
    phrase, words = _WORDS.findall(wanted.lower()), _WORDS.findall(value.lower())
    return bool(phrase) and any(
        _begins_here(words[start : start + len(phrase)], phrase, beginning=beginning) for start in range(len(words))
    )


def _begins_here(words: list[str], phrase: list[str], *, beginning: bool) -> bool:
    if not beginning:
        return words == phrase
    return words[:-1] == phrase[:-1] and bool(words) and words[-1].startswith(phrase[-1])


def _moment(value: str) -> datetime | None:
    try:
        if len(value) == len("2026-08-01"):
            return datetime.combine(date.fromisoformat(value), time(), UTC)
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _compared(operator: str, left: Moment, right: Moment) -> bool:
    order = (left > right) - (left < right)
    return {":": order == 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]
