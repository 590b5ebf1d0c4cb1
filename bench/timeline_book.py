"""Makes a book with millions of events: rows set by set into their partitions, two at a time, then the indexes."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from rotunda.connector_kit.events import EventType
from rotunda.sections.ids import ConnectionId
from rotunda.sections.labels import Label
from rotunda.timeline.model import Kind

ACCOUNTS = 20_000
SOURCES = (ConnectionId("con_bench"), ConnectionId("con_other"))
"""Both know every account and person by the same numbers."""

QUARTERS = 12
SHARES: Sequence[tuple[float, EventType, Label, bool]] = (
    (0.28, EventType.EMAIL_SENT, Label.COMMUNICATION, False),
    (0.28, EventType.EMAIL_RECEIVED, Label.COMMUNICATION, False),
    (0.10, EventType.CALL, Label.COMMUNICATION, False),
    (0.08, EventType.MEETING, Label.COMMUNICATION, False),
    (0.06, EventType.NOTE, Label.COMMUNICATION, False),
    (0.10, EventType.TICKET, Label.SUPPORT, False),
    (0.04, EventType.BILLING, Label.FINANCE, False),
    (0.03, EventType.DEAL_STAGE, Label.COMMERCIAL, False),
    (0.02, EventType.ENRICHMENT, Label.IDENTITY, True),
    (0.009, EventType.USAGE_ALERT, Label.USAGE, False),
    (0.001, EventType.QUOTE_SENT, Label.COMMERCIAL, False),
)
"""Of all events, by what they are."""

_STREAMS = (
    "ALTER TABLE timeline_entry DROP CONSTRAINT timeline_entry_pkey",
    "INSERT INTO timeline_entry SELECT unnest(keys[1:2]), kind, at, id FROM timeline_event",
    "ALTER TABLE timeline_entry ADD PRIMARY KEY (customer_id, kind, at, event_id)",
    """
    INSERT INTO timeline_count
    SELECT customer_id, kind, date_trunc('quarter', at AT TIME ZONE 'UTC')::date, count(*) FROM timeline_entry
    GROUP BY 1, 2, 3
    """,
)
_KEYS = (
    "ALTER TABLE timeline_key DROP CONSTRAINT timeline_key_pkey",
    "INSERT INTO timeline_key SELECT id, at, 1, 0 FROM timeline_event",
    "ALTER TABLE timeline_key ADD PRIMARY KEY (id)",
)
_THREADS = (
    "ALTER TABLE thread_mail DROP CONSTRAINT thread_mail_pkey",
    "ALTER TABLE thread_token DROP CONSTRAINT thread_token_pkey",
    "DROP INDEX thread_mail_thread",
    """
    INSERT INTO thread_mail (event_id, at, digest, thread, begins, mail)
    SELECT e.id, e.at, 0, e.id, true, jsonb_build_object('key', replace(e.id::text, '-', ''), 'at', e.at,
        'subject', jsonb_build_object('base', e.subject, 'kind', 'fresh'),
        'sender', e.people #>> '{1,address}', 'people', jsonb_build_array(e.people #>> '{1,address}'))
    FROM timeline_event e JOIN timeline_kind k ON k.id = e.kind WHERE k.type IN ('email_sent', 'email_received')
    """,
    "INSERT INTO thread_token SELECT md5('on ' || event_id)::uuid, at, event_id FROM thread_mail",
    "ALTER TABLE thread_mail ADD PRIMARY KEY (event_id)",
    "ALTER TABLE thread_token ADD PRIMARY KEY (token, at, event_id)",
    "CREATE INDEX thread_mail_thread ON thread_mail (thread, at, event_id)",
)
"""Each mail is a conversation of its own."""

_FOUND = "CREATE INDEX {} ON {} USING gin (keys, words) WITH (gin_pending_list_limit = 4096)"


async def fill(url: str, events: int, kinds: Mapping[Kind, int], now: datetime) -> None:
    """There is a partition for each of the last quarters."""
    quarters = quarters_before(now)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in Path(__file__).with_name("timeline.sql").read_text().split(";\n"):
            values = {"accounts": ACCOUNTS} if "%(accounts)s" in statement else None
            await connection.execute(statement.encode(), values)
        await connection.execute("DROP INDEX timeline_event_found")
    each = events // len(quarters)
    made = [(n, begin, min(end, now), each) for n, (begin, end) in enumerate(quarters)]
    await asyncio.gather(*(_quarters(url, made[half::2], kinds) for half in (0, 1)))
    await asyncio.gather(_statements(url, _STREAMS), _statements(url, (*_KEYS, *_THREADS)))
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("CREATE INDEX timeline_event_found ON timeline_event USING gin (keys, words)")
        await connection.execute("VACUUM ANALYZE")


def quarters_before(now: datetime) -> list[tuple[datetime, datetime]]:
    """The last ones, oldest first; the one of now among them."""
    begin = datetime(now.year, now.month - (now.month - 1) % 3, 1, tzinfo=UTC)
    found: list[tuple[datetime, datetime]] = []
    for _ in range(QUARTERS):
        following = begin + timedelta(days=95)
        end = datetime(following.year, following.month, 1, tzinfo=UTC)
        found.insert(0, (begin, end))
        before = begin - timedelta(days=1)
        begin = datetime(before.year, before.month - 2, 1, tzinfo=UTC)
    return found


async def _quarters(url: str, made: Sequence[tuple[int, datetime, datetime, int]], kinds: Mapping[Kind, int]) -> None:
    statement = Path(__file__).with_name("timeline_events.sql").read_text()
    shares, total = [0.0], 0.0
    for share, *_ in SHARES:
        total += share
        shares.append(total)
    numbers = [kinds[Kind(type_, label, routine)] for _, type_, label, routine in SHARES]
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET maintenance_work_mem = '1GB'; SET work_mem = '64MB'; SET jit = off")
        for n, begin, end, events in made:
            name = f"timeline_event_{begin:%Y}_{(begin.month + 2) // 3}"
            parts = {"first": n * events, "last": (n + 1) * events - 1, "begin": begin, "end": end}
            listed = {"shares": shares[:-1], "kinds": numbers, "accounts": ACCOUNTS}
            literals = {key: sql.Literal(value) for key, value in {**parts, **listed}.items()}
            await connection.execute(_composed(statement, name, literals))
            await connection.execute(sql.SQL(_FOUND).format(sql.Identifier(f"{name}_found"), sql.Identifier(name)))


def _composed(statement: str, partition: str, literals: Mapping[str, sql.Literal]) -> sql.Composed:
    made: Any = sql.SQL(statement)  # pyright: ignore[reportArgumentType] - a file beside this one
    return made.format(partition=sql.Identifier(partition), **literals)


async def _statements(url: str, statements: Sequence[str]) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'")
        for statement in statements:
            await connection.execute(statement.encode())
