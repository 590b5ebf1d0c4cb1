"""What is compared: one profile per account, and one per record that no rule could link. Pure.

Only what may speak at all gets into a profile: no placeholder, no free-mail or shared domain, no role mailbox, nothing
that stands in so many profiles that it tells nobody apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.identity.linkage.companies import KEYS, NAME, companies
from rotunda.identity.linkage.model import Row, Task
from rotunda.identity.matching.addresses import base_email, domain_of_email, is_role_mailbox
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.matching.countries import normal_country
from rotunda.identity.matching.model import AccountHandle, Existing, Known, RecordKey
from rotunda.identity.matching.names import normal_name
from rotunda.identity.matching.state import State, is_product
from rotunda.identity.matching.weighed import addresses_of
from rotunda.sections.ids import SourceName

TOO_COMMON = 50
"""A value that more profiles have than this is nobody's own."""

_COMMON_WORD = 12
_LEAST_LETTERS = 4


class Profile(msgspec.Struct, frozen=True):
    """One side of a possible pair: an account with all of its groups, or one `record` of none (of a group of company
    records the first). `names` are as written, the most usual first; the other values are normal.
    """

    key: str
    source: SourceName
    account: AccountHandle | None
    record: RecordKey | None
    groups: tuple[int, ...]
    names: tuple[str, ...]
    domains: frozenset[str]
    addresses: frozenset[str]
    city: str | None
    country: str | None
    products: frozenset[str]


def profiles_of(state: State, people: Iterable[Known], existing: Existing) -> list[Profile]:
    """In the order of their keys. `state` holds every group of companies with the account that it has, if any."""
    addresses = _addresses_by_group(state, people, existing)
    loose = [number for number in range(len(state.groups)) if number not in state.account_of]
    sides: list[tuple[AccountHandle | None, Sequence[int]]] = [*sorted(state.members.items())]
    sides += [(None, [number]) for number in loose]
    found = [_of_companies(state, account, numbers, addresses) for account, numbers in sides if numbers]
    found += [_of_person(each) for each in people if _is_alone(each, existing)]
    return sorted(_without_shared(found, _shared_domains(state)), key=lambda profile: profile.key)


def _addresses_by_group(state: State, people: Iterable[Known], existing: Existing) -> Mapping[int | str, set[str]]:
    """Addresses of companies and of their people, by group; of people linked by themselves, by account."""
    group_of = {
        (member.key.connection, member.key.external_id): number
        for number, group in enumerate(state.groups)
        for member in group.members
    }
    found: dict[int | str, set[str]] = defaultdict(set)
    for number, group in enumerate(state.groups):
        found[number].update(filter(_is_personal, group.emails))
    for person in people:
        employer = group_of.get((person.key.connection, person.record.company)) if person.record.company else None
        standing = existing.get(person.key)
        holder = employer if employer is not None else standing.account if standing else None
        if holder is not None:
            found[holder].update(filter(_is_personal, frozenset().union(*addresses_of(person))))
    return found


def _is_personal(email: str) -> bool:
    return not is_role_mailbox(email) and not is_blocked(email.partition("@")[0])


def _is_alone(person: Known, existing: Existing) -> bool:
    return person.key not in existing and person.record.company is None


def _of_companies(
    state: State, account: AccountHandle | None, numbers: Sequence[int], addresses: Mapping[int | str, set[str]]
) -> Profile:
    groups = [state.groups[number] for number in numbers]
    records = [member.record for group in groups for member in group.members]
    key = groups[0].key
    own = addresses.get(account, set()) if account is not None else set[str]()
    return Profile(
        key=account if account is not None else _key_of(key),
        source=groups[0].members[0].source,
        account=account,
        record=None if account is not None else key,
        groups=tuple(numbers),
        names=_by_use(each.name for each in records if each.name),
        domains=frozenset().union(*(group.domains | group.mail_domains for group in groups)),
        addresses=frozenset(own).union(*(addresses.get(number, set()) for number in numbers)),
        city=_usual(each.city for each in records),
        country=_usual(each.country for each in records),
        products=frozenset(_key_of(group.key) for group in groups if is_product(group)),
    )


def _of_person(person: Known) -> Profile:
    """A person without a company is compared by address and domain: their own name is no company's."""
    typed, verified = addresses_of(person)
    emails = typed | verified
    return Profile(
        key=_key_of(person.key),
        source=person.source,
        account=None,
        record=person.key,
        groups=(),
        names=(),
        domains=frozenset(domain for email in emails if (domain := domain_of_email(email))),
        addresses=frozenset(filter(_is_personal, emails)),
        city=None,
        country=None,
        products=frozenset(),
    )


def _key_of(key: RecordKey) -> str:
    """No account id has a slash."""
    return f"{key.connection}/{key.record_type}/{key.external_id}"


def _by_use(names: Iterable[str]) -> tuple[str, ...]:
    """Each spelling once; the most usual first, among equals the alphabet decides."""
    counted = Counter(names)
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def _usual(values: Iterable[str | None]) -> str | None:
    said = _by_use(value.strip() for value in values if value and value.strip() and not is_blocked(value))
    return said[0] if said else None


def _shared_domains(state: State) -> frozenset[str]:
    """Domains of two customers in any one source: agencies, holdings, resellers. They speak for nobody."""
    owners: dict[tuple[str, str], set[str | int]] = defaultdict(set)
    for number, group in enumerate(state.groups):
        for domain in group.domains | group.mail_domains:
            owners[group.connection, domain].add(state.account_of.get(number, number))
    return frozenset(domain for (_, domain), found in owners.items() if len(found) > 1)


def _without_shared(profiles: Sequence[Profile], shared: frozenset[str]) -> list[Profile]:
    times = Counter(value for each in profiles for value in (*each.domains, *each.addresses))
    common = {value for value, count in times.items() if count > TOO_COMMON}
    return [
        msgspec.structs.replace(each, domains=each.domains - shared - common, addresses=each.addresses - common)
        for each in profiles
    ]


def task_of(profiles: Sequence[Profile], threshold: float) -> Task:
    """Compares all of them with each other, where anything makes a pair worth it."""
    words = Counter(word for each in profiles for word in _words(each))
    rows = [_row(each, words) for each in profiles]
    named = Counter(str(row[NAME]) for row in rows if row[NAME])
    # Of two profiles with one name, one is the first's possible counterpart and not a chance occurrence of the name.
    rarity = {name: max(count - 1, 1) / len(rows) for name, count in named.items()}
    return Task(companies(len(rows)), (rows,), threshold, {NAME: rarity})


def _words(profile: Profile) -> set[str]:
    return {word for name in profile.names for word in normal_name(name).split()}


def _row(profile: Profile, counted: Counter[str]) -> Row:
    normal = [spelled for name in profile.names if (spelled := normal_name(name))]
    names = list(dict.fromkeys(name.replace(" ", "") for name in normal))
    rare = sorted(word for word in _words(profile) if len(word) >= _LEAST_LETTERS and counted[word] <= _COMMON_WORD)
    return {
        "unique_id": profile.key,
        NAME: names[0] if names else None,
        "names": names,
        "words": sorted({word for word in max(normal, key=len).split() if len(word) > 2}) if normal else [],
        KEYS: sorted({*rare, *(f"{name[:6]}…" for name in names)}),
        "domains": sorted(profile.domains),
        "addresses": sorted(profile.addresses),
        "bases": sorted({base_email(email) for email in profile.addresses}),
        "city": profile.city.casefold() if profile.city else None,
        "country": normal_country(profile.country) if profile.country else None,
        "products": sorted(profile.products),
    }
