"""Domain and address: what they say of records that no declared id links."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rotunda.identity.matching.model import AccountHandle, Existing, Known, Method
from rotunda.identity.matching.state import Evidence, State
from rotunda.identity.matching.weighed import Addresses, Domains, Weighed

MOST_CANDIDATES = 5
_VETOED = "It carries another id than the account that it looks like."
_SEVERAL = "Its domains and addresses speak of several accounts."


class Doubt(NamedTuple):
    """Why a record is linked to nothing, and what it may be."""

    because: str
    candidates: tuple[AccountHandle, ...] = ()


class Verdict(NamedTuple):
    """The account, if there is one, and by which groups' domain or address; else the doubt, if there is any."""

    account: AccountHandle | None
    evidence: dict[int, Evidence]
    doubt: Doubt | None


class _Said(NamedTuple):
    number: int
    method: Method
    key: str
    weighed: Weighed


class Weaker:
    """Judges units by what their domains and addresses say."""

    def __init__(self, state: State, people: Iterable[Known], existing: Existing) -> None:
        self._state = state
        self.domains = Domains(state)
        self.addresses = Addresses(state, people, existing)

    def judge(self, unit: Sequence[int]) -> Verdict:
        """A unit joins the one account that its domains, else its addresses, stand for, unless anything speaks against
        it.
        """
        said = [*self._said_by_domains(unit), *self._said_by_addresses(unit)]
        clean = [each for each in said if each.weighed.accounts and each.weighed.against is None]
        accounts = {account for each in clean for account in each.weighed.accounts}
        candidates = tuple(sorted({account for each in said for account in each.weighed.accounts})[:MOST_CANDIDATES])
        if len(accounts) > 1:
            return Verdict(None, {}, Doubt(_SEVERAL, candidates))
        if not accounts:
            against = next((each.weighed.against for each in said if each.weighed.against), None)
            return Verdict(None, {}, Doubt(against, candidates) if against else None)
        [account] = accounts
        if self._is_vetoed(unit, account):
            return Verdict(None, {}, Doubt(_VETOED, candidates))
        # Domains come first, so they are the evidence where both speak.
        evidence: dict[int, Evidence] = {}
        for each in clean:
            evidence.setdefault(each.number, (each.method, {each.method.value: each.key}))
        return Verdict(account, evidence, None)

    def _said_by_domains(self, unit: Sequence[int]) -> list[_Said]:
        return [
            _Said(number, Method.DOMAIN, domain, self.domains.weigh(domain, unit))
            for number in unit
            for domain in sorted(self._state.groups[number].domains | self._state.groups[number].mail_domains)
        ]

    def _said_by_addresses(self, unit: Sequence[int]) -> list[_Said]:
        return [
            _Said(number, Method.EMAIL, email, self.addresses.weigh(email, number, group.connection))
            for number in unit
            for group in [self._state.groups[number]]
            for email in sorted(group.emails)
        ]

    def _is_vetoed(self, unit: Sequence[int], account: AccountHandle) -> bool:
        return any(self.carries_another_id(number, account) for number in unit)

    def carries_another_id(self, number: int, account: AccountHandle) -> bool:
        """The veto: a record's own id, or one that it names, is another than the account's in the same source."""
        group = self._state.groups[number]
        if group.founds and self._state.has_of(account, group.connection):
            return True
        for claim in group.declared:
            ids = self._state.ids_of(account, claim.source)
            if ids and claim.external_id not in ids:
                return True
        own = {member.key.external_id for member in group.members}
        claimed = self._state.claims_on(account, group.members[0].source)
        return bool(claimed) and claimed.isdisjoint(own)
