"""The SQL of the queue: a pair counts where the viewer may decide about both of its sides."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope
from rotunda.identity.repository.suggestions import COLUMNS, SuggestionRow
from rotunda.identity.suggestions.model import DECIDED, Kind
from rotunda.kit.database import Database
from rotunda.kit.keyset import CursorValue
from rotunda.view.index.scope_sql import rows_in_scope

_SELECT = """
    SELECT {columns}, (SELECT u.name FROM app_user u WHERE u.id = s.decided_by) AS decider,
        EXISTS (SELECT FROM merge m WHERE m.id = s.merge_id AND m.undone_at IS NULL) AS stands
    FROM suggestion s WHERE {conditions} AND {after} ORDER BY {order} LIMIT {limit}
"""
_COUNT = "SELECT count(*) FROM suggestion s WHERE {conditions}"
_LIKELIEST = "s.probability DESC, s.id"
_NEWEST = "s.decided_at DESC, s.id"
_ACCOUNT = "EXISTS (SELECT FROM account a WHERE a.id = {column} AND {scope})"
_CONTACT = """
    EXISTS (SELECT FROM contact p JOIN contact c ON c.id = coalesce(p.shown_as, p.id)
        LEFT JOIN account_member m ON m.account_id = c.account_id
        WHERE p.id = {column} AND {scope})
"""
_RECORD = """
    EXISTS (SELECT FROM source_record r
        WHERE (r.connection_id, r.record_type, r.external_id) = (s.connection_id, s.record_type, s.external_id)
            AND {scope})
"""
_OWNED = "{} = ANY(SELECT lower(trim(email)) FROM unnest(r.owner_emails) AS email)"
_AT = sql.SQL("m.shown_id")


class Listed(StrEnum):
    """Which suggestions: of one state, or all that people have decided."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEVER = "never"
    SUPERSEDED = "superseded"
    DECIDED = "decided"


class MatchFilter(msgspec.Struct, frozen=True):
    """What is asked for; `customer`: it is one of the two sides."""

    listed: Listed
    kind: Kind | None = None
    customer: str | None = None

    @property
    def states(self) -> list[str]:
        return [each.value for each in DECIDED] if self.listed is Listed.DECIDED else [self.listed.value]


class MatchScopes(msgspec.Struct, frozen=True):
    """Where a viewer may decide about companies, and where about people: only where they read how to reach them."""

    accounts: Sequence[ListScope]
    people: Sequence[ListScope]


class MatchRow(SuggestionRow, frozen=True):
    """`decider` is the name of the user who decided it; `stands`: what a yes has merged is still one."""

    decider: str | None
    stands: bool


class MatchRepository:
    """Reads the queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self,
        scopes: MatchScopes,
        wanted: MatchFilter,
        limit: int,
        after: Sequence[CursorValue] | None,
    ) -> list[MatchRow]:
        """The likeliest first, of decided ones the last decision; at most `limit` beyond `after`, the place and id of
        the last one.
        """
        conditions = _conditions(scopes, wanted)
        return await self._fetch(conditions, _beyond(wanted, after), limit, newest=wanted.listed is Listed.DECIDED)

    async def row(self, scopes: MatchScopes, suggestion: str) -> MatchRow | None:
        """One that may be seen, in whatever state."""
        chosen = sql.SQL("s.id = {} AND {}").format(sql.Literal(suggestion), _in_scope(scopes))
        rows = await self._fetch(chosen, sql.SQL("true"), 1)
        return rows[0] if rows else None

    async def count(self, scopes: MatchScopes, wanted: MatchFilter) -> int:
        """All that may be seen."""
        async with self._database.connection() as connection:
            counted = sql.SQL(_COUNT).format(conditions=_conditions(scopes, wanted))
            row = await (await connection.execute(counted)).fetchone()
        return int(row[0]) if row else 0

    async def _fetch(
        self, conditions: sql.Composable, after: sql.Composable, limit: int, *, newest: bool = False
    ) -> list[MatchRow]:
        statement = sql.SQL(_SELECT).format(
            columns=sql.SQL(COLUMNS),
            conditions=conditions,
            after=after,
            order=sql.SQL(_NEWEST if newest else _LIKELIEST),
            limit=sql.Literal(limit),
        )
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(MatchRow)) as cursor,
        ):
            await cursor.execute(statement)
            return await cursor.fetchall()


def _beyond(wanted: MatchFilter, after: Sequence[CursorValue] | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    place = "s.decided_at" if wanted.listed is Listed.DECIDED else "s.probability"
    value, last = map(sql.Literal, after)
    return sql.SQL("({0} < {1} OR ({0} = {1} AND s.id > {2}))").format(sql.SQL(place), value, last)


def _conditions(scopes: MatchScopes, wanted: MatchFilter) -> sql.Composable:
    conditions = [_in_scope(scopes), sql.SQL("s.state = ANY({})").format(sql.Literal(wanted.states))]
    if wanted.kind is not None:
        conditions.append(sql.SQL("s.kind = {}").format(sql.Literal(wanted.kind.value)))
    if wanted.customer is not None:
        conditions.append(sql.SQL("{} IN (s.one, s.other)").format(sql.Literal(wanted.customer)))
    return sql.SQL(" AND ").join(conditions)


def _in_scope(scopes: MatchScopes) -> sql.Composable:
    """Both sides. A record of no account is seen by its own owners, and by those who see everything; so is a person of
    no account by these.
    """
    accounts, people = rows_in_scope(scopes.accounts), rows_in_scope(scopes.people, _AT)
    return sql.SQL(
        "CASE s.kind WHEN 'record-to-account' THEN {one} AND {record} WHEN 'account-to-account' THEN {one} AND {other}"
        " ELSE {person} AND {further} END"
    ).format(
        one=sql.SQL(_ACCOUNT).format(column=sql.SQL("s.one"), scope=accounts),
        other=sql.SQL(_ACCOUNT).format(column=sql.SQL("s.other"), scope=accounts),
        record=sql.SQL(_RECORD).format(scope=_records_in_scope(scopes.accounts)),
        person=sql.SQL(_CONTACT).format(column=sql.SQL("s.one"), scope=people),
        further=sql.SQL(_CONTACT).format(column=sql.SQL("s.other"), scope=people),
    )


def _records_in_scope(scopes: Sequence[ListScope]) -> sql.Composable:
    if any(scope.everything for scope in scopes):
        return sql.SQL("true")
    reached = [sql.SQL(_OWNED).format(sql.Literal(scope.email)) for scope in scopes]
    reached += [
        sql.SQL("r.owner_teams && {}::text[]").format(sql.Literal(sorted(scope.teams)))
        for scope in scopes
        if scope.teams
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(reached)) if reached else sql.SQL("false")
