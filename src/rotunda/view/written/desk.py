"""Where teammates write: each change is allowed, recorded in the access log, and told to whom it concerns."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.ids import new_id
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.sync.outbox.model import Chosen, OutboxState, Outgoing
from rotunda.sync.outbox.service import Outbox
from rotunda.timeline.written.markdown import html_of_markdown
from rotunda.timeline.written.mentions import Teammate, mentions_in
from rotunda.timeline.written.model import Kind, Logged, Took, Written
from rotunda.timeline.written.repository import Wanted, WrittenRepository
from rotunda.view.looking import Absent
from rotunda.view.written.document import TeammateShown, WrittenPage, WrittenShown
from rotunda.view.written.outgoing import shown_of, tells_of_crm
from rotunda.view.written.rooms import Of, Room, Rooms

LABELS: Final = (Label.CS_PRIVATE, Label.COMMUNICATION)
_PAGE: Final = 50
_END: Final = datetime(9999, 12, 30, tzinfo=UTC)


class NotWritten(Exception):
    """Refused: `field` says what is wrong, the message why. `slug` names the problem."""

    def __init__(self, slug: str, field: str, reason: str) -> None:
        super().__init__(reason)
        self.slug = slug
        self.field = field


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to write. Without a label, notes are private to customer success, all else is not. `people`
    are ids of contacts and teammates who took part.
    """

    kind: Kind
    text: str = ""
    subject: str | None = None
    label: Label | None = None
    at: datetime | None = None
    details: Logged = Logged()
    people: Sequence[str] = ()
    due_at: datetime | None = None
    assignee: UserId | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What of it is to be another. UNSET: as it was."""

    version: int | None = None
    text: msgspec.UnsetType | str = msgspec.UNSET
    subject: msgspec.UnsetType | str | None = msgspec.UNSET
    due_at: msgspec.UnsetType | datetime | None = msgspec.UNSET
    assignee: msgspec.UnsetType | UserId | None = msgspec.UNSET
    done: msgspec.UnsetType | bool = msgspec.UNSET


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was written. `done` of tasks: None for both."""

    kinds: Collection[Kind]
    done: bool | None = None
    cursor: str | None = None


