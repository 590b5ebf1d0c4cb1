"""How old numbers are compared. Pure."""

import re
import unicodedata

import msgspec

LONGEST_NUMBER = 200
LONGEST_SYSTEM = 40
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9 ._-]*", re.ASCII)
_ROUNDS = 4
"""Each changes less: two settle every text that people write."""


class Ticket(msgspec.Struct, frozen=True):
    """A number that somebody asks for; `system` where they say which system's."""

    system: str | None
    normal: str


def normal_number(text: str) -> str:
    """Without case, blanks and leading `#`; wide and other compatible letters count as the plain ones. Leading zeros
    stay: `0042` and `42` are two numbers in some systems. Normal text stays as it is.
    """
    if text.isascii():
        return "".join(text.lower().split()).lstrip("#")
    for _ in range(_ROUNDS):
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(text.split()).lstrip("#")
    return text


def normal_system(text: str) -> str | None:
    """A system's name in lower case with single blanks; None for what is no name (letters, digits, `.`, `_`, `-`)."""
    name = " ".join(text.lower().split())
    return name if len(name) <= LONGEST_SYSTEM and _SYSTEM.fullmatch(name) else None


def ticket_of(text: str) -> Ticket | None:
    """`48201`, `#48201`, `zendesk:48201` or `zendesk:#48201`; None for what can be no number."""
    system, colon, number = text.partition(":")
    named = normal_system(system) if colon else None
    # Without a system before it, the colon is the number's own.
    normal = normal_number(number if named else text)
    return Ticket(named, normal) if 1 <= len(normal) <= LONGEST_NUMBER and normal.isprintable() else None
