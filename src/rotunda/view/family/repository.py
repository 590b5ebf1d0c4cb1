"""The SQL of an account and all below it, with their facts: one statement, and rights are part of it.

Only what the viewer may see is walked through: what stands below an account that they may not see is not theirs to
find this way.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, VisibleAccountId
from rotunda.view.index.scope_sql import rows_in_scope

_FAMILY = """
    WITH RECURSIVE family (id) AS (
        SELECT {account}::text
        UNION
        SELECT s.id FROM family f
        JOIN account_member m ON m.shown_id = f.id
        CROSS JOIN LATERAL (
            SELECT coalesce(c.shown_as, c.id) AS id FROM account c WHERE c.parent_id = m.account_id
            UNION SELECT h.account_id FROM shown_head h WHERE h.parent_id = m.account_id
        ) AS near
        JOIN shown_account s ON s.id = near.id AND s.parent_id = f.id AND s.closed_at IS NULL
        WHERE {scope}
    )
    SELECT s.id, s.name,
        ARRAY(SELECT DISTINCT o.email FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = s.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT DISTINCT o.team FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = s.id AND o.team IS NOT NULL) AS teams,
        coalesce((
            SELECT jsonb_object_agg(fact.name, jsonb_build_object(
                'number', fact.number_value, 'currency', fact.currency, 'as_of', fact.as_of,
                'amounts', fact.amounts))
            FROM account_fact fact WHERE fact.account_id = s.id AND ({facts})
        ), '{{}}') AS facts
    FROM family JOIN shown_account s USING (id) ORDER BY s.name, s.id
"""


class FamilyFact(msgspec.Struct, frozen=True):
    """As the index keeps it. `number` is None for a text; `amounts` are minor units by currency, where there are
    several.
    """

    number: float | None
    currency: str | None
    as_of: datetime
    amounts: dict[str, int] | None = None


class FamilyRow(msgspec.Struct, frozen=True):
    """One account of the family, with its facts by name."""

    id: AccountId
    name: str
    owner_emails: list[str]
    teams: list[str]
    facts: dict[str, object]

    def kept(self) -> dict[str, FamilyFact]:
        return msgspec.convert(self.facts, dict[str, FamilyFact])


class FamilyRepository:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def family(
        self,
        account: VisibleAccountId,
        scopes: Sequence[ListScope],
        readable: Mapping[str, Sequence[ListScope]],
    ) -> list[FamilyRow]:
        """The account and all below it within `scopes`; facts by name within theirs."""
        named = [
            sql.SQL("(fact.name = {} AND {})").format(
                sql.Literal(name), rows_in_scope(within, sql.SQL("fact.account_id"))
            )
            for name, within in readable.items()
        ]
        statement = sql.SQL(_FAMILY).format(
            account=sql.Literal(account),
            scope=rows_in_scope(scopes, sql.SQL("s.id")),
            facts=sql.SQL(" OR ").join(named) if named else sql.SQL("false"),
        )
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(FamilyRow)) as cursor,
        ):
            await cursor.execute(statement)
            return await cursor.fetchall()
