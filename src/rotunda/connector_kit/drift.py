"""Changes of recorded JSON: what a vendor that breaks its documented shape would send."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from rotunda.connector_kit.requests import Json

CANARY = "canary-7f3a"
"""Stands in changed places. Whatever quotes a payload quotes this."""

Path = tuple[str | int, ...]


class Change(msgspec.Struct, frozen=True):
    """One change: the changed pages, what was done, the last name on the path, and whether it was a removal."""

    pages: list[Json]
    what: str
    name: str
    removed: bool


def replaced(value: Json, path: Path, new: Json) -> Json:
    """A copy with `new` under `path`, sharing everything beside it. Objects that are missing on the way are made."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, list):
        return [replaced(member, rest, new) if place == key else member for place, member in enumerate(value)]
    members = value if isinstance(value, dict) else {}
    return {**members, key: replaced(members.get(key), rest, new)}


def without(value: Json, path: Path) -> Json:
    """A copy without the member under `path`."""
    key, rest = path[0], path[1:]
    if rest:
        inner = value[key]
        return replaced(value, (key,), without(inner, rest))
    if isinstance(value, list):
        return [member for place, member in enumerate(value) if place != key]
    return {name: member for name, member in value.items() if name != key}


def places(value: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every value inside of `value` with its path, outermost first."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key), member
        yield from places(member, (*path, key))


def changes(pages: list[Json]) -> Iterator[Change]:
    """Each member of each object once removed, and each value once of another type."""
    for path, value in places(pages):
        written = _written(path)
        name = str(path[-1])
        if isinstance(path[-1], str):
            yield Change(without(pages, path), f"removing {written}", name, removed=True)
        if value is not None:
            other = {CANARY: CANARY} if isinstance(value, str) else CANARY
            yield Change(replaced(pages, path, other), f"retyping {written}", name, removed=False)


def _written(path: Path) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def speaks_of(pages: Json, ids: AbstractSet[str]) -> bool:
    """Whether any value is one of these ids, written as text or as a number."""
    return any(_is_one_of(value, ids) for _, value in places(list(pages)))


def about_another(pages: list[Json], ids: AbstractSet[str]) -> list[Json]:
    """The same pages with another id wherever one of `ids` stands."""
    changed: Json = pages
    for path, value in places(pages):
        if _is_one_of(value, ids):
            changed = replaced(changed, path, value + 1 if isinstance(value, int) else f"{value}9")
    return changed


def _is_one_of(value: Json, ids: AbstractSet[str]) -> bool:
    return (isinstance(value, str) or type(value) is int) and str(value) in ids
