"""The service starts when nothing answers, says what is wrong, knows its customers, and gets well by itself."""

from contextlib import AsyncExitStack

from faults.town import SOURCES, Home, Town, opened
from reading.sources import soon
from rotunda_world.running import Fault


async def test_it_starts_with_every_source_refused(town: Town) -> None:
    async with AsyncExitStack() as service:
        async with AsyncExitStack() as faults:
            for source in SOURCES:
                await faults.enter_async_context(town.spoilt(source, Fault.REFUSED))
            home = await service.enter_async_context(opened(town, *SOURCES))
            assert await home.is_ready()
            await says_what_is_wrong(home)
            await knows_its_customers(home)
        await soon(home.is_well_again())


async def says_what_is_wrong(home: Home) -> None:
    page = await home.look_until_deadline(SOURCES)
    assert set(page.states().values()) == {"unavailable"}
    assert all(report.reason for section in page.sections.values() for report in section.sources)
    assert set(page.contents().values()) == {b"null"}
    connections = (await home.client.get("/api/v1/connections")).json()["items"]
    assert {each["state"] for each in connections} == {"failing"}
    assert all(each["last_error"]["reason"] for each in connections)


async def knows_its_customers(home: Home) -> None:
    """From the last time that they were listed: lists that cannot be read now take nothing away."""
    before = (await home.client.get("/api/v1/accounts")).json()["total"]
    assert before > 0
    assert all(each.reason for each in await home.installation.directory.refresh())
    assert (await home.client.get("/api/v1/accounts")).json()["total"] == before
    known = home.town.live.running.world.companies[0]
    found = await home.client.get("/api/v1/lookup", params={"external": f"hubspot:{known.hubspot_ids[0]}"})
    assert found.status_code == 200
