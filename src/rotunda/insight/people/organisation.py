"""Who reports to whom: as a source knows it, else guessed by titles."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.insight.people.model import Member
from rotunda.insight.people.titles import Level, functions_of, level_of
from rotunda.sections.ids import ContactId


class Line(msgspec.Struct, frozen=True):
    """`person` reports to `manager`. `guessed`: by their titles, no source says so."""

    person: ContactId
    manager: ContactId
    guessed: bool


class _Titled(msgspec.Struct, frozen=True):
    member: Member
    level: Level
    functions: frozenset[str]


def organisation(members: Sequence[Member]) -> list[Line]:
    """One line at most for each person, and no circles.

    Where no source knows it: the person of the lowest level above, of those the one whose title shares most words of
    function ("VP Operations" before "VP Finance" for an "Operations manager"), of those the first by name. Nobody whose
    title is unknown is guessed at, and nobody is placed below them.
    """
    known = {each.id: each.reports_to for each in members if each.reports_to is not None}
    present = {each.id for each in members}
    lines = {
        person: Line(person, manager, guessed=False)
        for person, manager in known.items()
        if person in present and manager in present and not _is_circle(person, known)
    }
    titled = sorted(_titled(members), key=lambda each: (each.member.name.casefold(), each.member.id))
    for each in titled:
        if each.member.id not in lines and (manager := _manager(each, titled, lines)) is not None:
            lines[each.member.id] = Line(each.member.id, manager, guessed=True)
    return sorted(lines.values(), key=lambda line: line.person)


def _titled(members: Iterable[Member]) -> list[_Titled]:
    levels = [(each, level_of(each.title)) for each in members]
    return [_Titled(each, level, functions_of(each.title)) for each, level in levels if level is not None]


def _manager(person: _Titled, titled: Sequence[_Titled], lines: Mapping[ContactId, Line]) -> ContactId | None:
    for level in (each for each in Level if each > person.level):
        above = [
            each
            for each in titled
            if each.level is level and not _stands_below(each.member.id, person.member.id, lines)
        ]
        if above:
            return max(above, key=lambda each: len(each.functions & person.functions)).member.id
    return None


def _stands_below(candidate: ContactId, person: ContactId, lines: Mapping[ContactId, Line]) -> bool:
    at: ContactId | None = candidate
    while at is not None and at != person:
        at = lines[at].manager if at in lines else None
    return at is not None


def _is_circle(person: ContactId, known: Mapping[ContactId, ContactId]) -> bool:
    """Whether the way up from a person comes back to it."""
    seen, at = {person}, known.get(person)
    while at is not None and at not in seen:
        seen.add(at)
        at = known.get(at)
    return at == person
