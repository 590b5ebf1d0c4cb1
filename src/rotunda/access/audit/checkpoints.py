"""Heads of chains, appended to a file: kept where the database's administrator cannot reach, they tell what is gone."""

import base64
import os
from datetime import datetime
from pathlib import Path

import msgspec

from rotunda.access.audit.chain import Checkpoint


class _Line(msgspec.Struct, frozen=True):
    chain: str
    seq: int
    hash: str
    at: datetime
    seal: str


def append_checkpoint(path: Path, point: Checkpoint) -> None:
    """One JSON line, in one write. Raises OSError."""
    line = _Line(point.chain, point.seq, point.hash.hex(), point.at, base64.b64encode(point.seal).decode())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, msgspec.json.encode(line) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_checkpoints(path: Path) -> list[Checkpoint]:
    """Every readable line, in the file's order. A line that a crash has torn says nothing and is passed over; a file
    that is not there holds none.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [point for line in lines if (point := _parse(line)) is not None]


def _parse(line: bytes) -> Checkpoint | None:
    try:
        held = msgspec.json.decode(line, type=_Line)
        return Checkpoint(held.chain, held.seq, bytes.fromhex(held.hash), held.at, base64.b64decode(held.seal))
    except ValueError:
        return None
