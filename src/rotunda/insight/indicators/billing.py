"""Dots on what they pay."""

from datetime import datetime, timedelta

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import amount, amounts, count, days, days_until
from rotunda.sections.billing.model import BillingView, InvoiceStatus, SubscriptionStatus
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_BILLING = SectionName("billing")
_COMMERCIAL = frozenset({Label.COMMERCIAL})
_CONTRACT = frozenset({Label.CONTRACT})
CANCELLATION_NEAR = timedelta(days=60)


def overdue(view: BillingView, now: datetime) -> Verdict | None:
    """Red when any unpaid invoice is past its due date."""
    if view.overdue is None:
        return None
    late = days(view.overdue.oldest_due_at, now)
    return Verdict(
        Tone.RED,
        f"{count(view.overdue.count, 'invoice')} overdue {count(late, 'day')}",
        f"{amounts(view.overdue.amounts)} unpaid past the due date; the oldest for {count(late, 'day')}.",
        [each.ref for each in view.invoices if each.overdue_since],
    )


def payment_failed(view: BillingView, now: datetime) -> Verdict | None:
    """Red when an open invoice was tried and refused and is not yet overdue by its own date."""
    del now
    failed = [each for each in view.invoices if each.payment_failed and each.status is InvoiceStatus.OPEN]
    if not failed:
        return None
    attempts = max(each.attempts for each in failed)
    return Verdict(
        Tone.RED,
        f"{count(len(failed), 'payment')} failed",
        f"{count(len(failed), 'open invoice')} refused after {count(attempts, 'attempt')}.",
        [each.ref for each in failed],
    )


def payments_refused(view: BillingView, now: datetime) -> Verdict | None:
    """Yellow when payments were refused within 30 days, even where a later attempt went through."""
    del now
    if not view.failed_payments_30d:
        return None
    refused = count(view.failed_payments_30d, "payment")
    return Verdict(
        Tone.YELLOW, f"{refused} refused in 30 days", f"{refused} refused; later attempts may have succeeded."
    )


def mrr_moved(view: BillingView, now: datetime) -> Verdict | None:
    """Red when MRR fell in 30 days, green when it grew."""
    del now
    moved = [each.money for each in view.mrr_change_30d if each.money.amount_minor]
    if not moved:
        return None
    fell = [each for each in moved if each.amount_minor < 0]
    if fell:
        return Verdict(Tone.RED, "MRR fell in 30 days", f"{amounts([-each for each in fell])} a month ended.")
    return Verdict(Tone.GREEN, "MRR grew in 30 days", f"{amounts(moved)} a month started.")


def standing(view: BillingView, now: datetime) -> Verdict | None:
    """Without amounts, for everybody who may see the contract: paid up or not."""
    del now
    live = [each for each in view.plans if each.status in {SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE}]
    if not live:
        return None
    if view.payment_ok:
        return Verdict(Tone.GREEN, "Paid up", "No invoice is overdue and none is waiting after a refused payment.")
    return Verdict(Tone.RED, "Payment problem", "An invoice is overdue, or waits after a refused payment.")


def leaving(view: BillingView, now: datetime) -> Verdict | None:
    """Red when a running subscription has a date on which it ends, within 60 days; yellow when it is later."""
    ending = [each for each in view.plans if each.cancel_at and each.cancel_at > now and each.ended_at is None]
    if not ending:
        return None
    first = min(ending, key=lambda each: each.cancel_at or now)
    left = days_until(now, first.cancel_at or now)
    tone = Tone.RED if left <= CANCELLATION_NEAR.days else Tone.YELLOW
    return Verdict(tone, f"Cancels in {count(left, 'day')}", f"{', '.join(first.products)} is set to end.", [first.ref])


def credit(view: BillingView, now: datetime) -> Verdict | None:
    """Blue when we owe the customer."""
    del now
    owed = [each.credit for each in view.customers if each.credit and each.credit.amount_minor > 0]
    if not owed:
        return None
    return Verdict(Tone.BLUE, f"Credit of {amount(owed[0])}", "The balance goes against the next invoice.")


RULES = [
    Rule("billing.overdue", _BILLING, _COMMERCIAL, overdue),
    Rule("billing.payment_failed", _BILLING, _COMMERCIAL, payment_failed),
    Rule("billing.payments_refused", _BILLING, _COMMERCIAL, payments_refused),
    Rule("billing.mrr_moved", _BILLING, _COMMERCIAL, mrr_moved),
    Rule("billing.leaving", _BILLING, _CONTRACT, leaving),
    Rule("billing.standing", _BILLING, _CONTRACT, standing),
    Rule("billing.credit", _BILLING, _COMMERCIAL, credit),
]
