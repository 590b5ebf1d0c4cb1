"""What the Stripe simulator says is checked against Stripe's published schemas, over a generated world."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import jsonschema
import pytest
import pytest_asyncio

from contract.published import specs_of
from contract.stripe_fields import FieldMap
from contract.stripe_parameters import query_parameters, schemas
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.stripe import build
from rotunda_world.simulators.stripe.resources import billing, catalogue, customers, payments
from support.simulators import Served, served, small_world

# Every list, with the expansions that bring the most other objects into view.
LISTS = {
    "/v1/charges": ["data.customer", "data.payment_intent", "data.refunds"],
    "/v1/coupons": ["data.applies_to", "data.currency_options"],
    "/v1/customers": ["data.subscriptions", "data.invoice_credit_balance", "data.tax_ids", "data.sources"],
    "/v1/disputes": ["data.charge", "data.payment_intent"],
    "/v1/invoice_payments": ["data.invoice", "data.payment.payment_intent"],
    "/v1/invoices": ["data.payments", "data.discounts", "data.parent.subscription_details.subscription"],
    "/v1/payment_intents": ["data.latest_charge", "data.customer"],
    "/v1/prices": ["data.product", "data.tiers", "data.currency_options"],
    "/v1/products": ["data.default_price"],
    "/v1/refunds": ["data.charge", "data.payment_intent"],
    "/v1/subscriptions": [
        "data.customer",
        "data.discounts.source.coupon",
        "data.items.data.discounts",
        "data.latest_invoice",
    ],
}


@pytest.fixture(scope="module")
def fields() -> FieldMap:
    return FieldMap(specs_of("stripe"))


@pytest_asyncio.fixture(scope="module")
async def stripe() -> AsyncIterator[Served]:
    world = small_world(accounts=90)
    charged = next(one for company in world.companies for payer in company.payers for one in payer.charges)
    charged.disputed, charged.dispute_status = True, "under_review"  # So that there is one in any world.
    async with served(build, world) as one:
        yield one


async def every(stripe: Served, path: str, **query: Any) -> list[Any]:
    """All pages of a list."""
    found: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = await stripe.get(path, limit=100, **query, **after)
        found += page["data"]
        if not page["has_more"]:
            return found
        after = {"starting_after": page["data"][-1]["id"]}


@pytest.mark.parametrize("path", LISTS)
async def test_every_object_of_a_list_has_the_published_fields(stripe: Served, fields: FieldMap, path: str) -> None:
    status = {"status": "all"} if path == "/v1/subscriptions" else {}
    plain = await every(stripe, path, **status)
    expanded = await every(stripe, path, **status, **{"expand[]": LISTS[path]})
    assert plain
    wrong = Counter(complaint for one in [*plain, *expanded] for complaint in fields.complaints(one))
    assert not wrong


async def test_the_parts_of_objects_have_the_published_fields(stripe: Served, fields: FieldMap) -> None:
    payer = next(one for company in stripe.world.companies for one in company.payers if one.balance and one.invoices)
    parts = [
        *await every(stripe, f"/v1/customers/{payer.stripe_id}/balance_transactions"),
        *await every(stripe, f"/v1/invoices/{payer.invoices[0].stripe_id}/lines"),
        *await every(stripe, "/v1/entitlements/active_entitlements", customer=payer.stripe_id),
        *await every(stripe, "/v1/subscription_items", subscription=payer.subscriptions[0].stripe_id),
    ]
    kinds = {"customer_balance_transaction", "line_item", "entitlements.active_entitlement", "subscription_item"}
    assert {one["object"] for one in parts} == kinds
    assert not [complaint for one in parts for complaint in fields.complaints(one)]
    deepest = {"expand[]": ["discounts.source.coupon", "items.data.price.tiers", "items.data.price.product"]}
    whole = await stripe.get(f"/v1/subscriptions/{payer.subscriptions[0].stripe_id}", **deepest)
    assert not fields.complaints(whole)


OLDER = {  # Kinds that the field map leaves to the whole, older specification.
    "balance": "/v1/balance",
    "balance_transaction": "charge",
    "payment_method": "customer",
    "plan": "subscription_item",
}


def _strict(schema: Any, known: Any) -> Any:
    """One OpenAPI 3.0 schema as JSON schema: `nullable` becomes a type, references lead into `known`."""
    if isinstance(schema, list):
        return [_strict(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _strict(known[schema["$ref"].rpartition("/")[2]], known) if known else {}
    plain = {name: _strict(value, {}) for name, value in schema.items() if not name.startswith("x-")}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


async def test_kinds_of_the_older_specification_have_its_types(stripe: Served) -> None:
    known = schemas(specs_of("stripe"))
    charge = next(one for one in await every(stripe, "/v1/charges") if one["balance_transaction"])
    card = charge["payment_method"]
    settled = await stripe.get(f"/v1/charges/{charge['id']}", **{"expand[]": "balance_transaction"})
    subscriptions = await every(stripe, "/v1/subscriptions")
    shown = {
        "balance": await stripe.get("/v1/balance"),
        "balance_transaction": settled["balance_transaction"],
        "payment_method": await stripe.get(f"/v1/payment_methods/{card}"),
        "plan": subscriptions[0]["items"]["data"][0]["plan"],
    }
    for kind, one in shown.items():
        schema = _strict(known[kind], {})
        renamed = set(schema["required"]) - one.keys()
        assert not renamed, (kind, renamed)
        jsonschema.validate(one, schema)


RESOURCES = {
    "/v1/charges": payments.CHARGES,
    "/v1/coupons": catalogue.COUPONS,
    "/v1/credit_notes": billing.CREDIT_NOTES,
    "/v1/customers": customers.CUSTOMERS,
    "/v1/disputes": payments.DISPUTES,
    "/v1/invoice_payments": billing.INVOICE_PAYMENTS,
    "/v1/invoices": billing.INVOICES,
    "/v1/payment_intents": payments.INTENTS,
    "/v1/prices": catalogue.PRICES,
    "/v1/products": catalogue.PRODUCTS,
    "/v1/refunds": payments.REFUNDS,
    "/v1/subscription_items": billing.ITEMS,
    "/v1/subscription_schedules": billing.SCHEDULES,
    "/v1/subscriptions": billing.SUBSCRIPTIONS,
}
PAGING = {"ending_before", "expand", "limit", "starting_after"}


@pytest.mark.parametrize("path", RESOURCES)
async def test_a_list_takes_exactly_the_published_parameters(fields: FieldMap, path: str) -> None:
    published = set(query_parameters(specs_of("stripe"), path)) | set(fields.parameters.get(f"GET {path}", ()))
    assert published
    assert set(RESOURCES[path].filters) | PAGING == published


async def test_every_published_parameter_is_understood_in_a_request(stripe: Served) -> None:
    """Also those in brackets: each is sent once, with a value of its type, and answered with a list."""
    payer = next(one for company in stripe.world.companies for one in company.payers if one.charges)
    known = {
        "charge": payer.charges[0].stripe_id,
        "customer": payer.stripe_id,
        "invoice": payer.invoices[0].stripe_id,
        "subscription": payer.subscriptions[0].stripe_id,
    }
    for path in RESOURCES:
        required = {"subscription": known["subscription"]} if path == "/v1/subscription_items" else {}
        for name, schema in query_parameters(specs_of("stripe"), path).items():
            if name in {"ending_before", "starting_after", "expand"}:
                continue
            sent = {**required, **dict(_good(name, schema, known))}
            page = await stripe.get(path, **sent)
            assert page["object"] == "list", (path, sent)


def _good(name: str, schema: Any, known: dict[str, str]) -> list[tuple[str, str]]:
    options = schema.get("anyOf", [schema])
    ranged = next((each for each in options if each.get("type") == "object"), options[0])
    match ranged.get("type"):
        case "object":
            return [pair for inner, one in ranged["properties"].items() for pair in _good(f"{name}[{inner}]", one, {})]
        case "array":
            return [(f"{name}[]", "one")]
        case "boolean":
            return [(name, "true")]
        case "integer":
            return [(name, "7")]
        case _:
            return [(name, ranged.get("enum", [known.get(name, "any")])[0])]


async def test_events_are_of_published_types_and_shape(stripe: Served, fields: FieldMap) -> None:
    payer = next(one for company in stripe.world.companies for one in company.payers if one.charges)
    invoice, charge = payer.invoices[-1], payer.charges[-1]
    changes = [
        Changed("payer.updated", payer, {"name": "Old name"}),
        Changed("subscription.updated", payer.subscriptions[0], {"status": "trialing"}),
        Changed("subscription.created", payer.subscriptions[0]),
        Changed("subscription_item.updated", payer.subscriptions[0].items[0], {"quantity": 1}),
        Changed("invoice.created", invoice),
        Changed("invoice.updated", invoice, {"status": "draft", "attempt_count": 0}),
        Changed("charge.created", charge),
        Changed("charge.updated", charge, {"disputed": not charge.disputed}),
        Changed("charge.updated", charge, {"refunds": []}),
        Changed("price.updated", stripe.world.prices[0], {"nickname": "Old"}),
        Changed("product.updated", stripe.world.products[0], {"name": "Old"}),
        Changed("coupon.updated", stripe.world.coupons[0], {"name": "Old"}),
        Changed("company.updated", payer.company, {"city": "Elsewhere"}),
    ]
    for change in changes:
        assert stripe.simulator.webhooks(change), change.kind
    events = await every(stripe, "/v1/events")
    assert {event["type"] for event in events} <= fields.event_types()
    assert not [complaint for event in events for complaint in fields.complaints(event)]
    assert not [complaint for event in events for complaint in fields.complaints(event["data"]["object"])]
