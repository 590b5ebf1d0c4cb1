"""Who may ask a source now: so many at the same time, so many within the vendor's windows, nobody while it has asked us
to wait. People go before the background, which may use half of the places and its share of the budget only.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from rotunda.connector_kit.errors import AuthExpired, SourceError
from rotunda.connector_kit.manifest import RateBudget
from rotunda.kit.clock import Clock
from rotunda.reading.alarm import Alarm, Wake
from rotunda.reading.budget import Budget
from rotunda.reading.model import Priority
from rotunda.reading.refusals import BudgetSpent, NoTurn, OnHold, SignedOut


class Place(msgspec.Struct, frozen=True, eq=False):
    """Leave to send one request. Given back by `Gate.leave`."""

    budget: Budget | None
    priority: Priority


class Urgency:
    """The priority of a piece of work. It rises when a person begins to wait for what was begun in the background."""

    __slots__ = ("_waiting", "priority")

    def __init__(self, priority: Priority) -> None:
        self.priority = priority
        self._waiting: set[_Waiter] = set()

    def rise(self, priority: Priority) -> None:
        if priority < self.priority:
            self.priority = priority
            for waiter in tuple(self._waiting):
                waiter.gate.hurry(waiter)

    def began(self, waiter: "_Waiter") -> None:
        self._waiting.add(waiter)

    def ended(self, waiter: "_Waiter") -> None:
        self._waiting.discard(waiter)


class _Waiter:
    """`place` is set when its turn has come."""

    __slots__ = ("bucket", "gate", "number", "priority", "turn")

    def __init__(self, gate: "Gate", bucket: str, priority: Priority, number: int) -> None:
        self.gate = gate
        self.bucket = bucket
        self.priority = priority
        self.number = number
        self.turn: asyncio.Future[Place] = asyncio.get_running_loop().create_future()


Lane = dict[str, deque[_Waiter]]
"""Waiters of one priority, by bucket, first come first served."""


class Gate:
    """Of one connection. A bucket that the manifest does not name is limited by concurrency alone."""

    def __init__(
        self,
        title: str,
        concurrency: int,
        budgets: Mapping[str, RateBudget],
        clock: Clock,
        alarm: Alarm,
        shared_by: Callable[[float], int] | None = None,
    ) -> None:
        self._title = title
        self._places = concurrency
        self._background_places = max(1, concurrency // 2)
        self._clock = clock
        self._alarm = alarm
        self.budgets = {name: Budget(rate, shared_by) for name, rate in budgets.items()}
        self._out = 0
        self._background_out = 0
        self._lanes: dict[Priority, Lane] = {Priority.PERSON: {}, Priority.BACKGROUND: {}}
        self._waiting = 0
        self._arrived = 0
        self._hold_until = 0.0
        self._refused: tuple[float, str] | None = None
        self._wake: tuple[float, Wake] | None = None

    async def enter(self, bucket: str, urgency: Urgency, deadline: float) -> Place:
        """A place, at once or after waiting until `deadline` (monotonic) at most.

        Raises:
            NoTurn, BudgetSpent, OnHold, SignedOut: there will be none in time. Raised at once where that is certain.
        """
        now = self._clock.monotonic()
        self._refuse_signed_out(now)
        if not self._waiting and now >= self._hold_until:
            place = self._take(bucket, urgency.priority, now)
            if place is not None:
                return place
        return await self._wait(bucket, urgency, now, deadline)

    def leave(self, place: Place, *, sent: bool) -> None:
        self._out -= 1
        if place.priority is Priority.BACKGROUND:
            self._background_out -= 1
        if place.budget is not None:
            if sent:
                place.budget.done(self._clock.monotonic())
            else:
                place.budget.return_unsent()
        if self._waiting:
            self._admit()

    def hold(self, until: float) -> None:
        """Nobody enters before that moment: the source has asked for it."""
        self._hold_until = max(self._hold_until, until)

    def refuse(self, error: AuthExpired, until: float) -> None:
        """Nobody enters before that moment: the source refuses the credentials."""
        self._refused = (until, error.reason)

    def forgive(self) -> None:
        """Whatever was held against the source is over."""
        self._hold_until = 0.0
        self._refused = None
        self._admit()

    def held_until(self) -> float | None:
        """Until when the source has asked us to wait; None when it has not."""
        return self._hold_until if self._hold_until > self._clock.monotonic() else None

    def hurry(self, waiter: _Waiter) -> None:
        """Somebody waits for it now."""
        lane = self._lanes[waiter.priority].get(waiter.bucket)
        if lane is None or waiter not in lane:
            return
        lane.remove(waiter)
        waiter.priority = Priority.PERSON
        self._lanes[Priority.PERSON].setdefault(waiter.bucket, deque()).append(waiter)
        self._admit()

    def _refuse_signed_out(self, now: float) -> None:
        if self._refused is not None:
            until, reason = self._refused
            if now < until:
                raise SignedOut(reason)
            self._refused = None

    def _take(self, bucket: str, priority: Priority, now: float) -> Place | None:
        background = priority is Priority.BACKGROUND
        if self._out >= self._places or (background and self._background_out >= self._background_places):
            return None
        budget = self.budgets.get(bucket)
        if budget is not None and not budget.take(now, priority):
            return None
        self._out += 1
        self._background_out += background
        return Place(budget, priority)

    async def _wait(self, bucket: str, urgency: Urgency, now: float, deadline: float) -> Place:
        hopeless = self._hopeless(bucket, urgency.priority, now, deadline)
        if hopeless is not None:
            raise hopeless
        self._arrived += 1
        waiter = _Waiter(self, bucket, urgency.priority, self._arrived)
        self._lanes[waiter.priority].setdefault(bucket, deque()).append(waiter)
        self._waiting += 1
        urgency.began(waiter)
        expiry = self._alarm.at(deadline, lambda: self._expire(waiter, deadline))
        try:
            self._admit()
            return await waiter.turn
        except asyncio.CancelledError:
            self._return_unused(waiter)
            raise
        finally:
            expiry.cancel()
            urgency.ended(waiter)
            self._remove(waiter)

    def _return_unused(self, waiter: _Waiter) -> None:
        """Its turn had come, but the work was cancelled in the same moment."""
        if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.exception() is None:
            self.leave(waiter.turn.result(), sent=False)

    def _remove(self, waiter: _Waiter) -> None:
        self._waiting -= 1
        lane = self._lanes[waiter.priority].get(waiter.bucket)
        if lane and waiter in lane:
            lane.remove(waiter)

    def _expire(self, waiter: _Waiter, deadline: float) -> None:
        if not waiter.turn.done():
            now = self._clock.monotonic()
            error = self._hopeless(waiter.bucket, waiter.priority, now, deadline)
            waiter.turn.set_exception(error or NoTurn(f"{self._title} was busy with other requests of ours."))

    def _hopeless(self, bucket: str, priority: Priority, now: float, deadline: float) -> SourceError | None:
        """Why there will be no place before the deadline, where that is certain."""
        if self._hold_until > max(now, deadline):
            return OnHold(f"{self._title} has asked us to wait.", self._moment(self._hold_until))
        budget = self.budgets.get(bucket)
        free_at = budget.free_at(now, priority) if budget else now
        if free_at is not None and free_at > max(now, deadline):
            return BudgetSpent(f"We have used up what {self._title} allows us for now.", self._moment(free_at))
        return None

    def _moment(self, at: float) -> datetime:
        return self._clock.now() + timedelta(seconds=at - self._clock.monotonic())

    def _admit(self) -> None:
        """Gives places to whoever is first and may have one; sets the alarm for the next moment that changes that."""
        now = self._clock.monotonic()
        if now >= self._hold_until:
            for priority in Priority:
                while (waiter := self._next(priority, now)) is not None:
                    self._lanes[priority][waiter.bucket].popleft()
        if self._waiting:
            self._set_alarm(now)

    def _next(self, priority: Priority, now: float) -> _Waiter | None:
        """The longest waiting one of a lane that can have a place; it has it then."""
        heads = [head for queue in self._lanes[priority].values() if (head := self._head(queue))]
        for waiter in sorted(heads, key=lambda each: each.number):
            place = self._take(waiter.bucket, priority, now)
            if place is not None:
                waiter.turn.set_result(place)
                return waiter
        return None

    @staticmethod
    def _head(queue: deque[_Waiter]) -> _Waiter | None:
        while queue and queue[0].turn.done():
            queue.popleft()
        return queue[0] if queue else None

    def _set_alarm(self, now: float) -> None:
        moment = self._changes_at(now)
        if moment is None or (self._wake is not None and now < self._wake[0] <= moment):
            return
        if self._wake is not None:
            self._wake[1].cancel()
        self._wake = (moment, self._alarm.at(moment, self._ring))

    def _ring(self) -> None:
        self._wake = None
        self._admit()

    def _changes_at(self, now: float) -> float | None:
        """When somebody may enter although nobody leaves; None where only leaving helps."""
        if self._hold_until > now:
            return self._hold_until
        moments = [
            free_at
            for priority, lane in self._lanes.items()
            for bucket, queue in lane.items()
            if self._head(queue)
            and (budget := self.budgets.get(bucket))
            and (free_at := budget.free_at(now, priority)) is not None
            and free_at > now
        ]
        return min(moments, default=None)
