"""Open and closed deals."""

from rotunda.sections.deals.merge import facts, merge
from rotunda.sections.deals.model import DealsPart, DealsView
from rotunda.sections.freshness import FAST
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section

SECTION = Section(
    name=SectionName("deals"),
    title="Deals",
    question=None,
    position=70,
    label=Label.COMMERCIAL,
    freshness=FAST,
    part=DealsPart,
    view=DealsView,
    merge=merge,
    columns=(
        FactColumn(
            name="open_deals",
            title="Open deals",
            kind=FactKind.NUMBER,
            label=Label.COMMERCIAL,
            operator="deals",
            has="open-deal",
            shown=False,
            adds=True,
            daily=True,
        ),
        FactColumn(
            name="open_deal_value",
            title="Pipeline",
            kind=FactKind.MONEY,
            label=Label.COMMERCIAL,
            operator="pipeline",
            adds=True,
            daily=True,
        ),
    ),
    facts=facts,
    page_lists={"closed_deals": 12},
)
