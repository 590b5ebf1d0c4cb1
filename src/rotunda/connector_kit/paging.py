"""The ways in which vendors page. Each is data; `next_step` is pure, so `reading` can drive it and tests can
end it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from rotunda.connector_kit.errors import BadPayload

Json = Any


class NoPaging(msgspec.Struct, frozen=True, tag=True):
    """One answer holds everything."""


class LastId(msgspec.Struct, frozen=True, tag=True):
    """Stripe v1 lists: while `more` is true, ask again with `parameter` set to the `id` of the last item."""

    items: str = "data"
    more: str = "has_more"
    parameter: str = "starting_after"


class AfterCursor(msgspec.Struct, frozen=True, tag=True):
    """HubSpot: `cursor` is the path of the next cursor in the page; absent means the end. With `in_body`, the cursor
    goes into the JSON body (searches), else into the query.
    """

    cursor: str = "paging.next.after"
    parameter: str = "after"
    in_body: bool = False


class MetaCursor(msgspec.Struct, frozen=True, tag=True):
    """Zendesk: while `more` is true, ask again with `parameter` set to `cursor`. A short page is not the end."""

    more: str = "meta.has_more"
    cursor: str = "meta.after_cursor"
    parameter: str = "page[after]"


Paging = NoPaging | LastId | AfterCursor | MetaCursor


class Step(msgspec.Struct, frozen=True):
    """What to change in the request for the next page: query parameters, or keys of the JSON body."""

    query: Mapping[str, str] = {}
    body: Mapping[str, str] = {}


def at_path(page: Json, path: str) -> Json:
    """The value under a dotted path, or None where any step is absent."""
    value = page
    for key in path.split("."):
        if isinstance(value, msgspec.Struct):  # of a list that is decoded straight into records
            value = getattr(value, key, None)
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return None
    return value


def next_step(paging: Paging, page: Json) -> Step | None:
    """What the next page needs, or None at the end. `BadPayload` where a page does not say whether it is the last: a
    list that silently ends early would be shown as a whole one.
    """
    match paging:
        case NoPaging():
            return None
        case LastId():
            return _after_last_id(paging, page)
        case AfterCursor():
            cursor = at_path(page, paging.cursor)
            if cursor is None:
                return None
            change = {paging.parameter: _cursor(cursor, paging.cursor)}
            return Step(body=change) if paging.in_body else Step(query=change)
        case MetaCursor():
            if not _says_more(page, paging.more):
                return None
            return Step(query={paging.parameter: _cursor(at_path(page, paging.cursor), paging.cursor)})


def _after_last_id(paging: LastId, page: Json) -> Step | None:
    items = at_path(page, paging.items)
    if not isinstance(items, list):
        raise BadPayload(paging.items, "must be a list")
    if not _says_more(page, paging.more):
        return None
    # An empty page that promises more would be asked for again and again.
    last = items[-1] if items else None
    return Step(query={paging.parameter: _cursor(at_path(last, "id"), f"{paging.items}[-1].id")})


def _says_more(page: Json, path: str) -> bool:
    more = at_path(page, path)
    if not isinstance(more, bool):
        raise BadPayload(path, "must be a boolean")
    return more


def _cursor(value: Json, path: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise BadPayload(path, "must say where the next page begins")
    return str(value)
