"""The people at the customer."""

from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.people.merge import facts, merge, people_facts
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
    people_columns=(
        FactColumn(
            name="last_seen_at",
            title="Last seen",
            kind=FactKind.AT,
            label=Label.USAGE,
            operator="person.seen",
            shown=False,
        ),
        FactColumn(
            name="last_contacted_at",
            title="Last contacted",
            kind=FactKind.AT,
            label=Label.COMMUNICATION,
            operator="person.contacted",
            shown=False,
        ),
        FactColumn(
            name="product_role",
            title="Product role",
            kind=FactKind.TEXT,
            label=Label.USAGE,
            operator="person.role",
            shown=False,
        ),
        FactColumn(
            name="lifecycle_stage",
            title="Stage",
            kind=FactKind.TEXT,
            label=Label.IDENTITY,
            operator="person.stage",
            shown=False,
        ),
    ),
    people_facts=people_facts,
)
