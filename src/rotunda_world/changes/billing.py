"""Changes in billing: paying, failing, seats, cancelling."""

from datetime import datetime, timedelta

from rotunda_world.changes import finding
from rotunda_world.changes.parameters import Asked, Change, ChangeRefused, choice, email, flag, number, text
from rotunda_world.changes.recording import fresh, set_on
from rotunda_world.generate.seeds import payer_id, stripe_id
from rotunda_world.model import Charge, Company, Invoice, Payer, Subscription, SubscriptionItem, World
from rotunda_world.simulators.simulator import Changed

_RETRY_AFTER = timedelta(days=3)
_MOST_ATTEMPTS = 4
_DECLINES = {
    "card_declined": ("Your card was declined.", "generic_decline"),
    "insufficient_funds": ("Your card has insufficient funds.", "insufficient_funds"),
    "expired_card": ("Your card has expired.", None),
}
_INVOICE = text("invoice", "an open invoice's id, in_...")
_SUBSCRIPTION = text("subscription", "a subscription's id, sub_...")
_ACCOUNT = finding.account_parameter(required=False)


def _open_invoice(world: World, asked: Asked) -> Invoice:
    invoice = finding.invoice(world, asked["invoice"], asked["account"])
    if invoice.status != "open":
        raise ChangeRefused("invoice", f"{invoice.stripe_id} is {invoice.status}, not open.")
    return invoice


