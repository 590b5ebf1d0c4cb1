"""The sliding window admits exactly the limit in every window, whatever the arrival pattern."""

from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.simulators.limits import SlidingWindow


class Seconds:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(limit=st.integers(1, 5), gaps=st.lists(st.integers(0, 7), max_size=60))
def test_no_window_ever_holds_more_than_the_limit(limit: int, gaps: list[int]) -> None:
    clock = Seconds()
    window = SlidingWindow(limit, 10.0, clock)
    admitted: list[float] = []
    for gap in gaps:
        clock.now += gap
        if window.admit().admitted:
            admitted.append(clock.now)
    for start in admitted:
        assert sum(1 for moment in admitted if start <= moment < start + 10.0) <= limit


def test_a_client_that_waits_as_told_is_admitted() -> None:
    clock = Seconds()
    window = SlidingWindow(2, 10.0, clock)
    assert window.admit("a").remaining == 1
    clock.now = 4.0
    assert window.admit("a").remaining == 0
    refused = window.admit("a")
    assert not refused.admitted
    assert refused.retry_after_seconds == 6.0
    assert refused.retry_after_header == "6"
    clock.now += refused.retry_after_seconds
    assert window.admit("a").admitted
    assert not window.admit("a").admitted


def test_keys_do_not_share_a_window_and_peeking_counts_nothing() -> None:
    window = SlidingWindow(1, 10.0, Seconds())
    assert window.peek("a").remaining == 1
    assert window.admit("a").admitted
    assert not window.peek("a").admitted
    assert window.admit("b").admitted
    window.forget()
    assert window.admit("a").admitted
