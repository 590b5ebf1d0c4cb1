"""Admins see how far each source has been pulled, and can have it done at once; nobody else can."""

from datetime import timedelta

from rotunda.sections.ids import SourceName
from rotunda.sync.pulls.model import SyncItem
from rotunda_world.running import Fault
from support.house import InhabitedHouse, healthy
from sync.pulls.chronicle import pulled


async def stripe(home: InhabitedHouse) -> SyncItem:
    return next(each for each in await home.installation.pulls.items() if each.source == "stripe")


async def test_an_admin_sees_how_far_each_stream_has_come(home: InhabitedHouse) -> None:
    await pulled(home, "stripe")
    home.clock.advance(timedelta(minutes=7))
    async with home.client() as client:
        answer = (await client.get("/api/v1/sync")).json()
        listed = (await client.get("/api/v1/connections")).json()["items"]
        metrics = (await client.get("/metrics")).text
    [item] = [each for each in answer["connections"] if each["source"] == "stripe"]
    [stream] = item["streams"]
    assert (stream["name"], stream["state"], stream["progress"], stream["error"]) == ("events", "current", 1.0, None)
    assert item["lag_seconds"] == stream["lag_seconds"] == 420
    assert {"workers", "kinds", "dead"} <= answer["jobs"].keys()
    assert [each["lag_seconds"] for each in listed if each["source"] == "stripe"] == [420]
    labels = f'connection="{item["connection_id"]}",source="stripe",stream="events"'
    assert f"rotunda_sync_lag_seconds{{{labels}}} 420.0" in metrics


async def test_a_source_that_fails_says_so_and_is_asked_more_and_more_rarely(home: InhabitedHouse) -> None:
    connection, puller = home.connections[SourceName("stripe")], home.installation.pulls.puller
    await pulled(home, "stripe")
    await home.live.set_fault("stripe", Fault.SERVER_ERROR)
    waits: list[float] = []
    for _ in range(3):
        home.clock.advance(timedelta(hours=2))
        assert not await puller.pull(connection)
        stream = await stripe(home)
        waits.append((stream.streams[0].next_at - home.clock.now()).total_seconds())
        assert (stream.streams[0].state, stream.streams[0].error) == ("failing", "unavailable")
    await home.live.heal("stripe")
    await home.live.set_conditions("stripe", healthy())
    home.installation.readings.lines.forgive(connection)
    assert waits == sorted(set(waits))
    await pulled(home, "stripe")
    stream = await stripe(home)
    assert (stream.streams[0].state, stream.streams[0].failures) == ("current", 0)


async def test_only_admins_may_ask_or_pull(home: InhabitedHouse) -> None:
    connection = home.connections[SourceName("stripe")]
    for user in ("support", "sales", "finance", "success"):
        async with home.client(user) as client:
            assert (await client.get("/api/v1/sync")).status_code == 403
            assert (await client.post(f"/api/v1/sync/{connection}/run")).status_code == 403
            assert (await client.post(f"/api/v1/sync/{connection}/backfill", json={})).status_code == 403
            assert (await client.post("/api/v1/jobs/1/replay")).status_code == 403
    async with home.client() as client:
        assert (await client.post(f"/api/v1/sync/{connection}/run")).status_code == 202
        assert (await client.post("/api/v1/sync/con_none/run")).status_code == 404
        assert (await client.post("/api/v1/jobs/1/replay")).status_code == 404
        assert (await client.post(f"/api/v1/sync/{connection}/backfill", json={"months": 0})).status_code == 400
