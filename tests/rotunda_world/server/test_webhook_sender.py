"""Webhooks arrive signed, are tried again as the vendor would, and stop with the world."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from rotunda_world.server import LiveWorld
from rotunda_world.server.schedules import schedule_of
from rotunda_world.simulators.zendesk.signature import signature
from support.live_worlds import busy_company, signed_in, zendesk_alone


@dataclass(slots=True)
class Receiver:
    """A real server that remembers what came and answers with the next status of a list; the last one stays."""

    statuses: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list[tuple[dict[str, str], bytes]])
    hold: asyncio.Event | None = None
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.read()))
        if self.hold is not None:
            await self.hold.wait()
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return web.Response(status=status, headers=self.headers)


@asynccontextmanager
async def receiving(**settings: Any) -> AsyncGenerator[Receiver]:
    receiver = Receiver(**settings)
    app = web.Application()
    app.router.add_post("/hook", receiver.answer)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def open_ticket(live: LiveWorld) -> None:
    await live.change("open_ticket", account=busy_company(live).key, subject="Ünknown größe")


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.001)


async def test_a_change_arrives_signed_over_the_raw_bytes() -> None:
    async with zendesk_alone() as live, receiving() as receiver:
        secret = live.point_webhooks("zendesk", receiver.url)
        await open_ticket(live)
        await live.sender.settle()
        ((headers, body),) = receiver.came
        stamp = headers["X-Zendesk-Webhook-Signature-Timestamp"]
        assert headers["X-Zendesk-Webhook-Signature"] == signature(secret, stamp, body)
        event = json.loads(body)
        assert event["type"] == "zen:event-type:ticket.created"
        assert event["detail"]["organization_id"] == str(busy_company(live).zendesk_org_id)
        (delivery,) = live.sender.deliveries()
        assert (delivery.state, [one.status for one in delivery.attempts]) == ("delivered", [200])


async def test_what_the_vendor_retries_is_tried_again_with_a_signature_of_its_own() -> None:
    async with zendesk_alone(webhook_pace=0.0) as live, receiving(statuses=[503, 409, 204]) as receiver:
        live.point_webhooks("zendesk", receiver.url)
        await open_ticket(live)
        await live.sender.settle()
        assert len({body for _, body in receiver.came}) == 1
        assert len({headers["X-Zendesk-Webhook-Invocation-Id"] for headers, _ in receiver.came}) == 1
        (delivery,) = live.sender.deliveries()
        assert (delivery.state, [one.status for one in delivery.attempts]) == ("delivered", [503, 409, 204])


@pytest.mark.parametrize(("status", "tries"), [(500, 1), (404, 1), (503, 4)])
async def test_zendesk_gives_up_at_once_or_after_a_few(status: int, tries: int) -> None:
    async with zendesk_alone(webhook_pace=0.0) as live, receiving(statuses=[status]) as receiver:
        live.point_webhooks("zendesk", receiver.url)
        await open_ticket(live)
        await live.sender.settle()
        (delivery,) = live.sender.deliveries()
        assert (delivery.state, len(delivery.attempts)) == ("given_up", tries)


async def test_nobody_listening_is_tried_again_and_told() -> None:
    async with zendesk_alone(webhook_pace=0.0) as live:
        async with receiving() as receiver:
            live.point_webhooks("zendesk", receiver.url)
        await open_ticket(live)
        await live.sender.settle()
        (delivery,) = live.sender.deliveries()
        assert delivery.state == "given_up"
        assert [one.status for one in delivery.attempts] == [None] * 4
        assert "ClientConnectorError" in (delivery.attempts[0].reason or "")


async def test_several_are_in_flight_together_and_a_stop_drops_them() -> None:
    async with receiving(hold=asyncio.Event()) as receiver:
        async with zendesk_alone() as live:
            live.point_webhooks("zendesk", receiver.url)
            for _ in range(5):
                await open_ticket(live)
            await until(lambda: len(receiver.came) == 5)
        assert {one.state for one in live.sender.deliveries()} == {"dropped"}
        assert receiver.hold is not None
        receiver.hold.set()


async def test_what_is_registered_over_the_api_gets_what_it_subscribed_to_with_its_own_secret() -> None:
    async with zendesk_alone() as live, receiving() as receiver, signed_in(live) as desk:
        await desk.sign_in("read webhooks:write")
        made = await register(desk.session, desk.base_url, desk.token, receiver.url)
        path = f"/api/v2/webhooks/{made['id']}/signing_secret.json"
        secret = (await (await desk.get(path)).json())["signing_secret"]["secret"]
        await open_ticket(live)
        await live.change("rename_company", account=busy_company(live).key, name="Renamed")
        await live.sender.settle()
        ((headers, body),) = receiver.came
        stamp = headers["X-Zendesk-Webhook-Signature-Timestamp"]
        assert headers["X-Zendesk-Webhook-Signature"] == signature(secret, stamp, body)
        assert headers["X-Zendesk-Webhook-Id"] == made["id"]


async def register(session: aiohttp.ClientSession, base_url: str, token: str, url: str) -> dict[str, Any]:
    webhook = {
        "name": "Rotunda",
        "endpoint": url,
        "http_method": "POST",
        "request_format": "json",
        "status": "active",
        "subscriptions": ["zen:event-type:ticket.created"],
    }
    headers = {"Authorization": f"Bearer {token}"}
    answer = await session.post(f"{base_url}/api/v2/webhooks", json={"webhook": webhook}, headers=headers)
    assert answer.status == 201
    return (await answer.json())["webhook"]


def test_the_vendors_schedules_are_theirs() -> None:
    stripe, hubspot, zendesk = (schedule_of(vendor) for vendor in ("stripe", "hubspot", "zendesk"))
    assert 2 * 86_400 < sum(stripe.waits_seconds) <= 3 * 86_400
    assert stripe.wait_before(0, 404, None) is not None
    assert len(hubspot.waits_seconds) == 10
    assert sum(hubspot.waits_seconds) <= 86_400
    assert hubspot.wait_before(0, 401, None) is None
    assert hubspot.wait_before(0, 429, 7.0) == 7.0
    assert zendesk.wait_before(0, 429, 3600.0) is None
    assert zendesk.wait_before(0, None, None) is not None
    assert schedule_of("another").wait_before(0, 410, None) is None
