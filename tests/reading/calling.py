"""Calls over a line, as tests make them."""

import asyncio

import pytest

from reading.sources import (
    House,
    reached,
    soon,
)
from rotunda.connector_kit.errors import (
    SourceError,
)
from rotunda.connector_kit.requests import Program, Request
from rotunda.reading.model import Priority


def one(path: str = "/a", **more: object) -> Program[object]:
    [payload] = yield [Request(path=path, **more)]  # type: ignore[arg-type]
    return payload.only


async def fetch(house: House, path: str = "/a", priority: Priority = Priority.PERSON, **more: object) -> object:
    return await soon(house.readings.fetch_program(house.connection.id, one(path, **more), priority))


async def earn_retries(house: House, number: int = 1) -> None:
    """Healthy traffic: every fifth call earns one retry."""
    for _ in range(5 * number):
        await fetch(house, "/healthy")


async def fails(house: House, kind: type[SourceError], path: str = "/a", **more: object) -> SourceError:
    with pytest.raises(kind) as raised:
        await fetch(house, path, **more)
    return raised.value


async def give_way() -> None:
    """Lets everything happen that can happen without the clock moving."""
    for _ in range(100):
        await asyncio.sleep(0)


async def retried(house: House, working: asyncio.Task[object]) -> object:
    """Lets the moment of the retry come."""
    await reached(lambda: working.done() or house.line.counts.retries)
    await reached(lambda: working.done() or house.alarm.next_moment() is not None)
    house.alarm.advance(0.25)
    return await soon(working)
