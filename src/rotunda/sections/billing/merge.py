"""One answer to "what do they pay" out of all billing systems. Amounts are never summed across currencies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Context, Decimal

from rotunda.sections.billing.model import (
    BillingCustomer,
    BillingPart,
    BillingView,
    CustomerView,
    Invoice,
    InvoiceStatus,
    MonthPaid,
    Overdue,
    Payment,
    PlanLine,
    Subscription,
    SubscriptionStatus,
)
from rotunda.sections.billing.tenure import tenure_of
from rotunda.sections.money import Money, money_from_decimal, sum_by_currency
from rotunda.sections.provenance import Input, Made, MadeMoney
from rotunda.sections.section import Fact, Sourcepart, money_fact

MONTHS_SHOWN = 12
WINDOW = timedelta(days=30)
_NANO = Decimal("1e-9")
_ORDER = [
    SubscriptionStatus.PAST_DUE,
    SubscriptionStatus.UNPAID,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.TRIALING,
    SubscriptionStatus.PAUSED,
    SubscriptionStatus.INCOMPLETE,
    SubscriptionStatus.CANCELED,
]


def merge(parts: Sequence[Sourcepart[BillingPart]], now: datetime) -> BillingView:
    """`now` dates the windows of 30 days and the months."""
    everything = [each.part for each in parts]
    subscriptions = sorted(
        (each for part in everything for each in part.subscriptions),
        key=lambda each: (_ORDER.index(each.status), -each.started_at.timestamp(), each.ref.external_id),
    )
    invoices = sorted(
        (each for part in everything for each in part.invoices),
        key=lambda each: (-each.created_at.timestamp(), each.ref.external_id),
    )
    payments = sorted(
        (each for part in everything for each in part.payments),
        key=lambda each: (-each.at.timestamp(), each.ref.external_id),
    )
    mrr = _mrr(subscriptions)
    overdue = _overdue(invoices)
    return BillingView(
        plans=[_plan_line(each) for each in subscriptions],
        next_renewal_at=min((each.renews_at for each in subscriptions if each.renews_at), default=None),
        payment_ok=overdue is None and not any(_awaits_payment(each) for each in invoices),
        customers=[_customer(each) for part in everything for each in part.customers],
        mrr=mrr,
        arr=[_arr(each) for each in mrr],
        trial_mrr=_trial_mrr(subscriptions),
        mrr_change_30d=_mrr_change(subscriptions, now),
        subscriptions=subscriptions,
        invoices=invoices,
        payments=payments,
        failed_payments_30d=sum(1 for each in payments if _failed_since(each, now - WINDOW)),
        paid_by_month=_paid_by_month(invoices, now),
        lifetime_paid=_lifetime_paid(everything),
        overdue=overdue,
        truncated=sorted({name for part in everything for name in part.truncated}),
    )


def _awaits_payment(invoice: Invoice) -> bool:
    return invoice.payment_failed and invoice.status is InvoiceStatus.OPEN


def _failed_since(payment: Payment, since: datetime) -> bool:
    return not payment.succeeded and not payment.pending and payment.at > since


def _customer(customer: BillingCustomer) -> CustomerView:
    return CustomerView(
        ref=customer.ref,
        created_at=customer.created_at,
        name=customer.name,
        email=customer.email,
        credit=customer.credit,
    )


def _plan_line(subscription: Subscription) -> PlanLine:
    seats = [each.quantity for each in subscription.items if each.quantity is not None]
    return PlanLine(
        ref=subscription.ref,
        products=[each.product for each in subscription.items],
        status=subscription.status,
        interval=subscription.interval,
        seats=seats[0] if seats else None,
        started_at=subscription.started_at,
        renews_at=subscription.renews_at,
        trial_ends_at=subscription.trial_ends_at if subscription.status is SubscriptionStatus.TRIALING else None,
        cancel_at=subscription.cancel_at,
        ended_at=subscription.ended_at,
        collection_paused=subscription.collection_paused,
    )


def _total(amounts: Iterable[tuple[Decimal, Input]], currency: str, formula: str) -> MadeMoney:
    pairs = list(amounts)
    # A twelfth has no last decimal: without this, what sums up to exactly half a cent could miss it by the 20th digit.
    exact = sum((amount for amount, _ in pairs), Decimal(0)).quantize(_NANO, context=Context(prec=60))
    return MadeMoney(
        money=money_from_decimal(exact, currency), made=Made(formula=formula, inputs=[each for _, each in pairs])
    )


def _input(subscription: Subscription, money: Money) -> Input:
    products = ", ".join(each.product for each in subscription.items)
    return Input(label=products, money=money, ref=subscription.ref)


def _mrr(subscriptions: Sequence[Subscription]) -> list[MadeMoney]:
    by_currency: dict[str, list[tuple[Decimal, Input]]] = defaultdict(list)
    for each in subscriptions:
        if each.mrr and each.mrr_exact is not None:
            by_currency[each.mrr.money.currency].append((Decimal(each.mrr_exact), _input(each, each.mrr.money)))
    formula = "Sum of the monthly value of active and past-due subscriptions, rounded once"
    return [_total(amounts, currency, formula) for currency, amounts in sorted(by_currency.items())]


def _trial_mrr(subscriptions: Sequence[Subscription]) -> list[MadeMoney]:
    by_currency: dict[str, list[tuple[Decimal, Input]]] = defaultdict(list)
    for each in subscriptions:
        if each.trial_mrr and each.trial_mrr_exact is not None:
            money = each.trial_mrr.money
            by_currency[money.currency].append((Decimal(each.trial_mrr_exact), _input(each, money)))
    formula = "Sum of what subscriptions in trial would bring a month"
    return [_total(amounts, currency, formula) for currency, amounts in sorted(by_currency.items())]


def _arr(mrr: MadeMoney) -> MadeMoney:
    money = Money(mrr.money.amount_minor * 12, mrr.money.currency)
    return MadeMoney(money=money, made=Made(formula="MRR x 12", inputs=[Input(label="MRR", money=mrr.money)]))


def _mrr_change(subscriptions: Sequence[Subscription], now: datetime) -> list[MadeMoney]:
    """Started minus ended subscriptions. Price changes inside a subscription leave no trace in what was read."""
    since = now - WINDOW
    changes: dict[str, list[tuple[Decimal, Input]]] = defaultdict(list)
    for each in subscriptions:
        money = each.mrr_if_live
        if money is None:
            continue
        if each.mrr and since < each.started_at <= now:
            changes[money.currency].append((Decimal(money.amount_minor), _input(each, money)))
        elif each.ended_at and since < each.ended_at <= now and each.started_at <= since:
            changes[money.currency].append((Decimal(-money.amount_minor), _input(each, -money)))
    formula = "Subscriptions started less subscriptions ended in 30 days; price changes inside one are not in it"
    return [_total(amounts, currency, formula) for currency, amounts in sorted(changes.items())]


def _overdue(invoices: Sequence[Invoice]) -> Overdue | None:
    late = [each for each in invoices if each.overdue_since is not None]
    since = [each.overdue_since for each in late if each.overdue_since]
    if not since:
        return None
    return Overdue(
        count=len(late), amounts=sum_by_currency(each.amount_remaining for each in late), oldest_due_at=min(since)
    )


def _paid_by_month(invoices: Sequence[Invoice], now: datetime) -> list[MonthPaid]:
    paid: dict[str, list[Money]] = {month: [] for month in _last_months(now)}
    for each in invoices:
        month = each.paid_at.isoformat()[:7] if each.paid_at else ""
        if month in paid and each.amount_paid.amount_minor:
            paid[month].append(each.amount_paid)
    return [MonthPaid(month=month, paid=sum_by_currency(amounts)) for month, amounts in paid.items()]


def _last_months(now: datetime) -> list[str]:
    """`YYYY-MM` of the month of `now` and the eleven before it, oldest first."""
    number = now.year * 12 + now.month - 1
    return [f"{each // 12:04d}-{each % 12 + 1:02d}" for each in range(number - MONTHS_SHOWN + 1, number + 1)]


def _lifetime_paid(parts: Sequence[BillingPart]) -> list[MadeMoney]:
    captured = _by_currency(each.amount for part in parts for each in part.payments if _was_kept(each))
    refunded = _by_currency(each.refunded for part in parts for each in part.payments if _was_kept(each))
    outside = _by_currency(money for part in parts for money in part.paid_outside)
    found: list[MadeMoney] = []
    for currency in sorted({*captured, *refunded, *outside}):
        total = captured.get(currency, 0) - refunded.get(currency, 0) + outside.get(currency, 0)
        inputs = [
            Input(label="Captured", money=Money(captured.get(currency, 0), currency)),
            Input(label="Refunded", money=Money(-refunded.get(currency, 0), currency)),
            Input(label="Paid outside the billing system", money=Money(outside.get(currency, 0), currency)),
        ]
        formula = "Captured payments less refunds and lost disputes, plus what was paid outside"
        found.append(MadeMoney(money=Money(total, currency), made=Made(formula=formula, inputs=inputs)))
    return found


def _was_kept(payment: Payment) -> bool:
    return payment.succeeded and not payment.dispute_lost


def _by_currency(amounts: Iterable[Money]) -> dict[str, int]:
    return {money.currency: money.amount_minor for money in sum_by_currency(amounts)}


def facts(view: BillingView) -> list[Fact]:
    """MRR and ARR of every currency, renewal, overdue and failed payments, since when and until when they paid."""
    found = [
        *money_fact("mrr", [each.money for each in view.mrr]),
        *money_fact("arr", [each.money for each in view.arr]),
    ]
    if view.next_renewal_at:
        found.append(Fact(name="renewal_at", at=view.next_renewal_at))
    overdue = view.overdue.count if view.overdue else 0
    found.append(Fact(name="overdue_invoices", number=overdue))
    found.append(Fact(name="failed_payments_30d", number=view.failed_payments_30d))
    if tenure := tenure_of(view):
        found.append(Fact(name="subscribed_at", at=tenure.since))
        found += [Fact(name="unsubscribed_at", at=tenure.until)] if tenure.until else []
    return found
