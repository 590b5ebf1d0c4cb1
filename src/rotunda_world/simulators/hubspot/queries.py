"""Parameters of HubSpot's requests: repeated or comma-separated names, limits, JSON bodies."""

from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web

from rotunda_world.simulators.hubspot import errors
from rotunda_world.simulators.hubspot.rendering import Wanted

Json = dict[str, Any]


def names(request: web.Request, parameter: str) -> list[str]:
    """`properties=a,b` and `properties=a&properties=b` are the same."""
    written = ",".join(request.query.getall(parameter, []))
    return [name for name in (part.strip() for part in written.split(",")) if name]


def wanted(request: web.Request) -> Wanted:
    return Wanted(names(request, "properties"), names(request, "propertiesWithHistory"))


def truth(request: web.Request, parameter: str) -> bool:
    return request.query.get(parameter, "false").lower() == "true"


def limit(request: web.Request, default: int, most: int) -> int:
    """A page's size; more than the most is cut down to it."""
    size = whole(request.query.get("limit"), "limit", default)
    if size < 1:
        raise errors.invalid(f"Invalid limit: {size}. It must be at least 1.")
    return min(size, most)


def whole(text: object, name: str, default: int) -> int:
    """An integer, also where it is written as text. Raises HubSpotError 400 for anything else."""
    if text is None or text == "":
        return default
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    if isinstance(text, str) and text.lstrip("-").isdigit() and text.isascii():
        return int(text)
    raise errors.invalid(f"Invalid integer for {name}: {text}")


async def json_body(request: web.Request) -> Json:
    """The request's JSON object. Raises HubSpotError 400 for anything else."""
    try:
        body = msgspec.json.decode(await request.read())
    except msgspec.DecodeError as fault:
        raise errors.invalid(f"Invalid input JSON: {fault}") from None
    if not isinstance(body, dict):
        raise errors.invalid("Invalid input JSON: an object is expected")
    return body


def texts(body: Mapping[str, Any], name: str) -> list[str]:
    """A list of strings in a body; absent and null are empty."""
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise errors.invalid(f"Invalid input JSON: {name} must be a list of strings")
    return list(value)


def inputs(body: Mapping[str, Any], most: int) -> list[str]:
    """The ids of a batch request, each once, in the order in which they were sent."""
    sent = body.get("inputs")
    if not isinstance(sent, list):
        raise errors.invalid("Invalid input JSON: inputs is missing", "Some required fields were not set: [inputs]")
    if len(sent) > most:
        raise errors.invalid(
            f"The maximum number of inputs supported in a batch request is {most}, received {len(sent)}."
        )
    return list(dict.fromkeys(_id(each) for each in sent))


def _id(sent: Any) -> str:
    value = sent.get("id") if isinstance(sent, dict) else None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise errors.invalid("Invalid input JSON: every input needs an id", "Some required fields were not set: [id]")
    return str(value)
