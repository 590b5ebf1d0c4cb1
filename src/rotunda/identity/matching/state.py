"""Where a run of matching stands: which group is which account by now, and what ties the groups to each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rotunda.connector_kit.connector import Declared
from rotunda.identity.matching.groups import Group
from rotunda.identity.matching.model import AccountHandle, Method
from rotunda.identity.matching.partition import Joined
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category

Evidence = tuple[Method, Mapping[str, str]]


class State:
    """Groups are named by their position. `account_of` grows; a group that has an account keeps it. Those in `sure`
    have theirs by declared ids alone.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self.account_of: dict[int, AccountHandle] = {}
        self.sure: set[int] = set()
        self.evidence: dict[int, Evidence] = {}
        self.members: dict[AccountHandle, list[int]] = defaultdict(list)
        self.ties = _ties(groups)
        for number, group in enumerate(groups):
            if group.account is not None:
                self._place(number, group.account, sure=group.sure)

    def assign(self, number: int, account: AccountHandle, evidence: Evidence, *, sure: bool) -> None:
        """Gives a group to an account, for good."""
        self.evidence[number] = evidence
        self._place(number, account, sure=sure)

    def _place(self, number: int, account: AccountHandle, *, sure: bool) -> None:
        self.account_of[number] = account
        self.members[account].append(number)
        if sure:
            self.sure.add(number)

    def open_units(self) -> list[list[int]]:
        """Groups without an account that declared ids tie together, as sets: all of one are the same customer."""
        waiting = [number for number in range(len(self.groups)) if number not in self.account_of]
        joined = Joined(waiting)
        for number in waiting:
            for tied in self.ties[number]:
                if tied not in self.account_of:
                    joined.join(number, tied)
        units: dict[int, list[int]] = defaultdict(list)
        for number in waiting:
            units[joined.root(number)].append(number)
        return list(units.values())

    def declared_accounts(self, numbers: Iterable[int]) -> list[AccountHandle]:
        """The accounts to which declared ids tie these groups directly."""
        found = {self.account_of[tied] for number in numbers for tied in self.ties[number] if tied in self.account_of}
        return sorted(found)

    def is_surely_tied(self, numbers: Iterable[int]) -> bool:
        """Whether declared ids tie any of these groups to one that has its account surely."""
        return any(tied in self.sure for number in numbers for tied in self.ties[number])

    def has_of(self, account: AccountHandle, connection: ConnectionId) -> bool:
        return any(self.groups[number].connection == connection for number in self.members[account])

    def ids_of(self, account: AccountHandle, source: SourceName) -> set[ExternalId]:
        """The account's company records in a source."""
        return {
            member.key.external_id
            for number in self.members[account]
            for member in self.groups[number].members
            if member.source == source
        }

    def claims_on(self, account: AccountHandle, source: SourceName) -> set[ExternalId]:
        """What the account's records say that they are in a source."""
        return {
            claim.external_id
            for number in self.members[account]
            for claim in self.groups[number].declared
            if claim.source == source
        }


def is_product(group: Group) -> bool:
    """The product's accounts are what the customer is to us: one account never holds two of one product."""
    return group.category is Category.PRODUCT


def _ties(groups: Sequence[Group]) -> list[list[int]]:
    """Per group the groups that a declared id ties it to, in either direction.

    An id that stands for records of two connections (two product databases that count from 1) ties nothing.
    """
    holders: dict[Declared, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for member in group.members:
            holders[Declared(member.source, member.key.external_id)].add(number)
    ties: list[set[int]] = [set() for _ in groups]
    for number, group in enumerate(groups):
        for claim in group.declared:
            meant = holders.get(claim, set()) - {number}
            if len(meant) == 1:
                [other] = meant
                ties[number].add(other)
                ties[other].add(number)
    return [sorted(tied) for tied in ties]
