"""One look of one viewer at one account: resolved, allowed, planned, and recorded.

What does not exist and what may not be seen take the same way and end in the same `Absent`.
"""

import asyncio
from collections.abc import Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.changes import Outdated, Versions
from rotunda.access.grant import Grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.model import Connection
from rotunda.connections.service import Connections
from rotunda.identity.fields.built_in import ACCOUNT_SEGMENTS
from rotunda.identity.model import AccountRow
from rotunda.identity.remembered import Around, Entry, RememberedBook
from rotunda.kit.clock import Clock
from rotunda.kit.recent import Recent
from rotunda.sections.ids import SectionName
from rotunda.sync.finding import Finding
from rotunda.view.document import AccountHead, AccountLink
from rotunda.view.fields.shown import Rule, shown_to
from rotunda.view.page.plan import House, PlannedSection, plan_page
from rotunda.view.refreshes import Refreshes

_LONGEST_ID = 64
_PREPARED_MOST = 4096


class Absent(Exception):
    """There is no such account for this viewer."""


class Prepared(msgspec.Struct, frozen=True, eq=False):
    """What follows for a viewer from an account's entry, what is around it, and the connections that there are;
    `lacking` are those that have no record of it.
    """

    viewer: Viewer
    entry: Entry
    around: Around
    connections: Sequence[Connection]
    grant: Grant
    head: AccountHead
    head_json: bytes
    planned: Sequence[PlannedSection]
    lacking: Sequence[Connection]
    segments: frozenset[str]

    def grants(self, viewer: Viewer, entry: Entry) -> bool:
        """Whether the grant is that of this viewer for this entry."""
        return self.entry is entry and self.viewer == viewer

    def follows_from(self, viewer: Viewer, entry: Entry, around: Around, connections: Sequence[Connection]) -> bool:
        return self.grants(viewer, entry) and self.around is around and self.connections == connections


class Look(msgspec.Struct, frozen=True, eq=False):
    """Nothing may leave before `recorded` was awaited. `head_json` is `head` as it is sent; `segments` are those of the
    account, as far as the viewer may read them.
    """

    grant: Grant
    head: AccountHead
    head_json: bytes
    planned: Sequence[PlannedSection]
    segments: frozenset[str]
    versions: Versions
    audited: asyncio.Future[Versions]

    async def recorded(self) -> None:
        """Durable when it returns.

        Raises:
            AuditUnavailable: show nothing.
            Outdated: rights or the account have changed since they were read: show nothing, look again.
        """
        _check(self.versions, await self.audited)


class Asked(msgspec.Struct, frozen=True):
    """How much of an account: one `section` in full, those `sections` of its page, else all of it. `refresh`: the page
    says that it asks again by itself. Where that can be, the row says so, too; nothing else follows from it.
    """

    section: SectionName | None = None
    sections: frozenset[SectionName] | None = None
    refresh: bool = False


WHOLE = Asked()


class Looking:
    """Opens accounts for viewers."""

    def __init__(
        self,
        house: House,
        book: RememberedBook,
        connections: Connections,
        audit: AuditLog,
        finding: Finding,
        clock: Clock,
    ) -> None:
        self._house = house
        self._book = book
        self._connections = connections
        self._audit = audit
        self._finding = finding
        self._refreshes = Refreshes(clock)
        self._prepared: Recent[tuple[str, str, SectionName | None], Prepared] = Recent(_PREPARED_MOST)

    async def open(
        self,
        viewer: Viewer,
        account_id: str,
        action: Action,
        permission: Permission,
        asked: Asked = WHOLE,
    ) -> Look:
        """`permission` has to come from a role that reaches this very account.

        Raises:
            Absent: unknown, or not for this viewer; the attempt is recorded either way.
            AuditUnavailable: the attempt could not be recorded.
            Outdated: it was refused by rights that have changed since they were read.
        """
        entry = await self._book.entry(account_id) if len(account_id) <= _LONGEST_ID else None
        prepared = await self._prepare(viewer, entry, permission, asked.section) if entry else None
        if entry is None or prepared is None:
            await self._deny(viewer, entry, account_id)
            raise Absent
        account = prepared.grant.account
        refresh = asked.refresh and self._refreshes.believes(viewer.user_id, account)
        detail = _detail(prepared.grant, asked, refresh=refresh)
        audited = self._audit.begin(AuditEntry(Actor.of(viewer), action, account=account, detail=detail))
        if action is Action.VIEW:
            self._refreshes.viewed(viewer.user_id, account, audited)
        if prepared.lacking:
            self._finding.look_up(account, prepared.lacking)
        versions = Versions(viewer.rights, min(entry.book, prepared.around.book))
        return Look(
            prepared.grant,
            prepared.head,
            prepared.head_json,
            prepared.planned,
            prepared.segments,
            versions,
            audited,
        )

    async def _deny(self, viewer: Viewer, entry: Entry | None, account_id: str) -> None:
        detail = {"asked": account_id[:_LONGEST_ID]}
        recorded = await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))
        _check(Versions(viewer.rights, entry.book if entry else recorded.book), recorded)

    async def _prepare(
        self, viewer: Viewer, entry: Entry, permission: Permission, only: SectionName | None
    ) -> Prepared | None:
        """None where it may not be seen."""
        key = (viewer.user_id, entry.row.id, only)
        known = self._prepared.get(key)
        granted = known.grant if known and known.grants(viewer, entry) else grant(viewer, entry.ownership)
        if granted is None or not _allows(granted, permission, only):
            return None
        around, connections = await self._book.around(granted.account), self._connections.list()
        if known and known.follows_from(viewer, entry, around, connections):
            return known
        sections = frozenset({only}) if only else granted.sections
        planned = plan_page(self._house, connections, around.links, granted.account, sections)
        head = _head(granted, entry.row, around)
        lacking = self._finding.lacking(connections, around.links)
        written = msgspec.json.encode(head)
        prepared = Prepared(
            viewer, entry, around, connections, granted, head, written, planned, lacking, _segments(head)
        )
        self._prepared.put(key, prepared)
        return prepared


def _detail(granted: Grant, asked: Asked, *, refresh: bool) -> dict[str, DetailValue]:
    """Of sections that were asked for, those that are sent."""
    detail: dict[str, DetailValue] = {"section": asked.section} if asked.section else {}
    if asked.sections is not None:
        detail["sections"] = [*sorted(granted.sections & asked.sections)]
    return {**detail, "refresh": True} if refresh else detail


def _check(read: Versions, recorded: Versions) -> None:
    if read != recorded:
        raise Outdated


def _head(granted: Grant, row: AccountRow, around: Around) -> AccountHead:
    """Relatives and fields that this viewer may not see are left out, not hinted at."""
    viewer, family = granted.viewer, around.family
    own = shown_to(granted, around.fields)
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
        also_known_as=[AccountLink(each.id, each.name) for each in family.aliases],
        fields=own.fields,
        etag=own.etag,
    )


def _segments(head: AccountHead) -> frozenset[str]:
    """Those that somebody has set, as everywhere where customers are judged by their segment."""
    for each in head.fields:
        if each.id == ACCOUNT_SEGMENTS and each.rule is Rule.OWNED and isinstance(each.value, list):
            return frozenset(each.value)
    return frozenset()


def _allows(granted: Grant, permission: Permission, only: SectionName | None) -> bool:
    return granted.may(permission) and (only is None or only in granted.sections)


def _visible(viewer: Viewer, rows: Sequence[AccountRow]) -> list[AccountLink]:
    return [AccountLink(row.id, row.name) for row in rows if grant(viewer, row.ownership) is not None]
