"""Which facts and addresses one viewer may list, search and sort by."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.access.grant import ListScope
from rotunda.access.roles import Reach
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.fields.model import AppliesTo, Field
from rotunda.identity.merging.hand_links import BY_HAND
from rotunda.insight.health.judging import needed_for_all
from rotunda.kit.clock import Clock
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.fields.shown import PROFILE
from rotunda.view.index.conditions_sql import ListQuery, SearchedField
from rotunda.view.index.people_facts import PeopleColumn, owned, readable_by, told_by
from rotunda.view.index.rows_sql import SortKey
from rotunda.view.index.scope_sql import scopes_of_addresses, scopes_reading, scopes_that_read
from rotunda.view.index.search_grammar import Vocabulary, parse_search
from rotunda.view.index.search_words import Aspect, Search
from rotunda.view.page.plan import House

BY_NAME = "name"


class SortRefused(ValueError):
    """The order cannot be had: no such column, or not for this viewer."""


class ColumnsRefused(ValueError):
    """There is no such column, or not for this viewer."""


class Column(msgspec.Struct, frozen=True):
    """A fact, and what has to be readable on an account for it to be told there."""

    column: FactColumn
    needs: Reach


HEALTH = "health"
JUDGED = Column(
    FactColumn(
        name=HEALTH,
        title="Health",
        kind=FactKind.NUMBER,
        label=Label.IDENTITY,
        operator=HEALTH,
        shown=False,
        daily=True,
    ),
    needed_for_all(),
)
"""A score tells something of all that it is judged by: it is for those who may read all of that."""


class Catalogue:
    """Made once of everything that is installed."""

    def __init__(self, house: House, definitions: Definitions, clock: Clock) -> None:
        self._definitions = definitions
        self._columns = {
            column.name: Column(column, frozenset({(section.name, column.label)}))
            for section in house.sections.values()
            for column in section.columns
        } | {HEALTH: JUDGED}
        self._filled: Mapping[SourceName, Collection[SectionName]] = {
            source: list(connector.sections) for source, connector in house.connectors.items()
        } | {BY_HAND: list(house.sections)}
        self._people = told_by(house.sections.values())
        self._subjects = {section.name: section.label for section in house.sections.values() if section.tells_subjects}
        self._clock = clock

    async def of(self, viewer: Viewer) -> "Readable":
        """The part that this viewer may use, as of now."""
        columns = {name: each for name, each in self._columns.items() if scopes_reading(viewer, each.needs)}
        fields = await self._definitions.every()
        people = readable_by(viewer, self._people | owned(fields))
        own = _of_accounts(viewer, fields)
        return Readable(viewer, columns, self._filled, own, self._clock.now(), self._subjects, people)


def _of_accounts(viewer: Viewer, fields: Sequence[Field]) -> dict[str, SearchedField]:
    """Our own fields of accounts that this viewer may read somewhere."""
    found = {
        field.name: SearchedField(field.id, field.kind, scopes_that_read(viewer, PROFILE, field.label))
        for field in fields
        if field.applies_to is AppliesTo.ACCOUNT and field.archived_at is None
    }
    return {name: field for name, field in found.items() if field.scopes}


class Readable(msgspec.Struct, frozen=True):
    """What one viewer may read on at least some accounts. `subjects` are sections whose conversations are found by
    their subjects, each with the label that these carry: `told_in` says where the viewer may read them. `people` are
    the columns of lists of people that are facts of them.
    """

    viewer: Viewer
    columns: Mapping[str, Column]
    filled: Mapping[SourceName, Collection[SectionName]]
    fields: Mapping[str, SearchedField]
    now: datetime
    subjects: Mapping[SectionName, Label] = {}
    people: Mapping[str, PeopleColumn] = {}

    @property
    def told_in(self) -> dict[SectionName, Sequence[ListScope]]:
        """Nothing where the viewer may read none."""
        found = {name: scopes_that_read(self.viewer, name, label) for name, label in self.subjects.items()}
        return {name: scopes for name, scopes in found.items() if scopes}

    @property
    def shown(self) -> list[str]:
        """What a list shows unless it is told otherwise."""
        return [name for name, each in self.columns.items() if each.column.shown]

    def search(self, text: str) -> Search:
        """Raises SearchRefused."""
        return parse_search(text, self._vocabulary)

    def search_people(self, text: str, aspects: Collection[Aspect]) -> Search:
        """`aspects`: what people may be searched by besides their facts. Raises SearchRefused."""
        known = msgspec.structs.replace(
            self._vocabulary,
            people=aspects,
            people_columns={name: each.column for name, each in self.people.items() if each.own is None},
            people_fields={name.removeprefix("field."): each.own for name, each in self.people.items() if each.own},
        )
        return parse_search(text, known)

    @property
    def _vocabulary(self) -> Vocabulary:
        columns = {name: each.column for name, each in self.columns.items()}
        kinds = {name: field.kind for name, field in self.fields.items()}
        return Vocabulary(columns, self.filled, kinds)

    def query(self, search: Search) -> ListQuery:
        """For each column the scopes in which it may be read: elsewhere a fact does not count at all."""
        scopes = {name: scopes_reading(self.viewer, each.needs) for name, each in self.columns.items()}
        addresses = scopes_of_addresses(self.viewer, self.filled)
        of_people = {each.column.operator or name: each.asked(self.viewer) for name, each in self.people.items()}
        return ListQuery(self.viewer, search, scopes, addresses, self.now, self.fields, of_people=of_people)

    def order(self, sort: str) -> SortKey:
        """`name` or a column's name, with `-` before it for descending. Raises SortRefused."""
        descending = sort.startswith("-")
        name = sort.removeprefix("-")
        if name == BY_NAME:
            return SortKey(column=None, descending=descending)
        if name not in self.columns:
            known = ", ".join([BY_NAME, *self.columns])
            raise SortRefused(f"Cannot sort by {name[:40]}. Known are {known}; put - before one for descending.")
        return SortKey(column=self.columns[name].column, descending=descending)

    def chosen(self, names: Sequence[str] | None) -> list[str]:
        """These columns in this order, each once; without any, those that are shown. Raises ColumnsRefused."""
        if names is None:
            return self.shown
        for name in names:
            if name not in self.columns:
                raise ColumnsRefused(f"There is no column {name[:40]}. Known are {', '.join(self.columns)}.")
        return list(dict.fromkeys(names))
