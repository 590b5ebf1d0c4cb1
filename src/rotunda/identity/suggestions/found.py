"""From likely pairs to suggestions: what the rules forbid is left out. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from rotunda.identity.linkage.model import Pair
from rotunda.identity.linkage.profiles import Profile
from rotunda.identity.matching.state import State
from rotunda.identity.matching.weaker import Weaker
from rotunda.identity.suggestions.model import SUREST, Evidence, Found, PairKey, RecordMark, Side, pair_of
from rotunda.sections.ids import AccountId

_MOST_SHOWN = 8


def suggested(state: State, weaker: Weaker, profiles: Iterable[Profile], pairs: Iterable[Pair]) -> list[Found]:
    """Pairs of two accounts, or of an account and a record of none. Two records of none wait for an account.

    Never suggested: a record whose id, or whose word about another one, contradicts the account; a parent and its
    daughter.
    """
    by_key = {each.key: each for each in profiles}
    found: list[Found] = []
    for pair in pairs:
        account, other = _sides(by_key[pair.left], by_key[pair.right])
        if account.account is not None and _is_allowed(state, weaker, account, other):
            found.append(_found(state, pair, account, other))
    return found


def _sides(one: Profile, another: Profile) -> tuple[Profile, Profile]:
    """The account first; of two accounts the one with the smaller id."""
    first, second = sorted((one, another), key=lambda profile: (profile.account is None, profile.key))
    return first, second


def _is_allowed(state: State, weaker: Weaker, account: Profile, other: Profile) -> bool:
    if _is_family(state, account, other):
        return False
    if other.account is not None or account.account is None:
        return True
    return not any(weaker.carries_another_id(number, account.account) for number in other.groups)


def _is_family(state: State, one: Profile, another: Profile) -> bool:
    return not _parents(state, one).isdisjoint(_ids(state, another)) or not _parents(state, another).isdisjoint(
        _ids(state, one)
    )


def _ids(state: State, profile: Profile) -> set[tuple[str, str]]:
    members = (member for number in profile.groups for member in state.groups[number].members)
    return {(each.key.connection, each.key.external_id) for each in members}


def _parents(state: State, profile: Profile) -> set[tuple[str, str]]:
    members = (member for number in profile.groups for member in state.groups[number].members)
    return {(each.key.connection, each.record.parent) for each in members if each.record.parent}


def _found(state: State, pair: Pair, account: Profile, other: Profile) -> Found:
    one = AccountId(account.account or "")
    key = PairKey(one, record=other.record) if other.account is None else pair_of(one, AccountId(other.account))
    shared = account.addresses & other.addresses
    sides = (_side(state, account, shared), _side(state, other, shared))
    return Found(key, min(round(pair.probability, 6), SUREST), Evidence(pair.weights, *sides))


def _side(state: State, profile: Profile, shared: frozenset[str]) -> Side:
    """Addresses that both have come first."""
    members = [member for number in profile.groups for member in state.groups[number].members]
    marks = [RecordMark(each.source, each.key.record_type, each.key.external_id) for each in members]
    if not marks and profile.record is not None:
        marks = [RecordMark(profile.source, profile.record.record_type, profile.record.external_id)]
    addresses = [*sorted(profile.addresses & shared), *sorted(profile.addresses - shared)]
    return Side(
        name=profile.names[0] if profile.names else None,
        names=profile.names[:_MOST_SHOWN],
        domains=tuple(sorted(profile.domains))[:_MOST_SHOWN],
        addresses=tuple(addresses[:_MOST_SHOWN]),
        city=profile.city,
        country=profile.country,
        records=tuple(marks[:_MOST_SHOWN]),
    )


def by_pair(found: Sequence[Found]) -> Mapping[PairKey, Found]:
    """The likeliest of each pair."""
    kept: dict[PairKey, Found] = {}
    for each in sorted(found, key=lambda one: -one.probability):
        kept.setdefault(each.pair, each)
    return kept
