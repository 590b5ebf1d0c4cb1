"""Unguessable ids with a readable kind."""

import secrets
import string

_ALPHABET = string.ascii_lowercase + string.digits
_LENGTH = 20


def new_id(prefix: str) -> str:
    """`prefix` (with its underscore, such as `acc_`) and 20 random lower-case letters or digits: 103 bits."""
    rest = secrets.randbelow(len(_ALPHABET) ** _LENGTH)
    letters: list[str] = []
    for _ in range(_LENGTH):
        rest, place = divmod(rest, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return prefix + "".join(letters)
