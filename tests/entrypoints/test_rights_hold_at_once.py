"""What is remembered between looks never shows more than the database says at that moment, whoever changed it.

Every change here is made over a connection of its own, as another process or an administrator with `psql` would.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import msgspec
import pytest
import pytest_asyncio

from rotunda.access.sign_in import DEMO_USERS
from rotunda.kit.database import Database
from support.service import Service, serving, settings_for


class _Recorded(msgspec.Struct, frozen=True):
    action: str


Look = Callable[[], Awaitable[httpx.Response]]

ACCOUNT = "acc_" + "a" * 20
PARENT = "acc_" + "p" * 20
ANA = "ana@rotunda.example"


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        yield running


@pytest_asyncio.fixture
async def elsewhere(service: Service, database: Database) -> Database:
    """Another process: it shares nothing with the service but the database. The book has two accounts of Ana's."""
    await database.execute("TRUNCATE app_user CASCADE")
    await database.execute("TRUNCATE account CASCADE")
    for account, name in ((PARENT, "Above"), (ACCOUNT, "Acme")):
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (account, name)
        )
    await own(database, ANA)
    return database


async def own(database: Database, email: str) -> None:
    await database.execute("DELETE FROM account_owner")
    await database.execute(
        "INSERT INTO account_owner (account_id, email, role, source) SELECT id, %s, 'owner', 'test' FROM account",
        [email],
    )


@pytest_asyncio.fixture
async def look(service: Service, elsewhere: Database) -> AsyncIterator[Look]:
    """Looks at the account with a token of Ana's, who is in sales: she sees what she owns. It was looked at before."""
    await service.installation.sign_in.users.add(ANA, "Ana", ["sales"])
    _, token = await service.installation.sign_in.create_token(ANA, "test")
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    async with httpx.AsyncClient(base_url=service.url, headers=headers) as client:

        async def once() -> httpx.Response:
            return await client.get(f"/api/v1/accounts/{ACCOUNT}")

        for _ in range(3):
            assert (await once()).status_code == 200
        yield once


CHANGES = {
    "token revoked": ("UPDATE api_token SET revoked_at = now()", 401),
    "token expired": ("UPDATE api_token SET expires_at = now() - interval '1 second'", 401),
    "token deleted": ("DELETE FROM api_token", 401),
    "tokens emptied": ("TRUNCATE api_token CASCADE", 401),
    "user disabled": ("UPDATE app_user SET disabled_at = now()", 401),
    "user deleted": ("DELETE FROM app_user", 401),
    "role taken away": ("UPDATE app_user SET roles = '{}'", 403),
    "token limited": ("UPDATE api_token SET roles = '{nothing}'", 403),
    "owner changed": ("UPDATE account_owner SET email = 'bo@rotunda.example'", 404),
    "owner removed": ("DELETE FROM account_owner", 404),
    "owners emptied": ("TRUNCATE account_owner", 404),
    "address changed": ("UPDATE app_user SET email = 'other@rotunda.example'", 404),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_right_taken_away_is_gone_with_the_next_look(look: Look, elsewhere: Database, change: str) -> None:
    statement, status = CHANGES[change]
    await elsewhere.execute(statement)  # pyright: ignore[reportArgumentType] - one of the literals above
    assert (await look()).status_code == status


async def test_a_right_given_is_there_with_the_next_look(look: Look, elsewhere: Database) -> None:
    await elsewhere.execute("UPDATE app_user SET roles = '{}'")
    assert (await look()).status_code == 403
    await elsewhere.execute("UPDATE app_user SET roles = '{finance}'")
    assert set((await look()).json()["sections"]) == {"profile", "billing", "upcoming"}
    await elsewhere.execute("UPDATE app_user SET roles = '{finance,full}'")
    assert "people" in (await look()).json()["sections"]


async def test_an_owner_s_account_is_found_with_the_next_look(look: Look, elsewhere: Database) -> None:
    await own(elsewhere, "bo@rotunda.example")
    for _ in range(2):
        assert (await look()).status_code == 404
    await own(elsewhere, ANA)
    assert (await look()).status_code == 200


async def test_the_book_is_shown_as_it_is(look: Look, elsewhere: Database) -> None:
    await elsewhere.execute("UPDATE account SET name = 'Acme Group', parent_id = %s WHERE id = %s", (PARENT, ACCOUNT))
    account = (await look()).json()["account"]
    assert (account["name"], account["parent"]) == ("Acme Group", {"id": PARENT, "name": "Above"})


async def test_a_relative_that_is_no_longer_the_viewer_s_is_not_named(look: Look, elsewhere: Database) -> None:
    await elsewhere.execute("UPDATE account SET parent_id = %s WHERE id = %s", (PARENT, ACCOUNT))
    assert "parent" in (await look()).json()["account"]
    await elsewhere.execute("DELETE FROM account_owner WHERE account_id = %s", [PARENT])
    assert "parent" not in (await look()).json()["account"]


async def test_a_session_ended_elsewhere_shows_nothing_any_more(service: Service, elsewhere: Database) -> None:
    await service.installation.sign_in.ensure_demo_users()
    token = await service.installation.sign_in.start_demo_session("support", "127.0.0.1")
    cookies = {"rotunda_session": token.reveal()}
    async with httpx.AsyncClient(base_url=service.url, cookies=cookies) as client:
        for _ in range(3):
            assert (await client.get(f"/api/v1/accounts/{ACCOUNT}")).status_code == 200
        await elsewhere.execute("DELETE FROM session")
        assert (await client.get(f"/api/v1/accounts/{ACCOUNT}")).status_code == 401
        assert (await client.get(f"/api/v1/accounts/{ACCOUNT}/stream")).status_code == 401
        assert (await client.get(f"/api/v1/accounts/{ACCOUNT}/sections/billing")).status_code == 401


async def test_a_stream_and_a_drill_down_are_checked_as_a_page_is(service: Service, elsewhere: Database) -> None:
    await service.installation.sign_in.ensure_demo_users()
    await own(elsewhere, DEMO_USERS["sales"].email)
    async with service.client("sales") as client:
        paths = [f"/api/v1/accounts/{ACCOUNT}{rest}" for rest in ("", "/stream", "/sections/billing")]
        assert [(await client.get(path)).status_code for path in paths] == [200, 200, 200]
        for path in paths:
            await own(elsewhere, ANA)
            assert (await client.get(path)).status_code == 404
            await own(elsewhere, DEMO_USERS["sales"].email)
            assert (await client.get(path)).status_code == 200


async def test_a_look_whose_rights_have_just_gone_is_recorded_as_what_it_came_to(
    look: Look, elsewhere: Database
) -> None:
    await elsewhere.execute("TRUNCATE account_owner")
    assert (await look()).status_code == 404
    last = await elsewhere.fetch_one(_Recorded, "SELECT action FROM audit_row ORDER BY at DESC, seq DESC LIMIT 1")
    assert last is not None
    assert last.action == "denied"
