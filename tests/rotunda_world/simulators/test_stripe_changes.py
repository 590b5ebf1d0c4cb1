"""What Stripe tells about changes, and how its good answers go wrong."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from rotunda_world.model import Contact, Payer, Refund
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.stripe import build
from support.simulators import MOMENT, Served, served, small_world


@pytest_asyncio.fixture
async def stripe() -> AsyncIterator[Served]:
    async with served(build, small_world(accounts=8)) as one:
        yield one


def payer_of(stripe: Served) -> Payer:
    return next(one for company in stripe.world.companies for one in company.payers if one.charges)


def told(stripe: Served, kind: str, record: object, **before: object) -> list[Any]:
    return [json.loads(body) for body in stripe.simulator.webhooks(Changed(kind, record, before))]


async def test_an_event_holds_the_object_now_and_what_was_different(stripe: Served) -> None:
    one = payer_of(stripe).subscriptions[0]
    one.status, one.cancel_at_period_end = "past_due", True
    [event] = told(stripe, "subscription.updated", one, status="active", cancel_at_period_end=False)
    assert (event["type"], event["object"], event["livemode"]) == ("customer.subscription.updated", "event", False)
    assert event["data"]["previous_attributes"] == {"status": "active", "cancel_at_period_end": False}
    assert event["data"]["object"] == await stripe.get(f"/v1/subscriptions/{one.stripe_id}")
    assert (one.status, one.cancel_at_period_end) == ("past_due", True)


@pytest.mark.parametrize(
    ("status", "before", "types"),
    [
        ("paid", {"status": "open"}, ["invoice.updated", "invoice.paid", "invoice.payment_succeeded"]),
        ("open", {"attempt_count": 0}, ["invoice.updated", "invoice.payment_failed"]),
        ("void", {"status": "open"}, ["invoice.updated", "invoice.voided"]),
        ("uncollectible", {"status": "open"}, ["invoice.updated", "invoice.marked_uncollectible"]),
        ("open", {"due_at": None}, ["invoice.updated"]),
    ],
)
async def test_invoices_tell_what_became_of_them(
    stripe: Served, status: str, before: dict[str, object], types: list[str]
) -> None:
    invoice = payer_of(stripe).invoices[0]
    invoice.status = status
    assert [event["type"] for event in told(stripe, "invoice.updated", invoice, **before)] == types


async def test_subscriptions_end_pause_and_resume(stripe: Served) -> None:
    one = payer_of(stripe).subscriptions[0]
    types: list[str] = []
    for status, earlier in (("canceled", "active"), ("paused", "trialing"), ("active", "paused")):
        one.status = status
        types += [event["type"] for event in told(stripe, "subscription.updated", one, status=earlier)]
    assert types == [
        "customer.subscription.deleted",
        "customer.subscription.updated",
        "customer.subscription.paused",
        "customer.subscription.updated",
        "customer.subscription.resumed",
    ]


async def test_a_refund_is_told_of_itself_and_of_its_charge(stripe: Served) -> None:
    charge = payer_of(stripe).charges[0]
    refund = Refund("re_new", 100, MOMENT)
    charge.refunds.append(refund)
    events = told(stripe, "refund.created", refund)
    assert [event["type"] for event in events] == ["refund.created", "charge.refunded"]
    assert events[1]["data"]["object"]["amount_refunded"] == charge.amount_refunded


async def test_what_stripe_does_not_know_it_does_not_tell(stripe: Served) -> None:
    company = payer_of(stripe).company
    contact: Contact = company.contacts[0]
    assert told(stripe, "contact.updated", contact, title="CTO") == []
    assert told(stripe, "company.updated", company, plan="pro") == []
    assert [event["type"] for event in told(stripe, "company.updated", company, city="Elsewhere")] == [
        "customer.updated" for _ in company.payers
    ]


async def test_events_are_listed_by_type_and_kept_for_thirty_days(stripe: Served) -> None:
    now = MOMENT
    stripe.running.clock = lambda: now
    invoice = payer_of(stripe).invoices[0]
    invoice.status = "paid"
    told(stripe, "invoice.updated", invoice, status="open")
    assert len((await stripe.get("/v1/events"))["data"]) == 3
    picked = await stripe.get("/v1/events", **{"types[]": ["invoice.paid", "charge.failed"]})
    assert [event["type"] for event in picked["data"]] == ["invoice.paid"]
    assert len((await stripe.get("/v1/events", type="invoice.payment_*"))["data"]) == 1
    one = picked["data"][0]
    assert await stripe.get(f"/v1/events/{one['id']}") == one
    assert (await stripe.get("/v1/events", **{"created[gt]": int(now.timestamp())}))["data"] == []
    now += timedelta(days=31)
    assert (await stripe.get("/v1/events"))["data"] == []


async def test_too_many_event_types_are_refused(stripe: Served) -> None:
    answer = await stripe.ask("GET", "/v1/events", params=[("types[]", f"a.{number}") for number in range(21)])
    assert answer.status == 400
    status, body = await stripe.refusal("/v1/events", **{"type": "a", "types[]": "b"})
    assert (status, body["error"]["param"]) == (400, "types")


async def test_another_customers_answer_is_well_shaped(stripe: Served) -> None:
    payer = payer_of(stripe)
    path = f"/v1/customers/{payer.stripe_id}"
    good = await stripe.get(path)
    wrong = stripe.simulator.wrong_customer(path, good)
    assert wrong["id"] != good["id"]
    assert wrong == await stripe.get(f"/v1/customers/{wrong['id']}")
    listed = await stripe.get("/v1/invoices", customer=payer.stripe_id, limit=3)
    owners = {one["customer"] for one in stripe.simulator.wrong_customer("/v1/invoices", listed)["data"]}
    assert owners == {wrong["id"]}
    assert wrong["id"] not in {other.stripe_id for other in payer.company.payers}


async def test_a_wrong_schema_loses_currency_and_numbers(stripe: Served) -> None:
    good = await stripe.get("/v1/invoices", limit=1)
    [wrong] = stripe.simulator.wrong_schema("/v1/invoices", good)["data"]
    assert "currency" not in wrong
    assert isinstance(wrong["total"], dict)
    assert isinstance(wrong["attempted"], bool)
