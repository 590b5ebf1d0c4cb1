"""The cache: never larger than it may be, oldest looks go first."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rotunda.reading.cache import MemoryCache
from rotunda.reading.kept import Kept
from rotunda.reading.model import ReadKey
from rotunda.sections.ids import AccountId, ConnectionId, SectionName

LIMIT = 100
KEYS = st.builds(
    ReadKey,
    st.sampled_from([ConnectionId("con_1"), ConnectionId("con_2")]),
    st.sampled_from([AccountId("acc_1"), AccountId("acc_2"), AccountId("acc_3")]),
    st.sampled_from([SectionName("billing"), SectionName("usage")]),
)


class CacheMachine(RuleBasedStateMachine):
    """Against a plain list, the longest unused first."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = MemoryCache(LIMIT)
        self.model: list[tuple[ReadKey, Kept]] = []

    @rule(key=KEYS, size=st.integers(1, 130))
    def put(self, key: ReadKey, size: int) -> None:
        kept = Kept(records={}, size=size)
        self.cache.put(key, kept)
        self.model = [entry for entry in self.model if entry[0] != key]
        if size <= LIMIT:
            self.model.append((key, kept))
        while sum(kept.size for _, kept in self.model) > LIMIT:
            self.model.pop(0)

    @rule(key=KEYS)
    def get(self, key: ReadKey) -> None:
        expected = next((entry for entry in self.model if entry[0] == key), None)
        assert self.cache.get(key) is (expected[1] if expected else None)
        if expected:
            self.model.remove(expected)
            self.model.append(expected)

    @rule(key=KEYS)
    def drop(self, key: ReadKey) -> None:
        self.cache.drop(key)
        self.model = [entry for entry in self.model if entry[0] != key]

    @rule(key=KEYS)
    def list_keys(self, key: ReadKey) -> None:
        of_connection = {entry[0] for entry in self.model if entry[0].connection == key.connection}
        assert set(self.cache.keys(key.connection, None)) == of_connection
        of_account = {each for each in of_connection if each.account == key.account}
        assert set(self.cache.keys(key.connection, key.account)) == of_account

    @invariant()
    def counts_itself_right(self) -> None:
        assert len(self.cache) == len(self.model)
        assert self.cache.size == sum(kept.size for _, kept in self.model) <= LIMIT


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
