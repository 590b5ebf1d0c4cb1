"""One vendor's HTTP server: its simulator behind two loopback ports."""

import ssl
from dataclasses import dataclass, field
from enum import Enum

from aiohttp import web

from rotunda_world.running import Conditions, Fault, RunningWorld
from rotunda_world.server.faults import surround
from rotunda_world.server.ports import LOOPBACK, Port
from rotunda_world.server.requests_seen import RequestsSeen
from rotunda_world.simulators.simulator import Simulator


class _Listening(Enum):
    PLAIN = "plain"
    CLOSED = "closed"
    TLS = "tls"


_LISTENING = {Fault.REFUSED: _Listening.CLOSED, Fault.INVALID_TLS: _Listening.TLS}


@dataclass(slots=True)
class HttpVendor:
    """A vendor that can be spoilt.

    `base_url` speaks plain HTTP; while the fault `invalid_tls` lasts the same port speaks only TLS, with a certificate
    that nobody trusts, so a plain client fails there and an https client fails on the certificate. `tls_url` always
    speaks TLS with that certificate: for connections that are configured with an https address.
    """

    simulator: Simulator
    running: RunningWorld
    seen: RequestsSeen
    untrusted: ssl.SSLContext
    number: int = 0
    _runner: web.AppRunner = field(init=False)
    _port: Port = field(init=False)
    _tls_port: Port = field(init=False)
    _listening: _Listening = field(default=_Listening.CLOSED)

    @property
    def vendor(self) -> str:
        return self.simulator.vendor

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self._port.number}"

    @property
    def tls_url(self) -> str:
        return f"https://{LOOPBACK}:{self._tls_port.number}"

    @property
    def form(self) -> dict[str, str]:
        """What a person types to connect this vendor."""
        return {**self.simulator.form, "base_url": self.base_url}

    @property
    def address(self) -> dict[str, object]:
        """What a client needs: the addresses and the connection form."""
        return {"base_url": self.base_url, "tls_url": self.tls_url, "form": self.form}

    async def start(self) -> None:
        """Listens as the vendor's conditions say. Raises OSError when the wanted port is taken."""
        self._port = Port.reserve(self.number)
        self._tls_port = Port.reserve()
        self.simulator.app.middlewares.insert(0, surround(self.simulator, self.running, self.seen))
        self._runner = web.AppRunner(
            self.simulator.app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        await self._runner.setup()
        await self.apply(self.running.of(self.vendor))

    async def apply(self, conditions: Conditions) -> None:
        """Makes the ports follow the fault; what is done to answers reads the conditions itself."""
        if conditions.fault is Fault.EXPIRED_TOKEN:
            self.simulator.revoke_tokens()
        wanted = _LISTENING.get(conditions.fault, _Listening.PLAIN) if conditions.fault else _Listening.PLAIN
        if wanted is not self._listening:
            self._close()
            await self._open(wanted)
            self._listening = wanted

    async def stop(self) -> None:
        """Drops every connection, whatever its handler is at, and gives the ports back."""
        self._close()
        await self._runner.cleanup()
        self._port.release()
        self._tls_port.release()

    async def _open(self, wanted: _Listening) -> None:
        if wanted is not _Listening.CLOSED:
            await self._port.open(self._server, self.untrusted if wanted is _Listening.TLS else None)
            await self._tls_port.open(self._server, self.untrusted)

    def _close(self) -> None:
        self._port.close()
        self._tls_port.close()
        for connection in self._server.connections:
            connection.force_close()

    @property
    def _server(self) -> web.Server:
        if self._runner.server is None:
            raise RuntimeError(f"{self.vendor} was not started")
        return self._runner.server
