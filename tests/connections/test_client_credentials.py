"""Tokens of OAuth clients."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from reading.sources import START, Source, manifest, reached, soon, status
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.sign_in.client_credentials import ClientCredentialsSignIn
from rotunda.connections.transport.aiohttp_client import AiohttpTransport
from rotunda.connector_kit.errors import Unavailable
from rotunda.connector_kit.manifest import ClientCredentials
from rotunda.kit.clock import SetClock
from rotunda.kit.secret import Secret

AUTH = ClientCredentials("client_id", "client_secret", "/token", "read", default_lifetime=100)


class Desk(Source):
    """Hands out `t1`, `t2` and so on."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0
        self.lifetime: float | None = 1000
        self.handlers["/token"] = self._token

    async def _token(self, _: web.Request) -> web.StreamResponse:
        self.given += 1
        return web.json_response({"access_token": f"t{self.given}", "expires_in": self.lifetime})


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Desk() as running:
        yield running


@pytest_asyncio.fixture
async def sign_in(desk: Desk, clock: SetClock) -> AsyncIterator[ClientCredentialsSignIn]:
    async with AiohttpTransport(desk.url, AddressPolicy(["127.0.0.1"]), limit=8) as transport:
        yield ClientCredentialsSignIn(manifest(), AUTH, ("us", Secret("hunter2")), transport, clock)


async def test_there_is_no_header_before_the_first_token(sign_in: ClientCredentialsSignIn) -> None:
    assert sign_in.authorization() is None
    await sign_in.sign_in(10)
    assert sign_in.authorization() == "Bearer t1"


async def test_callers_at_the_same_time_share_one_request(sign_in: ClientCredentialsSignIn, desk: Desk) -> None:
    await soon(asyncio.gather(*(sign_in.sign_in(10) for _ in range(100))))
    assert desk.given == 1


async def test_only_the_token_that_was_refused_is_forgotten(sign_in: ClientCredentialsSignIn) -> None:
    await sign_in.sign_in(10)
    assert sign_in.forget("Bearer t0")
    assert sign_in.authorization() == "Bearer t1"
    assert sign_in.forget("Bearer t1")
    assert sign_in.authorization() is None


@pytest.mark.parametrize(("lifetime", "kept"), [(1000, 939), (100, 89), (None, 89)])
async def test_a_token_is_renewed_shortly_before_it_expires(
    sign_in: ClientCredentialsSignIn, desk: Desk, clock: SetClock, lifetime: float | None, kept: int
) -> None:
    desk.lifetime = lifetime
    await sign_in.sign_in(10)
    clock.advance(timedelta(seconds=kept))
    assert sign_in.authorization() == "Bearer t1"
    clock.advance(timedelta(seconds=2))
    assert sign_in.authorization() is None


async def test_the_old_token_serves_until_it_expires_while_no_new_one_can_be_had(
    sign_in: ClientCredentialsSignIn, desk: Desk, clock: SetClock
) -> None:
    await sign_in.sign_in(10)
    desk.answers("/token", status(503))
    clock.advance(timedelta(seconds=990))
    await sign_in.sign_in(10)
    assert sign_in.authorization() == "Bearer t1"
    clock.advance(timedelta(seconds=10))
    with pytest.raises(Unavailable):
        await sign_in.sign_in(10)
    assert sign_in.authorization() is None


async def test_who_is_cancelled_or_late_leaves_the_request_to_the_others(
    sign_in: ClientCredentialsSignIn, desk: Desk
) -> None:
    hanging = desk.hangs("/token")
    hanging.response = lambda: web.json_response({"access_token": "late"})
    cancelled, patient = (asyncio.create_task(sign_in.sign_in(10)) for _ in range(2))
    await reached(lambda: hanging.waiting)
    with pytest.raises(Unavailable):
        await sign_in.sign_in(0.01)
    cancelled.cancel()
    await asyncio.wait({cancelled})
    hanging.go.set()
    await soon(patient)
    assert sign_in.authorization() == "Bearer late"
    assert hanging.most == 1


async def test_no_token_is_ever_printed(sign_in: ClientCredentialsSignIn) -> None:
    await sign_in.sign_in(10)
    assert "t1" not in repr(sign_in._token)
    assert "hunter2" not in repr(vars(sign_in))
