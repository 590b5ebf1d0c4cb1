"""Customers, their cards, their credit balance and what they are entitled to."""

from rotunda_world.model import Company, Payer
from rotunda_world.simulators.stripe.records import Card, Entitlement, LedgerEntry, has_card, suffix
from rotunda_world.simulators.stripe.shapes.countries import code_of
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json, nulls, seconds

_UNUSED = nulls(
    "business_name",
    "customer_account",
    "default_source",
    "description",
    "discount",
    "individual_name",
    "shipping",
    "test_clock",
)


def customer(_: Rendering, payer: Payer) -> Json:
    return {
        "id": payer.stripe_id,
        "object": "customer",
        **_UNUSED,
        "address": address(payer.company),
        "balance": payer.balance,
        "created": seconds(payer.created_at),
        "currency": payer.currency,
        "delinquent": payer.delinquent,
        "email": payer.email,
        "invoice_prefix": suffix(payer.stripe_id)[-8:].upper(),
        "invoice_settings": {
            **nulls("custom_fields", "footer", "rendering_options"),
            "default_payment_method": Card(payer).id if has_card(payer) else None,
        },
        "livemode": False,
        "metadata": metadata(payer),
        "name": payer.name,
        "next_invoice_sequence": len(payer.invoices) + 1,
        "phone": payer.phone,
        "preferred_locales": [],
        "tax_exempt": "none",
    }


def deleted_customer(customer_id: str) -> Json:
    return {"id": customer_id, "object": "customer", "deleted": True}


def metadata(payer: Payer) -> dict[str, str]:
    """What the product's own billing code writes: whose account this customer pays for. Some were made by hand."""
    account_id = payer.company.product_account_id
    return {"account_id": account_id} if payer.declares_account and account_id else {}


def address(company: Company) -> Json:
    return {
        **nulls("line1", "line2", "postal_code", "state"),
        "city": company.city,
        "country": code_of(company.country),
    }


def invoice_credit_balance(_: Rendering, payer: Payer) -> dict[str, int]:
    """Credit per currency, positive: the opposite sign of `balance`."""
    return {payer.currency: -payer.balance} if payer.balance < 0 else {}


def card_details(payer: Payer) -> Json:
    """The same card wherever it shows: on the payment method and on each charge made with it."""
    number = sum(payer.stripe_id.encode())
    return {
        "brand": "visa" if number % 3 else "mastercard",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": code_of(payer.company.country),
        "exp_month": number % 12 + 1,
        "exp_year": payer.created_at.year + 4,
        "fingerprint": suffix(payer.stripe_id)[:16],
        "funding": "credit",
        "last4": f"{number * 7919 % 10_000:04d}",
        "wallet": None,
    }


def payment_method(_: Rendering, card: Card) -> Json:
    payer = card.payer
    details = card_details(payer)
    return {
        "id": card.id,
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": billing_details(payer),
        "card": {
            **details,
            **nulls("generated_from", "regulated_status"),
            "display_brand": details["brand"],
            "networks": {"available": [details["brand"]], "preferred": None},
            "three_d_secure_usage": {"supported": True},
        },
        "created": seconds(payer.created_at),
        "customer": payer.stripe_id,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def billing_details(payer: Payer) -> Json:
    return {
        "address": address(payer.company),
        "email": payer.email,
        "name": payer.name,
        "phone": payer.phone,
        "tax_id": None,
    }


def balance_transaction(_: Rendering, entry: LedgerEntry) -> Json:
    payer = entry.payer
    return {
        "id": entry.id,
        "object": "customer_balance_transaction",
        **nulls("checkout_session", "credit_note", "customer_account", "description", "invoice"),
        "amount": payer.balance,
        "created": seconds(payer.created_at),
        "currency": payer.currency,
        "customer": payer.stripe_id,
        "ending_balance": payer.balance,
        "livemode": False,
        "metadata": {},
        "type": "adjustment",
    }


def active_entitlement(_: Rendering, entitlement: Entitlement) -> Json:
    return {
        "id": entitlement.id,
        "object": "entitlements.active_entitlement",
        "feature": f"feat_test_{entitlement.feature.key}",
        "livemode": False,
        "lookup_key": entitlement.feature.key,
    }
