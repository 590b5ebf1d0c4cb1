"""What the list of people may show and sort by."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from rotunda.sections.section import FactKind
from rotunda.view.contact.people_sql import PeopleScopes
from rotunda.view.index.catalogue import ColumnsRefused, Readable, SortRefused
from rotunda.view.index.conditions_sql import PeopleFact
from rotunda.view.index.listing import ListedColumn
from rotunda.view.index.people_facts import PeopleColumn
from rotunda.view.index.search_words import Aspect


class PeopleKey(StrEnum):
    """What people are sorted by."""

    NAME = "name"
    TITLE = "title"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDED = "added_at"
    FACT = "fact"


_NO_FACT = PeopleFact("", ())


class PeopleSort(msgspec.Struct, frozen=True):
    """Whoever has none of it comes last in either direction. `fact` is the one of the key of that name."""

    key: PeopleKey
    descending: bool
    fact: PeopleFact = _NO_FACT


BY_NAME = PeopleSort(PeopleKey.NAME, descending=False)


class _Column(msgspec.Struct, frozen=True):
    column: ListedColumn
    personal: bool = False


def _column(name: str, title: str, *, kind: FactKind = FactKind.TEXT, shown: bool = True) -> ListedColumn:
    aspect = name if name in {each.value for each in Aspect} else None
    sortable = name in {each.value for each in PeopleKey}
    has = name if name in {Aspect.EMAIL, Aspect.PHONE} else None
    return ListedColumn(name, title, kind, sortable, shown, aspect, has)


_COLUMNS = (
    _Column(_column("title", "Title", shown=False)),
    _Column(_column("account", "Account")),
    _Column(_column("email", "Email"), personal=True),
    _Column(_column("phone", "Phone"), personal=True),
    _Column(_column("source", "Known to")),
    _Column(_column("added_at", "Added", kind=FactKind.AT, shown=False)),
)
"""A title is written under the name, too."""


class PeopleColumns(msgspec.Struct, frozen=True):
    """Those that one viewer may read of at least some people. `facts` are what is kept of people besides who they are,
    by the name of the column.
    """

    available: list[ListedColumn]
    facts: Mapping[str, PeopleColumn]
    readable: Readable

    @classmethod
    def of(cls, readable: Readable) -> "PeopleColumns":
        personal = bool(PeopleScopes.of(readable.viewer).personal)
        known = [each.column for each in _COLUMNS if personal or not each.personal]
        return cls([*known, *map(_listed, readable.people.values())], readable.people, readable)

    @property
    def aspects(self) -> frozenset[Aspect]:
        """What may be searched by, besides facts."""
        known = {each.value for each in Aspect}
        return frozenset(Aspect(each.operator) for each in self.available if each.operator in known)

    def chosen(self, names: Sequence[str] | None) -> list[ListedColumn]:
        """These in this order, each once; without any, those that are shown. Raises ColumnsRefused."""
        if names is None:
            return [each for each in self.available if each.shown]
        known = {each.name: each for each in self.available}
        for name in names:
            if name not in known:
                raise ColumnsRefused(f"There is no column {name[:40]}. Known are {', '.join(known)}.")
        return [known[name] for name in dict.fromkeys(names)]

    def order(self, sort: str) -> PeopleSort:
        """`name` or a column's name, with `-` before it for descending. Raises SortRefused."""
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        known = [PeopleKey.NAME.value, *(each.name for each in self.available if each.sortable)]
        if name not in known:
            listed = ", ".join(known)
            raise SortRefused(f"Cannot sort by {name[:40]}. Known are {listed}; put - before one for descending.")
        if name in self.facts:
            return PeopleSort(PeopleKey.FACT, descending, self.facts[name].asked(self.readable.viewer))
        return PeopleSort(PeopleKey(name), descending)


def _listed(of_people: PeopleColumn) -> ListedColumn:
    column = of_people.column
    return ListedColumn(
        name=column.name,
        title=column.title,
        kind=column.kind,
        sortable=True,
        shown=column.shown,
        operator=column.operator,
        has=column.has,
    )
