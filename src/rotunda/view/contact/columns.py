"""What the list of people may show and sort by."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from rotunda.access.viewer import Viewer
from rotunda.sections.section import FactKind
from rotunda.view.contact.people_sql import PeopleScopes
from rotunda.view.index.catalogue import ColumnsRefused, SortRefused
from rotunda.view.index.listing import ListedColumn
from rotunda.view.index.search_words import Aspect


class PeopleKey(StrEnum):
    """What people are sorted by."""

    NAME = "name"
    TITLE = "title"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDED = "added_at"


class PeopleSort(msgspec.Struct, frozen=True):
    """Whoever has none of it comes last in either direction."""

    key: PeopleKey
    descending: bool


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
    """Those that one viewer may read of at least some people."""

    available: list[ListedColumn]

    @classmethod
    def of(cls, viewer: Viewer) -> "PeopleColumns":
        personal = bool(PeopleScopes.of(viewer).personal)
        return cls([each.column for each in _COLUMNS if personal or not each.personal])

    @property
    def aspects(self) -> frozenset[Aspect]:
        """What may be searched by."""
        return frozenset(Aspect(each.operator) for each in self.available if each.operator)

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
        name = sort.removeprefix("-")
        known = [PeopleKey.NAME.value, *(each.name for each in self.available if each.sortable)]
        if name not in known:
            listed = ", ".join(known)
            raise SortRefused(f"Cannot sort by {name[:40]}. Known are {listed}; put - before one for descending.")
        return PeopleSort(PeopleKey(name), sort.startswith("-"))
