"""A line's budget is what the customer's plan allows."""

from typing import Any

import pytest

from reading.sources import House, Source, connector, open_house
from rotunda.connector_kit.manifest import RateBudget
from rotunda.kit.database import Database

BY_REGION = RateBudget(requests=9, seconds=10, by_choice=("region", {"eu": 9, "us": 90}))


def limit_of(house: House) -> int:
    assert house.line.gate.budgets
    [use] = house.readings.status(house.connection.id).budgets
    return use.limit


@pytest.mark.parametrize(("chosen", "limit"), [({}, 9), ({"region": "eu"}, 9), ({"region": "us"}, 90)])
async def test_the_budget_follows_what_was_chosen(database: Database, chosen: dict[str, str], limit: int) -> None:
    async with Source() as source:
        form: dict[str, Any] = {"key": "good", "base_url": source.url, **chosen}
        async with open_house(database, source, connector(budgets={"default": BY_REGION}), form=form) as house:
            assert limit_of(house) == limit


async def test_another_choice_is_another_budget(database: Database) -> None:
    async with Source() as source, open_house(database, source, connector(budgets={"default": BY_REGION})) as house:
        assert limit_of(house) == 9
        await house.connections.update(house.connection.id, {"region": "us", "base_url": source.url})
        assert limit_of(house) == 90


def test_what_was_saved_before_there_were_choices_counts_as_the_smallest() -> None:
    assert BY_REGION.chosen({"region": "gone"}).requests == BY_REGION.chosen({}).requests == 9
