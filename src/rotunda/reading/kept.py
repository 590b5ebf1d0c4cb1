"""What is kept of one reading, and what may be shown of it at a moment. Pure: moments are monotonic seconds."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.errors import RateLimited, SourceError
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.reading.model import Reading, Records
from rotunda.reading.refusals import NotAsked
from rotunda.sections.freshness import Freshness, State
from rotunda.sections.provenance import Mode

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_BYTES_IN_MEMORY = 3
"""Structs take so many times the space of their encoding: 2.8 times for a hundred tickets, as measured."""
_BYTES_OF_ENTRY = 1_000

_WITHHELD = frozenset({ErrorKind.FORBIDDEN, ErrorKind.GONE})
"""After these, what was read before is not shown either: the source has taken the right or the record away."""

_QUIET_SECONDS = {
    ErrorKind.MISCONFIGURED: 30.0,
    ErrorKind.AUTH_EXPIRED: 10.0,
    ErrorKind.FORBIDDEN: 60.0,
    ErrorKind.RATE_LIMITED: 1.0,
    ErrorKind.UNAVAILABLE: 3.0,
    ErrorKind.GONE: 60.0,
    ErrorKind.BAD_PAYLOAD: 10.0,
}
"""How long a failure is told again without asking."""
UNKNOWN_SECONDS = 30.0


class Measured(msgspec.Struct, frozen=True):
    """A part with the size and the fingerprint of its content, `encoded`."""

    part: msgspec.Struct
    version: int
    size: int
    encoded: bytes = b""


class Kept(msgspec.Struct, eq=False):
    """`shown_fresh` and `shown_stale` hold the part, `shown_failed` says why there is none. Until `fresh_until` the
    part is fresh, until `keep_until` it may be shown; before `ask_after` the source is not asked again. `outdated`:
    the source has said that it changed. `stands` until another one takes its place or any of these moments moves.
    """

    records: Records
    size: int
    shown_fresh: Reading | None = None
    shown_stale: Reading | None = None
    shown_failed: Reading | None = None
    fresh_until: float = 0.0
    keep_until: float = 0.0
    ask_after: float = 0.0
    outdated: bool = False
    stands: bool = True

    def show(self, now: float) -> Reading | None:
        """What may be shown without asking; None where the source has to be asked first."""
        if now < self.fresh_until:
            return self.shown_fresh
        if now < self.keep_until:
            return self.shown_stale
        if now < self.ask_after:
            return self.shown_failed
        return None

    def wants_refresh(self, now: float) -> bool:
        return now >= self.fresh_until and now >= self.ask_after

    def settled_until(self, now: float) -> float:
        """As long as it stands, it shows the same as now until then, and the source need not be asked."""
        if now < self.fresh_until:
            return self.fresh_until
        return min(self.ask_after, self.keep_until) if now < self.keep_until else self.ask_after

    def outdate(self) -> None:
        self.outdated, self.stands = True, False
        self.fresh_until = self.ask_after = 0.0

    def ask_again(self) -> None:
        """What failed is told no longer."""
        self.stands = False
        self.ask_after = 0.0


def measure(part: msgspec.Struct) -> Measured:
    encoded = _ENCODER.encode(part)
    version = int.from_bytes(blake2b(encoded, digest_size=7).digest()) + 1
    return Measured(part, version, len(encoded) * _BYTES_IN_MEMORY + _BYTES_OF_ENTRY, encoded)


def keep_part(
    records: Records, measured: Measured, mode: Mode, freshness: Freshness, as_of: datetime, asked_at: float
) -> Kept:
    """After a read that began at `asked_at`, which is `as_of` on the calendar."""
    fresh = Reading(state=State.FRESH, mode=mode, part=measured.part, as_of=as_of, version=measured.version)
    return Kept(
        records=records,
        size=measured.size,
        shown_fresh=fresh,
        shown_stale=msgspec.structs.replace(fresh, state=State.STALE),
        fresh_until=asked_at + freshness.fresh_for.total_seconds(),
        keep_until=asked_at + freshness.keep_for.total_seconds(),
    )


def keep_failure(before: Kept | None, records: Records, mode: Mode, error: SourceError, quiet_until: float) -> Kept:
    """After a read that failed: what was kept before stays to be shown as stale, where the error allows."""
    kind = kind_of(error)
    state = State.UNKNOWN_CUSTOMER if kind is ErrorKind.GONE else State.UNAVAILABLE
    failed = Reading(state=state, mode=mode, reason=error.reason, error=kind)
    if before is None or before.shown_fresh is None or kind in _WITHHELD:
        return Kept(records=records, size=_BYTES_OF_ENTRY, shown_failed=failed, ask_after=quiet_until)
    stale = msgspec.structs.replace(before.shown_fresh, state=State.STALE, reason=error.reason, error=kind)
    return Kept(
        records=records,
        size=before.size,
        shown_fresh=before.shown_fresh,
        shown_stale=stale,
        shown_failed=failed,
        keep_until=before.keep_until,
        ask_after=quiet_until,
        outdated=before.outdated,
    )


def keep_unknown(records: Records, mode: Mode, title: str, now: float) -> Kept:
    """The account has no record in the source that this section could be read from."""
    unknown = Reading(state=State.UNKNOWN_CUSTOMER, mode=mode, reason=f"{title} has no record of this customer.")
    return Kept(records=records, size=_BYTES_OF_ENTRY, shown_failed=unknown, ask_after=now + UNKNOWN_SECONDS)


def quiet_seconds(error: SourceError, now: datetime, breaker_seconds: float) -> float:
    """How long nobody asks again after this failure: as long as the source, our budget or the breaker says."""
    if isinstance(error, RateLimited):
        return max(_QUIET_SECONDS[ErrorKind.RATE_LIMITED], (error.until - now) / timedelta(seconds=1))
    if isinstance(error, NotAsked):
        return max(1.0, breaker_seconds)
    return _QUIET_SECONDS[kind_of(error)]


def same_records(one: Records, other: Any) -> bool:
    return one is other or one == other
