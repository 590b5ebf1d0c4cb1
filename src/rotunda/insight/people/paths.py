"""The warmest short way from one of us to a person at the customer.

    warmth of a step = s / (s + 1), s its strength;  warmth of a way = the product of its steps

A step leads from one of us to one of them with whom there was contact in 90 days, or between two of them: by contacts
that named both, and along reporting lines (strength 1 where a source knows the line, 0.5 where titles suggest it). Of
three steps at most, the way with the greatest product is the shortest by `-log(warmth)`; with so few steps it is found
step by step (Bellman-Ford), and no library is needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from rotunda.insight.people.model import TeammateKey
from rotunda.insight.people.organisation import Line
from rotunda.insight.people.strengths import Tie, Together
from rotunda.sections.ids import ContactId

MOST_STEPS: Final = 3
KNOWN_LINE: Final = 1.0
GUESSED_LINE: Final = 0.5


class Path(msgspec.Struct, frozen=True):
    """From one of `ours` over `people`, the last of whom it leads to. `warmth` is between 0 and 1."""

    ours: TeammateKey
    people: list[ContactId]
    warmth: float

    @property
    def target(self) -> ContactId:
        return self.people[-1]


def warmest_paths(
    ties: Sequence[Tie], together: Mapping[Together, float], lines: Iterable[Line]
) -> dict[ContactId, Path]:
    """To everybody who can be reached."""
    neighbours = _neighbours(together, lines)
    best: dict[ContactId, Path] = {}
    for tie in ties:
        _keep(best, Path(tie.ours, [tie.person], warmth_of(tie.strength)))
    for _ in range(MOST_STEPS - 1):
        for path in list(best.values()):
            for person, strength in neighbours[path.target].items():
                if person not in path.people:
                    _keep(best, Path(path.ours, [*path.people, person], path.warmth * warmth_of(strength)))
    return best


def warmth_of(strength: float) -> float:
    return strength / (strength + 1)


def _keep(best: dict[ContactId, Path], path: Path) -> None:
    known = best.get(path.target)
    if known is None or _order(path) < _order(known):
        best[path.target] = path


def _order(path: Path) -> tuple[float, int, str, list[ContactId]]:
    """The warmest, then the shortest; what is left does not depend on the order of contacts."""
    return (-path.warmth, len(path.people), path.ours, path.people)


def _neighbours(
    together: Mapping[Together, float], lines: Iterable[Line]
) -> defaultdict[ContactId, dict[ContactId, float]]:
    found: defaultdict[ContactId, dict[ContactId, float]] = defaultdict(dict)
    pairs = [(one, other, strength) for (one, other), strength in together.items()]
    pairs += [(each.person, each.manager, GUESSED_LINE if each.guessed else KNOWN_LINE) for each in lines]
    for one, other, strength in pairs:
        found[one][other] = found[other][one] = found[one].get(other, 0.0) + strength
    return found
