"""How long customers stay, over all whose billing a viewer may read: counted in the database, kept for an hour."""

from datetime import timedelta

from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope, Reading, scope_of
from rotunda.access.permission import Permission
from rotunda.insight.value.lifetime import MONTH_SECONDS
from rotunda.insight.value.survival import Stayed, Survival, survival_of
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.renewed import Renewed
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.view.index.scope_sql import rows_in_scope

_NEEDED = (SectionName("billing"), Label.COMMERCIAL)
_GOOD_FOR = timedelta(hours=1)
_GROWING = timedelta(minutes=1)
"""While a book is read for the first time, each minute knows more."""

_STAYED = """
    SELECT
        floor(greatest(0, coalesce(ended.number_value, extract(epoch FROM began.as_of)) - began.number_value)
            / {month})::integer AS months,
        ended.number_value IS NOT NULL AS "left", count(*) AS customers
    FROM account_fact began
    JOIN shown_account s ON s.id = began.account_id AND s.closed_at IS NULL
    LEFT JOIN account_fact ended ON ended.account_id = began.account_id AND ended.name = 'unsubscribed_at'
    WHERE began.name = 'subscribed_at' AND {scope}
    GROUP BY 1, 2
"""
"""Of who is still there, no more is known than that they were when their billing was last read."""


class Survivals:
    """One curve for each set of accounts that viewers may read."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._curves: Renewed[frozenset[ListScope], Survival] = Renewed(clock, _good_for)

    async def of(self, granted: Reading) -> Survival | None:
        """None for who may not read what this customer pays. Who may, is told of those customers whose billing they may
        read, on whatever opens a page: a link judges as the page of its maker does.
        """
        if _NEEDED not in granted.reach:
            return None
        roles = granted.viewer.roles_with(Permission.ACCOUNT_VIEW)
        scopes = frozenset(scope_of(granted.viewer, role) for role in roles if _NEEDED in role.reach)
        if any(each.everything for each in scopes):
            scopes = frozenset(each for each in scopes if each.everything)
        return await self._curves.get(scopes, lambda: self._read(scopes))

    async def _read(self, scopes: frozenset[ListScope]) -> Survival:
        statement = sql.SQL(_STAYED).format(
            month=sql.Literal(MONTH_SECONDS), scope=rows_in_scope(sorted(scopes, key=_order), sql.SQL("s.id"))
        )
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(Stayed)) as cursor,
        ):
            await cursor.execute(statement)
            return survival_of(await cursor.fetchall())


def _good_for(curve: Survival) -> timedelta:
    return _GOOD_FOR if curve.is_enough else _GROWING


def _order(scope: ListScope) -> tuple[str, list[str]]:
    return scope.email, sorted(scope.teams)
