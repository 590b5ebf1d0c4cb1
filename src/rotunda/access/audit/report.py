"""What a verification found."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """How the log was tampered with."""

    ALTERED = "altered"
    INSERTED = "inserted"
    REORDERED = "reordered"
    DELETED = "deleted"
    CUT_OFF = "cut_off"
    CHAIN_REMOVED = "chain_removed"
    HEAD_CHANGED = "head_changed"
    PRUNE_FORGED = "prune_forged"
    CHECKPOINT_FORGED = "checkpoint_forged"
    REWRITTEN = "rewritten"


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong: rows `first` to `last` of `chain`, or the one row with `row_id`."""

    kind: Kind
    chain: str
    first: int
    last: int
    says: str
    row_id: str | None = None


class Report(msgspec.Struct, frozen=True):
    """`findings` is empty for a log that is as it was written. `checkpoints` tells how much outside evidence was used:
    without any, a chain that was cut together with its head is found only where a later chain names it.
    """

    rows: int
    chains: int
    checkpoints: int
    findings: list[Finding]

    @property
    def intact(self) -> bool:
        return not self.findings
