"""Nothing is shown that is not recorded: each kind of look leaves its row, and without a row nothing leaves."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from permissions.people import Peopled, events
from rotunda.access.audit.checkpoints import read_checkpoints
from rotunda.access.audit.verify import verify
from rotunda.kit.crypto import open_key

_REFUSE = """
    CREATE FUNCTION refuse_for_a_test() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refused_for_a_test BEFORE INSERT ON audit_row
    FOR EACH ROW EXECUTE FUNCTION refuse_for_a_test()
"""
_ALLOW = "DROP TRIGGER refused_for_a_test ON audit_row; DROP FUNCTION refuse_for_a_test()"
_NEWEST = """
    SELECT action, account_id AS account, actor_name AS actor, detail FROM audit_row
    WHERE action <> 'chain.start' ORDER BY at, chain, seq
"""


class Row(msgspec.Struct, frozen=True):
    action: str
    account: str | None
    actor: str
    detail: dict[str, Any]


LOOKS = {
    "page": ("/api/v1/accounts/{account}", "view"),
    "stream": ("/api/v1/accounts/{account}/stream", "view"),
    "drill-down": ("/api/v1/accounts/{account}/sections/billing", "drill"),
    "list": ("/api/v1/accounts", "list"),
    "search": ("/api/v1/accounts?q=a", "search"),
    "palette": ("/api/v1/search?q=a", "search"),
    "export": ("/api/v1/accounts.csv", "export"),
    "lookup": ("/api/v1/lookup?external={external}", "lookup"),
    "timeline": ("/api/v1/accounts/{account}/timeline", "drill"),
    "channel mix": ("/api/v1/accounts/{account}/channel-mix", "drill"),
    "words in all timelines": ("/api/v1/timeline?q=a", "search"),
    "log of an account": ("/api/v1/audit?account={account}", "audit.read"),
    "log": ("/api/v1/audit", "audit.read"),
}
OF_ONE_ACCOUNT = [look for look, (path, _) in LOOKS.items() if "{account}" in path]


def path_of(ten: Peopled, look: str, account: str) -> str:
    company = next(each for each in ten.house.companies if ten.house.accounts[each.key] == ten.account)
    return LOOKS[look][0].format(account=account, external=f"productdb:{company.product_account_id}")


async def rows(ten: Peopled) -> Sequence[Row]:
    return await ten.house.installation.database.fetch_all(Row, _NEWEST)


async def added(ten: Peopled, before: Sequence[Row]) -> list[Row]:
    """The rows that came since, in no order that matters."""
    left = list(await rows(ten))
    for row in before:
        left.remove(row)
    return left


@asynccontextmanager
async def unwritable_log(ten: Peopled) -> AsyncIterator[None]:
    url = ten.house.installation.database.url
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as superuser:
        await superuser.execute(_REFUSE)
        try:
            yield
        finally:
            await superuser.execute(_ALLOW)


@pytest.mark.parametrize("look", LOOKS)
async def test_each_look_is_recorded_once_as_what_it_was(ten: Peopled, look: str) -> None:
    before = await rows(ten)
    answer = await ten.clients["admin"].get(path_of(ten, look, ten.account))
    assert answer.status_code == 200, answer.text
    [row] = await added(ten, before)
    account = ten.account if look in OF_ONE_ACCOUNT else None
    assert (row.action, row.account, row.actor) == (LOOKS[look][1], account, "admin")


async def test_a_row_is_there_before_the_first_byte_of_a_stream(ten: Peopled) -> None:
    """Another connection sees it while the stream has still everything to say."""
    ten.clock.age()
    before = await rows(ten)
    async with ten.clients["full"].stream("GET", ten.path("/stream")) as answer:
        assert [(row.action, row.account) for row in await added(ten, before)] == [("view", ten.account)]
        assert (await answer.aread()).startswith(b"event: head\n")


@pytest.mark.parametrize("rest", ["", "/stream"])
async def test_a_page_that_asks_again_by_itself_is_told_apart(ten: Peopled, rest: str) -> None:
    ten.clock.age(timedelta(minutes=11))
    before = await rows(ten)
    for query in ("?refresh=true", "?refresh=true", "", "?refresh=false"):
        answer = await ten.clients["finance"].get(ten.path(rest + query))
        assert answer.status_code == 200, answer.text
    assert [row.detail for row in await added(ten, before)] == [{}, {"refresh": True}, {}, {}]


async def test_a_part_of_the_page_is_recorded_with_the_sections_that_are_sent(ten: Peopled) -> None:
    """Collections may not see what is used: neither is it sent, nor is it said to have been."""
    ten.clock.age(timedelta(minutes=11))
    await ten.clients["collections"].get(ten.path())
    before = await rows(ten)
    answer = await ten.clients["collections"].get(ten.path("/stream?sections=support,usage,nonsense&refresh=true"))
    assert answer.status_code == 200, answer.text
    told = {kind: msgspec.json.decode(body) for kind, body in events(answer.content).items()}
    assert list(told["event: head "]["sections"]) == ["support"]
    assert set(told) <= {"event: head ", "event: section support", "event: done "}
    whole = (await ten.clients["collections"].get(ten.path())).json()
    assert told["event: done "] == {name: whole[name] for name in ("indicators", "scores", "signals")}
    details = [row.detail for row in await added(ten, before)]
    assert details == [{"sections": ["support"], "refresh": True}, {}]


async def test_nobody_looks_for_the_first_time_by_refreshing(ten: Peopled) -> None:
    """Not after somebody else's look, not at another account, not ten minutes after the last one."""
    ten.clock.age(timedelta(minutes=11))
    before = await rows(ten)
    await ten.clients["admin"].get(ten.path())
    await ten.clients["finance"].get(ten.path("?refresh=true"))
    await ten.clients["finance"].get(ten.path("?refresh=true", ten.elsewhere))
    ten.clock.age(timedelta(minutes=9))
    await ten.clients["finance"].get(ten.path("?refresh=true"))
    ten.clock.age(timedelta(minutes=11))
    await ten.clients["finance"].get(ten.path("?refresh=true"))
    new = [(row.actor, row.detail) for row in await added(ten, before)]
    assert new == [("admin", {}), ("finance", {}), ("finance", {}), ("finance", {"refresh": True}), ("finance", {})]


