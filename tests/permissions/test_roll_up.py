"""The numbers of a group count what the viewer may see, and do not hint that there is more."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from permissions.people import Peopled, own
from rotunda.access.roles import Scope
from rotunda.sections.ids import AccountId

ABSENT = "acc_" + "0" * 20
BOUND = ("sales", "success", "onboarding")


@pytest_asyncio.fixture
async def family(ten: Peopled) -> AsyncIterator[list[AccountId]]:
    """Below the account of the ten stands one of theirs, below that one of nobody's, below that one of theirs again.
    All have numbers.
    """
    others = [each for each in ten.house.accounts.values() if each not in (ten.account, ten.elsewhere)]
    below = [others[0], ten.elsewhere, others[1]]
    for each in (others[0], others[1]):
        await own(ten.house, each)
    database = ten.house.installation.database
    for parent, child in zip([ten.account, *below], below, strict=False):
        await database.execute("UPDATE account SET parent_id = %s WHERE id = %s", (parent, child))
    for number, account in enumerate([ten.account, *below]):
        for name, currency in (("mrr", "EUR"), ("open_tickets", None), ("active_users_7d", None)):
            await database.execute(
                "INSERT INTO account_fact (account_id, name, number_value, currency, source, as_of) "
                "VALUES (%s, %s, %s, %s, 'test', now()) ON CONFLICT (account_id, name) DO UPDATE "
                "SET number_value = excluded.number_value, currency = excluded.currency, amounts = NULL",
                (account, name, 10**number, currency),
            )
    yield below
    await database.execute("DELETE FROM account_owner WHERE source = 'test' AND account_id <> %s", (ten.account,))
    await database.execute("UPDATE account SET parent_id = NULL WHERE id = ANY(%s)", (below,))


async def rolled_up(ten: Peopled, role: str, account: str | None = None) -> dict[str, Any]:
    answer = await ten.clients[role].get(ten.path("/roll-up", account))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _totals(told: dict[str, Any]) -> dict[str, Any]:
    return {
        each["name"]: each["total"].get("number", [money["amount_minor"] for money in each["total"].get("money", [])])
        for each in told["figures"]
    }


async def test_whoever_sees_everything_has_the_whole_group(ten: Peopled, family: list[AccountId]) -> None:
    told = await rolled_up(ten, "admin")
    assert told["below"]["count"] == len(family)
    assert _totals(told)["mrr"] == [1111]
    assert _totals(told)["open_tickets"] == 1111


@pytest.mark.parametrize("role", BOUND)
async def test_what_stands_behind_an_account_that_may_not_be_seen_does_not_count(
    ten: Peopled, family: list[AccountId], role: str
) -> None:
    told = await rolled_up(ten, role)
    assert [each["id"] for each in told["below"]["first"]] == [family[0]]
    assert told["below"]["count"] == 1
    for each in told["figures"]:
        assert {link["id"] for key in ("without", "old") for link in each[key]["first"]} <= {ten.account, family[0]}
    counted = {"mrr": [11], "open_tickets": 11, "active_users_7d": 11}
    totals = _totals(told)
    assert {name: totals[name] for name in counted if name in totals} == {
        name: value for name, value in counted.items() if name in totals
    }


@pytest.mark.parametrize("role", BOUND)
async def test_the_same_bytes_whether_or_not_there_is_more(ten: Peopled, family: list[AccountId], role: str) -> None:
    with_more = (await ten.clients[role].get(ten.path("/roll-up"))).content
    database = ten.house.installation.database
    await database.execute("UPDATE account SET parent_id = NULL WHERE id = %s", (ten.elsewhere,))
    assert (await ten.clients[role].get(ten.path("/roll-up"))).content == with_more
    assert family


async def test_figures_are_those_whose_label_the_role_reads(ten: Peopled, family: list[AccountId]) -> None:
    assert family
    house = ten.house.installation.house
    for name, role in ten.house.installation.roles.items():
        named = {each["name"] for each in (await rolled_up(ten, name))["figures"]}
        readable = {
            column.name
            for section in house.sections.values()
            for column in section.columns
            if column.adds and (section.name, column.label) in role.reach
        }
        assert named == readable, name


@pytest.mark.parametrize("role", BOUND)
async def test_a_forbidden_account_is_answered_as_one_that_is_not_there(ten: Peopled, role: str) -> None:
    forbidden = await ten.clients[role].get(ten.path("/roll-up", ten.elsewhere))
    missing = await ten.clients[role].get(ten.path("/roll-up", ABSENT))
    assert forbidden.status_code == 404
    assert _whole(forbidden) == _whole(missing)


def _whole(answer: httpx.Response) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key not in {"request_id", "instance"}}


async def test_a_circle_ends(ten: Peopled, family: list[AccountId]) -> None:
    """Sources may say anything."""
    database = ten.house.installation.database
    await database.execute("UPDATE account SET parent_id = %s WHERE id = %s", (family[-1], ten.account))
    try:
        assert (await rolled_up(ten, "admin"))["below"]["count"] == len(family)
    finally:
        await database.execute("UPDATE account SET parent_id = NULL WHERE id = %s", (ten.account,))


def test_the_roles_that_are_bound_are_bound(ten: Peopled) -> None:
    roles = ten.house.installation.roles
    assert all(roles[name].scope is not Scope.ALL for name in BOUND)
