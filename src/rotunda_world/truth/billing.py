"""What the account pays, has paid and owes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from rotunda_world.model import Charge, Company, Invoice, Subscription
from rotunda_world.truth.amounts import half_even, iso, moneys, summed
from rotunda_world.truth.mrr import counts, monthly_value

_RENEWING = {"active", "past_due", "trialing"}
_MONTHS = 12


def billing_truth(company: Company, now: datetime) -> dict[str, Any]:
    """Figures over all payers. `open_invoices` counts every open one; `overdue` those past due or refused."""
    subscriptions = [each for payer in company.payers for each in payer.subscriptions]
    invoices = [each for payer in company.payers for each in payer.invoices]
    charges = [each for payer in company.payers for each in payer.charges]
    mrr = _rounded(subscription for subscription in subscriptions if counts(subscription))
    overdue = [invoice for invoice in invoices if _is_overdue(invoice, now)]
    return {
        "mrr": moneys(mrr),
        "arr": moneys({currency: amount * 12 for currency, amount in mrr.items()}),
        "trial_mrr": moneys(_rounded(each for each in subscriptions if each.status == "trialing")),
        "subscriptions_by_status": dict(Counter(subscription.status for subscription in subscriptions)),
        "next_renewal_at": iso(min(filter(None, map(_renewal, subscriptions)), default=None)),
        "open_invoices": sum(invoice.status == "open" for invoice in invoices),
        "overdue": {
            "count": len(overdue),
            "amounts": moneys(summed((each.currency, each.amount_remaining) for each in overdue)),
        },
        "failed_payments_30d": sum(_failed_lately(charge, now) for charge in charges),
        "lifetime_paid": moneys(_lifetime(charges, invoices)),
        "paid_by_month": _paid_by_month(invoices, now),
    }


def _rounded(subscriptions: Iterable[Subscription]) -> dict[str, int]:
    """Summed exactly per currency, then rounded once."""
    totals: dict[str, Fraction] = {}
    for subscription in subscriptions:
        currency = subscription.currency.upper()
        totals[currency] = totals.get(currency, Fraction(0)) + monthly_value(subscription)
    return {currency: half_even(total) for currency, total in totals.items()}


def _renewal(subscription: Subscription) -> datetime | None:
    """The end of its earliest period, unless it ends by then or does not run."""
    if subscription.status not in _RENEWING:
        return None
    renews_at = min(item.period_end for item in subscription.items)
    ends_before = subscription.cancel_at is not None and subscription.cancel_at <= renews_at
    return None if subscription.cancel_at_period_end or ends_before else renews_at


def _is_overdue(invoice: Invoice, now: datetime) -> bool:
    """Sent and past its due date, or charged in vain."""
    if invoice.status != "open" or invoice.amount_remaining <= 0:
        return False
    if invoice.collection_method == "send_invoice":
        return invoice.due_at is not None and invoice.due_at < now
    return invoice.attempt_count > 0


def _failed_lately(charge: Charge, now: datetime) -> bool:
    return charge.status == "failed" and charge.created_at > now - timedelta(days=30)


def _lifetime(charges: Iterable[Charge], invoices: Iterable[Invoice]) -> dict[str, int]:
    """Captured less refunded, without what a lost dispute took back, and what was paid outside Stripe."""
    kept = [charge for charge in charges if charge.status == "succeeded" and charge.dispute_status != "lost"]
    amounts = [(charge.currency, charge.amount - charge.amount_refunded) for charge in kept]
    outside = [(invoice.currency, invoice.amount_paid) for invoice in invoices if invoice.paid_outside]
    return summed([*amounts, *outside])


def _paid_by_month(invoices: Iterable[Invoice], now: datetime) -> list[dict[str, Any]]:
    """The month of `now` and the eleven before it, oldest first: invoices by the month in which they were paid."""
    paid: dict[str, list[tuple[str, int]]] = {month: [] for month in _last_months(now)}
    for invoice in invoices:
        month = f"{invoice.paid_at:%Y-%m}" if invoice.paid_at and invoice.amount_paid else ""
        if month in paid:
            paid[month].append((invoice.currency, invoice.amount_paid))
    return [{"month": month, "paid": moneys(summed(amounts))} for month, amounts in paid.items()]


def _last_months(now: datetime) -> list[str]:
    number = now.year * 12 + now.month - 1
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(number - _MONTHS + 1, number + 1)]
