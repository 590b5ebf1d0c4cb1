"""A source that stops sending what it used to send is noticed, named, and asked more often again."""

from datetime import timedelta

from rotunda.sections.ids import SourceName
from support.house import InhabitedHouse
from sync.inbox.town import Post, event, payer
from sync.pulls.chronicle import pulled

KIND = "customer.updated"


async def seconds_until_the_next_pull(home: InhabitedHouse) -> float:
    await pulled(home, "stripe")
    items = await home.installation.pulls.items()
    [stream] = next(each for each in items if each.source == "stripe").streams
    return (stream.next_at - home.clock.now()).total_seconds()


async def silent(home: InhabitedHouse) -> list[tuple[str, str, float]]:
    async with home.client() as client:
        found = (await client.get("/api/v1/webhooks")).json()["silent"]
    return [(each["connection_id"], each["kind"], each["usual_every_seconds"]) for each in found]


async def test_silence_is_noticed_and_polling_takes_over(home: InhabitedHouse) -> None:
    await home.installation.database.execute("DELETE FROM webhook_kind")
    post, customer = Post(home, "stripe"), payer(home).payers[0].stripe_id
    await post.agree(post.secret)
    assert await seconds_until_the_next_pull(home) == 300
    for number in range(12):
        home.clock.advance(timedelta(minutes=10))
        assert (await post.send(event(f"evt_often_{number}", customer))).status_code == 202
        await home.installation.inbox.worker.work()
    assert await silent(home) == []
    assert await seconds_until_the_next_pull(home) == 900
    home.clock.advance(timedelta(hours=3))
    assert await silent(home) == []
    home.clock.advance(timedelta(hours=1))
    assert await silent(home) == [(home.connections[SourceName("stripe")], KIND, 600)]
    assert await seconds_until_the_next_pull(home) == 300
    assert (await post.send(event("evt_often_again", customer))).status_code == 202
    await home.installation.inbox.worker.work()
    assert await silent(home) == []
