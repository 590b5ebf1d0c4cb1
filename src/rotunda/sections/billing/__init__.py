"""What do they pay: MRR, subscriptions, invoices, payments."""

from rotunda.sections.billing.merge import facts, merge
from rotunda.sections.billing.model import BillingPart, BillingView
from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import Section

SECTION = Section(
    name=SectionName("billing"),
    title="Billing",
    question="What do they pay",
    label=Label.COMMERCIAL,
    freshness=MEDIUM,
    part=BillingPart,
    view=BillingView,
    merge=merge,
    facts=facts,
    page_lists={"invoices": 12, "payments": 12},
)
