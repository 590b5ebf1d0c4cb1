"""A section as it leaves, kept as bytes for as long as its readings are the same: only ages are written anew."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from rotunda.kit.recent import Recent
from rotunda.reading.model import Reading
from rotunda.sections.ids import SectionName
from rotunda.view.document import SectionEnvelope
from rotunda.view.page.merged import Merged

_AGE = b'"age_seconds":'
_NO_SOURCES = b'"sources":[]'


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
    whole = msgspec.json.encode(msgspec.structs.replace(envelope, sources=[]))
    before, _, after = whole.partition(_NO_SOURCES)
    reports = [_around_age(msgspec.json.encode(report)) for report in envelope.sources]
    opening = msgspec.json.encode(name) + b":" + before + b'"sources":['
    closing = b"]" + after
    if not reports:
        return [opening + closing]
    pieces = [opening + reports[0][0]]
    pieces += [rest + b"," + begun for (_, rest), (begun, _) in pairwise(reports)]
    return [*pieces, reports[-1][1] + closing]


def _around_age(report: bytes) -> tuple[bytes, bytes]:
    """What stands before the age, and after it. In a text the quotes of that key would be escaped."""
    before, key, rest = report.partition(_AGE)
    return before + key, rest[rest.index(b",") :]
