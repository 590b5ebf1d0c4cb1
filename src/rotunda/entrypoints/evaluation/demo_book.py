"""The demo company's book, linked by the rules and suggested by the model, against what the demo company knows is true.

Twice: as it is, and with every declared id withheld, as if no system named a record of another one. Without them the
rules leave records to the review queue, and it shows what the queue is worth.
"""

import tempfile
from collections.abc import AsyncIterator, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import aiohttp
import msgspec
from rich.console import Console

from rotunda.entrypoints.demo import Addresses, DemoOptions, demo_settings, open_demo
from rotunda.entrypoints.evaluation.scores import Scores, pairs_of, scores
from rotunda.identity.contact_heads import columns_of
from rotunda.identity.heads import accounts_of_people
from rotunda.identity.linkage.contact_profiles import PeopleBook, PersonHead
from rotunda.identity.matching.contacts import group_people
from rotunda.identity.matching.decide import match
from rotunda.identity.matching.model import Existing, Known, RecordKey, Standing
from rotunda.identity.repository.contact_links import people_book
from rotunda.identity.repository.links import active_links
from rotunda.identity.repository.records import known_records
from rotunda.identity.suggestions.model import THRESHOLD, Found, PairKey
from rotunda.identity.suggestions.service import find_pairs, find_people
from rotunda.sections.ids import AccountId, ContactId

Truth = Mapping[RecordKey, str]
"""The demo company's own key of the customer that a record belongs to."""


class LinkedBook(msgspec.Struct, frozen=True):
    """`automatic` counts pairs of records that the rules put into one account. `linked` of `records` have an account.
    `suggested` counts records of no account with the accounts suggested for them; `accounts` are suggested pairs of
    accounts. `people` counts pairs of records that the rules put into one contact, `suggested_people` pairs of contacts
    of whom one person is behind both.
    """

    title: str
    automatic: Scores
    linked: int
    records: int
    suggested: Scores
    accounts: int
    people: Scores
    suggested_people: Scores


class _Read(msgspec.Struct, frozen=True):
    """A book as it was read. `persons` says which person is behind each record of people."""

    known: Sequence[Known]
    existing: Existing
    people: PeopleBook
    truth: Truth
    persons: Truth


class _Person(msgspec.Struct, frozen=True):
    key: str
    records: list[str]


class _Customer(msgspec.Struct, frozen=True):
    key: str
    product_account_id: str | None
    hubspot_company_ids: list[str]
    stripe_customer_ids: list[str]
    zendesk_organization_id: int | None

    def records(self) -> list[tuple[str, str]]:
        found = [("hubspot", each) for each in self.hubspot_company_ids]
        found += [("stripe", each) for each in self.stripe_customer_ids]
        found += [("productdb", self.product_account_id)] if self.product_account_id else []
        return found + ([("zendesk", str(self.zendesk_organization_id))] if self.zendesk_organization_id else [])


async def evaluate_demo(seed: int, accounts: int, screen: Console) -> AsyncIterator[LinkedBook]:
    """Runs the demo company of that seed in a temporary folder, lists its systems, and counts."""
    with _folder() as folder:
        options = DemoOptions("127.0.0.1", 1, accounts, seed, folder, no_browser=True)
        book = await _read(options, screen)
    yield await _count("As it is", book)
    bare = [_without_declared(each) for each in book.known]
    links = match(bare, {}).links
    found = {link.key: Standing(AccountId(link.account), link.confidence >= 1) for link in links}
    without = msgspec.structs.replace(book, known=bare, existing=found, people=_regrouped(bare, found))
    yield await _count("Declared ids withheld", without)


def _regrouped(known: Sequence[Known], existing: Existing) -> PeopleBook:
    """The people whom the rules make of these records, at the accounts that they make."""
    accounts = accounts_of_people(known, {key: standing.account for key, standing in existing.items()})
    contact_of: dict[RecordKey, ContactId] = {}
    heads: dict[ContactId, PersonHead] = {}
    for number, person in enumerate(group_people(known, {}, accounts)):
        contact = ContactId(f"per_{number:06}")
        columns = columns_of(contact, person, accounts)
        heads[contact] = PersonHead(contact, columns.account, columns.name, columns.email)
        contact_of.update((each.key, contact) for each in person.records)
    return PeopleBook(contact_of, heads)


