"""Values that stand where an identifier should and identify nobody."""

import re

_WORD = re.compile(r"anonymous|dummy|guest|n/?a|nan|nil|none|null|tbd|test|undefined|unknown|user|x+|-1")
_NOTHING = re.compile(r"[0\-_.\s#?*]*\Z")


def is_blocked(value: str) -> bool:
    """Whether an id is a placeholder: `null`, `undefined`, `-1`, only zeros or dashes. One such value in many records
    would join them all.
    """
    plain = value.strip().lower()
    return (_WORD.fullmatch(plain) or _NOTHING.match(plain)) is not None
