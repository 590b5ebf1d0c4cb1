"""An answer whose JSON lies ready, for the addresses that are asked most: it is sent as it is, and built of nothing."""

from litestar import Response
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

_HEADERS = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))


class ReadyJson(Response[bytes]):
    """200, never stored by a cache. Litestar's own response merges, renders and encodes what is known here: that takes
    longer than reading a warm page.
    """

    def __init__(self, body: bytes) -> None:  # what the class above keeps is never asked for
        self.content = body

    def to_asgi_response(self, *_: object, **__: object) -> ASGIResponse:  # pyright: ignore[reportIncompatibleMethodOverride] - nothing of it is looked at
        return _Ready(self.content)


class _Ready(ASGIResponse):
    def __init__(self, body: bytes) -> None:
        self.body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        headers = [*_HEADERS, (b"content-length", b"%d" % len(self.body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})
