"""Who was mentioned, and who is to do something: told to those who may still read what it is about."""

from collections.abc import Sequence

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import customer_id, is_contact
from rotunda.sections.labels import Label
from rotunda.timeline.written.markdown import text_of_markdown
from rotunda.timeline.written.model import Kind
from rotunda.timeline.written.repository import Told, WrittenRepository
from rotunda.view.written.document import NotificationList, NotificationShown
from rotunda.view.written.rooms import Of, Room, Rooms

_MOST = 100
_EXCERPT = 200


class Notifications:
    """Rights are read anew: whoever lost a customer is told nothing of it any more, and counts nothing."""

    def __init__(self, rooms: Rooms, repository: WrittenRepository, audit: AuditLog) -> None:
        self._rooms = rooms
        self._repository = repository
        self._audit = audit

    async def of(self, viewer: Viewer) -> NotificationList:
        """Raises AuditUnavailable: nothing is shown."""
        items = [_shown(told, room) for told, room in await self._readable(viewer)]
        detail = {"shown": len(items)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.NOTIFICATIONS, detail=detail))
        return NotificationList(items, sum(not each.read for each in items))

    async def unread(self, viewer: Viewer) -> int:
        """Of those that `of` would show. It tells of nobody, so it is no look at anybody."""
        return sum(told.read_at is None for told, _ in await self._readable(viewer))

    async def mark_read(self, viewer: Viewer, ids: Sequence[str]) -> bool:
        """Of nobody else's: False where none of them is this viewer's."""
        return await self._repository.mark_read(viewer.user_id, ids) > 0

    async def _readable(self, viewer: Viewer) -> list[tuple[Told, Room]]:
        rooms: dict[str, Room | None] = {}
        found: list[tuple[Told, Room]] = []
        for told in await self._repository.told(viewer.user_id, _MOST):
            if told.customer_id not in rooms:
                rooms[told.customer_id] = await self._rooms.open(viewer, _of(told), told.customer_id)
            room = rooms[told.customer_id]
            if room is not None and Label(told.label) in room.readable:
                found.append((told, room))
        return found


def _of(told: Told) -> Of:
    return "contacts" if is_contact(customer_id(told.customer_id)) else "accounts"


def _shown(told: Told, room: Room) -> NotificationShown:
    return NotificationShown(
        id=told.id,
        why=told.why,
        at=told.at,
        read=told.read_at is not None,
        kind=Kind(told.kind),
        author=told.author,
        customer=room.customer,
        name=room.name,
        excerpt=(told.subject or text_of_markdown(told.text))[:_EXCERPT],
    )
