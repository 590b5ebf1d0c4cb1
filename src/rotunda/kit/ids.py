"""Unguessable ids with a readable kind."""

import secrets
import string

_ALPHABET = string.ascii_lowercase + string.digits
_LENGTH = 20


def new_id(prefix: str) -> str:
    """`prefix` (with its underscore, such as `acc_`) and 20 random lower-case letters or digits: 103 bits."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
