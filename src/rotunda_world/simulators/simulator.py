"""What every simulator hands to the common server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact of the world that changed: what vendors send webhooks about.

    `kind` is `<record>.<what>`: the model's class in snake case (company, contact, subscription, invoice, charge, deal,
    engagement, ticket, ticket_comment, ...) and created, updated or deleted. `record` is that object, as it is now;
    `before` holds the earlier values of the attributes that changed.
    """

    kind: str
    record: object
    before: Mapping[str, object] = field(default_factory=dict[str, object])


def _tells_nothing(changed: Changed) -> list[bytes]:  # noqa: ARG001 - the shape of a teller
    return []


def _knows_no_addresses(body: bytes) -> list[str]:  # noqa: ARG001 - the shape of a register
    return []


def _holds_no_tokens() -> None:
    return


class Telling(Protocol):
    """How a system tells of changes; the members are those of `Simulator`."""

    @property
    def vendor(self) -> str: ...

    @property
    def webhook_secret(self) -> str: ...

    @property
    def sign(self) -> Callable[[bytes, str, float], dict[str, str]]: ...

    @property
    def webhooks(self) -> Callable[[Changed], list[bytes]]: ...

    @property
    def registered(self) -> Callable[[bytes], list[str]]: ...


@dataclass(slots=True)
class Simulator:
    """One vendor over HTTP.

    `app` serves the vendor's paths at the root. `form` is what a person types into the connection form to reach it
    (keys are the connector's form fields; `base_url` is added by the server once the port is known). The three makers
    answer in the vendor's exact error shapes: the common server uses them for the faults of the same names.
    `wrong_schema` turns a good JSON answer into one whose required fields have other types or are missing.
    `wrong_customer` turns a good answer about one customer into a well-shaped answer about another.
    `webhook_secret` signs what this vendor sends; `sign` makes the headers of one delivery (body, url, now: epoch
    seconds). `webhooks` makes the bodies that this vendor sends about a change, none when it would not tell.
    `registered` are the addresses that were registered over the vendor's own API and want this body.
    Vendors with OAuth say how issued tokens die (`revoke_tokens`) and, by path, how a new one is refused while the
    fault `expired_token` lasts (`refused_sign_in`).
    """

    vendor: str
    app: web.Application
    form: dict[str, str]
    expired_token: Callable[[], web.Response]
    rate_limited: Callable[[float], web.Response]
    server_error: Callable[[], web.Response]
    wrong_schema: Callable[[str, Any], Any]
    wrong_customer: Callable[[str, Any], Any]
    webhook_secret: str
    sign: Callable[[bytes, str, float], dict[str, str]]
    webhook_events: dict[str, str] = field(default_factory=dict[str, str])
    webhooks: Callable[[Changed], list[bytes]] = _tells_nothing
    registered: Callable[[bytes], list[str]] = _knows_no_addresses
    revoke_tokens: Callable[[], None] = _holds_no_tokens
    refused_sign_in: Mapping[str, Callable[[], web.Response]] = field(
        default_factory=dict[str, Callable[[], web.Response]]
    )
