"""What a run of matching leaves behind, record by record."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from rotunda.connector_kit.connector import Declared
from rotunda.identity.matching.groups import Group
from rotunda.identity.matching.model import AccountHandle, Existing, Known, Method, NewLink, confidence_of
from rotunda.identity.matching.names import normal_name
from rotunda.identity.matching.state import State
from rotunda.identity.matching.weaker import MOST_CANDIDATES


def company_links(state: State, existing: Existing) -> Iterator[NewLink]:
    """Links of all company records that have an account by now and had none."""
    named = {claim for group in state.groups for claim in group.declared}
    for number, account in state.account_of.items():
        group = state.groups[number]
        for member in group.members:
            if member.key not in existing:
                yield _link(state, number, member, account, named)


def _link(state: State, number: int, member: Known, account: AccountHandle, named: set[Declared]) -> NewLink:
    """A group's rule holds for the members that it speaks of; the others are their duplicates."""
    group = state.groups[number]
    method, evidence = state.evidence.get(number, (Method.DECLARED, declared_evidence(state, number)))
    says = bool(member.record.declared) or Declared(member.source, member.key.external_id) in named
    speaks = {Method.DECLARED: says, Method.FOUNDED: member.key == group.key}.get(method, True)
    if not speaks:
        method, evidence = Method.DUPLICATE, {"same_as": _twin(group, member)}
    return NewLink(member.key, account, method, confidence_of(method, sure=number in state.sure), evidence)


def _twin(group: Group, member: Known) -> str:
    return next(each.key.external_id for each in group.members if each is not member)


def declared_evidence(state: State, number: int) -> Mapping[str, str]:
    """Which id ties a group to others: one that it names, or the record that names it."""
    group = state.groups[number]
    for tied in state.ties[number]:
        other = state.groups[tied]
        for claim in sorted(group.declared, key=lambda claim: (claim.source, claim.external_id)):
            if any(claim == Declared(each.source, each.key.external_id) for each in other.members):
                return {"declares": f"{claim.source}:{claim.external_id}"}
    named_by = [state.groups[tied].members[0] for tied in state.ties[number]]
    return {"declared_by": f"{named_by[0].source}:{named_by[0].key.external_id}"} if named_by else {}


def namesakes(state: State) -> Callable[[Group], tuple[AccountHandle, ...]]:
    """Accounts that have a record of the same name: enough for a suggestion, never for a link."""
    found: dict[str, set[AccountHandle]] = defaultdict(set)
    for number, account in state.account_of.items():
        for name in _names(state.groups[number]):
            found[name].add(account)

    def of(group: Group) -> tuple[AccountHandle, ...]:
        return tuple(sorted({account for name in _names(group) for account in found.get(name, ())})[:MOST_CANDIDATES])

    return of


def _names(group: Group) -> set[str]:
    return {name for member in group.members if (name := normal_name(member.record.name or ""))}
