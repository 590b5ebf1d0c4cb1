"""A world that runs: its book of customers, its clock and what is wrong with each vendor at the moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rotunda_world.model import World


class Fault(StrEnum):
    """What can be wrong with a source. The first group is done to the connection or the bytes by the common server;
    the last three need the vendor's own shapes.
    """

    REFUSED = "refused"
    HANG = "hang"
    SLOW_DRIP = "slow_drip"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    TRUNCATED = "truncated"
    HUGE_BODY = "huge_body"
    CLOCK_SKEW = "clock_skew"
    INVALID_TLS = "invalid_tls"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a fault's name
    WRONG_SCHEMA = "wrong_schema"
    WRONG_CUSTOMER = "wrong_customer"


@dataclass(slots=True)
class Latency:
    """Milliseconds: a log-normal with this median and 99th percentile; both 0 answers at once."""

    median_ms: float = 0.0
    p99_ms: float = 0.0


@dataclass(slots=True)
class Conditions:
    """How one vendor behaves right now."""

    fault: Fault | None = None
    latency: Latency = field(default_factory=Latency)
    limits_enforced: bool = True


def _to_nobody(changed: Any) -> None:  # noqa: ARG001 - the shape of a listener
    return


@dataclass(slots=True)
class RunningWorld:
    """`clock` returns aware UTC. `conditions` is keyed by vendor slug: stripe, hubspot, zendesk, productdb. `announce`
    is told what somebody has changed through a vendor's own API.
    """

    world: World = field(repr=False)  # Megabytes, and asyncio draws what its tasks hold.
    clock: Callable[[], datetime]
    conditions: dict[str, Conditions] = field(default_factory=dict)
    announce: Callable[[Any], None] = _to_nobody

    def of(self, vendor: str) -> Conditions:
        return self.conditions.setdefault(vendor, Conditions())
