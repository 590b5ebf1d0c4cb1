"""Which values a field takes, by its kind. Pure: what comes in is anything that JSON can hold."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from rotunda.identity.fields.model import Content, Kind

LONGEST_TEXT = 10_000
LONGEST_URL = 2_000
LONGEST_WORD = 100
MOST_WORDS = 100
LARGEST_NUMBER = 2**53 - 1
"""Beyond it, browsers no longer tell neighbours apart."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_USER = re.compile(r"usr_[a-z0-9]{20}", re.ASCII)
_KEPT_CONTROLS = frozenset("\n\t")

Choices = Sequence[str] | None


class WrongValue(ValueError):
    """A value that a field does not take. The message is a sentence for whoever sent it."""


def checked(kind: Kind, choices: Choices, value: object) -> Content:
    """The value in the form in which it is kept; checking it again changes nothing. None, blanks and empty lists are no
    value. `choices` None with many choices takes free words.

    Raises:
        WrongValue: it is not of this kind.
    """
    if value is None:
        return None
    return _CHECKS[kind](value, choices)


def plain_text(value: object, longest: int = LONGEST_TEXT, *, lines: bool = True) -> str | None:
    """Text without blanks around it, composed (NFC), or None for blanks alone. Raises WrongValue."""
    if not isinstance(value, str):
        raise WrongValue(f"Must be text, not {_spoken(value)}.")
    if len(value) > longest:
        raise WrongValue(f"Has {len(value):,} characters; the most is {longest:,}.")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if len(text) > longest:
        raise WrongValue(f"Has {len(text):,} characters; the most is {longest:,}.")
    if not all(_is_plain(letter, lines=lines) for letter in text):
        raise WrongValue("Holds control characters, which cannot be kept." if lines else "Must be one line.")
    return text or None


def _is_plain(letter: str, *, lines: bool) -> bool:
    category = unicodedata.category(letter)
    return category not in {"Cc", "Cs"} or (lines and letter in _KEPT_CONTROLS)


def _text(value: object, _: Choices) -> Content:
    return plain_text(value)


def _number(value: object, _: Choices) -> Content:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValue(f"Must be a number, not {_spoken(value)}.")
    if abs(value) > LARGEST_NUMBER or not math.isfinite(value):
        raise WrongValue(f"Must be a number between -{LARGEST_NUMBER:,} and {LARGEST_NUMBER:,}.")
    return int(value) if float(value).is_integer() else value


def _money(value: object, _: Choices) -> Content:
    if not isinstance(value, Mapping) or set(value) != {"amount_minor", "currency"}:
        raise WrongValue('Must be an amount such as {"amount_minor": 1250, "currency": "EUR"}.')
    amount, currency = value["amount_minor"], value["currency"]
    if isinstance(amount, bool) or not isinstance(amount, int) or abs(amount) > LARGEST_NUMBER:
        raise WrongValue("amount_minor must be a whole number of the currency's smallest unit.")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise WrongValue("currency must be three capital letters, such as EUR.")
    return {"amount_minor": amount, "currency": currency}


def _date(value: object, _: Choices) -> Content:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise WrongValue("Must be a date such as 2026-11-30.")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise WrongValue("There is no such day; dates look like 2026-11-30.") from None


def _choice(value: object, choices: Choices) -> Content:
    if not isinstance(value, str) or value not in (choices or ()):
        raise WrongValue(_offered(choices or ()))
    return value


def _many_choices(value: object, choices: Choices) -> Content:
    if not isinstance(value, list):
        raise WrongValue(f"Must be a list, not {_spoken(value)}.")
    if len(value) > MOST_WORDS:
        raise WrongValue(f"Has {len(value):,} entries; the most is {MOST_WORDS}.")
    words = [_word(each) if choices is None else _choice(each, choices) for each in value]
    kept: dict[str, str] = {}
    for each in words:
        if each:
            kept.setdefault(str(each).casefold(), str(each))
    return list(kept.values()) or None


def _word(value: object) -> str | None:
    return plain_text(value, LONGEST_WORD, lines=False)


def _user(value: object, _: Choices) -> Content:
    if not isinstance(value, str) or not _USER.fullmatch(value):
        raise WrongValue("Must be the id of a teammate, such as usr_ and 20 letters or digits.")
    return value


def _url(value: object, _: Choices) -> Content:
    text = plain_text(value, LONGEST_URL, lines=False)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not host or any(letter.isspace() for letter in text):
        raise WrongValue("Must be the address of a page that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise WrongValue("Must not hold a user name or password.")
    return text


def _offered(choices: Sequence[str]) -> str:
    shown = ", ".join(choices[:20]) + (", …" if len(choices) > 20 else "")
    return f"Must be one of: {shown}."


_SPOKEN: Mapping[type, str] = {bool: "yes or no", int: "a number", float: "a number", str: "text", list: "a list"}


def _spoken(value: object) -> str:
    return _SPOKEN.get(type(value), "an object")


_CHECKS: Mapping[Kind, Callable[[object, Choices], Content]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.MANY_CHOICES: _many_choices,
    Kind.USER: _user,
    Kind.URL: _url,
}
