"""What open pages are told: of which section of which account a source says that it has changed. Names, never values; a
page that hears one of its own asks for it as ever, with everything that stands in the way of that.

What reading it anew comes to is not told: whether anything is different may rest on what a viewer may not see.
"""

import asyncio
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime

import msgspec

from rotunda.access.grant import grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.service import Identity
from rotunda.kit.clock import Clock, micros_of
from rotunda.reading.model import ReadingChanged
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, SectionName

_REMEMBERED_MOST = 5_000


class Change(msgspec.Struct, frozen=True):
    """`at` is when the source has said so."""

    account: AccountId
    section: SectionName
    at: datetime


class ChangeFeed:
    """Remembers the newest change of each section. Positions are microseconds since 1970 and only grow: they tell
    nothing of how much happens to others.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changes: dict[tuple[AccountId, SectionName], tuple[int, Change]] = {}
        self._newest = self._forgotten = micros_of(clock.now())
        self._followers: set[asyncio.Event] = set()

    def hear(self, changed: ReadingChanged) -> None:
        """For `Readings.subscribe`. What is stale without a failure was called so by its source."""
        if changed.reading.state is not State.STALE or changed.reading.error is not None:
            return
        key, now = (changed.account, changed.section), self._clock.now()
        self._newest = max(micros_of(now), self._newest + 1)
        self._changes.pop(key, None)  # the newest stands last
        self._changes[key] = self._newest, Change(*key, now)
        self._forget()
        for follower in self._followers:
            follower.set()

    def position(self) -> int:
        """Of this moment: `after` it comes whatever changes from now on."""
        self._newest = max(micros_of(self._clock.now()), self._newest)
        return self._newest

    def remembers(self, position: int) -> bool:
        """Whether everything that has changed since then can be told."""
        return self._forgotten <= position <= self._newest

    def after(self, position: int, account: AccountId | None) -> list[Change]:
        """Oldest first; of one account, or of all."""
        found: list[Change] = []
        for at, change in reversed(self._changes.values()):
            if at <= position:
                break
            if account in {None, change.account}:
                found.append(change)
        return found[::-1]

    @property
    def followers(self) -> int:
        return len(self._followers)

    @contextmanager
    def following(self) -> Generator[asyncio.Event]:
        """Set whenever something has changed."""
        follower = asyncio.Event()
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def _forget(self) -> None:
        if len(self._changes) > _REMEMBERED_MOST:
            oldest = next(iter(self._changes))
            self._forgotten = self._changes.pop(oldest)[0]


async def seen_by(viewer: Viewer, changes: Iterable[Change], identity: Identity) -> list[Change]:
    """Those of accounts and sections that the viewer may see at this moment."""
    told = list(changes)
    rows = await identity.heads({change.account for change in told}) if told else {}
    granted = {account: grant(viewer, row.ownership) for account, row in rows.items()}
    return [
        change
        for change in told
        if (allowed := granted.get(change.account)) is not None
        and allowed.may(Permission.ACCOUNT_VIEW)
        and change.section in allowed.sections
    ]
