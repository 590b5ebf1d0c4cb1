"""Signals for viewers: pages of them, and what is done about one or several. Every look and every deed is recorded."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, Grant, ListScope, grant
from rotunda.access.permission import Permission
from rotunda.access.roles import Role
from rotunda.access.users import User, Users
from rotunda.access.viewer import Viewer
from rotunda.insight.signals import all_rules
from rotunda.insight.signals.model import SignalKind
from rotunda.kit.clock import Clock
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import AccountId, UserId
from rotunda.view.index.catalogue import HEALTH, Catalogue
from rotunda.view.index.listing import ListedAccount, listed_accounts
from rotunda.view.index.repository import IndexRepository, ListRow
from rotunda.view.index.scope_sql import scopes_reading
from rotunda.view.signals.document import KeptSignal, SignalledAccount, SignalPage
from rotunda.view.signals.repository import AccountRow, ReadableKinds, SignalFilter, SignalRepository, StoredSignal

COLUMNS = ("mrr", "renewal_at", HEALTH)
"""What is at stake at an account, of what lists keep."""

LONGEST_SNOOZE = timedelta(days=366)
_LONGEST_ID = 64


class NoSignal(Exception):
    """There is none for this viewer, or its fact has ended, or they may change nothing at its account."""


class SignalRefused(ValueError):
    """What was asked for cannot be done: `field` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class _Seen(msgspec.Struct, frozen=True):
    """A signal that this viewer may decide about."""

    ownership: AccountOwnership
    granted: Grant
    stored: StoredSignal


