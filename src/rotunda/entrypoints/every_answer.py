"""What holds for every request and answer, those of unknown addresses too: an id, and headers for the browser."""

import re

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from rotunda.kit.ids import new_id
from rotunda.kit.logging import request_context

_FOREIGN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_ID = b"x-request-id"
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_SECURE = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))


class EveryAnswer:
    """Stands before the application. A proxy's `X-Request-Id` is kept; else one is made. The answer carries it, and so
    does every line logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _given(scope) or new_id("req_")
        own = [(_ID, name.encode()), *_SECURE]

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = [*message["headers"], *own]
                if not any(header[0] == _POLICY[0] for header in headers):
                    headers.append(_POLICY)
            await send(message)

        with request_context(name):
            await self._app(scope, receive, send_named)


def _given(scope: Scope) -> str | None:
    for key, value in scope["headers"]:
        if key == _ID and _FOREIGN_ID.fullmatch(value):
            return value.decode()
    return None
