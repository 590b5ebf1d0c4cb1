"""What an old number stands for, and what became of a file of them."""

from datetime import datetime

import msgspec

from rotunda.sections.ids import AccountId, ExternalId, SourceName

CONVERSATION = "conversation"
"""The record type of a target that a line names by source and number alone."""


class Target(msgspec.Struct, frozen=True):
    """What is meant today: an account, or a record of a source. `record_type` is one of the source's own
    (`organization`) or `CONVERSATION`.
    """

    account_id: AccountId | None = None
    source: SourceName | None = None
    record_type: str | None = None
    external_id: ExternalId | None = None


class Alias(msgspec.Struct, frozen=True):
    """`old_number` as it was written; `normal` as it is compared. `old_system` is in lower case."""

    old_system: str
    old_number: str
    normal: str
    target: Target


class Line(msgspec.Struct, frozen=True):
    """A line of the file, counted from 1, the header included."""

    number: int
    alias: Alias


class Refused(msgspec.Struct, frozen=True):
    """A line that was left out: `field` is a column's name, or `line` where the whole line is at fault."""

    line: int
    field: str
    reason: str


class Batch(msgspec.Struct, frozen=True):
    """One file: `position` bytes of it, up to and including line `line`, are in the table. `report_size` is how long
    the report was then, in bytes. Finished where `finished_at` is set.
    """

    id: str
    file_name: str
    size: int
    position: int
    line: int
    refused: int
    report_size: int
    started_at: datetime
    finished_at: datetime | None
