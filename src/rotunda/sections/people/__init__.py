"""The people at the customer."""

from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.people.merge import facts, merge
from rotunda.sections.people.model import PeoplePart, PeopleView
from rotunda.sections.section import FactColumn, FactKind, Section

SECTION = Section(
    name=SectionName("people"),
    title="People",
    question=None,
    position=80,
    label=Label.IDENTITY,
    freshness=MEDIUM,
    part=PeoplePart,
    view=PeopleView,
    merge=merge,
    columns=(
        FactColumn(
            name="people",
            title="People",
            kind=FactKind.NUMBER,
            label=Label.IDENTITY,
            operator="people",
            shown=False,
            adds=True,
        ),
    ),
    facts=facts,
    page_lists={"people": 50},
)
