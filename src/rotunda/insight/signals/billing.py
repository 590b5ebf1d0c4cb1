"""Signals of what they pay."""

from collections.abc import Sequence
from datetime import datetime

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
    fact_of,
)
from rotunda.insight.words import amount, count, days, days_until
from rotunda.sections.billing.model import BillingView, Invoice, InvoiceStatus, PlanLine
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import Ref

_BILLING = SectionName("billing")
_COMMERCIAL: Needs = frozenset({(_BILLING, Label.COMMERCIAL)})
_CONTRACT: Needs = frozenset({(_BILLING, Label.CONTRACT)})


def overdue(view: BillingView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each unpaid invoice that is past its due date for `overdue_days` or more; high from
    `overdue_high_days`.
    """
    late = [(each, days(each.overdue_since, now)) for each in view.invoices if each.overdue_since]
    return [_overdue(each, ago, limits) for each, ago in late if ago >= limits.overdue_days]


def _overdue(invoice: Invoice, ago: int, limits: Thresholds) -> Found:
    name, owed = _name_of(invoice), amount(invoice.amount_remaining)
    return Found(
        fact=fact_of(invoice.ref),
        severity=Severity.HIGH if ago >= limits.overdue_high_days else Severity.MEDIUM,
        title=f"{name} overdue {count(ago, 'day')}",
        why=f"{owed} unpaid {count(ago, 'day')} past the due date; told from {count(limits.overdue_days, 'day')} on.",
        action=SuggestedAction(
            ActionKind.EMAIL,
            "Send reminder",
            f"{name} is overdue",
            f"Hello,\n\n{name} over {owed} was due {count(ago, 'day')} ago. Could you tell us when it will be paid?\n",
        ),
        evidence=(invoice.ref,),
        stake=(invoice.amount_remaining,),
    )


def payment_failing(view: BillingView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each open invoice whose last payment was refused. No threshold."""
    del limits, now
    failing = [each for each in view.invoices if each.payment_failed and each.status is InvoiceStatus.OPEN]
    return [
        Found(
            fact=fact_of(each.ref),
            severity=Severity.HIGH,
            title=f"Payment of {_name_of(each)} fails",
            why=f"{amount(each.amount_remaining)} refused after {count(max(each.attempts, 1), 'attempt')}.",
            action=SuggestedAction(ActionKind.RECORD, "Open invoice"),
            evidence=(each.ref,),
            stake=(each.amount_remaining,),
        )
        for each in failing
    ]


def _name_of(invoice: Invoice) -> str:
    return f"Invoice {invoice.number}" if invoice.number else "Invoice"


def cancelling(view: BillingView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each running subscription that is set to end within `cancelling_days`; high within
    `cancelling_high_days`.
    """
    ending = [
        (each, days_until(now, each.cancel_at))
        for each in view.plans
        if each.cancel_at and each.cancel_at > now and each.ended_at is None
    ]
    return [_cancelling(view, each, left, limits) for each, left in ending if left <= limits.cancelling_days]


def _cancelling(view: BillingView, plan: PlanLine, left: int, limits: Thresholds) -> Found:
    what, when = _products(plan), count(left, "day")
    return Found(
        fact=fact_of(plan.ref),
        severity=Severity.HIGH if left <= limits.cancelling_high_days else Severity.MEDIUM,
        title=f"Cancels in {when}",
        why=f"{what} is set to end in {when}; told within {count(limits.cancelling_days, 'day')}.",
        action=SuggestedAction(
            ActionKind.MEETING, "Plan a save call", f"Stay with us: {what}", f"{what} is set to end in {when}."
        ),
        evidence=(plan.ref,),
        stake=_monthly(view, plan.ref),
    )


def ended(view: BillingView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each subscription that ended within `ended_days`; what is at stake is the MRR that ended with it."""
    gone = [
        (each, days(each.ended_at, now)) for each in view.plans if each.ended_at is not None and each.ended_at <= now
    ]
    return [
        Found(
            fact=fact_of(each.ref),
            severity=Severity.HIGH,
            title=f"{_products(each)} ended",
            why=f"The subscription ended {count(ago, 'day')} ago; told for {count(limits.ended_days, 'day')}.",
            action=SuggestedAction(
                ActionKind.TASK,
                "Win them back",
                f"Win back: {_products(each)}",
                "Ask why it ended, and offer a return.",
            ),
            evidence=(each.ref,),
            stake=_monthly(view, each.ref),
        )
        for each, ago in gone
        if ago <= limits.ended_days
    ]


def _products(plan: PlanLine) -> str:
    return ", ".join(plan.products) or "Subscription"


def _monthly(view: BillingView, ref: Ref) -> tuple[Money, ...]:
    found = (each.mrr_if_live for each in view.subscriptions if each.ref == ref)
    return tuple(each for each in found if each is not None)


def downgrade(view: BillingView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each currency whose MRR is above zero, and lower by `downgrade_share` or more of what it was 30 days ago:
    share = fall / (MRR now + fall). What fell to zero has ended: that is a signal of its own.
    """
    del now
    current = {each.money.currency: each.money.amount_minor for each in view.mrr}
    falls = {each.money.currency: -each.money.amount_minor for each in view.mrr_change_30d}
    lower = [each for each, fall in falls.items() if fall > 0 and current.get(each, 0) > 0]
    return [
        _downgrade(Money(falls[currency], currency), share, limits)
        for currency in lower
        if (share := falls[currency] / (current[currency] + falls[currency])) >= limits.downgrade_share
    ]


def _downgrade(fell: Money, share: float, limits: Thresholds) -> Found:
    words = f"{amount(fell)} a month less than 30 days ago, {share:.0%}; told from {limits.downgrade_share:.0%} on."
    return Found(
        fact=f"mrr:{fell.currency}",
        severity=Severity.MEDIUM,
        title=f"MRR down {share:.0%}",
        why=words,
        action=SuggestedAction(ActionKind.TASK, "Ask why", "Ask why they pay less", words),
        stake=(fell,),
    )


RULES = [
    Rule(SignalKind.INVOICE_OVERDUE, (_BILLING,), _COMMERCIAL, overdue, _COMMERCIAL),
    Rule(SignalKind.PAYMENT_FAILING, (_BILLING,), _COMMERCIAL, payment_failing, _COMMERCIAL),
    Rule(SignalKind.SUBSCRIPTION_CANCELLING, (_BILLING,), _CONTRACT, cancelling, _COMMERCIAL),
    Rule(SignalKind.SUBSCRIPTION_ENDED, (_BILLING,), _CONTRACT, ended, _COMMERCIAL),
    Rule(SignalKind.DOWNGRADE, (_BILLING,), _COMMERCIAL, downgrade, _COMMERCIAL),
]
