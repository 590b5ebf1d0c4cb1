"""A real Chromium in front of the whole house: a demo company's systems, the service with the built front end."""

import os
import re
import subprocess
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from e2e.visit import Visits, ask
from rotunda.entrypoints.web_page import FILES
from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, eventually, moved_in, world_standing_still

ROOT = Path(__file__).parents[2]
ACCOUNTS = 60  # More than one page of the list.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
_FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=15_000)


@pytest_asyncio.fixture(scope="session")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    """Tests may spoil its sources and move its clock forward; each heals what it has spoilt."""
    if not (FILES / "index.html").is_file():
        pytest.fail("The front end has not been built. Run `make web` (scripts/build-web) first.", pytrace=False)
    clock, folder = StillClock(), tmp_path_factory.mktemp("installation")
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=ACCOUNTS) as live,
        moved_in(live, clock, Deed(await make_database(), folder)) as home,
    ):
        await home.installation.book.read_all()
        await _listed(home)
        yield home


async def _listed(home: InhabitedHouse) -> None:
    """Facts of the list are written behind the pages: until the last of them is there."""
    truths = [home.truth(company.key) for company in home.companies]
    expected = {
        "mrr:>0": sum(bool(each["mrr"]) for each in truths),
        "has:open-ticket": sum(each["open_tickets"] > 0 for each in truths),
        "deals:>0": sum(each["open_deals"] > 0 for each in truths),
        "wau:>0": sum(each["active_users_7d"] > 0 for each in truths),
    }

    async def known() -> dict[str, int]:
        return {q: (await ask(home, f"/api/v1/accounts?limit=1&q={q}"))["total"] for q in expected}

    await eventually(known, expected)


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        yield launched
        await launched.close()


def _chromium() -> str:
    if named := os.environ.get("ROTUNDA_CHROMIUM"):
        return named
    found = subprocess.run([ROOT / "scripts" / "find-chromium"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    return found.stdout.strip()


@pytest_asyncio.fixture
async def visits(request: pytest.FixtureRequest, browser: Browser, home: InhabitedHouse) -> AsyncIterator[Visits]:
    """Makes visits; none of them may leave an error on a browser's console."""
    made = Visits(browser, home)
    yield made
    if request.node.stash.get(_FAILED, False):
        await made.photograph(ROOT / "test-results", re.sub(r"\W+", "-", request.node.name))
    await made.close()
    assert made.problems == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest_asyncio.fixture(scope="session")
async def rich(home: InhabitedHouse) -> str:
    """The key of an account of which every system has something to tell, more invoices than the page carries."""
    for company in home.companies:
        true = home.truth(company.key)
        if true["overdue"]["count"] and true["open_tickets"] and true["open_deals"] and await _long(home, company.key):
            return company.key
    raise AssertionError("no account of this company has an overdue invoice, an open ticket and an open deal")


async def _long(home: InhabitedHouse, key: str) -> bool:
    page = await ask(home, f"/api/v1/accounts/{home.accounts[key]}")
    return "invoices" in page["sections"]["billing"]["more"]
