"""What lists of people may show, sort and search by besides who they are: what sources say, and our own fields."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.access.grant import PEOPLE, ListScope
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.built_in import CONTACT_EMAIL, CONTACT_NAME, CONTACT_PHONE, CONTACT_TITLE
from rotunda.identity.fields.model import AppliesTo, Field, Kind
from rotunda.sections.ids import FieldId, SectionName
from rotunda.sections.section import AnySection, FactColumn, FactKind
from rotunda.view.index.conditions_sql import PeopleFact, SearchedField
from rotunda.view.index.scope_sql import scopes_that_read
from rotunda.view.index.search_grammar import UNSEARCHED

_ELSEWHERE = frozenset({CONTACT_NAME, CONTACT_TITLE, CONTACT_EMAIL, CONTACT_PHONE})
"""Own fields that lists of people show in columns of their own."""

_KINDS = {Kind.NUMBER: FactKind.NUMBER, Kind.MONEY: FactKind.MONEY, Kind.DATE: FactKind.DAY}
"""All others are shown as text."""


class PeopleColumn(msgspec.Struct, frozen=True):
    """A column, whose section says who reads it, and under which name its facts are kept."""

    column: FactColumn
    section: SectionName
    fact: str
    own: Kind | None = None

    def scopes(self, viewer: Viewer) -> Sequence[ListScope]:
        """Where the viewer may read it."""
        return scopes_that_read(viewer, self.section, self.column.label)

    def asked(self, viewer: Viewer) -> PeopleFact:
        """As searches and sorts ask for it."""
        scopes = self.scopes(viewer)
        field = None if self.own is None else SearchedField(FieldId(self.fact), self.own, scopes)
        return PeopleFact(self.fact, scopes, field)


def told_by(sections: Iterable[AnySection]) -> dict[str, PeopleColumn]:
    """By name."""
    return {
        column.name: PeopleColumn(column, section.name, column.name)
        for section in sections
        for column in section.people_columns
    }


def owned(fields: Iterable[Field]) -> dict[str, PeopleColumn]:
    """Our own fields of people, by the name of the column."""
    found = (_of_field(each) for each in fields if each.applies_to is AppliesTo.CONTACT and each.archived_at is None)
    return {each.column.name: each for each in found if each.fact not in _ELSEWHERE}


def _of_field(field: Field) -> PeopleColumn:
    name = f"field.{field.name}"
    column = FactColumn(
        name=name,
        title=field.title,
        kind=_KINDS.get(field.kind, FactKind.TEXT),
        label=field.label,
        operator=None if field.kind in UNSEARCHED else name,
        shown=False,
    )
    return PeopleColumn(column, PEOPLE, field.id, field.kind)


def readable_by(viewer: Viewer, columns: Mapping[str, PeopleColumn]) -> dict[str, PeopleColumn]:
    """Those that the viewer may read of at least some people."""
    return {name: each for name, each in columns.items() if each.scopes(viewer)}
