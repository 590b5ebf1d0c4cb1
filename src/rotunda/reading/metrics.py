"""What Prometheus is told of the sources. The numbers are read when they are asked for.

Labels are bounded by what is connected: the source, the connection's id, a bucket of its manifest, an `ErrorKind`.
Nothing of any customer, and nobody's name, is among them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from rotunda.kit.clock import Clock
from rotunda.reading.breaker import BreakerState
from rotunda.reading.counts import SECONDS_BOUNDS, Counts
from rotunda.reading.line import Line
from rotunda.reading.lines import Lines

Lined = Sequence[tuple[tuple[str, str], Line]]

_LABELS = ("source", "connection")
_BREAKER = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}


class SourceMetrics(Collector):
    """Register it once: `registry.register(SourceMetrics(readings.lines, clock))`."""

    def __init__(self, lines: Lines, clock: Clock) -> None:
        self._lines = lines
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        """Nothing is collected at registration."""
        return ()

    def collect(self) -> Iterator[Metric]:
        now = self._clock.monotonic()
        lines = [((opened.connector.manifest.source, connection), opened.line) for connection, opened in self._lines]
        yield _requests(lines)
        yield _seconds(lines)
        yield _counter("retries", "Requests that were tried once more", lines, lambda counts: counts.retries)
        yield _counter(
            "not_asked",
            "Requests that were not sent: breaker open, budget used up, or no time left",
            lines,
            lambda counts: counts.not_asked,
        )
        yield _counter("cache_hits", "Readings that were at hand", lines, lambda counts: counts.cache_hits)
        yield _counter("cache_misses", "Readings that were fetched", lines, lambda counts: counts.cache_misses)
        yield _breakers(lines, now)
        yield _budgets(lines, now)


def _requests(lined: Lined) -> Metric:
    family = CounterMetricFamily(
        "rotunda_source_requests",
        "Requests sent to a source by what came of them, retries among them",
        labels=(*_LABELS, "outcome"),
    )
    for labels, line in lined:
        family.add_metric((*labels, "ok"), line.counts.answered)
        for kind, count in line.counts.errors.items():
            family.add_metric((*labels, kind.value), count)
    return family


def _seconds(lined: Lined) -> Metric:
    family = HistogramMetricFamily(
        "rotunda_source_answer_seconds", "Seconds until a source's whole answer had come", labels=_LABELS
    )
    for labels, line in lined:
        total, buckets = 0, list[tuple[str, float]]()
        for bound, count in zip((*map(str, SECONDS_BOUNDS), "+Inf"), line.counts.seconds, strict=True):
            total += count
            buckets.append((bound, total))
        family.add_metric(labels, buckets, line.counts.seconds_sum)
    return family


def _counter(name: str, words: str, lined: Lined, count: Callable[[Counts], int]) -> Metric:
    family = CounterMetricFamily(f"rotunda_source_{name}", words, labels=_LABELS)
    for labels, line in lined:
        family.add_metric(labels, count(line.counts))
    return family


def _breakers(lined: Lined, now: float) -> Metric:
    family = GaugeMetricFamily(
        "rotunda_source_breaker_state",
        "Whether the source is asked: 0 closed (yes), 1 half open (carefully), 2 open (no)",
        labels=_LABELS,
    )
    for labels, line in lined:
        family.add_metric(labels, _BREAKER[line.breaker.state(now)])
    return family


def _budgets(lined: Lined, now: float) -> Metric:
    family = GaugeMetricFamily(
        "rotunda_source_budget_used_ratio",
        "Share of what the vendor allows that is used now, 0 to 1",
        labels=(*_LABELS, "bucket"),
    )
    for labels, line in lined:
        for bucket, budget in line.gate.budgets.items():
            family.add_metric((*labels, bucket), budget.used(now) / budget.limit)
    return family
