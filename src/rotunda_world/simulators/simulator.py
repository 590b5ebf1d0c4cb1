"""What every simulator hands to the common server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(slots=True)
class Simulator:
    """One vendor over HTTP.

    `app` serves the vendor's paths at the root. `form` is what a person types into the connection form to reach it
    (keys are the connector's form fields; `base_url` is added by the server once the port is known). The three makers
    answer in the vendor's exact error shapes: the common server uses them for the faults of the same names.
    `wrong_schema` turns a good JSON answer into one whose required fields have other types or are missing.
    `wrong_customer` turns a good answer about one customer into a well-shaped answer about another.
    `webhook_secret` signs what this vendor sends; `sign` makes the headers of one delivery (body, url, now).
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
    webhook_events: dict[str, str] = field(default_factory=dict)
