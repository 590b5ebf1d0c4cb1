"""Writes the facts that merged sections leave behind, and what they are on this day. Pages never wait for it."""

import asyncio
import math
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import TypeAlias

import msgspec
import structlog

from rotunda.insight.health.score_model import DELIVERED, ScoreModels
from rotunda.insight.signals.model import Thresholds
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database, DatabaseUnavailable
from rotunda.sections.ids import AccountId, SectionName, SourceName
from rotunda.sections.section import AnySection, Fact, Subject
from rotunda.view.index.catalogue import HEALTH
from rotunda.view.index.health_writer import KeptHealth, Measurable, judge_again
from rotunda.view.index.people_writer import PeopleLeft, write_people
from rotunda.view.index.storable import storable
from rotunda.view.metrics.snapshots import Snapshots
from rotunda.view.page.merged import Merged, Parts
from rotunda.view.scores.book import ScoreBook
from rotunda.view.signals.writer import Answer, write_signals

_log = structlog.get_logger(__name__)

_COLLECT_SECONDS = 1.0
"""How long what was heard is collected: the sections of a page, and of many pages under load, become one statement."""

_MOST_AT_ONCE = 200
"""Sections in one statement."""

_LONGEST_URL = 400

_WRITE = """
    WITH left_now AS (
        SELECT * FROM jsonb_to_recordset(%(facts)s::jsonb) AS one(
            account_id text, name text, text_value text, number_value double precision, currency text, source text,
            as_of timestamptz, amounts jsonb
        )
    ), forgotten AS (
        DELETE FROM account_fact fact
        USING jsonb_to_recordset(%(named)s::jsonb) AS one(account_id text, name text)
        WHERE fact.account_id = one.account_id AND fact.name = one.name AND NOT EXISTS (
            SELECT FROM left_now WHERE left_now.account_id = one.account_id AND left_now.name = one.name
        )
    ), kept_today AS (
        SELECT * FROM jsonb_to_recordset(%(today)s::jsonb) AS one(
            account_id text, metric text, currency text, value double precision, source text, as_of timestamptz
        )
    ), gone_today AS (
        DELETE FROM metric_snapshot was
        USING jsonb_to_recordset(%(named)s::jsonb) AS one(account_id text, name text)
        WHERE was.account_id = one.account_id AND was.metric = one.name AND was.day = %(day)s AND NOT EXISTS (
            SELECT FROM kept_today AS now
            WHERE (now.account_id, now.metric, now.currency) = (was.account_id, was.metric, was.currency)
        )
    ), snapshots AS (
        INSERT INTO metric_snapshot AS was (account_id, metric, currency, day, value, source, as_of)
        SELECT now.account_id, now.metric, now.currency, %(day)s::date, now.value, now.source, now.as_of
        FROM kept_today AS now WHERE EXISTS (SELECT FROM account WHERE id = now.account_id)
        ORDER BY now.account_id, now.metric, now.currency
        ON CONFLICT (account_id, metric, currency, day) DO UPDATE SET
            value = excluded.value, source = excluded.source, as_of = excluded.as_of
        WHERE (was.value, was.source) IS DISTINCT FROM (excluded.value, excluded.source)
    )
    INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of, amounts)
    SELECT left_now.* FROM left_now WHERE EXISTS (SELECT FROM account WHERE id = left_now.account_id)
    ORDER BY left_now.account_id, left_now.name
    ON CONFLICT (account_id, name) DO UPDATE SET
        text_value = excluded.text_value, number_value = excluded.number_value, currency = excluded.currency,
        source = excluded.source, as_of = excluded.as_of, amounts = excluded.amounts
"""


