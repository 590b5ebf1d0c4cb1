"""The whole book is judged in one statement, to the hundredth as each account is judged alone."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest_asyncio
from psycopg.types.json import Jsonb

from insight.health.views import NOW
from rotunda.identity.fields.built_in import ACCOUNT_SEGMENTS
from rotunda.insight.health.ageing import DAYS
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.judging import health_of_all
from rotunda.insight.health.model import Bands, Finding, Found
from rotunda.insight.health.score_model import ACCOUNT, Assignment, ScoreModel, ScoreModels
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId
from rotunda.view.scores.book import ScoreBook

COUNT = 1000
ROUGH = ScoreModel("rough", {"payment": 3, "support": 1.5, "contract": 0}, Bands(75, 50, 25))
MODELS = ScoreModels((ACCOUNT, ROUGH), "account", (Assignment("Big", "rough"), Assignment("small", "account")))
MEASURE = """
    INSERT INTO health_measure (account_id, factor, measure, score, sample, as_of, judged_at)
    VALUES (%s, %s, %s, %s, 1, %s, %s)
"""
SEGMENTS = """
    INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at)
    VALUES (%s, 'account', %s, %s, 1, now())
"""


class Kept(msgspec.Struct, frozen=True):
    id: AccountId
    number: float | None


class Customer(msgspec.Struct, frozen=True):
    """What is kept of one account."""

    id: AccountId
    segments: list[str]
    found: list[Found]


def customers() -> list[Customer]:
    """Some with everything, some with little, some with nothing that can be judged; scores of few digits and many."""
    draw = random.Random(8)
    made = list[Customer]()
    for number in range(COUNT):
        share = draw.random()
        found = [
            Found(each, Finding(round(100 * draw.random(), draw.choice((0, 2, 14))), "said"))
            for each in all_measures()
            if draw.random() < share
        ]
        segments = draw.choice(([], ["BIG"], ["small", "big"], ["other"], ["Small"]))
        made.append(Customer(AccountId(f"acc_{number:06}"), segments, found))
    return made


@pytest_asyncio.fixture
async def book(database: Database) -> Sequence[Customer]:
    await database.execute("DELETE FROM account")
    await database.execute("DELETE FROM field_value")
    every = customers()
    async with database.transaction() as connection, connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())",
            [(each.id, each.id) for each in every],
        )
        await cursor.executemany(MEASURE, [_row(each.id, found) for each in every for found in each.found])
        await cursor.executemany(
            SEGMENTS, [(each.id, ACCOUNT_SEGMENTS, Jsonb(each.segments)) for each in every if each.segments]
        )
    return every


def _row(account: AccountId, found: Found) -> tuple[Any, ...]:
    return (account, found.measure.factor, found.measure.name, found.finding.score, NOW, NOW)


def alone(every: Sequence[Customer], models: ScoreModels) -> Mapping[AccountId, float]:
    """Each judged by itself."""
    judged = {each.id: health_of_all(models.of(each.segments), each.found, NOW) for each in every}
    return {account: health.score for account, health in judged.items() if health is not None}


async def kept(database: Database) -> Mapping[AccountId, float | None]:
    rows = await database.fetch_all(
        Kept, "SELECT account_id AS id, number_value AS number FROM account_fact WHERE name = 'health'"
    )
    return {each.id: each.number for each in rows}


async def test_a_thousand_accounts_are_judged_as_each_alone(database: Database, book: Sequence[Customer]) -> None:
    scores = await ScoreBook(database, lambda: MODELS).of([each.id for each in book], NOW)
    expected = alone(book, MODELS)
    assert len(expected) > 0.9 * COUNT
    assert {account: each.score for account, each in scores.items()} == expected


async def test_it_is_recalculated_in_parts_and_only_what_changed(database: Database, book: Sequence[Customer]) -> None:
    judged = [each for each in book if each.found]
    first = await ScoreBook(database, lambda: MODELS).recalculate(NOW)
    assert (first.judged, first.changed) == (len(judged), len(alone(book, MODELS)))
    assert await kept(database) == alone(book, MODELS)
    again = await ScoreBook(database, lambda: MODELS).recalculate(NOW + timedelta(hours=1))
    assert (again.judged, again.changed) == (len(judged), 0)
    other = msgspec.structs.replace(MODELS, default="rough", segments=())
    await ScoreBook(database, lambda: other).recalculate(NOW)
    assert await kept(database) == alone(book, other)


async def test_a_comparison_is_what_saving_then_gives(database: Database, book: Sequence[Customer]) -> None:
    other = msgspec.structs.replace(MODELS, default="rough")
    compared = await ScoreBook(database, lambda: MODELS).compare(other, NOW, most=5)
    was, will = alone(book, MODELS), alone(book, other)
    models = {each.id: (MODELS.of(each.segments), other.of(each.segments)) for each in book}
    for told, scores, which in ((compared.was, was, 0), (compared.will, will, 1)):
        bands = [models[account][which].bands.of(score) for account, score in scores.items()]
        assert told == {band: bands.count(band) for band in set(bands)}
    moved = {account: abs(was[account] - score) for account, score in will.items() if account in was}
    assert compared.judged == len(will)
    assert [abs(each.will - each.was) for each in compared.moves] == sorted(moved.values(), reverse=True)[:5]
    assert all((each.was, each.will) == (was[each.account], will[each.account]) for each in compared.moves)


async def test_what_was_found_ages_between_the_days_that_were_looked_ahead_to(database: Database) -> None:
    """80 falls to 60 on the tenth day, by a straight line from the seventh on; from the 45th on nothing is left."""
    account = AccountId("acc_aged")
    await database.execute("DELETE FROM account")
    await database.execute(
        "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, 'Aged', now(), now())", (account,)
    )
    await database.execute(MEASURE, (account, "support", "open tickets", 80, NOW, NOW))
    [measure] = [each for each in all_measures() if each.factor == "support"][:1]
    ahead = [None if day >= 45 else 60.0 if day >= 10 else 80.0 for day in DAYS]
    await database.execute("UPDATE health_measure SET measure = %s, ahead = %s", (measure.name, ahead))
    book = ScoreBook(database, lambda: MODELS)
    scores: dict[float, float | None] = {}
    for days in (-1, 0, 7, 8, 8.5, 10, 20, 30, 44, 45, 400):
        told = await book.of([account], NOW + timedelta(days=days))
        scores[days] = told[account].score if told else None
    assert scores == {
        -1: 80,
        0: 80,
        7: 80,
        8: 73.33,
        8.5: 70,
        10: 60,
        20: 60,
        30: 60,
        44: 60,
        45: None,
        400: None,
    }
