"""Subscriptions and their items."""

from rotunda_world.model import Subscription
from rotunda_world.simulators.stripe.records import ItemOf
from rotunda_world.simulators.stripe.shapes.catalogue import plan, price
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json, embedded, nulls, seconds, seconds_or_none

SELF = {"account": None, "type": "self"}

_UNUSED = nulls(
    "application",
    "application_fee_percent",
    "billing_cycle_anchor_config",
    "billing_thresholds",
    "customer_account",
    "default_payment_method",
    "default_source",
    "description",
    "managed_payments",
    "next_pending_invoice_item_invoice",
    "on_behalf_of",
    "pending_invoice_item_interval",
    "pending_setup_intent",
    "pending_update",
    "presentment_details",
    "schedule",
    "test_clock",
    "transfer_data",
)


def subscription(rendering: Rendering, one: Subscription) -> Json:
    return {
        "id": one.stripe_id,
        "object": "subscription",
        **_UNUSED,
        **_course(one),
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_mode": {"flexible": None, "type": "classic", "updated_at": None},
        "billing_schedules": [],
        "collection_method": one.collection_method,
        "currency": one.currency,
        "customer": one.customer.stripe_id,
        "days_until_due": one.days_until_due,
        "default_tax_rates": [],
        "discounts": [discount.stripe_id for discount in one.discounts],
        "invoice_settings": {
            **nulls("account_tax_ids", "custom_fields", "description", "footer"),
            "issuer": SELF,
        },
        "items": _items(rendering, one),
        "latest_invoice": latest_invoice_id(one),
        "livemode": False,
        "metadata": {},
        "pause_collection": _pause(one),
        "payment_settings": {
            **nulls("payment_method_options", "payment_method_types"),
            "save_default_payment_method": "off",
        },
        "status": one.status,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }


def _course(one: Subscription) -> Json:
    """When it began, and how it ends."""
    return {
        "billing_cycle_anchor": seconds(one.billing_cycle_anchor),
        "cancel_at": seconds_or_none(one.cancel_at),
        "cancel_at_period_end": one.cancel_at_period_end,
        "canceled_at": seconds_or_none(one.canceled_at),
        "cancellation_details": {
            "comment": None,
            "feedback": one.cancellation_feedback,
            "reason": one.cancellation_reason,
        },
        "created": seconds(one.created_at),
        "ended_at": seconds_or_none(one.ended_at),
        "start_date": seconds(one.start_at),
        "trial_end": seconds_or_none(one.trial_end),
        "trial_start": seconds_or_none(one.trial_start),
    }


def _pause(one: Subscription) -> Json | None:
    if one.pause_behavior is None:
        return None
    return {"behavior": one.pause_behavior, "resumes_at": seconds_or_none(one.pause_resumes_at)}


def _items(rendering: Rendering, one: Subscription) -> Json:
    elements = (item(rendering, ItemOf(one, each)) for each in one.items)
    return embedded(elements, f"/v1/subscription_items?subscription={one.stripe_id}")


def latest_invoice_id(one: Subscription) -> str | None:
    issued = [invoice for invoice in one.customer.invoices if invoice.subscription is one]
    return max(issued, key=lambda invoice: invoice.created_at).stripe_id if issued else None


def item(rendering: Rendering, one: ItemOf) -> Json:
    return {
        "id": one.item.stripe_id,
        "object": "subscription_item",
        "billed_until": None,
        "billing_thresholds": None,
        "created": seconds(one.item.created_at),
        "current_period_end": seconds(one.item.period_end),
        "current_period_start": seconds(one.item.period_start),
        "discounts": [discount.stripe_id for discount in one.item.discounts],
        "metadata": {},
        "plan": plan(rendering, one.item.price),
        "price": price(rendering, one.item.price),
        "quantity": None if one.item.price.usage_type == "metered" else one.item.quantity,
        "subscription": one.subscription.stripe_id,
        "tax_rates": [],
    }
