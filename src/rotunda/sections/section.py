"""What a section is: a typed model, its sensitivity labels, how parts merge, and the facts it leaves for lists."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money, major_units
from rotunda.sections.provenance import Origin, Ref

Part = TypeVar("Part", bound=msgspec.Struct)
View = TypeVar("View", bound=msgspec.Struct)


class Sourcepart(msgspec.Struct, Generic[Part], frozen=True):
    """What one connection said of this topic."""

    origin: Origin
    part: Part


class FactKind(StrEnum):
    """How a fact is stored, compared and written."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    AT = "at"
    DAY = "day"


class FactColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that lists and search may show, filter and sort by, for viewers who may read `label` of its section.

    `operator` is its word in a search (`mrr:>1000`); `has` the word after `has:` that asks for more than zero
    (`has:open-ticket`). `shown` puts it among the list's columns. `adds`: a sum over several accounts means something.
    `daily`: what it was is kept for each day.
    """

    name: str
    title: str
    kind: FactKind
    label: Label
    operator: str | None = None
    has: str | None = None
    shown: bool = True
    adds: bool = False
    daily: bool = False


class Fact(msgspec.Struct, frozen=True):
    """One value of one account under a column's name. Exactly one of the value fields is set, as the column's kind
    says. `money` is the amount to compare and sort by; `beside` holds those in other currencies, one of each.
    """

    name: str
    text: str | None = None
    number: float | None = None
    money: Money | None = None
    at: datetime | None = None
    beside: tuple[Money, ...] = ()


class PersonFact(msgspec.Struct, frozen=True):
    """One value of one person: of whom a connection has this record. `adds`: of several records it is their sum, else
    the most recent one.
    """

    origin: Origin
    ref: Ref
    fact: Fact
    adds: bool = False


def money_fact(name: str, amounts: Sequence[Money]) -> list[Fact]:
    """One fact of amounts in different currencies, led by the one that is most in whole units, whatever they are
    worth: nothing is converted; of equals the first by its code. None of none.
    """
    if not amounts:
        return []
    largest = min(amounts, key=lambda each: (-major_units(each), each.currency))
    return [Fact(name=name, money=largest, beside=tuple(each for each in amounts if each is not largest))]


class Subject(msgspec.Struct, frozen=True):
    """What a conversation is about, by which search finds it; `number` is what people call it by."""

    ref: Ref
    text: str
    at: datetime
    number: str | None = None


def _none(view: Any) -> Sequence[Subject]:
    del view
    return ()


def _of_nobody(parts: Sequence[Sourcepart[Any]]) -> Sequence[PersonFact]:
    del parts
    return ()


def _nowhere(part: Any) -> Ref | None:
    del part
    return None


class Section(msgspec.Struct, Generic[Part, View], frozen=True):
    """One topic of the page.

    `position` orders the page. `part` is the model that a connector fills from its own source; `view` is what the page
    shows. `merge` makes the view of all parts at `now` (aware UTC: the moment of the newest part) and is pure. `label`
    is carried by every field of `view` that names none of its own. `columns` declares the facts that `facts` may leave
    for lists; it is pure too. `home` is the record that opens the customer in the source of a part. `page_lists` names
    the list fields of `view` of which the page carries only so many entries; the drill-down carries all. `subjects` are
    those of the view's conversations, for whoever may read `label`; it is pure. `people_columns` and `people_facts` are
    the same for lists of people, of whom an account's parts tell; of money there is none.
    """

    name: SectionName
    title: str
    question: str | None
    position: int
    label: Label
    freshness: Freshness
    part: type[Part]
    view: type[View]
    merge: Callable[[Sequence[Sourcepart[Part]], datetime], View]
    columns: tuple[FactColumn, ...]
    facts: Callable[[View], Sequence[Fact]]
    home: Callable[[Part], Ref | None] = _nowhere
    page_lists: Mapping[str, int] = {}
    subjects: Callable[[View], Sequence[Subject]] = _none
    people_columns: tuple[FactColumn, ...] = ()
    people_facts: Callable[[Sequence[Sourcepart[Part]]], Sequence[PersonFact]] = _of_nobody

    @property
    def tells_subjects(self) -> bool:
        return self.subjects is not _none


AnySection = Section[Any, Any]


def load_sections() -> dict[SectionName, AnySection]:
    """Every folder below `rotunda.sections` with a `SECTION` in it, in page order. A new topic is a folder."""
    package = importlib.import_module("rotunda.sections")
    found: dict[SectionName, AnySection] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg:
            section: AnySection = importlib.import_module(f"rotunda.sections.{module.name}").SECTION
            found[section.name] = section
    return dict(sorted(found.items(), key=lambda pair: pair[1].position))
