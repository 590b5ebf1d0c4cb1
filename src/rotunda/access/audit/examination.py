"""Finds and names tampering in rows that are handed in, chain by chain and in order. Pure.

A row is genuine when its hash is the HMAC of its columns, its chain, its place and the hash before it: nobody without
the key can make one, and for each place there is only one. What remains are rows that are not genuine, and places that
no genuine row fills; they are matched with each other to say what happened.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from rotunda.access.audit.chain import AuditRow, Checkpoint, Head, Prune, Seals, named_heads
from rotunda.access.audit.ranges import Positions, Range, contains, members, without
from rotunda.access.audit.report import Finding, Kind, Report

_MOST_TRIES = 4096
"""How many open places are tried for a row that is not genuine where it stands. Beyond, it is called altered."""


class Evidence(msgspec.Struct, frozen=True):
    """What is known of the chains beside their rows. `starts` are the first rows of chains."""

    heads: Sequence[Head]
    prunes: Sequence[Prune]
    checkpoints: Sequence[Checkpoint]
    starts: Sequence[AuditRow]


class _Chain:
    """What the rows of one chain amount to."""

    def __init__(self, name: str, seals: Seals) -> None:
        self.name = name
        self.floor = 0  # rows up to here were pruned
        self.upper = 0  # rows up to here have existed, as far as anybody says
        self.previous: bytes | None = seals.genesis(name)
        self.genuine = Positions()
        self.strange: list[AuditRow] = []
        self.open: list[Range] = []
        self.explained: set[int] = set()
        self.told: dict[int, bytes] = {}  # hashes that checkpoints and heads tell of
        self.head: int | None = None  # where the table of heads says it ends; None: it does not say


class Examination:
    """Rows are added in the order of (chain, seq); then `finish` says what is wrong."""

    def __init__(self, seals: Seals, evidence: Evidence) -> None:
        self._seals = seals
        self._chains: dict[str, _Chain] = {}
        self._findings: list[Finding] = []
        self._rows = 0
        self._checkpoints = len(evidence.checkpoints)
        self._take_prunes(evidence.prunes)
        self._take_heads(evidence.heads)
        self._take_checkpoints(evidence.checkpoints)
        self._take_starts(evidence.starts)

    def add(self, row: AuditRow) -> None:
        self._rows += 1
        chain = self._chain(row.chain)
        if not self._seals.row_holds(row):
            chain.strange.append(row)
        elif row.seq <= max(chain.floor, chain.genuine.last):
            self._find(Kind.INSERTED, chain, row.seq, row.seq, "there a second time", row.id)
        else:
            self._take_genuine(chain, row)

    def finish(self) -> Report:
        for chain in self._chains.values():
            chain.upper = max(chain.upper, chain.genuine.last)
            chain.open = chain.genuine.gaps(chain.floor + 1, chain.upper)
        for chain in self._chains.values():
            for row in chain.strange:
                self._name(chain, row)
        for chain in self._chains.values():
            self._name_missing(chain)
            self._check_head(chain)
        return Report(self._rows, len(self._chains), self._checkpoints, self._findings)

    def _take_genuine(self, chain: _Chain, row: AuditRow) -> None:
        follows = row.seq == max(chain.floor, chain.genuine.last) + 1
        if follows and chain.previous is not None and row.previous != chain.previous:
            self._find(Kind.REWRITTEN, chain, row.seq, row.seq, "does not follow the row before it", row.id)
        told = chain.told.get(row.seq)
        if told is not None and told != row.hash:
            self._find(Kind.REWRITTEN, chain, row.seq, row.seq, "not the row that is on record", row.id)
        chain.genuine.add(row.seq)
        chain.previous = row.hash

    def _name(self, chain: _Chain, row: AuditRow) -> None:
        """Says what a row that is not genuine at its place is: one from another place, a changed one, a foreign one."""
        home = next(islice(self._homes(chain, row), 1), None)
        if home is not None:
            name, seq = home
            self._chains[name].explained.add(seq)
            says = f"moved here from place {seq}" + ("" if name == chain.name else f" of chain {name}")
            self._find(Kind.REORDERED, chain, row.seq, row.seq, says, row.id)
        elif contains(chain.open, row.seq) and row.seq not in chain.explained:
            chain.explained.add(row.seq)
            self._find(Kind.ALTERED, chain, row.seq, row.seq, "not as it was written", row.id)
        else:
            self._find(Kind.INSERTED, chain, row.seq, row.seq, "never written by us", row.id)

    def _homes(self, chain: _Chain, row: AuditRow) -> Iterator[tuple[str, int]]:
        """The open places at which this very row would be genuine."""
        others = (other for other in self._chains.values() if other is not chain)
        places = ((each.name, seq) for each in (chain, *others) for seq in members(each.open))
        for name, seq in islice(places, _MOST_TRIES):
            if self._seals.row_holds(msgspec.structs.replace(row, chain=name, seq=seq)):
                yield name, seq

    def _name_missing(self, chain: _Chain) -> None:
        for first, last in without(chain.open, chain.explained):
            if not chain.genuine.last and not chain.explained and first == chain.floor + 1:
                self._find(Kind.CHAIN_REMOVED, chain, first, last, "removed, with the whole chain")
            elif last == chain.upper:
                self._find(Kind.CUT_OFF, chain, first, last, "cut off")
            else:
                self._find(Kind.DELETED, chain, first, last, "missing")

    def _check_head(self, chain: _Chain) -> None:
        """Rows and head are written together, so a head that is behind was put back, and one that lacks was removed."""
        last = chain.genuine.last
        if last and chain.head is None:
            self._find(Kind.HEAD_CHANGED, chain, last, last, "the table of heads lacks the chain")
        elif last and chain.head is not None and chain.head < last:
            self._find(Kind.HEAD_CHANGED, chain, chain.head, last, "the table of heads was put back")

    def _take_prunes(self, prunes: Iterable[Prune]) -> None:
        for prune in prunes:
            chain = self._chain(prune.chain)
            if self._seals.prune_holds(prune):
                chain.floor = chain.upper = prune.up_to
                chain.previous = prune.hash
            else:
                self._find(Kind.PRUNE_FORGED, chain, 1, prune.up_to, "said to be pruned, but not by us")

    def _take_heads(self, heads: Iterable[Head]) -> None:
        for head in heads:
            chain = self._chain(head.chain)
            chain.head = head.seq
            if self._seals.head_holds(head):
                self._tell(chain, head.seq, head.hash)
            else:
                self._find(Kind.HEAD_CHANGED, chain, head.seq, head.seq, "called the last one, but not by us")

    def _take_checkpoints(self, checkpoints: Iterable[Checkpoint]) -> None:
        for point in checkpoints:
            chain = self._chain(point.chain)
            if self._seals.checkpoint_holds(point):
                self._tell(chain, point.seq, point.hash)
            else:
                self._find(Kind.CHECKPOINT_FORGED, chain, point.seq, point.seq, "told by a checkpoint that is not ours")

    def _take_starts(self, starts: Iterable[AuditRow]) -> None:
        for start in starts:
            if self._seals.row_holds(start):
                for name, seq in named_heads(start):
                    chain = self._chain(name)
                    chain.upper = max(chain.upper, seq)

    def _tell(self, chain: _Chain, seq: int, row_hash: bytes) -> None:
        chain.upper = max(chain.upper, seq)
        known = chain.told.setdefault(seq, row_hash)
        if known != row_hash:
            self._find(Kind.REWRITTEN, chain, seq, seq, "told of in two ways that cannot both be true")

    def _chain(self, name: str) -> _Chain:
        if name not in self._chains:
            self._chains[name] = _Chain(name, self._seals)
        return self._chains[name]

    def _find(self, kind: Kind, chain: _Chain, first: int, last: int, says: str, row_id: str | None = None) -> None:
        rows = f"Row {first}" if first == last else f"Rows {first} to {last}"
        self._findings.append(Finding(kind, chain.name, first, last, f"{rows} of chain {chain.name}: {says}.", row_id))
