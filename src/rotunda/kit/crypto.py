"""Secrets at rest: each value is sealed with a data key of its own, and that key with one of the installation's keys.

A sealed value is bytes: `version (1) | length of key id (1) | key id | nonce (12) | data key, sealed (48) |
nonce (12) | value, sealed`. Both seals are AES-256-GCM and bound to version, key id and the caller's context, so that a
sealed value that was copied to another row does not open there.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rotunda.kit.secret import Secret

_VERSION = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPED_BYTES = _KEY_BYTES + 16
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class KeyProblem(Exception):
    """The installation's keys are missing, malformed or exposed. The start stops; the message says what to do."""


class SealBroken(Exception):
    """A sealed value was changed, cut, or belongs to another context. It cannot be read; it has to be entered anew."""


@dataclass(frozen=True, repr=False)
class Keys:
    """`active` names the key that seals; all of them open. Keys are 32 bytes each."""

    active: str
    by_id: Mapping[str, bytes]


class Sealer:
    """Seals with the active key, opens with any key that it was given."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    @property
    def active_key(self) -> str:
        return self._keys.active

    def seal(self, secret: Secret, context: str) -> bytes:
        """`context` says what the value is and whose, such as `connection:con_…`; `unseal` needs the same one."""
        head = _head(self._keys.active)
        bound = head + context.encode()
        data_key = AESGCM.generate_key(bit_length=256)
        return (
            head
            + _encrypt(self._keys.by_id[self._keys.active], data_key, bound)
            + _encrypt(data_key, secret.reveal().encode(), bound)
        )

    def unseal(self, sealed: bytes, context: str) -> Secret:
        """Raises:
        SealBroken: changed, cut, or sealed for another context.
        KeyProblem: the key that sealed it is not among ours.
        """
        key_id = key_of(sealed)
        if key_id not in self._keys.by_id:
            raise KeyProblem(_missing(key_id))
        head = _head(key_id)
        bound = head + context.encode()
        body = sealed[len(head) :]
        wrapped_end = _NONCE_BYTES + _WRAPPED_BYTES
        data_key = _decrypt(self._keys.by_id[key_id], body[:wrapped_end], bound)
        return Secret(_decrypt(data_key, body[wrapped_end:], bound).decode())

    def reseal(self, sealed: bytes, context: str) -> bytes:
        """The same value under the active key: what rotation does to every row before the old key is given up."""
        return self.seal(self.unseal(sealed, context), context)

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for another use (signing cursors), from the active key; it changes when that is rotated."""
        hkdf = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose.encode())
        return hkdf.derive(self._keys.by_id[self._keys.active])


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed a value. Raises SealBroken where there is none."""
    if len(sealed) < 2 or sealed[0] != _VERSION or len(sealed) < 2 + sealed[1]:
        raise SealBroken("The stored secret is damaged: enter it again.")
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def open_keys(folder: Path, configured: Secret | None, in_use: Collection[str]) -> Keys:
    """The installation's keys: those of ROTUNDA_SECRET_KEYS, else of `<folder>/secret.keys`, made by the first start.

    Both hold `id:key` pairs (key: 32 bytes in base64), the sealing one first; the variable separates them by commas,
    the file by lines. `in_use` are the key ids (`key_of`) of the values that are stored: each must be at hand.

    Raises:
        KeyProblem: a key is missing, malformed, a weak one, or readable by other users.
    """
    if configured is not None:
        keys = _parse(configured.reveal().split(","), "ROTUNDA_SECRET_KEYS")
    else:
        keys = _keys_of_file(folder / "secret.keys", in_use)
    for key_id in sorted(in_use):
        if key_id not in keys.by_id:
            raise KeyProblem(_missing(key_id))
    return keys


def open_key(path: Path, needed_by: str | None) -> bytes:
    """One 32-byte key in a file of its own, made when there is none. `needed_by` says what already depends on it
    ("the audit log holds rows"): then a missing file is not replaced.

    Raises:
        KeyProblem: missing while needed, malformed, or readable by other users.
    """
    if not path.exists():
        if needed_by:
            raise KeyProblem(f"The key file {path} is missing, but {needed_by}. Put the file back from your backup.")
        _write_private(path, _encoded(secrets.token_bytes(_KEY_BYTES)))
    return _decode(_read_private(path).strip(), str(path))


def new_key_line() -> str:
    """A fresh `id:key` pair for ROTUNDA_SECRET_KEYS or the key file."""
    return f"k{secrets.token_hex(4)}:{_encoded(secrets.token_bytes(_KEY_BYTES))}"


def _keys_of_file(path: Path, in_use: Collection[str]) -> Keys:
    if not path.exists():
        if in_use:
            raise KeyProblem(_missing(min(in_use)))
        _write_private(path, new_key_line() + "\n")
    return _parse(_read_private(path).splitlines(), str(path))


def _parse(pairs: list[str], where: str) -> Keys:
    by_id: dict[str, bytes] = {}
    for pair in filter(None, (text.strip() for text in pairs)):
        key_id, separator, encoded = pair.partition(":")
        if not separator or not _KEY_ID.fullmatch(key_id) or key_id in by_id:
            raise KeyProblem(
                f"{where} holds a key without a proper id. Write `id:key`, where each id is used once and consists of "
                "lower-case letters, digits, `-` and `_`."
            )
        by_id[key_id] = _decode(encoded, f"{where}, key `{key_id}`,")
    if not by_id:
        raise KeyProblem(f"{where} holds no key. Write at least one `id:key`.")
    return Keys(next(iter(by_id)), by_id)


def _decode(encoded: str, where: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeyProblem(f"{where} is not a key: it takes 32 bytes in base64, as `openssl rand -base64 32` prints.")
    if len(set(key)) < 8:
        raise KeyProblem(f"{where} is too regular to be a secret. Make one with `openssl rand -base64 32`.")
    return key


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _missing(key_id: str) -> str:
    return (
        f"Stored secrets were sealed with the key `{key_id}`, which is not among the keys given. "
        "Put it back into ROTUNDA_SECRET_KEYS or the data folder's secret.keys."
    )


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, and never over a file that another process has just made: then that one is used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _read_private(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise KeyProblem(f"The key file {path} can be read by other users. Run `chmod 600 {path}` and start again.")
    return path.read_text()


def _head(key_id: str) -> bytes:
    return bytes([_VERSION, len(key_id)]) + key_id.encode()


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("The stored secret is damaged or belongs to something else: enter it again.") from error
