"""How is it going: what was said lately and when."""

from rotunda.sections.communication.merge import facts, merge
from rotunda.sections.communication.model import CommunicationPart, CommunicationView
from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import Section

SECTION = Section(
    name=SectionName("communication"),
    title="Communication",
    question="How is it going",
    label=Label.COMMUNICATION,
    freshness=FAST,
    part=CommunicationPart,
    view=CommunicationView,
    merge=merge,
    facts=facts,
    page_lists={"entries": 25},
)
