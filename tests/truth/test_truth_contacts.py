"""Every person of the demo company is found, is nobody else, and has the conversations that they really had."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.model import Contact
from rotunda_world.truth.contacts import conversations_of, people, records_of
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still

pytestmark = pytest.mark.slow

_AT_ONCE = 6
COMPARED = ("kind", "at", "subject", "assignee", "channel")


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=25) as live,
        moved_in(live, clock, deed) as house,
    ):
        yield house


@pytest_asyncio.fixture(scope="module")
async def listed(home: InhabitedHouse) -> list[dict[str, Any]]:
    """Every contact of the list, page by page."""
    found: list[dict[str, Any]] = []
    async with home.client() as client:
        query: dict[str, Any] = {"limit": 200}
        while True:
            page = (await client.get("/api/v1/contacts", params=query)).json()
            found += page["items"]
            assert page["total"] >= len(found)
            if page["next_cursor"] is None:
                assert page["total"] == len(found)
                return found
            query["cursor"] = page["next_cursor"]


def names_of(contact: dict[str, Any]) -> set[str]:
    return {f"{each['source']}:{each['record_type']}:{each['external_id']}" for each in contact["records"]}


def by_record(home: InhabitedHouse) -> dict[str, Contact]:
    world = home.live.running.world
    return {record: contact for contact in people(world) for record in records_of(contact)}


async def test_everybody_is_listed_once_and_nobody_is_two_people(
    home: InhabitedHouse, listed: list[dict[str, Any]]
) -> None:
    whose = by_record(home)
    records = [record for contact in listed for record in names_of(contact)]
    assert sorted(records) == sorted(whose)
    assert all(len({id(whose[record]) for record in names_of(contact)}) == 1 for contact in listed)


async def test_most_people_of_several_systems_are_brought_together(
    home: InhabitedHouse, listed: list[dict[str, Any]]
) -> None:
    several = [each for each in people(home.live.running.world) if len(records_of(each)) > 1]
    whole = [names_of(contact) for contact in listed]
    assert sum(records_of(each) in whole for each in several) > len(several) * 0.7


async def test_each_one_s_conversations_are_the_world_s(home: InhabitedHouse, listed: list[dict[str, Any]]) -> None:
    world, whose, turns = home.live.running.world, by_record(home), asyncio.Semaphore(_AT_ONCE)
    async with home.client() as client:

        async def differing(contact: dict[str, Any]) -> tuple[str, Any, Any] | None:
            async with turns:
                told = await conversations(client, contact["id"])
            records = names_of(contact)
            true = conversations_of(world, whose[next(iter(records))], records, home.clock.now())
            shown = sorted((_compared(each) for each in told), key=lambda each: each["id"])
            return None if shown == [_only(each) for each in true] else (contact["name"], shown, true)

        found = await asyncio.gather(*(differing(contact) for contact in listed))
    assert [each for each in found if each] == []
    assert len(listed) > 100


async def conversations(client: httpx.AsyncClient, contact: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 20, "order": "oldest"}
    while True:
        page = (await client.get(f"/api/v1/contacts/{contact}/conversations", params=query)).json()
        found += page["items"]
        if page["next_cursor"] is None:
            assert len(found) == page["total"]
            assert [each["at"] for each in found] == sorted(each["at"] for each in found)
            return found
        query["cursor"] = page["next_cursor"]


def _compared(told: dict[str, Any]) -> dict[str, Any]:
    name = f"{told['source']}:{told['record_type']}:{told['external_id']}"
    return {"id": name, **{field: told.get(field) for field in COMPARED}} | _moment(told) | _status(told)


def _only(true: dict[str, Any]) -> dict[str, Any]:
    return {"id": true["id"], **{field: true[field] for field in COMPARED}} | _moment(true) | _status(true)


def _moment(each: dict[str, Any]) -> dict[str, Any]:
    """However its zone is written."""
    return {"at": datetime.fromisoformat(each["at"])}


def _status(each: dict[str, Any]) -> dict[str, Any]:
    return {"status": each["status"]} if each["kind"] == "ticket" else {}


async def test_a_page_tells_who_somebody_is_and_streams_the_same(
    home: InhabitedHouse, listed: list[dict[str, Any]]
) -> None:
    everywhere = next(each for each in listed if len(each["records"]) == 3)
    async with home.client() as client:
        page = (await client.get(f"/api/v1/contacts/{everywhere['id']}")).json()
        stream = (await client.get(f"/api/v1/contacts/{everywhere['id']}/stream")).text
    person = next(each for each in people(home.live.running.world) if records_of(each) == names_of(everywhere))
    head = page["contact"]
    assert (head["name"], head["title"] if person.title else None) == (person.name, person.title)
    assert head["account"]["id"] == home.accounts[person.company.key]
    assert {state["state"] for state in page["sections"].values()} == {"fresh"}
    assert stream.startswith("event: head\n")
    assert stream.endswith("event: done\ndata: {}\n\n")


async def test_everybody_is_found_by_address_and_number(home: InhabitedHouse, listed: list[dict[str, Any]]) -> None:
    async with home.client() as client:
        for contact in listed[:40]:
            for by in ("email", "phone"):
                if value := contact.get(by):
                    answer = (await client.get("/api/v1/lookup", params={by: value})).json()
                    assert contact["id"] in [each["contact"]["id"] for each in answer["contacts"]], value
