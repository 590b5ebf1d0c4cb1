"""What is kept of each day: one value of each daily metric, in each of its currencies, the last that was read."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId

KEPT = timedelta(days=800)
"""Two years and a quarter: a quarter can be compared with those of the last two years."""

STILL_HOLDS = timedelta(days=45)
"""How long a value is taken for that of later days on which nobody read it."""

_SERIES = """
    SELECT metric, currency, day, value FROM metric_snapshot
    WHERE account_id = %s AND metric = ANY(%s) AND day > %s ORDER BY metric, currency, day
"""
_OF_A_DAY = """
    SELECT metric, currency, day, value, source, as_of FROM metric_snapshot AS one
    WHERE account_id = %(account)s AND metric = ANY(%(metrics)s) AND day = (
        SELECT max(day) FROM metric_snapshot AS newest
        WHERE newest.account_id = one.account_id AND newest.metric = one.metric
            AND day BETWEEN %(oldest)s AND %(day)s
    )
    ORDER BY metric, value DESC, currency
"""
_PRUNE = "DELETE FROM metric_snapshot WHERE day < %s"


class Snapshot(msgspec.Struct, frozen=True):
    """`value` as the index of facts holds it: a count, minor units, or seconds since 1970."""

    metric: str
    currency: str
    day: date
    value: float


class Stood(Snapshot, frozen=True):
    """What stood on a day, and where that came from."""

    source: str
    as_of: datetime


class Snapshots:
    """Read for whoever may see them; `view/index/writer` writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def series(self, account: AccountId, metrics: Sequence[str], after: date) -> list[Snapshot]:
        """By metric and currency, oldest day first."""
        return await self._database.fetch_all(Snapshot, _SERIES, (account, list(metrics), after))

    async def of_a_day(self, account: AccountId, metrics: Sequence[str], day: date) -> list[Stood]:
        """What stood at the end of that day, as far as it was read then or not long before."""
        named = {"account": account, "metrics": list(metrics), "day": day, "oldest": day - STILL_HOLDS}
        return await self._database.fetch_all(Stood, _OF_A_DAY, named)

    async def prune(self, today: date) -> int:
        """Forgets days that are long past."""
        return await self._database.execute(_PRUNE, (today - KEPT,))
