"""How do they use it: active users, seats, features."""

from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section
from rotunda.sections.usage.merge import facts, merge
from rotunda.sections.usage.model import UsagePart, UsageView

SECTION = Section(
    name=SectionName("usage"),
    title="Usage",
    question="How do they use it",
    position=30,
    label=Label.USAGE,
    freshness=MEDIUM,
    part=UsagePart,
    view=UsageView,
    merge=merge,
    columns=(
        FactColumn(
            name="active_users_7d",
            title="Weekly active",
            kind=FactKind.NUMBER,
            label=Label.USAGE,
            operator="wau",
            adds=True,
            daily=True,
        ),
        FactColumn(name="active_users_change", title="Change", kind=FactKind.NUMBER, label=Label.USAGE, shown=False),
        FactColumn(
            name="last_seen_at", title="Last seen", kind=FactKind.AT, label=Label.USAGE, operator="seen", shown=False
        ),
        FactColumn(
            name="seats",
            title="Seats",
            kind=FactKind.NUMBER,
            label=Label.CONTRACT,
            operator="seats",
            shown=False,
            adds=True,
            daily=True,
        ),
    ),
    facts=facts,
    home=lambda part: part.ref,
    page_lists={"daily": 120},
)
