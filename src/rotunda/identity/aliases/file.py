"""The file of old numbers: its fingerprint, its layout, and its lines from any place on."""

import codecs
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rotunda.identity.aliases.lines import LONGEST_LINE, HeaderRefused, Layout, layout_of

_AT_ONCE = 1024 * 1024
_HEAD = 4096
_UTF_16 = "The file is UTF-16. Save it as “CSV UTF-8” and import that."


def fingerprint_of(path: Path, encoding: str) -> str:
    """The same for the same bytes read in the same way, wherever the file lies."""
    digest = hashlib.sha256(encoding.encode() + b"\0")
    with path.open("rb") as file:
        while block := file.read(_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()


class AliasFile:
    """Open for reading. `layout` and `begin`, the place of the second line, are known from the first.

    Raises:
        HeaderRefused: it is no file of old numbers that we can read.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._file.seek(_begin(file.read(_HEAD)))
        header = _line(file)
        if header is None:
            raise HeaderRefused("The first line is too long to name columns. Lines must end with a line feed.")
        self.layout: Layout = layout_of(header, encoding)
        self.begin = file.tell()
        self.size = os.fstat(file.fileno()).st_size

    @property
    def place(self) -> int:
        """How many bytes have been read."""
        return self._file.tell()

    def lines_from(self, place: int) -> Iterator[bytes | None]:
        """None stands for a line that is too long; it is not held."""
        self._file.seek(place)
        while (line := _line(self._file)) != b"":
            yield line


def _begin(head: bytes) -> int:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head:
        raise HeaderRefused(_UTF_16)
    return len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0


def _line(file: BinaryIO) -> bytes | None:
    line = file.readline(LONGEST_LINE + 1)
    if len(line) <= LONGEST_LINE:
        return line
    rest = line
    while rest and not rest.endswith(b"\n"):
        rest = file.readline(_AT_ONCE)
    return None
