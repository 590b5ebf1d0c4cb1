"""Zendesk's two paginations, and the bodies of its errors."""

import json
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from support.helpdesk import busiest, companies, every_page, helpdesk
from support.simulators import MOMENT, Served


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    async with helpdesk() as one:
        yield one


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_cursors_reach_every_organization_once(desk: Served, size: int) -> None:
    found = await every_page(desk, f"/api/v2/organizations.json?page[size]={size}", "organizations")
    assert [one["id"] for one in found] == sorted(one.zendesk_org_id for one in companies(desk))


@pytest.mark.parametrize("sort", ["updated_at", "-updated_at", "id", "-id", "status", "-status"])
async def test_cursors_keep_their_sort(desk: Served, sort: str) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets?page[size]=3&sort={sort}"
    found = await every_page(desk, path, "tickets")
    assert Counter(one["id"] for one in found) == Counter(one.zendesk_id for one in company.tickets)
    name = sort.removeprefix("-")
    order = ["new", "open", "pending", "hold", "solved", "closed"]
    keys = [order.index(one[name]) if name == "status" else one[name] for one in found]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


async def test_a_cursor_can_be_followed_back(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets?page[size]=2"
    first = await desk.get(path)
    second = await desk.get(first["links"]["next"].removeprefix(desk.base_url))
    back = await desk.get(second["links"]["prev"].removeprefix(desk.base_url))
    assert back["tickets"] == first["tickets"]


async def test_a_cursor_stays_right_when_records_come_before_it(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets?page[size]=2&sort=-updated_at"
    first = await desk.get(path)
    newest = company.tickets[0]
    before, newest.updated_at = newest.updated_at, MOMENT
    second = await desk.get(first["links"]["next"].removeprefix(desk.base_url))
    newest.updated_at = before
    assert {one["id"] for one in first["tickets"]}.isdisjoint({one["id"] for one in second["tickets"]})


async def test_cursor_pages_ignore_the_sort_of_the_other_pagination(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets?page[size]=5"
    assert (await desk.get(f"{path}&sort_by=updated_at&sort_order=desc"))["tickets"] == (await desk.get(path))[
        "tickets"
    ]


async def test_offset_pages_count_and_link_their_neighbours(desk: Served) -> None:
    total = len(companies(desk))
    first = await desk.get("/api/v2/organizations?per_page=7")
    assert (first["count"], first["previous_page"]) == (total, None)
    last = await desk.get(f"/api/v2/organizations?per_page=7&page={-(-total // 7)}")
    assert last["next_page"] is None
    assert last["previous_page"] is not None
    second = await desk.get(first["next_page"].removeprefix(desk.base_url))
    assert {one["id"] for one in first["organizations"]}.isdisjoint({one["id"] for one in second["organizations"]})
    assert len((await desk.get("/api/v2/tickets?per_page=500"))["tickets"]) == 100


async def test_offset_pages_sort_by_their_own_keys(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets"
    found = (await desk.get(path, sort_by="created_at", sort_order="desc"))["tickets"]
    assert [one["created_at"] for one in found] == sorted((one["created_at"] for one in found), reverse=True)


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/v2/tickets?page=101&per_page=100", 400, "InvalidPaginationDepth"),
        ("/api/v2/tickets?page[size]=101", 400, "InvalidPaginationParameter"),
        ("/api/v2/tickets?page[size]=5&sort=created_at", 400, "InvalidPaginationParameter"),
        ("/api/v2/tickets?page[size]=5&page[after]=bogus", 400, "InvalidPaginationParameter"),
        ("/api/v2/tickets?page[after]=eyJhIjoxfQ==", 400, "InvalidPaginationParameter"),
        ("/api/v2/tickets?page[after]=a&page[before]=b", 400, "InvalidPaginationParameter"),
        ("/api/v2/tickets?page[size]=x", 400, "Invalid attribute"),
        ("/api/v2/tickets?page=0", 400, "Invalid attribute"),
        ("/api/v2/tickets/none", 400, "Invalid attribute"),
        ("/api/v2/tickets/9", 404, "RecordNotFound"),
        ("/api/v2/tickets/9/comments", 404, "RecordNotFound"),
        ("/api/v2/organizations/9.json", 404, "RecordNotFound"),
        ("/api/v2/organizations/9/tickets", 404, "RecordNotFound"),
        ("/api/v2/users/9", 404, "RecordNotFound"),
        ("/api/v2/users/9/tickets/requested", 404, "RecordNotFound"),
        ("/api/v2/tickets/show_many", 400, "Invalid attribute"),
        ("/api/v2/tickets/show_many?ids=1,x", 400, "Invalid attribute"),
        (f"/api/v2/tickets/show_many?ids={','.join(map(str, range(101)))}", 400, "Invalid attribute"),
        ("/api/v2/organizations/search?name=a&external_id=b", 400, "Invalid attribute"),
        ("/api/v2/search?query=x&page[size]=5", 400, "Invalid attribute"),
        ("/api/v2/search?query=x&page=11", 422, "invalid"),
        ("/api/v2/search?query=%20", 422, "invalid"),
        ("/api/v2/users/search?query=x&page[size]=5", 400, "Invalid attribute"),
        ("/api/v2/incremental/tickets/cursor", 400, "Invalid attribute"),
        ("/api/v2/incremental/tickets/cursor?cursor=%25%25", 400, "Invalid attribute"),
        (f"/api/v2/incremental/tickets/cursor?start_time={int(MOMENT.timestamp()) - 30}", 422, "InvalidValue"),
        ("/api/v2/nothing", 404, "InvalidEndpoint"),
        ("/nothing", 404, "InvalidEndpoint"),
    ],
)
async def test_errors_have_zendesks_bodies(desk: Served, path: str, status: int, error: str) -> None:
    answered, body = await desk.refusal(path)
    assert answered == status, body
    assert error in json.dumps(body)
