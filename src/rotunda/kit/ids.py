"""Unguessable ids with a readable kind."""

import os
import string

_ALPHABET = (string.ascii_lowercase + string.digits).encode()
_LENGTH = 20
_WHOLE = 256 // len(_ALPHABET) * len(_ALPHABET)
_LETTERS = bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256))
_UNEVEN = bytes(range(_WHOLE, 256))
"""Bytes that would make some letters likelier than others."""


def new_id(prefix: str) -> str:
    """`prefix` (with its underscore, such as `acc_`) and 20 random lower-case letters or digits: 103 bits."""
    letters = b""
    while len(letters) < _LENGTH:
        letters += os.urandom(_LENGTH + 12).translate(_LETTERS, _UNEVEN)
    return prefix + letters[:_LENGTH].decode()
