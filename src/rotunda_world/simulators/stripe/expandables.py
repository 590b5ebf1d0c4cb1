"""Which properties of which Stripe objects can be expanded, and how."""

from collections.abc import Callable
from typing import Any, TypeVar

from rotunda_world.model import Coupon, Payer, Price
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.expansion import Expandable, Expander, Load, Properties
from rotunda_world.simulators.stripe.records import payments_of, suffix
from rotunda_world.simulators.stripe.shapes import catalogue, customers, invoices, payments, subscriptions
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json, embedded

Record = TypeVar("Record")


def _loading(find: Callable[[Book, str], Record | None], render: Callable[[Rendering, Record], Any]) -> Load:
    def load(rendering: Rendering, record_id: str) -> Any:
        record = find(rendering.book, record_id)
        return None if record is None else render(rendering, record)

    return load


def _customer(rendering: Rendering, customer_id: str) -> Json | None:
    payer = rendering.book.payers.get(customer_id)
    if payer is not None:
        return customers.customer(rendering, payer)
    return customers.deleted_customer(customer_id) if rendering.book.payers.was_known(customer_id) else None


def _of_customer(render: Callable[[Rendering, Payer], Any]) -> Expandable:
    return Expandable(None, _loading(lambda book, one: book.payers.get(one), render), unasked=True)


def _of_price(render: Callable[[Rendering, Price], Any]) -> Expandable:
    return Expandable(None, _loading(lambda book, one: book.price(one), render), unasked=True)


def _of_coupon(render: Callable[[Rendering, Coupon], Any]) -> Expandable:
    return Expandable(None, _loading(lambda book, one: book.coupon(one), render), unasked=True)


def _subscriptions_within(rendering: Rendering, customer_id: str) -> Json:
    payer = rendering.book.payers.get(customer_id)
    current = [one for one in payer.subscriptions if one.status != "canceled"] if payer else []
    current.sort(key=lambda one: one.created_at, reverse=True)
    elements = (subscriptions.subscription(rendering, one) for one in current)
    return embedded(elements, f"/v1/customers/{customer_id}/subscriptions")


def _payments_within(rendering: Rendering, invoice_id: str) -> Json:
    one = rendering.book.invoices.get(invoice_id)
    made = [payment for payment in payments_of(one.customer) if payment.invoice is one] if one else []
    elements = (invoices.invoice_payment(rendering, payment) for payment in made)
    return embedded(elements, f"/v1/invoice_payments?invoice={invoice_id}")


def _settlement(rendering: Rendering, settlement_id: str) -> Json | None:
    book, rest = rendering.book, suffix(settlement_id)
    charge, refund = book.charges.get(f"ch_{rest}"), book.refunds.get(f"re_{rest}")
    if charge is not None:
        return payments.settled_charge(settlement_id, charge)
    return payments.settled_refund(settlement_id, refund) if refund is not None else None


def _feature(rendering: Rendering, feature_id: str) -> Json | None:
    key = feature_id.removeprefix("feat_test_")
    feature = next((one for one in rendering.book.world.features if one.key == key), None)
    if feature is None:
        return None
    return {
        "id": feature_id,
        "object": "entitlements.feature",
        "active": True,
        "livemode": False,
        "lookup_key": feature.key,
        "metadata": {},
        "name": feature.name,
    }


def _none(kind: str) -> Expandable:
    """Expandable in Stripe, always null here."""
    return Expandable(kind, lambda _, __: None)


def _empty_list(path: str) -> Expandable:
    def load(_: Rendering, owner_id: str) -> Json:
        return embedded((), path.format(owner_id))

    return Expandable(None, load, unasked=True)


_CUSTOMER = Expandable("customer", _customer)
_SUBSCRIPTION = Expandable(
    "subscription", _loading(lambda book, one: book.subscriptions.get(one), subscriptions.subscription)
)
_INVOICE = Expandable("invoice", _loading(lambda book, one: book.invoices.get(one), invoices.invoice))
_CHARGE = Expandable("charge", _loading(lambda book, one: book.charges.get(one), payments.charge))
_INTENT = Expandable("payment_intent", _loading(lambda book, one: book.intents.get(one), payments.payment_intent))
_CARD = Expandable("payment_method", _loading(lambda book, one: book.cards.get(one), customers.payment_method))
_PRICE = Expandable("price", _loading(lambda book, one: book.price(one), catalogue.price))
_PRODUCT = Expandable("product", _loading(lambda book, one: book.product(one), catalogue.product))
_COUPON = Expandable("coupon", _loading(lambda book, one: book.coupon(one), catalogue.coupon))
_DISCOUNT = Expandable("discount", _loading(lambda book, one: book.discounts.get(one), catalogue.discount))
_REFUNDS = Expandable(
    "refund", _loading(lambda book, one: book.charges.get(one), payments.refunds_within), unasked=True
)
_SETTLEMENT = Expandable("balance_transaction", _settlement)