async def test_refreshing_grants_nothing(ten: Peopled) -> None:
    before = await rows(ten)
    answer = await ten.clients["sales"].get(ten.path("?refresh=true", ten.elsewhere))
    assert answer.status_code == 404
    assert await added(ten, before) == [Row("denied", None, "sales", {"asked": ten.elsewhere})]
    assert (await ten.clients["admin"].get(ten.path("?refresh=maybe"))).status_code == 400


async def test_a_refresh_that_cannot_be_recorded_shows_nothing(ten: Peopled) -> None:
    assert (await ten.clients["admin"].get(ten.path())).status_code == 200
    async with unwritable_log(ten):
        assert (await ten.clients["admin"].get(ten.path("?refresh=true"))).status_code == 503
    before = await rows(ten)
    assert (await ten.clients["admin"].get(ten.path("?refresh=true"))).status_code == 200
    assert [row.detail for row in await added(ten, before)] == [{}]


@pytest.mark.parametrize("look", LOOKS)
async def test_without_a_record_not_a_byte_is_shown(ten: Peopled, look: str) -> None:
    path, client = path_of(ten, look, ten.account), ten.clients["admin"]
    assert (await client.get(path)).status_code == 200
    before = await rows(ten)
    async with unwritable_log(ten):
        answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail"}
    assert "nothing is shown" in answer.json()["detail"] or "nothing can be shown" in answer.json()["detail"]
    assert await added(ten, before) == []
    assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("look", OF_ONE_ACCOUNT)
@pytest.mark.parametrize("what", ["forbidden", "absent"])
async def test_an_attempt_that_is_refused_is_recorded(ten: Peopled, look: str, what: str) -> None:
    asked = ten.elsewhere if what == "forbidden" else "acc_" + "0" * 20
    before = await rows(ten)
    answer = await ten.clients["sales"].get(path_of(ten, look, asked))
    assert answer.status_code == 404, answer.text
    assert await added(ten, before) == [Row("denied", None, "sales", {"asked": asked})]


@pytest.mark.parametrize("look", OF_ONE_ACCOUNT)
async def test_a_refusal_that_cannot_be_recorded_does_not_tell_what_exists(ten: Peopled, look: str) -> None:
    async with unwritable_log(ten):
        answers = [
            await ten.clients["sales"].get(path_of(ten, look, account))
            for account in (ten.elsewhere, "acc_" + "0" * 20, ten.account)
        ]
    assert {(each.status_code, each.content) for each in answers} == {(503, answers[0].content)}


async def test_the_log_is_whole_after_all_of_this(ten: Peopled) -> None:
    async with unwritable_log(ten):
        assert (await ten.clients["admin"].get(ten.path())).status_code == 503
    assert (await ten.clients["admin"].get(ten.path())).status_code == 200
    installation = ten.house.installation
    points = read_checkpoints(installation.settings.audit_checkpoints)
    key = open_key(installation.settings.data_folder / "audit.key", "the log that was just written")
    report = await verify(installation.database, key, points)
    assert (report.intact, report.findings) == (True, [])
    assert report.chains > 1