class WritingDesk:
    """Of accounts and of contacts."""

    def __init__(
        self,
        rooms: Rooms,
        repository: WrittenRepository,
        outbox: Outbox,
        audit: AuditLog,
        keyset: Keyset,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._rooms = rooms
        self._repository = repository
        self._audit = audit
        self._keyset = keyset
        self._clock = clock

    async def write(self, viewer: Viewer, of: Of, customer_id: str, draft: Draft) -> WrittenShown:
        """Raises Absent, NotWritten, AuditUnavailable: nothing was written."""
        room = await self._open(viewer, of, customer_id)
        label = draft.label or (Label.CS_PRIVATE if draft.kind is Kind.NOTE else Label.COMMUNICATION)
        _check_label(room, label)
        now, took = self._clock.now(), await self._took(viewer, room, draft.people)
        written = Written(
            id=new_id("wrt_"),
            customer_id=room.customer,
            kind=draft.kind,
            label=label,
            subject=draft.subject,
            text=draft.text,
            at=draft.at or now,
            details=msgspec.structs.replace(draft.details, people=took),
            due_at=draft.due_at,
            assignee=draft.assignee,
            author=viewer.user_id,
            written_at=now,
        )
        tell = await self._to_tell(viewer, of, written)
        await self._record(viewer, Action.WRITE, room, written)
        chosen = await self._where(viewer, room, written) if room.writes_to_crm else None
        put = partial(self._outbox.put, chosen=chosen) if chosen else None
        await self._repository.add(written, Teammate(viewer.user_id, viewer.name, viewer.email), tell, put)
        await self._rooms.tell(room, written.label)
        return await self._on_its_way(viewer, room, written)

    async def _where(self, viewer: Viewer, room: Room, written: Written) -> Chosen | None:
        """To the CRM that knows the customer, for whoever took part, too."""
        met = [await self._rooms.open(viewer, "contacts", each.id) for each in written.details.people if not each.ours]
        people = [(await self._rooms.links(each))[0] for each in met if each is not None]
        return self._outbox.where(written.kind, written.label, await self._rooms.links(room), people)

    async def change(self, viewer: Viewer, of: Of, customer_id: str, written_id: str, change: Change) -> WrittenShown:
        """Raises Absent, NotWritten, ChangedMeanwhile, AuditUnavailable: nothing was changed."""
        room = await self._open(viewer, of, customer_id)
        written = await self._mine(viewer, room, written_id, completing=_only_completes(change))
        changed = _changed(written, change, self._clock.now())
        tell = await self._to_tell(viewer, of, changed)
        await self._record(viewer, Action.WRITING_CHANGE, room, written)
        follow = partial(self._outbox.follow, allowed=room.writes_to_crm)
        newer = await self._repository.change(changed, await self._author(written), tell, follow)
        await self._rooms.tell(room, newer.label)
        return await self._on_its_way(viewer, room, newer)

    async def remove(self, viewer: Viewer, of: Of, customer_id: str, written_id: str) -> None:
        """Raises as `change`."""
        room = await self._open(viewer, of, customer_id)
        written = await self._mine(viewer, room, written_id)
        await self._record(viewer, Action.WRITING_REMOVE, room, written)
        removed = msgspec.structs.replace(written, removed_at=self._clock.now())
        follow = partial(self._outbox.follow, allowed=room.writes_to_crm)
        await self._repository.change(removed, await self._author(written), (), follow)
        await self._ask_to_send(await self._outbox.of([written_id]))
        await self._rooms.tell(room, written.label)

    async def one(self, viewer: Viewer, of: Of, customer_id: str, written_id: str) -> WrittenShown:
        """Raises Absent, AuditUnavailable: nothing is shown."""
        room = await self._open(viewer, of, customer_id)
        written = await self._readable(room, written_id)
        await self._log(viewer, Action.DRILL, room, {"section": "communication"})
        [shown] = await self._all_shown(viewer, room, [written])
        return shown

    async def page(self, viewer: Viewer, of: Of, customer_id: str, asked: Asked) -> WrittenPage:
        """Raises Absent, BadCursor, AuditUnavailable: nothing is shown."""
        room = await self._open(viewer, of, customer_id)
        purpose = f"written {room.customer} {sorted(asked.kinds)} {asked.done}"
        at, last = self._place(purpose, asked.cursor)
        wanted = Wanted(
            customers=room.ids,
            kinds=asked.kinds,
            labels=sorted(room.readable),
            at=at,
            id=last,
            done=asked.done,
            limit=_PAGE + 1,
        )
        await self._log(viewer, Action.DRILL, room, {"section": "communication"})
        found = await self._repository.page(wanted)
        items = await self._all_shown(viewer, room, found[:_PAGE])
        place = (found[_PAGE - 1].at.astimezone(UTC), found[_PAGE - 1].id) if len(found) > _PAGE else None
        writable = [each for each in LABELS if each in room.writable]
        return WrittenPage(items, self._keyset.encode(purpose, place) if place else None, writable)

    def _place(self, purpose: str, cursor: str | None) -> tuple[datetime, str]:
        if cursor is None:
            return _END, "~"
        match self._keyset.decode(purpose, cursor):
            case (datetime() as at, str() as last):
                return at, last
            case _:
                raise BadCursor

    async def _open(self, viewer: Viewer, of: Of, customer_id: str) -> Room:
        room = await self._rooms.open(viewer, of, customer_id)
        if room is None:
            detail: dict[str, DetailValue] = {"asked": customer_id[:64]}
            await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))
            raise Absent
        return room

    async def _mine(self, viewer: Viewer, room: Room, written_id: str, *, completing: bool = False) -> Written:
        """What this viewer may change: their own; of tasks whoever is to do them may say that they did."""
        written = await self._readable(room, written_id)
        _check_label(room, written.label)
        if not _is_mine(viewer, room, written) and not (completing and written.assignee == viewer.user_id):
            raise NotWritten("not-yours", "", "Only its author may change it.")
        return written

    async def _readable(self, room: Room, written_id: str) -> Written:
        written = await self._repository.one(written_id, room.ids)
        if written is None or written.label not in room.readable:
            raise Absent
        return written

    async def _took(self, viewer: Viewer, room: Room, people: Sequence[str]) -> tuple[Took, ...]:
        ours = {each.id: each for each in await self._repository.teammates()} if people else {}
        return tuple([await self._one_who_took(viewer, room, each, ours) for each in dict.fromkeys(people)])

    async def _one_who_took(self, viewer: Viewer, room: Room, id_: str, ours: Mapping[UserId, Teammate]) -> Took:
        if teammate := ours.get(UserId(id_)):
            return Took(teammate.id, teammate.name, ours=True, address=teammate.email)
        person = await self._rooms.open(viewer, "contacts", id_)
        if person is None or person.account is None or person.account != room.account:
            raise NotWritten("not-visible", "people", "They are nobody of this customer, or your role does not say so.")
        return Took(person.customer, person.name)

    async def _to_tell(self, viewer: Viewer, of: Of, written: Written) -> list[tuple[UserId, str]]:
        """Whoever is mentioned and whoever is to do it. Whom it must not be told, refuses it."""
        said = mentions_in(f"{written.subject or ''}\n{written.text}", await self._repository.teammates())
        if said.unclear:
            raise NotWritten(
                "unclear-mention",
                "text",
                f"Several teammates are called {said.unclear[0]}: write their address after @.",
            )
        why = {each.id: "mention" for each in said.people}
        named = {**why, **({written.assignee: "task"} if written.assignee else {})}
        readers = await self._rooms.readers(of, written.customer_id, written.label, named.keys())
        if missing := [each for each in named if each not in readers]:
            known = {each.id: each.name for each in said.people}
            raise _not_for(known.get(missing[0]), assignee=missing[0] == written.assignee)
        return [(user, reason) for user, reason in named.items() if user != viewer.user_id]

    async def _author(self, written: Written) -> Teammate:
        """Disabled ones, too, wrote what they wrote."""
        found = {each.id: each for each in await self._repository.teammates()}
        return found.get(written.author, Teammate(written.author, "", ""))

    async def _names(self) -> Mapping[UserId, str]:
        return {each.id: each.name for each in await self._repository.teammates()}

    async def _on_its_way(self, viewer: Viewer, room: Room, written: Written) -> WrittenShown:
        await self._ask_to_send(await self._outbox.of([written.id]))
        [shown] = await self._all_shown(viewer, room, [written])
        return shown

    async def _ask_to_send(self, outgoing: Mapping[str, Outgoing]) -> None:
        for each in outgoing.values():
            if each.state is OutboxState.WAITING:
                await self._outbox.soon(each.connection_id)

    async def _all_shown(self, viewer: Viewer, room: Room, written: Sequence[Written]) -> list[WrittenShown]:
        names, tells = await self._names(), tells_of_crm(room.readable)
        outbox = shown_of(await self._outbox.of([each.id for each in written])) if tells else {}
        shown = [self._as_shown(viewer, room, each, names) for each in written]
        return [msgspec.structs.replace(each, outbox=outbox.get(each.id)) for each in shown]

    def _as_shown(self, viewer: Viewer, room: Room, written: Written, names: Mapping[UserId, str]) -> WrittenShown:
        due, done = written.due_at, written.completed_at
        return WrittenShown(
            id=written.id,
            kind=written.kind,
            label=written.label,
            subject=written.subject,
            text=written.text,
            html=html_of_markdown(written.text),
            at=written.at,
            details=_details_shown(written.details, room),
            due_at=due,
            overdue=due is not None and done is None and due < self._clock.now(),
            assignee=_teammate(written.assignee, names) if written.assignee else None,
            completed_at=done,
            author=_teammate(written.author, names),
            changed_at=written.changed_at,
            version=written.version,
            mine=written.label in room.writable and _is_mine(viewer, room, written),
        )

    async def _record(self, viewer: Viewer, action: Action, room: Room, written: Written) -> None:
        await self._log(viewer, action, room, {"written": written.id, "kind": written.kind})

    async def _log(self, viewer: Viewer, action: Action, room: Room, detail: Mapping[str, DetailValue]) -> None:
        whose: dict[str, DetailValue] = {} if room.customer == room.account else {"contact": room.customer}
        told = {**whose, **detail}
        await self._audit.record(AuditEntry(Actor.of(viewer), action, account=room.account, detail=told))


