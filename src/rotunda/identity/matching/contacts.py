"""Which records of people are one person. Whoever joins two strangers shows one what the other wrote, so whatever is
in doubt stays two contacts.

1. Declared: a record names a record of another source (a helpdesk's user carries the product's user id).
2. Address: the same one in several sources, proved by at least one of them, and held by one person in each.

Role mailboxes, tagged addresses and placeholders join nobody; names and telephone numbers do not either. People of one
source are one only where that source says so itself, by declaring one of its own records. Two different ids of one
source veto, and so do two accounts. The outcome does not depend on the order of the records.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import msgspec

from rotunda.identity.matching.addresses import is_role_mailbox, normal_email
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.matching.domains import registrable_domain
from rotunda.identity.matching.model import SURE, Known, Method, RecordKey
from rotunda.identity.matching.partition import Joined, partition
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SourceName
from rotunda.sections.provenance import Category

_ORDER = (Category.CRM, Category.PRODUCT, Category.SUPPORT)
"""Whose record stands first in a contact."""

_BY_ADDRESS = 0.95


class StandingContact(msgspec.Struct, frozen=True):
    """Which contact a record is already, and when that was found, as a number that grows: the oldest id stays."""

    contact: ContactId
    since: int


class Arranged(msgspec.Struct, frozen=True):
    """What people have decided: no rule says otherwise. `bound` are contacts that were merged or split by hand, each
    with the one that it is shown as; `apart` are pairs, in both orders or one.
    """

    bound: Mapping[ContactId, ContactId] = {}
    apart: frozenset[tuple[ContactId, ContactId]] = frozenset()

    def allow(self, contacts: Collection[ContactId]) -> bool:
        """Whether these may be one person: of those that are bound, all are shown as the same one already."""
        if len({self.bound[each] for each in contacts if each in self.bound}) > 1:
            return False
        return len(contacts) < 2 or not any(pair in self.apart for pair in permutations(contacts, 2))


NOTHING_ARRANGED = Arranged()


class NewContactLink(msgspec.Struct, frozen=True):
    """`evidence` names what decided, such as `{"email": "ada@acme.com"}`; empty where the record founds its contact."""

    key: RecordKey
    method: Method
    confidence: float
    evidence: Mapping[str, str]


class Person(msgspec.Struct, frozen=True):
    """The records of one person, the CRM's first. `contacts` are those that they are already, the oldest first: none
    for somebody new, several where they turn out to be one. `links` are for the records that are of no contact yet.
    """

    records: tuple[Known, ...]
    contacts: tuple[ContactId, ...]
    links: tuple[NewContactLink, ...]


class _Bond(NamedTuple):
    members: tuple[Known, ...]
    method: Method
    evidence: dict[str, str]


def group_people(
    records: Iterable[Known],
    standing: Mapping[RecordKey, StandingContact],
    account_of: Mapping[RecordKey, AccountId],
    arranged: Arranged = NOTHING_ARRANGED,
    loose: Container[RecordKey] = frozenset(),
) -> list[Person]:
    """Every person record in exactly one person.

    Args:
        records: every record of every connection; companies are passed over.
        standing: what was found before. It stays, and records of one contact are never parted here.
        account_of: the accounts that people belong to, as they are shown.
        arranged: what people have decided.
        loose: records that do not stay where they are: the rules say anew whose they are.
    """
    people = sorted((each for each in records if each.record.is_person), key=lambda each: each.key)
    return _Grouping(people, standing, account_of, arranged, loose).persons()


def parted(person: Person, standing: Mapping[RecordKey, StandingContact], arranged: Arranged) -> list[Person]:
    """Contacts that a person has merged are one already and stay members of their own, so that it can be undone. All
    that is new goes to the oldest of them.
    """
    anchors = [each for each in person.contacts if each in arranged.bound]
    if not anchors:
        return [person]
    first, *others = anchors
    of = {each.key: standing[each.key].contact for each in person.records if each.key in standing}
    rest = tuple(each for each in person.records if of.get(each.key) not in others)
    unbound = (each for each in person.contacts if each not in anchors)
    apart = (
        Person(tuple(each for each in person.records if of.get(each.key) == anchor), (anchor,), ()) for anchor in others
    )
    return [Person(rest, (first, *unbound), person.links), *apart]


def joining_emails(person: Known) -> dict[str, bool]:
    """The addresses that may join a person's records, and whether the source has proved each."""
    found: dict[str, bool] = {}
    for texts, proved in ((person.record.emails, False), (person.record.verified_emails, True)):
        for text in texts:
            normal = normal_email(text)
            if normal is not None and _may_join(normal):
                found[normal] = found.get(normal, False) or proved
    return found


def _may_join(normal: str) -> bool:
    local, _, domain = normal.rpartition("@")
    if "+" in local or is_blocked(local) or is_role_mailbox(normal):
        return False
    return registrable_domain(domain) is not None


