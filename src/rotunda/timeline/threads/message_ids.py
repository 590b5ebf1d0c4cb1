"""Message ids as headers hold them: with or without brackets, several in one line, or no ids at all."""

import re

_BRACKETED = re.compile(r"<\s*([^<>\s]+)\s*>")
_PARTED = re.compile(r"[\s,;<>]+")
_SHORTEST_WITHOUT_AT = 12
_PLACEHOLDERS = frozenset({"null", "none", "undefined", "n/a", "unknown"})
LONGEST = 300


def ids_in(written: str | None) -> tuple[str, ...]:
    """The ids of a header, oldest first, each once. Words that are no ids (`Your message of Monday`) are left out."""
    if not written:
        return ()
    found = _BRACKETED.findall(written) or _PARTED.split(written)
    folded = (each.strip().strip('"').casefold()[:LONGEST] for each in found)
    return tuple(dict.fromkeys(each for each in folded if _is_id(each)))


def _is_id(each: str) -> bool:
    left, at, right = each.partition("@")
    if left in _PLACEHOLDERS or not left:
        return False
    return bool(right) if at else len(each) >= _SHORTEST_WITHOUT_AT