_WRITE_SUBJECTS = """
    WITH left_now AS (
        SELECT * FROM jsonb_to_recordset(%(subjects)s::jsonb) AS one(
            account_id text, section text, source text, record_type text, external_id text, number text, subject text,
            url text, at timestamptz
        )
    ), forgotten AS (
        DELETE FROM conversation_subject told
        USING jsonb_to_recordset(%(told)s::jsonb) AS one(account_id text, section text)
        WHERE told.account_id = one.account_id AND told.section = one.section AND NOT EXISTS (
            SELECT FROM left_now n WHERE (n.account_id, n.section, n.source, n.record_type, n.external_id)
                = (told.account_id, told.section, told.source, told.record_type, told.external_id)
        )
    )
    INSERT INTO conversation_subject (
        account_id, section, source, record_type, external_id, number, subject, url, at, members)
    SELECT left_now.*, ARRAY(
        SELECT m.account_id FROM account_member m WHERE m.shown_id = left_now.account_id ORDER BY m.account_id)
    FROM left_now WHERE EXISTS (SELECT FROM account WHERE id = left_now.account_id)
    ORDER BY account_id, section, source, record_type, external_id
    ON CONFLICT (account_id, section, source, record_type, external_id) DO UPDATE SET
        number = excluded.number, subject = excluded.subject, url = excluded.url, at = excluded.at,
        members = excluded.members
    WHERE (conversation_subject.number, conversation_subject.subject, conversation_subject.url, conversation_subject.at,
        conversation_subject.members)
        IS DISTINCT FROM (excluded.number, excluded.subject, excluded.url, excluded.at, excluded.members)
"""


class _Left(msgspec.Struct, frozen=True):
    """The facts of one section of one account, replacing all that it left before. None of `subjects` or `people`: it
    never has any. `view` is the merged section, of which health and signals are judged, `sources` what it is
    made of.
    """

    names: list[str]
    daily: frozenset[str]
    facts: Sequence[Fact]
    source: SourceName
    as_of: datetime
    subjects: Sequence[Subject] | None = None
    people: PeopleLeft | None = None
    view: object = None
    sources: Collection[SourceName] = frozenset()


_Batch: TypeAlias = Sequence[tuple[tuple[AccountId, SectionName], _Left]]

_JUDGED = SectionName("judged")
"""No section: what is told by several of them."""

_OURS = SourceName("rotunda")


class FactWriter:
    """`hear` is called for each new merge and returns at once; a task writes what was heard, the newest only."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        thresholds: Callable[[], Thresholds] = Thresholds,
        models: Callable[[], ScoreModels] = lambda: DELIVERED,
    ) -> None:
        self._database = database
        self._book = ScoreBook(database, models)
        self._clock = clock
        self._thresholds = thresholds
        self._snapshots = Snapshots(database)
        self._day: date | None = None
        self._waiting: dict[tuple[AccountId, SectionName], _Left] = {}
        self._heard = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def hear(self, account: AccountId, merged: Merged, parts: Parts = ()) -> None:
        section: AnySection = merged.section
        if section.columns:
            names = [column.name for column in section.columns]
            daily = frozenset(column.name for column in section.columns if column.daily)
            facts = section.facts(merged.view)
            subjects = section.subjects(merged.view) if section.tells_subjects else None
            people = _people_left(account, section, parts) if section.people_columns else None
            sources = frozenset(each.origin.source for each in parts)
            left = _Left(names, daily, facts, merged.source, merged.as_of, subjects, people, merged.view, sources)
            self._waiting[account, section.name] = left
            self._heard.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="fact writer")

    async def settled(self) -> None:
        """Waits until everything that was heard is written."""
        await self._flush()

    async def stop(self) -> None:
        """Writes what is still waiting."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._flush()

    async def _run(self) -> None:
        while True:
            await self._heard.wait()
            await asyncio.sleep(_COLLECT_SECONDS)
            self._heard.clear()
            await self._flush()

    async def _flush(self) -> None:
        try:
            async with self._writing:
                waiting, self._waiting = list(self._waiting.items()), {}
                now = self._clock.now()
                day = now.date()
                for start in range(0, len(waiting), _MOST_AT_ONCE):
                    await self._write(waiting[start : start + _MOST_AT_ONCE], now)
                if day != self._day:
                    await self._snapshots.prune(day)
                    self._day = day
        except DatabaseUnavailable as error:
            _log.warning("facts for lists were not written; the next reading writes them", reason=str(error))

    async def _write(self, batch: _Batch, now: datetime) -> None:
        health = await judge_again(self._database, self._book, [_measurable(*each) for each in batch], now)
        judged = [((each.account, _JUDGED), _health(each)) for each in health]
        await self._database.execute(_WRITE, _parameters([*batch, *judged], now.date()))
        await write_signals(self._database, [_answer(*each) for each in batch], self._thresholds(), now)
        telling = [pair for pair in batch if pair[1].subjects is not None]
        if telling:
            await self._database.execute(_WRITE_SUBJECTS, _told(telling))
        people = [left.people for _, left in batch if left.people is not None]
        if people:
            await write_people(self._database, people)


