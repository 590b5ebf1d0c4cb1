"""Gives every request an id, and logs one line for each that was refused by a defect or took long."""

import re
from typing import TYPE_CHECKING

from litestar.middleware import ASGIMiddleware

from rotunda.kit.ids import new_id
from rotunda.kit.logging import request_context

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_FOREIGN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HEADER = b"x-request-id"


class RequestLog(ASGIMiddleware):
    """A proxy's `X-Request-Id` is kept; else one is made. The answer carries it, and so does every line logged."""

    async def handle(self, scope: "Scope", receive: "Receive", send: "Send", next_app: "ASGIApp") -> None:
        name = _given(scope) or new_id("req_")

        async def send_named(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (_HEADER, name.encode())]
            await send(message)

        with request_context(name):
            await next_app(scope, receive, send_named)


def _given(scope: "Scope") -> str | None:
    for key, value in scope["headers"]:
        if key == _HEADER and _FOREIGN_ID.fullmatch(value):
            return value.decode()
    return None
