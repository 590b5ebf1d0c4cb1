"""Open pages are told which of their sections change, and nobody is told of what they may not see."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.reading.notices import Notice
from rotunda.sections.ids import AccountId, SectionName, SourceName
from rotunda_world.model import Company
from support.databases import MakeDatabase
from support.house import PATIENCE, InhabitedHouse, eventually, small_house

EVERYTHING = (
    ("stripe", "billing"),
    ("zendesk", "support"),
    ("hubspot", "deals"),
    ("hubspot", "profile"),
    ("productdb", "usage"),
)

Told = tuple[str, str | None, dict[str, Any]]


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    async with small_house(postgres_server, make_database, tmp_path_factory) as opened:
        yield opened


async def events(answer: httpx.Response) -> AsyncIterator[Told]:
    held: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line:
            held[name] = value
        elif "event" in held:
            yield held["event"], held.get("id"), json.loads(held["data"])
            held = {}


@asynccontextmanager
async def listening(
    home: InhabitedHouse, user: str, last: str | None = None, **asked: str
) -> AsyncGenerator[AsyncIterator[Told]]:
    headers = {"Last-Event-ID": last} if last else {}
    async with (
        asyncio.timeout(PATIENCE),
        home.client(user) as client,
        client.stream("GET", "/api/v1/changes", params=asked, headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


async def look(home: InhabitedHouse, account: AccountId) -> None:
    async with home.client() as client:
        assert (await client.get(f"/api/v1/accounts/{account}")).status_code == 200


def company(home: InhabitedHouse) -> Company:
    return next(each for each in home.companies if each.zendesk_org_id and home.truth(each.key)["mrr"])


async def outdate(home: InhabitedHouse, account: AccountId, *said: tuple[str, str]) -> None:
    await home.installation.notices.tell(
        [Notice(home.connections[SourceName(source)], account, SectionName(topic)) for source, topic in said]
    )


async def test_a_section_that_changes_is_named_and_nothing_of_it_told(home: InhabitedHouse) -> None:
    account = home.accounts[company(home).key]
    await look(home, account)
    async with listening(home, "admin", account=account) as told:
        assert (await anext(told))[0] == "ready"
        await outdate(home, account, ("zendesk", "support"))
        name, position, change = await anext(told)
    assert (name, change["account"], change["section"]) == ("change", account, "support")
    assert set(change) == {"account", "section", "at"}
    assert position


async def test_what_was_told_meanwhile_is_told_again_to_who_comes_back(home: InhabitedHouse) -> None:
    account = home.accounts[company(home).key]
    await look(home, account)
    async with listening(home, "admin") as told:
        _, position, _ = await anext(told)
    await outdate(home, account, ("zendesk", "support"))
    async with listening(home, "admin", position) as told:
        assert (await anext(told))[0] == "ready"
        assert (await anext(told))[2]["section"] == "support"


@pytest.mark.parametrize("last", ["1", "99999999999999999999", "nonsense", "9" * 400])
async def test_who_was_away_too_long_is_told_so(home: InhabitedHouse, last: str) -> None:
    async with listening(home, "admin", last) as told:
        assert (await anext(told))[0] == "missed"


async def test_nobody_is_told_of_what_they_may_not_see(home: InhabitedHouse) -> None:
    """Daniel sells: he sees what he owns. What is told to him is what his own page would show, and nothing between."""
    async with home.client("sales") as client:
        listed = {each["id"] for each in (await client.get("/api/v1/accounts?limit=100")).json()["items"]}
        own = min(listed & set(home.accounts.values()))
        shown = set((await client.get(f"/api/v1/accounts/{own}")).json()["sections"])
    hidden = next(each for each in home.accounts.values() if each not in listed)
    await look(home, hidden)
    await look(home, AccountId(own))
    async with listening(home, "sales") as his, listening(home, "admin") as all_told:
        await anext(his), await anext(all_told)
        for account in (hidden, AccountId(own)):
            await outdate(home, account, *EVERYTHING)
        everything = {(change["account"], change["section"]) async for _, _, change in upto(all_told, own)}
        told = {(change["account"], change["section"]) async for _, _, change in upto(his, own)}
    assert {account for account, _ in everything} == {hidden, own}
    assert told == {(account, name) for account, name in everything if account == own and name in shown}
    assert told


async def test_what_teammates_write_is_told_to_those_who_read_its_label(home: InhabitedHouse) -> None:
    """Daniel reads what is said with his customers, but not what customer success keeps to itself."""
    async with home.client("sales") as client:
        listed = {each["id"] for each in (await client.get("/api/v1/accounts?limit=100")).json()["items"]}
    own = min(listed & set(home.accounts.values()))
    async with listening(home, "sales", account=own) as his, listening(home, "admin", account=own) as all_told:
        await anext(his), await anext(all_told)
        for label in ("cs_private", "communication"):
            async with home.client("admin") as client:
                note = {"text": "Words", "label": label}
                assert (await client.post(f"/api/v1/accounts/{own}/notes", json=note)).status_code == 201
            assert (await anext(all_told))[2]["section"] == "timeline"
        await outdate(home, AccountId(own), ("hubspot", "deals"))
        assert [(await anext(his))[2]["section"] for _ in range(2)] == ["timeline", "deals"]


async def upto(told: AsyncIterator[Told], account: str) -> AsyncIterator[Told]:
    """Until the one with a position: the last of what happened together."""
    async for each in told:
        yield each
        if each[1] is not None and each[2]["account"] == account:
            return


async def test_who_loses_the_right_is_told_nothing_more(home: InhabitedHouse) -> None:
    account = home.accounts[company(home).key]
    await look(home, account)
    email = f"eve-{account}@rotunda.example"
    await home.installation.sign_in.users.add(email, "Eve", ["admin"])
    token, secret = await home.installation.sign_in.create_token(email, "test")
    async with asyncio.timeout(PATIENCE), home.client(None) as client:
        headers = {"Authorization": f"Bearer {secret.reveal()}"}
        async with client.stream("GET", "/api/v1/changes", headers=headers) as answer:
            told = events(answer)
            assert (await anext(told))[0] == "ready"
            await home.installation.sign_in.revoke_token(token.id)
            await outdate(home, account, ("zendesk", "support"))
            assert [each async for each in told] == []


async def test_a_pulse_goes_on_where_nothing_changes(home: InhabitedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rotunda.entrypoints.routes.changes.HEARTBEAT_SECONDS", 0.05)
    async with (
        asyncio.timeout(PATIENCE),
        home.client() as client,
        client.stream("GET", "/api/v1/changes") as answer,
    ):
        beats = 0
        async for line in answer.aiter_lines():
            beats += line == ": still here"
            if beats == 3:
                return
    pytest.fail("the stream ended")


async def test_nobody_opens_streams_without_end(home: InhabitedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rotunda.entrypoints.routes.changes.STREAMS_MOST", 2)
    async with listening(home, "support") as one, listening(home, "support") as other:
        await anext(one), await anext(other)
        async with home.client("support") as client:
            refused = await client.get("/api/v1/changes")
        assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (429, "too-many-streams")
        async with listening(home, "admin") as told:
            assert (await anext(told))[0] == "ready"

    async def opened_again() -> str:
        try:
            async with listening(home, "support") as told:
                return (await anext(told))[0]
        except AssertionError:
            return "refused"

    await eventually(opened_again, "ready")


async def test_strangers_hear_nothing(home: InhabitedHouse) -> None:
    async with home.client(None) as client:
        assert (await client.get("/api/v1/changes")).status_code == 401


async def test_who_is_gone_is_forgotten(home: InhabitedHouse) -> None:
    for _ in range(3):
        async with listening(home, "admin") as told:
            assert (await anext(told))[0] == "ready"

    async def followers() -> int:
        return home.installation.changes.followers

    await eventually(followers, 0)
