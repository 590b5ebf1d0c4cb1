"""Retries: never more than a fifth of the first attempts, within the deadline, at a random moment."""

from hypothesis import given
from hypothesis import strategies as st

from rotunda.reading.retry import RetryBudget, retry_at, spread


@given(st.lists(st.booleans(), max_size=400))
def test_at_no_moment_are_retries_more_than_a_fifth_of_the_first_attempts(failures: list[bool]) -> None:
    budget = RetryBudget()
    retries = 0
    for first, failed in enumerate(failures, start=1):
        budget.earn()
        retries += failed and budget.spend()
        assert retries * 5 <= first


def test_a_long_calm_saves_up_ten_retries_and_no_more() -> None:
    budget = RetryBudget()
    for _ in range(10_000):
        budget.earn()
    assert [budget.spend() for _ in range(11)] == [True] * 10 + [False]


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 100), st.floats(0, 1), st.floats(0, 1, exclude_max=True))
def test_a_retry_lies_after_what_the_source_asked_and_before_the_deadline(
    now: float, not_before: float, patience: float, over: float, chance: float
) -> None:
    moment = retry_at(now, not_before, now + patience, over, lambda: chance)
    if moment is None:
        assert max(now, not_before) + over >= now + patience
    else:
        assert max(now, not_before) <= moment < now + patience
        assert moment <= max(now, not_before) + over


def test_jitter_is_full() -> None:
    moments = [retry_at(10, 0, 20, 0.25, lambda share=share: share) for share in (0.0, 0.5, 0.99)]
    assert moments == [10, 10.125, 10.2475]


def test_retries_are_spread_over_the_time_that_an_answer_usually_takes() -> None:
    assert [spread(usual) for usual in (None, 0.001, 0.08, 3.0)] == [0.25, 0.02, 0.08, 0.25]
