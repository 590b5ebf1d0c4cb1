"""Keeps the health of every account for lists, by what its sections were found to say when each was last read.

It is judged over everything: for whoever may read less, lists hold none, and their pages judge by what they may read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.insight.health.ageing import ahead
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.judging import found_in
from rotunda.insight.health.model import Measure
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, SectionName
from rotunda.view.scores.book import Score, ScoreBook

_WRITE = """
    WITH found AS (
        SELECT * FROM jsonb_to_recordset(%(found)s::jsonb) AS one(
            account_id text, factor text, measure text, score double precision, sample integer, as_of timestamptz,
            ahead double precision[], judged_at timestamptz
        )
    ), forgotten AS (
        DELETE FROM health_measure was
        USING jsonb_to_recordset(%(asked)s::jsonb) AS one(account_id text, factor text, measure text)
        WHERE (was.account_id, was.factor, was.measure) = (one.account_id, one.factor, one.measure) AND NOT EXISTS (
            SELECT FROM found
            WHERE (found.account_id, found.factor, found.measure) = (was.account_id, was.factor, was.measure)
        )
    )
    INSERT INTO health_measure (account_id, factor, measure, score, sample, as_of, ahead, judged_at)
    SELECT * FROM found WHERE EXISTS (SELECT FROM account WHERE id = found.account_id)
    ORDER BY account_id, factor, measure
    ON CONFLICT (account_id, factor, measure) DO UPDATE SET
        score = excluded.score, sample = excluded.sample, as_of = excluded.as_of,
        ahead = excluded.ahead, judged_at = excluded.judged_at
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


async def judge_again(
    database: Database, book: ScoreBook, sections: Sequence[Measurable], now: datetime
) -> list[KeptHealth]:
    """Keeps what these sections say, and judges their accounts by all that is known of them."""
    sections = [each for each in sections if _measures_of(each.section)]
    if not sections:
        return []
    await database.execute(_WRITE, _parameters(sections, now))
    accounts = sorted({each.account for each in sections})
    scores = await book.of(accounts, now)
    return [_kept(account, scores.get(account), now) for account in accounts]


def _kept(account: AccountId, score: Score | None, now: datetime) -> KeptHealth:
    return KeptHealth(account, None, now) if score is None else KeptHealth(account, score.score, score.as_of)


def _measures_of(section: SectionName) -> list[Measure]:
    return [measure for measure in all_measures() if measure.section == section]


def _parameters(sections: Sequence[Measurable], now: datetime) -> dict[str, str]:
    asked = [_named(each.account, measure) for each in sections for measure in _measures_of(each.section)]
    found = [
        _named(each.account, found.measure)
        | {"score": found.finding.score, "sample": found.finding.sample, "as_of": each.as_of}
        | {"ahead": ahead(found, each.view, now), "judged_at": now}
        for each in sections
        for found in found_in(each.section, each.view, now)
    ]
    return {"asked": msgspec.json.encode(asked).decode(), "found": msgspec.json.encode(found).decode()}


def _named(account: AccountId, measure: Measure) -> dict[str, object]:
    return {"account_id": account, "factor": measure.factor, "measure": measure.name}
