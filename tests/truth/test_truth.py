"""Every figure of the page is the demo company's truth, for every account, to the cent.

The truth is computed from the world's own records; the page comes over HTTP from four systems that were asked over
theirs.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from rotunda.identity.matching.domains import company_domain
from support.house import eventually
from truth import figures
from truth.finding import addresses, every_row, external_ids, facts_of, found, values_of
from truth.telling import KNOWN_STATES, Book

pytestmark = pytest.mark.slow

CONTACTS_TRIED = 2


async def test_every_page_answers_in_full(book: Book) -> None:
    for company, told, _ in book:
        states = {name: section["state"] for name, section in told.page["sections"].items()}
        assert set(states.values()) <= KNOWN_STATES, (company.key, states)
    paying = [told for _, told, _ in book if told.page["sections"]["billing"]["state"] == "fresh"]
    assert len(paying) > len(book.told) / 2


async def test_every_figure_is_true(book: Book) -> None:
    found: dict[str, dict[str, Any]] = {}
    for company, told, true in book:
        if different := figures.differing(told.figures(), true):
            found[company.key] = different
    assert found == {}


async def test_what_was_paid_in_each_month(book: Book) -> None:
    for company, told, true in book:
        if data := told.of("billing"):
            assert data["paid_by_month"] == true["paid_by_month"], company.key
        else:
            assert all(month["paid"] == [] for month in true["paid_by_month"]), company.key


async def test_the_score_cards_repeat_the_section_s_money(book: Book) -> None:
    for company, told, true in book:
        scores = told.page["scores"]
        assert [each["money"] for each in scores["mrr"]["amounts"]] == true["mrr"], company.key
        assert [each["money"] for each in scores["arr"]["amounts"]] == true["arr"], company.key


async def test_what_is_coming_begins_with_the_renewal_that_billing_names(book: Book) -> None:
    """To billing the end of a trial is a renewal, since from then on it is paid for."""
    for company, told, _ in book:
        coming = told.of("upcoming").get("contract", [])
        dates = [each["at"] for each in coming if each["kind"] in {"renewal", "trial_end"}]
        if (renews_at := told.of("billing").get("next_renewal_at")) is not None:
            assert renews_at in dates, company.key
        else:
            assert told.of("upcoming").get("next_renewal_at") is None, company.key


async def test_who_stands_above_whom(book: Book) -> None:
    accounts = book.home.accounts
    for company, told, _ in book:
        head = told.page["account"]
        above = head.get("parent")
        assert (above["id"] if above else None) == (accounts[company.parent.key] if company.parent else None)
        below = {accounts[each.key] for each in book.home.companies if each.parent is company}
        assert {each["id"] for each in head.get("children", [])} == below, company.key


GROUPED = ("mrr", "arr", "open_deal_value")


async def test_a_group_s_numbers_are_those_of_its_members_in_every_currency(book: Book) -> None:
    """Also where one of them has several: nothing is left out, and nothing is converted."""
    groups = {key: below for key in book.told if len(below := _with_all_below(book, key)) > 1}
    assert groups
    truths = {key: [book.home.truth(each) for each in below] for key, below in groups.items()}
    expected = {
        key: {name: _added(true[name] for true in members) for name in GROUPED} for key, members in truths.items()
    }
    async with book.home.client() as client:

        async def rolled_up() -> dict[str, Any]:
            return {
                key: _totals((await client.get(f"/api/v1/accounts/{book.home.accounts[key]}/roll-up")).json())
                for key in groups
            }

        await eventually(rolled_up, expected)


async def test_a_member_of_several_currencies_counts_in_each_of_them(book: Book) -> None:
    truths = {company.key: book.home.truth(company.key) for company in book.home.companies}
    member = max(truths, key=lambda key: len(truths[key]["mrr"]))
    top = next(
        each.key
        for each in book.home.companies
        if each.parent is None and truths[each.key]["mrr"] and member not in _with_all_below(book, each.key)
    )
    group = {*_with_all_below(book, top), *_with_all_below(book, member)}
    expected = {name: _added(truths[key][name] for key in group) for name in GROUPED}
    accounts = book.home.accounts
    async with book.home.client() as client:

        async def put_below(parent: str | None) -> None:
            answer = await client.put(f"/api/v1/accounts/{accounts[member]}/parent", json={"parent": parent})
            assert answer.status_code == 204, answer.text

        async def rolled_up() -> dict[str, Any]:
            return _totals((await client.get(f"/api/v1/accounts/{accounts[top]}/roll-up")).json())

        await put_below(accounts[top])
        try:
            await eventually(rolled_up, expected)
        finally:
            await put_below(None)


def _with_all_below(book: Book, key: str) -> list[str]:
    children = [each.key for each in book.home.companies if each.parent and each.parent.key == key]
    return [key, *(below for child in children for below in _with_all_below(book, child))]


def _totals(told: dict[str, Any]) -> dict[str, Any]:
    figures = {each["name"]: each["total"].get("money", []) for each in told["figures"]}
    return {name: _added([figures[name]]) for name in GROUPED}


def _added(amounts: Iterable[list[dict[str, Any]]]) -> dict[str, int]:
    sums = Counter[str]()
    for money in (each for some in amounts for each in some):
        sums[money["currency"]] += money["amount_minor"]
    return dict(sums)


async def test_the_page_carries_the_head_of_what_the_drill_down_carries_in_full(book: Book) -> None:
    for company, told, _ in book:
        for name, section in told.page["sections"].items():
            whole, short = told.sections[name]["data"], section["data"]
            for field, value in (short or {}).items():
                place = (company.key, name, field)
                if field in section["more"]:
                    assert len(whole[field]) == section["more"][field] > len(value), place
                    assert whole[field][: len(value)] == value, place
                else:
                    assert whole[field] == value, place


# Every account is found by whatever it is known by, and lists tell of it what its page tells.


async def test_by_the_id_of_any_record(book: Book) -> None:
    meant = {
        ("external", external): [book.home.accounts[keys.company.key]]
        for keys in book.home.live.accounts()
        for external in external_ids(keys)
    }
    assert await found(book.home, meant) == meant


async def test_by_domain(book: Book) -> None:
    meant = [
        (("domain", company.domain), book.home.accounts[company.key])
        for company in book.home.companies
        if company.domain and company_domain(company.domain)
    ]
    assert len(meant) > len(book.told) / 2
    answers = await found(book.home, {asked for asked, _ in meant})
    assert [(asked, account) for asked, account in meant if account not in answers[asked]] == []


async def test_by_the_address_of_a_contact(book: Book) -> None:
    meant = [
        (("email", address), book.home.accounts[company.key])
        for company in book.home.companies
        for contact in company.contacts[:CONTACTS_TRIED]
        for address in addresses(contact)
    ]
    answers = await found(book.home, {asked for asked, _ in meant})
    assert [(asked, account) for asked, account in meant if account not in answers[asked]] == []


async def test_the_list_tells_what_is_true(book: Book) -> None:
    """Lists are filled behind the pages that were read, so the last of them may have to be waited for."""
    expected = {book.home.accounts[company.key]: facts_of(told, true) for company, told, true in book}
    async with book.home.client() as client:

        async def listed() -> dict[str, dict[str, Any]]:
            return {row["id"]: values_of(row.get("facts", {})) for row in await every_row(client)}

        await eventually(listed, expected)
