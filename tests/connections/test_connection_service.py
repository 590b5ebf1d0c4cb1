"""Connections: made when their credentials work, kept with sealed secrets, changed, checked and removed."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import msgspec
import pytest
from structlog.testing import capture_logs

from connections.made import ACTOR, LISTED, Count, count, make
from reading.sources import SHOP, START, Source, orders, reached, sealer, soon, status
from rotunda.connections.health import HealthLedger
from rotunda.connections.model import (
    Connection,
    ConnectionState,
    FormRefused,
    Health,
    UnknownConnection,
)
from rotunda.connections.repository import keys_in_use
from rotunda.connections.service import Change, Connections
from rotunda.connector_kit.errors import Misconfigured, Unavailable
from rotunda.connector_kit.manifest import (
    ErrorKind,
)
from rotunda.kit.clock import SetClock
from rotunda.kit.crypto import Keys, Sealer
from rotunda.kit.database import Database
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ConnectionId


async def test_a_connection_whose_credentials_work_is_kept(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        form = {"key": "sk_hunter2", "region": "eu", "base_url": source.url}
        made = await soon(connections.create(SHOP, "Our shop", form, ACTOR))
        assert made == Connection(
            id=made.id,
            source=SHOP,
            title="Our shop",
            settings={"region": "eu", "base_url": source.url},
            secret_fields=("key",),
            created_at=START,
            created_by=ACTOR,
            changed_at=START,
        )
        assert made.id.startswith("con_")
        assert source.asked == ["/check"]
        assert source.requests[0].headers["Authorization"] == "Bearer sk_hunter2"
        again = make(database)
        await again.load()
        assert made in again.list()
        assert again.get(made.id) == made
        assert again.health.of(made.id).state is ConnectionState.OK
        assert again.secret(made.id, "key") == Secret("sk_hunter2")
        await connections.close()
        await again.close()


async def test_no_secret_is_found_in_the_clear_anywhere(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        made = await soon(connections.create(SHOP, None, {"key": "sk_hunter2", "base_url": source.url}, None))
        rows = await database.fetch_all(
            _Text,
            "SELECT (SELECT string_agg(c::text, ' ') FROM connection c)"
            " || (SELECT string_agg(encode(sealed, 'escape'), ' ') FROM connection_secret) AS text",
        )
        assert "hunter2" not in rows[0].text
        assert "hunter2" not in repr(made) + repr(connections.list()) + msgspec.json.encode(made).decode()
        assert "hunter2" not in repr(connections._credentials)
        with pytest.raises(TypeError):
            msgspec.json.encode(connections._credentials[made.id])
        assert await keys_in_use(database) == {"k1"}
        await connections.close()


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text


async def opened(connections: Connections, source: Source) -> Connection:
    made: Connection = await soon(connections.create(SHOP, None, {"key": "old", "base_url": source.url}, None))
    return made


async def test_a_form_that_is_changed_is_tried_first_and_keeps_secrets_that_are_left_empty(database: Database) -> None:
    async with Source() as source, Source() as other:
        clock = SetClock(START)
        connections = make(database, clock=clock)
        heard: list[tuple[ConnectionId, Change]] = []
        connections.subscribe(lambda connection, change: heard.append((connection, change)))
        made = await opened(connections, source)
        other.answers("/check", status(401), orders(1))
        with pytest.raises(FormRefused):
            await soon(connections.update(made.id, {"base_url": other.url}))
        assert connections.get(made.id) == made
        assert heard == []
        clock.advance(timedelta(minutes=1))
        changed = await soon(connections.update(made.id, {"base_url": other.url, "region": "us"}))
        assert changed.settings == {"region": "us", "base_url": other.url}
        assert (changed.created_at, changed.changed_at) == (START, START + timedelta(minutes=1))
        assert other.requests[-1].headers["Authorization"] == "Bearer old"
        assert heard == [(made.id, Change.CHANGED)]
        again = make(database)
        await again.load()
        assert again.get(made.id) == changed
        await connections.close()
        await again.close()


async def test_a_connection_can_be_renamed_and_removed(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        made = await opened(connections, source)
        assert (await connections.rename(made.id, " New name ")).title == "New name"
        assert connections.secret(made.id, "key") == Secret("old")
        with pytest.raises(FormRefused):
            await connections.rename(made.id, "  ")
        await connections.remove(made.id)
        again = make(database)
        await again.load()
        for each in (connections, again):
            assert made.id not in [connection.id for connection in each.list()]
            with pytest.raises(UnknownConnection):
                each.get(made.id)
        with pytest.raises(UnknownConnection):
            await connections.remove(made.id)
        left = await database.fetch_all(
            Count, "SELECT count(*) AS number FROM connection_secret WHERE connection_id = %s", (made.id,)
        )
        assert left[0].number == 0
        await connections.close()
        await again.close()


async def test_a_check_says_how_the_connection_stands(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        made = await opened(connections, source)
        expected = {
            401: ConnectionState.NEEDS_SIGN_IN,
            403: ConnectionState.MISCONFIGURED,
            429: ConnectionState.LIMITED,
            500: ConnectionState.FAILING,
            200: ConnectionState.OK,
        }
        for code, state in expected.items():
            source.answers("/check", status(code))
            health = await soon(connections.check(made.id))
            assert health.state is state
        assert health.last_error is not None
        assert health.last_error.kind is ErrorKind.UNAVAILABLE
        await connections.close()
        again = make(database)
        await again.load()
        assert again.health.of(made.id) == health
        await again.close()


async def test_secrets_that_cannot_be_opened_ask_to_be_entered_again(database: Database) -> None:
    async with Source() as source:
        made = await opened(make(database), source)
        other = make(database, seals=Sealer(Keys("k2", {"k2": bytes(range(1, 33))})))
        with capture_logs() as logs:
            await other.load()
        assert any(entry["event"] == "a stored secret cannot be opened" for entry in logs)
        with pytest.raises(Misconfigured) as raised:
            other.channel(made.id)
        assert (raised.value.field, raised.value.reason) == ("key", "This field is missing. Enter it again.")
        health = await other.check(made.id)
        assert health.state is ConnectionState.MISCONFIGURED
        assert await other.reseal() > 0
        await other.rename(made.id, "Still closed")
        rescued = make(database)
        await rescued.load()
        assert rescued.secret(made.id, "key") == Secret("old")
        await soon(other.update(made.id, {"key": "new", "base_url": source.url}))
        assert other.health.of(made.id).state is ConnectionState.OK
        await other.close()


async def test_secrets_are_sealed_anew_under_the_active_key(database: Database) -> None:
    async with Source() as source:
        first = make(database)
        made = await opened(first, source)
        both = {"k1": bytes(range(32)), "k2": bytes(range(1, 33))}
        rotated = make(database, seals=Sealer(Keys("k2", both)))
        await rotated.load()
        assert await rotated.reseal() == len(rotated.list())
        assert await keys_in_use(database) == {"k2"}
        later = make(database, seals=Sealer(Keys("k2", {"k2": both["k2"]})))
        await later.load()
        assert later.secret(made.id, "key") == Secret("old")
        await first.close()


async def test_a_connection_of_a_source_that_is_not_installed_is_left_aside(database: Database) -> None:
    async with Source() as source:
        made = await opened(make(database), source)
        other = Connections({}, database, sealer(), LISTED, SetClock(START))
        with capture_logs() as logs:
            await other.load()
        assert other.list() == []
        assert any(entry["event"] == "a connection's source is not installed" for entry in logs)
        assert await count(database) > 0
        assert made.id


async def test_the_log_tells_a_failure_once_and_its_end_once(database: Database) -> None:
    clock = SetClock(START)
    async with Source() as source:
        connections = make(database, clock=clock)
        made = await opened(connections, source)
        with capture_logs() as logs:
            for _ in range(5):
                connections.health.failed(made.id, Unavailable("It is down."))
                clock.advance(timedelta(seconds=1))
                connections.health.succeeded(made.id)
            clock.advance(timedelta(seconds=10))
            connections.health.succeeded(made.id)
            connections.health.succeeded(made.id)
        told = [(entry["event"], entry["log_level"]) for entry in logs]
        assert told == [("the source fails", "warning"), ("the source works again", "info")]
        await connections.close()


async def test_health_is_written_together_and_soon(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        made = await opened(connections, source)
        for _ in range(1000):
            connections.health.failed(made.id, Unavailable("It is down."))
        states = await database.fetch_all(_State, "SELECT state FROM connection WHERE id = %s", (made.id,))
        assert states[0].state == "ok"
        await connections.health.flush()
        states = await database.fetch_all(_State, "SELECT state FROM connection WHERE id = %s", (made.id,))
        assert states[0].state == "failing"
        await connections.close()


async def test_health_is_written_by_itself(database: Database) -> None:
    written: list[Mapping[ConnectionId, Health]] = []

    async def save(changed: Mapping[ConnectionId, Health]) -> None:
        written.append(changed)

    async with Source() as source:
        connections = make(database)
        made = await opened(connections, source)
        ledger = HealthLedger(save, SetClock(START), write_after=0.0)
        ledger.watch(made, Health())
        for _ in range(10):
            ledger.succeeded(made.id)
        await reached(lambda: written)
        ledger.failed(made.id, Unavailable("It is down."))
        await reached(lambda: len(written) == 2)
        assert [changed[made.id].state for changed in written] == [ConnectionState.OK, ConnectionState.FAILING]
        await ledger.close()
        assert len(written) == 2
        await connections.close()


class _State:
    def __init__(self, state: str) -> None:
        self.state = state


async def test_health_that_cannot_be_written_is_written_later(database_url: str) -> None:
    database = Database(database_url)
    await database.open()
    async with Source() as source:
        connections = make(database)
        made = await opened(connections, source)
        await database.close()
        connections.health.failed(made.id, Unavailable("It is down."))
        with capture_logs() as logs:
            await connections.health.flush()
        assert [entry["event"] for entry in logs] == ["how connections are doing could not be written"]
        assert connections.health._unsaved == {made.id}
        connections.health.forget(made.id)
        await connections.close()


async def test_many_connections_are_made_at_once(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        made = await soon(asyncio.gather(*(opened(connections, source) for _ in range(10))))
        assert len({each.id for each in made}) == 10
        await connections.close()