class _Grouping:
    """One run over all people."""

    def __init__(
        self,
        people: Sequence[Known],
        standing: Mapping[RecordKey, StandingContact],
        account_of: Mapping[RecordKey, AccountId],
        arranged: Arranged,
        loose: Container[RecordKey],
    ) -> None:
        self._people = people
        self._loose = loose
        self._standing = standing
        self._account_of = account_of
        self._arranged = arranged
        self._by_id = _by_id(people)
        self._own = Joined(each.key for each in people)
        declared = self._declared()
        for bond in declared:
            first, second = bond.members
            if first.key.connection == second.key.connection:
                self._own.join(first.key, second.key)
        self._bonds = [*declared, *self._addresses()]

    def persons(self) -> list[Person]:
        by_method = {
            method: [bond.members for bond in self._bonds if bond.method is method]
            for method in (Method.DECLARED, Method.EMAIL)
        }
        levels = [self._together(), by_method[Method.DECLARED], by_method[Method.EMAIL]]
        told = self._told()
        return [self._person(members, told) for members in partition(self._people, levels, self._is_one)]

    def _together(self) -> list[list[Known]]:
        found: dict[ContactId, list[Known]] = defaultdict(list)
        for each in self._people:
            if each.key in self._standing and each.key not in self._loose:
                found[self._standing[each.key].contact].append(each)
        return list(found.values())

    def _declared(self) -> list[_Bond]:
        """What names nobody, or one of several (a source that is connected twice), joins nobody."""
        bonds: list[_Bond] = []
        for each in self._people:
            for claim in each.record.declared:
                named = self._by_id.get((claim.source, claim.external_id), [])
                if len(named) == 1 and named[0] is not each and not is_blocked(claim.external_id):
                    evidence = {"declared": f"{claim.source}:{claim.external_id}"}
                    bonds.append(_Bond((named[0], each), Method.DECLARED, evidence))
        return bonds

    def _addresses(self) -> list[_Bond]:
        holders: dict[str, dict[ConnectionId, list[Known]]] = defaultdict(lambda: defaultdict(list))
        proved: set[tuple[str, RecordKey]] = set()
        for each in self._people:
            for email, is_proved in joining_emails(each).items():
                holders[email][each.key.connection].append(each)
                if is_proved:
                    proved.add((email, each.key))
        bonds: list[_Bond] = []
        for email, by_connection in holders.items():
            alone = [held for held in by_connection.values() if self._are_one_record(held)]
            members = tuple(each for held in alone for each in held)
            if len(alone) > 1 and any((email, each.key) in proved for each in members):
                bonds.append(_Bond(members, Method.EMAIL, {"email": email}))
        return bonds

    def _are_one_record(self, records: Sequence[Known]) -> bool:
        """Whether these, of one connection, are a single one, or are one by their source's own word."""
        return len({self._own.root(each.key) for each in records}) == 1

    def _is_one(self, members: Sequence[Known]) -> bool:
        accounts = {self._account_of[each.key] for each in members if each.key in self._account_of}
        if len(accounts) > 1:
            return False
        if not self._arranged.allow(
            {self._standing[each.key].contact for each in members if each.key in self._standing}
        ):
            return False
        by_connection: dict[ConnectionId, list[Known]] = defaultdict(list)
        for each in members:
            by_connection[each.key.connection].append(each)
        return all(map(self._are_one_record, by_connection.values())) and not self._contradict(members)

    def _contradict(self, members: Sequence[Known]) -> bool:
        """Whether they carry two different ids of one source. Records that a source calls one have one id."""
        claimed: dict[SourceName, set[ExternalId]] = defaultdict(set)
        for each in members:
            for claim in each.record.declared:
                if claim.source != each.source and not is_blocked(claim.external_id):
                    claimed[claim.source].add(claim.external_id)
        if any(len(ids) > 1 for ids in claimed.values()):
            return True
        held: dict[ConnectionId, set[ExternalId]] = defaultdict(set)
        sources: dict[ConnectionId, SourceName] = {}
        for each in members:
            held[each.key.connection].add(each.key.external_id)
            sources[each.key.connection] = each.source
        return any(claimed[sources[where]] and claimed[sources[where]].isdisjoint(ids) for where, ids in held.items())

    def _told(self) -> dict[RecordKey, list[_Bond]]:
        told: dict[RecordKey, list[_Bond]] = defaultdict(list)
        for bond in self._bonds:
            for each in bond.members:
                told[each.key].append(bond)
        return told

    def _person(self, members: Sequence[Known], told: Mapping[RecordKey, Sequence[_Bond]]) -> Person:
        records = tuple(sorted(members, key=lambda each: (_rank(each), each.key)))
        stands = sorted(
            (self._standing[each.key].since, self._standing[each.key].contact)
            for each in records
            if each.key in self._standing
        )
        fresh = [each for each in records if each.key not in self._standing]
        keys = frozenset(each.key for each in records)
        links = [
            _founded(each) if place == 0 and not stands else _joined(each, keys, told.get(each.key, ()))
            for place, each in enumerate(fresh)
        ]
        return Person(records, tuple(dict.fromkeys(contact for _, contact in stands)), tuple(links))


def _by_id(people: Iterable[Known]) -> dict[tuple[SourceName, ExternalId], list[Known]]:
    found: dict[tuple[SourceName, ExternalId], list[Known]] = defaultdict(list)
    for each in people:
        found[each.source, each.key.external_id].append(each)
    return found


def _rank(person: Known) -> int:
    return _ORDER.index(person.category) if person.category in _ORDER else len(_ORDER)


def _founded(person: Known) -> NewContactLink:
    return NewContactLink(person.key, Method.FOUNDED, SURE, {})


def _joined(person: Known, keys: frozenset[RecordKey], told: Iterable[_Bond]) -> NewContactLink:
    """By the surest bond to another record of the same person: declared ones come first."""
    for bond in told:
        if any(each.key in keys and each.key != person.key for each in bond.members):
            confidence = SURE if bond.method is Method.DECLARED else _BY_ADDRESS
            return NewContactLink(person.key, bond.method, confidence, bond.evidence)
    return _founded(person)
