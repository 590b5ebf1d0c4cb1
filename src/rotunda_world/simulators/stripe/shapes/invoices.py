"""Invoices, their lines and the payments made on them."""

from datetime import datetime, timedelta
from itertools import pairwise

from rotunda_world.model import Invoice, Subscription
from rotunda_world.simulators.stripe.records import LineOf, PaymentOf, discounts_of, suffix
from rotunda_world.simulators.stripe.shapes.customers import address
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.subscriptions import SELF
from rotunda_world.simulators.stripe.shapes.wire import (
    Json,
    decimal_text,
    embedded,
    nulls,
    seconds,
    seconds_or_none,
)

COUNTRY = "DE"
NAME = "Rotunda Demo"

_UNUSED = nulls(
    "account_tax_ids",
    "application",
    "automatically_finalizes_at",
    "custom_fields",
    "customer_account",
    "customer_shipping",
    "default_payment_method",
    "default_source",
    "description",
    "footer",
    "from_invoice",
    "last_finalization_error",
    "latest_revision",
    "on_behalf_of",
    "receipt_number",
    "rendering",
    "shipping_cost",
    "shipping_details",
    "statement_descriptor",
    "test_clock",
    "threshold_reason",
)


def invoice(rendering: Rendering, one: Invoice) -> Json:
    """Without `payments` and `confirmation_secret`, which come only when expanded."""
    return {
        "id": one.stripe_id,
        "object": "invoice",
        **_UNUSED,
        **_amounts(one),
        **_dates(one),
        **_customer(one),
        **_pages(rendering, one),
        "account_country": COUNTRY,
        "account_name": NAME,
        "attempt_count": one.attempt_count,
        "attempted": one.attempt_count > 0,
        "auto_advance": one.status in {"draft", "open"} and one.collection_method == "charge_automatically",
        "automatic_tax": {
            **nulls("disabled_reason", "liability", "provider", "status"),
            "enabled": False,
        },
        "billing_reason": one.billing_reason,
        "collection_method": one.collection_method,
        "currency": one.currency,
        "default_tax_rates": [],
        "discounts": [discount.stripe_id for discount in one.subscription.discounts] if one.subscription else [],
        "issuer": SELF,
        "lines": _lines(rendering, one),
        "livemode": False,
        "metadata": {},
        "number": None if one.status == "draft" else one.number,
        "parent": _parent(one),
        "payment_settings": nulls("default_mandate", "payment_method_options", "payment_method_types"),
        "status": one.status,
    }


def _amounts(one: Invoice) -> Json:
    taken_off = one.subtotal - one.total
    given = next(discounts_of(one.subscription), None) if one.subscription else None
    off = [{"amount": taken_off, "discount": given.discount.stripe_id}] if taken_off > 0 and given else []
    return {
        "amount_due": one.total,
        "amount_overpaid": 0,
        "amount_paid": one.amount_paid,
        "amount_paid_off_stripe": one.amount_paid if one.paid_outside else 0,
        "amount_remaining": one.amount_remaining,
        "amount_shipping": 0,
        "ending_balance": None if one.status == "draft" else 0,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "subtotal": one.subtotal,
        "subtotal_excluding_tax": one.subtotal - one.tax_included,
        "total": one.total,
        "total_discount_amounts": off,
        "total_excluding_tax": one.total - one.tax_included,
        "total_pretax_credit_amounts": [{**each, "type": "discount"} for each in off],
        "total_taxes": _taxes(one),
    }


def _taxes(one: Invoice) -> list[Json]:
    if not one.tax_included:
        return []
    tax = {
        "amount": one.tax_included,
        "tax_behavior": "inclusive",
        "tax_rate_details": {"tax_rate": f"txr_{suffix(one.stripe_id)}"},
        "taxability_reason": "standard_rated",
        "taxable_amount": one.total - one.tax_included,
        "type": "tax_rate_details",
    }
    return [tax]


def _dates(one: Invoice) -> Json:
    created = seconds(one.created_at)
    return {
        "created": created,
        "due_date": seconds_or_none(one.due_at) if one.collection_method == "send_invoice" else None,
        "effective_at": seconds_or_none(one.finalized_at),
        "next_payment_attempt": seconds_or_none(one.next_payment_attempt_at),
        "period_end": created,
        "period_start": _accrued_from(one),
        "status_transitions": {
            "finalized_at": seconds_or_none(one.finalized_at),
            "marked_uncollectible_at": _given_up_at(one),
            "paid_at": seconds_or_none(one.paid_at),
            "voided_at": seconds_or_none(one.voided_at),
        },
        "webhooks_delivered_at": created,
    }


