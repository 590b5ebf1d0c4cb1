"""The health of many accounts, judged from what their sections were found to say, as it has aged since."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import LiteralString

import msgspec

from rotunda.identity.fields.built_in import ACCOUNT_SEGMENTS
from rotunda.insight.health.ageing import DAYS
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.model import Band
from rotunda.insight.health.score_model import ScoreModels
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId
from rotunda.view.scores.sql import FACTORS, SCORES

_AT_ONCE = 2000
"""Accounts in one statement: what it holds is locked for a moment."""

_THESE: LiteralString = "wanted AS (SELECT unnest(%(accounts)s::text[]) AS account_id)"
_NEXT: LiteralString = """
    wanted AS MATERIALIZED (
        SELECT DISTINCT account_id FROM health_measure WHERE account_id > %(after)s ORDER BY account_id LIMIT %(most)s
    )
"""
_ALL: LiteralString = "wanted AS MATERIALIZED (SELECT DISTINCT account_id FROM health_measure)"
_JUDGE: LiteralString = f"""
    WITH {_THESE}, {FACTORS}, {SCORES.format(p="")}
    SELECT account_id AS account, score, as_of FROM scored
"""
_RECALCULATE: LiteralString = f"""
    WITH {_NEXT}, {FACTORS}, {SCORES.format(p="")}, changed AS MATERIALIZED (
        SELECT s.account_id, s.score, s.as_of FROM scored s
        LEFT JOIN account_fact f ON f.account_id = s.account_id AND f.name = 'health'
        WHERE f.number_value IS DISTINCT FROM s.score ORDER BY s.account_id
    ), gone AS (
        DELETE FROM account_fact f USING wanted w
        WHERE f.account_id = w.account_id AND f.name = 'health'
            AND NOT EXISTS (SELECT FROM scored s WHERE s.account_id = w.account_id)
    ), kept AS (
        INSERT INTO account_fact (account_id, name, number_value, source, as_of)
        SELECT account_id, 'health', score, 'rotunda', as_of FROM changed
        ON CONFLICT (account_id, name) DO UPDATE SET number_value = excluded.number_value, as_of = excluded.as_of
    ), of_the_day AS (
        INSERT INTO metric_snapshot (account_id, metric, currency, day, value, source, as_of)
        SELECT account_id, 'health', '', %(day)s, score, 'rotunda', as_of FROM changed
        ON CONFLICT (account_id, metric, currency, day) DO UPDATE SET value = excluded.value, as_of = excluded.as_of
    )
    SELECT max(account_id) AS last, count(*) AS judged, (SELECT count(*) FROM changed) AS changed FROM wanted
"""
_COMPARED: LiteralString = f"""
    WITH {_ALL}, {FACTORS}, {SCORES.format(p="was_")}, {SCORES.format(p="will_")}, compared AS MATERIALIZED (
        SELECT account_id, w.score AS was, s.score AS will,
            CASE WHEN w.score >= wb.green THEN 'green' WHEN w.score >= wb.yellow THEN 'yellow'
                WHEN w.score >= wb.orange THEN 'orange' WHEN w.score >= 0 THEN 'red' END AS was_band,
            CASE WHEN s.score >= sb.green THEN 'green' WHEN s.score >= sb.yellow THEN 'yellow'
                WHEN s.score >= sb.orange THEN 'orange' WHEN s.score >= 0 THEN 'red' END AS will_band
        FROM (will_scored s JOIN will_band sb ON sb.model = s.model)
        FULL JOIN (was_scored w JOIN was_band wb ON wb.model = w.model) USING (account_id)
    ), changed AS (
        SELECT b.account_id AS account, a.name, b.was, b.will, b.was_band, b.will_band
        FROM compared b JOIN account a ON a.id = b.account_id WHERE b.was <> b.will OR b.was_band <> b.will_band
        ORDER BY abs(b.was - b.will) DESC, b.account_id LIMIT %(most)s
    )
    SELECT (SELECT count(*) FROM compared WHERE will IS NOT NULL) AS judged,
        (SELECT count(*) FROM compared
            WHERE was IS DISTINCT FROM will OR was_band IS DISTINCT FROM will_band) AS changed,
        (SELECT coalesce(json_object_agg(band, n), '{{}}') FROM (
            SELECT was_band AS band, count(*) AS n FROM compared WHERE was IS NOT NULL GROUP BY 1) AS one)::text AS was,
        (SELECT coalesce(json_object_agg(band, n), '{{}}') FROM (
            SELECT will_band AS band, count(*) AS n FROM compared WHERE will IS NOT NULL GROUP BY 1) AS one)::text
            AS will,
        (SELECT coalesce(json_agg(changed), '[]') FROM changed)::text AS moves
