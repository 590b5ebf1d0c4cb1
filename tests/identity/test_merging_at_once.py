"""Several people who merge at the same time, on a real PostgreSQL: one merge and one clear refusal where they mean the
same customers, and nobody waits where they do not.

Nothing here waits for a clock: who waits for whom is asked of the database.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, LiteralString

import pytest
import pytest_asyncio

from identity.builders import person, record
from identity.merging_desk import MAYA, Desk, empty_desk
from identity.people_desk import PeopleDesk
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.model import Conflict, MergeOrder, Obstacle
from rotunda.identity.merging.service import Merged
from rotunda.identity.merging.writing import LOCK as LISTS
from rotunda.kit.database import Database
from rotunda.sections.ids import CustomerId
from support.house import eventually

COMPANIES = 6
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest_asyncio.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with empty_desk(database, tmp_path) as desk:
        companies = [record("productdb", f"{n}", name=f"Firm {n}", domains=(f"firm{n}.com",)) for n in range(COMPANIES)]
        people = [person("productdb", f"u{n}", f"{n}", emails=(f"ada@firm{n}.com",)) for n in range(COMPANIES)]
        await desk.apply("productdb", *companies, *people)
        yield desk


@pytest_asyncio.fixture(params=["accounts", "contacts"])
async def customers(desk: Desk, request: pytest.FixtureRequest) -> list[CustomerId]:
    if request.param == "accounts":
        return [await desk.id_of(f"productdb:{n}") for n in range(COMPANIES)]
    return [await PeopleDesk(desk).id_of(f"productdb:u{n}") for n in range(COMPANIES)]


async def waiting(desk: Desk) -> int:
    [(number,)] = await desk.ask(WAITING)
    return number


async def outcomes(*merges: Awaitable[Any]) -> tuple[list[Any], list[Conflict]]:
    done = await asyncio.gather(*merges, return_exceptions=True)
    refused = [each for each in done if isinstance(each, Conflict)]
    made = [each for each in done if not isinstance(each, BaseException)]
    assert len(made) + len(refused) == len(done), done
    return made, refused


async def test_of_two_who_merge_the_same_one_is_refused(desk: Desk, customers: list[CustomerId]) -> None:
    one, other, third, *_ = customers
    plans = [await desk.merges.plan(MAYA, MergeOrder(*pair)) for pair in ((one, other), (other, one), (third, other))]
    orders = [
        MergeOrder(*pair, fingerprint=plan.fingerprint)
        for pair, plan in zip(((one, other), (other, one), (third, other)), plans, strict=True)
    ]
    async with desk.database.transaction() as first:
        await hold(first, [other])
        racing = asyncio.gather(outcomes(*(desk.merges.merge(MAYA, order) for order in orders)))
        await eventually(lambda: waiting(desk), 3)
    [(made, refused)] = await racing
    assert len(made) == 1
    assert {each.obstacle for each in refused} <= {Obstacle.ALREADY_MERGED, Obstacle.STALE}
    standing = await desk.ask("SELECT id, kept, absorbed FROM merge WHERE undone_at IS NULL")
    assert [row[0] for row in standing] == [made[0].id]
    told = [action for action, _ in await desk.told()]
    assert told.count("merge") == 2  # one row for each of the two
    assert told.count("change.refused") == 2


async def test_of_two_who_undo_the_same_one_is_refused(desk: Desk, customers: list[CustomerId]) -> None:
    one, other, *_ = customers
    merged = await desk.merges.merge(MAYA, MergeOrder(one, other))
    made, refused = await outcomes(*(desk.merges.undo(MAYA, merged.id, {}) for _ in range(2)))
    assert len(made) == 1
    assert [each.obstacle for each in refused] == [Obstacle.ALREADY_UNDONE]


async def test_who_merges_others_waits_for_nobody(desk: Desk, customers: list[CustomerId]) -> None:
    """While two customers are held, by somebody who has written them and does not end, all others are merged, edited,
    split and undone.
    """
    one, other, third, fourth, fifth, _ = customers
    async with desk.database.transaction() as held:
        await hold(held, [one, other])
        for table in ("account", "contact"):
            await held.execute(f"UPDATE {table} SET updated_at = updated_at WHERE id = ANY(%s)", ([one, other],))
        merged = await desk.merges.merge(MAYA, MergeOrder(third, fourth))
        await desk.decisions.keep_apart(MAYA, third, fifth, "two of a kind")
        await PeopleDesk(desk).edit(third, name="Another name")
        await desk.merges.undo(MAYA, merged.id, dict.fromkeys(await conflicts(desk, merged), "kept"))
        assert await waiting(desk) == 0
        assert (await desk.ask("SELECT count(*) FROM merge"))[0][0] == 1


async def conflicts(desk: Desk, merged: Merged) -> list[str]:
    return [each.key for each in (await desk.merges.plan_undo(MAYA, merged.id, {})).conflicts]


async def test_readers_and_the_log_go_on_while_two_are_merged(desk: Desk, customers: list[CustomerId]) -> None:
    one, other, *_ = customers
    async with desk.database.transaction() as held:
        await hold(held, [one, other])
        for table in ("account", "contact"):
            await held.execute(f"UPDATE {table} SET updated_at = updated_at WHERE id = ANY(%s)", ([one, other],))
        people = PeopleDesk(desk)
        for customer in (one, other):
            page = people.page if customer.startswith("per_") else desk.page
            assert await page(customer)
        await desk.merges.plan(MAYA, MergeOrder(one, other))
        assert (await desk.told())[-1][0] == "merge.plan"


async def test_whoever_waits_for_a_customer_that_is_merged_meanwhile_holds_whom_it_is_shown_as(
    desk: Desk, customers: list[CustomerId]
) -> None:
    one, other, third, *_ = customers
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(desk.database.transaction())
        await hold(first, [one, other])
        table = "contact" if one.startswith("per_") else "account"
        await first.execute(f"UPDATE {table} SET shown_as = %s WHERE id = %s", (one, other))

        async def second() -> list[tuple[int]]:
            async with desk.database.transaction() as transaction:
                await hold(transaction, [other])
                held = "SELECT count(*)::int FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'ExclusiveLock' "
                advisory = "AND locktype = 'advisory'"
                mine = await (await transaction.execute(held + advisory)).fetchall()
                async with desk.database.transaction() as another:
                    await hold(another, [third])
                return mine

        racing = asyncio.create_task(second())
        await eventually(lambda: waiting(desk), 1)
        await stack.aclose()
    assert await racing == [(1,)]


async def test_many_who_merge_the_same_few_in_any_order_all_get_an_answer(
    desk: Desk, customers: list[CustomerId]
) -> None:
    """Nobody waits in a circle, and what stands in the end is a forest."""
    pairs = [(one, other) for one in customers for other in customers if one != other]
    made, refused = await outcomes(*(desk.merges.merge(MAYA, MergeOrder(*pair)) for pair in pairs))
    assert len(made) == COMPANIES - 1
    assert len(refused) == len(pairs) - len(made)
    assert {each.obstacle for each in refused} == {Obstacle.ALREADY_MERGED}
    table = "contact" if customers[0].startswith("per_") else "account"
    roots = await desk.ask(f"SELECT DISTINCT coalesce(shown_as, id) FROM {table} WHERE id = ANY(%s)", customers)
    assert len(roots) == 1
    made, refused = await outcomes(*(desk.merges.undo(MAYA, each.id, {}) for each in made))
    assert not [each for each in refused if each.obstacle is not Obstacle.UNDECIDED]


async def test_parents_set_at_once_never_close_a_circle(desk: Desk) -> None:
    accounts = [await desk.id_of(f"productdb:{n}") for n in range(4)]
    ring = [*zip(accounts, [*accounts[1:], accounts[0]], strict=True)]
    for below, above in (ring[0], ring[2]):
        await desk.decisions.set_parent(MAYA, below, above)
    made, refused = await outcomes(*(desk.decisions.set_parent(MAYA, *ring[n]) for n in (1, 3)))
    assert len(made) == 1
    assert [each.obstacle for each in refused] == [Obstacle.CIRCLE]


async def test_a_list_waits_for_merges_and_merges_for_the_list(desk: Desk) -> None:
    one, other = [await desk.id_of(f"productdb:{n}") for n in range(2)]
    async with desk.database.transaction() as list_taken_over:
        await list_taken_over.execute(LISTS)
        racing = asyncio.create_task(desk.merges.merge(MAYA, MergeOrder(one, other)))
        await eventually(lambda: waiting(desk), 1)
    assert (await racing).id


async def test_a_merge_writes_no_more_for_a_customer_with_thousands_of_rows(desk: Desk) -> None:
    """What grows with a customer is not rewritten: everybody else would wait for it."""
    one, other, big, bigger = [await desk.id_of(f"productdb:{n}") for n in range(4)]
    small_people = [await PeopleDesk(desk).id_of(f"productdb:u{n}") for n in range(2)]
    for account in (big, bigger):
        for statement in _MANY:
            await desk.database.execute(statement, {"account": account, "many": 3_000})
    await desk.database.execute("ANALYZE")
    written = [await desk_writes(desk, *pair) for pair in ((one, other), (big, bigger), tuple(small_people))]
    assert max(written) < 60_000, written


async def desk_writes(desk: Desk, kept: CustomerId, absorbed: CustomerId) -> float:
    """Bytes of PostgreSQL's log, the least of some merges: others may write meanwhile."""
    found: list[float] = []
    for _ in range(4):
        place = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8"
        [(before,)] = await desk.ask(place)
        merged = await desk.merges.merge(MAYA, MergeOrder(kept, absorbed))
        [(after,)] = await desk.ask(place)
        found.append(after - before)
        await desk.merges.undo(MAYA, merged.id, {})
    return min(found)


_MANY: tuple[LiteralString, ...] = (
    """
    INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
    SELECT %(account)s, 'email', n || '@' || %(account)s, 'hubspot', n || '@' || %(account)s, 'con_hubspot', true,
        now() FROM generate_series(1, %(many)s) AS n
    """,
    """
    INSERT INTO contact (id, account_id, mirrored_account, name, mirrored_name, created_at, updated_at)
    SELECT 'per_' || n || %(account)s, %(account)s, %(account)s, 'Person ' || n, 'Person ' || n, now(), now()
    FROM generate_series(1, %(many)s) AS n
    """,
    """
    INSERT INTO alias (old_system, old_number, normal, account_id, imported_at, batch)
    SELECT %(account)s, n::text, n::text, %(account)s, now(), 'alb_test' FROM generate_series(1, %(many)s) AS n
    """,
    """
    INSERT INTO field_change (id, edit_id, customer_id, applies_to, field_id, old, new, changed_at)
    SELECT 'fch_' || n || %(account)s, 'edt_' || n, %(account)s, 'account', 'fld_account_tags', '[]'::jsonb,
        '[]'::jsonb, now() FROM generate_series(1, %(many)s) AS n
    """,
)
