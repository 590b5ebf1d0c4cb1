"""A live world for the tests of its servers, and plain clients to look at it with."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import psycopg
from psycopg import sql

from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.model import Company
from rotunda_world.productdb.reader import reader_of
from rotunda_world.server import LiveWorld, Wanted, running_world
from support.simulators import MOMENT, small_world


@asynccontextmanager
async def zendesk_alone(**wanted: Any) -> AsyncGenerator[LiveWorld]:
    """A small world in which only the helpdesk runs."""
    asked = Wanted(now=MOMENT, vendors=frozenset({"zendesk"}), **wanted)
    async with running_world(asked, world=small_world()) as live:
        yield live


@asynccontextmanager
async def own_database(server: EmbeddedPostgres) -> AsyncGenerator[str]:
    """An empty database's admin URL; afterwards the database and its reader are gone."""
    name = new_id("world_")
    yield await server.create_database(name)
    async with await psycopg.AsyncConnection.connect(server.url("postgres"), autocommit=True) as connection:
        await connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        await connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(reader_of(name))))


def busy_company(live: LiveWorld, tickets: int = 5) -> Company:
    """One with an organization and so many tickets at least."""
    return next(
        company
        for company in live.running.world.companies
        if company.zendesk_org_id is not None and len(company.tickets) >= tickets
    )


@dataclass(slots=True)
class Desk:
    """A signed-in client of the helpdesk. No cookies, no pool beyond what a test asks for."""

    live: LiveWorld
    session: aiohttp.ClientSession
    token: str = ""

    @property
    def base_url(self) -> str:
        return self.live.forms["zendesk"]["base_url"]

    async def sign_in(self, scope: str = "read") -> aiohttp.ClientResponse:
        """Asks for a token and keeps it."""
        form = self.live.forms["zendesk"]
        asked = {
            "grant_type": "client_credentials",
            "client_id": form["client_id"],
            "client_secret": form["client_secret"],
            "scope": scope,
        }
        answer = await self.session.post(f"{self.base_url}/oauth/tokens", json=asked)
        if answer.status == 200:
            self.token = (await answer.json())["access_token"]
        return answer

    async def get(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return await self.session.get(f"{self.base_url}{path}", headers=headers, **more)


@asynccontextmanager
async def signed_in(live: LiveWorld) -> AsyncGenerator[Desk]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        desk = Desk(live, session)
        await desk.sign_in()
        yield desk
