"""What an account is called, who owns it and what it is known by, out of the records linked to it. Pure.

As on the page, the CRM speaks first of who a company is; the first link of a category speaks before later ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.domains import company_domain
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category

Value = TypeVar("Value")

_ORDER = (Category.CRM, Category.PRODUCT, Category.SUPPORT, Category.BILLING)
_ROLES = {Category.PRODUCT: "csm", Category.SUCCESS: "csm"}
_NO_NAME = "Unnamed account"


class Head(msgspec.Struct, frozen=True):
    """The columns of an account that follow from its records."""

    id: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    parent: AccountId | None


class Owner(msgspec.Struct, frozen=True):
    """Who is responsible: a teammate's address or a team's name, never both."""

    account: AccountId
    email: str | None
    team: str | None
    role: str
    source: SourceName


class Identifier(msgspec.Struct, frozen=True):
    """One thing that an account is known by. `normal` is what is compared."""

    account: AccountId
    kind: Literal["email", "domain", "record"]
    normal: str
    source: SourceName
    value: str
    connection: ConnectionId
    verified: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.kind, self.normal, self.account, self.source)


Linked = Mapping[AccountId, Sequence[Known]]
"""The company records of each account, oldest link first."""


def by_account(records: Iterable[Known], links: Mapping[RecordKey, AccountId]) -> dict[AccountId, list[Known]]:
    """`links` from the oldest to the newest."""
    known = {each.key: each for each in records}
    found: dict[AccountId, list[Known]] = defaultdict(list)
    for key, account in links.items():
        if key in known and not known[key].record.is_person:
            found[account].append(known[key])
    return found


def heads_of(linked: Linked, links: Mapping[RecordKey, AccountId]) -> list[Head]:
    """One per account with company records, in the order of their ids. No account is above itself, however far up."""
    parents = _parents(linked, links)
    return [_head(account, _ranked(linked[account]), parents.get(account)) for account in sorted(linked)]


def _ranked(records: Sequence[Known]) -> list[SourceRecord]:
    rank = {category: place for place, category in enumerate(_ORDER)}
    return [each.record for each in sorted(records, key=lambda each: rank.get(each.category, len(rank)))]


def _head(account: AccountId, records: Sequence[SourceRecord], parent: AccountId | None) -> Head:
    def first(read: Callable[[SourceRecord], Value | None]) -> Value | None:
        return next((value for record in records if (value := read(record)) is not None), None)

    return Head(
        id=account,
        name=first(lambda record: record.name) or first(lambda record: next(iter(record.domains), None)) or _NO_NAME,
        domain=first(lambda record: next((domain.lower() for domain in record.domains), None)),
        industry=first(lambda record: record.industry),
        city=first(lambda record: record.city),
        country=first(lambda record: record.country),
        parent=parent,
    )


def _parents(linked: Linked, links: Mapping[RecordKey, AccountId]) -> dict[AccountId, AccountId]:
    found: dict[AccountId, AccountId] = {}
    for account in sorted(linked):
        parent = _parent_of(linked[account], links)
        if parent is not None and not _is_above(account, parent, found):
            found[account] = parent
    return found


def _parent_of(records: Sequence[Known], links: Mapping[RecordKey, AccountId]) -> AccountId | None:
    rank = {category: place for place, category in enumerate(_ORDER)}
    for each in sorted(records, key=lambda each: rank.get(each.category, len(rank))):
        if each.record.parent is not None:
            above = links.get(RecordKey(each.key.connection, each.key.record_type, each.record.parent))
            if above is not None:
                return above
    return None


def _is_above(account: AccountId, start: AccountId, parents: Mapping[AccountId, AccountId]) -> bool:
    """Whether `account` is `start` or stands above it."""
    above: AccountId | None = start
    while above is not None:
        if above == account:
            return True
        above = parents.get(above)
    return False


def owners_of(linked: Linked) -> set[Owner]:
    """Every owner and team that any record names."""
    found: set[Owner] = set()
    for account, records in linked.items():
        for each in records:
            role = _ROLES.get(each.category, "owner")
            emails = {email.strip().lower() for email in each.record.owner_emails}
            found.update(Owner(account, email, None, role, each.source) for email in emails if email)
            found.update(Owner(account, None, team, role, each.source) for team in each.record.owner_teams if team)
    return found


def identifiers_of(records: Iterable[Known], links: Mapping[RecordKey, AccountId]) -> dict[tuple[str, ...], Identifier]:
    """Domains, addresses and ids of companies, and addresses and ids of their people."""
    known = list(records)
    companies = _companies(known, links)
    found: dict[tuple[str, ...], Identifier] = {}
    for each in known:
        account = links.get(each.key) or _employer(each, companies)
        if account is not None:
            for identifier in _identifiers(each, account):
                if identifier.key not in found or identifier.verified:
                    found[identifier.key] = identifier
    return found


def accounts_of_people(records: Iterable[Known], links: Mapping[RecordKey, AccountId]) -> dict[RecordKey, AccountId]:
    """By their own link, else through the company that they belong to in their source."""
    known = list(records)
    companies = _companies(known, links)
    people = ((each.key, links.get(each.key) or _employer(each, companies)) for each in known if each.record.is_person)
    return {key: account for key, account in people if account is not None}


def _companies(
    known: Iterable[Known], links: Mapping[RecordKey, AccountId]
) -> dict[tuple[ConnectionId, ExternalId], AccountId]:
    return {
        (each.key.connection, each.key.external_id): links[each.key]
        for each in known
        if not each.record.is_person and each.key in links
    }


def _employer(person: Known, companies: Mapping[tuple[ConnectionId, ExternalId], AccountId]) -> AccountId | None:
    company = person.record.company if person.record.is_person else None
    return None if company is None else companies.get((person.key.connection, company))


def _identifiers(each: Known, account: AccountId) -> Iterable[Identifier]:
    record, connection, source = each.record, each.key.connection, each.source
    number = f"{source}:{each.key.external_id}"
    yield Identifier(account, "record", number, source, each.key.external_id, connection, verified=True)
    for domain in () if record.is_person else record.domains:
        if normal := company_domain(domain):
            yield Identifier(account, "domain", normal, source, domain, connection, verified=False)
    for email in record.emails:
        if normal := normal_email(email):
            yield Identifier(account, "email", normal, source, email, connection, verified=False)
    for email in record.verified_emails:
        if normal := normal_email(email):
            yield Identifier(account, "email", normal, source, email, connection, verified=True)
