"""The document of the API at its address: every route that is part of it, and what each section of a page holds."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rotunda.sections.section import load_sections
from support.service import Service, serving, settings_for


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with serving(settings_for(database_url, tmp_path_factory.mktemp("installation"))) as opened:
        yield opened


async def test_asked_by_several_at_once_it_is_one_and_whole(service: Service) -> None:
    async with service.client() as client:
        answers = await asyncio.gather(*(client.get("/api/v1/openapi.json") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    document = answers[0].json()
    assert {"/api/v1/accounts", "/api/v1/accounts/{account_id}", "/api/v1/audit"} <= {*document["paths"]}
    schemas = document["components"]["schemas"]
    assert {section.view.__name__ for section in load_sections().values()} <= {*schemas}
    assert {"StreamHead", "StreamSection", "StreamDone"} <= {*schemas}
    assert "mrr" in schemas["BillingView"]["properties"]