"""


class Score(msgspec.Struct, frozen=True):
    """0 to 100; `as_of` is when the oldest of what it is judged by was read."""

    account: AccountId
    score: float
    as_of: datetime


class Move(msgspec.Struct, frozen=True):
    """An account whose score another set of models changes."""

    account: AccountId
    name: str
    was: float
    will: float
    was_band: Band
    will_band: Band


class Comparison(msgspec.Struct, frozen=True):
    """How many accounts each band has by the models of today (`was`) and by others (`will`), how many change, and those
    that change most.
    """

    judged: int
    changed: int
    was: dict[Band, int]
    will: dict[Band, int]
    moves: list[Move]


class Recalculated(msgspec.Struct, frozen=True):
    judged: int
    changed: int


class _Chunk(msgspec.Struct, frozen=True):
    last: AccountId | None
    judged: int
    changed: int


class _Compared(msgspec.Struct, frozen=True):
    judged: int
    changed: int
    was: str
    will: str
    moves: str


class ScoreBook:
    """`models` are those of now."""

    def __init__(self, database: Database, models: Callable[[], ScoreModels]) -> None:
        self._database = database
        self._models = models

    async def of(self, accounts: Sequence[AccountId], now: datetime) -> dict[AccountId, Score]:
        """Without those of which nothing can be judged."""
        named = _shared(now) | _parameters("", self._models()) | {"accounts": list(accounts)}
        return {each.account: each for each in await self._database.fetch_all(Score, _JUDGE, named)}

    async def recalculate(self, now: datetime) -> Recalculated:
        """All accounts that were ever read, a part of them at a time; only what has changed is written."""
        after, judged, changed = "", 0, 0
        named = _shared(now) | _parameters("", self._models()) | {"day": now.date(), "most": _AT_ONCE}
        while True:
            chunk = await self._database.fetch_one(_Chunk, _RECALCULATE, named | {"after": after})
            if chunk is None or chunk.last is None:
                return Recalculated(judged, changed)
            after, judged, changed = chunk.last, judged + chunk.judged, changed + chunk.changed

    async def compare(self, wanted: ScoreModels, now: datetime, most: int) -> Comparison:
        """The whole book by the models of now and by those `wanted`, with the `most` that change most."""
        named = _shared(now) | _parameters("was_", self._models()) | _parameters("will_", wanted) | {"most": most}
        found = await self._database.fetch_one(_Compared, _COMPARED, named)
        if found is None:
            raise RuntimeError("an aggregate has one row")
        return Comparison(
            found.judged,
            found.changed,
            msgspec.json.decode(found.was, type=dict[Band, int]),
            msgspec.json.decode(found.will, type=dict[Band, int]),
            msgspec.json.decode(found.moves, type=list[Move]),
        )


def _shared(now: datetime) -> dict[str, object]:
    return {"now": now, "days": [float(day) for day in DAYS], "measures": _measures(), "field": ACCOUNT_SEGMENTS}


@cache
def _measures() -> str:
    return _json([{"factor": each.factor, "measure": each.name, "weight": each.weight} for each in all_measures()])


def _parameters(prefix: str, models: ScoreModels) -> dict[str, object]:
    weights = [
        {"model": model.name, "factor": factor, "weight": weight}
        for model in models.models
        for factor, weight in model.weights.items()
        if weight
    ]
    bands = [{"model": model.name} | msgspec.structs.asdict(model.bands) for model in models.models]
    segments = [
        {"segment": each.segment.lower(), "model": each.model, "place": place}
        for place, each in enumerate(models.segments)
    ]
    return {
        f"{prefix}weights": _json(weights),
        f"{prefix}bands": _json(bands),
        f"{prefix}segments": _json(segments),
        f"{prefix}default": models.default,
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
