"""The language of the search box: free words, and `operator:value` over the facts that sections declare.

    northwind plan:pro mrr:>1000 renewal:<90d owner:me has:open-ticket -status:trial "two words"

Pure: text in, conditions out. A mistake is named with its position, so that the page can point at the character.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from rotunda.sections.section import FactColumn, FactKind

LONGEST = 500
_TOKEN = re.compile(r'\s*(?P<not>-)?(?:(?P<key>[A-Za-z_]+):)?(?P<value>"[^"]*"?|\S+)')
_NUMBER = re.compile(r"(?P<sign>>=|<=|>|<)?(?P<number>-?\d+(?:\.\d+)?)(?P<unit>k|m|d|w)?", re.IGNORECASE)
_FACTORS = {"k": 1_000, "m": 1_000_000}
_DAYS = {"d": 1, "w": 7}


class SearchRefused(ValueError):
    """The search cannot be understood. `position` counts characters from 0."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason


class Sign(StrEnum):
    """How a fact is compared."""

    EQUAL = "="
    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


class Condition(msgspec.Struct, frozen=True):
    """One comparison. `number` is in the fact's own unit (major units for money, days from now for dates)."""

    column: FactColumn
    sign: Sign
    text: str | None = None
    number: float | None = None
    negated: bool = False


class OwnerCondition(msgspec.Struct, frozen=True):
    """`owner:me`, or a part of an owner's address."""

    owner: str
    negated: bool = False


class Search(msgspec.Struct, frozen=True):
    """Everything must hold: each word somewhere in the names, each condition."""

    words: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    owners: tuple[OwnerCondition, ...] = ()


def parse_search(text: str, columns: Mapping[str, FactColumn]) -> Search:
    """`columns` are those that the viewer may search by; any other operator is answered as unknown.

    Raises:
        SearchRefused: unknown operator, a value of the wrong kind, an open quote, too long a text.
    """
    if len(text) > LONGEST:
        raise SearchRefused(LONGEST, f"A search has at most {LONGEST} characters.")
    words: list[str] = []
    conditions: list[Condition] = []
    owners: list[OwnerCondition] = []
    for match in _TOKEN.finditer(text):
        key = (match["key"] or "").lower()
        if not key:
            words.append(_word(match))
        elif key == "owner":
            owners.append(OwnerCondition(_unquoted(match).lower(), bool(match["not"])))
        else:
            conditions.append(_condition(key, match, columns))
    return Search(tuple(word for word in words if word), tuple(conditions), tuple(owners))


def _word(match: re.Match[str]) -> str:
    if match["not"]:
        raise SearchRefused(match.start("not"), "Words cannot be excluded; put - before an operator, as in -plan:pro.")
    return _unquoted(match)


def _unquoted(match: re.Match[str]) -> str:
    value = match["value"]
    if not value.startswith('"'):
        return value
    if len(value) < 2 or not value.endswith('"'):
        raise SearchRefused(match.start("value"), "This quotation mark is not closed.")
    return value[1:-1].strip()


def _condition(key: str, match: re.Match[str], columns: Mapping[str, FactColumn]) -> Condition:
    negated = bool(match["not"])
    if key == "has":
        return _has(match, columns, negated=negated)
    column = next((each for each in columns.values() if each.operator == key), None)
    if column is None:
        known = sorted({"owner", "has", *(each.operator for each in columns.values() if each.operator)})
        raise SearchRefused(match.start("key"), f"There is no operator {key}:. Known are {', '.join(known)}.")
    if column.kind is FactKind.TEXT:
        return Condition(column, Sign.EQUAL, text=_unquoted(match).lower(), negated=negated)
    return _comparison(column, match, negated=negated)


def _has(match: re.Match[str], columns: Mapping[str, FactColumn], *, negated: bool) -> Condition:
    wanted = _unquoted(match).lower()
    column = next((each for each in columns.values() if each.has == wanted), None)
    if column is None:
        known = sorted(each.has for each in columns.values() if each.has)
        raise SearchRefused(match.start("value"), f"has: knows {', '.join(known) or 'nothing that you may see'}.")
    return Condition(column, Sign.ABOVE, number=0, negated=negated)


def _comparison(column: FactColumn, match: re.Match[str], *, negated: bool) -> Condition:
    found = _NUMBER.fullmatch(_unquoted(match))
    if found is None:
        example = "<90d" if column.kind is FactKind.AT else ">1000"
        raise SearchRefused(
            match.start("value"), f"{column.operator}: takes a number, as in {column.operator}:{example}."
        )
    unit = (found["unit"] or "").lower()
    allowed = _DAYS if column.kind is FactKind.AT else _FACTORS
    if unit and unit not in allowed:
        raise SearchRefused(match.end("value") - 1, f"{column.operator}: does not take the unit {unit}.")
    return Condition(
        column, Sign(found["sign"] or "="), number=float(found["number"]) * allowed.get(unit, 1), negated=negated
    )
