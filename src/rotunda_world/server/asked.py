"""What the control API is asked for, read strictly: every refusal names the field and the reason."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from yarl import URL

from rotunda_world.running import Conditions, Fault, Latency

SLOWEST_MS = 600_000.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(Exception):
    """The request cannot be followed. `status` is 400 or 404."""

    def __init__(self, field: str, reason: str, status: int = 400) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.status = status


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """A JSON object; an empty body is an empty object. Raises Refused for anything else."""
    text = await request.text()
    if not text.strip():
        return {}
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("body", f"It is not JSON: {error}.") from None
    if not isinstance(body, dict):
        raise Refused("body", "It must be a JSON object.")
    return body


def conditions_from(body: Mapping[str, Any], now: Conditions) -> Conditions:
    """The conditions with the given members changed; those that are not given stay. Raises Refused."""
    _only(body, "fault", "latency", "limits_enforced")
    return Conditions(
        fault=_fault(body["fault"]) if "fault" in body else now.fault,
        latency=_latency(body["latency"]) if "latency" in body else now.latency,
        limits_enforced=_flag("limits_enforced", body.get("limits_enforced", now.limits_enforced)),
    )


def webhook_from(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Address (None: nowhere any more) and secret, if one is given. Raises Refused."""
    _only(body, "url", "secret")
    if "url" not in body:
        raise Refused("url", "It is missing: give an address on this machine, or null to send nowhere.")
    secret = body.get("secret")
    if secret is not None and (not isinstance(secret, str) or not secret):
        raise Refused("secret", "It must be a text, or absent to keep the vendor's own.")
    return (None if body["url"] is None else _loopback(body["url"])), secret


def _only(body: Mapping[str, Any], *known: str) -> None:
    for name in body:
        if name not in known:
            raise Refused(name, f"There is no such member. There are {', '.join(known)}.")


def _fault(value: object) -> Fault | None:
    if value is None:
        return None
    try:
        return Fault(str(value))
    except ValueError:
        reason = f"{value!r} is no fault. There are {', '.join(fault.value for fault in Fault)}, and null for none."
        raise Refused("fault", reason) from None


def _latency(value: object) -> Latency:
    if not isinstance(value, dict):
        raise Refused("latency", 'It must be an object such as {"median_ms": 50, "p99_ms": 200}.')
    for name in value:
        if name not in {"median_ms", "p99_ms"}:
            raise Refused(f"latency.{name}", "There is no such member. There are median_ms and p99_ms.")
    median = _milliseconds("median_ms", value.get("median_ms", 0))
    p99 = _milliseconds("p99_ms", value.get("p99_ms", median))
    if p99 < median:
        raise Refused("latency.p99_ms", f"{p99:g} is below the median of {median:g}.")
    return Latency(median, p99)


def _milliseconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= SLOWEST_MS:
        raise Refused(f"latency.{name}", f"{value!r} is no number from 0 to {SLOWEST_MS:.0f}.")
    return float(value)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused(name, f"{value!r} is neither true nor false.")
    return value


def _loopback(value: object) -> str:
    """The demo company calls nobody beyond this machine."""
    try:
        url = URL(str(value))
    except ValueError:
        raise Refused("url", f"{value!r} is no address.") from None
    if url.scheme not in {"http", "https"} or url.host not in _LOOPBACK:
        raise Refused("url", f"{value!r} is no http address on this machine (127.0.0.1).")
    return str(value)
