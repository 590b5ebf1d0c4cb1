"""How is it going: what was said lately and when."""

from rotunda.sections.communication.merge import facts, merge, subjects
from rotunda.sections.communication.model import CommunicationPart, CommunicationView
from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section

SECTION = Section(
    name=SectionName("communication"),
    title="Communication",
    question="How is it going",
    position=40,
    label=Label.COMMUNICATION,
    freshness=FAST,
    part=CommunicationPart,
    view=CommunicationView,
    merge=merge,
    columns=(
        FactColumn(
            name="last_touch_at", title="Last touch", kind=FactKind.AT, label=Label.COMMUNICATION, operator="touched"
        ),
    ),
    facts=facts,
    subjects=subjects,
    page_lists={"entries": 25},
)
