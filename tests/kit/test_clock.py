"""Clocks and ids."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rotunda.kit.clock import Clock, SetClock, SystemClock
from rotunda.kit.ids import new_id


def test_a_set_clock_moves_when_told() -> None:
    clock: Clock = SetClock(datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=1))))
    assert isinstance(clock, SetClock)
    assert clock.now() == datetime(2026, 1, 1, 8, tzinfo=UTC)
    before = clock.monotonic()
    clock.advance(timedelta(minutes=2))
    assert clock.now() == datetime(2026, 1, 1, 8, 2, tzinfo=UTC)
    assert clock.monotonic() - before == 120
    with pytest.raises(ValueError, match="cannot go back"):
        clock.advance(timedelta(seconds=-1))


def test_a_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        SetClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the naive moment is what is refused


def test_the_system_clock_is_aware_and_never_goes_back() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() <= clock.monotonic()


def test_ids_are_readable_and_differ() -> None:
    ids = {new_id("acc_") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch("acc_[a-z0-9]{20}", one) for one in ids)
