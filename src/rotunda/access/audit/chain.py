"""Rows, heads and their seals: the canonical bytes that an HMAC is made over."""

import hmac
from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.access.audit.entry import DetailValue
from rotunda.kit.clock import micros_of

_VERSION = 1

Sealable = str | int | bytes | None


class AuditRow(msgspec.Struct, frozen=True):
    """One row as stored. `seq` counts from 1 within `chain`; `previous` is the hash of the row before it."""

    id: str
    chain: str
    seq: int
    at: datetime
    actor_id: str | None
    actor_name: str
    actor_via: str
    action: str
    account_id: str | None
    detail: dict[str, DetailValue]
    request_id: str
    previous: bytes
    hash: bytes = b""


class Head(msgspec.Struct, frozen=True):
    """How far a chain has come: its last row."""

    chain: str
    seq: int
    hash: bytes
    seal: bytes


class Prune(msgspec.Struct, frozen=True):
    """Rows up to `up_to` were removed on purpose; `hash` is that of the last of them, so the rest still links."""

    chain: str
    up_to: int
    hash: bytes
    pruned_at: datetime
    seal: bytes


class Checkpoint(msgspec.Struct, frozen=True):
    """A head as it was at a moment, kept outside the database."""

    chain: str
    seq: int
    hash: bytes
    at: datetime
    seal: bytes


class Seals:
    """Makes and checks every HMAC-SHA256 of the log. What is sealed is a MessagePack array that begins with what kind
    of thing it is, so no seal can pass for one of another kind and no two different contents have the same bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def row(self, row: AuditRow) -> bytes:
        return self._seal(
            "row",
            row.id,
            row.chain,
            row.seq,
            micros_of(row.at),
            row.actor_id,
            row.actor_name,
            row.actor_via,
            row.action,
            row.account_id,
            msgspec.json.encode(row.detail, order="sorted"),
            row.request_id,
            row.previous,
        )

    def genesis(self, chain: str) -> bytes:
        """What the first row of a chain names as its previous one."""
        return self._seal("genesis", chain)

    def head(self, chain: str, seq: int, row_hash: bytes) -> Head:
        return Head(chain, seq, row_hash, self._seal("head", chain, seq, row_hash))

    def prune(self, chain: str, up_to: int, row_hash: bytes, at: datetime) -> Prune:
        return Prune(chain, up_to, row_hash, at, self._seal("prune", chain, up_to, row_hash, micros_of(at)))

    def checkpoint(self, head: Head, at: datetime) -> Checkpoint:
        seal = self._seal("checkpoint", head.chain, head.seq, head.hash, micros_of(at))
        return Checkpoint(head.chain, head.seq, head.hash, at, seal)

    def row_holds(self, row: AuditRow) -> bool:
        return hmac.compare_digest(row.hash, self.row(row))

    def head_holds(self, head: Head) -> bool:
        return hmac.compare_digest(head.seal, self.head(head.chain, head.seq, head.hash).seal)

    def prune_holds(self, prune: Prune) -> bool:
        return hmac.compare_digest(prune.seal, self.prune(prune.chain, prune.up_to, prune.hash, prune.pruned_at).seal)

    def checkpoint_holds(self, point: Checkpoint) -> bool:
        head = Head(point.chain, point.seq, point.hash, b"")
        return hmac.compare_digest(point.seal, self.checkpoint(head, point.at).seal)

    def _seal(self, kind: str, *values: Sealable) -> bytes:
        content: Sequence[Sealable] = (kind, _VERSION, *values)
        return hmac.digest(self._key, msgspec.msgpack.encode(content), "sha256")


def named_heads(start: AuditRow) -> list[tuple[str, int]]:
    """The (chain, seq) pairs that the first row of a chain tells of."""
    named = start.detail.get("heads")
    pairs = [text.rpartition(":") for text in named] if isinstance(named, list) else []
    return [(chain, int(seq)) for chain, _, seq in pairs if seq.isdecimal()]
