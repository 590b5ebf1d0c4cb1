"""What is coming of subscriptions; listing Stripe's customers and finding one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.stripe import shapes
from connectors.stripe.recording import NOW, RECORDING
from rotunda.connector_kit import contract
from rotunda.connector_kit.connector import Declared, Find, SourceRecord
from rotunda.connector_kit.errors import BadPayload, Gone
from rotunda.connector_kit.requests import AnyRequest, Json, Request
from rotunda.connectors.stripe.requests import find, list_customers, read_upcoming
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind, UpcomingPart

SUBSCRIPTIONS = "GET /v1/subscriptions?customer=cus_Acme1&status=all"
STRIPE, PRODUCT = SourceName("stripe"), SourceName("productdb")


def seconds(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def upcoming(raw: Json, further: dict[str, list[Json]] | None = None) -> list[UpcomingItem]:
    part: UpcomingPart = shapes.run(read_upcoming(shapes.CUSTOMER), shapes.answers(further, subscriptions=[raw]))
    assert (part.engagements, part.deals) == ([], [])
    return part.contract


def test_a_renewal_tells_when_and_how_much() -> None:
    [found] = upcoming(shapes.subscription(shapes.item(quantity=3)))
    assert (found.kind, found.at, found.money) == (
        UpcomingKind.RENEWAL,
        datetime(2026, 2, 1, tzinfo=UTC),
        Money(14_700, "EUR"),
    )
    assert found.title == "Renewal: prod_pro"
    assert found.ref.url == "https://dashboard.stripe.com/test/subscriptions/sub_9"


def test_a_renewal_charges_what_is_due_then_with_the_discounts_that_still_hold() -> None:
    until = shapes.coupon(id="UNTIL", duration="repeating", percent_off=10)
    ended = shapes.coupon(id="ENDED", duration="repeating", percent_off=20)
    once = shapes.coupon(id="ONCE", duration="once", percent_off=40)
    yearly = shapes.item(id="si_8", current_period_end=seconds(2026, 9, 1), price={"recurring": {"interval": "year"}})
    raw = shapes.subscription(
        shapes.item(),
        yearly,
        discounts=[
            shapes.discount("UNTIL", end=seconds(2026, 2, 2)),
            shapes.discount("ENDED", end=seconds(2026, 2, 1)),
            shapes.discount("ONCE"),
        ],
    )
    coupons = {f"GET /v1/coupons/{each['id']}": [each] for each in (until, ended, once)}
    [found] = upcoming(raw, coupons)
    assert found.money == Money(4410, "EUR")


def test_metered_use_comes_on_top() -> None:
    metered = shapes.item(id="si_8", quantity=None, price={"recurring": {"usage_type": "metered"}})
    [found] = upcoming(shapes.subscription(shapes.item(), metered))
    assert found.title == "Renewal: prod_pro, metered use comes on top"
    assert found.money == Money(4900, "EUR")


def test_a_trial_ends_and_does_not_renew() -> None:
    [found] = upcoming(shapes.subscription(status="trialing", trial_end=seconds(2026, 2, 1)))
    assert (found.kind, found.at, found.money) == (
        UpcomingKind.TRIAL_END,
        datetime(2026, 2, 1, tzinfo=UTC),
        Money(4900, "EUR"),
    )


def test_a_cancellation_tells_what_ends() -> None:
    [ends] = upcoming(shapes.subscription(cancel_at_period_end=True, cancel_at=seconds(2026, 2, 1)))
    assert (ends.kind, ends.title, ends.money) == (UpcomingKind.CANCELLATION, "Ends: prod_pro", Money(4900, "EUR"))
    kinds = [found.kind for found in upcoming(shapes.subscription(cancel_at=seconds(2026, 5, 1)))]
    assert kinds == [UpcomingKind.RENEWAL, UpcomingKind.CANCELLATION]


@pytest.mark.parametrize("status", ["canceled", "incomplete_expired", "paused", "incomplete"])
def test_what_has_ended_or_not_begun_is_not_coming(status: str) -> None:
    assert upcoming(shapes.subscription(status=status)) == []


def test_what_lies_behind_is_not_coming() -> None:
    past = int((NOW - timedelta(seconds=1)).timestamp())
    assert upcoming(shapes.subscription(shapes.item(current_period_end=past))) == []


def test_upcoming_of_a_customer_that_stripe_never_had_is_a_tombstone() -> None:
    with pytest.raises(Gone):
        shapes.run(read_upcoming(shapes.CUSTOMER), {SUBSCRIPTIONS: []})


# The directory


def listed(pages: dict[str, list[Json]]) -> list[SourceRecord]:
    records: list[SourceRecord] = contract.drive(list_customers({}, NOW), contract.feed(RECORDING, pages))
    return records


def test_every_customer_is_listed_with_what_identifies_it() -> None:
    first, second = listed(dict(RECORDING.pages))
    assert first == SourceRecord(
        record_type="customer",
        external_id=ExternalId("cus_Acme1"),
        name="Acme SAS",
        emails=("Billing@Acme.example",),
        declared=(Declared(PRODUCT, ExternalId("acct_100")),),
        city="Lyon",
        country="FR",
    )
    assert (second.declared, second.emails, second.founds_account) == ((), (), False)


def test_a_long_list_goes_on_after_the_last_customer_of_each_ten_pages() -> None:
    pages = [shapes.listed(shapes.customer(id=f"cus_{place}"), has_more=True) for place in range(11)]
    rest = [shapes.listed(shapes.customer(id="cus_last"))]
    found = listed({"GET /v1/customers": pages, "GET /v1/customers?starting_after=cus_9": rest})
    assert [record.external_id for record in found] == [*(f"cus_{place}" for place in range(10)), "cus_last"]


def test_a_list_that_stands_still_is_refused() -> None:
    again = [shapes.listed(shapes.customer(), has_more=True)] * 11
    with pytest.raises(BadPayload, match="begins where this one did"):
        listed({"GET /v1/customers": again, "GET /v1/customers?starting_after=cus_Acme1": again})


# Finding one


def asked_by(whom: Find) -> list[Request]:
    try:
        [*batch] = next(find(whom))
    except StopIteration:
        return []
    return [request for request in batch if isinstance(request, Request)]


def test_the_recorded_customer_is_found_once_and_the_deleted_one_not() -> None:
    assert RECORDING.whom
    found: list[SourceRecord] = contract.drive(find(RECORDING.whom), contract.feed(RECORDING))
    assert [record.external_id for record in found] == ["cus_Acme1"]


def test_nobody_known_asks_nothing() -> None:
    assert asked_by(Find(now=NOW)) == []
    assert asked_by(Find(now=NOW, own_ids=(Declared(SourceName("hubspot"), ExternalId("7")),))) == []


def test_searches_quote_what_they_look_for_and_draw_from_their_own_budget() -> None:
    [request] = asked_by(Find(now=NOW, own_ids=(Declared(PRODUCT, ExternalId("it's\\here")),)))
    assert request.query[0] == ("query", "metadata['account_id']:'it\\'s\\\\here'")
    assert request.bucket == "search"


def test_addresses_are_asked_for_as_written_and_in_lower_case_but_not_without_end() -> None:
    requests = asked_by(Find(now=NOW, emails=("Ada@Acme.example", "ada@acme.example")))
    assert [request.query[0] for request in requests] == [("email", "Ada@Acme.example"), ("email", "ada@acme.example")]
    many = tuple(f"user{place}@acme.example" for place in range(50))
    assert len(asked_by(Find(now=NOW, emails=many))) == 10


def test_a_declared_customer_is_read_by_its_id_and_must_be_the_one() -> None:
    whom = Find(now=NOW, declared=(Declared(STRIPE, ExternalId("cus_Acme1")),))

    def found(answer: list[Json]) -> Any:
        return contract.drive(find(whom), contract.feed(RECORDING, {"GET /v1/customers/cus_Acme1": answer}))

    assert [record.external_id for record in found([shapes.customer()])] == ["cus_Acme1"]
    assert found([]) == []
    with pytest.raises(BadPayload, match="another record"):
        found([shapes.customer(id="cus_other")])


def test_requests_are_few() -> None:
    asked: list[AnyRequest] = []
    contract.drive(read_upcoming(RECORDING.customer), contract.noting(contract.feed(RECORDING), asked))
    assert len(asked) == len({contract.words_of(request) for request in asked})
