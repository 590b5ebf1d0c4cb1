"""Open and closed deals."""

from rotunda.sections.deals.merge import facts, merge
from rotunda.sections.deals.model import DealsPart, DealsView
from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import Section

SECTION = Section(
    name=SectionName("deals"),
    title="Deals",
    question=None,
    label=Label.COMMERCIAL,
    freshness=FAST,
    part=DealsPart,
    view=DealsView,
    merge=merge,
    facts=facts,
    page_lists={"closed_deals": 12},
)
