"""What has changed, told to open pages as it happens."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery
from litestar.response import Stream

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.authentication import authenticate
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError
from rotunda.entrypoints.routes.streams import STREAM_HEADERS
from rotunda.sections.ids import AccountId, UserId
from rotunda.view.changes import Change, ChangeFeed, seen_by

ViewerRequest = Request[Viewer, Any, Any]

HEARTBEAT_SECONDS = 15.0
STREAMS_MOST = 50
"""Of one user at one process. A browser opens six at most."""
_TOO_MANY = f"{STREAMS_MOST} open pages of yours follow changes already. Close some of them, then load this one again."
_STILL_HERE = b": still here\n\n"


def change_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/changes",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Which sections change, as server-sent events: ready, change, missed. Names, never values",
        media_type="text/event-stream",
    )
    async def changes(request: ViewerRequest, account: FromQuery[str | None] = None) -> Stream:
        if streams[request.user.user_id] >= STREAMS_MOST:
            raise ProblemError(429, "too-many-streams", _TOO_MANY)
        told = _told(installation, request, AccountId(account) if account else None, streams)
        first = await anext(told)  # From here on it is counted.
        return Stream(_from(first, told), media_type="text/event-stream", headers=STREAM_HEADERS)

    streams: Counter[UserId] = Counter()
    return [changes]


async def _from(first: bytes, rest: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    async with contextlib.aclosing(rest):
        yield first
        async for each in rest:
            yield each


async def _told(
    installation: Installation, request: ViewerRequest, account: AccountId | None, streams: Counter[UserId]
) -> AsyncGenerator[bytes]:
    """Until whoever listens goes, or may listen no more: rights are read anew before anything is told. The pulse is
    even, so that it tells nothing of what others are told.
    """
    feed, pulse = installation.changes, _Pulse()
    with feed.following() as stirred, _counted(streams, request.user.user_id):
        name, position = _beginning(feed, request.headers.get("last-event-id"))
        yield _event(name, feed.sealed(position))
        while True:
            stirred.clear()
            found, position = feed.after(position, account), max(position, feed.position())
            beats = pulse.beats()
            if found.changes or found.missed or beats:
                # Whoever goes in the middle of it takes no connection to the database with them.
                seen = await asyncio.shield(_seen(installation, request, found.changes))
                if seen is None:
                    return
                for event in _events(seen, feed.sealed(position) if seen else ""):
                    yield event
                if found.missed:
                    yield _event("missed", feed.sealed(position))
            if beats:
                yield _STILL_HERE
            await pulse.wait(stirred)


@contextlib.contextmanager
def _counted(streams: Counter[UserId], user: UserId) -> Generator[None]:
    streams[user] += 1
    try:
        yield
    finally:
        streams[user] -= 1
        if not streams[user]:
            del streams[user]


def _beginning(feed: ChangeFeed, last: str | None) -> tuple[str, int]:
    """Where whoever comes goes on, or begins: with the event that says so."""
    if last is None:
        return "ready", feed.position()
    position = feed.opened(last)
    return ("missed", feed.position()) if position is None or not feed.remembers(position) else ("ready", position)


def _events(changes: Sequence[Change], position: str) -> Iterator[bytes]:
    """Only the last has a position: whoever is cut off before it is told all of them again."""
    bodies = [b"event: change\ndata: " + msgspec.json.encode(change) + b"\n" for change in changes]
    for body in bodies[:-1]:
        yield body + b"\n"
    for body in bodies[-1:]:
        yield body + f"id: {position}\n\n".encode()


class _Pulse:
    """Beats every so many seconds, whatever happens in between."""

    def __init__(self) -> None:
        self._next = self._now() + HEARTBEAT_SECONDS

    def beats(self) -> bool:
        """Whether it is time; once for each time."""
        if self._now() < self._next:
            return False
        self._next = self._now() + HEARTBEAT_SECONDS
        return True

    async def wait(self, stirred: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._next):
                await stirred.wait()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


async def _seen(installation: Installation, request: ViewerRequest, found: Sequence[Change]) -> list[Change] | None:
    """None where nothing may be told any more."""
    await authenticate(request, installation.sign_in)
    viewer: Viewer | None = request.scope["user"]
    if viewer is None or not viewer.may(Permission.ACCOUNT_VIEW):
        return None
    return await seen_by(viewer, found, installation.identity)


def _event(name: str, position: str) -> bytes:
    return f"event: {name}\nid: {position}\ndata: {{}}\n\n".encode()
