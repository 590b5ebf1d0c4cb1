"""How do they use it: active users, seats, features."""

from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import Section
from rotunda.sections.usage.merge import facts, merge
from rotunda.sections.usage.model import UsagePart, UsageView

SECTION = Section(
    name=SectionName("usage"),
    title="Usage",
    question="How do they use it",
    label=Label.USAGE,
    freshness=MEDIUM,
    part=UsagePart,
    view=UsageView,
    merge=merge,
    facts=facts,
    page_lists={"daily": 120},
)
