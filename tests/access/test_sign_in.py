"""From credentials to viewers: sessions, API tokens, the demo's users, and rights that change at once."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import pytest_asyncio

from rotunda.access.credentials import SessionLimits
from rotunda.access.permission import Permission
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.sign_in import DEMO_USERS, SignIn, TokenRefused, WrongCredentials
from rotunda.access.users import EmailTaken, UnknownUser, User
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import UserId

HERE = "127.0.0.1"
ELSEWHERE = ["10.0.0.7", "192.168.1.4", "203.0.113.9", "::ffff:10.0.0.7", "localhost", "", "127.0.0.1.evil.example"]


class Stored(msgspec.Struct, frozen=True):
    text: str


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 1, 9, tzinfo=UTC))


def sign_in_of(database: Database, clock: SetClock, *, demo: bool) -> SignIn:
    return SignIn(
        database,
        clock,
        DEFAULT_ROLES,
        sessions=SessionLimits(length=timedelta(days=7), idle=timedelta(hours=12)),
        demo=demo,
    )


@pytest_asyncio.fixture
async def demo(database: Database, clock: SetClock) -> SignIn:
    await database.execute("TRUNCATE app_user CASCADE")
    service = sign_in_of(database, clock, demo=True)
    await service.ensure_demo_users()
    return service


@pytest_asyncio.fixture
async def real(demo: SignIn, database: Database, clock: SetClock) -> SignIn:
    return sign_in_of(database, clock, demo=False)


async def user(service: SignIn, key: str) -> User:
    found = await service.users.by_email(DEMO_USERS[key].email)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "name", "teams"),
    [
        ("support", "Sam Okafor", set()),
        ("success", "Maya Rivera", {"West"}),
        ("sales", "Daniel Cho", {"West"}),
        ("finance", "Ines Duarte", set()),
        ("admin", "Alex Novak", set()),
    ],
)
async def test_the_demo_s_users_by_bearer_and_by_session(demo: SignIn, key: str, name: str, teams: set[str]) -> None:
    by_bearer = await demo.by_bearer(f"demo-{key}", HERE)
    session = await demo.start_demo_session(key, "::1")
    by_session = await demo.by_session(session.reveal())
    for viewer, via in ((by_bearer, "token"), (by_session, "session")):
        assert (viewer.name, viewer.teams, viewer.via) == (name, teams, via)
        assert viewer.roles == (DEFAULT_ROLES[key],)
        assert viewer.email == DEMO_USERS[key].email
    assert by_bearer.user_id == by_session.user_id
    assert [each.key for each in demo.demo_users("::ffff:127.0.0.1")] == list(DEMO_USERS)


@pytest.mark.parametrize("peer", [*ELSEWHERE, None])
async def test_the_demo_is_for_this_machine_only(demo: SignIn, peer: str | None) -> None:
    with pytest.raises(WrongCredentials):
        await demo.by_bearer("demo-admin", peer)
    with pytest.raises(WrongCredentials):
        await demo.start_demo_session("admin", peer)
    assert demo.demo_users(peer) == []


async def test_without_the_demo_its_users_do_not_sign_in(real: SignIn) -> None:
    with pytest.raises(WrongCredentials):
        await real.by_bearer("demo-admin", HERE)
    with pytest.raises(WrongCredentials):
        await real.start_demo_session("admin", HERE)
    assert real.demo_users(HERE) == []


@pytest.mark.parametrize(
    "token", ["", "demo-", "demo-root", "demo-Admin", "admin", "rot_", "rot_x\0y", "Bearer x", "demo-ädmin", "\ud800"]
)
async def test_rubbish_is_refused_with_the_same_words(demo: SignIn, token: str) -> None:
    with pytest.raises(WrongCredentials) as refused:
        await demo.by_bearer(token, HERE)
    with pytest.raises(WrongCredentials) as also_refused:
        await demo.by_session(token)
    assert str(refused.value) == str(also_refused.value)
    assert str(refused.value) == "Signing in did not work. Check the credentials and try again."


async def test_a_session_ends_by_its_length_however_it_is_used(demo: SignIn, clock: SetClock) -> None:
    token = (await demo.start_demo_session("sales", HERE)).reveal()
    for _ in range(16):
        clock.advance(timedelta(hours=10))
        await demo.by_session(token)
    clock.advance(timedelta(hours=8))
    with pytest.raises(WrongCredentials):
        await demo.by_session(token)


async def test_a_session_ends_when_it_is_not_used(demo: SignIn, clock: SetClock) -> None:
    token = (await demo.start_demo_session("sales", HERE)).reveal()
    clock.advance(timedelta(hours=11, minutes=59))
    await demo.by_session(token)
    clock.advance(timedelta(hours=12))
    with pytest.raises(WrongCredentials):
        await demo.by_session(token)


async def test_signing_out_ends_one_session(demo: SignIn) -> None:
    one, two = [(await demo.start_demo_session("sales", HERE)).reveal() for _ in range(2)]
    await demo.end_session(one)
    await demo.end_session(one)
    with pytest.raises(WrongCredentials):
        await demo.by_session(one)
    assert (await demo.by_session(two)).name == "Daniel Cho"


async def test_ended_sessions_are_swept_away(demo: SignIn, clock: SetClock, database: Database) -> None:
    await demo.start_demo_session("sales", HERE)
    clock.advance(timedelta(days=8))
    await demo.start_demo_session("sales", HERE)
    assert await database.execute("SELECT 1 FROM session") == 1


async def test_changed_rights_hold_from_the_next_request_on(demo: SignIn) -> None:
    token = (await demo.start_demo_session("sales", HERE)).reveal()
    sales = await user(demo, "sales")
    await demo.users.set_rights(sales.id, ["support", "no_longer_defined"], ["East"])
    viewer = await demo.by_session(token)
    assert viewer.roles == (DEFAULT_ROLES["support"],)
    assert viewer.teams == {"East"}
    await demo.users.disable(sales.id)
    with pytest.raises(WrongCredentials):
        await demo.by_session(token)
    with pytest.raises(WrongCredentials):
        await demo.by_bearer("demo-sales", HERE)
    await demo.users.enable(sales.id)
    assert (await demo.by_session(token)).roles == (DEFAULT_ROLES["support"],)


async def test_a_token_is_shown_once_and_works_everywhere_until_revoked(real: SignIn) -> None:
    token, text = await real.create_token("Maya.Rivera@Rotunda.example", " nightly report ")
    assert text.reveal().startswith("rot_")
    viewer = await real.by_bearer(text.reveal(), "203.0.113.9")
    assert (viewer.name, viewer.via, viewer.token_id) == ("Maya Rivera", "token", token.id)
    assert viewer.roles == (DEFAULT_ROLES["success"],)
    (listed,) = await real.tokens_of(viewer.user_id)
    assert (listed.name, listed.revoked_at) == ("nightly report", None)
    assert listed.last_used_at is not None
    assert await real.revoke_token(token.id)
    with pytest.raises(WrongCredentials):
        await real.by_bearer(text.reveal(), HERE)
    assert await real.revoke_token(token.id)
    assert not await real.revoke_token("tok_none")


async def test_a_token_expires(real: SignIn, clock: SetClock) -> None:
    _, text = await real.create_token(DEMO_USERS["sales"].email, "t", expires_at=clock.now() + timedelta(hours=1))
    await real.by_bearer(text.reveal(), None)
    clock.advance(timedelta(hours=1))
    with pytest.raises(WrongCredentials):
        await real.by_bearer(text.reveal(), None)


async def test_a_token_reads_no_more_than_its_user_may_now(real: SignIn) -> None:
    admin = await user(real, "admin")
    await real.users.set_rights(admin.id, ["admin", "support"], [])
    _, limited = await real.create_token(admin.email, "limited", roles=["support"])
    viewer = await real.by_bearer(limited.reveal(), None)
    assert viewer.roles == (DEFAULT_ROLES["support"],)
    assert not viewer.may(Permission.AUDIT_READ)
    await real.users.set_rights(admin.id, ["finance"], [])
    assert (await real.by_bearer(limited.reveal(), None)).roles == ()
    await real.users.disable(admin.id)
    with pytest.raises(WrongCredentials):
        await real.by_bearer(limited.reveal(), None)


async def test_a_browser_signs_in_with_a_whole_token_only(real: SignIn) -> None:
    _, whole = await real.create_token(DEMO_USERS["support"].email, "browser")
    _, limited = await real.create_token(DEMO_USERS["support"].email, "limited", roles=["support"])
    session = await real.start_token_session(whole.reveal())
    assert (await real.by_session(session.reveal())).name == "Sam Okafor"
    for text in (limited.reveal(), "rot_wrong", "demo-support"):
        with pytest.raises(WrongCredentials):
            await real.start_token_session(text)


async def test_tokens_that_make_no_sense_are_refused(real: SignIn, clock: SetClock) -> None:
    email = DEMO_USERS["sales"].email
    with pytest.raises(UnknownUser, match=r"nobody@rotunda\.example"):
        await real.create_token("nobody@rotunda.example", "t")
    with pytest.raises(TokenRefused, match=r"roles: .* does not have the role `admin`"):
        await real.create_token(email, "t", roles=["admin"])
    with pytest.raises(TokenRefused, match="name: must not be empty"):
        await real.create_token(email, "  ")
    with pytest.raises(TokenRefused, match="expires_at: must lie in the future"):
        await real.create_token(email, "t", expires_at=clock.now())


async def test_nothing_that_is_stored_signs_in(demo: SignIn, database: Database) -> None:
    """Neither the stored hash nor any text of the tables is a credential."""
    session = (await demo.start_demo_session("sales", HERE)).reveal()
    _, token = await demo.create_token(DEMO_USERS["sales"].email, "t")
    stored = await database.fetch_all(
        Stored,
        "SELECT s::text AS text FROM session s UNION ALL SELECT t::text FROM api_token t "
        "UNION ALL SELECT encode(token_hash, 'hex') FROM session "
        "UNION ALL SELECT encode(token_hash, 'hex') FROM api_token",
    )
    everything = " ".join(row.text for row in stored)
    assert session not in everything
    assert token.reveal() not in everything
    for row in stored:
        with pytest.raises(WrongCredentials):
            await demo.by_session(row.text)
        with pytest.raises(WrongCredentials):
            await demo.by_bearer("rot_" + row.text, HERE)


async def test_users_are_told_apart_by_address_without_case(real: SignIn) -> None:
    added = await real.users.add("Noa.Levi@Example.com", "Noa Levi", ["summary"], ["West", "West"])
    assert (added.email, added.teams) == ("noa.levi@example.com", ["West"])
    assert await real.users.by_email("NOA.levi@example.COM") == added
    assert await real.users.by_email("nobody\0@example.com") is None
    with pytest.raises(EmailTaken):
        await real.users.add("NOA.LEVI@example.com", "Other", [])
    assert added in await real.users.every()
    with pytest.raises(UnknownUser):
        await real.users.set_rights(UserId("usr_none"), [], [])
    with pytest.raises(UnknownUser):
        await real.users.disable(UserId("usr_none"))


async def test_the_demo_s_users_keep_what_was_changed(demo: SignIn) -> None:
    sales = await user(demo, "sales")
    await demo.users.set_rights(sales.id, ["finance"], [])
    await demo.ensure_demo_users()
    assert (await user(demo, "sales")).roles == ["finance"]
    assert len(await demo.users.every()) == 5
