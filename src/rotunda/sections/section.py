"""What a section is: a typed model, its sensitivity labels, how parts merge, and the facts it leaves for lists."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import msgspec

from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import Origin

Part = TypeVar("Part", bound=msgspec.Struct)
View = TypeVar("View", bound=msgspec.Struct)


class Sourcepart(msgspec.Struct, Generic[Part], frozen=True):
    """What one connection said of this topic."""

    origin: Origin
    part: Part


class Fact(msgspec.Struct, frozen=True):
    """One value that lists and search may show, filter and sort by. Exactly one of the value fields is set."""

    name: str
    label: Label
    text: str | None = None
    number: float | None = None
    money: Money | None = None
    at: datetime | None = None
    day: date | None = None


class Section(msgspec.Struct, Generic[Part, View], frozen=True):
    """One topic of the page.

    `part` is the model that a connector fills from its own source; `view` is what the page shows. `merge` makes the
    view
    of all parts at `now` (aware UTC: the moment of the newest part) and is pure. `label` is carried by every field of
    `view` that names no label of its own. `facts` derives what lists may show; it is pure too. `page_lists` names the
    list
    fields of `view` of which the page carries only so many entries; the drill-down carries all.
    """

    name: SectionName
    title: str
    question: str | None
    label: Label
    freshness: Freshness
    part: type[Part]
    view: type[View]
    merge: Callable[[Sequence[Sourcepart[Part]], datetime], View]
    facts: Callable[[View], Sequence[Fact]]
    page_lists: Mapping[str, int] = {}


AnySection = Section[Any, Any]


def load_sections() -> dict[SectionName, AnySection]:
    """Every folder below `rotunda.sections` with a `SECTION` in it, by name. Adding a topic means adding a folder."""
    package = importlib.import_module("rotunda.sections")
    found: dict[SectionName, AnySection] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg:
            section: AnySection = importlib.import_module(f"rotunda.sections.{module.name}").SECTION
            found[section.name] = section
    return found
