"""A look at one account, or at one person, as an answer: opened, recorded, and sent as server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from litestar import Request

from rotunda.access.audit.entry import Action
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent
from rotunda.view.contact.looking import ContactLook
from rotunda.view.looking import WHOLE, Absent, Asked, Look
from rotunda.view.page.service import PageStream

ViewerRequest = Request[Viewer, Any, Any]
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def open_look(
    installation: Installation,
    request: ViewerRequest,
    account_id: str,
    permission: Permission,
    asked: Asked = WHOLE,
) -> Look:
    """What the viewer of this request may see of the account; nothing may leave before the look is recorded."""
    action = Action.DRILL if asked.section else Action.VIEW
    try:
        return await installation.looking.open(request.user, account_id, action, permission, asked)
    except Absent:
        raise absent() from None


async def open_contact(
    installation: Installation,
    request: ViewerRequest,
    contact_id: str,
    action: Action,
    permission: Permission,
    *,
    refresh: bool = False,
) -> ContactLook:
    """The same of a person."""
    try:
        return await installation.contact_looking.open(request.user, contact_id, action, permission, refresh=refresh)
    except Absent:
        raise absent("contact") from None


async def recorded(look: Look | ContactLook, page: PageStream) -> None:
    """Before the first event leaves; where it cannot be recorded, nothing more is read."""
    try:
        await look.recorded()
    except BaseException:
        page.give_up()
        raise


async def events(page: PageStream) -> AsyncIterator[bytes]:
    """As they go over the wire."""
    async for name, body in page.events:
        yield b"event: " + name.encode() + b"\ndata: " + body + b"\n\n"


async def interleaved(streams: Sequence[AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    """What any of them yields, as it comes."""
    waiting = {asyncio.ensure_future(anext(stream)): stream for stream in streams}
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                stream = waiting.pop(task)
                try:
                    yield task.result()
                except StopAsyncIteration:
                    continue
                waiting[asyncio.ensure_future(anext(stream))] = stream
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
