"""A source's timeout follows its own answers."""

from hypothesis import given
from hypothesis import strategies as st

from rotunda.reading.latency import Latency


def test_the_ceiling_holds_until_enough_answers_were_seen() -> None:
    latency = Latency(0.5, 8.0)
    for number in range(19):
        latency.add(number, 0.05)
    assert latency.timeout() == 8.0
    latency.add(20, 0.05)
    assert latency.timeout() == 0.5


@given(st.lists(st.floats(0, 30), min_size=20, max_size=300))
def test_the_timeout_stays_between_floor_and_ceiling_and_above_what_was_seen(durations: list[float]) -> None:
    latency = Latency(0.5, 8.0)
    for number, seconds in enumerate(durations):
        latency.add(number * 0.1, seconds)
        assert 0.5 <= latency.timeout() <= 8.0
    last_recount = len(durations) - (len(durations) - 20) % 16
    assert latency.timeout() >= min(8.0, max(durations[:last_recount]))


def test_a_source_that_gets_slower_is_given_more_time_step_by_step() -> None:
    latency = Latency(0.5, 8.0)
    for number in range(100):
        latency.add(number, 0.3)
    given_times = []
    for number in range(5):
        given_times.append(latency.timeout())
        latency.add(100 + number, latency.timeout())
    assert given_times == sorted(given_times)
    assert given_times[0] < 1.0
    assert given_times[-1] == 8.0


def test_slow_answers_of_long_ago_are_forgotten() -> None:
    latency = Latency(0.5, 8.0)
    for number in range(30):
        latency.add(number, 4.0)
    assert latency.timeout() == 8.0
    for number in range(1200):
        latency.add(60 + number, 0.01)
    assert latency.timeout() == 0.5


@given(st.lists(st.floats(0.001, 20), min_size=1, max_size=200), st.sampled_from([0.5, 0.95]))
def test_quantiles_are_exact_to_a_fifth_upward(durations: list[float], share: float) -> None:
    latency = Latency(0.5, 8.0)
    for seconds in durations:
        latency.add(0, seconds)
    exact = sorted(durations)[max(0, -(-int(len(durations) * share * 1000) // 1000) - 1)]
    found = latency.quantile(share)
    assert found is not None
    assert found <= max(durations) * 1.2001
    assert found >= exact * 0.999


def test_nothing_is_said_of_a_source_that_was_not_asked() -> None:
    assert Latency(0.5, 8.0).quantile(0.5) is None
