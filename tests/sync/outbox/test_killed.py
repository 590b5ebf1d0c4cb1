"""A worker that dies after the CRM has made its record, and before it could write that down, leaves no second copy."""

import asyncio
from collections.abc import Callable

import pytest

from rotunda_world.simulators.simulator import Changed
from support.house import InhabitedHouse
from sync.outbox.written import Desk, desk_at
from sync.pulls.test_killed import worker

PATIENCE = 120.0


async def killed_as_it_is_made(desk: Desk) -> None:
    """The process is gone before the answer leaves."""
    home = desk.home
    process = await worker(home)
    tell: Callable[[Changed], None] = home.live.running.announce

    def kill(changed: Changed) -> None:
        process.kill()
        tell(changed)

    home.live.running.announce = kill
    try:
        await home.installation.jobs.enqueue("outbox", desk.connection)
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    finally:
        home.live.running.announce = tell


@pytest.mark.slow
async def test_killed_between_sending_and_recording(home: InhabitedHouse) -> None:
    desk = desk_at(home, 1)
    made = await desk.note("Made, and then the lights went out")
    await killed_as_it_is_made(desk)
    [there] = desk.there()
    [outgoing] = (await home.installation.outbox.of([made["id"]])).values()
    assert (outgoing.state, outgoing.external_id) == ("waiting", None)
    assert outgoing.begun_at is not None
    await home.installation.database.execute("DELETE FROM procrastinate_jobs")
    desk.later()
    process = await worker(home)
    try:
        await home.installation.jobs.enqueue("outbox", desk.connection)
        async with asyncio.timeout(PATIENCE):
            while await desk.state(made) != "sent":
                await asyncio.sleep(0.05)
    finally:
        process.kill()
        await process.wait()
    assert [each.hubspot_id for each in desk.there()] == [there.hubspot_id]
