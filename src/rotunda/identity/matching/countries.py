"""Countries in one way of writing them: one source says `US`, another one `United States`."""

import importlib
from collections.abc import Mapping
from functools import lru_cache

_USUAL = {"uk": "gb", "usa": "us", "u.s.": "us", "u.s.a.": "us", "england": "gb", "scotland": "gb", "wales": "gb"}
_SAME_AS = "*"
"""How the table marks a name that it has already given in another language."""


@lru_cache(maxsize=4096)
def normal_country(text: str) -> str:
    """The ISO 3166 code in lower case, of a code or of a name that is known, in English and many others; else in lower
    case. For comparing only.
    """
    folded = " ".join(text.casefold().split())
    return _USUAL.get(folded) or _codes().get(folded, folded)


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    """From the names that the library of telephone numbers carries, loaded when the first country is compared."""
    names: Mapping[str, Mapping[str, str]] = importlib.import_module("phonenumbers.geodata.locale").LOCALE_DATA
    found = {code.casefold(): code.casefold() for code in names}
    for code, spelled in names.items():
        for name in spelled.values():
            if not name.startswith(_SAME_AS):
                found.setdefault(name.casefold(), code.casefold())
    return found
