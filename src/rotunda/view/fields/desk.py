"""Reads and changes what we own of a customer, for a viewer, each recorded before anything is done or shown."""

from collections.abc import Mapping, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.digest import digest_of
from rotunda.identity.fields.model import Customer, Edit, Edited, OwnField, Person, Refused, Stale, Taken
from rotunda.identity.fields.tag import readable_fields
from rotunda.identity.fields.values import CustomerFields, Recording
from rotunda.kit.ids import new_id
from rotunda.sections.ids import is_contact
from rotunda.sections.labels import Label
from rotunda.view.fields.doors import CustomerLink, Door, Opened
from rotunda.view.fields.shown import FieldShown, FieldsShown, field_shown, shown_with
from rotunda.view.history.document import HistoryPage
from rotunda.view.history.service import CustomerHistory
from rotunda.view.looking import Absent

_LONGEST_ID = 64


class Wanted(msgspec.Struct, frozen=True):
    """An edit as it is asked for. `values` by name; `expected` are entity tags, of which one is of what was seen.
    `keep_apart`: what another customer has, too, is taken all the same.
    """

    values: Mapping[str, object]
    expected: frozenset[str]
    keep_apart: bool = False


class FieldDesk:
    """Of the customers behind one door. Rights and ownership are read anew for each call: nothing is remembered."""

    def __init__(self, door: Door, fields: CustomerFields, history: CustomerHistory, audit: AuditLog) -> None:
        self._door = door
        self._fields = fields
        self._history = history
        self._audit = audit

    async def read(self, viewer: Viewer, customer_id: str) -> FieldsShown:
        """Raises Absent, AuditUnavailable."""
        opened = await self._open(viewer, customer_id, Permission.ACCOUNT_VIEW)
        await self._record(viewer, Action.VIEW, opened, {"section": self._door.section})
        return _shown(opened, await self._fields.of(opened.customer))

    async def edit(self, viewer: Viewer, customer_id: str, wanted: Wanted) -> FieldsShown:
        """The access log names the edit and proves its values, the history keeps them: the log is read by people who
        may not read every field. What is refused is recorded, too.

        Raises:
            Absent, AuditUnavailable: nothing was changed.
            Refused, NotEditable, Stale, Taken: as `CustomerFields.edit`.
        """
        opened = await self._open(viewer, customer_id, Permission.FIELD_EDIT)
        edit = Edit(
            id=new_id("edt_"),
            customer=opened.customer,
            values=wanted.values,
            expected=wanted.expected,
            readable=opened.readable,
            editable=opened.editable,
            by=viewer.user_id,
            keep_apart=wanted.keep_apart,
        )
        try:
            edited = await self._fields.edit(edit, self._recording(viewer, opened, edit))
        except (Refused, Stale, Taken):
            await self._record(viewer, Action.CHANGE_REFUSED, opened, {"edit": edit.id})
            raise
        return _shown(opened, edited.fields)

    def _recording(self, viewer: Viewer, opened: Opened, edit: Edit) -> Recording:
        async def record(edited: Edited) -> None:
            detail: dict[str, DetailValue] = {"edit": edit.id}
            if edited.changes:
                detail["changes"] = digest_of(edited.changes)
            if edit.keep_apart:
                detail["keep_apart"] = True
            await self._record(viewer, Action.FIELD_EDIT, opened, detail)
            # One row for each, so that the log of either tells it; neither names the other.
            if edited.kept_apart:
                await self._record(viewer, Action.KEEP_APART, opened, {"edit": edit.id})
            for other in edited.kept_apart:
                whose: dict[str, DetailValue] = {"contact": other.id} if is_contact(other.id) else {}
                told = {"edit": edit.id, **whose}
                entry = AuditEntry(Actor.of(viewer), Action.KEEP_APART, account=other.account, detail=told)
                await self._audit.record(entry)

        return record

    async def history(
        self, viewer: Viewer, customer_id: str, field: str | None, cursor: str | None, limit: int
    ) -> HistoryPage:
        """Raises Absent, AuditUnavailable, Refused, BadCursor."""
        opened = await self._open(viewer, customer_id, Permission.SECTION_DRILL)
        await self._record(viewer, Action.FIELD_HISTORY, opened, {})
        if field is not None:
            await self._check_readable(opened, field)
        return await self._history.page(viewer, opened, field, cursor, limit)

    async def _check_readable(self, opened: Opened, field: str) -> None:
        readable = readable_fields(await self._fields.of(opened.customer), opened.readable)
        names = [each.field.name for each in readable]
        if field not in names:
            raise Refused("field", f"There is no such field. Known are {', '.join(names)}.")

    def shown_now(self, current: OwnField) -> FieldShown:
        """For an editor, who reads it: what somebody else has made of a field meanwhile."""
        return field_shown(current, frozenset({current.field.label}))

    async def link_to(self, viewer: Viewer, holder: Customer, label: Label) -> CustomerLink | None:
        """Another customer, where this viewer may see it and reads there what both have."""
        opened = await self._door.opened(viewer, holder.id)
        if opened is None or label not in opened.readable:
            return None
        return CustomerLink(opened.customer.id, opened.name)

    async def teammates(self) -> list[Person]:
        """Whom a field of the kind user may name."""
        return await self._fields.teammates()

    async def _open(self, viewer: Viewer, customer_id: str, permission: Permission) -> Opened:
        opened = await self._door.opened(viewer, customer_id)
        if opened is None or permission not in opened.permissions:
            asked = {"asked": customer_id[:_LONGEST_ID]}
            await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=asked))
            raise Absent
        return opened

    async def _record(self, viewer: Viewer, action: Action, opened: Opened, detail: Mapping[str, DetailValue]) -> None:
        told = {**opened.detail, **detail}
        await self._audit.record(AuditEntry(Actor.of(viewer), action, account=opened.account, detail=told))


def _shown(opened: Opened, fields: Sequence[OwnField]) -> FieldsShown:
    return shown_with(fields, opened.readable, opened.editable)
