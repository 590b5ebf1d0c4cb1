"""Which account is shown as which, out of the merges that stand. Pure.

Every account has at most one active merge in which it was absorbed, so merges form trees; the root of a tree is the
account that all of its members are shown as.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.sections.ids import CustomerId, MergeId


class Edge(msgspec.Struct, frozen=True):
    """An active merge: `absorbed` is shown as whatever `kept` is shown as."""

    id: MergeId
    absorbed: CustomerId
    kept: CustomerId


class Forest:
    """The active merges of some accounts. Whoever asks gives all edges of the trees that matter."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._above: Mapping[CustomerId, Edge] = {edge.absorbed: edge for edge in edges}

    def root(self, account: CustomerId) -> CustomerId:
        """The account that this one is shown as: itself where it was never absorbed."""
        return self.path(account)[-1]

    def path(self, account: CustomerId) -> Sequence[CustomerId]:
        """From the account up to its root, both included."""
        found = [account]
        while (edge := self._above.get(found[-1])) is not None:
            if edge.kept in found:
                raise ValueError(f"the merges go round in a circle at {edge.kept}")
            found.append(edge.kept)
        return found

    def below(self, account: CustomerId) -> frozenset[CustomerId]:
        """The account and everything that was absorbed into it, directly or not."""
        return frozenset({account, *(each for each in self._above if account in self.path(each))})

    def without(self, merge: MergeId) -> "Forest":
        """As if this merge had been undone: what was absorbed earlier or later stays where it is."""
        return Forest(edge for edge in self._above.values() if edge.id != merge)

    def pointers(self, accounts: Iterable[CustomerId]) -> dict[CustomerId, CustomerId | None]:
        """`shown_as` of each: None for a root."""
        roots = {account: self.root(account) for account in accounts}
        return {account: None if root == account else root for account, root in roots.items()}
