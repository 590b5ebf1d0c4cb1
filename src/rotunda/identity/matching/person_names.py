"""Names of people, compared without case, accents, titles and the order of their words."""

import re
import unicodedata
from functools import lru_cache

from rotunda.identity.matching.blocked import is_blocked

_TITLE = re.compile(r"mr|mrs|ms|miss|mx|dr|prof|herr|frau|hr|fr|ing|dipl|mba|phd|jr|sr|ii|iii")
_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)


@lru_cache(maxsize=65_536)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, the given name first: `("ada", "lovelace")` of `Lovelace, Ada` and of
    `Dr. ADA Lovelace`. Empty for an address, a placeholder, or a title alone.
    """
    if "@" in name or is_blocked(name):
        return ()
    last, comma, first = name.partition(",")
    plain = unicodedata.normalize("NFKD", (f"{first} {last}" if comma else name).casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")
    return tuple(word for word in _WORD.findall(letters) if not _TITLE.fullmatch(word) and not word.isdigit())


def same_words(name: str) -> str | None:
    """Equal for two ways of writing one name, whichever comes first. None where nothing remains."""
    return " ".join(sorted(person_words(name))) or None


def initialled(name: str) -> str | None:
    """`a lovelace` of `Ada Lovelace` and of `A. Lovelace`; None for a single word."""
    words = person_words(name)
    return f"{words[0][0]} {words[-1]}" if len(words) > 1 else None


def is_initialled(name: str) -> bool:
    """Whether nothing but a letter stands for the given name."""
    words = person_words(name)
    return len(words) > 1 and len(words[0]) == 1
