"""Opens, refreshes and closes signals by what merged sections say, many accounts at once.

What a rule over one section finds follows from that section; what rules over several read of each is kept until all of
them were read. A section without an answer is not in a batch, so it neither opens nor closes anything; nor does a
source without one: facts that are records of it stay. Readings may come in any order: an older one changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec

from rotunda.insight.signals import all_rules
from rotunda.insight.signals.model import Found, Narrow, Rule, Severity, Thresholds, fact_of
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, SectionName, SourceName
from rotunda.view.index.storable import storable

RANKS: Mapping[Severity, int] = {Severity.HIGH: 3, Severity.MEDIUM: 2, Severity.LOW: 1}

_WRITE = """
    WITH found AS (
        SELECT * FROM jsonb_to_recordset(%(found)s::jsonb) AS one(
            id text, account_id text, kind text, fact text, source text, severity smallint, title text, why text,
            action jsonb, evidence jsonb, stake jsonb, as_of timestamptz
        )
    ), closed AS (
        UPDATE signal was SET closed_at = asked.as_of
        FROM jsonb_to_recordset(%(asked)s::jsonb) AS asked(
            account_id text, kind text, sources text[], as_of timestamptz
        )
        WHERE was.account_id = asked.account_id AND was.kind = asked.kind AND was.closed_at IS NULL
            AND was.seen_at <= asked.as_of
            AND (was.source IS NULL OR was.source = ANY(asked.sources)
                OR NOT EXISTS (SELECT FROM connection c WHERE c.source = was.source))
            AND NOT EXISTS (
                SELECT FROM found
                WHERE (found.account_id, found.kind, found.fact) = (was.account_id, was.kind, was.fact))
    )
    INSERT INTO signal AS was (
        id, account_id, kind, fact, source, severity, title, why, action, evidence, stake, opened_at, seen_at,
        snoozed_until, snooze_reason)
    SELECT found.id, found.account_id, found.kind, found.fact, found.source, found.severity, found.title, found.why,
        found.action, found.evidence, found.stake, found.as_of, found.as_of,
        CASE WHEN last.snoozed_until > found.as_of THEN last.snoozed_until END,
        CASE WHEN last.snoozed_until > found.as_of THEN last.snooze_reason END
    FROM found LEFT JOIN LATERAL (
        SELECT closed_at, snoozed_until, snooze_reason FROM signal s
        WHERE (s.account_id, s.kind, s.fact) = (found.account_id, found.kind, found.fact) AND s.closed_at IS NOT NULL
        ORDER BY s.closed_at DESC LIMIT 1
    ) AS last ON true
    WHERE EXISTS (SELECT FROM account WHERE id = found.account_id)
        AND (last.closed_at IS NULL OR last.closed_at <= found.as_of)
    ORDER BY found.account_id, found.kind, found.fact
    ON CONFLICT (account_id, kind, fact) WHERE closed_at IS NULL DO UPDATE SET
        source = excluded.source, severity = excluded.severity, title = excluded.title, why = excluded.why,
        action = excluded.action, evidence = excluded.evidence, stake = excluded.stake, seen_at = excluded.seen_at
    WHERE was.seen_at <= excluded.seen_at
"""
_KEEP = """
    INSERT INTO signal_section AS was (account_id, section, view, sources, as_of)
    SELECT one.account_id, one.section, one.view, one.sources, one.as_of
    FROM jsonb_to_recordset(%s::jsonb) AS one(
        account_id text, section text, view jsonb, sources text[], as_of timestamptz
    )
    WHERE EXISTS (SELECT FROM account WHERE id = one.account_id) ORDER BY one.account_id, one.section
    ON CONFLICT (account_id, section) DO UPDATE SET
        view = excluded.view, sources = excluded.sources, as_of = excluded.as_of
    WHERE was.as_of <= excluded.as_of
"""
_KEPT = """
    SELECT account_id AS account, section, view::text AS view, sources, as_of FROM signal_section
    WHERE account_id = ANY(%s) ORDER BY account_id
