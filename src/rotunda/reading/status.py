"""How one source is doing, in numbers: for the connections page and the API."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from rotunda.connections.model import ConnectionState, Health, LastError
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.kit.clock import Clock
from rotunda.reading.breaker import BreakerState
from rotunda.reading.line import Line


class BudgetUse(msgspec.Struct, frozen=True):
    """How much of one bucket is used now, requests under way included."""

    bucket: str
    used: int
    limit: int
    seconds: float


class SourceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Counts are since the start of the process. Latencies are of recent answers, in seconds, None before the first.
    `timeout` is what the next request is given. `wait_until`: the source has asked us to wait.
    """

    state: ConnectionState
    last_success_at: datetime | None
    last_error: LastError | None
    breaker: BreakerState = BreakerState.CLOSED
    breaker_opened: int = 0
    asked_again_at: datetime | None = None
    wait_until: datetime | None = None
    budgets: tuple[BudgetUse, ...] = ()
    p50: float | None = None
    p95: float | None = None
    timeout: float | None = None
    calls: int = 0
    retries: int = 0
    not_asked: int = 0
    errors: Mapping[ErrorKind, int] = {}
    cache_hits: int = 0
    cache_misses: int = 0
    shared_answers: int = 0


def status_of(health: Health, line: Line | None, clock: Clock) -> SourceStatus:
    """`line` is None for a connection that has not been used since the start."""
    if line is None:
        return SourceStatus(state=health.state, last_success_at=health.last_success_at, last_error=health.last_error)
    now, counts = clock.monotonic(), line.counts
    return SourceStatus(
        state=health.state,
        last_success_at=health.last_success_at,
        last_error=health.last_error,
        breaker=line.breaker.state(now),
        breaker_opened=line.breaker.opened,
        asked_again_at=_moment(line.breaker.retry_at(), clock),
        wait_until=_moment(line.gate.held_until(), clock),
        budgets=_budgets(line, now),
        p50=line.latency.quantile(0.5),
        p95=line.latency.quantile(0.95),
        timeout=line.latency.timeout(),
        calls=counts.calls,
        retries=counts.retries,
        not_asked=counts.not_asked,
        errors=dict(counts.errors),
        cache_hits=counts.cache_hits,
        cache_misses=counts.cache_misses,
        shared_answers=line.shared.hits,
    )


def _budgets(line: Line, now: float) -> tuple[BudgetUse, ...]:
    return tuple(
        BudgetUse(name, budget.used(now), budget.limit, budget.seconds) for name, budget in line.gate.budgets.items()
    )


def _moment(at: float | None, clock: Clock) -> datetime | None:
    return None if at is None else clock.now() + timedelta(seconds=at - clock.monotonic())
