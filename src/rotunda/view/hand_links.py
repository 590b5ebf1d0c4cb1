"""Identifiers that people give to customers, for viewers: the account has to be theirs to see and to merge."""

from datetime import datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.merging.hand_links import HandLink, HandLinks
from rotunda.identity.merging.model import Conflict, Obstacle
from rotunda.identity.merging.splits import read_identifier
from rotunda.identity.model import AccountRow
from rotunda.identity.service import Identity
from rotunda.sections.ids import AccountId
from rotunda.view.document import AccountLink
from rotunda.view.looking import Absent

_LONGEST_ID = 64


class LinkedIdentifier(msgspec.Struct, frozen=True):
    """An address or a domain that `linked_by` has given to the account."""

    id: str
    account: AccountLink
    kind: str
    value: str
    linked_by: str | None
    linked_at: datetime


class LinkedIdentifiers(msgspec.Struct, frozen=True):
    """Oldest first."""

    items: list[LinkedIdentifier]


class Linking:
    """Links identifiers for viewers."""

    def __init__(self, identity: Identity, links: HandLinks, audit: AuditLog) -> None:
        self._identity = identity
        self._links = links
        self._audit = audit

    async def link(self, viewer: Viewer, account: str, identifier: str) -> LinkedIdentifier:
        """Raises:
        Absent: it is not there for this viewer, or not theirs to change.
        Refused: as `HandLinks.link`.
        Conflict: another customer that this viewer may see is known by it.
        """
        opened = await self._open(viewer, account)
        await self._require_free(viewer, opened, identifier)
        return _shown(opened, await self._links.link(Actor.of(viewer), opened.id, identifier))

    async def unlink(self, viewer: Viewer, account: str, link: str) -> None:
        """Raises Absent, NotThere."""
        opened = await self._open(viewer, account)
        await self._links.unlink(Actor.of(viewer), opened.id, link[:_LONGEST_ID])

    async def of(self, viewer: Viewer, account: str) -> LinkedIdentifiers:
        """Raises Absent."""
        opened = await self._open(viewer, account)
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.HISTORY, opened.id))
        return LinkedIdentifiers([_shown(opened, each) for each in await self._links.of(opened.id)])

    async def _require_free(self, viewer: Viewer, opened: AccountRow, identifier: str) -> None:
        """Whom this viewer may not see is no obstacle: that would tell that there is somebody."""
        what = read_identifier(identifier)
        by_kind = {"email": identifier} if what.kind == "email" else {"domain": identifier}
        for match in await self._identity.matches(**by_kind):
            same = match.account.id == opened.id or match.by != what.kind or match.former
            if not same and grant(viewer, match.account.ownership) is not None:
                raise Conflict(
                    Obstacle.TAKEN,
                    f"{match.account.name} is known by it. Split it out there, or merge the two.",
                )

    async def _open(self, viewer: Viewer, account: str) -> AccountRow:
        row = await self._identity.resolve(account) if len(account) <= _LONGEST_ID else None
        granted = grant(viewer, row.ownership) if row else None
        if row is None or granted is None or not granted.may(Permission.ACCOUNT_MERGE):
            detail = {"asked": account[:_LONGEST_ID]}
            await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))
            raise Absent
        return row


def _shown(opened: AccountRow, link: HandLink) -> LinkedIdentifier:
    account = AccountLink(AccountId(opened.id), opened.name)
    return LinkedIdentifier(link.id, account, link.kind, link.value, link.linked_by, link.linked_at)
