"""The steps of the way, in their order. Each is found in one section, by the first record that shows it."""

from collections.abc import Iterable
from datetime import datetime

from rotunda.insight.journey.model import Landmark, StepRule, Unread
from rotunda.sections.billing.model import BillingView, InvoiceStatus, PlanLine, SubscriptionStatus
from rotunda.sections.deals.model import Deal, DealsView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.people.model import PeopleView
from rotunda.sections.usage.model import UsageView

_PEOPLE, _DEALS, _USAGE, _BILLING = map(SectionName, ("people", "deals", "usage", "billing"))
_RENEWING = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


def lead(view: PeopleView, now: datetime) -> Landmark | None:
    """The first person on record.

    Raises:
        Unread: there are more people than were read.
    """
    del now
    if view.first is not None:
        return Landmark(view.first.created_at, view.first.name, view.first.ref)
    if view.total > len(view.people):
        raise Unread
    return None


def opportunity(view: DealsView, now: datetime) -> Landmark | None:
    """The first deal, by its creation.

    Raises:
        Unread: there are more deals than were read.
    """
    del now
    return _first(view, ((each.created_at, each) for each in (*view.open_deals, *view.closed_deals)))


def deal_won(view: DealsView, now: datetime) -> Landmark | None:
    """The first deal that was won, by its close.

    Raises:
        Unread: there are more deals than were read.
    """
    del now
    return _first(view, ((each.closed_at, each) for each in view.closed_deals if each.won))


def _first(view: DealsView, dated: Iterable[tuple[datetime | None, Deal]]) -> Landmark | None:
    if view.truncated:
        raise Unread
    found = [Landmark(at, deal.name, deal.ref) for at, deal in dated if at is not None]
    return min(found, key=_order, default=None)


def project(view: UsageView, now: datetime) -> Landmark | None:
    """The product was activated for them: their project with us has begun."""
    del now
    return Landmark(view.activated_at, "Activated in the product", view.ref) if view.activated_at else None


def revenue(view: BillingView, now: datetime) -> Landmark | None:
    """The first invoice that was paid, by its payment.

    Raises:
        Unread: there are more invoices than were read.
    """
    del now
    if "invoices" in view.truncated:
        raise Unread
    paid = [
        Landmark(each.paid_at, f"Invoice {each.number}" if each.number else "Invoice", each.ref)
        for each in view.invoices
        if each.paid_at and each.status is InvoiceStatus.PAID and each.amount_paid.amount_minor > 0
    ]
    return min(paid, key=_order, default=None)


def renewal(view: BillingView, now: datetime) -> Landmark | None:
    """The next renewal of a subscription that runs and is not set to end before."""
    renewing = [each for each in view.plans if each.renews_at and each.renews_at > now and _renews(each)]
    found = [Landmark(each.renews_at, ", ".join(each.products), each.ref) for each in renewing if each.renews_at]
    return min(found, key=_order, default=None)


def _renews(plan: PlanLine) -> bool:
    ends = plan.renews_at is not None and plan.cancel_at is not None and plan.cancel_at <= plan.renews_at
    return plan.status in _RENEWING and plan.ended_at is None and not ends


def _order(found: Landmark) -> tuple[datetime, str, str]:
    return (found.at, found.ref.source, found.ref.external_id)


STEPS: tuple[StepRule, ...] = (
    StepRule("lead", "Lead", _PEOPLE, frozenset({Label.IDENTITY}), lead),
    StepRule("opportunity", "Opportunity", _DEALS, frozenset({Label.COMMERCIAL}), opportunity),
    StepRule("deal_won", "Deal won", _DEALS, frozenset({Label.COMMERCIAL}), deal_won),
    StepRule("project", "Project", _USAGE, frozenset({Label.USAGE}), project),
    StepRule("revenue", "Revenue", _BILLING, frozenset({Label.COMMERCIAL}), revenue),
    StepRule("renewal", "Renewal", _BILLING, frozenset({Label.CONTRACT}), renewal),
)
