"""The SQL of signals as viewers read and decide them: rights are part of every statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString

import msgspec
from psycopg import sql
from psycopg.rows import dict_row

from rotunda.access.grant import ListScope
from rotunda.access.viewer import Viewer
from rotunda.insight.signals.model import Severity, SignalKind
from rotunda.kit.database import Connection, Database
from rotunda.kit.keyset import CursorValue
from rotunda.sections.ids import AccountId, UserId
from rotunda.view.index.scope_sql import OWNERS_OF, rows_in_scope
from rotunda.view.signals.document import KeptSignal, SignalCounts, SignalOwner, SignalState
from rotunda.view.signals.writer import RANKS

RESOLVED_FOR = timedelta(days=7)
_SEVERITIES = {rank: severity for severity, rank in RANKS.items()}

_VISIBLE: LiteralString = """
    SELECT s.*, a.name AS account_name, a.domain, a.industry, a.city, a.country,
        (SELECT u.name FROM app_user u WHERE u.id = s.assignee) AS assignee_name,
        (SELECT u.name FROM app_user u WHERE u.id = s.resolved_by) AS resolver
    FROM signal s JOIN listed_account a ON a.id = s.account_id WHERE {conditions}
"""
_PAGE: LiteralString = (
    """
    WITH visible AS ({visible}), paged AS (
        SELECT v.account_id AS id, max(v.severity) AS rank, max(v.opened_at) AS newest,
            min(v.account_name) AS name, min(v.domain) AS domain, min(v.industry) AS industry, min(v.city) AS city,
            min(v.country) AS country,
            jsonb_agg(to_jsonb(v) ORDER BY v.severity DESC, v.opened_at DESC, v.id) AS signals
        FROM visible v GROUP BY v.account_id HAVING {after}
        ORDER BY rank DESC, newest DESC, v.account_id LIMIT {limit}
    )
    SELECT a.*, whose.owner_emails, whose.teams FROM paged a
"""
    + OWNERS_OF
)
_ORDER: LiteralString = " ORDER BY a.rank DESC, a.newest DESC, a.id"
_COUNT: LiteralString = """
    SELECT count(DISTINCT s.account_id) FILTER (WHERE {shown}) AS accounts, count(*) FILTER (WHERE {open}) AS open,
        count(*) FILTER (WHERE {snoozed}) AS snoozed, count(*) FILTER (WHERE {resolved}) AS resolved
    FROM signal s JOIN listed_account a ON a.id = s.account_id WHERE {conditions}