_KINDS: dict[str, Properties] = {
    "customer": {
        ("cash_balance",): Expandable(None, lambda _, __: None, unasked=True),
        ("default_source",): _none("source"),
        ("invoice_credit_balance",): _of_customer(customers.invoice_credit_balance),
        ("invoice_settings", "default_payment_method"): _CARD,
        ("sources",): _empty_list("/v1/customers/{}/sources"),
        ("subscriptions",): Expandable("subscription", _subscriptions_within, unasked=True),
        ("tax_ids",): _empty_list("/v1/customers/{}/tax_ids"),
        ("test_clock",): _none("test_clock"),
    },
    "subscription": {
        ("customer",): _CUSTOMER,
        ("default_payment_method",): _CARD,
        ("default_source",): _none("source"),
        ("discounts",): _DISCOUNT,
        ("items",): Expandable("subscription_item"),
        ("latest_invoice",): _INVOICE,
        ("pending_setup_intent",): _none("setup_intent"),
        ("schedule",): _none("subscription_schedule"),
        ("test_clock",): _none("test_clock"),
    },
    "subscription_item": {("discounts",): _DISCOUNT, ("plan",): Expandable("plan"), ("price",): Expandable("price")},
    "plan": {("product",): _PRODUCT},
    "price": {
        ("currency_options",): _of_price(catalogue.currency_options),
        ("product",): _PRODUCT,
        ("tiers",): _of_price(catalogue.tiers),
    },
    "product": {("default_price",): _PRICE, ("tax_code",): _none("tax_code")},
    "coupon": {
        ("applies_to",): _of_coupon(catalogue.applies_to),
        ("currency_options",): _of_coupon(catalogue.coupon_currency_options),
    },
    "discount": {
        ("customer",): _CUSTOMER,
        ("promotion_code",): _none("promotion_code"),
        ("source", "coupon"): _COUPON,
    },
    "invoice": {
        ("customer",): _CUSTOMER,
        ("default_payment_method",): _CARD,
        ("discounts",): _DISCOUNT,
        ("latest_revision",): _INVOICE,
        ("lines",): Expandable("line_item"),
        ("parent", "subscription_details", "subscription"): _SUBSCRIPTION,
        ("payments",): Expandable("invoice_payment", _payments_within, unasked=True),
        ("test_clock",): _none("test_clock"),
    },
    "line_item": {
        ("discounts",): _DISCOUNT,
        ("pricing", "price_details", "price"): _PRICE,
        ("subscription",): _SUBSCRIPTION,
    },
    "invoice_payment": {
        ("invoice",): _INVOICE,
        ("payment", "charge"): _CHARGE,
        ("payment", "payment_intent"): _INTENT,
    },
    "charge": {
        ("balance_transaction",): _SETTLEMENT,
        ("customer",): _CUSTOMER,
        ("payment_intent",): _INTENT,
        ("refunds",): _REFUNDS,
        ("review",): _none("review"),
    },
    "payment_intent": {
        ("customer",): _CUSTOMER,
        ("latest_charge",): _CHARGE,
        ("payment_method",): _CARD,
        ("review",): _none("review"),
    },
    "balance_transaction": {("source",): _CHARGE},
    "payment_method": {("customer",): _CUSTOMER},
    "refund": {("balance_transaction",): _SETTLEMENT, ("charge",): _CHARGE, ("payment_intent",): _INTENT},
    "dispute": {("charge",): _CHARGE, ("payment_intent",): _INTENT},
    "credit_note": {("customer",): _CUSTOMER, ("invoice",): _INVOICE},
    "customer_balance_transaction": {("customer",): _CUSTOMER, ("invoice",): _INVOICE},
    "entitlements.active_entitlement": {("feature",): Expandable("entitlements.feature", _feature)},
    "subscription_schedule": {("customer",): _CUSTOMER, ("subscription",): _SUBSCRIPTION},
}

EXPANDER = Expander(_KINDS)
