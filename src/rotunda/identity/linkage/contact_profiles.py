"""What is compared of people: one profile per contact, as it is shown. Pure.

Only what may speak for one person gets into a profile: no role mailbox, no placeholder, no number or address that many
have. Who has nothing but a role mailbox is nobody in particular and is not compared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from rotunda.identity.linkage.contacts import (
    ACCOUNT,
    ADDRESSES,
    BASES,
    DOMAINS,
    FAMILY,
    INITIALLED,
    IS_INITIALLED,
    KEYS,
    LOCALS,
    NAME,
    PHONES,
    SYSTEMS,
    TITLE,
    USERS,
    WORDS,
    contacts,
)
from rotunda.identity.linkage.model import Row, Task
from rotunda.identity.matching.addresses import base_email, domain_of_email, is_role_mailbox, normal_email
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.identity.matching.person_names import initialled, is_initialled, person_words, same_words
from rotunda.identity.matching.phones import comparable_phone
from rotunda.sections.ids import AccountId, ContactId
from rotunda.sections.provenance import Category

MOST_HOLDERS = 5
"""An address or a number that more people have than this is nobody's own."""

_MOST_ALIKE = 50
"""So many in one block are not worth comparing: what they share tells them too little apart."""

_RARE_NAME = 5
_SMALLEST_BOOK = 1000
"""In a book of ten people every name is common: names are as rare as if there were so many."""

_LEAST_LOCAL = 5


class PersonHead(msgspec.Struct, frozen=True):
    """What is shown of a contact, by whoever has the last word, and the account that it is shown at."""

    id: ContactId
    account: AccountId | None
    name: str
    email: str | None


class Given(msgspec.Struct, frozen=True):
    """An address or a number that lists say of one contact and a person gave to another: they are two."""

    kind: str
    normal: str
    stated: ContactId
    given: ContactId


class PeopleBook(msgspec.Struct, frozen=True):
    """Whose record each is, who they are, and what was given away. All as they are shown."""

    contact_of: Mapping[RecordKey, ContactId]
    heads: Mapping[ContactId, PersonHead]
    given: Sequence[Given] = ()


class PersonProfile(msgspec.Struct, frozen=True):
    """One person. `names` are as written, the one that is shown first; addresses and numbers are normal."""

    contact: ContactId
    account: AccountId | None
    records: tuple[Known, ...]
    names: tuple[str, ...]
    title: str | None
    addresses: frozenset[str]
    phones: frozenset[str]


def person_profiles(known: Iterable[Known], book: PeopleBook) -> list[PersonProfile]:
    """In the order of their ids."""
    records: dict[ContactId, list[Known]] = defaultdict(list)
    for each in known:
        contact = book.contact_of.get(each.key)
        if contact is not None and contact in book.heads:
            records[contact].append(each)
    given = _Given(book.given)
    found = [_profile(book.heads[contact], held, given) for contact, held in sorted(records.items())]
    return _without_common([each for each in found if each is not None])


class _Given:
    def __init__(self, given: Iterable[Given]) -> None:
        self._away: dict[tuple[str, ContactId], set[str]] = defaultdict(set)
        self._got: dict[tuple[str, ContactId], set[str]] = defaultdict(set)
        for each in given:
            self._away[each.kind, each.stated].add(each.normal)
            self._got[each.kind, each.given].add(each.normal)

    def left(self, kind: str, contact: ContactId, values: Iterable[str | None]) -> frozenset[str]:
        said = {each for each in values if each}
        return frozenset(said - self._away.get((kind, contact), set()) | self._got.get((kind, contact), set()))


def _profile(head: PersonHead, records: Sequence[Known], given: _Given) -> PersonProfile | None:
    written = chain.from_iterable((*each.record.emails, *each.record.verified_emails) for each in records)
    addresses = given.left("email", head.id, map(normal_email, [*written, *([head.email] if head.email else [])]))
    personal = frozenset(each for each in addresses if _is_personal(each))
    if addresses and not personal:
        return None
    names = dict.fromkeys([head.name, *(each.record.name for each in records if each.record.name)])
    numbers = (comparable_phone(number) for each in records for number in each.record.phones)
    return PersonProfile(
        contact=head.id,
        account=head.account,
        records=tuple(records),
        names=tuple(name for name in names if same_words(name)),
        title=next((each.record.title for each in records if each.record.title), None),
        addresses=personal,
        phones=given.left("phone", head.id, numbers),
    )


