"""What a browser is answered at addresses that nobody has, and what programs are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from rotunda.entrypoints.web_page import FILES
from support.service import Service, serving, settings_for

NAVIGATION = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    if not (FILES / "index.html").is_file():
        pytest.fail("The front end has not been built. Run `make web` (scripts/build-web) first.", pytrace=False)
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        yield running


@pytest.mark.parametrize("path", ["/nothing", "/accounts/acc_1/nothing", "/a/deep/wrong.address", "/apiary"])
async def test_whoever_follows_a_wrong_address_is_answered_by_the_page(service: Service, path: str) -> None:
    async with service.client() as client:
        known = await client.get("/accounts", headers=NAVIGATION)
        answer = await client.get(path, headers=NAVIGATION)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    (policy,) = answer.headers.get_list("content-security-policy")
    assert "'nonce-" in policy
    assert policy != known.headers["content-security-policy"]
    assert "__CSP_NONCE__" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/v1/nothing",
        "/api/v1/accounts/acc_1/sections/billing/nothing",
        "/healthz/nothing",
        "/metrics/nothing",
        "/assets/index-gone.js",
        "/assets/a/b",
        "/gone.svg",
        "/.env",
    ],
)
async def test_where_no_page_can_be_it_stays_a_problem_for_browsers_too(service: Service, path: str) -> None:
    async with service.client("admin") as client:
        answer = await client.get(path, headers=NAVIGATION)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "There is nothing at this address."


@pytest.mark.parametrize("path", ["/nothing", "/accounts/acc_1/nothing"])
@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
async def test_programs_are_told_that_there_is_nothing(service: Service, path: str, accept: str) -> None:
    async with service.client() as client:
        answer = await client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:rotunda:problem:not-found")


async def test_what_is_sent_to_a_wrong_address_is_no_navigation(service: Service) -> None:
    async with service.client("admin") as client:
        answer = await client.post("/a/deep/wrong/address", headers=NAVIGATION, json={})
    assert answer.status_code == 404
