"""One list of all that became of a customer, page by page."""

import heapq
from collections.abc import Sequence
from datetime import datetime

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.view.fields.doors import Opened
from rotunda.view.history.deeds import DeedHistory
from rotunda.view.history.document import HistoryPage, Line, Place
from rotunda.view.history.field_changes import FieldChanges


class CustomerHistory:
    """Pages by key: what is done meanwhile does not shift them."""

    def __init__(self, changes: FieldChanges, deeds: Sequence[DeedHistory], keyset: Keyset) -> None:
        self._changes = changes
        self._deeds = deeds
        self._keyset = keyset

    async def page(
        self, viewer: Viewer, opened: Opened, field: str | None, cursor: str | None, limit: int
    ) -> HistoryPage:
        """Of fields that the viewer reads; and what was decided, where they may know who did what there. `field` leaves
        that field alone. Raises BadCursor.
        """
        purpose = f"history:{opened.customer.id}:{field}"
        place = self._place(purpose, cursor)
        lines = await self._after(viewer, opened, field, place, limit + 1)
        following = self._keyset.encode(purpose, lines[limit - 1].place) if len(lines) > limit else None
        return HistoryPage(lines[:limit], following)

    async def _after(
        self, viewer: Viewer, opened: Opened, field: str | None, place: Place | None, limit: int
    ) -> list[Line]:
        lists: list[Sequence[Line]] = [
            await self._changes.after(opened.customer.id, opened.readable, field, place, limit)
        ]
        if field is None and Permission.AUDIT_ACCOUNT in opened.permissions:
            lists += [await deeds.after(viewer, opened, place, limit) for deeds in self._deeds]
        return list(heapq.merge(*lists, key=lambda line: line.place, reverse=True))[:limit]

    def _place(self, purpose: str, cursor: str | None) -> Place | None:
        if cursor is None:
            return None
        match self._keyset.decode(purpose, cursor):
            case (datetime() as at, str() as last, str() as kind):
                return at, last, kind
            case _:
                raise BadCursor
