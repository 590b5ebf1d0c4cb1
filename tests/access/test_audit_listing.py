"""Reading the log page by page."""

from datetime import timedelta

import pytest

from rotunda.access.audit.entry import Action, AuditEntry, DetailValue
from rotunda.access.audit.listing import AuditFilter, list_audit
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import AccountId, UserId
from support.audit import ACME, MAYA, SAM, LoggedHouse, look

KEYSET = Keyset(bytes(range(32)))
OTHER = AccountId("acc_other")


async def pages(house: LoggedHouse, wanted: AuditFilter, limit: int) -> list[list[object]]:
    found: list[list[object]] = []
    cursor: str | None = None
    while True:
        page = await list_audit(house.database, KEYSET, wanted, cursor, limit)
        found.append([row.detail["number"] for row in page.rows])
        cursor = page.next_cursor
        if cursor is None:
            return found


async def test_newest_first_without_gaps_or_repeats_also_within_one_moment(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        for number in range(7):
            await log.record(look(MAYA, number))
        logged_house.clock.advance(timedelta(seconds=1))
        await log.record(look(MAYA, 7))
    first, *rest = await pages(logged_house, AuditFilter(), limit=3)
    assert first[0] == 7
    assert [len(page) for page in (first, *rest)] == [3, 3, 2]
    assert sorted(number for page in (first, *rest) for number in page) == list(range(8))


async def test_filters(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await log.record(look(MAYA, 1))
        await log.record(look(SAM, 2))
        logged_house.clock.advance(timedelta(hours=1))
        noon = logged_house.clock.now()
        await log.record(look(SAM, 3, OTHER))
        await log.record(AuditEntry(SAM, Action.LIST, None, {"number": 4}))
    assert await pages(logged_house, AuditFilter(account=ACME), 50) in ([[2, 1]], [[1, 2]])
    assert await pages(logged_house, AuditFilter(user=UserId("usr_maya")), 50) == [[1]]
    assert await pages(logged_house, AuditFilter(account=OTHER, user=UserId("usr_sam"), since=noon), 50) == [[3]]
    assert await pages(logged_house, AuditFilter(user=UserId("usr_nobody")), 50) == [[]]
    assert {number for page in await pages(logged_house, AuditFilter(since=noon), 1) for number in page} == {3, 4}


async def test_refreshes_can_be_left_out_without_gaps_in_the_pages(logged_house: LoggedHouse) -> None:
    """A page that stays open writes many rows between two looks."""
    async with logged_house.log() as log:
        for number in range(20):
            detail: dict[str, DetailValue] = (
                {"number": number} if number % 5 == 0 else {"number": number, "refresh": True}
            )
            await log.record(AuditEntry(MAYA, Action.VIEW, ACME, detail))
            logged_house.clock.advance(timedelta(minutes=1))
    assert await pages(logged_house, AuditFilter(account=ACME, refreshes=False), 2) == [[15, 10], [5, 0]]
    everything = await pages(logged_house, AuditFilter(account=ACME), 7)
    assert [number for page in everything for number in page] == list(range(19, -1, -1))


async def test_rows_written_meanwhile_do_not_shift_the_pages(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        for number in range(4):
            await log.record(look(MAYA, number))
            logged_house.clock.advance(timedelta(seconds=1))
        first = await list_audit(logged_house.database, KEYSET, AuditFilter(), None, 2)
        await log.record(look(MAYA, 4))
        second = await list_audit(logged_house.database, KEYSET, AuditFilter(), first.next_cursor, 2)
    assert [row.detail["number"] for row in (*first.rows, *second.rows)] == [3, 2, 1, 0]
    row = first.rows[0]
    assert (row.actor_name, row.actor_via, row.action, row.account_id) == ("Maya Rivera", "session", "view", ACME)


async def test_a_cursor_belongs_to_its_filters(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        for number in range(3):
            await log.record(look(MAYA, number))
    page = await list_audit(logged_house.database, KEYSET, AuditFilter(account=ACME), None, 1)
    with pytest.raises(BadCursor):
        await list_audit(logged_house.database, KEYSET, AuditFilter(), page.next_cursor, 1)
    with pytest.raises(BadCursor):
        await list_audit(logged_house.database, KEYSET, AuditFilter(ACME, refreshes=False), page.next_cursor, 1)
    with pytest.raises(BadCursor):
        await list_audit(logged_house.database, KEYSET, AuditFilter(), "rubbish", 1)
