"""The rules, in their order. A wrong link shows one customer's invoices on another's page, so whatever is in doubt
stays unlinked, with the reason.

1. Declared: a record names a record of another source, in either direction.
2. Domain: stated by exactly one account, held by no other record of the seeker's source, no free-mail provider's.
3. Address: proved by the source or unique in it on both sides, of exactly one account.

Two different ids of one source veto a weaker rule. What no rule links founds an account if its source's records do:
the product's first, then the CRM's. The outcome does not depend on the order of the records.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rotunda.identity.matching.groups import Group, group_companies
from rotunda.identity.matching.model import (
    AccountHandle,
    Decisions,
    Existing,
    Known,
    Method,
    RecordKey,
    Unlinked,
    handle_of,
)
from rotunda.identity.matching.outcome import company_links, declared_evidence, namesakes
from rotunda.identity.matching.people import decide_people
from rotunda.identity.matching.state import Evidence, State, is_product
from rotunda.identity.matching.weaker import Doubt, Weaker

_CONTESTED = "It names records of several accounts, or several accounts name it."
_NAMES_NOBODY = "It names a record of another source that is not there."
_NOTHING = "Nothing in it is known of any account: no id, no domain and no address."

Unit = Sequence[int]


class _Proposal(NamedTuple):
    """A unit for an account. `evidence` is by the groups that decided; the others of the unit are declared ones."""

    unit: Unit
    account: AccountHandle
    evidence: dict[int, Evidence]
    sure: bool


def match(records: Iterable[Known], existing: Existing) -> Decisions:
    """Which records belong to which account, for all sources at once.

    Args:
        records: every record of every connection; of one that is missing nothing is decided.
        existing: the links that are active. They stay, and decide about others.
    """
    known = list(records)
    people = sorted((each for each in known if each.record.is_person), key=lambda each: each.key)
    state = State(group_companies(known, existing))
    weaker = Weaker(state, people, existing)
    run = _Run(state, weaker)
    run.link_declared()
    run.found(is_product)
    run.link_declared()
    run.found(lambda group: group.founds)
    run.link_declared()
    run.link_weaker(state.open_units())
    links, unlinked = decide_people(people, existing, weaker.addresses)
    return Decisions(
        founded=run.founded,
        links=tuple(sorted((*company_links(state, existing), *links), key=lambda link: link.key)),
        unlinked=tuple(sorted((*run.unlinked(), *unlinked), key=lambda each: each.key)),
    )


class _Run:
    """One run of the rules over groups of companies."""

    def __init__(self, state: State, weaker: Weaker) -> None:
        self.state = state
        self.weaker = weaker
        self.founded: dict[AccountHandle, RecordKey] = {}
        self.doubts: dict[int, Doubt] = {}

    def link_declared(self) -> None:
        """Every unit that declared ids tie to exactly one account."""
        proposals: list[_Proposal] = []
        for unit in self.state.open_units():
            accounts = self.state.declared_accounts(unit)
            if len(accounts) == 1 and not self._would_double(unit, accounts[0]):
                proposals.append(_Proposal(unit, accounts[0], {}, self.state.is_surely_tied(unit)))
        self._accept(proposals, is_product)

    def _would_double(self, unit: Unit, account: AccountHandle) -> bool:
        """Whether the account would hold two customers of one source that founds accounts. The CRM's own duplicates
        may: where each of them is tied to the account by an id of its own.
        """
        for number in unit:
            group = self.state.groups[number]
            mates = any(self.state.groups[each].connection == group.connection for each in unit if each != number)
            tied_itself = bool(self.state.declared_accounts([number])) and not is_product(group)
            if group.founds and not tied_itself and (mates or self.state.has_of(account, group.connection)):
                return True
        return False

    def found(self, may_found: Callable[[Group], bool]) -> None:
        """Every unit with such groups joins the account that it looks like; else they found accounts."""
        units = [unit for unit in self.state.open_units() if self._founders(unit, may_found)]
        simple = {unit[0] for unit in units if self._is_simple(unit, may_found)}
        self.link_weaker(unit for unit in units if unit[0] in simple)
        for unit in units:
            founders = self._founders(unit, may_found)
            # In a simple unit the first one founds and the others follow by their declared ids.
            for number in founders[:1] if unit[0] in simple else founders:
                if is_product(self.state.groups[number]) or not self.state.declared_accounts([number]):
                    self._found(number)

    def _founders(self, unit: Unit, may_found: Callable[[Group], bool]) -> list[int]:
        return [each for each in unit if each not in self.state.account_of and may_found(self.state.groups[each])]

    def _is_simple(self, unit: Unit, may_found: Callable[[Group], bool]) -> bool:
        """Whether a unit is one customer: no account claims it, and no source would found two accounts for it."""
        founders = Counter(self.state.groups[each].connection for each in unit if may_found(self.state.groups[each]))
        return not self.state.declared_accounts(unit) and max(founders.values()) == 1

    def _found(self, number: int) -> None:
        key = self.state.groups[number].key
        handle = handle_of(key)
        self.founded[handle] = key
        self.state.assign(number, handle, (Method.FOUNDED, {}), sure=True)

    def link_weaker(self, units: Iterable[Unit]) -> None:
        """Units that no declared id ties to an account, by domain or address."""
        proposals: list[_Proposal] = []
        for unit in units:
            if self.state.declared_accounts(unit):
                continue
            account, evidence, doubt = self.weaker.judge(unit)
            if account is not None:
                proposals.append(_Proposal(unit, account, evidence, sure=False))
            if doubt is not None:
                self.doubts.update(dict.fromkeys(unit, doubt))
        self._accept(proposals, lambda group: group.founds)

    def _accept(self, proposals: Sequence[_Proposal], alone: Callable[[Group], bool]) -> None:
        """All at once, so that none depends on another. Of groups that must be `alone` in an account with those of
        their source, several proposed at the same time are all refused.
        """
        crowd = Counter(
            (proposal.account, self.state.groups[number].connection)
            for proposal in proposals
            for number in proposal.unit
            if alone(self.state.groups[number])
        )
        for proposal in proposals:
            groups = [self.state.groups[number] for number in proposal.unit]
            if all(crowd[proposal.account, group.connection] <= 1 for group in groups if alone(group)):
                self._assign(proposal)

    def _assign(self, proposal: _Proposal) -> None:
        for number in proposal.unit:
            declared = (Method.DECLARED, declared_evidence(self.state, number))
            evidence = proposal.evidence.get(number, declared)
            self.state.assign(number, proposal.account, evidence, sure=proposal.sure)

    def unlinked(self) -> list[Unlinked]:
        """Every record without an account, with the reason."""
        by_name = namesakes(self.state)
        return [
            Unlinked(member.key, doubt.because, doubt.candidates or by_name(self.state.groups[number]))
            for unit in self.state.open_units()
            for number in unit
            for doubt in [self._doubt(unit, number)]
            for member in self.state.groups[number].members
        ]

    def _doubt(self, unit: Unit, number: int) -> Doubt:
        accounts = self.state.declared_accounts(unit)
        if accounts:
            return Doubt(_CONTESTED, tuple(accounts))
        names_nobody = self.state.groups[number].declared and not self.state.ties[number]
        return self.doubts.get(number) or Doubt(_NAMES_NOBODY if names_nobody else _NOTHING)
