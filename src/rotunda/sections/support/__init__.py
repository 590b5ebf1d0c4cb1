"""What is open: tickets, escalations, satisfaction."""

from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section
from rotunda.sections.support.merge import facts, merge, people_facts, subjects
from rotunda.sections.support.model import SupportPart, SupportView

SECTION = Section(
    name=SectionName("support"),
    title="Support",
    question="What is open",
    position=50,
    label=Label.SUPPORT,
    freshness=FAST,
    part=SupportPart,
    view=SupportView,
    merge=merge,
    columns=(
        FactColumn(
            name="open_tickets",
            title="Open tickets",
            kind=FactKind.NUMBER,
            label=Label.SUPPORT,
            operator="tickets",
            has="open-ticket",
            adds=True,
            daily=True,
        ),
        FactColumn(
            name="urgent_tickets",
            title="Urgent tickets",
            kind=FactKind.NUMBER,
            label=Label.SUPPORT,
            has="urgent-ticket",
            shown=False,
            adds=True,
            daily=True,
        ),
        FactColumn(
            name="escalations_90d",
            title="Escalations",
            kind=FactKind.NUMBER,
            label=Label.SUPPORT,
            has="escalation",
            shown=False,
        ),
    ),
    facts=facts,
    subjects=subjects,
    home=lambda part: part.records[0] if part.records else None,
    page_lists={"tickets": 25},
    people_columns=(
        FactColumn(
            name="open_tickets",
            title="Open tickets",
            kind=FactKind.NUMBER,
            label=Label.SUPPORT,
            operator="person.tickets",
            shown=False,
        ),
    ),
    people_facts=people_facts,
)
