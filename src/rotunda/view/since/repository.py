"""What stood at the last look of each person at each customer, and what stands now: the only SQL about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from rotunda.kit.database import Database
from rotunda.sections.ids import UserId

_OFFER = """
    WITH now_standing AS (
        SELECT coalesce(jsonb_object_agg(name, jsonb_strip_nulls(jsonb_build_object(
            'text', text_value, 'number', number_value, 'currency', currency, 'amounts', amounts
        ))), '{}') AS facts
        FROM account_fact WHERE account_id = %(customer)s
    )
    INSERT INTO last_look AS look (user_id, customer_id, offered_at, offered)
    SELECT %(user)s, %(customer)s, %(now)s, facts FROM now_standing
    ON CONFLICT (user_id, customer_id) DO UPDATE SET offered_at = excluded.offered_at, offered = excluded.offered
    RETURNING seen_at, seen, offered
"""
_SEE = """
    UPDATE last_look SET seen_at = offered_at, seen = offered, offered_at = NULL, offered = NULL
    WHERE user_id = %s AND customer_id = %s AND offered_at = %s
"""

_KNOWN = """
    SELECT greatest(offered_at, seen_at) AS newest FROM last_look
    WHERE user_id = %s AND customer_id = %s AND greatest(offered_at, seen_at) >= %s
"""


class Fact(msgspec.Struct, frozen=True):
    """As the index of facts holds it."""

    text: str | None = None
    number: float | None = None
    currency: str | None = None
    amounts: Mapping[str, int] | None = None


Facts = Mapping[str, Fact]


class LastLook(msgspec.Struct, frozen=True):
    """`seen_at` is None for whoever looks for the first time."""

    seen_at: datetime | None
    seen: Facts
    now: Facts


class _Row(msgspec.Struct, frozen=True):
    seen_at: datetime | None
    seen: Any
    offered: Any


class _Newest(msgspec.Struct, frozen=True):
    newest: datetime


class LastLooks:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, user: UserId, customer: str, now: datetime) -> LastLook:
        """What was seen last, and what is about to be shown; that counts as seen when somebody says so."""
        named = {"user": user, "customer": customer, "now": now}
        row = await self._database.fetch_one(_Row, _OFFER, named)
        if row is None:
            raise AssertionError("an upsert returns its row")
        return LastLook(row.seen_at, _facts(row.seen), _facts(row.offered))

    async def see(self, user: UserId, customer: str, until: datetime) -> bool:
        """Whether that was offered. What was offered again since counts when that is seen."""
        named = (user, customer, until)
        if await self._database.execute(_SEE, named) == 1:
            return True
        return await self._database.fetch_one(_Newest, _KNOWN, named) is not None


def _facts(held: Any) -> Facts:
    return msgspec.convert(held or {}, dict[str, Fact])
