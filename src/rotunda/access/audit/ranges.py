"""Sets of positions in a chain as ranges: a million rows in order are one range."""

from collections.abc import Iterator

Range = tuple[int, int]


class Positions:
    """Positions are added in ascending order."""

    def __init__(self) -> None:
        self._ranges: list[Range] = []

    @property
    def last(self) -> int:
        return self._ranges[-1][1] if self._ranges else 0

    def add(self, position: int) -> None:
        if self._ranges and position == self.last + 1:
            self._ranges[-1] = (self._ranges[-1][0], position)
        else:
            self._ranges.append((position, position))

    def gaps(self, first: int, last: int) -> list[Range]:
        """What is missing from `first` to `last`, both included."""
        missing: list[Range] = []
        expected = first
        for start, end in self._ranges:
            if start > expected:
                missing.append((expected, start - 1))
            expected = end + 1
        if expected <= last:
            missing.append((expected, last))
        return missing


def members(ranges: list[Range]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def contains(ranges: list[Range], position: int) -> bool:
    return any(first <= position <= last for first, last in ranges)


def without(ranges: list[Range], positions: set[int]) -> list[Range]:
    """The ranges, split where a position is taken out."""
    left: list[Range] = []
    for first, last in ranges:
        start = first
        for position in sorted(position for position in positions if first <= position <= last):
            if position > start:
                left.append((start, position - 1))
            start = position + 1
        if start <= last:
            left.append((start, last))
    return left
