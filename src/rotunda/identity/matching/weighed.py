"""Domains and addresses as evidence: for which account each of them stands, if for exactly one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.model import AccountHandle, Existing, Known, RecordKey
from rotunda.identity.matching.state import State
from rotunda.sections.ids import ConnectionId, ExternalId


class Weighed(NamedTuple):
    """What a key says: the accounts it stands for, and a sentence where that is not one that may be used."""

    accounts: tuple[AccountHandle, ...]
    against: str | None = None


class Domains:
    """Which groups have which domain. A domain is *shared* when it belongs to two accounts in any one source: agencies,
    holdings, resellers. It says nothing of anybody then.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._stated: dict[str, list[int]] = {}
        self._mailed: dict[str, list[int]] = {}
        self._weighed: dict[str, tuple[int, Weighed]] = {}
        for number, group in enumerate(state.groups):
            for domain in group.domains:
                self._stated.setdefault(domain, []).append(number)
            for domain in group.mail_domains - group.domains:
                self._mailed.setdefault(domain, []).append(number)

    def weigh(self, domain: str, unit: Sequence[int]) -> Weighed:
        """What the domain says of this unit, which has it and is no account's yet."""
        weighed = self._at_large(domain)
        if weighed.accounts and weighed.against is None and self._has_rival(domain, unit):
            return Weighed(weighed.accounts, "Other records of its source have the same domain.")
        return weighed

    def _at_large(self, domain: str) -> Weighed:
        """What it says of anybody, kept until the next group gets its account."""
        version, weighed = self._weighed.get(domain, (-1, Weighed(())))
        if version != len(self._state.account_of):
            weighed = self._weigh_again(domain)
            self._weighed[domain] = (len(self._state.account_of), weighed)
        return weighed

    def _weigh_again(self, domain: str) -> Weighed:
        stated = [each for each in self._stated.get(domain, ()) if each in self._state.account_of]
        accounts = tuple(sorted({self._state.account_of[each] for each in stated}))
        if len(accounts) > 1 or self._is_shared(domain):
            return Weighed(accounts, "Its domain is shared by several accounts.")
        if accounts and self._state.sure.isdisjoint(stated):
            return Weighed(accounts, "The account of that domain has it only by a likeness.")
        return Weighed(accounts)

    def _is_shared(self, domain: str) -> bool:
        owners: dict[ConnectionId, set[AccountHandle | int]] = defaultdict(set)
        for number in self._holders(domain):
            group = self._state.groups[number]
            account = self._state.account_of.get(number)
            if account is not None:
                owners[group.connection].add(account)
            elif group.founds and domain in group.domains:
                owners[group.connection].add(number)
        return any(len(found) > 1 for found in owners.values())

    def _has_rival(self, domain: str, unit: Sequence[int]) -> bool:
        holders = set(self._holders(domain))
        connections = {self._state.groups[number].connection for number in holders.intersection(unit)}
        return any(self._state.groups[number].connection in connections for number in holders.difference(unit))

    def _holders(self, domain: str) -> Sequence[int]:
        return (*self._stated.get(domain, ()), *self._mailed.get(domain, ()))


class _AtLarge(NamedTuple):
    """What an address says of anybody who has it, and where only one company has it."""

    weighed: Weighed
    unique_in: frozenset[ConnectionId]


Holder = int | RecordKey
"""Who has an address within one source: a group of companies, or a person who belongs to none."""


class Addresses:
    """Which companies have which address, by their own records and by their people.

    Within a source an address counts where the source proved it, or where only one company has it: a typed address at
    two companies is a consultant or a mistake.
    """

    def __init__(self, state: State, people: Iterable[Known], existing: Existing) -> None:
        self._state = state
        self._existing = existing
        self._company = {
            (group.connection, member.key.external_id): number
            for number, group in enumerate(state.groups)
            for member in group.members
        }
        self._holders: dict[str, dict[ConnectionId, set[Holder]]] = {}
        self._weighed: dict[str, tuple[int, _AtLarge]] = {}
        self._proved: set[tuple[str, ConnectionId, Holder]] = set()
        for number, group in enumerate(state.groups):
            self._note(number, group.connection, group.emails, group.verified)
        for person in people:
            typed, verified = addresses_of(person)
            employer = self.employer(person)
            holder = person.key if employer is None else employer
            self._note(holder, person.key.connection, typed | verified, verified)

    def employer(self, person: Known) -> int | None:
        """The group of the company that a person belongs to in the same source."""
        company = person.record.company
        return None if company is None else self._company.get((person.key.connection, ExternalId(company)))

    def _note(self, holder: Holder, connection: ConnectionId, emails: Iterable[str], proved: Iterable[str]) -> None:
        for email in emails:
            self._holders.setdefault(email, {}).setdefault(connection, set()).add(holder)
        for email in proved:
            self._proved.add((email, connection, holder))

    def weigh(self, email: str, seeker: Holder, connection: ConnectionId) -> Weighed:
        """What the address says of one who has it in that connection and is no account's yet."""
        weighed, unique_in = self._at_large(email)
        if weighed.accounts and weighed.against is None and not self._counts(email, connection, seeker, unique_in):
            return Weighed(weighed.accounts, "Other records of its source have the same address.")
        return weighed

    def _at_large(self, email: str) -> _AtLarge:
        """What it says of anybody, kept until the next group gets its account."""
        version, at_large = self._weighed.get(email, (-1, _AtLarge(Weighed(()), frozenset())))
        if version != len(self._state.account_of):
            unique_in = self._unique_in(email)
            at_large = _AtLarge(self._weigh_again(email, unique_in), unique_in)
            self._weighed[email] = (len(self._state.account_of), at_large)
        return at_large

    def _unique_in(self, email: str) -> frozenset[ConnectionId]:
        """The connections in which one company has it; records of one account are one company."""
        holders = self._holders.get(email, {}).items()
        return frozenset(where for where, found in holders if len({self._whose(holder) for holder in found}) == 1)

    def _whose(self, holder: Holder) -> Holder | AccountHandle:
        return next((account for account, _ in self._standing_of(holder)), holder)

    def _weigh_again(self, email: str, unique_in: frozenset[ConnectionId]) -> Weighed:
        counted = [
            (account, sure)
            for connection, holders in self._holders.get(email, {}).items()
            for holder in holders
            for account, sure in self._standing_of(holder)
            if self._counts(email, connection, holder, unique_in)
        ]
        accounts = tuple(sorted({account for account, _ in counted}))
        if len(accounts) > 1:
            return Weighed(accounts, "Its address belongs to several accounts.")
        if accounts and not any(sure for _, sure in counted):
            return Weighed(accounts, "The account of that address has it only by a likeness.")
        return Weighed(accounts)

    def _counts(self, email: str, connection: ConnectionId, holder: Holder, unique_in: frozenset[ConnectionId]) -> bool:
        return connection in unique_in or (email, connection, holder) in self._proved

    def _standing_of(self, holder: Holder) -> Iterable[tuple[AccountHandle, bool]]:
        """The holder's account and whether it has it surely; nothing where it has none."""
        if isinstance(holder, RecordKey):
            standing = self._existing.get(holder)
            return [(AccountHandle(standing.account), standing.sure)] if standing else []
        account = self._state.account_of.get(holder)
        return [(account, holder in self._state.sure)] if account else []


def addresses_of(person: Known) -> tuple[frozenset[str], frozenset[str]]:
    """The normal addresses that were typed, and those that the source proved."""
    typed = frozenset(email for text in person.record.emails if (email := normal_email(text)))
    return typed, frozenset(email for text in person.record.verified_emails if (email := normal_email(text)))
