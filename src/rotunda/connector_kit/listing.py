"""Reading a whole list of a source without holding all of its pages: what a page says is kept, the page is not."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.paging import next_step
from rotunda.connector_kit.requests import Payload, Program, Request

Item = TypeVar("Item")


def list_all(request: Request, map_pages: Callable[[Payload], Iterable[Item]]) -> Program[list[Item]]:
    """Every item of a paged list, `request.max_pages` pages at a time. `BadPayload` where the list does not go on."""
    found: list[Item] = []
    following: Request | None = request
    while following is not None:
        [payload] = yield [following]
        found.extend(map_pages(payload))
        following = _continued(following, payload) if payload.truncated else None
    return found


def _continued(request: Request, payload: Payload) -> Request | None:
    step = next_step(request.paging, payload.pages[-1]) if payload.pages else None
    if step is None:
        return None
    if all(item in request.query for item in step.query.items()) and _merged(request.body, step.body) == request.body:
        raise BadPayload("next page", "begins where this one did")
    kept = tuple((name, value) for name, value in request.query if name not in step.query)
    return msgspec.structs.replace(request, query=(*kept, *step.query.items()), body=_merged(request.body, step.body))


def _merged(body: object, change: Mapping[str, str]) -> object:
    return {**body, **change} if isinstance(body, dict) else body
