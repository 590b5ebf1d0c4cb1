"""The helpdesk simulator, signed in, and what the world has in it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rotunda_world.model import Company, Ticket
from rotunda_world.simulators.zendesk import build
from support.simulators import Served, served, small_world


@asynccontextmanager
async def helpdesk(*, limits: bool = False) -> AsyncGenerator[Served]:
    """Of a world of its own: tests may change it when they put it back."""
    async with served(build, small_world(), limits=limits) as desk:
        await sign_in(desk)
        yield desk


async def sign_in(desk: Served) -> None:
    asked = {**desk.simulator.form, "grant_type": "client_credentials", "scope": "read webhooks:write"}
    answer = await desk.client.post("/oauth/tokens", json=asked)
    desk.headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}


def companies(desk: Served) -> list[Company]:
    return [one for one in desk.world.companies if one.zendesk_org_id is not None]


def busiest(desk: Served) -> Company:
    return max(companies(desk), key=lambda one: len(one.tickets))


def tickets(desk: Served) -> list[Ticket]:
    return [ticket for company in desk.world.companies for ticket in company.tickets]


async def every_page(desk: Served, path: str, name: str) -> list[dict[str, Any]]:
    """By cursor, following the links that the answers give."""
    found: list[dict[str, Any]] = []
    page = await desk.get(path)
    while True:
        found += page[name]
        if not page["meta"]["has_more"]:
            assert page["links"]["next"] is None
            return found
        page = await desk.get(page["links"]["next"].removeprefix(desk.base_url))
