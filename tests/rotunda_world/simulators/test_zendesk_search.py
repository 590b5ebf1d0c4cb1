"""Search terms mean what Zendesk says."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from support.helpdesk import busiest, companies, helpdesk, tickets
from support.simulators import MOMENT, Served


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    async with helpdesk() as one:
        yield one


async def count(desk: Served, query: str) -> int:
    return (await desk.get("/api/v2/search/count.json", query=query))["count"]


async def test_search_terms_mean_what_zendesk_says(desk: Served) -> None:
    company, everything = busiest(desk), tickets(desk)
    mine = company.tickets
    unsolved = [one for one in mine if one.status not in {"solved", "closed"}]
    organization = f"type:ticket organization:{company.zendesk_org_id}"
    assert await count(desk, organization) == len(mine)
    assert await count(desk, f"{organization} status<solved") == len(unsolved)
    assert await count(desk, f"{organization} -status:closed") == sum(one.status != "closed" for one in mine)
    either = sum(one.status in {"open", "pending"} for one in everything)
    assert await count(desk, "type:ticket status:open status:pending") == either
    assert await count(desk, "type:ticket priority>normal") == sum(
        one.priority in {"high", "urgent"} for one in everything
    )
    assert await count(desk, "type:ticket priority:none") == sum(one.priority is None for one in everything)
    assert await count(desk, "type:ticket tags:escalated") == sum("escalated" in one.tags for one in everything)
    since = (MOMENT - timedelta(days=90)).date().isoformat()
    recent = [one for one in everything if one.created_at.date().isoformat() >= since]
    assert await count(desk, f"type:ticket created>={since}") == len(recent)
    day = everything[0].created_at.date()
    assert await count(desk, f"type:ticket created:{day}") == sum(one.created_at.date() == day for one in everything)
    requester = mine[0].requester
    asked = sum(one.requester is requester for one in mine)
    assert await count(desk, f'type:ticket requester:"{requester.zendesk_email or requester.email}"') == asked
    assert await count(desk, "type:ticket colour:red") == 0


async def test_search_finds_an_organization_by_its_domain(desk: Served) -> None:
    company = next(one for one in companies(desk) if one.domain)
    found = await desk.get("/api/v2/search.json", query=f"type:organization {company.domain}")
    assert company.zendesk_org_id in [one["id"] for one in found["results"]]
    assert {one["result_type"] for one in found["results"]} == {"organization"}


async def test_search_finds_whole_words_and_beginnings(desk: Served) -> None:
    ticket = tickets(desk)[0]
    word = max(ticket.subject.split(), key=len).strip(".,:?!")
    assert ticket.zendesk_id in await found_tickets(desk, f'type:ticket subject:"{word}"')
    assert ticket.zendesk_id not in await found_tickets(desk, f"type:ticket subject:{word[:-1]}")
    assert ticket.zendesk_id in await found_tickets(desk, f"type:ticket subject:{word[:-1]}*")
    assert await found_tickets(desk, str(ticket.zendesk_id)) == {ticket.zendesk_id}


async def found_tickets(desk: Served, query: str) -> set[int]:
    found: set[int] = set()
    page = await desk.get("/api/v2/search", query=query)
    while True:
        found |= {one["id"] for one in page["results"] if one["result_type"] == "ticket"}
        if page["next_page"] is None:
            return found
        page = await desk.get(page["next_page"].removeprefix(desk.base_url))


async def test_search_sorts_newest_first_unless_told_otherwise(desk: Served) -> None:
    newest = (await desk.get("/api/v2/search", query="type:ticket", sort_by="created_at"))["results"]
    assert [one["created_at"] for one in newest] == sorted((one["created_at"] for one in newest), reverse=True)
    oldest = (await desk.get("/api/v2/search", query="type:ticket order_by:created sort:asc"))["results"]
    assert [one["created_at"] for one in oldest] == sorted(one["created_at"] for one in oldest)
