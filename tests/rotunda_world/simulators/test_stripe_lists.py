"""List semantics, filters, expansions and search of the Stripe simulator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.model import Invoice, Payer, Subscription
from rotunda_world.simulators.stripe import build, search
from rotunda_world.simulators.stripe.errors import StripeError
from rotunda_world.simulators.stripe.parameters import Range, tree_of
from support.simulators import Served, served, small_world


@pytest_asyncio.fixture(scope="module")
async def stripe() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def payers(stripe: Served) -> list[Payer]:
    return [payer for company in stripe.world.companies for payer in company.payers]


def subscriptions(stripe: Served) -> list[Subscription]:
    return [one for payer in payers(stripe) for one in payer.subscriptions]


def invoices(stripe: Served) -> list[Invoice]:
    return [one for payer in payers(stripe) for one in payer.invoices]


def ids(page: Any) -> list[str]:
    return [one["id"] for one in page["data"]]


async def test_lists_are_newest_first_ten_at_a_time(stripe: Served) -> None:
    page = await stripe.get("/v1/invoices")
    created = [one["created"] for one in page["data"]]
    assert (page["object"], page["url"], page["has_more"], len(created)) == ("list", "/v1/invoices", True, 10)
    assert created == sorted(created, reverse=True)


async def test_pages_forwards_and_backwards_meet(stripe: Served) -> None:
    whole = ids(await stripe.get("/v1/invoices", limit=30))
    after = await stripe.get("/v1/invoices", limit=10, starting_after=whole[9])
    assert ids(after) == whole[10:20]
    before = await stripe.get("/v1/invoices", limit=5, ending_before=whole[10])
    assert (ids(before), before["has_more"]) == (whole[5:10], True)
    first = await stripe.get("/v1/invoices", limit=20, ending_before=whole[10])
    assert (ids(first), first["has_more"]) == (whole[:10], False)


async def test_a_cursor_may_stand_outside_the_filter(stripe: Served) -> None:
    every = await stripe.get("/v1/invoices", limit=100)
    paid = next(one for one in every["data"] if one["status"] == "paid")
    older = await stripe.get("/v1/invoices", limit=100, status="open", starting_after=paid["id"])
    assert all(one["created"] <= paid["created"] for one in older["data"])


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ({"starting_after": "in_nobody"}, "resource_missing", "starting_after"),
        ({"ending_before": "in_nobody"}, "resource_missing", "ending_before"),
        ({"limit": "0"}, "parameter_invalid_integer", "limit"),
        ({"limit": "101"}, "parameter_invalid_integer", "limit"),
        ({"limit": "ten"}, "parameter_invalid_integer", "limit"),
        ({"paid": "true"}, "parameter_unknown", "paid"),
        ({"created[after]": "1"}, "parameter_unknown", "created[after]"),
        ({"created[gte]": "yesterday"}, "parameter_invalid_integer", "created[gte]"),
        ({"customer": ""}, "parameter_invalid_empty", "customer"),
        ({"customer": "cus_nobody"}, "resource_missing", "customer"),
        ({"subscription": "sub_nobody"}, "resource_missing", "subscription"),
        ({"status": "failed"}, None, "status"),
        ({"expand": "data.customer"}, None, "expand"),
        ({"starting_after": "in_1", "ending_before": "in_2"}, None, "starting_after"),
    ],
)
async def test_bad_parameters_are_named(stripe: Served, query: dict[str, str], code: str | None, param: str) -> None:
    status, body = await stripe.refusal("/v1/invoices", **query)
    error = body["error"]
    assert (status, error.get("code"), error["param"]) == (400, code, param)
    assert error["type"] == "invalid_request_error"
    assert ("doc_url" in error) is (code is not None)


async def test_required_parameters_are_asked_for(stripe: Served) -> None:
    status, body = await stripe.refusal("/v1/subscription_items")
    assert (status, body["error"]["code"]) == (400, "parameter_missing")
    assert body["error"]["message"] == "Missing required param: subscription."


async def test_the_default_list_hides_canceled_subscriptions(stripe: Served) -> None:
    told = {one["id"] for one in (await stripe.get("/v1/subscriptions", limit=100))["data"]}
    current = {one.stripe_id for one in subscriptions(stripe) if one.status != "canceled"}
    assert told == current
    assert len(current) < len(subscriptions(stripe)) <= 100
    every = await stripe.get("/v1/subscriptions", limit=100, status="all")
    assert {one["id"] for one in every["data"]} == {one.stripe_id for one in subscriptions(stripe)}
    ended = await stripe.get("/v1/subscriptions", limit=100, status="ended")
    assert {one["status"] for one in ended["data"]} <= {"canceled", "incomplete_expired"}


async def test_period_filters_take_the_first_end_and_the_last_start(stripe: Served) -> None:
    one = next(one for one in subscriptions(stripe) if one.status == "active")
    end = int(min(item.period_end for item in one.items).timestamp())
    start = int(max(item.period_start for item in one.items).timestamp())
    owner = one.customer.stripe_id
    found = await stripe.get("/v1/subscriptions", customer=owner, **{"current_period_end[lte]": end})
    assert one.stripe_id in ids(found)
    gone = await stripe.get("/v1/subscriptions", customer=owner, **{"current_period_end[lt]": end})
    assert one.stripe_id not in ids(gone)
    exactly = await stripe.get("/v1/subscriptions", customer=owner, current_period_start=start)
    assert one.stripe_id in ids(exactly)


async def test_filters_agree_with_the_world(stripe: Served) -> None:
    price = subscriptions(stripe)[0].items[0].price
    by_price = await stripe.get("/v1/subscriptions", limit=100, status="all", price=price.stripe_id)
    assert set(ids(by_price)) == {
        one.stripe_id for one in subscriptions(stripe) if any(item.price is price for item in one.items)
    }
    due = [one for one in invoices(stripe) if one.collection_method == "send_invoice" and one.due_at]
    told = await stripe.get("/v1/invoices", limit=100, **{"due_date[gt]": 0})
    assert set(ids(told)) == {one.stripe_id for one in due}
    products = await stripe.get("/v1/products", **{"ids[]": [one.stripe_id for one in stripe.world.products[:2]]})
    assert set(ids(products)) == {one.stripe_id for one in stripe.world.products[:2]}
    monthly = await stripe.get("/v1/prices", limit=100, **{"recurring[interval]": "month"})
    assert {one["recurring"]["interval"] for one in monthly["data"]} == {"month"}


async def test_emails_are_matched_as_they_are_spelled(stripe: Served) -> None:
    payer = next(one for one in payers(stripe) if one.email and one.email != one.email.upper())
    assert payer.stripe_id in ids(await stripe.get("/v1/customers", email=payer.email))
    assert ids(await stripe.get("/v1/customers", email=(payer.email or "").upper())) == []


async def test_embedded_lists_are_cut_at_ten() -> None:
    world = small_world(accounts=3)
    payer = next(payer for company in world.companies for payer in company.payers if payer.subscriptions)
    subscription, invoice = payer.subscriptions[0], payer.invoices[0]
    subscription.items = (subscription.items * 12)[:12]
    invoice.lines = (invoice.lines * 12)[:12]
    async with served(build, world) as crowded:
        whole = await crowded.get(f"/v1/subscriptions/{subscription.stripe_id}")
        assert (len(whole["items"]["data"]), whole["items"]["has_more"]) == (10, True)
        rest = await crowded.get(
            whole["items"]["url"].partition("?")[0], subscription=subscription.stripe_id, limit=100
        )
        assert len(rest["data"]) == 12
        lines = await crowded.get(f"/v1/invoices/{invoice.stripe_id}/lines", limit=100)
        assert len(lines["data"]) == 12


async def test_four_steps_are_the_deepest_expansion(stripe: Served) -> None:
    deep = await stripe.get("/v1/subscriptions", **{"expand[]": "data.items.data.discounts"})
    assert deep["data"]
    for path in ("data.items.data.price.product", "data.items.data.price.tiers"):
        status, body = await stripe.refusal("/v1/subscriptions", **{"expand[]": path})
        assert (status, body["error"]["code"]) == (400, "property_expansion_max_depth")
    one = subscriptions(stripe)[0].stripe_id
    nested = await stripe.get(f"/v1/subscriptions/{one}", **{"expand[]": "items.data.price.product"})
    assert nested["items"]["data"][0]["price"]["product"]["object"] == "product"


@pytest.mark.parametrize(
    ("path", "expand", "said"),
    [
        ("/v1/subscriptions", "customer", "(customer). You may want to try expanding 'data.customer' instead."),
        ("/v1/subscriptions", "data.status", "(status)."),
        ("/v1/subscriptions", "data.customer.email", "(email)."),
        ("/v1/subscriptions", "nothing", "(nothing)."),
        ("/v1/credit_notes", "data.nothing", "(nothing)."),
    ],
)
async def test_what_cannot_be_expanded_is_refused(stripe: Served, path: str, expand: str, said: str) -> None:
    """Also where there is nothing to expand: the demo account has no credit notes."""
    status, body = await stripe.refusal(path, **{"expand[]": expand})
    assert (status, body["error"]["message"]) == (400, f"This property cannot be expanded {said}")


async def test_expansions_join_what_belongs_together(stripe: Served) -> None:
    page = await stripe.get("/v1/charges", limit=20, **{"expand[]": ["data.customer", "data.payment_intent"]})
    for charge in page["data"]:
        assert charge["payment_intent"]["customer"] == charge["customer"]["id"]
    invoice = next(one for one in invoices(stripe) if one.charge)
    whole = await stripe.get(
        f"/v1/invoices/{invoice.stripe_id}", **{"expand[]": "payments.data.payment.payment_intent"}
    )
    paid_by = {payment["payment"]["payment_intent"]["id"] for payment in whole["payments"]["data"]}
    assert invoice.charge is not None
    assert invoice.charge.payment_intent_id in paid_by


async def test_the_world_is_read_live() -> None:
    world = small_world(accounts=6)
    async with served(build, world) as stripe:
        payer = next(one for one in payers(stripe) if one.subscriptions)
        path = f"/v1/subscriptions/{payer.subscriptions[0].stripe_id}"
        await stripe.get(path)
        payer.subscriptions[0].items[0].quantity = 4711
        payer.subscriptions[0].status = "past_due"
        told = await stripe.get(path)
        assert (told["status"], told["items"]["data"][0]["quantity"]) == ("past_due", 4711)
        payer.subscriptions[0].stripe_id = "sub_renamed"
        assert (await stripe.refusal(path))[0] == 404
        assert (await stripe.get("/v1/subscriptions/sub_renamed"))["customer"] == payer.stripe_id


async def test_a_deleted_customer_is_still_answered_for() -> None:
    world = small_world(accounts=6)
    async with served(build, world) as stripe:
        payer = payers(stripe)[0]
        payer.company.payers.remove(payer)
        told = await stripe.get(f"/v1/customers/{payer.stripe_id}")
        assert told == {"id": payer.stripe_id, "object": "customer", "deleted": True}
        assert payer.stripe_id not in ids(await stripe.get("/v1/customers", limit=100))


async def test_searching_customers(stripe: Served) -> None:
    payer = next(one for one in payers(stripe) if one.email)
    domain = (payer.email or "").partition("@")[2]
    found = await stripe.get("/v1/customers/search", query=f'email~"@{domain.upper()}"', limit=100)
    assert (found["object"], found["url"]) == ("search_result", "/v1/customers/search")
    assert set(ids(found)) == {one.stripe_id for one in payers(stripe) if (one.email or "").endswith(domain)}
    everyone = {one.stripe_id for one in payers(stripe)}
    negated = await stripe.get("/v1/customers/search", query=f"-email:'{payer.email}'", limit=100)
    assert set(ids(negated)) == everyone - {one.stripe_id for one in payers(stripe) if one.email == payer.email}
    either = await stripe.get("/v1/customers/search", query="created>0 OR name:'Nobody'", limit=100)
    assert set(ids(either)) == everyone
    undeclared = await stripe.get("/v1/customers/search", query='metadata["account_id"]:null', limit=100)
    assert set(ids(undeclared)) == {
        one.stripe_id for one in payers(stripe) if not (one.declares_account and one.company.product_account_id)
    }


async def test_search_pages_by_token(stripe: Served) -> None:
    first = await stripe.get("/v1/customers/search", query="created>0", limit=9, **{"expand[]": "total_count"})
    assert (first["has_more"], first["total_count"]) == (True, len(payers(stripe)))
    second = await stripe.get("/v1/customers/search", query="created>0", limit=9, page=first["next_page"])
    assert not set(ids(first)) & set(ids(second))


@pytest.mark.parametrize(
    "query",
    [
        "acme",
        "email:acme@example.com",
        "email~'ab'",
        "name:'a' AND name:'b' OR name:'c'",
        "(name:'a')",
        "currency:'eur'",
        "created>yesterday",
        " AND ".join(f"name:'{number}'" for number in range(11)),
        "metadata:'a'",
    ],
)
async def test_bad_queries_are_refused(stripe: Served, query: str) -> None:
    status, body = await stripe.refusal("/v1/customers/search", query=query)
    assert (status, body["error"]["type"]) == (400, "invalid_request_error")


async def test_search_refuses_a_foreign_page(stripe: Served) -> None:
    status, body = await stripe.refusal("/v1/customers/search", query="created>0", page="nonsense!")
    assert (status, body["error"]["param"]) == (400, "page")


@given(st.text(min_size=1, max_size=30).filter(lambda text: "\n" not in text))
def test_any_text_can_be_quoted_in_a_query(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    [clause] = search.parse(f'name:"{escaped}"').clauses
    assert (clause.field, clause.value, clause.quoted) == ("name", text, True)


@given(st.text(max_size=40))
def test_no_query_breaks_the_parser(text: str) -> None:
    try:
        outcome = len(search.parse(text).clauses)
    except StripeError as refusal:
        outcome = refusal.status
    assert outcome in {*range(1, search.MAX_CLAUSES + 1), 400}


@given(st.dictionaries(st.sampled_from(["gt", "gte", "lt", "lte"]), st.integers(-5, 5)), st.integers(-6, 6))
def test_a_range_holds_what_all_its_bounds_hold(bounds: dict[str, int], value: int) -> None:
    holds = {
        "gt": lambda bound: value > bound,
        "gte": lambda bound: value >= bound,
        "lt": lambda bound: value < bound,
        "lte": lambda bound: value <= bound,
    }
    assert Range(**bounds).holds(value) is all(holds[name](bound) for name, bound in bounds.items())


def test_brackets_unfold_into_trees() -> None:
    pairs = [("created[gte]", "1"), ("ids[]", "a"), ("ids[]", "b"), ("expand[0]", "x"), ("limit", "3")]
    assert tree_of(pairs) == {
        "created": {"gte": "1"},
        "ids": {"0": "a", "1": "b"},
        "expand": {"0": "x"},
        "limit": "3",
    }
