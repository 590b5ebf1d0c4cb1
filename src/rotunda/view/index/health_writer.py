"""Keeps the health of every account for lists, by what its sections were found to say when each was last read.

It is judged over everything: for whoever may read less, lists hold none, and their pages judge by what they may read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec

from rotunda.insight.health.account import found_in, health_of_all
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.model import Finding, Found, Measure
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, SectionName

_WRITE = """
    WITH found AS (
        SELECT * FROM jsonb_to_recordset(%(found)s::jsonb) AS one(
            account_id text, factor text, measure text, score double precision, sample integer, as_of timestamptz
        )
    ), forgotten AS (
        DELETE FROM health_measure was
        USING jsonb_to_recordset(%(asked)s::jsonb) AS one(account_id text, factor text, measure text)
        WHERE (was.account_id, was.factor, was.measure) = (one.account_id, one.factor, one.measure) AND NOT EXISTS (
            SELECT FROM found
            WHERE (found.account_id, found.factor, found.measure) = (was.account_id, was.factor, was.measure)
        )
    )
    INSERT INTO health_measure (account_id, factor, measure, score, sample, as_of)
    SELECT * FROM found WHERE EXISTS (SELECT FROM account WHERE id = found.account_id)
    ORDER BY account_id, factor, measure
    ON CONFLICT (account_id, factor, measure) DO UPDATE SET
        score = excluded.score, sample = excluded.sample, as_of = excluded.as_of
"""
_READ = """
    SELECT account_id AS account, factor, measure, score, sample, as_of FROM health_measure
    WHERE account_id = ANY(%s) ORDER BY account_id
"""


class Measurable(msgspec.Struct, frozen=True):
    """One merged section of an account."""

    account: AccountId
    section: SectionName
    view: Any
    as_of: datetime


class KeptHealth(msgspec.Struct, frozen=True):
    """0 to 100, None where nothing is left to judge by; `as_of` is when the oldest of what it is judged by was read."""

    account: AccountId
    score: float | None
    as_of: datetime


class _Row(msgspec.Struct, frozen=True):
    account: AccountId
    factor: str
    measure: str
    score: float
    sample: int
    as_of: datetime


async def judge_again(database: Database, sections: Sequence[Measurable], now: datetime) -> list[KeptHealth]:
    """Keeps what these sections say, and judges their accounts by all that is known of them."""
    sections = [each for each in sections if _measures_of(each.section)]
    if not sections:
        return []
    await database.execute(_WRITE, _parameters(sections, now))
    accounts = sorted({each.account for each in sections})
    rows = await database.fetch_all(_Row, _READ, (accounts,))
    of_each = {account: list(those) for account, those in groupby(rows, lambda row: row.account)}
    return [_judged(account, of_each.get(account, []), now) for account in accounts]


def _measures_of(section: SectionName) -> list[Measure]:
    return [measure for measure in all_measures() if measure.section == section]


def _parameters(sections: Sequence[Measurable], now: datetime) -> dict[str, str]:
    asked = [_named(each.account, measure) for each in sections for measure in _measures_of(each.section)]
    found = [
        _named(each.account, found.measure)
        | {"score": found.finding.score, "sample": found.finding.sample, "as_of": each.as_of}
        for each in sections
        for found in found_in(each.section, each.view, now)
    ]
    return {"asked": msgspec.json.encode(asked).decode(), "found": msgspec.json.encode(found).decode()}


def _named(account: AccountId, measure: Measure) -> dict[str, object]:
    return {"account_id": account, "factor": measure.factor, "measure": measure.name}


def _judged(account: AccountId, rows: Sequence[_Row], now: datetime) -> KeptHealth:
    """A measure that the model has no more counts no more."""
    known: Mapping[tuple[str, str], Measure] = {(each.factor, each.name): each for each in all_measures()}
    held = [row for row in rows if (row.factor, row.measure) in known]
    found = [Found(known[row.factor, row.measure], Finding(row.score, "", row.sample)) for row in held]
    health = health_of_all(found, now)
    return KeptHealth(account, health and health.score, min((row.as_of for row in held), default=now))
