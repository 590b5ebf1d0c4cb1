"""Latency is drawn from the log-normal that its median and 99th percentile say."""

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.running import Latency
from rotunda_world.server.latency import sample_seconds


@given(seed=st.integers(0, 2**32), p99=st.floats(0, 60_000))
def test_a_median_of_nothing_answers_at_once(seed: int, p99: float) -> None:
    assert sample_seconds(Latency(0.0, p99), random.Random(seed)) == 0.0


@given(seed=st.integers(0, 2**32), median=st.floats(0.1, 60_000))
def test_without_spread_every_draw_is_the_median(seed: int, median: float) -> None:
    assert sample_seconds(Latency(median, median), random.Random(seed)) == pytest.approx(median / 1000)


@pytest.mark.parametrize(("median", "p99"), [(50.0, 200.0), (5.0, 9.0), (1000.0, 4000.0)])
def test_the_percentiles_come_out_as_asked(median: float, p99: float) -> None:
    chance = random.Random(7)
    drawn = [sample_seconds(Latency(median, p99), chance) * 1000 for _ in range(40_000)]
    percentiles = statistics.quantiles(drawn, n=100)
    assert percentiles[49] == pytest.approx(median, rel=0.03)
    assert percentiles[98] == pytest.approx(p99, rel=0.06)
