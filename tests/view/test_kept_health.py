"""Lists know of every account the health that its page shows to whoever may read all that it is judged by."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from e2e.visit import ask
from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import InhabitedHouse, small_house


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    async with small_house(postgres_server, make_database, tmp_path_factory) as opened:
        await read(opened)
        yield opened


async def read(home: InhabitedHouse) -> None:
    """Everything anew, and all that follows from it is written."""
    await home.installation.book.read_all()
    await home.installation.facts.settled()


async def listed(home: InhabitedHouse, query: str = "", user: str = "admin") -> Mapping[str, float]:
    """Health by account."""
    page = await ask(home, f"/api/v1/accounts?limit=200&columns=health&q={query}", user)
    held = {each["id"]: each.get("facts", {}).get("health") for each in page["items"]}
    return {account: fact["number"] for account, fact in held.items() if fact is not None}


async def shown(home: InhabitedHouse, user: str = "admin") -> Mapping[str, float]:
    """What the pages say."""
    told = {each: (await ask(home, f"/api/v1/accounts/{each}", user))["scores"] for each in home.accounts.values()}
    return {each: scores["health"]["score"] for each, scores in told.items() if scores["health"]["state"] == "judged"}


async def series(home: InhabitedHouse, account: str, user: str) -> list[Any]:
    told = await ask(home, f"/api/v1/accounts/{account}/metrics", user)
    return [point for each in told["metrics"] if each["name"] == "health" for point in each["points"]]


async def test_lists_hold_what_pages_show(home: InhabitedHouse) -> None:
    pages = await shown(home)
    assert await listed(home) == pages
    assert len(pages) > 10
    below = {each: score for each, score in pages.items() if score < 70}
    assert (await listed(home, "health:<70"), 0 < len(below) < len(pages)) == (below, True)


async def test_what_changes_is_judged_again_and_each_day_keeps_its_own(home: InhabitedHouse) -> None:
    """Tickets that nobody answers bring it down."""
    company = next(each for each in home.companies if home.truth(each.key)["open_tickets"])
    account, first = home.accounts[company.key], home.clock.now().date()
    before = (await listed(home))[account]
    home.clock.advance(timedelta(days=1))
    for number in range(6):
        await home.live.change("open_ticket", account=company.key, subject=f"Down again, {number}", priority="urgent")
    await read(home)
    after = (await listed(home))[account]
    assert after < before
    assert await listed(home) == await shown(home)
    days = [[str(first), before], [str(first + timedelta(days=1)), after]]
    assert await series(home, account, "admin") == days
    assert await series(home, account, "support") == []


async def test_a_merged_customer_is_judged_by_what_both_have(home: InhabitedHouse) -> None:
    kept, absorbed = list(home.accounts.values())[2:4]
    async with home.client() as client:
        plan = await client.post(f"/api/v1/accounts/{absorbed}/merge", json={"into": kept, "dry_run": True})
        body = {"into": kept, "fingerprint": plan.json()["plan"]["fingerprint"]}
        merged = await client.post(f"/api/v1/accounts/{absorbed}/merge", json=body)
    assert merged.status_code == 200, merged.text
    await read(home)
    held = await listed(home)
    assert absorbed not in held
    assert held[kept] == (await ask(home, f"/api/v1/accounts/{kept}"))["scores"]["health"]["score"]