def _measurable(about: tuple[AccountId, SectionName], left: _Left) -> Measurable:
    return Measurable(*about, left.view, left.as_of)


def _answer(about: tuple[AccountId, SectionName], left: _Left) -> Answer:
    return Answer(*about, left.view, left.sources, left.as_of)


def _health(kept: KeptHealth) -> _Left:
    facts = [] if kept.score is None else [Fact(HEALTH, number=kept.score)]
    return _Left([HEALTH], frozenset({HEALTH}), facts, _OURS, kept.as_of)


def _people_left(account: AccountId, section: AnySection, parts: Parts) -> PeopleLeft:
    names = [column.name for column in section.people_columns]
    return PeopleLeft(account, names, frozenset(each.origin.source for each in parts), section.people_facts(parts))


def _told(batch: _Batch) -> dict[str, str]:
    named = [{"account_id": account, "section": section} for (account, section), _ in batch]
    rows = [_subject(account, section, each) for (account, section), left in batch for each in left.subjects or ()]
    each_once = {_record(row): row for row in rows}  # two connections of one source may tell the same record twice
    subjects = list(each_once.values())
    return {"told": msgspec.json.encode(named).decode(), "subjects": msgspec.json.encode(subjects).decode()}


_record = itemgetter("account_id", "section", "source", "record_type", "external_id")


def _subject(account: AccountId, section: str, subject: Subject) -> dict[str, object]:
    """Types of records are words of our own; all else comes from outside."""
    ref, number = subject.ref, subject.number
    return {
        "account_id": account,
        "section": section,
        "source": ref.source,
        "record_type": ref.record_type,
        "external_id": storable(ref.external_id),
        "number": number and storable(number),
        "subject": storable(subject.text),
        "url": None if ref.url and len(ref.url) > _LONGEST_URL else storable(ref.url),
        "at": subject.at,
    }


def _parameters(batch: _Batch, day: date) -> dict[str, object]:
    named = [{"account_id": account, "name": name} for (account, _), left in batch for name in left.names]
    facts = [_row(account, left, fact) for (account, _), left in batch for fact in left.facts]
    today = [row for (account, _), left in batch for fact in left.facts for row in _today(account, left, fact)]
    rows = {"named": named, "facts": facts, "today": today}
    return {"day": day, **{name: msgspec.json.encode(each).decode() for name, each in rows.items()}}


def _today(account: AccountId, left: _Left, fact: Fact) -> list[dict[str, object]]:
    """One row for each currency; none of what is text, or is kept of no day."""
    value = fact.at.timestamp() if fact.at is not None else fact.number
    amounts: dict[str, float] = {} if value is None or not math.isfinite(value) else {"": value}
    if fact.money is not None:
        amounts = {each.currency: each.amount_minor for each in (fact.money, *fact.beside)}
    kept = amounts if fact.name in left.daily else {}
    about: dict[str, object] = {"account_id": account, "metric": fact.name, "source": left.source, "as_of": left.as_of}
    return [about | {"currency": currency, "value": amount} for currency, amount in kept.items()]


def _row(account: AccountId, left: _Left, fact: Fact) -> dict[str, object]:
    """As the table holds it."""
    row: dict[str, object] = {"account_id": account, "name": fact.name, "source": left.source, "as_of": left.as_of}
    if fact.money is not None:
        amounts = {each.currency: each.amount_minor for each in (fact.money, *fact.beside)} if fact.beside else None
        return row | {"number_value": fact.money.amount_minor, "currency": fact.money.currency, "amounts": amounts}
    if fact.at is not None:
        return row | {"number_value": fact.at.timestamp()}
    text = fact.text.replace("\0", "\ufffd") if fact.text is not None else None  # PostgreSQL's text holds no NUL
    return row | {"text_value": text, "number_value": fact.number}
