"""Held readings: as long as they stand, looking each of them up would show the same and ask nobody."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rotunda.connector_kit.errors import Forbidden, SourceError, Unavailable
from rotunda.reading.cache import MemoryCache
from rotunda.reading.counts import Counts
from rotunda.reading.held import Held, hold
from rotunda.reading.kept import Kept, keep_failure, keep_part, keep_unknown, measure
from rotunda.reading.model import Reading, ReadKey
from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import AccountId, ConnectionId, SectionName
from rotunda.sections.provenance import Mode

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KEYS = [ReadKey(ConnectionId("con_1"), AccountId("acc_1"), SectionName(name)) for name in ("billing", "usage")]
FRESHNESS = Freshness(fresh_for=timedelta(seconds=30), keep_for=timedelta(seconds=100))
keys = st.sampled_from(KEYS)


class Part(msgspec.Struct):
    number: int


class HeldMachine(RuleBasedStateMachine):
    """Against what every single lookup says."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = MemoryCache(10_000)
        self.now = 1_000.0
        self.counts = Counts()
        self.held: Held | None = None
        self.seen: list[Reading | None] = []

    @rule(key=keys, number=st.integers(0, 2))
    def read(self, key: ReadKey, number: int) -> None:
        self.cache.put(key, keep_part({}, measure(Part(number)), Mode.LIVE, FRESHNESS, NOW, self.now))

    @rule(key=keys, error=st.sampled_from([Unavailable("down"), Forbidden("no")]), quiet=st.sampled_from([3.0, 60.0]))
    def fail(self, key: ReadKey, error: SourceError, quiet: float) -> None:
        self.cache.put(key, keep_failure(self.cache.get(key), {}, Mode.LIVE, error, self.now + quiet))

    @rule(key=keys)
    def find_no_record(self, key: ReadKey) -> None:
        self.cache.put(key, keep_unknown({}, Mode.LIVE, "Shop", self.now))

    @rule(key=keys, again=st.booleans())
    def hear_of_a_change(self, key: ReadKey, *, again: bool) -> None:
        kept = self.cache.get(key)
        if kept is not None:
            (kept.ask_again if again else kept.outdate)()

    @rule(key=keys)
    def drop(self, key: ReadKey) -> None:
        self.cache.drop(key)

    @rule(seconds=st.sampled_from([0.5, 3.0, 29.0, 30.0, 70.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def take_hold(self) -> None:
        kept = [self.cache.get(key) for key in KEYS]
        self.held = hold(kept, [(self.counts, len(KEYS))], self.now)
        self.seen = [self.shown(each) for each in kept]

    def shown(self, kept: Kept | None) -> Reading | None:
        return kept.show(self.now) if kept is not None else None

    @invariant()
    def nothing_has_changed_while_they_stand(self) -> None:
        before = self.counts.cache_hits
        if self.held is None or not self.held.stands(self.now):
            assert self.counts.cache_hits == before
            return
        kept = [self.cache.get(key) for key in KEYS]
        assert [self.shown(each) for each in kept] == self.seen
        assert None not in self.seen
        assert not any(each is not None and each.wants_refresh(self.now) for each in kept)
        assert self.counts.cache_hits == before + len(KEYS)


HeldMachine.TestCase.settings = settings(max_examples=300, deadline=None)
TestHeld = HeldMachine.TestCase


def test_what_is_fresh_stands_until_the_first_of_it_is_not() -> None:
    cache = MemoryCache(10_000)
    for seconds, key in zip((0.0, 10.0), KEYS, strict=True):
        cache.put(key, keep_part({}, measure(Part(1)), Mode.LIVE, FRESHNESS, NOW, seconds))
    held = hold([cache.get(key) for key in KEYS], [], 10.0)
    assert held is not None
    assert held.stands(29.9)
    assert not held.stands(30.0)
