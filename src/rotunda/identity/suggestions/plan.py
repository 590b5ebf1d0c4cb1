"""What a pass changes in the queue. Pure. What a person decided stays as it is."""

from collections.abc import Iterable, Mapping

import msgspec

from rotunda.identity.suggestions.model import Found, PairKey, Passed, Suggestion, SuggestionState, pair_of
from rotunda.sections.ids import CustomerId, SuggestionId


class Plan(msgspec.Struct, frozen=True):
    """`renewed` are open ones of which something changed, and superseded ones that hold again."""

    new: tuple[Found, ...]
    renewed: tuple[tuple[SuggestionId, Found], ...]
    superseded: tuple[SuggestionId, ...]
    passed: Passed


def plan_pass(found: Mapping[PairKey, Found], standing: Iterable[Suggestion]) -> Plan:
    """`standing` is every suggestion there is, whatever its state."""
    known = {each.pair: each for each in standing}
    is_open = {pair for pair, each in known.items() if each.state is SuggestionState.OPEN}
    again = {pair for pair, each in known.items() if each.state is SuggestionState.SUPERSEDED and pair in found}
    new = tuple(each for pair, each in found.items() if pair not in known)
    gone = tuple(known[pair].id for pair in is_open if pair not in found)
    changed = [pair for pair in is_open if pair in found and _differs(known[pair], found[pair])]
    renewed = tuple((known[pair].id, found[pair]) for pair in (*changed, *again))
    kept = len(is_open) - len(gone)
    return Plan(new, renewed, gone, Passed(made=len(new) + len(again), kept=kept, closed=len(gone)))


def refused_pairs(standing: Iterable[Suggestion], shown: Mapping[CustomerId, CustomerId]) -> set[PairKey]:
    """Pairs to which a person said no, by the customers as they are shown: it goes on to hold when either is merged."""
    return {
        _as_shown(each.pair, shown)
        for each in standing
        if each.state in {SuggestionState.REJECTED, SuggestionState.NEVER}
    }


def _as_shown(pair: PairKey, shown: Mapping[CustomerId, CustomerId]) -> PairKey:
    one = shown.get(pair.one, pair.one)
    if pair.other is None:
        return msgspec.structs.replace(pair, one=one)
    return pair_of(one, shown.get(pair.other, pair.other))


def _differs(standing: Suggestion, found: Found) -> bool:
    return (standing.probability, standing.evidence) != (found.probability, found.evidence)