class SignalDesk:
    """Rights are read anew for each call."""

    def __init__(
        self,
        repository: SignalRepository,
        lists: tuple[Catalogue, IndexRepository],
        people: tuple[Users, Mapping[str, Role]],
        audit: AuditLog,
        keyset: Keyset,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._catalogue, self._index = lists
        self._users, self._roles = people
        self._audit = audit
        self._keyset = keyset
        self._clock = clock

    async def page(self, viewer: Viewer, wanted: SignalFilter, limit: int, cursor: str | None) -> SignalPage:
        """Raises BadCursor, or AuditUnavailable."""
        purpose = "signals|" + msgspec.json.encode(wanted).decode()
        after = self._keyset.decode(purpose, cursor) if cursor else None
        readable, now = _readable(viewer), self._clock.now()
        rows = await self._repository.page(viewer, readable, wanted, now, limit + 1, after)
        shown = rows[:limit]
        items = await self._items(viewer, shown)
        counts = await self._repository.count(viewer, readable, wanted, now)
        detail: dict[str, DetailValue] = {"state": wanted.state.value, "shown": len(items)}
        about = items[0].account.id if wanted.account is not None and items else None
        await self._record(viewer, Action.SIGNALS, about, detail)
        following = self._keyset.encode(purpose, shown[-1].key) if len(rows) > limit else None
        return SignalPage(items, counts, following)

    async def snooze(self, viewer: Viewer, signal: str, until: datetime, reason: str) -> KeptSignal:
        """Raises NoSignal, SignalRefused."""
        now = self._clock.now()
        if not now < until <= now + LONGEST_SNOOZE:
            raise SignalRefused("until", "until is to be a moment that is still to come, within a year.")
        [seen] = await self._open(viewer, [signal])
        await self._decide(viewer, Action.SIGNAL_SNOOZE, [seen], {"until": until.isoformat()})
        await self._repository.snooze([signal], until, reason.strip())
        return await self._now(viewer, signal)

    async def resolve(self, viewer: Viewer, signal: str, reason: str) -> KeptSignal:
        """Raises NoSignal."""
        [seen] = await self._open(viewer, [signal])
        await self._decide(viewer, Action.SIGNAL_RESOLVE, [seen], {})
        await self._repository.resolve([signal], viewer.user_id, reason.strip(), self._clock.now())
        return await self._now(viewer, signal)

    async def assign(self, viewer: Viewer, signals: Sequence[str], assignee: UserId | None) -> list[KeptSignal]:
        """All of them, or none. Raises NoSignal, SignalRefused."""
        seen = await self._open(viewer, signals)
        if assignee is not None:
            await self._check_reads(assignee, seen)
        await self._decide(viewer, Action.SIGNAL_ASSIGN, seen, {"assignee": assignee})
        await self._repository.assign(signals, assignee)
        return [_kept(each.stored, each.granted) for each in await self._open(viewer, signals)]

    async def _now(self, viewer: Viewer, signal: str) -> KeptSignal:
        [seen] = await self._open(viewer, [signal])
        return _kept(seen.stored, seen.granted)

    async def _open(self, viewer: Viewer, signals: Sequence[str]) -> list[_Seen]:
        wanted = {each for each in signals if len(each) <= _LONGEST_ID}
        rows = await self._repository.of_ids(_readable(viewer), sorted(wanted)) if wanted else []
        seen = [
            _Seen(_ownership(row), granted, stored)
            for row in rows
            if (granted := grant(viewer, _ownership(row))) is not None and granted.may(Permission.FIELD_EDIT)
            for stored in row.signals
        ]
        if len(seen) < len(set(signals)):
            await self._record(viewer, Action.DENIED, None, {"asked": [each[:_LONGEST_ID] for each in signals]})
            raise NoSignal
        return seen

    async def _check_reads(self, assignee: UserId, seen: Sequence[_Seen]) -> None:
        """Whoever is to take care of a signal has to see it."""
        user = next((each for each in await self._users.every() if each.id == assignee), None)
        teammate = self._viewer(user) if user is not None and user.disabled_at is None else None
        if teammate is None or not all(_may_read(teammate, each) for each in seen):
            raise SignalRefused("assignee", "There is no such teammate, or their role does not include this signal.")

    def _viewer(self, user: User) -> Viewer:
        roles = tuple(self._roles[name] for name in user.roles if name in self._roles)
        return Viewer(user.id, user.name, user.email.lower(), roles, frozenset(user.teams), "session")

    async def _decide(
        self, viewer: Viewer, action: Action, seen: Sequence[_Seen], detail: Mapping[str, DetailValue]
    ) -> None:
        for each in seen:
            told = {"signal": each.stored.id, "kind": each.stored.kind, **detail}
            await self._record(viewer, action, each.ownership.account, told)

    async def _record(
        self, viewer: Viewer, action: Action, account: AccountId | None, detail: Mapping[str, DetailValue]
    ) -> None:
        await self._audit.record(AuditEntry(Actor.of(viewer), action, account, detail))

    async def _items(self, viewer: Viewer, rows: Sequence[AccountRow]) -> list[SignalledAccount]:
        """Checks the rows again."""
        readable = await self._catalogue.of(viewer)
        columns = [name for name in COLUMNS if name in readable.columns]
        accounts = await listed_accounts(self._index, readable, [_list_row(row) for row in rows], columns)
        known: Mapping[AccountId, ListedAccount] = {each.id: each for each in accounts}
        grants = {row.id: grant(viewer, _ownership(row)) for row in rows if row.id in known}
        return [
            SignalledAccount(known[row.id], [_kept(each, granted) for each in row.signals])
            for row in rows
            if (granted := grants.get(row.id)) is not None
        ]


def _readable(viewer: Viewer) -> list[ReadableKinds]:
    """Kinds with the scopes in which one role reads all that their rule does; alike ones together."""
    found: dict[tuple[ListScope, ...], list[SignalKind]] = {}
    for kind, rule in all_rules().items():
        scopes = tuple(scopes_reading(viewer, rule.needs))
        if scopes:
            found.setdefault(scopes, []).append(kind)
    return [ReadableKinds(kinds, scopes) for scopes, kinds in found.items()]


def _may_read(viewer: Viewer, seen: _Seen) -> bool:
    scopes = scopes_reading(viewer, all_rules()[SignalKind(seen.stored.kind)].needs)
    return any(scope.reaches(seen.ownership) for scope in scopes)


def _kept(stored: StoredSignal, granted: Grant) -> KeptSignal:
    return stored.kept(with_stake=all_rules()[SignalKind(stored.kind)].stake_needs <= granted.reach)


def _ownership(row: AccountRow) -> AccountOwnership:
    return AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams))


def _list_row(row: AccountRow) -> ListRow:
    """As lists have it; its place in their order is not asked for."""
    return ListRow(
        id=row.id,
        name=row.name,
        domain=row.domain,
        industry=row.industry,
        city=row.city,
        country=row.country,
        owner_emails=row.owner_emails,
        teams=row.teams,
        missing=False,
        grouped="",
        text_key="",
        number_key=0.0,
    )