@contextmanager
def _folder() -> Generator[Path]:
    """Open to the user of its own that the embedded database runs as."""
    with tempfile.TemporaryDirectory(prefix="rotunda-evaluate-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


async def _read(options: DemoOptions, screen: Console) -> _Read:
    settings = replace(demo_settings(options), database_url=None, suggest_matches=False)
    async with open_demo(settings, options, screen) as (installation, addresses):
        async with installation.database.transaction() as transaction:
            known, existing = await known_records(transaction), await active_links(transaction)
            people = await people_book(transaction)
        customers = msgspec.json.decode(await _told(addresses, "truth"), type=list[_Customer])
        persons = msgspec.json.decode(await _told(addresses, "people"), type=list[_Person])
        return _Read(known, existing, people, _by_record(known, customers), _by_person(known, persons))


async def _told(addresses: Addresses, what: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(f"{addresses.control}/{what}") as answer:
        return await answer.read()


def _by_record(known: Sequence[Known], customers: Sequence[_Customer]) -> Truth:
    meant = {record: each.key for each in customers for record in each.records()}
    companies = (each for each in known if not each.record.is_person)
    return {each.key: meant[each.source, each.key.external_id] for each in companies}


def _by_person(known: Sequence[Known], persons: Sequence[_Person]) -> Truth:
    meant = {record: each.key for each in persons for record in each.records}
    people = (each for each in known if each.record.is_person)
    return {each.key: meant[f"{each.source}:{each.key.record_type}:{each.key.external_id}"] for each in people}


def _without_declared(known: Known) -> Known:
    return msgspec.structs.replace(known, record=msgspec.structs.replace(known.record, declared=()))


async def _count(title: str, book: _Read) -> LinkedBook:
    truth = book.truth
    found = await find_pairs(book.known, book.existing, THRESHOLD)
    linked = {key: standing.account for key, standing in book.existing.items() if key in truth}
    names = {key: _name(key) for key in truth}
    said = pairs_of({names[key]: account for key, account in linked.items()})
    true = pairs_of({names[key]: customer for key, customer in truth.items()})
    suggested = _suggested(found, linked, truth)
    accounts = sum(pair.record is None for pair in found)
    people = await find_people(book.known, book.people, THRESHOLD)
    return LinkedBook(
        title,
        scores(said, true),
        len(linked),
        len(truth),
        suggested,
        accounts,
        _joined_people(book),
        _suggested_people(book, people),
    )


def _joined_people(book: _Read) -> Scores:
    said = pairs_of({_name(key): contact for key, contact in book.people.contact_of.items()})
    return scores(said, pairs_of({_name(key): person for key, person in book.persons.items()}))


def _suggested_people(book: _Read, found: Iterable[PairKey]) -> Scores:
    """Of contacts behind which one person stands that the rules have left two or more."""
    held: dict[str, set[str]] = {}
    for key, contact in book.people.contact_of.items():
        held.setdefault(book.persons[key], set()).add(contact)
    true = {pair for contacts in held.values() for pair in combinations(sorted(contacts), 2)}
    return scores({(pair.one, pair.other) for pair in found if pair.other is not None}, true)


def _suggested(found: Mapping[PairKey, Found], linked: Mapping[RecordKey, AccountId], truth: Truth) -> Scores:
    """Of the records without an account that have one to go to: which customer was suggested for each."""
    customers: dict[AccountId, set[str]] = {}
    for key, account in linked.items():
        customers.setdefault(account, set()).add(truth[key])
    there = {customer for each in customers.values() for customer in each}
    loose = {key: customer for key, customer in truth.items() if key not in linked and customer in there}
    said = {
        (_name(pair.record), f"customer {customer}")
        for pair in found
        if pair.record is not None and pair.record in truth
        for customer in customers[AccountId(pair.one)]
    }
    return scores(said, {(_name(key), f"customer {customer}") for key, customer in loose.items()})


def _name(key: RecordKey) -> str:
    return f"{key.connection}/{key.record_type}/{key.external_id}"
