"""Several readings that are at hand, held on to: whether they still are costs less than looking each of them up."""

from collections.abc import Sequence

import msgspec

from rotunda.reading.counts import Counts
from rotunda.reading.kept import Kept


class Held(msgspec.Struct, frozen=True, eq=False):
    """Until `until` (monotonic seconds) none of them becomes stale by itself. `hits` are the lines' counts, each with
    how many of the readings came over it.
    """

    kept: Sequence[Kept]
    hits: Sequence[tuple[Counts, int]]
    until: float

    def stands(self, now: float) -> bool:
        if now >= self.until:
            return False
        for each in self.kept:
            if not each.stands:
                return False
        for counts, number in self.hits:
            counts.cache_hits += number
        return True


def hold(kept: Sequence[Kept | None], hits: Sequence[tuple[Counts, int]], now: float) -> Held | None:
    """None where one of them is missing or does not stand."""
    standing = [each for each in kept if each is not None and each.stands]
    if len(standing) < len(kept):
        return None
    return Held(standing, hits, min((each.settled_until(now) for each in standing), default=float("inf")))