def _is_personal(email: str) -> bool:
    return not is_role_mailbox(email) and not is_blocked(email.partition("@")[0])


def _without_common(profiles: Sequence[PersonProfile]) -> list[PersonProfile]:
    times = Counter(chain.from_iterable((*each.addresses, *each.phones) for each in profiles))
    common = {value for value, count in times.items() if count > MOST_HOLDERS}
    if not common:
        return list(profiles)
    return [
        msgspec.structs.replace(each, addresses=each.addresses - common, phones=each.phones - common)
        for each in profiles
    ]


def contact_task(profiles: Sequence[PersonProfile], threshold: float) -> Task:
    """Compares those of them that anything makes worth it; how rare a name is counts over all."""
    spelled = Counter(name for each in profiles if (name := _name(each)))
    at = Counter(each.account for each in profiles if each.account)
    keys = {each.contact: _keys(each, spelled) for each in profiles}
    alike = Counter(chain.from_iterable(keys.values()))
    shared = {contact: [key for key in held if 1 < alike[key] <= _MOST_ALIKE] for contact, held in keys.items()}
    rows = [_row(each, shared[each.contact]) for each in profiles if shared[each.contact]]
    compared = {row[NAME] for row in rows}
    # Of two people with one name, one is the first's possible counterpart and not a chance occurrence of the name.
    people = max(len(profiles), _SMALLEST_BOOK)
    names = {name: max(count - 1, 1) / people for name, count in spelled.items() if name in compared}
    companies = {str(account): max(count - 1, 1) / people for account, count in at.items()}
    return Task(contacts(people), (rows,), threshold, {NAME: names, ACCOUNT: companies})


def _name(profile: PersonProfile) -> str | None:
    return same_words(profile.names[0]) if profile.names else None


def _keys(profile: PersonProfile, spelled: Counter[str]) -> list[str]:
    """Values of which one has to be shared for a pair to be compared: a mailbox, a number, a rare name, or a company
    with a part of the name.
    """
    found = {f"@{base_email(each)}" for each in profile.addresses} | {f"+{each}" for each in profile.phones}
    for written in profile.names:
        name, words = same_words(written), person_words(written)
        if name and spelled[name] <= _RARE_NAME:
            found.add(f"={name}")
        if profile.account and words:
            found |= {f"{profile.account}/{part}" for part in (words[-1], words[0], initialled(written)) if part}
    return sorted(found)


def _row(profile: PersonProfile, keys: Sequence[str]) -> Row:
    words = person_words(profile.names[0]) if profile.names else ()
    shown = profile.names[0] if profile.names else ""
    bases = {base_email(each) for each in profile.addresses}
    users = [each.key for each in profile.records if each.category is Category.PRODUCT]
    return {
        "unique_id": profile.contact,
        NAME: _name(profile),
        INITIALLED: initialled(shown),
        IS_INITIALLED: "yes" if is_initialled(shown) else "no",
        FAMILY: words[-1] if len(words) > 1 else None,
        WORDS: sorted(set(words)),
        ADDRESSES: sorted(profile.addresses),
        BASES: sorted(bases),
        LOCALS: sorted({local for each in bases if (local := _local(each))}),
        DOMAINS: sorted({domain for each in profile.addresses if (domain := domain_of_email(each))}),
        PHONES: sorted(profile.phones),
        ACCOUNT: profile.account,
        TITLE: profile.title.casefold().strip() if profile.title else None,
        SYSTEMS: sorted({str(each.key.connection) for each in profile.records}),
        USERS: sorted(f"{each.connection}/{each.external_id}" for each in users),
        KEYS: list(keys),
    }


def _local(base: str) -> str | None:
    """`adalovelace` of `ada.lovelace12@gmail.com`; None where that is too short to say anything."""
    letters = "".join(filter(str.isalpha, base.partition("@")[0]))
    return letters if len(letters) >= _LEAST_LOCAL else None
