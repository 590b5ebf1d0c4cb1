"""What has changed, told to open pages as it happens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
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
from rotunda.entrypoints.routes.streams import STREAM_HEADERS
from rotunda.sections.ids import AccountId
from rotunda.view.changes import Change, ChangeFeed, seen_by

ViewerRequest = Request[Viewer, Any, Any]

HEARTBEAT_SECONDS = 15.0
_STILL_HERE = b": still here\n\n"


def change_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/changes",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Which sections change, as server-sent events: ready, change, missed. Names, never values",
        media_type="text/event-stream",
        sync_to_thread=False,
    )
    def changes(request: ViewerRequest, account: FromQuery[str | None] = None) -> Stream:
        told = _told(installation, request, AccountId(account) if account else None)
        return Stream(told, media_type="text/event-stream", headers=STREAM_HEADERS)

    return [changes]


async def _told(installation: Installation, request: ViewerRequest, account: AccountId | None) -> AsyncIterator[bytes]:
    """Until whoever listens goes, or may listen no more: rights are read anew before anything is told. The pulse is
    even, so that it tells nothing of what others are told.
    """
    feed, pulse = installation.changes, _Pulse()
    with feed.following() as stirred:
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
