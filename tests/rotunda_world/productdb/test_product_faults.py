"""Every fault of the product database, as a plain PostgreSQL client meets it; and it is itself again when healed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import pytest_asyncio

from rotunda_world.model import Company
from rotunda_world.running import Fault
from rotunda_world.server import LiveWorld

Reader = psycopg.AsyncConnection[Any]
ACCOUNT = "SELECT account_id, name, created_at FROM rotunda.account WHERE account_id = %s"
VIEWS = ("account", "account_user", "account_feature", "activity")


async def connect(live: LiveWorld, **options: Any) -> Reader:
    return await psycopg.AsyncConnection.connect(live.forms["productdb"]["url"], autocommit=True, **options)


@pytest_asyncio.fixture
async def reader(live: LiveWorld) -> AsyncIterator[Reader]:
    """Connected before anything is broken. Afterwards the database is healed, and must answer as before."""
    connection = await connect(live)
    before = await read(connection, mine(live))
    yield connection
    await connection.close()
    await live.heal("productdb")
    async with await connect(live) as again:
        assert await read(again, mine(live)) == before


def mine(live: LiveWorld) -> Company:
    return next(one for one in live.running.world.companies if one.product_account_id and len(one.contacts) > 3)


async def read(connection: Reader, company: Company, query: str = ACCOUNT) -> list[Any]:
    return await (await connection.execute(query.encode(), [company.product_account_id])).fetchall()


async def test_refused_is_refused_also_for_who_was_connected(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.REFUSED)
    with pytest.raises(psycopg.OperationalError, match="refused"):
        await connect(live)
    with pytest.raises(psycopg.OperationalError):
        await read(reader, mine(live))


async def test_hang_says_nothing_and_goes_on_when_it_is_over(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.HANG)
    reading = asyncio.create_task(read(reader, mine(live)))
    connecting = asyncio.create_task(connect(live, connect_timeout=30))
    done, _ = await asyncio.wait({reading, connecting}, timeout=0.3)
    assert not done
    await live.heal("productdb")
    assert await reading
    await (await connecting).close()


async def test_slow_drip_gives_a_byte_now_and_then(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.SLOW_DRIP)
    reading = asyncio.create_task(read(reader, mine(live)))
    done, _ = await asyncio.wait({reading}, timeout=0.6)
    assert not done
    await live.heal("productdb")
    assert await reading


async def test_truncated_ends_in_the_middle_of_an_answer(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.TRUNCATED)
    with pytest.raises(psycopg.OperationalError, match="server closed the connection unexpectedly"):
        await read(reader, mine(live))
    async with await connect(live) as new:  # Signing in still works.
        with pytest.raises(psycopg.OperationalError, match="server closed the connection unexpectedly"):
            await read(new, mine(live))


@pytest.mark.parametrize("view", VIEWS)
async def test_server_error_breaks_every_view(live: LiveWorld, reader: Reader, view: str) -> None:
    await live.set_fault("productdb", Fault.SERVER_ERROR)
    with pytest.raises(psycopg.errors.IoError):
        await read(reader, mine(live), f"SELECT * FROM rotunda.{view} WHERE account_id = %s")


async def test_rate_limited_lets_nobody_in_and_ends_who_was(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.RATE_LIMITED)
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        await connect(live)
    with pytest.raises(psycopg.errors.AdminShutdown):
        await read(reader, mine(live))


async def test_expired_token_refuses_the_password_and_ends_who_was_in(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.EXPIRED_TOKEN)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        await connect(live)
    with pytest.raises(psycopg.errors.AdminShutdown):
        await read(reader, mine(live))


async def test_huge_body_is_one_text_of_fifty_megabytes(live: LiveWorld, reader: Reader) -> None:
    ((_, name, _),) = await read(reader, mine(live))
    await reader.execute("SET statement_timeout = '60s'")
    await live.set_fault("productdb", Fault.HUGE_BODY)
    ((_, huge, _),) = await read(reader, mine(live))
    assert len(huge) == len(name) + 50_000_000
    users = await read(reader, mine(live), "SELECT name FROM rotunda.account_user WHERE account_id = %s")
    assert sum(len(user) > 50_000_000 for (user,) in users) == 1


async def test_clock_skew_moves_every_time_by_two_days(live: LiveWorld, reader: Reader) -> None:
    ((_, _, created),) = await read(reader, mine(live))
    await live.set_fault("productdb", Fault.CLOCK_SKEW)
    ((_, _, skewed),) = await read(reader, mine(live))
    assert skewed == created + timedelta(days=2)


@pytest.mark.parametrize(
    ("view", "column"),
    [("account", "name"), ("account_user", "user_id"), ("account_feature", "feature_key"), ("activity", "events")],
)
async def test_wrong_schema_renames_a_column(live: LiveWorld, reader: Reader, view: str, column: str) -> None:
    query = f"SELECT {column} FROM rotunda.{view} WHERE account_id = %s"
    assert await read(reader, mine(live), query)
    await live.set_fault("productdb", Fault.WRONG_SCHEMA)
    with pytest.raises(psycopg.errors.UndefinedColumn):
        await read(reader, mine(live), query)


@pytest.mark.parametrize("placeholder", ["%b", "%t"])
@pytest.mark.parametrize("times", [1, 7])
async def test_wrong_customer_answers_about_another_account(
    live: LiveWorld, reader: Reader, times: int, placeholder: str
) -> None:
    """Also for statements that the driver has prepared by then, and for values sent in either format."""
    await live.set_fault("productdb", Fault.WRONG_CUSTOMER)
    account = mine(live).product_account_id
    for _ in range(times):
        query = ACCOUNT.replace("%s", placeholder)
        ((seen, _, _),) = await (await reader.execute(query.encode(), [account])).fetchall()
        assert seen != account
        assert seen.startswith("acct_")


async def test_wrong_customer_also_when_the_id_stands_in_the_query(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.WRONG_CUSTOMER)
    account = mine(live).product_account_id
    cursor = psycopg.AsyncClientCursor(reader)
    await cursor.execute(ACCOUNT.encode(), [account])
    assert (await cursor.fetchall())[0][0] != account


async def test_invalid_tls_demands_what_cannot_be_had(live: LiveWorld, reader: Reader) -> None:
    await live.set_fault("productdb", Fault.INVALID_TLS)
    for mode, reason in (("disable", "no encryption"), ("require", "SSL error"), ("prefer", "no encryption")):
        with pytest.raises(psycopg.OperationalError, match=reason):
            await connect(live, sslmode=mode)
    with pytest.raises(psycopg.OperationalError):
        await read(reader, mine(live))


async def test_encryption_is_declined_in_good_health(live: LiveWorld, reader: Reader) -> None:
    with pytest.raises(psycopg.OperationalError, match="does not support SSL"):
        await connect(live, sslmode="require")


async def test_questions_are_counted_by_view_also_prepared_ones(live: LiveWorld, reader: Reader) -> None:
    live.reset_requests()
    for _ in range(8):
        await read(reader, mine(live))
    await read(reader, mine(live), "SELECT * FROM rotunda.account_user WHERE account_id = %s")
    assert live.requests() == {"productdb": {"SELECT rotunda.account": 8, "SELECT rotunda.account_user": 1}}


async def test_a_client_that_does_not_speak_the_protocol_is_sent_away(live: LiveWorld, reader: Reader) -> None:
    address = urlsplit(live.forms["productdb"]["url"])
    stream, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    assert await stream.read() == b""
    writer.close()


async def test_a_session_that_keeps_a_view_locked_does_not_keep_a_fault_away(live: LiveWorld, reader: Reader) -> None:
    await reader.set_autocommit(False)
    await read(reader, mine(live))
    await live.set_fault("productdb", Fault.WRONG_SCHEMA)
    with pytest.raises(psycopg.OperationalError):
        await read(reader, mine(live))


async def test_latency_is_waited_out(live: LiveWorld, reader: Reader) -> None:
    await live.set_latency("productdb", 60_000, 60_000)
    reading = asyncio.create_task(read(reader, mine(live)))
    done, _ = await asyncio.wait({reading}, timeout=0.3)
    assert not done
    await live.set_fault("productdb", Fault.REFUSED)
    with pytest.raises(psycopg.OperationalError):
        await reading