def _pay_invoice(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """Money arrives. A subscription that waited for nothing else runs again."""
    invoice = _open_invoice(world, asked)
    charge = _charge(world, invoice, "succeeded", now)
    changes = [
        Changed("charge.created", charge),
        set_on(
            "invoice",
            invoice,
            status="paid",
            amount_paid=invoice.total,
            paid_at=now,
            attempt_count=invoice.attempt_count + 1,
            next_payment_attempt_at=None,
            charge=charge,
        ),
    ]
    return changes + _relieved(invoice)


def _relieved(invoice: Invoice) -> list[Changed]:
    payer = invoice.customer
    owed = [each for each in payer.invoices if each.status == "open" and each.attempt_count]
    changes: list[Changed] = []
    if payer.delinquent and not owed:
        changes.append(set_on("payer", payer, delinquent=False))
    subscription = invoice.subscription
    waits = subscription is not None and subscription.status in {"past_due", "unpaid", "incomplete"}
    if subscription and waits and not any(each.subscription is subscription for each in owed):
        changes.append(set_on("subscription", subscription, status="active"))
        changes += _standing(payer.company)
    return changes


def _fail_payment(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """One more attempt is refused."""
    invoice = _open_invoice(world, asked)
    attempts = invoice.attempt_count + 1
    charge = _charge(world, invoice, "failed", now)
    code = asked.get("reason", "card_declined")
    charge.failure_message, charge.decline_code = _DECLINES[code]
    charge.failure_code = "card_declined" if code == "insufficient_funds" else code
    retry_at = now + _RETRY_AFTER if attempts < _MOST_ATTEMPTS else None
    changes = [
        Changed("charge.created", charge),
        set_on("invoice", invoice, attempt_count=attempts, next_payment_attempt_at=retry_at, charge=charge),
    ]
    if not invoice.customer.delinquent:
        changes.append(set_on("payer", invoice.customer, delinquent=True))
    if invoice.subscription and invoice.subscription.status == "active":
        changes.append(set_on("subscription", invoice.subscription, status="past_due"))
    return changes


def _charge(world: World, invoice: Invoice, status: str, now: datetime) -> Charge:
    random = fresh(world, now, invoice.stripe_id, len(invoice.customer.charges))
    intent = invoice.charge.payment_intent_id if invoice.charge else stripe_id(random, "pi")
    charge = Charge(
        stripe_id=stripe_id(random, "ch"),
        payment_intent_id=intent,
        customer=invoice.customer,
        invoice=invoice,
        amount=invoice.amount_remaining,
        currency=invoice.currency,
        status=status,
        created_at=now,
    )
    invoice.customer.charges.append(charge)
    return charge


def _change_quantity(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """From the next invoice on: nothing is prorated. The plan's quantity is the account's seats."""
    subscription = finding.subscription(world, asked["subscription"], asked["account"])
    if subscription.status not in finding.LIVE:
        raise ChangeRefused("subscription", f"{subscription.stripe_id} is {subscription.status}.")
    item = _item(subscription, asked["item"])
    changes = [set_on("subscription_item", item, quantity=asked["quantity"])]
    company = subscription.customer.company
    if item.price.product.plan is not None and item.price.product.plan == company.plan:
        changes.append(set_on("company", company, seats=asked["quantity"], updated_at=now))
    return changes


def _item(subscription: Subscription, item_id: str | None) -> SubscriptionItem:
    """The named item, else the first one that is sold by quantity."""
    for item in subscription.items:
        if item.quantity is not None and item_id in {None, item.stripe_id}:
            return item
    raise ChangeRefused("item", f"{subscription.stripe_id} has no such item that is sold by quantity.")


def _cancel_subscription(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """At the end of the period unless told otherwise; the account is closed when nothing else runs."""
    subscription = finding.subscription(world, asked["subscription"], asked["account"])
    if subscription.status not in finding.LIVE or subscription.cancel_at_period_end:
        raise ChangeRefused("subscription", f"{subscription.stripe_id} has ended or is ending already.")
    company = subscription.customer.company
    reason = {"cancellation_reason": "cancellation_requested", "cancellation_feedback": asked.get("feedback", "other")}
    if asked.get("at_period_end", otherwise=True):
        ends_at = min(item.period_end for item in subscription.items)
        ending = set_on(
            "subscription", subscription, cancel_at_period_end=True, cancel_at=ends_at, canceled_at=now, **reason
        )
        return [ending, set_on("company", company, auto_renew=False, updated_at=now)]
    ended = set_on("subscription", subscription, status="canceled", canceled_at=now, ended_at=now, **reason)
    return [ended, *_closed(company, now)]


def _closed(company: Company, now: datetime) -> list[Changed]:
    if any(each.status in finding.LIVE for payer in company.payers for each in payer.subscriptions):
        return []
    return [
        set_on(
            "company",
            company,
            product_status="closed",
            churned_at=now,
            contract_ends_on=now.date(),
            auto_renew=False,
            updated_at=now,
        )
    ]


def _standing(company: Company) -> list[Changed]:
    """An account whose debts are paid is active again."""
    if company.product_status not in {"suspended", "trial"}:
        return []
    return [set_on("company", company, product_status="active", trial_ends_at=None)]


def _add_payer(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """A customer of the billing system, who has not bought anything yet."""
    company = finding.account(world, asked["account"])
    address = asked.get("email", next((contact.email for contact in company.contacts), None))
    payer = Payer(
        stripe_id=payer_id(fresh(world, now, company.key, len(company.payers))),
        company=company,
        name=company.called("stripe"),
        email=address,
        created_at=now,
        currency=asked.get("currency", "eur"),
    )
    company.payers.append(payer)
    return [Changed("payer.created", payer)]


BILLING = (
    Change(
        "add_payer",
        "A customer is created in the billing system.",
        (finding.account_parameter(), email("email"), choice("currency", ("eur", "usd", "gbp"))),
        _add_payer,
    ),
    Change("pay_invoice", "An open invoice is paid.", (_INVOICE, _ACCOUNT), _pay_invoice),
    Change(
        "fail_payment",
        "A payment attempt on an open invoice is refused.",
        (_INVOICE, _ACCOUNT, choice("reason", tuple(_DECLINES))),
        _fail_payment,
    ),
    Change(
        "change_quantity",
        "Seats (or units of another item) are added or taken away.",
        (_SUBSCRIPTION, _ACCOUNT, text("item", "an item's id, si_..."), number("quantity", 1, 100_000, required=True)),
        _change_quantity,
    ),
    Change(
        "cancel_subscription",
        "A subscription is cancelled, at the end of its period or at once.",
        (
            _SUBSCRIPTION,
            _ACCOUNT,
            flag("at_period_end"),
            choice("feedback", ("too_expensive", "switched_service", "missing_features", "unused", "other")),
        ),
        _cancel_subscription,
    ),
)
