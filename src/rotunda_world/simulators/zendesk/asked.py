"""One signed-in request: what every endpoint starts from."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from rotunda_world.simulators.zendesk import errors
from rotunda_world.simulators.zendesk.desk import Desk
from rotunda_world.simulators.zendesk.paging import base_of
from rotunda_world.simulators.zendesk.sign_in import Bearer, bearer_of

DESK = web.AppKey("desk", Desk)
MOST_IDS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    request: web.Request
    desk: Desk
    base: str
    bearer: Bearer

    @property
    def includes(self) -> frozenset[str]:
        """The sideloads that were asked for."""
        return frozenset(name.strip() for name in self.request.query.get("include", "").split(",") if name.strip())

    def number(self, name: str, endpoint: str) -> int:
        """An id in the path. Raises Refused when it is not a whole number."""
        return whole(self.request.match_info[name], "id", endpoint)

    def numbers(self, endpoint: str) -> list[int] | None:
        """The parameter `ids`; None when it is absent. Raises Refused for more than 100 or anything but ids."""
        parts = self.texts("ids", endpoint)
        return None if parts is None else [whole(part, "ids", endpoint) for part in parts]

    def texts(self, name: str, endpoint: str) -> list[str] | None:
        """A comma-separated parameter of at most 100 values; None when it is absent or empty."""
        parts = [part.strip() for part in self.request.query.get(name, "").split(",") if part.strip()]
        if len(parts) > MOST_IDS:
            raise errors.invalid_attribute(name, f"must hold at most {MOST_IDS} values", endpoint)
        return parts or None


def asked(request: web.Request, resource: str, access: str = "read") -> Asked:
    """Raises Refused without a token whose scopes cover the resource."""
    bearer = bearer_of(request)
    bearer.require(resource, access)
    return Asked(request, request.app[DESK], base_of(request), bearer)


def whole(text: str, name: str, endpoint: str) -> int:
    """Raises Refused when the text is no whole number."""
    if not text.isascii() or not text.isdigit():
        raise errors.invalid_attribute(name, "must be an integer", endpoint)
    return int(text)


def one_of(parts: Sequence[object], names: str, endpoint: str) -> None:
    """Raises Refused unless exactly one of these parameters was given."""
    if sum(part is not None for part in parts) != 1:
        raise errors.invalid_attribute(names, "must be given, and only one of them,", endpoint)
