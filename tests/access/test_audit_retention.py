"""Pruning leaves a log that verifies, and does not launder one that does not."""

from datetime import timedelta

import pytest

from rotunda.access.audit.log import AuditLog, AuditUnavailable
from rotunda.access.audit.prune import AuditTampered, Retention
from rotunda.access.audit.report import Kind
from support.audit import KEY, MAYA, LoggedHouse, look


def retention(house: LoggedHouse) -> Retention:
    return Retention(house.database, KEY, house.clock, house.checkpoints)


async def three_days(house: LoggedHouse, log: AuditLog) -> None:
    for number in range(9):
        if number and number % 3 == 0:
            house.clock.advance(timedelta(days=1))
        await log.record(look(MAYA, number))


async def test_what_is_old_goes_and_the_rest_verifies(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as finished:
        await finished.record(look())
    async with logged_house.log() as log:
        await three_days(logged_house, log)
        cutoff = logged_house.clock.now() - timedelta(days=1)
        removed = await retention(logged_house).prune(log, cutoff, MAYA)
        await log.record(look(MAYA, 9))
    assert removed == 2 + 1 + 3  # the finished chain, and the start and first day of the running one
    rows = await logged_house.rows()
    assert [row.detail.get("number") for row in rows] == [3, 4, 5, 6, 7, 8, None, 9]
    assert rows[-2].action == "audit.prune"
    assert rows[-2].detail == {"before": cutoff.isoformat()}
    report = await logged_house.verify()
    assert (report.findings, report.chains) == ([], 2)


async def test_pruning_again_goes_on_where_it_stopped(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await three_days(logged_house, log)
        await retention(logged_house).prune(log, logged_house.clock.now() - timedelta(days=1), MAYA)
        assert await retention(logged_house).prune(log, logged_house.clock.now() - timedelta(days=1), MAYA) == 0
        assert await retention(logged_house).prune(log, logged_house.clock.now(), MAYA) == 3
    assert (await logged_house.verify()).intact


async def test_tampering_after_a_prune_is_found(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await three_days(logged_house, log)
        await retention(logged_house).prune(log, logged_house.clock.now() - timedelta(days=1), MAYA)
    (first, *_) = await logged_house.rows()
    await logged_house.tamper(f"DELETE FROM audit_row WHERE seq = {first.seq}")
    report = await logged_house.verify()
    assert [(f.kind, f.first, f.last) for f in report.findings] == [(Kind.DELETED, first.seq, first.seq)]
    await logged_house.tamper("DELETE FROM audit_prune")
    report = await logged_house.verify()
    assert [(f.kind, f.first, f.last) for f in report.findings] == [(Kind.DELETED, 1, first.seq)]


async def test_a_log_that_was_tampered_with_is_not_pruned(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await three_days(logged_house, log)
        await logged_house.tamper("UPDATE audit_row SET actor_name = 'Nobody' WHERE seq = 2")
        with pytest.raises(AuditTampered, match=r"Row 2 of chain chn_\w+: not as it was written"):
            await retention(logged_house).prune(log, logged_house.clock.now(), MAYA)
    assert len(await logged_house.rows()) == 10


async def test_what_cannot_be_recorded_is_not_done(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await three_days(logged_house, log)
        with pytest.raises(ValueError, match="up to now"):
            await retention(logged_house).prune(log, logged_house.clock.now() + timedelta(seconds=1), MAYA)
    with pytest.raises(AuditUnavailable):
        await retention(logged_house).prune(log, logged_house.clock.now(), MAYA)
    assert len(await logged_house.rows()) == 10