"""
_STATES: dict[SignalState, LiteralString] = {
    SignalState.OPEN: "(s.closed_at IS NULL AND s.resolved_at IS NULL "
    "AND (s.snoozed_until IS NULL OR s.snoozed_until <= {now}))",
    SignalState.SNOOZED: "(s.closed_at IS NULL AND s.resolved_at IS NULL AND s.snoozed_until > {now})",
    SignalState.RESOLVED: "(s.resolved_at > {week_ago})",
    SignalState.STANDING: "(s.closed_at IS NULL)",
}


class ReadableKinds(msgspec.Struct, frozen=True):
    """Signals of these kinds may be read at the accounts of these scopes."""

    kinds: Sequence[SignalKind]
    scopes: Sequence[ListScope]


class SignalFilter(msgspec.Struct, frozen=True):
    """What is asked for."""

    state: SignalState = SignalState.OPEN
    owner: SignalOwner = SignalOwner.EVERYONE
    severity: Severity | None = None
    kind: SignalKind | None = None
    account: str | None = None


class StoredSignal(msgspec.Struct, frozen=True):
    """As the table holds it, with the names of those who are named in it."""

    id: str
    account_id: AccountId
    kind: str
    severity: int
    fact: str
    title: str
    why: str
    action: object
    evidence: object
    stake: object
    opened_at: datetime
    assignee: UserId | None
    assignee_name: str | None
    snoozed_until: datetime | None
    snooze_reason: str | None
    resolved_at: datetime | None
    resolver: str | None
    resolved_why: str | None

    def kept(self, *, with_stake: bool) -> KeptSignal:
        named = {"id": self.assignee, "name": self.assignee_name or "Somebody"} if self.assignee else None
        told = msgspec.structs.asdict(self) | {
            "severity": _SEVERITIES[self.severity],
            "assignee": named,
            "resolved_by": self.resolver,
            "stake": self.stake if with_stake else [],
        }
        return msgspec.convert(told, KeptSignal)


class AccountRow(msgspec.Struct, frozen=True):
    """One account of a page with its signals; `rank` and `newest` are its place."""

    id: AccountId
    rank: int
    newest: datetime
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    owner_emails: list[str]
    teams: list[str]
    signals: list[StoredSignal]

    @property
    def key(self) -> tuple[CursorValue, ...]:
        return (self.rank, self.newest, self.id)


class SignalRepository:
    """Reads and decides. Every method is given what the viewer may read, and finds no more than that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        viewer: Viewer,
        readable: Sequence[ReadableKinds],
        wanted: SignalFilter,
        now: datetime,
        limit: int,
        after: Sequence[CursorValue] | None,
    ) -> list[AccountRow]:
        """At most `limit` accounts beyond `after`, the key of the last one that was seen."""
        conditions = sql.SQL(" AND ").join([_conditions(viewer, readable, wanted), _in_state(wanted.state, now)])
        return await self._rows(conditions, limit, _beyond(after))

    async def count(
        self, viewer: Viewer, readable: Sequence[ReadableKinds], wanted: SignalFilter, now: datetime
    ) -> SignalCounts:
        statement = sql.SQL(_COUNT).format(
            shown=_in_state(wanted.state, now),
            conditions=_conditions(viewer, readable, wanted),
            **{state.value: _in_state(state, now) for state in SignalState},
        )
        async with self._database.connection() as connection:
            [row] = await _fetch(connection, statement)
        return msgspec.convert(row, SignalCounts)

    async def of_ids(self, readable: Sequence[ReadableKinds], ids: Sequence[str]) -> list[AccountRow]:
        """Those of these whose fact lasts, by account."""
        named = sql.SQL("s.id = ANY({}) AND s.closed_at IS NULL AND {}").format(sql.Literal(list(ids)), _read(readable))
        return await self._rows(named, len(ids), sql.SQL("true"))

    async def snooze(self, ids: Sequence[str], until: datetime, reason: str) -> None:
        await self._database.execute(
            "UPDATE signal SET snoozed_until = %s, snooze_reason = %s WHERE id = ANY(%s)", (until, reason, list(ids))
        )

    async def assign(self, ids: Sequence[str], assignee: UserId | None) -> None:
        await self._database.execute("UPDATE signal SET assignee = %s WHERE id = ANY(%s)", (assignee, list(ids)))

    async def resolve(self, ids: Sequence[str], by: UserId, reason: str, now: datetime) -> None:
        """Whoever was first stays named."""
        await self._database.execute(
            "UPDATE signal SET resolved_at = %s, resolved_by = %s, resolved_why = nullif(%s, '') "
            "WHERE id = ANY(%s) AND resolved_at IS NULL",
            (now, by, reason, list(ids)),
        )

    async def _rows(self, conditions: sql.Composable, limit: int, after: sql.Composable) -> list[AccountRow]:
        visible = sql.SQL(_VISIBLE).format(conditions=conditions)
        statement = sql.SQL(_PAGE).format(visible=visible, after=after, limit=sql.Literal(limit)) + sql.SQL(_ORDER)
        async with self._database.connection() as connection:
            return msgspec.convert(await _fetch(connection, statement), list[AccountRow])


async def _fetch(connection: Connection, statement: sql.Composed) -> list[dict[str, object]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement)
        return await cursor.fetchall()


def _in_state(state: SignalState, now: datetime) -> sql.Composable:
    return sql.SQL(_STATES[state]).format(now=sql.Literal(now), week_ago=sql.Literal(now - RESOLVED_FOR))


def _conditions(viewer: Viewer, readable: Sequence[ReadableKinds], wanted: SignalFilter) -> sql.Composable:
    conditions = [_read(readable), _owned(viewer, wanted.owner)]
    if wanted.severity is not None:
        conditions.append(sql.SQL("s.severity = {}").format(sql.Literal(RANKS[wanted.severity])))
    if wanted.kind is not None:
        conditions.append(sql.SQL("s.kind = {}").format(sql.Literal(wanted.kind.value)))
    if wanted.account is not None:
        conditions.append(sql.SQL("s.account_id = {}").format(sql.Literal(wanted.account)))
    return sql.SQL(" AND ").join(conditions)


def _read(readable: Sequence[ReadableKinds]) -> sql.Composable:
    allowed = [
        sql.SQL("(s.kind = ANY({}) AND {})").format(
            sql.Literal([kind.value for kind in each.kinds]), rows_in_scope(each.scopes)
        )
        for each in readable
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(allowed)) if allowed else sql.SQL("false")


def _owned(viewer: Viewer, owner: SignalOwner) -> sql.Composable:
    own = ListScope(everything=False, email=viewer.email, teams=frozenset())
    match owner:
        case SignalOwner.EVERYONE:
            return sql.SQL("true")
        case SignalOwner.TEAM:
            team = ListScope(everything=False, email=viewer.email, teams=viewer.teams)
            return rows_in_scope([team])
        case SignalOwner.MINE:
            return sql.SQL("(s.assignee = {me} OR (s.assignee IS NULL AND {own}))").format(
                me=sql.Literal(viewer.user_id), own=rows_in_scope([own])
            )


def _beyond(after: Sequence[CursorValue] | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    rank, newest, account = map(sql.Literal, after)
    place = sql.SQL("(max(v.severity), max(v.opened_at))")
    return sql.SQL("({0} < ({1}, {2}) OR ({0} = ({1}, {2}) AND v.account_id > {3}))").format(
        place, rank, newest, account
    )