def _accrued_from(one: Invoice) -> int:
    """Invoice items are collected since the subscription's previous invoice. It is not the period of service, which
    stands on the lines.
    """
    dates = sorted(other.created_at for other in one.customer.invoices if other.subscription is one.subscription)
    before = (earlier for earlier, later in pairwise(dates) if later == one.created_at)
    return seconds(next(before, one.created_at))


def _given_up_at(one: Invoice) -> int | None:
    """The world does not say when; Stripe gives up when the last of its retries has failed, within a month."""
    return seconds(one.created_at + timedelta(days=30)) if one.status == "uncollectible" else None


def _customer(one: Invoice) -> Json:
    payer = one.customer
    return {
        "customer": payer.stripe_id,
        "customer_address": address(payer.company),
        "customer_email": payer.email,
        "customer_name": payer.name,
        "customer_phone": payer.phone,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
    }


def _pages(rendering: Rendering, one: Invoice) -> Json:
    if one.status == "draft":
        return nulls("hosted_invoice_url", "invoice_pdf")
    page = f"{rendering.account}/test_{suffix(one.stripe_id)}"
    return {
        "hosted_invoice_url": f"https://invoice.stripe.com/i/{page}?s=ap",
        "invoice_pdf": f"https://pay.stripe.com/invoice/{page}/pdf?s=ap",
    }


def _parent(one: Invoice) -> Json | None:
    if one.subscription is None:
        return None
    return {
        "quote_details": None,
        "subscription_details": {
            "metadata": {},
            "subscription": one.subscription.stripe_id,
            "subscription_proration_date": None,
        },
        "type": "subscription_details",
    }


def _lines(rendering: Rendering, one: Invoice) -> Json:
    elements = (line(rendering, LineOf(one, each)) for each in one.lines)
    return embedded(elements, f"/v1/invoices/{one.stripe_id}/lines")


def line(_: Rendering, one: LineOf) -> Json:
    each = one.line
    return {
        "id": each.stripe_id,
        "object": "line_item",
        "amount": each.amount,
        "currency": one.invoice.currency,
        "description": each.description,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": one.invoice.stripe_id,
        "livemode": False,
        "metadata": {},
        "parent": _line_parent(one),
        "period": {"end": seconds(each.period_end), "start": seconds(each.period_start)},
        "pretax_credit_amounts": [],
        "pricing": _pricing(one),
        "quantity": each.quantity,
        "quantity_decimal": None if each.quantity is None else str(each.quantity),
        "subscription": _subscription_id(one.invoice.subscription),
        "subtotal": each.amount,
        "taxes": [],
    }


def _line_parent(one: LineOf) -> Json:
    proration = {"proration": False, "proration_details": {"credited_items": None}}
    subscription = _subscription_id(one.invoice.subscription)
    if one.line.item is None:
        details = {**proration, "invoice_item": f"ii_{suffix(one.line.stripe_id)}", "subscription": subscription}
        return {
            "invoice_item_details": details,
            "subscription_item_details": None,
            "type": "invoice_item_details",
        }
    details = {
        **proration,
        "invoice_item": None,
        "subscription": subscription,
        "subscription_item": one.line.item.stripe_id,
    }
    return {"invoice_item_details": None, "subscription_item_details": details, "type": "subscription_item_details"}


def _pricing(one: LineOf) -> Json | None:
    if one.line.item is None:
        return None
    price = one.line.item.price
    return {
        "price_details": {"price": price.stripe_id, "product": price.product.stripe_id},
        "type": "price_details",
        "unit_amount_decimal": decimal_text(price.unit_amount),
    }


def _subscription_id(subscription: Subscription | None) -> str | None:
    return subscription.stripe_id if subscription else None


def invoice_payment(_: Rendering, one: PaymentOf) -> Json:
    paid = one.status == "paid"
    settled_at = one.invoice.paid_at or one.intent.created_at
    return {
        "id": one.id,
        "object": "invoice_payment",
        "amount_paid": one.intent.amount if paid else None,
        "amount_requested": one.intent.amount,
        "created": seconds(one.intent.created_at),
        "currency": one.intent.currency,
        "invoice": one.invoice.stripe_id,
        "is_default": one.is_default,
        "livemode": False,
        "payment": {
            **nulls("charge", "payment_record"),
            "payment_intent": one.intent.id,
            "type": "payment_intent",
        },
        "status": one.status,
        "status_transitions": {
            "canceled_at": seconds_or_none(_canceled_at(one)),
            "paid_at": seconds(settled_at) if paid else None,
        },
    }


def _canceled_at(one: PaymentOf) -> datetime | None:
    if one.status != "canceled":
        return None
    return one.invoice.voided_at or one.invoice.paid_at or one.intent.created_at
