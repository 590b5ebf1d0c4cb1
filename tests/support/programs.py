"""Connectors' programs against a simulator, over the product's own channel: no retries, no cache, no budget."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.channels import Channel, open_channel
from rotunda.connections.form import read_form
from rotunda.connections.model import Connection, Credentials
from rotunda.connector_kit.manifest import Manifest
from rotunda.connector_kit.requests import Program
from rotunda.kit.clock import SystemClock
from rotunda.reading.program import fetch_pages, run_program
from rotunda.sections.ids import ConnectionId
from rotunda_world.model import World
from support.simulators import MOMENT, Served

PATIENCE = 20.0


class Source(NamedTuple):
    """A simulator, and the product's way to it."""

    served: Served
    channel: Channel

    @property
    def world(self) -> World:
        return self.served.world


@asynccontextmanager
async def connected(manifest: Manifest, served: Served) -> AsyncIterator[Channel]:
    """A signed-in channel, configured with the form that the simulator hands out."""
    filled = read_form(manifest, {**served.simulator.form, "base_url": served.base_url})
    connection = Connection(
        id=ConnectionId("con_1"),
        source=manifest.source,
        title=manifest.title,
        settings=filled.settings,
        created_at=MOMENT,
        changed_at=MOMENT,
    )
    channel = open_channel(
        manifest, connection, Credentials(filled.secrets), AddressPolicy(["127.0.0.1"]), SystemClock()
    )
    try:
        if not channel.signed_in():
            await channel.sign_in(PATIENCE)
        yield channel
    finally:
        await channel.close()


async def run_against(channel: Channel, program: Program[Any]) -> Any:
    """The program's result; what it raises passes through."""
    return await run_program(
        program,
        lambda request: fetch_pages(request, lambda asked, step: channel.call(asked, step, seconds=PATIENCE)),
    )
