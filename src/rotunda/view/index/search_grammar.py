"""Reads what was typed into the search box. Pure: text in, a tree out.

    either = every ("or" every)*          every = part+          part = "-" part | "(" either ")" | term
    term = word | operator ":" value      a value or word in quotation marks may hold spaces and parentheses

A mistake is named with its position, so that the page can point at the character. While somebody types, `acme or` is
not a mistake yet: `or` counts as a word where nothing stands on one of its sides.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NoReturn

import msgspec

from rotunda.identity.fields.model import Kind as FieldKind
from rotunda.sections.ids import SourceName
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.index.search_words import (
    LONGEST,
    Aspect,
    Condition,
    Either,
    Every,
    FieldCondition,
    Has,
    IdCondition,
    Kind,
    Leaf,
    Node,
    OfPerson,
    OwnerCondition,
    PersonCondition,
    Search,
    SearchRefused,
    Sign,
    Trait,
    TraitCondition,
    Word,
)

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>-?\() | (?P<close>\))
        | (?P<not>-)?(?:(?P<key>[A-Za-z_]+(?:\.[\w-]+)?):)?(?P<value>"[^"]*"?|[^\s()]+|)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"(?P<sign>>=|<=|>|<)?(?P<number>-?\d{1,15}(?:\.\d{1,9})?)(?P<unit>k|m|d|w)?(?P<currency>[a-z]{3})?",
    re.IGNORECASE | re.ASCII,
)
_FACTORS = {"k": 1_000, "m": 1_000_000}
_DAYS = {"d": 1, "w": 7}
_EXAMPLES = {FactKind.AT: "<90d", FactKind.MONEY: ">1000 or >1000EUR"}
_DEEPEST = 10
_LARGEST = 1e15
_OWNED = {"tag": "tags", "segment": "segments"}
_TRAITS = frozenset(trait.value for trait in Trait)
_HAVING = frozenset({Aspect.EMAIL.value, Aspect.PHONE.value})
UNSEARCHED = {FieldKind.MONEY: "amounts", FieldKind.DATE: "dates", FieldKind.USER: "teammates"}
"""What searches do not compare."""


class Vocabulary(msgspec.Struct, frozen=True):
    """What the viewer may search by; any other operator is answered as unknown. An id may be given with its source.
    `fields` are our own, by name; `people` is what people may be searched by, where they are what is searched, and so
    are `people_columns` and `people_fields`: of two fields of one name the person's.
    """

    columns: Mapping[str, FactColumn]
    sources: Collection[SourceName] = ()
    fields: Mapping[str, FieldKind] = {}
    people: Collection[Aspect] = ()
    people_columns: Mapping[str, FactColumn] = {}
    people_fields: Mapping[str, FieldKind] = {}


def parse_search(text: str, known: Vocabulary) -> Search:
    """Raises:
    SearchRefused: unknown operator, a value of the wrong kind, an open quote or group, too long a text, or none.
    """
    if len(text) > LONGEST:
        raise SearchRefused(LONGEST, f"A search has at most {LONGEST} characters.")
    if "\0" in text:
        raise SearchRefused(text.index("\0"), "Here stands a character that no text can hold: take it away.")
    return _Reader(text, known).read()


class _Token(msgspec.Struct, frozen=True):
    """`start` is where it begins; a term has a value, maybe a key."""

    start: int
    opens: bool = False
    closes: bool = False
    negated: bool = False
    key: str = ""
    value: str = ""
    value_start: int = 0

    @property
    def is_or(self) -> bool:
        return not (self.opens or self.closes or self.negated or self.key) and self.value.lower() == "or"


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:  # the expression's last branch matches anything, the empty text included
            break
        found.append(_token(match))
        position = max(match.end(), position + 1)
    return found


def _token(match: re.Match[str]) -> _Token:
    if match["open"]:
        return _Token(match.start("open"), opens=True, negated=match["open"] == "-(")
    if match["close"]:
        return _Token(match.start("close"), closes=True)
    negated, value = bool(match["not"]), match["value"]
    if negated and not value and not match["key"]:
        return _Token(match.start("not"), value="-", value_start=match.start("not"))
    starts = [match.start(name) for name in ("not", "key", "value") if match[name] is not None]
    return _Token(min(starts), negated=negated, key=match["key"] or "", value=value, value_start=match.start("value"))


class _Reader:
    """Reads tokens from left to right; a negation is handed down to the leaves."""

    def __init__(self, text: str, known: Vocabulary) -> None:
        self._text = text
        self._known = known
        self._tokens = _tokens(text)
        self._at = 0
        self._kinds: Kind | None = None

    def read(self) -> Search:
        root = self._either(negated=False, depth=0)
        if self._at < len(self._tokens):
            raise SearchRefused(self._tokens[self._at].start, "No group is open here to be closed.")
        return Search(root, self._kinds)

    def _either(self, *, negated: bool, depth: int) -> Node:
        first = self._at
        parts = [self._every(first, negated=negated, depth=depth)]
        while self._joins(first):
            self._at += 1
            parts.append(self._every(self._at, negated=negated, depth=depth))
        return _every(parts) if negated else _either(parts)

    def _every(self, first: int, *, negated: bool, depth: int) -> Node:
        parts: list[Node] = []
        while self._at < len(self._tokens) and not self._tokens[self._at].closes and not self._joins(first):
            part = self._part(negated=negated, depth=depth)
            parts += [] if part is None else [part]
        return _either(parts) if negated else _every(parts)

    def _joins(self, first: int) -> bool:
        """Whether here stands an `or` with something on both of its sides."""
        if not (first < self._at < len(self._tokens) - 1) or not self._tokens[self._at].is_or:
            return False
        return not self._tokens[self._at + 1].closes

    def _part(self, *, negated: bool, depth: int) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        if token.opens:
            return self._group(token, negated=negated != token.negated, depth=depth + 1)
        if token.key.lower() == "in":
            return self._in(token, depth)
        return _leaf(token, self._known, negated=negated != token.negated)

    def _group(self, opening: _Token, *, negated: bool, depth: int) -> Node | None:
        if depth > _DEEPEST:
            raise SearchRefused(opening.start, f"Groups may stand {_DEEPEST} deep in each other, no deeper.")
        inside = self._either(negated=negated, depth=depth)
        if self._at >= len(self._tokens):
            raise SearchRefused(opening.start, "This group is not closed.")
        self._at += 1
        return None if inside == Every() else inside

    def _in(self, token: _Token, depth: int) -> None:
        value = _unquoted(token).lower()
        if value not in {kind.value for kind in Kind}:
            raise SearchRefused(token.value_start, "in: knows accounts, contacts and conversations.")
        if depth or token.negated or self._has_alternatives():
            raise SearchRefused(token.start, "in: holds for the whole search: use it without -, groups and or.")
        self._kinds = Kind(value)

    def _has_alternatives(self) -> bool:
        """Whether an `or` stands outside of all groups."""
        depth = 0
        for token in self._tokens:
            depth += token.opens - token.closes
            if token.is_or and depth == 0:
                return True
        return False


def _every(parts: Sequence[Node]) -> Node:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Every) else (part,))]
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def _either(parts: Sequence[Node]) -> Node:
    """A part that asks for nothing says nothing."""
    asked = [part for part in parts if part != Every()]
    flat = [inner for part in asked for inner in (part.parts if isinstance(part, Either) else (part,))]
    if not flat:
        return Every()
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def _leaf(token: _Token, known: Vocabulary, *, negated: bool) -> Node | None:
    key = token.key.lower()
    if not key:
        word = _unquoted(token)
        return Word(word, negated=negated) if word else None
    if key in known.people or (key == "has" and token.value.lower() in _HAVING & {*known.people}):
        return _person(token, negated=negated)
    if (of_person := _of_person(token, known, negated=negated)) is not None:
        return of_person
    if key in _READERS:
        return msgspec.structs.replace(_READERS[key](token, known), negated=negated)
    column = next((each for each in known.columns.values() if each.operator == key), None)
    if column is not None:
        return _condition(column, token, negated=negated)
    if key in _OWNED or key.startswith("field."):
        return _field(token, known.fields, negated=negated)
    if key in known.sources:
        return IdCondition(_required(token), SourceName(key), negated=negated)
    return _unknown(token, known)


def _of_person(token: _Token, known: Vocabulary, *, negated: bool) -> OfPerson | None:
    key = token.key.lower()
    column = next((each for each in known.people_columns.values() if each.operator == key), None)
    if column is not None:
        return OfPerson(_condition(column, token, negated=negated))
    if key.startswith("field.") and key.removeprefix("field.") in known.people_fields:
        return OfPerson(_field(token, known.people_fields, negated=negated))
    return None


def _unknown(token: _Token, known: Vocabulary) -> NoReturn:
    key = token.key.lower()
    operators = {each.operator for each in known.columns.values() if each.operator}
    of_people = {*known.people, *(each.operator for each in known.people_columns.values() if each.operator)}
    listed = ", ".join(sorted({"in", *_READERS, *operators, *of_people}))
    where = token.start + (1 if token.negated else 0)
    raise SearchRefused(where, f"There is no operator {key}:. Known are {listed}.")


def _unquoted(token: _Token) -> str:
    value = token.value
    if not value.startswith('"'):
        return value
    if len(value) < 2 or not value.endswith('"'):
        raise SearchRefused(token.value_start, "This quotation mark is not closed.")
    return value[1:-1].strip()


def _required(token: _Token) -> str:
    value = _unquoted(token)
    if not value:
        raise SearchRefused(token.start, f"{token.key.lower()}: needs a value after the colon.")
    return value


def _owner(token: _Token, _: Vocabulary) -> OwnerCondition:
    return OwnerCondition(_required(token).lower())


def _person(token: _Token, *, negated: bool) -> PersonCondition:
    """`title:buyer`, or `has:email`."""
    key, value = token.key.lower(), _required(token).lower()
    if key == "has":
        return PersonCondition(Aspect(value), None, negated=negated)
    return PersonCondition(Aspect(key), value, negated=negated)


def _trait(token: _Token, _: Vocabulary) -> TraitCondition:
    return TraitCondition(Trait(token.key.lower()), _required(token).lower())


def _id(token: _Token, known: Vocabulary) -> IdCondition:
    value = _required(token)
    source, colon, rest = value.partition(":")
    if colon and rest and source.lower() in known.sources:
        return IdCondition(rest, SourceName(source.lower()))
    return IdCondition(value.lstrip("#") or value)


def _field(token: _Token, fields: Mapping[str, FieldKind], *, negated: bool) -> FieldCondition:
    key = token.key.lower()
    name = _OWNED.get(key, key.removeprefix("field."))
    kind = fields.get(name)
    if kind is None:
        raise SearchRefused(token.start, f"There is no such field: {key.removeprefix('field.')}.")
    if kind in UNSEARCHED:
        raise SearchRefused(token.start, f"Fields with {UNSEARCHED[kind]} cannot be searched by yet: {name}.")
    value = _required(token)
    if kind is not FieldKind.NUMBER:
        return FieldCondition(name, value.lower(), negated=negated)
    found = _NUMBER.fullmatch(value)
    if found is None or found["unit"] or found["currency"]:
        raise SearchRefused(token.value_start, f"{key}: takes a number, as in {key}:>1000.")
    return FieldCondition(name, found["number"], Sign(found["sign"] or "="), negated=negated)


def _has(token: _Token, known: Vocabulary) -> Has:
    wanted = _required(token).lower()
    column = next((each for each in known.columns.values() if each.has == wanted), None)
    if column is None:
        counted = {each.has for each in known.columns.values() if each.has}
        listed = sorted(counted | (_HAVING & {*known.people}))
        raise SearchRefused(token.value_start, f"has: knows {', '.join(listed) or 'nothing that you may see'}.")
    return Has(column)


_READERS: Mapping[str, Callable[[_Token, Vocabulary], Leaf]] = {
    "owner": _owner,
    "id": _id,
    "has": _has,
    **dict.fromkeys(_TRAITS, _trait),
}
"""Operators that everybody has."""


def _condition(column: FactColumn, token: _Token, *, negated: bool) -> Condition:
    value = _required(token)
    if column.kind is FactKind.TEXT:
        return Condition(column, Sign.EQUAL, text=value.lower(), negated=negated)
    found = _NUMBER.fullmatch(value)
    if found is None or (found["currency"] and column.kind is not FactKind.MONEY):
        example = _EXAMPLES.get(column.kind, ">1000")
        raise SearchRefused(token.value_start, f"{column.operator}: takes a number, as in {column.operator}:{example}.")
    unit = (found["unit"] or "").lower()
    allowed = _DAYS if column.kind is FactKind.AT else _FACTORS
    if unit and unit not in allowed:
        end = token.value_start + token.value.rindex(found["unit"])
        raise SearchRefused(end, f"{column.operator}: does not take the unit {unit}.")
    number = round(float(found["number"]) * allowed.get(unit, 1), 9)
    if abs(number) >= _LARGEST:
        raise SearchRefused(token.value_start, "This number is too large.")
    currency = found["currency"].upper() if found["currency"] else None
    return Condition(column, Sign(found["sign"] or "="), number=number, negated=negated, currency=currency)
