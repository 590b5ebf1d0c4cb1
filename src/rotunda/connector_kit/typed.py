"""Records of long lists, decoded straight into structs: for what a page reads by the dozen.

A request names the shape of its pages (`Request.reads`): a `TypedDict` whose list holds structs. An answer that has
that shape arrives as such structs. One that has not arrives as it is, and `records` says what is wrong with it.
"""

import re
from typing import Generic, TypeVar

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Json, Payload

Shape = TypeVar("Shape", bound=msgspec.Struct)

_SAID = re.compile(r"(?P<reason>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?", re.DOTALL)
_HARMLESS = ("Expected ", "Object missing required field ")
"""How msgspec begins what quotes nothing of the payload: only types, and the names of our own fields."""


class Placed(msgspec.Struct, Generic[Shape], frozen=True, gc=False):
    """A record and where it stands: `path` is that of its list."""

    value: Shape
    path: str
    position: int

    def bad(self, field: str, reason: str) -> BadPayload:
        """The error to raise when a field breaks a rule of the mapping. `reason` must not quote the value."""
        return BadPayload(f"{self.path}[{self.position}].{field}", reason)


def records(payload: Payload, path: str, shape: type[Shape], key: str = "data") -> list[Placed[Shape]]:
    """The members of the list `key` over all pages, in order.

    Raises:
        BadPayload: one has another shape; with its path, and no value of it.
    """
    found: list[Placed[Shape]] = []
    for number, page in enumerate(payload.pages):
        members = Wild(page, f"{path}.pages[{number}]")[key]
        place = members.path
        for position, member in enumerate(members.elements()):
            value = member if type(member) is shape else _converted(member, shape, f"{place}[{position}]")
            found.append(Placed(value, place, position))
    return found


def _converted(member: Json, shape: type[Shape], path: str) -> Shape:
    try:
        return msgspec.convert(member, shape)
    except msgspec.ValidationError as error:
        raise _bad(str(error), path) from None


def _bad(said: str, path: str) -> BadPayload:
    """Of msgspec's ``Expected `int`, got `str` - at `$.total` ``."""
    found = _SAID.fullmatch(said)
    reason, within = (found["reason"], found["path"] or "") if found else (said, "")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", reason):
        return BadPayload(f"{path}{within}.{missing[1]}", "is missing")
    return BadPayload(path + within, _reason(reason))


def _reason(said: str) -> str:
    if not said.startswith(_HARMLESS):
        return "is not a value that is documented"
    return said.replace("`", "").replace("Expected ", "must be ", 1).replace(", got ", ", not ")
