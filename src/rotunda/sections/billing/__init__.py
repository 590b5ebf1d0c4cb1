"""What do they pay: MRR, subscriptions, invoices, payments."""

from rotunda.sections.billing.merge import facts, merge
from rotunda.sections.billing.model import BillingPart, BillingView
from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section

SECTION = Section(
    name=SectionName("billing"),
    title="Billing",
    question="What do they pay",
    position=20,
    label=Label.COMMERCIAL,
    freshness=MEDIUM,
    part=BillingPart,
    view=BillingView,
    merge=merge,
    columns=(
        FactColumn(
            name="mrr", title="MRR", kind=FactKind.MONEY, label=Label.COMMERCIAL, operator="mrr", adds=True, daily=True
        ),
        FactColumn(
            name="arr", title="ARR", kind=FactKind.MONEY, label=Label.COMMERCIAL, operator="arr", shown=False, adds=True
        ),
        FactColumn(
            name="renewal_at", title="Renewal", kind=FactKind.AT, label=Label.CONTRACT, operator="renewal", daily=True
        ),
        FactColumn(
            name="overdue_invoices",
            title="Overdue invoices",
            kind=FactKind.NUMBER,
            label=Label.COMMERCIAL,
            operator="overdue",
            has="overdue-invoice",
            shown=False,
            adds=True,
            daily=True,
        ),
        FactColumn(
            name="failed_payments_30d",
            title="Failed payments",
            kind=FactKind.NUMBER,
            label=Label.COMMERCIAL,
            has="failed-payment",
            shown=False,
        ),
        FactColumn(
            name="subscribed_at", title="Subscribed since", kind=FactKind.AT, label=Label.COMMERCIAL, shown=False
        ),
        FactColumn(
            name="unsubscribed_at", title="Subscribed until", kind=FactKind.AT, label=Label.COMMERCIAL, shown=False
        ),
    ),
    facts=facts,
    home=lambda part: part.customers[0].ref if part.customers else None,
    page_lists={"invoices": 12, "payments": 12},
)