def _check_label(room: Room, label: Label) -> None:
    if label not in LABELS:
        raise NotWritten("invalid-request", "label", f"Must be one of {', '.join(LABELS)}.")
    if label not in room.writable:
        others = [each for each in LABELS if each in room.writable]
        hint = f" Say one of {', '.join(others)}." if others else ""
        raise NotWritten("not-allowed", "label", f"Your role does not write what is {label}.{hint}")


def _not_for(name: str | None, *, assignee: bool) -> NotWritten:
    if assignee:
        return NotWritten("not-visible", "assignee", "They may not read this here: give it to somebody who may.")
    return NotWritten("not-visible", "text", f"{name} may not read this here: write it without mentioning them.")


def _is_mine(viewer: Viewer, room: Room, written: Written) -> bool:
    return written.author == viewer.user_id or room.manages


def _only_completes(change: Change) -> bool:
    asked: Sequence[object] = (change.text, change.subject, change.due_at, change.assignee)
    return all(each is msgspec.UNSET for each in asked)


def _changed(written: Written, change: Change, now: datetime) -> Written:
    asked = {
        name: value
        for name in ("text", "subject", "due_at", "assignee")
        if (value := getattr(change, name)) is not msgspec.UNSET
    }
    changed = msgspec.structs.replace(written, **asked, version=change.version or written.version)
    if change.done is msgspec.UNSET or (done := change.done) is (written.completed_at is not None):
        return changed
    if written.kind is not Kind.TASK:
        raise NotWritten("invalid-request", "done", "Only tasks can be done.")
    return msgspec.structs.replace(changed, completed_at=now if done else None)


def _details_shown(details: Logged, room: Room) -> Logged:
    """Who took part is a personal fact; how to reach them is not told here."""
    readable = details.people if Label.PERSONAL in room.readable else ()
    people = tuple(msgspec.structs.replace(each, address=None) for each in readable)
    return msgspec.structs.replace(details, people=people)


def _teammate(user: UserId, names: Mapping[UserId, str]) -> TeammateShown:
    return TeammateShown(user, names.get(user, "Former teammate"))
