"""From likely pairs of people to suggestions: what an id says against it is left out. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rotunda.identity.linkage.contact_profiles import PersonProfile
from rotunda.identity.linkage.model import Pair
from rotunda.identity.matching.addresses import domain_of_email
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.suggestions.model import SUREST, Evidence, Found, RecordMark, Side, pair_of
from rotunda.sections.ids import ContactId, ExternalId, SourceName

_MOST_SHOWN = 8

Ids = Mapping[SourceName, set[ExternalId]]


def suggested_people(profiles: Iterable[PersonProfile], pairs: Iterable[Pair]) -> list[Found]:
    """Pairs of contacts. Two of whom a source says, by an id of another source, that they are others, are none."""
    by_contact = {str(each.contact): each for each in profiles}
    found: list[Found] = []
    for pair in pairs:
        one, other = by_contact[pair.left], by_contact[pair.right]
        if not contradict(one, other):
            found.append(_found(pair, one, other))
    return found


def contradict(one: PersonProfile, other: PersonProfile) -> bool:
    """Whether a record of either names a record of a source in which the other one has others."""
    return _is_denied(_claimed(one), other) or _is_denied(_claimed(other), one)


def _is_denied(claimed: Ids, other: PersonProfile) -> bool:
    """By what the other one holds itself, and by what it names."""
    held, named = _held(other), _claimed(other)
    return any(
        ids.isdisjoint(theirs) for source, ids in claimed.items() for theirs in (held[source], named[source]) if theirs
    )


def _claimed(profile: PersonProfile) -> defaultdict[SourceName, set[ExternalId]]:
    found: defaultdict[SourceName, set[ExternalId]] = defaultdict(set)
    for each in profile.records:
        for claim in each.record.declared:
            if claim.source != each.source and not is_blocked(claim.external_id):
                found[claim.source].add(claim.external_id)
    return found


def _held(profile: PersonProfile) -> defaultdict[SourceName, set[ExternalId]]:
    found: defaultdict[SourceName, set[ExternalId]] = defaultdict(set)
    for each in profile.records:
        found[each.source].add(each.key.external_id)
    return found


def _found(pair: Pair, one: PersonProfile, other: PersonProfile) -> Found:
    key = pair_of(one.contact, other.contact)
    sides: dict[ContactId, Side] = {one.contact: _side(one, other), other.contact: _side(other, one)}
    left, right = sorted(sides)
    return Found(key, min(round(pair.probability, 6), SUREST), Evidence(pair.weights, sides[left], sides[right]))


def _side(profile: PersonProfile, other: PersonProfile) -> Side:
    """What both have comes first."""
    marks = [RecordMark(each.source, each.key.record_type, each.key.external_id) for each in profile.records]
    domains = {domain for each in profile.addresses if (domain := domain_of_email(each))}
    return Side(
        name=profile.names[0] if profile.names else None,
        names=profile.names[:_MOST_SHOWN],
        domains=tuple(sorted(domains))[:_MOST_SHOWN],
        addresses=_shared_first(profile.addresses, other.addresses),
        city=None,
        country=None,
        records=tuple(marks[:_MOST_SHOWN]),
        title=profile.title,
        phones=_shared_first(profile.phones, other.phones),
    )


def _shared_first(values: frozenset[str], others: frozenset[str]) -> tuple[str, ...]:
    ordered: Sequence[str] = [*sorted(values & others), *sorted(values - others)]
    return tuple(ordered[:_MOST_SHOWN])
