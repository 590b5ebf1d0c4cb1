"""The SQL of saved views."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec
from psycopg.errors import UniqueViolation

from rotunda.kit.database import Database
from rotunda.sections.ids import SavedViewId, UserId

ListKind: TypeAlias = Literal["accounts", "contacts"]


class SavedViewRow(msgspec.Struct, frozen=True):
    """One saved view of a list. `team`: whose members see it too. `columns` None: as the list shows them."""

    id: SavedViewId
    owner_id: UserId
    team: str | None
    name: str
    query: str
    columns: list[str] | None
    sort: str
    created_at: datetime
    changed_at: datetime
    list: ListKind


class NameTaken(Exception):
    """The same person has another view of that name. Nothing was written."""


_COLUMNS = "id, owner_id, team, name, query, columns, sort, created_at, changed_at, list"
_VISIBLE = f"""
    SELECT {_COLUMNS} FROM saved_view WHERE (owner_id = %s OR team = ANY(%s)) AND list = %s
    ORDER BY owner_id <> %s, lower(name), id
"""
_ONE = f"SELECT {_COLUMNS} FROM saved_view WHERE id = %s AND owner_id = %s"
_COUNT = "SELECT count(*)::int AS views FROM saved_view WHERE owner_id = %s"
_INSERT = f"INSERT INTO saved_view ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_UPDATE = """
    UPDATE saved_view SET team = %s, name = %s, query = %s, columns = %s, sort = %s, changed_at = %s
    WHERE id = %s AND owner_id = %s
"""
_DELETE = "DELETE FROM saved_view WHERE id = %s AND owner_id = %s"


class _Count(msgspec.Struct, frozen=True):
    views: int


class SavedViewRepository:
    """Reads and writes; only its owner changes a view."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def visible(self, user: UserId, teams: Collection[str], of: ListKind) -> Sequence[SavedViewRow]:
        """The user's own by name, then those shared with their teams."""
        return await self._database.fetch_all(SavedViewRow, _VISIBLE, (user, sorted(teams), of, user))

    async def own(self, view: SavedViewId, user: UserId) -> SavedViewRow | None:
        return await self._database.fetch_one(SavedViewRow, _ONE, (view, user))

    async def count(self, user: UserId) -> int:
        row = await self._database.fetch_one(_Count, _COUNT, (user,))
        return row.views if row else 0

    async def insert(self, row: SavedViewRow) -> None:
        """Raises NameTaken."""
        try:
            await self._database.execute(_INSERT, msgspec.structs.astuple(row))
        except UniqueViolation:
            raise NameTaken from None

    async def update(self, row: SavedViewRow) -> bool:
        """False where it is gone. Raises NameTaken."""
        values = (row.team, row.name, row.query, row.columns, row.sort, row.changed_at, row.id, row.owner_id)
        try:
            return await self._database.execute(_UPDATE, values) > 0
        except UniqueViolation:
            raise NameTaken from None

    async def delete(self, view: SavedViewId, user: UserId) -> bool:
        """False where there was none."""
        return await self._database.execute(_DELETE, (view, user)) > 0
