"""Do they pay, and in time."""

from datetime import datetime, timedelta
from statistics import mean

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import amounts, count, days
from rotunda.sections.billing.model import BillingView, Invoice, InvoiceStatus
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_FACTOR = "payment"
_BILLING = SectionName("billing")
_COMMERCIAL = frozenset({Label.COMMERCIAL})
_YEAR = timedelta(days=365)
_LATE_DAYS = 45
_OVERDUE_AT_BEST = 60.0
_SLOW_DAYS = 30
_REFUSALS = 3
_SECONDS_A_DAY = 86_400


def overdue(view: BillingView, now: datetime) -> Finding | None:
    """100 without an overdue invoice; else 60 on the first day, falling to 0 when the oldest is 45 days late."""
    billed = [each for each in view.invoices if each.status in {InvoiceStatus.PAID, InvoiceStatus.OPEN}]
    if view.overdue is None:
        return Finding(100, "No invoice is overdue.", len(billed)) if billed else None
    late = days(view.overdue.oldest_due_at, now)
    score = between(late, _LATE_DAYS, 0) * _OVERDUE_AT_BEST / 100
    words = f"{amounts(view.overdue.amounts)} overdue, the oldest for {count(late, 'day')}."
    return Finding(score, words, len(billed), tuple(each.ref for each in view.invoices if each.overdue_since))


def speed(view: BillingView, now: datetime) -> Finding | None:
    """Mean days between the due date and the payment, over invoices paid in 12 months: 100 up to 0, 0 from 30 on."""
    late = [_days_late(each) for each in view.invoices if each.paid_at and each.due_at and each.paid_at > now - _YEAR]
    if not late:
        return None
    average = mean(late)
    words = "on time" if average <= 0 else f"{count(round(average), 'day')} late on average"
    return Finding(
        between(average, _SLOW_DAYS, 0), f"{count(len(late), 'invoice')} of 12 months paid {words}.", len(late)
    )


def refused(view: BillingView, now: datetime) -> Finding | None:
    """Refused payments of 30 days: 100 without any, 0 from three on."""
    del now
    if not view.payments:
        return None
    words = f"{count(view.failed_payments_30d, 'payment')} refused in 30 days."
    failed = tuple(each.ref for each in view.payments if not each.succeeded)[: view.failed_payments_30d]
    return Finding(between(view.failed_payments_30d, _REFUSALS, 0), words, len(view.payments), failed)


def _days_late(invoice: Invoice) -> float:
    if invoice.paid_at is None or invoice.due_at is None:
        raise ValueError("only a paid invoice with a due date can be late")
    return max(0.0, (invoice.paid_at - invoice.due_at).total_seconds() / _SECONDS_A_DAY)


MEASURES = [
    Measure(_FACTOR, "overdue", 50, _BILLING, _COMMERCIAL, overdue, "Settle the overdue invoices."),
    Measure(_FACTOR, "speed", 30, _BILLING, _COMMERCIAL, speed, "Have invoices paid by their due date."),
    Measure(_FACTOR, "refused", 20, _BILLING, _COMMERCIAL, refused, "Renew the means of payment."),
]
