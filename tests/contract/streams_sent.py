"""What connectors ask a simulator for while their streams are read to the end, and after webhooks."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

from rotunda.connections.channels import Channel
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.events import Event, Stream, StreamAsk
from rotunda.connector_kit.requests import AnyRequest, Program, Request
from rotunda.reading.program import fetch_pages, run_program
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Simulator
from support.programs import PATIENCE, connected
from support.simulators import MOMENT, served, small_world

_MOST_PAGES = 60


async def asked_by_streams(connector: Connector, build: Callable[[RunningWorld], Simulator]) -> list[Request]:
    """Each stream from the first pull on, then the records of some of its events once more, as after a webhook."""
    asked: list[AnyRequest] = []
    async with served(build, small_world(accounts=8)) as one, connected(connector.manifest, one) as channel:
        for stream in connector.streams.values():
            events = [event async for event in _read(channel, stream, one.simulator.form, asked)]
            if connector.events is not None:
                records = list(dict.fromkeys(event.record for event in events))[:40]
                await _run(channel, connector.events(records, one.simulator.form, MOMENT), asked)
    return [each for each in asked if isinstance(each, Request)]


async def _read(channel: Channel, stream: Stream, settings: Any, asked: list[AnyRequest]) -> AsyncIterator[Event]:
    ask = StreamAsk(cursor=None, since=MOMENT - timedelta(days=400), now=MOMENT, settings=settings)
    for _ in range(_MOST_PAGES):
        page = await _run(channel, stream.read(ask), asked)
        for event in page.events:
            yield event
        if not page.more:
            return
        ask = StreamAsk(cursor=page.cursor, since=ask.since, now=MOMENT, settings=settings)
    raise AssertionError(f"more than {_MOST_PAGES} pages")


async def _run(channel: Channel, program: Program[Any], asked: list[AnyRequest]) -> Any:
    async def fetch(request: AnyRequest) -> Any:
        asked.append(request)
        return await fetch_pages(request, lambda each, step: channel.call(each, step, seconds=PATIENCE))

    return await run_program(program, fetch)
