"""Tells an open page that asks again by itself from a person who looks anew."""

import asyncio
from datetime import timedelta

import msgspec

from rotunda.access.changes import Versions
from rotunda.kit.clock import Clock
from rotunda.kit.recent import Recent
from rotunda.sections.ids import AccountId, ContactId, UserId

_WITHIN = timedelta(minutes=10).total_seconds()
_REMEMBERED_MOST = 4096


class _Last(msgspec.Struct, frozen=True, eq=False):
    """The newest view of one customer by one person, and when it was asked for."""

    audited: asyncio.Future[Versions]
    at: float

    def is_recorded(self) -> bool:
        return self.audited.done() and not self.audited.cancelled() and self.audited.exception() is None


class Refreshes:
    """That a request says it is a refresh is believed only where the log already holds a view of the same customer by
    the same person, no longer ago than ten minutes: else a look could be made that lists without refreshes never show.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._views: Recent[tuple[UserId, AccountId | ContactId], _Last] = Recent(_REMEMBERED_MOST)

    def believes(self, user: UserId, whom: AccountId | ContactId) -> bool:
        last = self._views.get((user, whom))
        return last is not None and self._clock.monotonic() - last.at <= _WITHIN and last.is_recorded()

    def viewed(self, user: UserId, whom: AccountId | ContactId, audited: asyncio.Future[Versions]) -> None:
        """`audited` ends when the view's row is durable."""
        self._views.put((user, whom), _Last(audited, self._clock.monotonic()))
