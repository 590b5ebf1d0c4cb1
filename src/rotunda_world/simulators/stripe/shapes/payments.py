"""Charges, payment intents, refunds, disputes and the account's balance."""

from collections import Counter
from datetime import timedelta

from rotunda_world.model import Charge
from rotunda_world.simulators.stripe.records import Card, DisputeOf, Intent, RefundOf, suffix
from rotunda_world.simulators.stripe.shapes.customers import billing_details, card_details
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json, embedded, nulls, seconds, seconds_or_none

_UNUSED_IN_CHARGE = nulls(
    "application",
    "application_fee",
    "application_fee_amount",
    "authorization_code",
    "failure_balance_transaction",
    "level3",
    "on_behalf_of",
    "presentment_details",
    "receipt_email",
    "receipt_number",
    "review",
    "shipping",
    "source",
    "source_transfer",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer",
    "transfer_data",
    "transfer_group",
)

_UNUSED_IN_INTENT = nulls(
    "amount_details",
    "application",
    "application_fee_amount",
    "automatic_payment_methods",
    "customer_account",
    "excluded_payment_method_types",
    "hooks",
    "managed_payments",
    "next_action",
    "on_behalf_of",
    "payment_details",
    "payment_method_configuration_details",
    "presentment_details",
    "processing",
    "receipt_email",
    "review",
    "setup_future_usage",
    "shipping",
    "source",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)


def charge(rendering: Rendering, one: Charge) -> Json:
    """Without `refunds`, which come only when expanded."""
    good = one.status == "succeeded"
    return {
        "id": one.stripe_id,
        "object": "charge",
        **_UNUSED_IN_CHARGE,
        "amount": one.amount,
        "amount_captured": one.amount if good else 0,
        "amount_refunded": one.amount_refunded,
        "balance_transaction": f"txn_{suffix(one.stripe_id)}" if good else None,
        "billing_details": billing_details(one.customer),
        "calculated_statement_descriptor": "ROTUNDA DEMO",
        "captured": good,
        "created": seconds(one.created_at),
        "currency": one.currency,
        "customer": one.customer.stripe_id,
        "description": "Subscription update" if one.invoice else None,
        "disputed": one.disputed,
        "failure_code": one.failure_code,
        "failure_message": one.failure_message,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "outcome": _outcome(one),
        "paid": good,
        "payment_intent": one.payment_intent_id,
        "payment_method": Card(one.customer).id,
        "payment_method_details": _paid_with(one),
        "radar_options": {},
        "receipt_url": _receipt(rendering, one) if good else None,
        "refunded": 0 < one.amount <= one.amount_refunded,
        "status": one.status,
    }


def _receipt(rendering: Rendering, one: Charge) -> str:
    return f"https://pay.stripe.com/receipts/invoices/{rendering.account}/{suffix(one.stripe_id)}?s=ap"


def _outcome(one: Charge) -> Json | None:
    if one.status == "pending":
        return None
    failed = one.status == "failed"
    return {
        **nulls("network_advice_code", "network_decline_code"),
        "advice_code": "try_again_later" if failed else None,
        "network_status": "declined_by_network" if failed else "approved_by_network",
        "reason": (one.decline_code or "generic_decline") if failed else None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The bank did not return any further details with this decline."
        if failed
        else "Payment complete.",
        "type": "issuer_declined" if failed else "authorized",
    }


def _paid_with(one: Charge) -> Json:
    details = card_details(one.customer)
    return {
        "card": {
            **details,
            **nulls("extended_authorization", "incremental_authorization", "installments", "mandate"),
            **nulls("multicapture", "network_token", "overcapture", "three_d_secure"),
            "amount_authorized": one.amount if one.status == "succeeded" else None,
            "network": details["brand"],
        },
        "type": "card",
    }


def refunds_within(rendering: Rendering, one: Charge) -> Json:
    newest_first = sorted(one.refunds, key=lambda each: each.created_at, reverse=True)
    elements = (refund(rendering, RefundOf(one, each)) for each in newest_first)
    return embedded(elements, f"/v1/charges/{one.stripe_id}/refunds")


