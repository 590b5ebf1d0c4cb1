"""The demo company's book, linked by the rules and suggested by the model, against what the demo company knows is true.

Twice: as it is, and with every declared id withheld, as if no system named a record of another one. Without them the
rules leave records to the review queue, and it shows what the queue is worth.
"""

import tempfile
from collections.abc import AsyncIterator, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import msgspec
from rich.console import Console

from rotunda.entrypoints.demo import Addresses, DemoOptions, demo_settings, open_demo
from rotunda.entrypoints.evaluation.scores import Scores, pairs_of, scores
from rotunda.identity.matching.decide import match
from rotunda.identity.matching.model import Existing, Known, RecordKey, Standing
from rotunda.identity.repository.links import active_links
from rotunda.identity.repository.records import known_records
from rotunda.identity.suggestions.model import THRESHOLD, Found, PairKey
from rotunda.identity.suggestions.service import find_pairs
from rotunda.sections.ids import AccountId

Truth = Mapping[RecordKey, str]
"""The demo company's own key of the customer that a record belongs to."""


class LinkedBook(msgspec.Struct, frozen=True):
    """`automatic` counts pairs of records that the rules put into one account. `linked` of `records` have an account.
    `suggested` counts records of no account with the accounts suggested for them; `accounts` are suggested pairs of
    accounts.
    """

    title: str
    automatic: Scores
    linked: int
    records: int
    suggested: Scores
    accounts: int


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
        known, existing, truth = await _read(options, screen)
    yield await _count("As it is", known, existing, truth)
    bare = [_without_declared(each) for each in known]
    links = match(bare, {}).links
    found = {link.key: Standing(AccountId(link.account), link.confidence >= 1) for link in links}
    yield await _count("Declared ids withheld", bare, found, truth)


@contextmanager
def _folder() -> Generator[Path]:
    """Open to the user of its own that the embedded database runs as."""
    with tempfile.TemporaryDirectory(prefix="rotunda-evaluate-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


async def _read(options: DemoOptions, screen: Console) -> tuple[list[Known], Existing, Truth]:
    settings = replace(demo_settings(options), database_url=None, suggest_matches=False)
    async with open_demo(settings, options, screen) as (installation, addresses):
        async with installation.database.transaction() as transaction:
            known, existing = await known_records(transaction), await active_links(transaction)
        return known, existing, _by_record(known, await _customers(addresses))


async def _customers(addresses: Addresses) -> list[_Customer]:
    async with aiohttp.ClientSession() as session, session.get(f"{addresses.control}/truth") as answer:
        return msgspec.json.decode(await answer.read(), type=list[_Customer])


def _by_record(known: Sequence[Known], customers: Sequence[_Customer]) -> Truth:
    meant = {record: each.key for each in customers for record in each.records()}
    companies = (each for each in known if not each.record.is_person)
    return {each.key: meant[each.source, each.key.external_id] for each in companies}


def _without_declared(known: Known) -> Known:
    return msgspec.structs.replace(known, record=msgspec.structs.replace(known.record, declared=()))


async def _count(title: str, known: Sequence[Known], existing: Existing, truth: Truth) -> LinkedBook:
    found = await find_pairs(known, existing, THRESHOLD)
    linked = {key: standing.account for key, standing in existing.items() if key in truth}
    names = {key: _name(key) for key in truth}
    said = pairs_of({names[key]: account for key, account in linked.items()})
    true = pairs_of({names[key]: customer for key, customer in truth.items()})
    suggested = _suggested(found, linked, truth)
    accounts = sum(pair.record is None for pair in found)
    return LinkedBook(title, scores(said, true), len(linked), len(truth), suggested, accounts)


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