"""


class Answer(msgspec.Struct, frozen=True):
    """One merged section of an account, and which sources it was merged of."""

    account: AccountId
    section: SectionName
    view: Any
    sources: Collection[SourceName]
    as_of: datetime


class _Kept(msgspec.Struct, frozen=True):
    account: AccountId
    section: SectionName
    view: str
    sources: list[SourceName]
    as_of: datetime


class _Judged(msgspec.Struct, frozen=True):
    """What one rule found of one account, by the oldest and newest of the sections that it reads."""

    account: AccountId
    rule: Rule
    sources: Collection[SourceName]
    as_of: datetime
    found: Sequence[Found]


async def write_signals(database: Database, answers: Sequence[Answer], limits: Thresholds, now: datetime) -> None:
    """Two to four statements, however many answers there are."""
    judged = [*_of_single_sections(answers, limits, now), *await _of_several(database, answers, limits, now)]
    if judged:
        await database.execute(_WRITE, _parameters(judged))


def _of_single_sections(answers: Sequence[Answer], limits: Thresholds, now: datetime) -> Iterable[_Judged]:
    single = [rule for rule in all_rules().values() if len(rule.sections) == 1]
    for each in answers:
        for rule in single:
            if rule.sections == (each.section,):
                found = rule.find(each.view, limits, now)
                yield _Judged(each.account, rule, each.sources, each.as_of, found)


async def _of_several(
    database: Database, answers: Sequence[Answer], limits: Thresholds, now: datetime
) -> Sequence[_Judged]:
    """Each rule for every account of which one of its sections is in this batch and all are known."""
    narrow = {name: cut for rule in all_rules().values() for name, cut in rule.narrow.items()}
    telling = [each for each in answers if each.section in narrow]
    if not telling:
        return []
    kept = [_kept(each, narrow[each.section]) for each in telling]
    await database.execute(_KEEP, (msgspec.json.encode(kept).decode(),))
    rows = await database.fetch_all(_Kept, _KEPT, (sorted({each.account for each in telling}),))
    of_each = {
        account: {row.section: row for row in those} for account, those in groupby(rows, lambda row: row.account)
    }
    return [
        _joined(account, rule, [known[name] for name in rule.sections], limits, now)
        for account, known in of_each.items()
        for rule in all_rules().values()
        if rule.narrow and known.keys() >= set(rule.sections)
    ]


def _kept(answer: Answer, narrow: Narrow) -> dict[str, object]:
    return {
        "account_id": answer.account,
        "section": answer.section,
        "view": _storable_json(narrow.keep(answer.view)),
        "sources": sorted(answer.sources),
        "as_of": answer.as_of,
    }


def _joined(account: AccountId, rule: Rule, known: Sequence[_Kept], limits: Thresholds, now: datetime) -> _Judged:
    views = [msgspec.json.decode(each.view, type=rule.narrow[each.section].view) for each in known]
    sources = {source for each in known for source in each.sources}
    return _Judged(account, rule, sources, max(each.as_of for each in known), rule.find(*views, limits, now))


def _parameters(judged: Sequence[_Judged]) -> dict[str, str]:
    """A record that two connections tell is one fact, as bad as the worse of them says."""
    asked = [
        {"account_id": each.account, "kind": each.rule.kind, "sources": sorted(each.sources), "as_of": each.as_of}
        for each in judged
    ]
    found = sorted(((each, one) for each in judged for one in each.found), key=lambda pair: RANKS[pair[1].severity])
    rows = {(each.account, each.rule.kind, storable(one.fact)): _row(each, one) for each, one in found}
    encoded = {"asked": asked, "found": list(rows.values())}
    return {name: msgspec.json.encode(each).decode() for name, each in encoded.items()}


def _row(judged: _Judged, found: Found) -> dict[str, object]:
    """As the table holds it. A fact that is named by its record ends where the record's source says so."""
    first = found.evidence[0] if found.evidence else None
    of_record = first is not None and found.fact.startswith(fact_of(first))
    return {
        "id": new_id("sig_"),
        "account_id": judged.account,
        "kind": judged.rule.kind,
        "fact": storable(found.fact),
        "source": storable(first.source) if of_record and first else None,
        "severity": RANKS[found.severity],
        "title": storable(found.title),
        "why": storable(found.why),
        "action": _storable_json(found.action),
        "evidence": _storable_json(found.evidence),
        "stake": _storable_json(found.stake),
        "as_of": judged.as_of,
    }


def _storable_json(told: object) -> object:
    """As PostgreSQL's JSON can hold it."""
    match msgspec.to_builtins(told):
        case (list() | tuple()) as several:
            return [_storable_json(each) for each in several]
        case dict() as members:
            return {name: _storable_json(each) for name, each in members.items()}
        case str() as text:
            return text.replace("\0", "\ufffd")
        case other:
            return other
