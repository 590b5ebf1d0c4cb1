"""What one process is told, or changes, counts in all of them."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from processes.conftest import Pair
from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.connections.service import Connections
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.entrypoints.loops import keep_working
from rotunda.reading.notices import Notice
from rotunda.sections.ids import AccountId, ConnectionId, SectionName, SourceName
from support.house import PATIENCE, InhabitedHouse, eventually
from sync.inbox.town import Post, event, payer, section

SUPPORT = SectionName("support")
ZENDESK = SourceName("zendesk")


@asynccontextmanager
async def listening(
    home: InhabitedHouse, last: str | None, **asked: str
) -> AsyncGenerator[AsyncIterator[tuple[str, str]]]:
    """Names of events with their ids."""

    async def told(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str]]:
        held: dict[str, str] = {}
        async for line in lines:
            name, _, value = line.partition(": ")
            held = {**held, name: value} if line else held
            if not line and "event" in held:
                said = json.loads(held["data"]).get("section") or held["event"]
                yield said, held.get("id", "")
                held = {}

    headers = {"Last-Event-ID": last} if last else {}
    async with (
        asyncio.timeout(PATIENCE),
        home.client() as client,
        client.stream("GET", "/api/v1/changes", params=asked, headers=headers) as answer,
    ):
        yield told(answer.aiter_lines())


def of_support(pair: Pair, account: AccountId | None) -> Notice:
    return Notice(pair.one.connections[ZENDESK], account, SUPPORT)


async def test_a_delivery_at_one_is_the_new_number_at_the_other(pair: Pair) -> None:
    company = payer(pair.one)
    account = pair.one.accounts[company.key]
    before = await section(pair.other, account, "support")
    await pair.one.live.change("open_ticket", account=company.key, subject="Nothing prints", priority="urgent")
    await pair.one.live.sender.settle()
    await pair.one.installation.inbox.worker.work()

    async def tickets() -> int:
        return (await section(pair.other, account, "support"))["open_count"]

    await eventually(tickets, before["open_count"] + 1)


async def test_a_page_that_is_open_at_the_other_is_told(pair: Pair) -> None:
    account = pair.one.accounts[payer(pair.one).key]
    async with listening(pair.other, None, account=account) as told:
        assert (await anext(told))[0] == "ready"
        await pair.one.installation.notices.tell([of_support(pair, account)])
        assert (await anext(told))[0] == "support"


async def test_what_concerns_everybody_of_a_source_concerns_each_page(pair: Pair) -> None:
    account = pair.one.accounts[payer(pair.one).key]
    async with listening(pair.other, None, account=account) as its, listening(pair.one, None) as everybody_s:
        await anext(its), await anext(everybody_s)
        await pair.one.installation.notices.tell([of_support(pair, None)])
        assert (await anext(its))[0] == "support"
        assert (await anext(everybody_s))[0] == "missed"


async def test_who_comes_back_to_another_process_or_after_a_restart_is_told_what_was_missed(pair: Pair) -> None:
    account = pair.one.accounts[payer(pair.one).key]
    async with listening(pair.one, None, account=account) as told:
        _, position = await anext(told)
    await pair.one.installation.notices.tell([of_support(pair, account)])
    async with listening(pair.other, position, account=account) as told:
        assert [(await anext(told))[0] for _ in range(2)] == ["ready", "support"]
    async with open_installation(pair.deed.settings(), demo=True) as restarted:
        found = restarted.changes.opened(position)
        assert found is not None
        assert restarted.changes.remembers(found)
        assert SUPPORT in {change.section for change in restarted.changes.after(found, account).changes}


async def test_what_was_told_while_it_could_not_hear_counts_when_it_can(pair: Pair) -> None:
    account = pair.one.accounts[payer(pair.one).key]
    database = pair.one.installation.database
    before = pair.other.installation.notices.heard.position
    async with database.transaction() as transaction:
        await pair.one.installation.notices.write(transaction, [of_support(pair, account)])
        await database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'rotunda cluster' AND datname = current_database()"
        )

    async def heard() -> bool:
        return pair.other.installation.notices.heard.position > before

    await eventually(heard, expected=True)


async def test_who_may_have_missed_notices_reads_everything_again(pair: Pair) -> None:
    """What it heard last is gone from the book, and with it perhaps what came after."""
    company = payer(pair.one)
    account = pair.one.accounts[company.key]
    before = (await section(pair.other, account, "support"))["open_count"]
    await pair.one.live.change("open_ticket", account=company.key, subject="Nobody was told", priority="low")
    assert (await section(pair.other, account, "support"))["open_count"] == before
    elsewhere = next(each for key, each in pair.one.accounts.items() if key != company.key)
    notice = Notice(pair.one.connections[SourceName("stripe")], elsewhere, SectionName("billing"))
    async with pair.one.installation.database.transaction() as transaction:
        await pair.one.installation.notices.write(transaction, [notice])
        await transaction.execute(
            "DELETE FROM source_notice WHERE position < (SELECT max(position) FROM source_notice)"
        )

    async def tickets() -> int:
        return (await section(pair.other, account, "support"))["open_count"]

    await eventually(tickets, before + 1)


async def test_positions_grow_in_the_order_in_which_writers_commit(pair: Pair) -> None:
    """Whoever has read one has read all before it: nothing is ever passed over."""
    account = pair.one.accounts[payer(pair.one).key]
    heard: list[int] = []
    pair.other.installation.notices.subscribe(lambda told: heard.extend(each.position for each in told))
    both = pair.one.installation.notices, pair.other.installation.notices
    await asyncio.gather(*(notices.tell([of_support(pair, account)]) for _ in range(40) for notices in both))

    async def number() -> int:
        return len(heard)

    await eventually(number, 80)
    assert heard == sorted(set(heard))


async def test_a_webhook_secret_agreed_on_at_one_is_known_to_the_other(pair: Pair) -> None:
    post = Post(pair.other, "stripe")
    assert (await Post(pair.one, "stripe").agree("whsec_another")).status_code == 200

    async def known() -> str | None:
        secret = pair.other.installation.connections.secret(post.connection, WEBHOOK_SECRET)
        return secret.reveal() if secret else None

    await eventually(known, "whsec_another")
    await Post(pair.one, "stripe").agree(post.secret)
    await eventually(known, post.secret)
    assert (await post.send(event("evt_elsewhere", "cus_1"))).status_code == 202


async def test_a_connection_made_renamed_and_removed_at_one_is_so_at_the_other(pair: Pair) -> None:
    here, there = pair.one.installation.connections, pair.other.installation.connections
    made = await here.create(SourceName("zendesk"), "Second desk", pair.one.live.forms["zendesk"], None)
    await eventually(lambda: titles(there), await titles(here))
    await here.rename(made.id, "Third desk")
    await eventually(lambda: titles(there), await titles(here))
    await here.remove(made.id)
    await eventually(lambda: titles(there), await titles(here))
    assert made.id not in await titles(there)


async def titles(connections: Connections) -> dict[ConnectionId, str]:
    return {each.id: each.title for each in connections.list()}


@pytest.mark.slow
async def test_one_leads_and_when_it_ends_another_does(pair: Pair) -> None:
    async def leading(installation: Installation) -> bool:
        return installation.cluster.leads

    async with open_installation(pair.deed.settings(), demo=True) as second:
        async with open_installation(pair.deed.settings(), demo=True) as first:
            keep_working(first, jobs=False, list_now=False)
            await eventually(lambda: leading(first), expected=True)
            keep_working(second, jobs=False, list_now=False)
            await second.cluster.tell("members")
            assert not second.cluster.leads
        await eventually(lambda: leading(second), expected=True)


async def test_processes_are_counted(pair: Pair) -> None:
    async def members() -> int:
        return pair.one.installation.cluster.members

    await eventually(members, 2)
    async with open_installation(pair.deed.settings(), demo=True):
        await eventually(members, 3)
