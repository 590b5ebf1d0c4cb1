"""How each vendor delivers webhooks: how long it waits for an answer, what it tries again and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Schedule:
    """`waits_seconds` is one wait before each retry. `given_up_on` are statuses that are not tried again; where
    `retried_only` is given, no other status is. `longest_retry_after` is the longest Retry-After (seconds) that the
    vendor waits out on a 429 or 503: a longer one ends the delivery. None: it does not look at the header.
    """

    timeout_seconds: float
    waits_seconds: tuple[float, ...]
    given_up_on: frozenset[int] = frozenset()
    retried_only: frozenset[int] | None = None
    longest_retry_after: float | None = None

    def wait_before(self, retry: int, status: int | None, retry_after: float | None) -> float | None:
        """Seconds until retry number `retry` (from 0) after an answer of `status`; None to give up. A `status` of None
        is a connection that failed or timed out.
        """
        if retry >= len(self.waits_seconds) or not self._tries_again(status):
            return None
        if retry_after is None or self.longest_retry_after is None or status not in _THROTTLED:
            return self.waits_seconds[retry]
        return retry_after if retry_after <= self.longest_retry_after else None

    def _tries_again(self, status: int | None) -> bool:
        if status is None:
            return True
        return status in self.retried_only if self.retried_only is not None else status not in self.given_up_on


_THROTTLED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_HOUR = 3600.0

# What the Standard Webhooks specification advises: for vendors without a schedule of their own here.
_ADVISED = Schedule(
    timeout_seconds=20.0,
    waits_seconds=(5.0, 300.0, 1800.0, *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24))),
    given_up_on=frozenset({HTTPStatus.GONE}),
)

_SCHEDULES: Mapping[str, Schedule] = {
    # Exponential over up to three days.
    "stripe": Schedule(timeout_seconds=10.0, waits_seconds=tuple(60.0 * 2**retry for retry in range(12))),
    # Five seconds for an answer, at most ten retries over 24 hours, some client errors never again.
    "hubspot": Schedule(
        timeout_seconds=5.0,
        waits_seconds=tuple(min(60.0 * 2**retry, 4.5 * _HOUR) for retry in range(10)),
        given_up_on=frozenset({400, 401, 403, 404, 405}),
        longest_retry_after=_HOUR,
    ),
    # A few, for conflicts, throttling and timeouts only. Its documents name no waits: these are ours.
    "zendesk": Schedule(
        timeout_seconds=12.0,
        waits_seconds=(5.0, 30.0, 60.0),
        retried_only=frozenset({409, 429, 503}),
        longest_retry_after=60.0,
    ),
}


def schedule_of(vendor: str) -> Schedule:
    """The vendor's own, or the one that is advised to everybody."""
    return _SCHEDULES.get(vendor, _ADVISED)
