"""The product database as one of the vendors: PostgreSQL behind a proxy, with the same faults as the others.

Faults of the wire are the proxy's (see `proxy`), those of the views the database's (see `views`). Two more are the
role's: `expired_token` changes its password and ends its sessions, `rate_limited` lets no further session in (SQLSTATE
53300) and ends those that are open.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from rotunda_world.model import Company
from rotunda_world.productdb.database import DATABASE_FAULTS, ProductDatabase
from rotunda_world.productdb.proxy import PostgresProxy
from rotunda_world.productdb.telling import ProductTelling
from rotunda_world.running import Conditions, Fault, RunningWorld
from rotunda_world.server.ports import LOOPBACK, Port
from rotunda_world.server.requests_seen import RequestsSeen

VENDOR = "productdb"


@dataclass(slots=True)
class ProductDatabaseVendor:
    database: ProductDatabase
    running: RunningWorld
    seen: RequestsSeen
    number: int = 0
    _proxy: PostgresProxy = field(init=False)
    _done_to_database: Fault | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def vendor(self) -> str:
        return VENDOR

    @property
    def telling(self) -> ProductTelling:
        return ProductTelling(self.running)

    @property
    def url(self) -> str:
        return self.database.reader_url(LOOPBACK, self._proxy.port.number)

    @property
    def form(self) -> dict[str, str]:
        """What a person types to connect this database."""
        return {"url": self.url}

    @property
    def address(self) -> dict[str, object]:
        return {"url": self.url, "form": self.form}

    async def start(self) -> None:
        """Loads what has to be loaded and listens. Raises psycopg's errors when the server cannot be reached."""
        await self.database.prepare()
        port = Port.reserve(self.number)
        self._proxy = PostgresProxy(VENDOR, self.running, self.seen, self.database.upstream, self._accounts, port)
        await self.apply(self.running.of(VENDOR))

    async def apply(self, conditions: Conditions) -> None:
        """Makes the database, the role and the proxy follow the fault."""
        async with self._one_at_a_time:
            wanted = conditions.fault if conditions.fault in DATABASE_FAULTS else None
            if wanted is not self._done_to_database:
                await self.database.apply(wanted)
                self._done_to_database = wanted
            await self._proxy.apply()

    async def refresh(self, companies: Iterable[Company]) -> None:
        """Brings these accounts' rows to what the world says now."""
        async with self._one_at_a_time:
            await self.database.refresh(companies)

    async def stop(self) -> None:
        await self._proxy.stop()

    def _accounts(self) -> list[str]:
        ids = (company.product_account_id for company in self.running.world.companies)
        return [account_id for account_id in ids if account_id is not None]
