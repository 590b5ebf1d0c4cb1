"""The breaker: at one call a minute, at a thousand a second, and as a state machine against its own rules."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rotunda.reading.breaker import Breaker, BreakerState, Pass, Rules


def call(breaker: Breaker, now: float, *, ok: bool) -> bool:
    """Whether the call was let through."""
    leave = breaker.enter(now)
    if leave is None:
        return False
    (breaker.succeeded if ok else breaker.failed)(now, leave)
    breaker.done(leave)
    return True


def test_one_call_a_minute_opens_it_at_the_second_failure() -> None:
    breaker = Breaker()
    for minute in range(30):
        call(breaker, minute * 60.0, ok=True)
    call(breaker, 1800, ok=False)
    assert breaker.closed()
    call(breaker, 1860, ok=False)
    assert breaker.state(1860) is BreakerState.OPEN


def test_a_thousand_calls_a_second_open_it_within_two_seconds_of_an_outage() -> None:
    breaker = Breaker()
    for number in range(10_000):
        call(breaker, number / 1000, ok=True)
    failed = 0
    while breaker.closed():
        failed += 1
        call(breaker, 10 + failed / 1000, ok=False)
    assert failed <= 2000


def test_a_thousand_calls_a_second_with_one_in_ten_failing_leave_it_closed() -> None:
    breaker = Breaker()
    for number in range(60_000):
        call(breaker, number / 1000, ok=number % 10 != 0)
    assert breaker.closed()


def test_half_of_many_calls_failing_open_it() -> None:
    breaker = Breaker()
    for number in range(100):
        call(breaker, number / 10, ok=number % 2 == 0)
    assert not breaker.closed()


def test_five_failures_of_one_page_open_it() -> None:
    breaker = Breaker()
    for _ in range(4):
        call(breaker, 5.0, ok=False)
    assert breaker.closed()
    call(breaker, 5.0, ok=False)
    assert breaker.state(5.0) is BreakerState.OPEN


def test_two_failures_in_quick_succession_do_not() -> None:
    breaker = Breaker()
    call(breaker, 5.0, ok=False)
    call(breaker, 5.5, ok=False)
    assert breaker.closed()


def opened(now: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(5):
        call(breaker, now, ok=False)
    return breaker


def test_one_probe_is_let_through_at_a_time() -> None:
    breaker = opened()
    assert breaker.enter(1.9) is None
    probe = breaker.enter(2.0)
    assert probe is not None
    assert probe.probe
    assert breaker.state(2.0) is BreakerState.HALF_OPEN
    assert breaker.enter(2.0) is None
    breaker.succeeded(2.1, probe)
    assert breaker.closed()


def test_a_probe_that_fails_doubles_the_wait_up_to_its_limit() -> None:
    breaker = opened()
    waits: list[float] = []
    for _ in range(6):
        at = breaker.retry_at() or 0.0
        call(breaker, at, ok=False)
        waits.append((breaker.retry_at() or 0.0) - at)
    assert waits == [4, 8, 16, 30, 30, 30]


def test_a_probe_that_never_knew_makes_room_for_the_next() -> None:
    breaker = opened()
    cancelled = breaker.enter(2.0)
    assert cancelled is not None
    breaker.done(cancelled)
    again = breaker.enter(2.0)
    assert again is not None
    assert again.probe


def test_what_was_under_way_when_it_opened_decides_nothing() -> None:
    breaker = Breaker()
    late = breaker.enter(0.0)
    assert late is not None
    for _ in range(5):
        call(breaker, 0.0, ok=False)
    breaker.succeeded(0.1, late)
    assert breaker.state(0.1) is BreakerState.OPEN
    breaker.failed(0.1, late)
    assert breaker.retry_at() == 2.0


class BreakerMachine(RuleBasedStateMachine):
    """Calls that overlap, end well, badly or not at all, while time passes, against the rules written down once more
    over the plain list of everything that has happened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker()
        self.rules = Rules()
        self.now = 0.0
        self.out: list[Pass] = []
        self.history: list[tuple[float, bool]] = []
        self.open_until: float | None = None
        self.open_seconds = 0.0

    @rule(seconds=st.floats(0, 15))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def enter(self) -> None:
        leave = self.breaker.enter(self.now)
        probing = any(each.probe for each in self.out)
        allowed = self.open_until is None or (self.now >= self.open_until and not probing)
        assert (leave is not None) == allowed
        if leave is not None:
            assert leave.probe == (self.open_until is not None)
            self.out.append(leave)

    @precondition(lambda self: self.out)
    @rule(data=st.data(), outcome=st.sampled_from(["ok", "failed", "failed", "cancelled"]))
    def end(self, data: st.DataObject, outcome: str) -> None:
        leave = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        if outcome == "ok":
            self.breaker.succeeded(self.now, leave)
            self._ended_well(leave)
        elif outcome == "failed":
            self.breaker.failed(self.now, leave)
            self._ended_badly(leave)
        self.breaker.done(leave)

    def _ended_well(self, leave: Pass) -> None:
        if self.open_until is None:
            self.history.append((self.now, True))
        elif leave.probe:
            self.open_until = None
            self.history.clear()

    def _ended_badly(self, leave: Pass) -> None:
        if self.open_until is not None:
            if leave.probe:
                self._open(min(self.open_seconds * 2, self.rules.open_seconds_most))
            return
        self.history.append((self.now, False))
        if self._should_trip():
            self._open(self.rules.open_seconds)

    def _open(self, seconds: float) -> None:
        self.open_seconds = seconds
        self.open_until = self.now + seconds

    def _should_trip(self) -> bool:
        recent = [ok for at, ok in self.history if int(at) > int(self.now) - self.rules.window]
        busy = len(recent) >= self.rules.busy_calls
        run: list[float] = []
        for at, ok in reversed(self.history):
            if ok:
                break
            run.append(at)
        lasted = self.now - run[-1]
        return (
            (busy and recent.count(False) >= len(recent) / 2)
            or (len(run) >= self.rules.run and (not busy or lasted >= self.rules.run_seconds))
            or (len(run) >= self.rules.long_run and lasted >= self.rules.long_run_seconds)
        )

    @invariant()
    def agrees(self) -> None:
        if self.open_until is None:
            expected = BreakerState.CLOSED
        else:
            expected = BreakerState.OPEN if self.now < self.open_until else BreakerState.HALF_OPEN
        assert self.breaker.state(self.now) is expected


TestBreakerMachine = BreakerMachine.TestCase
TestBreakerMachine.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
