"""A section as it leaves, kept as bytes for as long as its readings are the same: only ages are written anew."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from rotunda.kit.recent import Recent
from rotunda.reading.model import Reading
from rotunda.sections.ids import SectionName
from rotunda.view.document import SectionEnvelope, SourceReport
from rotunda.view.page.merged import Merged

_AGE = "age_seconds"


class Written(msgspec.Struct, frozen=True, eq=False):
    """`"<name>":{...}` in pieces; between two of them stands the age of what was read at the moment of that place."""

    readings: Sequence[Reading]
    merged: Merged | None
    pieces: Sequence[bytes]
    moments: Sequence[datetime | None]


class WrittenSections:
    """Of the pages that were looked at last. A key names everything that a section's bytes follow from but its
    readings.
    """

    def __init__(self, capacity: int = 4096) -> None:
        self._written: Recent[Hashable, Written] = Recent(capacity)

    def get(self, key: Hashable, readings: Sequence[Reading]) -> Written | None:
        written = self._written.get(key)
        return written if written and written.readings == readings else None

    def put(
        self,
        key: Hashable,
        name: SectionName,
        envelope: SectionEnvelope,
        readings: Sequence[Reading],
        merged: Merged | None,
    ) -> Written:
        moments = [report.as_of for report in envelope.sources]
        written = Written(readings, merged, write(name, envelope), moments)
        self._written.put(key, written)
        return written


def write(name: SectionName, envelope: SectionEnvelope) -> list[bytes]:
    """One piece more than the envelope has sources: each age stands between two."""
    before, after = _around(envelope, "sources")
    reports = [_around(report, _AGE) for report in envelope.sources]
    opening = msgspec.json.encode(name) + b":{" + before + b"["
    closing = b"]" + after + b"}"
    if not reports:
        return [opening + closing]
    pieces = [opening + b"{" + reports[0][0]]
    pieces += [rest + b"},{" + begun for (_, rest), (begun, _) in pairwise(reports)]
    return [*pieces, reports[-1][1] + b"}" + closing]


def _around(struct: SectionEnvelope | SourceReport, field: str) -> tuple[bytes, bytes]:
    """The members before that field with its name, and those after it: what stands between is its value."""
    fields = struct.__struct_fields__
    place = fields.index(field)
    before, after = _members(struct, fields[:place]), _members(struct, fields[place + 1 :])
    return before + b"," + msgspec.json.encode(field) + b":", b"," + after


def _members(struct: msgspec.Struct, fields: Iterable[str]) -> bytes:
    """As in the struct's own encoding, without the braces."""
    return msgspec.json.encode({field: getattr(struct, field) for field in fields})[1:-1]
