"""Words over the timelines of all customers that a viewer may open.

Rights are part of the query, role by role: what a role reads, of the accounts that this role reaches. What is found is
checked again, account by account.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import Grant, ListScope, grant, scope_of
from rotunda.access.permission import Permission
from rotunda.access.roles import Reach, Role
from rotunda.access.viewer import Viewer
from rotunda.identity.service import Identity
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import AccountId
from rotunda.timeline.across import Across, Within
from rotunda.timeline.model import Entry, Kind, Place
from rotunda.timeline.reading import after
from rotunda.timeline.service import Timeline
from rotunda.view.document import AccountLink
from rotunda.view.timeline.asked import Asked
from rotunda.view.timeline.document import FoundEvents, TimelineItem
from rotunda.view.timeline.items import Shown, Sources, item_of
from rotunda.view.timeline.rights import is_readable

_REACHED = """
    SELECT coalesce(array_agg(DISTINCT m.account_id), '{}') AS accounts
    FROM account_owner o JOIN account_member own ON own.account_id = o.account_id
    JOIN account_member m ON m.shown_id = own.shown_id
    WHERE o.email = %(email)s OR o.team = ANY(%(teams)s::text[])
"""
"""Members of a merge are one customer: it belongs to whoever any of them belongs to."""


class _Reached(msgspec.Struct, frozen=True):
    accounts: list[AccountId]


class _Visible(msgspec.Struct, frozen=True):
    """An event with the accounts of it that this viewer may open and read it of."""

    entry: Entry
    accounts: Sequence[AccountLink]
    reach: Reach


class TimelineSearch:
    """Newest first."""

    def __init__(
        self,
        timeline: Timeline,
        identity: Identity,
        database: Database,
        sources: Sources,
        keyset: Keyset,
        audit: AuditLog,
    ) -> None:
        self._timeline = timeline
        self._identity = identity
        self._database = database
        self._sources = sources
        self._keyset = keyset
        self._audit = audit

    async def find(self, viewer: Viewer, text: str, asked: Asked) -> FoundEvents:
        """Raises:
        BadCursor: nothing was read.
        AuditUnavailable: nothing is shown.
        """
        purpose = asked.purpose(f"of {viewer.user_id}")
        beyond = _place(self._keyset.decode(purpose, asked.cursor)) if asked.cursor else after(asked.until)
        within = await self._within(viewer, asked)
        wanted = Across(text=text, within=within, since=asked.since, until=asked.until)
        found = await self._timeline.across(wanted, beyond, asked.limit + 1)
        shown = found[: asked.limit]
        items = await self._items(viewer, shown, text)
        detail = {"q": text, "of": "timeline", "shown": len(items)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SEARCH, detail=detail))
        following = shown[-1] if len(found) > asked.limit else None
        older = self._keyset.encode(purpose, (following.at.astimezone(UTC), following.id.hex)) if following else None
        return FoundEvents(items, older)

    async def _within(self, viewer: Viewer, asked: Asked) -> list[Within]:
        kinds = {n: kind for n, kind in (await self._timeline.kinds()).items() if asked.shows(kind)}
        return [
            Within(_kinds(role, kinds), await self._reached(scope_of(viewer, role)))
            for role in viewer.roles_with(Permission.SECTION_DRILL)
            if Permission.ACCOUNT_VIEW in role.permissions
        ]

    async def _reached(self, scope: ListScope) -> list[AccountId] | None:
        """None: all there are."""
        if scope.everything:
            return None
        asked = {"email": scope.email, "teams": sorted(scope.teams)}
        found = await self._database.fetch_one(_Reached, _REACHED, asked)
        return found.accounts if found else []

    async def _items(self, viewer: Viewer, entries: Sequence[Entry], text: str) -> list[TimelineItem]:
        visible = await self._visible(viewer, entries)
        highlights = await self._timeline.highlights([each.entry for each in visible], text)
        sources = self._sources.by_connection()
        return [
            item_of(
                each.entry,
                Shown(
                    reach=each.reach,
                    sources=sources,
                    highlights=highlights,
                    accounts={each.entry.id: each.accounts},
                ),
            )
            for each in visible
        ]

    async def _visible(self, viewer: Viewer, entries: Sequence[Entry]) -> list[_Visible]:
        heads = await self._identity.heads({account for entry in entries for account in entry.accounts})
        names = {account: AccountLink(row.id, row.name) for account, row in heads.items()}
        grants = {account: grant(viewer, row.ownership) for account, row in heads.items()}
        found = [_seen(entry, names, grants) for entry in entries]
        return [each for each in found if each is not None]


def _seen(entry: Entry, names: dict[AccountId, AccountLink], grants: dict[AccountId, Grant | None]) -> _Visible | None:
    granted = {
        account: each for account in entry.accounts if (each := grants.get(account)) and _reads(each, entry.kind)
    }
    if not granted:
        return None
    reach = _joined(each.reach for each in granted.values())
    links = {names[account].id: names[account] for account in granted}
    return _Visible(entry, list(links.values()), reach)


def _reads(granted: Grant, kind: Kind) -> bool:
    return granted.may(Permission.SECTION_DRILL) and is_readable(granted.reach, kind)


def _joined(reaches: Iterable[Reach]) -> Reach:
    return frozenset(pair for reach in reaches for pair in reach)


def _kinds(role: Role, kinds: dict[int, Kind]) -> list[int]:
    return [number for number, kind in kinds.items() if is_readable(role.reach, kind)]


def _place(values: tuple[object, ...]) -> Place:
    match values:
        case (datetime() as at, str() as last):
            return Place(at, UUID(hex=last))
        case _:
            raise BadCursor
