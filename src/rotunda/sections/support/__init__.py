"""What is open: tickets, escalations, satisfaction."""

from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import Section
from rotunda.sections.support.merge import facts, merge
from rotunda.sections.support.model import SupportPart, SupportView

SECTION = Section(
    name=SectionName("support"),
    title="Support",
    question="What is open",
    label=Label.SUPPORT,
    freshness=FAST,
    part=SupportPart,
    view=SupportView,
    merge=merge,
    facts=facts,
    page_lists={"tickets": 25},
)
