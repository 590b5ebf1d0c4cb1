"""Records of one source that are one customer: what is told of one of them holds for all."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

import msgspec

from rotunda.connector_kit.connector import Declared
from rotunda.identity.matching.addresses import domain_of_email, normal_email
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.matching.domains import company_domain
from rotunda.identity.matching.model import AccountHandle, Existing, Known, RecordKey
from rotunda.identity.matching.names import normal_name
from rotunda.identity.matching.partition import partition
from rotunda.sections.ids import ConnectionId
from rotunda.sections.provenance import Category

MOST_CLAIMS = 50
"""An id that more records of one source than this say they are is somebody's test value."""

Claims = Mapping[RecordKey, frozenset[Declared]]
Buckets = Iterable[Sequence[Known]]


class Group(msgspec.Struct, frozen=True):
    """Company records of one connection that are the same customer; mostly one. `members` are ordered by key.

    `domains` are what the records state; `mail_domains` are those of their own addresses. Both are registrable, and no
    free-mail provider's. `emails` are normal; those in `verified` were proved by the source. `account` is the one that
    they are linked to already, `sure` whether by more than a likeness.
    """

    members: tuple[Known, ...]
    declared: frozenset[Declared]
    domains: frozenset[str]
    mail_domains: frozenset[str]
    emails: frozenset[str]
    verified: frozenset[str]
    founds: bool
    account: AccountHandle | None
    sure: bool

    @property
    def key(self) -> RecordKey:
        return self.members[0].key

    @property
    def connection(self) -> ConnectionId:
        return self.key.connection

    @property
    def category(self) -> Category:
        return self.members[0].category


def group_companies(records: Iterable[Known], existing: Existing) -> list[Group]:
    """Every company record in exactly one group, ordered by key.

    Records are one customer when they are linked to one account, when they say that they are the same record of
    another source, or when their name and their domain are the same. What would join two accounts, or two ids of one
    source, is taken apart again. The product's own accounts are never duplicates: their ids are what others declare.
    """
    companies = sorted((each for each in records if not each.record.is_person), key=lambda each: each.key)
    claims = trusted_claims(companies)
    linked = _buckets(companies, lambda each: [existing[each.key]] if each.key in existing else [])
    doubtful = [each for each in companies if each.category is not Category.PRODUCT]
    claimed = _buckets(doubtful, lambda each: claims[each.key])
    spelled = (each for each in _buckets(doubtful, _spellings) if not _is_family(each))

    def is_one(members: Sequence[Known]) -> bool:
        return _is_one_customer(members, claims, existing)

    found = partition(companies, [linked, claimed, spelled], is_one)
    return [_group(members, claims, existing) for members in found]


def trusted_claims(companies: Iterable[Known]) -> dict[RecordKey, frozenset[Declared]]:
    """What each record says it is elsewhere, without placeholders and test values."""
    said = {
        each.key: frozenset(claim for claim in each.record.declared if not is_blocked(claim.external_id))
        for each in companies
    }
    times: dict[tuple[ConnectionId, Declared], int] = defaultdict(int)
    for key, claims in said.items():
        for claim in claims:
            times[key.connection, claim] += 1
    return {
        key: frozenset(claim for claim in claims if times[key.connection, claim] <= MOST_CLAIMS)
        for key, claims in said.items()
    }


def _buckets(companies: Iterable[Known], keys_of: Callable[[Known], Iterable[Hashable]]) -> Iterator[list[Known]]:
    """Records of one connection that have a key in common."""
    found: dict[tuple[ConnectionId, Hashable], list[Known]] = defaultdict(list)
    for company in companies:
        for key in keys_of(company):
            found[company.key.connection, key].append(company)
    return (bucket for bucket in found.values() if len(bucket) > 1)


def _spellings(company: Known) -> list[tuple[str, str]]:
    name = normal_name(company.record.name or "")
    return [(name, domain) for domain in _domains(company)] if name else []


def _domains(company: Known) -> set[str]:
    return {domain for text in company.record.domains if (domain := company_domain(text))}


def _is_family(companies: Iterable[Known]) -> bool:
    """Whether one is the parent of another: a parent and its daughter may share name and domain."""
    ids = {each.key.external_id for each in companies}
    return any(each.record.parent in ids for each in companies)


def _is_one_customer(members: Sequence[Known], claims: Claims, existing: Existing) -> bool:
    accounts = {existing[each.key].account for each in members if each.key in existing}
    said = {claim for each in members for claim in claims[each.key]}
    return len(accounts) <= 1 and len({claim.source for claim in said}) == len(said)


def _group(members: Sequence[Known], claims: Claims, existing: Existing) -> Group:
    typed = {email for each in members for text in each.record.emails if (email := normal_email(text))}
    verified = {email for each in members for text in each.record.verified_emails if (email := normal_email(text))}
    standing = [existing[each.key] for each in members if each.key in existing]
    return Group(
        members=tuple(members),
        declared=frozenset(claim for each in members for claim in claims[each.key]),
        domains=frozenset(domain for each in members for domain in _domains(each)),
        mail_domains=frozenset(domain for email in typed | verified if (domain := domain_of_email(email))),
        emails=frozenset(typed | verified),
        verified=frozenset(verified),
        founds=any(each.record.founds_account for each in members),
        account=AccountHandle(standing[0].account) if standing else None,
        sure=any(each.sure for each in standing),
    )
