"""Sets of things that belong together, whatever the order in which that is learnt."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Node = TypeVar("Node", bound=Hashable)


class Joined(Generic[Node]):
    """Disjoint sets: everything begins alone, `join` puts two sets together, `root` names a node's set."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._parent = {node: node for node in nodes}

    def root(self, node: Node) -> Node:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, one: Node, other: Node) -> None:
        self._parent[self.root(other)] = self.root(one)


def partition(
    items: Sequence[Item], levels: Sequence[Iterable[Sequence[Item]]], is_one: Callable[[Sequence[Item]], bool]
) -> list[list[Item]]:
    """The items in sets, in their order. `levels` are bonds from the strongest kind to the weakest.

    A set that all bonds together make but that `is_one` refuses is taken apart into what the stronger bonds make, and
    so on; the strongest are not questioned.
    """
    position = {id(item): number for number, item in enumerate(items)}
    joined = Joined(range(len(items)))
    steps: list[list[int]] = []
    for level in levels:
        for bond in level:
            for item in bond[1:]:
                joined.join(position[id(bond[0])], position[id(item)])
        steps.append([joined.root(number) for number in range(len(items))])
    return [
        [items[number] for number in found] for found in _taken_apart(list(range(len(items))), steps, items, is_one)
    ]


def _taken_apart(
    numbers: Sequence[int],
    steps: Sequence[Sequence[int]],
    items: Sequence[Item],
    is_one: Callable[[Sequence[Item]], bool],
) -> list[list[int]]:
    found: list[list[int]] = []
    for members in _by_root(numbers, steps[-1]):
        if len(steps) == 1 or len(members) == 1 or is_one([items[number] for number in members]):
            found.append(members)
        else:
            found.extend(_taken_apart(members, steps[:-1], items, is_one))
    return sorted(found)


def _by_root(numbers: Iterable[int], roots: Sequence[int]) -> list[list[int]]:
    sets: dict[int, list[int]] = {}
    for number in numbers:
        sets.setdefault(roots[number], []).append(number)
    return list(sets.values())
