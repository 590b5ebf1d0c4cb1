"""What is not from the source, not of these minutes, or not expected at all leaves no trace."""

import pytest

from support.house import InhabitedHouse
from sync.inbox.town import Post, arrived, event, payer

MINUTE = 60.0


async def numbers(home: InhabitedHouse) -> set[str]:
    return {each["id"] for each in await arrived(home)}


def of_somebody(home: InhabitedHouse, number: str) -> bytes:
    return event(number, payer(home).payers[0].stripe_id)


async def test_forged_bent_and_late_deliveries_are_refused_and_not_kept(home: InhabitedHouse) -> None:
    post, now = Post(home, "stripe"), home.clock.now().timestamp()
    body = of_somebody(home, "evt_forged")
    before = await numbers(home)
    simulator = home.live.simulator_of("zendesk").simulator
    refused = {
        "unsigned": await post.send(body, {}),
        "another vendor's": await post.send(body, simulator.sign(body, post.url, now)),
        "another body's": await post.send(body, post.signed(of_somebody(home, "evt_other"))),
        "too old": await post.send(body, post.signed(body, now - 6 * MINUTE)),
        "too new": await post.send(body, post.signed(body, now + 6 * MINUTE)),
    }
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 401)
    [told] = {answer.text for answer in refused.values()}
    assert '"urn:rotunda:problem:webhook-refused"' in told
    assert await numbers(home) == before


@pytest.mark.parametrize("source", ["stripe", "hubspot", "zendesk", "productdb"])
async def test_a_secret_can_be_replaced_without_losing_a_delivery(home: InhabitedHouse, source: str) -> None:
    post = Post(home, source)
    body = b"[]" if source == "hubspot" else of_somebody(home, "evt_rotated")
    if source == "hubspot":
        ids = b'"portalId":1,"subscriptionId":2,"eventId":3'
        body = b"[{" + ids + b',"subscriptionType":"product.creation","objectId":4}]'
    await post.agree("whsec_next")
    assert (await post.send(body)).status_code == 401
    await post.agree("whsec_next", post.secret)
    assert (await post.send(body)).status_code == 202
    await post.agree(post.secret)


async def test_a_repetition_is_answered_alike_and_is_no_second_delivery(home: InhabitedHouse) -> None:
    post, body = Post(home, "stripe"), of_somebody(home, "evt_again")
    before = await numbers(home)
    first = await post.send(body)
    again = await post.send(body, post.signed(body, home.clock.now().timestamp() + 1))
    assert (first.status_code, first.content) == (again.status_code, again.content) == (202, b"")
    assert len(await numbers(home) - before) == 1


async def test_who_agreed_on_nothing_is_answered_as_if_not_there(home: InhabitedHouse) -> None:
    post, body = Post(home, "zendesk"), b"{}"
    await post.agree()
    silent = await post.send(body)
    await post.agree(post.secret)
    async with home.client(None) as client:
        headers = {**post.signed(body), "Content-Type": "application/json"}
        unknown = await client.post(post.url[:-1], content=body, headers=headers)
        await Post(home, "productdb").agree()
        unsent = await client.post(Post(home, "productdb").url, content=body, headers=headers)
        await Post(home, "productdb").agree(Post(home, "productdb").secret)
    assert silent.status_code == 404
    assert silent.text == unknown.text == unsent.text


async def test_a_body_beyond_all_measure_is_refused(home: InhabitedHouse) -> None:
    post = Post(home, "stripe")
    before = await numbers(home)
    assert (await post.send(b" " * (1024 * 1024 + 1))).status_code == 413
    assert await numbers(home) == before


async def test_what_cannot_be_read_is_dead_at_once_and_says_where(home: InhabitedHouse) -> None:
    post = Post(home, "stripe")
    assert (await post.send(b'{"id":"evt_odd","data":{"object":[]}}')).status_code == 202
    await home.installation.inbox.worker.work()
    [dead] = [each for each in await arrived(home, state="dead") if each["connection_id"] == post.connection]
    assert (dead["error"], dead["attempts"]) == ("bad_payload", 1)
    assert dead["reason"].startswith("body.data.object")
    assert dead["next_attempt_at"] is None


async def test_only_admins_see_what_arrived(home: InhabitedHouse) -> None:
    for user in ("support", "sales", "finance", "success"):
        async with home.client(user) as client:
            assert (await client.get("/api/v1/webhooks")).status_code == 403
            assert (await client.post("/api/v1/webhooks/whd_1/replay")).status_code == 403
    async with home.client() as client:
        assert (await client.post("/api/v1/webhooks/whd_1/replay")).status_code == 404
        assert (await client.get("/api/v1/webhooks?cursor=no")).status_code == 400


async def test_the_list_goes_on_where_it_ended(home: InhabitedHouse) -> None:
    post = Post(home, "stripe")
    for number in range(5):
        await post.send(of_somebody(home, f"evt_page_{number}"))
    listed = [each["id"] for each in await arrived(home)]
    paged: list[str] = []
    async with home.client() as client:
        cursor: str | None = ""
        while cursor is not None and len(paged) < len(listed):
            page = (await client.get("/api/v1/webhooks", params={"limit": 2, "cursor": cursor})).json()
            paged += [each["id"] for each in page["items"]]
            cursor = page["next"]
    assert paged == listed


async def test_nothing_of_a_delivery_stays_but_what_it_named(home: InhabitedHouse) -> None:
    await Post(home, "stripe").send(of_somebody(home, "evt_forgotten"))
    await home.installation.inbox.worker.work()
    kept = await home.installation.database.execute(
        "SELECT FROM webhook_delivery WHERE delivery_id = 'evt_forgotten' AND body IS NULL AND named IS NOT NULL"
    )
    assert kept == 1
