"""`@name` and `@address` in a text: whom it speaks to."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from rotunda.sections.ids import UserId

_AT = re.compile(r"(?<![\w.])@(?=\w)")


class Teammate(msgspec.Struct, frozen=True):
    """Somebody who can be mentioned."""

    id: UserId
    name: str
    email: str


class Mentions(msgspec.Struct, frozen=True):
    """`unclear` are names that several teammates have: only their addresses tell them apart."""

    people: Sequence[Teammate]
    unclear: Sequence[str]


def mentions_in(text: str, teammates: Iterable[Teammate]) -> Mentions:
    """The longest name or address that follows each `@`; what is nobody's is only text."""
    by_name: dict[str, dict[UserId, Teammate]] = {}
    for each in teammates:
        for name in (each.name, each.email):
            by_name.setdefault(name.casefold(), {})[each.id] = each
    names = sorted((name for name in by_name if name), key=len, reverse=True)
    said = [by_name[name] for name in (_named(text[found.end() :], names) for found in _AT.finditer(text)) if name]
    people = {one.id: one for each in said if len(each) == 1 for one in each.values()}
    unclear = {next(iter(each.values())).name for each in said if len(each) > 1}
    return Mentions(list(people.values()), sorted(unclear))


def _named(rest: str, names: Sequence[str]) -> str | None:
    for name in names:
        said = rest[: len(name)].casefold()
        if said == name and not rest[len(name) : len(name) + 1].isalnum():
            return name
    return None
