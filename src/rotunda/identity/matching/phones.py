"""Telephone numbers in one way of writing them. They are evidence for people's eyes and join nobody: a company's
switchboard is everybody's number.
"""

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=65_536)
def normal_phone(text: str) -> str | None:
    """E.164, as in `+493055501420`; None for what has no country in it (`030 555`) or cannot be a number."""
    written = text.strip()
    international = "+" + written[2:] if written.startswith("00") else written
    try:
        number = phonenumbers.parse(international, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def comparable_phone(text: str) -> str | None:
    """In E.164 where the number has a country, else its digits: those stand for no other way of writing it. None where
    there is no digit in it.
    """
    return normal_phone(text) or "".join(filter(str.isdigit, text)) or None
