"""What teammates write here, as a source takes it: which kinds, and by which requests.

A copy in the source carries the mark of its original. So it is found again where nobody knows whether an attempt to
make it succeeded, and known for a copy when the source tells of it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.requests import Program

_MARK = re.compile(r"\bwrt_[a-z0-9]{20}\b", re.ASCII)


class Kind(StrEnum):
    """What somebody wrote."""

    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    TASK = "task"


class Writer(msgspec.Struct, frozen=True):
    """A teammate."""

    name: str
    address: str


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be in the source. `mark` must stand in its text there. `whose` are the source's own records that it is
    about, the customer's first; they stay the same for as long as there is a copy. `html` is safe, `text` the same in
    plain text. `at` is when it was; of a task, when it was made.
    """

    kind: Kind
    mark: str
    whose: tuple[RecordName, ...]
    subject: str | None
    html: str
    text: str
    at: datetime
    written_at: datetime
    author: Writer
    outbound: bool | None = None
    duration_seconds: int | None = None
    ends_at: datetime | None = None
    outcome: str | None = None
    due_at: datetime | None = None
    assignee: Writer | None = None
    completed_at: datetime | None = None


class Copy(msgspec.Struct, frozen=True):
    """The source's own record of it; `url` opens it there for a person."""

    record: RecordName
    url: str | None = None


Create: TypeAlias = Callable[[Original], Program[Copy]]
Find: TypeAlias = Callable[[Original], Program[Copy | None]]
Change: TypeAlias = Callable[[Original, RecordName], Program[Copy]]
Remove: TypeAlias = Callable[[RecordName], Program[None]]


class Writes(msgspec.Struct, frozen=True, kw_only=True):
    """Which kinds a source takes, onto which types of customers' records, the best first. `switch` is the form field
    and the choice by which an admin allows it. Each program sends at most one request that `writes`, and sends it last.
    `find` must see what was made a moment ago: lists and records, not an index that lags behind.
    """

    kinds: frozenset[Kind]
    onto: tuple[str, ...]
    switch: tuple[str, str]
    create: Create
    find: Find
    change: Change
    remove: Remove

    def allowed(self, settings: Mapping[str, str]) -> bool:
        field, choice = self.switch
        return settings.get(field) == choice


def marks_in(text: str | None) -> list[str]:
    """Of which originals a text may be a copy."""
    return _MARK.findall(text or "")
