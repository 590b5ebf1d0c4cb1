"""Saved views of one viewer. A view holds a question, never its answer: whoever opens it sees what they may see."""

import re
from collections.abc import Awaitable, Sequence
from typing import TypeVar

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.ids import new_id
from rotunda.sections.ids import SavedViewId
from rotunda.view.contact.listing import PeopleReader
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.listing import only_accounts
from rotunda.view.saved.repository import ListKind, NameTaken, SavedViewRepository, SavedViewRow

Outcome = TypeVar("Outcome")

LONGEST_NAME = 80
_ID = re.compile(r"viw_[a-z0-9]{20}", re.ASCII)
MOST_VIEWS = 200
MY_BOOK = SavedViewId("my-book")


class SavedViewAbsent(Exception):
    """There is no such view of this user's own."""


class SavedViewRefused(ValueError):
    """`field` is at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class SavedView(msgspec.Struct, frozen=True):
    """Of accounts or of contacts. `mine`: its viewer may change it. `built_in`: nobody may. `columns` null: as the
    list shows them.
    """

    id: SavedViewId
    name: str
    query: str
    sort: str
    columns: list[str] | None = None
    team: str | None = None
    mine: bool = False
    built_in: bool = False
    of: ListKind = "accounts"


class SavedViewText(msgspec.Struct, frozen=True):
    """What a viewer says of a view. `team` shares it with one of their teams. `of` stays what it was."""

    name: str
    query: str = ""
    sort: str = "name"
    columns: Sequence[str] | None = None
    team: str | None = None
    of: ListKind = "accounts"


def _my_book(of: ListKind) -> SavedView:
    """The accounts that the viewer owns, or the people at them."""
    return SavedView(MY_BOOK, "My book", "owner:me", "name", built_in=True, of=of)


class SavedViews:
    """Reads and changes them; changes are recorded."""

    def __init__(
        self,
        repository: SavedViewRepository,
        catalogue: Catalogue,
        people: PeopleReader,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._people = people
        self._audit = audit
        self._clock = clock

    async def of(self, viewer: Viewer, of: ListKind) -> list[SavedView]:
        """Of one list: the built-in one, the viewer's own, and those of their teams."""
        rows = await self._repository.visible(viewer.user_id, viewer.teams, of)
        return [_my_book(of), *(_shown(row, viewer) for row in rows)]

    async def create(self, viewer: Viewer, text: SavedViewText) -> SavedView:
        """Raises SavedViewRefused, SearchRefused, SortRefused, ColumnsRefused: nothing was written."""
        await self._check(viewer, text)
        if await self._repository.count(viewer.user_id) >= MOST_VIEWS:
            raise SavedViewRefused("name", f"You have {MOST_VIEWS} views, the most there may be: remove one first.")
        row = self._row(viewer, SavedViewId(new_id("viw_")), text)
        await self._record(viewer, Action.SAVED_VIEW_CREATE, row)
        await _unless_taken(self._repository.insert(row))
        return _shown(row, viewer)

    async def read(self, viewer: Viewer, view: str) -> SavedViewText:
        """What the viewer's own view says. Raises SavedViewAbsent."""
        row = await self._own(viewer, view)
        return SavedViewText(row.name, row.query, row.sort, row.columns, row.team, row.list)

    async def change(self, viewer: Viewer, view: str, text: SavedViewText) -> SavedView:
        """Raises SavedViewAbsent, and what `create` raises."""
        before = await self._own(viewer, view)
        await self._check(viewer, text)
        row = msgspec.structs.replace(self._row(viewer, before.id, text), created_at=before.created_at)
        await self._record(viewer, Action.SAVED_VIEW_CHANGE, row)
        if not await _unless_taken(self._repository.update(row)):
            raise SavedViewAbsent
        return _shown(row, viewer)

    async def remove(self, viewer: Viewer, view: str) -> None:
        """Raises SavedViewAbsent."""
        row = await self._own(viewer, view)
        await self._record(viewer, Action.SAVED_VIEW_REMOVE, row)
        await self._repository.delete(row.id, viewer.user_id)

    async def _own(self, viewer: Viewer, view: str) -> SavedViewRow:
        row = await self._repository.own(SavedViewId(view), viewer.user_id) if _ID.fullmatch(view) else None
        if row is None:
            raise SavedViewAbsent
        return row

    async def _check(self, viewer: Viewer, text: SavedViewText) -> None:
        if not 1 <= len(text.name.strip()) <= LONGEST_NAME or "\0" in text.name:
            raise SavedViewRefused("name", f"A name has 1 to {LONGEST_NAME} characters.")
        if text.team is not None and text.team not in viewer.teams:
            raise SavedViewRefused("team", "A view can be shared with a team that you belong to.")
        if text.of == "contacts":
            await self._people.understood(viewer, text.query, text.sort, text.columns)
            return
        readable = await self._catalogue.of(viewer)
        only_accounts(text.query, readable.search(text.query))
        readable.order(text.sort)
        readable.chosen(text.columns)

    def _row(self, viewer: Viewer, view: SavedViewId, text: SavedViewText) -> SavedViewRow:
        now = self._clock.now()
        columns = None if text.columns is None else list(text.columns)
        name, query = text.name.strip(), text.query.strip()
        return SavedViewRow(view, viewer.user_id, text.team, name, query, columns, text.sort, now, now, text.of)

    async def _record(self, viewer: Viewer, action: Action, row: SavedViewRow) -> None:
        detail = {"view": row.id, "name": row.name, "q": row.query, "team": row.team, "of": row.list}
        await self._audit.record(AuditEntry(Actor.of(viewer), action, detail=detail))


async def _unless_taken(writing: Awaitable[Outcome]) -> Outcome:
    try:
        return await writing
    except NameTaken:
        raise SavedViewRefused("name", "You have a view of that name already: give this one another.") from None


def _shown(row: SavedViewRow, viewer: Viewer) -> SavedView:
    return SavedView(
        id=row.id,
        name=row.name,
        query=row.query,
        sort=row.sort,
        columns=row.columns,
        team=row.team,
        mine=row.owner_id == viewer.user_id,
        of=row.list,
    )
