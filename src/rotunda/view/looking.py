"""One look of one viewer at one account: resolved, allowed, planned, and recorded.

What does not exist and what may not be seen take the same way and end in the same `Absent`.
"""

import asyncio
from collections.abc import Awaitable, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import Grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.service import Connections
from rotunda.identity.model import AccountRow
from rotunda.identity.service import Identity
from rotunda.sections.ids import SectionName
from rotunda.view.document import AccountHead, AccountLink
from rotunda.view.page.plan import House, PlannedSection, plan_page

_LONGEST_ID = 64


class Absent(Exception):
    """There is no such account for this viewer."""


class Look(msgspec.Struct, frozen=True):
    """`recorded` is durable once awaited: nothing may leave before."""

    grant: Grant
    head: AccountHead
    planned: Sequence[PlannedSection]
    recorded: Awaitable[None]


class Looking:
    """Opens accounts for viewers."""

    def __init__(self, house: House, identity: Identity, connections: Connections, audit: AuditLog) -> None:
        self._house = house
        self._identity = identity
        self._connections = connections
        self._audit = audit

    async def open(
        self, viewer: Viewer, account_id: str, action: Action, permission: Permission, only: SectionName | None = None
    ) -> Look:
        """`permission` has to come from a role that reaches this very account. `only` plans a single section.

        Raises:
            Absent: unknown, or not for this viewer; the attempt is recorded either way.
            AuditUnavailable: the attempt could not be recorded.
        """
        row = await self._identity.resolve(account_id) if len(account_id) <= _LONGEST_ID else None
        granted = grant(viewer, row.ownership) if row else None
        if row is None or granted is None or not _allows(granted, permission, only):
            await self._audit.record(
                AuditEntry(Actor.of(viewer), Action.DENIED, detail={"asked": account_id[:_LONGEST_ID]})
            )
            raise Absent
        links = await self._identity.links(granted.account)
        sections = frozenset({only}) if only else granted.sections
        planned = plan_page(self._house, self._connections.list(), links, granted.account, sections)
        detail = {"section": only} if only else {}
        entry = AuditEntry(Actor.of(viewer), action, account=granted.account, detail=detail)
        return Look(granted, await self._head(viewer, row), planned, asyncio.create_task(self._audit.record(entry)))

    async def _head(self, viewer: Viewer, row: AccountRow) -> AccountHead:
        """Relatives that this viewer may not see are left out, not hinted at."""
        family = await self._identity.family(row.id)
        return AccountHead(
            id=row.id,
            name=row.name,
            domain=row.domain,
            industry=row.industry,
            city=row.city,
            country=row.country,
            owners=sorted(row.owner_emails),
            parent=next(iter(_visible(viewer, family.parents)), None),
            children=_visible(viewer, family.children),
        )


def _allows(granted: Grant, permission: Permission, only: SectionName | None) -> bool:
    return granted.may(permission) and (only is None or only in granted.sections)


def _visible(viewer: Viewer, rows: Sequence[AccountRow]) -> list[AccountLink]:
    return [AccountLink(row.id, row.name) for row in rows if grant(viewer, row.ownership) is not None]
