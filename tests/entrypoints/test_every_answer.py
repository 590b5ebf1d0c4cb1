"""Headers that every answer has, whoever gave it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from support.service import Service, serving, settings_for


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/healthz", 200),
        ("/api/v1/me", 200),
        ("/api/v1/nothing", 404),
        ("/api/v1/accounts/acc_00000000000000000000", 404),
        ("/api/v1/accounts?limit=0", 400),
    ],
)
async def test_every_answer_has_an_id_and_tells_the_browser_what_it_may_do(
    service: Service, path: str, status: int
) -> None:
    async with service.client("admin") as client:
        answer = await client.get(path, headers={"X-Request-Id": "trace-1"})
    assert answer.status_code == status
    assert answer.headers.get_list("x-request-id") == ["trace-1"]
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'; frame-ancestors 'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_who_is_not_signed_in_is_refused_with_the_same_headers(service: Service) -> None:
    async with service.client() as client:
        answer = await client.get("/api/v1/me")
        posted = await client.post("/api/v1/connections", json={})
    assert (answer.status_code, posted.status_code) == (401, 401)
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["x-request-id"] != posted.headers["x-request-id"]


async def test_the_page_keeps_the_policy_of_its_own(service: Service) -> None:
    """Where the front end is built; where it is not, the answer that says so has the common one."""
    async with service.client() as client:
        policies = (await client.get("/")).headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
