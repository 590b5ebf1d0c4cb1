"""The numbers of an account and of all below it: per currency, on demand, and nothing moves before somebody asks."""

import re
from collections import Counter

import pytest
from playwright.async_api import expect

from e2e.visit import PHONE, Visits
from e2e.wording import money, whole
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


@pytest.fixture
def parent(home: InhabitedHouse) -> str:
    """The key of a company with others below it."""
    return next(company.parent.key for company in home.companies if company.parent)


async def test_a_switch_shows_the_group_s_numbers(visits: Visits, home: InhabitedHouse, parent: str) -> None:
    truths = [
        home.truth(each.key) for each in home.companies if parent in {each.key, each.parent.key if each.parent else ""}
    ]
    currencies = Counter[str]()
    for truth in truths:
        for amount in truth["mrr"]:
            currencies[amount["currency"]] += amount["amount_minor"]
    visit = await visits.of("admin", PHONE)
    await visit.open_account(parent)
    roll_up = visit.part("roll-up")
    await expect(roll_up.get_by_role("radio", name="This account")).to_be_checked()
    await expect(visit.part("roll-up-mrr")).to_have_count(0)
    await roll_up.get_by_role("radio", name="With its children").check()
    for currency, amount in currencies.items():
        said = money({"currency": currency, "amount_minor": amount})
        await expect(visit.part("roll-up-mrr")).to_contain_text(whole(said))
    tickets = sum(truth["open_tickets"] for truth in truths)
    await expect(visit.part("roll-up-open_tickets")).to_contain_text(whole(str(tickets)))
    await expect(roll_up).to_contain_text(re.compile("The oldest number was read"))
    await expect(roll_up).to_contain_text(f"{len(truths) - 1} account")
    assert await visit.overflow() == 0
    await roll_up.get_by_role("radio", name="This account").check()
    await expect(visit.part("roll-up-mrr")).to_have_count(0)


async def test_an_account_without_children_has_no_switch(visits: Visits, home: InhabitedHouse) -> None:
    parents = {company.parent.key for company in home.companies if company.parent}
    visit = await visits.of("admin")
    await visit.open_account(next(each.key for each in home.companies if each.key not in parents))
    await expect(visit.part("roll-up")).to_have_count(0)
