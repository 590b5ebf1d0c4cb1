"""The SQL of the queue: a pair counts where the viewer may decide about both of its sides."""

from collections.abc import Sequence

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope
from rotunda.identity.repository.suggestions import COLUMNS, SuggestionRow
from rotunda.identity.suggestions.model import Kind, SuggestionState
from rotunda.kit.database import Database
from rotunda.kit.keyset import CursorValue
from rotunda.sections.ids import AccountId
from rotunda.view.index.scope_sql import rows_in_scope

_PAGE = """
    SELECT {columns} FROM suggestion s WHERE {conditions} AND {after}
    ORDER BY s.probability DESC, s.id LIMIT {limit}
"""
_COUNT = "SELECT count(*) FROM suggestion s WHERE {conditions}"
_ACCOUNT = "EXISTS (SELECT FROM account a WHERE a.id = {column} AND {scope})"
_RECORD = """
    EXISTS (SELECT FROM source_record r
        WHERE (r.connection_id, r.record_type, r.external_id) = (s.connection_id, s.record_type, s.external_id)
            AND {scope})
"""
_OWNED = "{} = ANY(SELECT lower(trim(email)) FROM unnest(r.owner_emails) AS email)"


class MatchFilter(msgspec.Struct, frozen=True):
    """What is asked for; `account`: it is one of the two sides."""

    state: SuggestionState
    kind: Kind | None = None
    account: AccountId | None = None


class MatchRepository:
    """Reads the queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self,
        scopes: Sequence[ListScope],
        wanted: MatchFilter,
        limit: int,
        after: Sequence[CursorValue] | None,
    ) -> list[SuggestionRow]:
        """The likeliest first; at most `limit` beyond `after`, a probability and an id."""
        beyond = sql.SQL("true")
        if after is not None:
            probability, last = map(sql.Literal, after)
            beyond = sql.SQL("(s.probability < {0} OR (s.probability = {0} AND s.id > {1}))").format(probability, last)
        statement = sql.SQL(_PAGE).format(
            columns=sql.SQL(COLUMNS), conditions=_conditions(scopes, wanted), after=beyond, limit=sql.Literal(limit)
        )
        return await self._fetch(statement)

    async def row(self, scopes: Sequence[ListScope], suggestion: str) -> SuggestionRow | None:
        """One that may be seen, in whatever state."""
        chosen = sql.SQL("s.id = {} AND {}").format(sql.Literal(suggestion), _in_scope(scopes))
        rows = await self._fetch(
            sql.SQL(_PAGE).format(
                columns=sql.SQL(COLUMNS), conditions=chosen, after=sql.SQL("true"), limit=sql.Literal(1)
            )
        )
        return rows[0] if rows else None

    async def count(self, scopes: Sequence[ListScope], wanted: MatchFilter) -> int:
        """All that may be seen."""
        async with self._database.connection() as connection:
            counted = sql.SQL(_COUNT).format(conditions=_conditions(scopes, wanted))
            row = await (await connection.execute(counted)).fetchone()
        return int(row[0]) if row else 0

    async def _fetch(self, statement: sql.Composed) -> list[SuggestionRow]:
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(SuggestionRow)) as cursor,
        ):
            await cursor.execute(statement)
            return await cursor.fetchall()


def _conditions(scopes: Sequence[ListScope], wanted: MatchFilter) -> sql.Composable:
    conditions = [_in_scope(scopes), sql.SQL("s.state = {}").format(sql.Literal(wanted.state.value))]
    if wanted.kind is not None:
        conditions.append(sql.SQL("s.kind = {}").format(sql.Literal(wanted.kind.value)))
    if wanted.account is not None:
        either = sql.SQL("{} IN (s.account_id, s.other_account_id)")
        conditions.append(either.format(sql.Literal(wanted.account)))
    return sql.SQL(" AND ").join(conditions)


def _in_scope(scopes: Sequence[ListScope]) -> sql.Composable:
    """Both sides. A record of no account is seen by its own owners, and by those who see everything."""
    scope = rows_in_scope(scopes)
    account = sql.SQL(_ACCOUNT).format(column=sql.SQL("s.account_id"), scope=scope)
    other = sql.SQL(_ACCOUNT).format(column=sql.SQL("s.other_account_id"), scope=scope)
    record = sql.SQL(_RECORD).format(scope=_records_in_scope(scopes))
    return sql.SQL("({} AND CASE WHEN s.other_account_id IS NULL THEN {} ELSE {} END)").format(account, record, other)


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
