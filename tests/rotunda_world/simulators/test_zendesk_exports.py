"""Ratings, exports, settings, limits and registered webhooks."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from support.helpdesk import busiest, helpdesk, tickets
from support.simulators import MOMENT, Served


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    async with helpdesk() as one:
        yield one


async def test_ratings_are_filtered_by_score_and_time(desk: Served) -> None:
    rated = [one for one in tickets(desk) if one.satisfaction]
    for score in ("good", "bad", "offered", "received", "good_with_comment"):
        found = await desk.get("/api/v2/satisfaction_ratings.json", score=score)
        wanted = {"offered": {"good", "bad", "offered"}, "received": {"good", "bad"}, "good_with_comment": set()}
        assert found["count"] == sum(one.satisfaction in wanted.get(score, {score}) for one in rated)
    start = int((MOMENT - timedelta(days=60)).timestamp())
    late = await desk.get("/api/v2/satisfaction_ratings", start_time=start)
    assert late["count"] == sum(int((one.satisfaction_at or one.updated_at).timestamp()) >= start for one in rated)


@pytest.mark.parametrize("size", [100, 1000])
async def test_the_ticket_export_streams_every_ticket_in_order_of_change(desk: Served, size: int) -> None:
    found: list[dict[str, Any]] = []
    path = f"/api/v2/incremental/tickets/cursor.json?start_time=0&per_page={size}&include=metric_sets,users"
    while True:
        page = await desk.get(path)
        found += page["tickets"]
        path = page["after_url"].removeprefix(desk.base_url)
        if page["end_of_stream"]:
            break
    old = [one for one in tickets(desk) if one.updated_at <= MOMENT - timedelta(seconds=60)]
    assert Counter(one["id"] for one in found) == Counter(one.zendesk_id for one in old)
    assert [one["generated_timestamp"] for one in found] == sorted(one["generated_timestamp"] for one in found)
    assert all("metric_set" in one for one in found)
    again = await desk.get(path)
    assert (again["tickets"], again["end_of_stream"]) == ([], True)


async def test_the_last_minute_is_held_back(desk: Served) -> None:
    ticket = tickets(desk)[0]
    before, ticket.updated_at = ticket.updated_at, MOMENT - timedelta(seconds=59)
    start = int((MOMENT - timedelta(hours=1)).timestamp())
    held = await desk.get("/api/v2/incremental/tickets/cursor", start_time=start)
    ticket.updated_at = MOMENT - timedelta(seconds=60)
    let_go = await desk.get("/api/v2/incremental/tickets/cursor", start_time=start)
    ticket.updated_at = before
    assert ticket.zendesk_id not in [one["id"] for one in held["tickets"]]
    assert ticket.zendesk_id in [one["id"] for one in let_go["tickets"]]


async def test_the_organization_export_repeats_the_last_record(desk: Served) -> None:
    first = await desk.get("/api/v2/incremental/organizations", start_time=0, per_page=5)
    second = await desk.get(first["next_page"].removeprefix(desk.base_url))
    assert first["count"] == 5
    assert not first["end_of_stream"]
    assert second["organizations"][0]["id"] == first["organizations"][-1]["id"]


async def test_the_user_export_holds_agents_and_customers(desk: Served) -> None:
    page = await desk.get("/api/v2/incremental/users/cursor", start_time=0)
    assert {one["role"] for one in page["users"]} == {"agent", "end-user"}
    everybody = [one for company in desk.world.companies for one in company.contacts if one.zendesk_user_id]
    assert page["end_of_stream"] is (len(everybody) + len(desk.world.teammates) <= 1000)


async def test_settings_are_there(desk: Served) -> None:
    groups = (await desk.get("/api/v2/groups"))["groups"]
    assert {one.group for one in tickets(desk)} <= {one["name"] for one in groups}
    statuses = (await desk.get("/api/v2/custom_statuses", status_categories="open,hold"))["custom_statuses"]
    assert [one["status_category"] for one in statuses] == ["open", "hold"]
    fields = (await desk.get("/api/v2/ticket_fields"))["ticket_fields"]
    assert {"subject", "status", "priority"} <= {one["type"] for one in fields}


async def test_a_known_answer_is_not_modified_until_it_changes(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets"
    first = await desk.ask("GET", path)
    known = {"If-None-Match": first.headers["ETag"]}
    same = await desk.ask("GET", path, headers=known)
    assert (same.status, await same.read()) == (304, b"")
    ticket = min(company.tickets, key=lambda one: one.zendesk_id)
    before, ticket.subject = ticket.subject, "Something else"
    changed = await desk.ask("GET", path, headers=known)
    ticket.subject = before
    assert changed.status == 200


async def test_every_answer_says_what_is_left_of_the_minute() -> None:
    async with helpdesk(limits=True) as desk:
        first = await desk.ask("GET", "/api/v2/groups")
        second = await desk.ask("GET", "/api/v2/tickets/9")
        assert [one.headers["X-Rate-Limit"] for one in (first, second)] == ["700", "700"]
        left = [int(one.headers["X-Rate-Limit-Remaining"]) for one in (first, second)]
        assert left == [699, 698]
        listed = await desk.ask("GET", "/api/v2/tickets.json")
        assert listed.headers["ratelimit-remaining"] == "697"
        assert listed.headers["zendesk-ratelimit-tickets-index"].startswith("total=100; remaining=99; resets=")


async def test_too_many_requests_are_refused_with_the_time_to_wait() -> None:
    async with helpdesk(limits=True) as desk:
        answers = [await desk.ask("GET", "/api/v2/custom_statuses") for _ in range(701)]
        assert [one.status for one in answers] == [200] * 700 + [429]
        last = answers[-1]
        assert 0 < int(last.headers["Retry-After"]) <= 60
        assert (await last.json())["error"] == "APIRateLimitExceeded"
        assert (await desk.client.post("/oauth/tokens", json={})).status == 401


async def test_exports_have_a_smaller_limit_of_their_own() -> None:
    async with helpdesk(limits=True) as desk:
        path = "/api/v2/incremental/users/cursor?start_time=0&per_page=1"
        answers = [await desk.ask("GET", path) for _ in range(11)]
        assert answers[-1].status == 429
        assert "incremental export" in (await answers[-1].json())["description"]
        assert answers[0].headers["zendesk-ratelimit-incremental-exports"].startswith("total=10; remaining=9;")
        assert (await desk.ask("GET", "/api/v2/groups")).status == 200


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"endpoint": "https://example.com/hook"}, "endpoint"),
        ({"http_method": "GET"}, "http_method"),
        ({"subscriptions": []}, "subscriptions"),
        ({"subscriptions": ["ticket.created"]}, "subscriptions"),
        ({"status": "maybe"}, "status"),
    ],
)
async def test_a_wrong_webhook_is_refused_by_field(desk: Served, changed: dict[str, Any], field: str) -> None:
    answer = await desk.ask("POST", "/api/v2/webhooks", json={"webhook": {**WEBHOOK, **changed}})
    body = await answer.json()
    assert (answer.status, body["error"]) == (422, "RecordInvalid")
    assert list(body["details"]) == [field]


WEBHOOK = {
    "name": "Rotunda",
    "endpoint": "http://127.0.0.1:9/hook",
    "http_method": "POST",
    "request_format": "json",
    "status": "active",
    "subscriptions": ["zen:event-type:ticket.created"],
}


async def test_a_webhook_is_made_shown_and_taken_away(desk: Served) -> None:
    made = (await (await desk.ask("POST", "/api/v2/webhooks", json={"webhook": WEBHOOK})).json())["webhook"]
    assert made["subscriptions"] == WEBHOOK["subscriptions"]
    assert (await desk.get(f"/api/v2/webhooks/{made['id']}"))["webhook"] == made
    secret = (await desk.get(f"/api/v2/webhooks/{made['id']}/signing_secret"))["signing_secret"]
    assert secret["algorithm"] == "SHA256"
    assert len(secret["secret"]) > 32
    assert (await desk.ask("DELETE", f"/api/v2/webhooks/{made['id']}")).status == 204
    assert (await desk.refusal(f"/api/v2/webhooks/{made['id']}"))[0] == 404
