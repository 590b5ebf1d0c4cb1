"""Imports a file of old numbers, chunk by chunk. Each chunk is one transaction with the place in the file that it
reaches, so that a file whose import was killed goes on where it was, and none of its lines counts twice.
"""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Self

import msgspec

from rotunda.identity.aliases.file import AliasFile, fingerprint_of
from rotunda.identity.aliases.lines import RecordTypes, read_line
from rotunda.identity.aliases.model import Batch, Line, Refused
from rotunda.identity.aliases.repository import AliasRepository, advance, store
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id

CHUNK = 20_000
"""Lines a transaction."""

Progress = Callable[[int, int], None]
"""Told how many bytes of the file are in the table, and how many there are."""


class ImportOvertaken(Exception):
    """Another import of the same file runs. This one stops; nothing was imported twice."""

    def __init__(self) -> None:
        super().__init__("Another import of this file is running, or its batch was removed. Start again when it ends")


class Imported(msgspec.Struct, frozen=True):
    """`before`: the file was done already, and nothing was changed. `resumed_at`: the line after which it went on."""

    batch: Batch
    before: bool
    resumed_at: int | None


class AliasImport:
    """One file. `types` are the sources that lines may name."""

    def __init__(self, database: Database, clock: Clock, types: RecordTypes, *, chunk: int = CHUNK) -> None:
        self._database = database
        self._clock = clock
        self._types = types
        self._chunk = chunk

    async def run(self, path: Path, report: Path, encoding: str, progress: Progress) -> Imported:
        """Until the file's end.

        Raises:
            HeaderRefused: it cannot be read at all; nothing was changed.
            ImportOvertaken: somebody else imports it.
            OSError: the file or its report.
        """
        with path.open("rb") as opened:
            file = AliasFile(opened, encoding)
            new = Batch(new_id("alb_"), path.name, file.size, file.begin, 1, 0, 0, self._clock.now(), None)
            batch = await AliasRepository(self._database).begin(new, fingerprint_of(path, encoding))
            if batch.finished_at is not None:
                return Imported(batch, before=True, resumed_at=None)
            resumed_at = batch.line if batch.line > 1 else None
            lines = file.lines_from(batch.position)
            with Report(report, batch.report_size) as pages:
                while batch.finished_at is None:
                    batch = await self._import_chunk(batch, file, lines, pages)
                    progress(batch.position, batch.size)
        return Imported(batch, before=False, resumed_at=resumed_at)

    async def _import_chunk(
        self, batch: Batch, file: AliasFile, lines: Iterator[bytes | None], report: "Report"
    ) -> Batch:
        raw = list(islice(lines, self._chunk))
        read = [read_line(batch.line + number, each, file.layout, self._types) for number, each in enumerate(raw, 1)]
        accepted = [each for each in read if isinstance(each, Line)]
        refused = [each for each in read if isinstance(each, Refused)]
        async with self._database.transaction() as transaction:
            refused += await store(transaction, batch.id, accepted, self._clock.now())
            report_size = report.add(sorted(refused, key=lambda each: each.line))
            after = msgspec.structs.replace(
                batch,
                position=file.place,
                line=batch.line + len(raw),
                refused=batch.refused + len(refused),
                report_size=report_size,
                finished_at=self._clock.now() if len(raw) < self._chunk else None,
            )
            if not await advance(transaction, batch, after):
                raise ImportOvertaken
        return after


class Report:
    """Lines that were refused, as CSV. What was added is on the disk before the chunk counts; what stands after `size`
    bytes belongs to a chunk that never counted.
    """

    def __init__(self, path: Path, size: int) -> None:
        path.touch()
        self._file = path.open("r+", encoding="utf-8", newline="")
        self._file.truncate(min(size, path.stat().st_size))
        self._file.seek(0, os.SEEK_END)
        self._writer = csv.writer(self._file)
        if self._file.tell() == 0:
            self._writer.writerow(("line", "field", "reason"))

    def add(self, refused: Iterable[Refused]) -> int:
        """Returns the report's size in bytes."""
        self._writer.writerows((each.line, each.field, each.reason) for each in refused)
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
