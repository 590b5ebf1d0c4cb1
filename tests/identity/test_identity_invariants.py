"""What holds for any book of records: hypothesis makes small, crowded ones in which everything collides."""

from collections import Counter, defaultdict
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from identity.builders import company, somebody
from rotunda.identity.matching.decide import match
from rotunda.identity.matching.domains import company_domain
from rotunda.identity.matching.model import SURE, AccountHandle, Decisions, Existing, Known, Method, RecordKey, Standing
from rotunda.sections.ids import AccountId

DOMAINS = ("acme.com", "www.acme.com", "bolt.io", "agency.dev", "gmail.com", "crate.co.uk")
EMAILS = (
    "ada@acme.com",
    "ADA@acme.com",
    "billing@bolt.io",
    "bo@gmail.com",
    "con@agency.dev",
    "nobody",
    "x@crate.co.uk",
)
NAMES = ("Acme", "ACME Inc.", "Bolt", "Agency", None)
COMPANY_SOURCES = ("productdb", "hubspot", "stripe", "zendesk")
PEOPLE_SOURCES = ("productdb", "hubspot", "zendesk")
FOREIGN = tuple(f"{source}:{number}" for source in COMPANY_SOURCES for number in range(4))

standings = st.builds(Standing, st.sampled_from((AccountId("acc_a"), AccountId("acc_b"))), st.booleans())
some = lambda values, most: st.lists(st.sampled_from(values), max_size=most).map(tuple)  # noqa: E731 - a strategy
ids = st.integers(0, 3).map(str)

companies = st.builds(
    company,
    st.sampled_from(COMPANY_SOURCES),
    ids,
    name=st.sampled_from(NAMES),
    domains=some(DOMAINS, 2),
    emails=some(EMAILS, 1),
    names=some(FOREIGN, 2),
    parent=st.none() | ids,
)
people = st.builds(
    somebody,
    st.sampled_from(PEOPLE_SOURCES),
    ids,
    st.none() | ids,
    emails=some(EMAILS, 2),
    verified_emails=some(EMAILS, 1),
)
books = st.lists(companies | people, max_size=14, unique_by=lambda each: each.key)


@st.composite
def books_with_links(draw: st.DrawFn) -> tuple[list[Known], dict[RecordKey, Standing]]:
    """Some of the records are linked already, to one of two accounts."""
    book = draw(books)
    keys = [each.key for each in book if not each.record.is_person]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)) if keys else []
    return book, {key: draw(standings) for key in chosen}


def accounts_after(decisions: Decisions, existing: Existing) -> dict[RecordKey, AccountHandle]:
    kept = {key: AccountHandle(standing.account) for key, standing in existing.items()}
    return {**kept, **{link.key: link.account for link in decisions.links}}


@given(books_with_links(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_records_does_not_matter(
    given_book: tuple[list[Known], dict[RecordKey, Standing]], random: Random
) -> None:
    book, existing = given_book
    shuffled = list(book)
    random.shuffle(shuffled)
    turned = dict(reversed(existing.items()))
    assert match(shuffled, turned) == match(book, existing)


@given(books_with_links())
@settings(max_examples=150, deadline=None)
def test_every_record_has_one_fate(given_book: tuple[list[Known], dict[RecordKey, Standing]]) -> None:
    """Linked before, linked now, unlinked with a reason, or a person found through a company: exactly one of these."""
    book, existing = given_book
    decisions = match(book, existing)
    fates = Counter([*existing, *(link.key for link in decisions.links), *(one.key for one in decisions.unlinked)])
    assert all(times == 1 for times in fates.values())
    through_companies = {each.key for each in book if each.record.is_person} - fates.keys()
    companies_listed = {(each.key.connection, each.key.external_id) for each in book if not each.record.is_person}
    for each in book:
        if each.key in through_companies:
            assert (each.key.connection, each.record.company) in companies_listed
        else:
            assert each.key in fates


@given(books_with_links())
@settings(max_examples=150, deadline=None)
def test_a_second_run_has_nothing_to_do(given_book: tuple[list[Known], dict[RecordKey, Standing]]) -> None:
    book, existing = given_book
    first = match(book, existing)
    made = {link.key: Standing(AccountId(link.account), link.confidence == SURE) for link in first.links}
    second = match(book, {**existing, **made})
    assert second.founded == {}
    assert second.links == ()
    assert {one.key for one in second.unlinked} == {one.key for one in first.unlinked}


@given(books_with_links())
@settings(max_examples=150, deadline=None)
def test_a_domain_of_two_accounts_in_one_source_links_nothing(
    given_book: tuple[list[Known], dict[RecordKey, Standing]],
) -> None:
    book, existing = given_book
    decisions = match(book, existing)
    after = accounts_after(decisions, existing)
    owners: dict[tuple[str, str], set[AccountHandle]] = defaultdict(set)
    for each in book:
        for domain in filter(None, map(company_domain, each.record.domains)):
            if each.key in after and not each.record.is_person:
                owners[each.key.connection, domain].add(after[each.key])
    shared = {domain for (_, domain), accounts in owners.items() if len(accounts) > 1}
    assert not [link for link in decisions.links if link.method is Method.DOMAIN and link.evidence["domain"] in shared]


@given(books_with_links())
@settings(max_examples=150, deadline=None)
def test_two_product_accounts_never_become_one(
    given_book: tuple[list[Known], dict[RecordKey, Standing]],
) -> None:
    book, existing = given_book
    decisions = match(book, existing)
    products = Counter(
        account for key, account in accounts_after(decisions, existing).items() if key.record_type == "account"
    )
    before = Counter(standing.account for key, standing in existing.items() if key.record_type == "account")
    assert all(count == 1 or count == before[AccountId(account)] for account, count in products.items())


@given(books_with_links())
@settings(max_examples=150, deadline=None)
def test_accounts_are_founded_by_records_that_may(given_book: tuple[list[Known], dict[RecordKey, Standing]]) -> None:
    book, existing = given_book
    by_key = {each.key: each for each in book}
    decisions = match(book, existing)
    for handle, key in decisions.founded.items():
        assert by_key[key].record.founds_account
        assert [link.method for link in decisions.links if link.key == key] == [Method.FOUNDED]
        assert accounts_after(decisions, existing)[key] == handle
    strangers = (
        {link.account for link in decisions.links}
        - decisions.founded.keys()
        - {each.account for each in existing.values()}
    )
    assert strangers == set()