def refund(_: Rendering, one: RefundOf) -> Json:
    return {
        "id": one.refund.stripe_id,
        "object": "refund",
        **nulls("description", "failure_balance_transaction", "failure_reason", "instructions_email", "next_action"),
        **nulls("pending_reason", "presentment_details", "receipt_number"),
        **nulls("source_transfer_reversal", "transfer_reversal"),
        "amount": one.refund.amount,
        "balance_transaction": f"txn_{suffix(one.refund.stripe_id)}",
        "charge": one.charge.stripe_id,
        "created": seconds(one.refund.created_at),
        "currency": one.charge.currency,
        "destination_details": {
            "card": {
                "reference": suffix(one.refund.stripe_id)[-12:],
                "reference_status": "available",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": {},
        "payment_intent": one.charge.payment_intent_id,
        "reason": one.refund.reason,
        "status": "succeeded",
    }


def settled_charge(settlement_id: str, one: Charge) -> Json:
    """The balance transaction of a charge, without Stripe's fee, which the world does not know."""
    return {**_settlement(settlement_id, one.amount, one), "source": one.stripe_id, "type": "charge"}


def settled_refund(settlement_id: str, one: RefundOf) -> Json:
    refunded = _settlement(settlement_id, -one.refund.amount, one.charge)
    created = seconds(one.refund.created_at)
    return {**refunded, "created": created, "source": one.refund.stripe_id, "type": "refund"}


def _settlement(settlement_id: str, amount: int, one: Charge) -> Json:
    return {
        "id": settlement_id,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": seconds(one.created_at + timedelta(days=2)),
        "balance_type": "payments",
        "created": seconds(one.created_at),
        "currency": one.currency,
        "description": None,
        "exchange_rate": None,
        "fee": 0,
        "fee_details": [],
        "net": amount,
        "reporting_category": "charge" if amount >= 0 else "refund",
        "status": "available",
    }


def dispute(rendering: Rendering, one: DisputeOf) -> Json:
    due_by = one.opened_at + timedelta(days=7)
    return {
        "id": one.id,
        "object": "dispute",
        "amount": one.charge.amount,
        "balance_transactions": [],
        "charge": one.charge.stripe_id,
        "created": seconds(one.opened_at),
        "currency": one.charge.currency,
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": seconds(due_by),
            "has_evidence": False,
            "past_due": rendering.now > due_by,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": one.charge.payment_intent_id,
        "payment_method_details": {
            "card": {
                "brand": card_details(one.charge.customer)["brand"],
                "case_type": "chargeback",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": "fraudulent",
        "status": one.charge.dispute_status or "needs_response",
    }


def payment_intent(_: Rendering, one: Intent) -> Json:
    newest = one.charges[-1] if one.charges else None
    return {
        "id": one.id,
        "object": "payment_intent",
        **_UNUSED_IN_INTENT,
        "amount": one.amount,
        "amount_capturable": 0,
        "amount_received": one.amount if one.status == "succeeded" else 0,
        "canceled_at": _canceled_at(one),
        "cancellation_reason": "void_invoice" if one.status == "canceled" else None,
        "capture_method": "automatic",
        "client_secret": f"{one.id}_secret_{suffix(one.id)[::-1]}",
        "confirmation_method": "automatic",
        "created": seconds(one.created_at),
        "currency": one.currency,
        "customer": one.payer.stripe_id,
        "description": "Subscription update" if one.invoice else None,
        "last_payment_error": _last_error(one),
        "latest_charge": newest.stripe_id if newest else None,
        "livemode": False,
        "metadata": {},
        "payment_method": newest and Card(one.payer).id if one.status != "requires_payment_method" else None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "status": one.status,
    }


def _canceled_at(one: Intent) -> int | None:
    return seconds_or_none(one.invoice.voided_at) if one.status == "canceled" and one.invoice else None


def _last_error(one: Intent) -> Json | None:
    """Of the newest attempt; a payment that came through in the end has none."""
    newest = one.charges[-1] if one.charges else None
    if newest is None or newest.status != "failed":
        return None
    code = newest.failure_code or "card_declined"
    return {
        "advice_code": "try_again_later",
        "charge": newest.stripe_id,
        "code": code,
        "decline_code": newest.decline_code,
        "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}",
        "message": newest.failure_message,
        "type": "card_error",
    }


def balance(rendering: Rendering) -> Json:
    """Charges of the last two days are on their way to be available; the rest was paid out."""
    pending: Counter[str] = Counter({rendering.book.world.currency.lower(): 0})
    recent = rendering.now - timedelta(days=2)
    for one in rendering.book.charges:
        if one.status == "succeeded" and one.created_at >= recent:
            pending[one.currency] += one.amount - one.amount_refunded
    return {
        "object": "balance",
        "available": [_funds(currency, 0) for currency in sorted(pending)],
        "livemode": False,
        "pending": [_funds(currency, amount) for currency, amount in sorted(pending.items())],
        "refund_and_dispute_prefunding": {"available": [], "pending": []},
    }


def _funds(currency: str, amount: int) -> Json:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}
