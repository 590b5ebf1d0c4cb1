"""Whoever looks together reads once, whatever each of them is shown of it."""

import asyncio

import httpx

from permissions.people import ROLES, Peopled
from rotunda.sections.ids import SourceName

VIEWERS = 100


async def test_a_hundred_viewers_of_ten_roles_ask_no_more_than_one_who_sees_everything(ten: Peopled) -> None:
    await _look(ten, "admin")
    await ten.settled()
    alone = await _requests_of_one(ten)
    ten.clock.age()
    ten.house.live.reset_requests()
    misses = _misses(ten)
    turns = [role for _ in range(VIEWERS // len(ROLES)) for role in ROLES]
    pages = await asyncio.gather(*(_look(ten, role) for role in turns))
    assert ten.house.live.requests() == alone
    sections = {source: len(each.sections) for source, each in ten.house.installation.house.connectors.items()}
    assert {source: now - misses[source] for source, now in _misses(ten).items()} == sections
    shown = {role: set(page.json()["sections"]) for role, page in zip(turns, pages, strict=True)}
    assert shown == {role: set(each.sections) for role, each in ROLES.items()}


async def _requests_of_one(ten: Peopled) -> dict[str, dict[str, int]]:
    ten.clock.age()
    ten.house.live.reset_requests()
    await _look(ten, "admin")
    asked = ten.house.live.requests()
    assert set(asked) == set(ten.house.connections)
    return asked


async def _look(ten: Peopled, role: str) -> httpx.Response:
    answer = await ten.clients[role].get(ten.path())
    assert answer.status_code == 200, answer.text
    return answer


def _misses(ten: Peopled) -> dict[SourceName, int]:
    readings = ten.house.installation.readings
    return {source: readings.status(each).cache_misses for source, each in ten.house.connections.items()}
