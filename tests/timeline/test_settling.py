"""Events follow links that come, move and end; merges are read over and write nothing."""

from typing import Any

import pytest_asyncio

from rotunda.connector_kit.events import Participant, Role
from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from timeline.book import CRM, TimelineBook, event

_TRUE_COUNTS = """
    SELECT customer_id, kind, date_trunc('quarter', at AT TIME ZONE 'UTC')::date, count(*)::integer
    FROM timeline_entry GROUP BY 1, 2, 3
"""
_KEPT_COUNTS = "SELECT customer_id, kind, quarter, events FROM timeline_count WHERE events <> 0"


@pytest_asyncio.fixture
async def fresh(make_database: Any) -> Any:
    database = Database(await make_database())
    await database.open()
    yield TimelineBook(database)
    await database.close()


async def _rows(book: TimelineBook, query: Any) -> list[tuple[Any, ...]]:
    async with book.database.connection() as connection:
        return sorted(await (await connection.execute(query)).fetchall())


async def _is_counted(book: TimelineBook) -> bool:
    return await _rows(book, _KEPT_COUNTS) == await _rows(book, _TRUE_COUNTS)


async def test_events_that_come_before_their_links_are_found_by_them(fresh: TimelineBook) -> None:
    ada = Participant(Role.FROM, address="ada@acme.com")
    early = [event(f"early {n}") for n in range(1200)]
    await fresh.timeline.record(CRM, [*early, event("by address", whose=(), people=(ada,))])
    await fresh.list_source()
    await fresh.timeline.settle()
    acme = await fresh.account("1")
    assert len(await fresh.of(acme)) == 1000
    assert "by address" in {each.key for each in await fresh.of(contacts=[await fresh.contact("11")])}
    assert await _rows(fresh, "SELECT count(*) FROM timeline_entry") == [(1202,)]
    assert await _rows(fresh, "SELECT count(*) FROM timeline_moved") == [(0,)]
    assert await _is_counted(fresh)


async def test_a_person_takes_along_what_only_names_them(fresh: TimelineBook) -> None:
    await fresh.list_source()
    theirs = (("contact", ExternalId("11")),)
    await fresh.timeline.record(CRM, [event("hers", whose=theirs), event("the company's")])
    await fresh.list_source(at="2")
    touched = await fresh.timeline.settle()
    acme, bolt = await fresh.account("1"), await fresh.account("2")
    assert touched == {acme, bolt}
    assert [each.key for each in await fresh.of(acme)] == ["the company's"]
    assert [each.key for each in await fresh.of(bolt)] == ["hers"]
    assert await _is_counted(fresh)


async def test_what_is_disconnected_is_nobodys(fresh: TimelineBook) -> None:
    await fresh.list_source()
    acme = await fresh.account("1")
    await fresh.timeline.record(CRM, [event("one")])
    await fresh.identity.forget(CRM, "usr_one")
    await fresh.timeline.settle()
    assert await fresh.of(acme) == []
    assert await _is_counted(fresh)


async def test_notes_of_ours_name_customers_themselves(fresh: TimelineBook) -> None:
    await fresh.list_source()
    acme, ada = await fresh.account("1"), await fresh.contact("11")
    ours = ConnectionId("rotunda")
    await fresh.timeline.record(
        ours,
        [
            event("of acme", whose=(("account", ExternalId(acme)),)),
            event("of ada", whose=(("contact", ExternalId(ada)),)),
        ],
    )
    assert {each.key for each in await fresh.of(acme)} == {"of acme", "of ada"}
    assert [each.key for each in await fresh.of(contacts=[ada])] == ["of ada"]
    assert SourceName(ours) == "rotunda"
