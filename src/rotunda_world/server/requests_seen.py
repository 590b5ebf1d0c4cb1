"""How often each vendor was asked for what."""

from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(slots=True)
class RequestsSeen:
    """Counts per vendor and path pattern since the last reset: `GET /v1/customers/{customer}`, or for a database the
    relation read: `SELECT rotunda.account`. Requests that a fault answers are counted too; refused connections are
    never seen.
    """

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def count(self, vendor: str, pattern: str) -> None:
        self._counts[vendor, pattern] += 1

    def of(self, vendor: str) -> dict[str, int]:
        """One vendor's counts by pattern."""
        return {pattern: count for (slug, pattern), count in sorted(self._counts.items()) if slug == vendor}

    def all(self) -> dict[str, dict[str, int]]:
        """By vendor, then pattern. A vendor that was not asked is absent."""
        return {vendor: self.of(vendor) for vendor in sorted({vendor for vendor, _ in self._counts})}

    def total(self, vendor: str) -> int:
        return sum(self.of(vendor).values())

    def reset(self) -> None:
        self._counts.clear()


def pattern_of(request: web.Request) -> str:
    """The method and the route's own pattern; the optional `.json` of some vendors is not told apart."""
    resource = request.match_info.route.resource
    path = resource.canonical if resource is not None else "(no such path)"
    return f"{request.method} {path.removesuffix('.json')}"
