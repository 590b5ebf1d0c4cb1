"""Pairwise precision, recall and F1. Pure."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from itertools import combinations
from typing import TypeVar

import msgspec

Item = TypeVar("Item", bound=str)


class Scores(msgspec.Struct, frozen=True):
    """Counts of pairs: `right` of those `said`, and all that are `true`."""

    right: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        together = self.said + self.true
        return 2 * self.right / together if together else 1.0


def scores(said: Collection[tuple[str, str]], true: Collection[tuple[str, str]]) -> Scores:
    """Pairs in either order count once."""
    found, meant = set(map(_ordered, said)), set(map(_ordered, true))
    return Scores(len(found & meant), len(found), len(meant))


def _ordered(pair: tuple[str, str]) -> tuple[str, str]:
    one, other = pair
    return (one, other) if one < other else (other, one)


def pairs_of(groups: Mapping[Item, Hashable]) -> set[tuple[Item, Item]]:
    """Every two items of the same group."""
    members: dict[Hashable, list[Item]] = defaultdict(list)
    for item, group in groups.items():
        members[group].append(item)
    return {pair for each in members.values() for pair in combinations(sorted(each), 2)}
