"""Reads and changes what we own of an account, for a viewer, each recorded before anything is done or shown."""

from collections.abc import Mapping, Sequence

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import Grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.model import AppliesTo, Customer, Edit, OwnField, Person, Refused
from rotunda.identity.fields.tag import readable_fields
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.service import Identity
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId
from rotunda.view.document import AccountLink
from rotunda.view.fields.history import FieldHistory, HistoryPage
from rotunda.view.fields.shown import PROFILE, FieldShown, FieldsShown, field_shown, shown_to
from rotunda.view.looking import Absent

_LONGEST_ID = 64


class FieldDesk:
    """Rights and ownership are read anew for each call: nothing is remembered here."""

    def __init__(self, identity: Identity, fields: CustomerFields, history: FieldHistory, audit: AuditLog) -> None:
        self._identity = identity
        self._fields = fields
        self._history = history
        self._audit = audit

    async def read(self, viewer: Viewer, account_id: str) -> FieldsShown:
        """Raises Absent, AuditUnavailable."""
        detail = {"section": PROFILE}
        granted = await self._open(viewer, account_id, Action.VIEW, Permission.ACCOUNT_VIEW, detail)
        return shown_to(granted, await self._fields.of(_customer(granted)))

    async def edit(
        self,
        viewer: Viewer,
        account_id: str,
        values: Mapping[str, object],
        expected: frozenset[str],
        *,
        keep_apart: bool = False,
    ) -> FieldsShown:
        """The access log names the edit, the history keeps its values: the log is read by people who may not read
        every field.

        Raises:
            Absent, AuditUnavailable: nothing was changed.
            Refused, NotEditable, Stale, Taken: as `CustomerFields.edit`.
        """
        edit_id = new_id("edt_")
        detail: dict[str, DetailValue] = {"edit": edit_id}
        if keep_apart:
            detail["keep_apart"] = True
        granted = await self._open(viewer, account_id, Action.FIELD_EDIT, Permission.FIELD_EDIT, detail)
        edit = Edit(
            id=edit_id,
            customer=_customer(granted),
            values=values,
            expected=expected,
            readable=granted.labels(PROFILE),
            editable=granted.editable(PROFILE),
            by=viewer.user_id,
            keep_apart=keep_apart,
        )
        edited = await self._fields.edit(edit)
        if edited.kept_apart:
            await self._record_apart(viewer, [granted.account, *edited.kept_apart], edit_id)
        return shown_to(granted, edited.fields)

    async def _record_apart(self, viewer: Viewer, accounts: Sequence[AccountId], edit: str) -> None:
        """One row for each, so that the log of either tells it; neither names the other."""
        for account in accounts:
            entry = AuditEntry(Actor.of(viewer), Action.KEEP_APART, account=account, detail={"edit": edit})
            await self._audit.record(entry)

    async def history(
        self, viewer: Viewer, account_id: str, field: str | None, cursor: str | None, limit: int
    ) -> HistoryPage:
        """Raises Absent, AuditUnavailable, Refused, BadCursor."""
        action, permission = Action.FIELD_HISTORY, Permission.SECTION_DRILL
        granted = await self._open(viewer, account_id, action, permission, {})
        if field is not None:
            await self._check_readable(granted, field)
        return await self._history.page(granted.account, granted.labels(PROFILE), field, cursor, limit)

    async def _check_readable(self, granted: Grant, field: str) -> None:
        readable = readable_fields(await self._fields.of(_customer(granted)), granted.labels(PROFILE))
        names = [each.field.name for each in readable]
        if field not in names:
            raise Refused("field", f"There is no such field. Known are {', '.join(names)}.")

    def shown_now(self, current: OwnField) -> FieldShown:
        """For an editor, who reads it: what somebody else has made of a field meanwhile."""
        return field_shown(current, frozenset({current.field.label}))

    async def link_to(self, viewer: Viewer, holder: Customer) -> AccountLink | None:
        """Another account, where this viewer may see it."""
        row = await self._identity.resolve(holder.id)
        if row is None or grant(viewer, row.ownership) is None:
            return None
        return AccountLink(row.id, row.name)

    async def teammates(self) -> list[Person]:
        """Whom a field of the kind user may name."""
        return await self._fields.teammates()

    async def _open(
        self,
        viewer: Viewer,
        account_id: str,
        action: Action,
        permission: Permission,
        detail: Mapping[str, DetailValue],
    ) -> Grant:
        row = await self._identity.resolve(account_id) if len(account_id) <= _LONGEST_ID else None
        granted = grant(viewer, row.ownership) if row else None
        if granted is None or not granted.may(permission) or not granted.labels(PROFILE):
            asked = {"asked": account_id[:_LONGEST_ID]}
            await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=asked))
            raise Absent
        await self._audit.record(AuditEntry(Actor.of(viewer), action, account=granted.account, detail=detail))
        return granted


def _customer(granted: Grant) -> Customer:
    return Customer(AccountId(granted.account), AppliesTo.ACCOUNT)
