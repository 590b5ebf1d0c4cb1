"""How many accounts are judged in one statement: the same as `insight/health` does of one at a time.

Scores are rounded as there: half to even, each contribution to a hundredth.
"""

from typing import LiteralString

FACTORS: LiteralString = """
    measure AS (
        SELECT * FROM jsonb_to_recordset(%(measures)s::jsonb) AS one(
            factor text, measure text, weight double precision
        )
    ), aged AS (
        SELECT h.account_id, h.factor, m.weight, h.as_of, CASE WHEN h.ahead IS NULL THEN h.score
            WHEN step.number >= cardinality(%(days)s::float8[]) THEN h.ahead[step.number]
            ELSE h.ahead[step.number] + (coalesce(h.ahead[step.number + 1], h.ahead[step.number])
                - h.ahead[step.number]) * (since.days - (%(days)s::float8[])[step.number])
                / ((%(days)s::float8[])[step.number + 1] - (%(days)s::float8[])[step.number]) END AS score
        FROM health_measure h JOIN measure m USING (factor, measure)
        CROSS JOIN LATERAL (
            SELECT greatest(0, extract(epoch FROM %(now)s - h.judged_at)::float8 / 86400) AS days
        ) AS since
        CROSS JOIN LATERAL (SELECT width_bucket(since.days, %(days)s::float8[]) AS number) AS step
        WHERE h.account_id IN (SELECT account_id FROM wanted)
    ), factor AS MATERIALIZED (
        SELECT account_id, factor, sum(score * weight) / sum(weight) AS score, min(as_of) AS as_of
        FROM aged WHERE score IS NOT NULL GROUP BY account_id, factor
    ), held AS MATERIALIZED (
        SELECT DISTINCT ON (m.shown_id) m.shown_id AS account_id, v.value
        FROM field_value v JOIN account_member m ON m.account_id = v.customer_id
        WHERE v.field_id = %(field)s AND m.shown_id IN (SELECT account_id FROM wanted)
        ORDER BY m.shown_id, v.customer_id = m.shown_id DESC, v.value <> 'null' DESC, v.set_at DESC, v.customer_id
    )
"""
"""Over the accounts of `wanted` (account_id): what each factor finds now, and the segments that each is `held` in."""

SCORES: LiteralString = """
    {p}weight AS (
        SELECT * FROM jsonb_to_recordset(%({p}weights)s::jsonb) AS one(
            model text, factor text, weight double precision)
    ), {p}band AS (
        SELECT * FROM jsonb_to_recordset(%({p}bands)s::jsonb) AS one(
            model text, green double precision, yellow double precision, orange double precision)
    ), {p}assigned AS (
        SELECT h.account_id, (array_agg(s.model ORDER BY s.place))[1] AS model
        FROM held h
        CROSS JOIN jsonb_array_elements_text(CASE jsonb_typeof(h.value) WHEN 'array' THEN h.value ELSE '[]' END) AS name
        JOIN jsonb_to_recordset(%({p}segments)s::jsonb) AS s(segment text, model text, place integer)
            ON s.segment = lower(name)
        GROUP BY h.account_id
    ), {p}part AS (
        SELECT f.account_id, w.model, f.score, f.as_of, w.weight, sum(w.weight) OVER (PARTITION BY f.account_id) AS sum
        FROM factor f LEFT JOIN {p}assigned a USING (account_id)
        JOIN {p}weight w ON w.model = coalesce(a.model, %({p}default)s) AND w.factor = f.factor
    ), {p}scored AS (
        SELECT account_id, model,
            round(sum(round(round(score * (100 * weight / sum) / 100 * 1e9) / 1e7) / 100) * 100) / 100 AS score,
            min(as_of) AS as_of
        FROM {p}part GROUP BY account_id, model
    )
"""
"""By one set of models, whose names and parameters begin with `p`: `scored` (account_id, model, score, as_of), without
accounts of which nothing can be judged.
"""
