"""The line to one source: everything that stands between a connector's program and the source's answers.

A request passes the breaker, the gate (concurrency, budget, a wait that the source has asked for), the sign-in and a
timeout measured from the source's own answers. A read that failed is tried once more at most, within the retry budget
and the deadline.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from rotunda.connections.channels import Answer, Channel
from rotunda.connections.health import HealthLedger
from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    RateLimited,
    Refused,
    SourceError,
    Unavailable,
)
from rotunda.connector_kit.manifest import Manifest
from rotunda.connector_kit.paging import Step
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, Request, SqlQuery
from rotunda.reading.alarm import Timing, until
from rotunda.reading.breaker import Breaker, Pass
from rotunda.reading.budget import Budget
from rotunda.reading.counts import Counts
from rotunda.reading.gate import Gate, Place, Urgency
from rotunda.reading.latency import Latency
from rotunda.reading.model import Priority
from rotunda.reading.others import Learnt, Others
from rotunda.reading.program import fetch_pages, run_program
from rotunda.reading.purse import Bucket, Purse
from rotunda.reading.refusals import BreakerOpen, BudgetSpent, NotAsked, NoTurn, TokenLapsed
from rotunda.reading.retry import RetryBudget, retry_at, spread
from rotunda.reading.sharing import SharedAnswers
from rotunda.sections.ids import ConnectionId

Result = TypeVar("Result")

_AGAINST_SOURCE = (Unavailable, RateLimited, BadPayload)
"""What the breaker counts. The other errors are answers of a source that works."""
_SIGN_IN_BUCKET = "default"
_WORTH_TELLING_SECONDS = 0.1
_LOOK_AGAIN_SECONDS = 0.25
_SIGNED_OUT_SECONDS = 10.0
"""How long nobody asks after the source has refused fresh credentials."""


class Errand:
    """One run of a program. Moments are monotonic: after `deadline` nothing more is asked, a retry must begin before
    `retry_before`. Both priority and `retry_before` may rise while it runs.
    """

    __slots__ = ("answered", "counted", "deadline", "leave", "retry_before", "urgency")

    def __init__(self, priority: Priority, deadline: float, retry_before: float) -> None:
        self.urgency = Urgency(priority)
        self.deadline = deadline
        self.retry_before = retry_before
        self.leave = Pass(probe=False)
        self.answered = 0
        self.counted: SourceError | None = None


class Line:
    """One per connection, for as long as its form stays the same."""

    def __init__(
        self,
        connection: ConnectionId,
        manifest: Manifest,
        channel: Channel,
        health: HealthLedger,
        timing: Timing,
        others: Others | None = None,
    ) -> None:
        self._others = others
        self._connection = connection
        self._manifest = manifest
        self._channel = channel
        self._health = health
        self._clock = clock = timing.clock
        self._alarm = timing.alarm
        self._random = timing.random
        self._signing_in = asyncio.Lock()
        self._retired = False
        self._retries = RetryBudget()
        shared_by = others.purse.shared_by if others else None
        self.gate = Gate(manifest.title, manifest.concurrency, manifest.budgets, clock, timing.alarm, shared_by)
        self.breaker = Breaker()
        self.latency = Latency(manifest.timeout_floor, manifest.timeout_ceiling)
        self.shared = SharedAnswers(clock)
        self.counts = Counts()

    async def run(self, program: Program[Result], errand: Errand) -> Result:
        """The program's result.

        Raises:
            SourceError: what it ran into. `NotAsked` ones say nothing new about the source.
        """
        leave = self.breaker.enter(self._clock.monotonic())
        if leave is None:
            program.close()
            self.counts.not_asked += 1
            raise self._left_in_peace()
        errand.leave = leave
        try:
            result = await run_program(
                program,
                partial(self._fetch, errand),
                partial(self.shared.at_hand, urgency=errand.urgency),
            )
        except SourceError as error:
            self._ended_badly(errand, error)
            raise
        else:
            self.breaker.succeeded(self._clock.monotonic(), leave, max(1, errand.answered))
            if leave.probe:
                self._tell(Learnt.WORKS)
            if not self._retired:
                self._health.succeeded(self._connection)
            return result
        finally:
            self.breaker.done(leave)

    def retire(self) -> None:
        """The connection is another one now: what is still under way says nothing about it."""
        self._retired = True

    def forgive(self) -> None:
        """Whatever was held against the source is over."""
        self.gate.forgive()
        self.breaker.reset()

    def _fetch(self, errand: Errand, request: AnyRequest) -> Coroutine[Any, Any, Payload]:
        """Between this and the channel stand as few coroutines as can be: a page makes dozens of requests."""
        fetch = partial(fetch_pages, request, partial(self._ask, errand))
        if isinstance(request, SqlQuery) or request.writes:
            return fetch()
        return self.shared.get(request, errand.urgency, fetch)

    async def _ask(self, errand: Errand, request: AnyRequest, step: Step | None) -> Answer:
        try:
            return await self._ask_signed_in(request, step, errand, first=True)
        except (Unavailable, RateLimited) as error:
            again_at = None if _writes(request) else self._again_at(error, errand)
            if again_at is None:
                raise
        self.counts.retries += 1
        await until(self._alarm, again_at)
        return await self._ask_signed_in(request, step, errand, first=False)

    def _again_at(self, error: SourceError, errand: Errand) -> float | None:
        """When to try once more; None: not at all."""
        if isinstance(error, NotAsked) or errand.leave.probe or not self.breaker.closed():
            return None
        now = self._clock.monotonic()
        not_before = self.gate.held_until() or now
        again_at = retry_at(now, not_before, errand.retry_before, spread(self.latency.quantile(0.5)), self._random)
        return again_at if again_at is not None and self._retries.spend() else None

    async def _ask_signed_in(self, request: AnyRequest, step: Step | None, errand: Errand, *, first: bool) -> Answer:
        """Once more where the source refuses a token that may have expired."""
        try:
            return await self._call(request, step, errand, first=first)
        except AuthExpired as error:
            if isinstance(error, NotAsked) or not self._channel.renewable(error):
                raise self._signed_out(error) from error
        try:
            return await self._call(request, step, errand, first=False)
        except AuthExpired as error:
            raise self._signed_out(error) from error

    async def _call(self, request: AnyRequest, step: Step | None, errand: Errand, *, first: bool) -> Answer:
        """Signs in where that is needed; again where the token was refused to somebody else while this one waited."""
        bucket = _SIGN_IN_BUCKET if isinstance(request, SqlQuery) else request.bucket

        def call(seconds: float) -> Awaitable[Answer]:
            if first:
                self._retries.earn()
            return self._channel.call(request, step, seconds=seconds)

        while True:
            if not self._channel.signed_in():
                await self._sign_in(errand)
            try:
                return await self._send(bucket, errand.urgency, errand, call, ready=self._channel.signed_in)
            except TokenLapsed:
                continue

    async def _sign_in(self, errand: Errand) -> None:
        """One request serves everybody, so it has a person's priority whoever asks."""
        async with self._signing_in:
            if self._channel.signed_in():
                return
            try:
                urgency = Urgency(Priority.PERSON)
                await self._send(_SIGN_IN_BUCKET, urgency, errand, self._channel.sign_in, ready=_always)
            except AuthExpired as error:
                raise self._signed_out(error) from error

    def _signed_out(self, error: AuthExpired) -> AuthExpired:
        if not isinstance(error, NotAsked):
            self.gate.refuse(error, self._clock.monotonic() + _SIGNED_OUT_SECONDS)
        return error

    async def _send(
        self,
        bucket: str,
        urgency: Urgency,
        errand: Errand,
        work: Callable[[float], Awaitable[Result]],
        *,
        ready: Callable[[], bool],
    ) -> Result:
        """One request through the gate, timed and counted."""
        place = await self._enter(bucket, urgency, errand)
        sent = False
        began = self._clock.monotonic()
        seconds = min(self.latency.timeout(), errand.deadline - began)
        try:
            self._refuse_late(seconds)
            self._refuse_while_open(errand)
            if not ready():
                raise TokenLapsed("The token has lapsed.")
            sent = True
            self.counts.calls += 1
            result = await work(seconds)
        except SourceError as error:
            if sent:
                self._failed(error, errand, seconds, self._clock.monotonic() - began)
            raise
        finally:
            self._leave(bucket, place, sent=sent)
        self._answered(errand, self._clock.monotonic(), began)
        return result

    async def _enter(self, bucket: str, urgency: Urgency, errand: Errand) -> Place:
        try:
            place = await self.gate.enter(bucket, urgency, errand.deadline)
            if self._others is None:
                return place
            while (seconds := await self._taken(bucket, place, self._others.purse)) > 0:
                self.gate.leave(place, sent=False)
                await self._wait_for_others(seconds, errand)
                place = await self.gate.enter(bucket, urgency, errand.deadline)
        except SourceError:
            self.counts.not_asked += 1
            raise
        else:
            return place

    async def _taken(self, bucket: str, place: Place, purse: Purse) -> float:
        """0 where all processes together have not used up what the vendor allows; else when to ask again."""
        if place.budget is None:
            return 0.0
        try:
            return await purse.take(self._bucket(bucket, place.budget), place.budget.whole_for(place.priority))
        except BaseException:
            self.gate.leave(place, sent=False)
            raise

    async def _wait_for_others(self, seconds: float, errand: Errand) -> None:
        """Not longer than until it may have become a person's, who may use more."""
        now = self._clock.monotonic()
        if now + seconds > errand.deadline:
            until_then = self._clock.now() + timedelta(seconds=seconds)
            raise BudgetSpent(f"We have used up what {self._manifest.title} allows us for now.", until_then)
        await until(self._alarm, now + min(seconds, _LOOK_AGAIN_SECONDS))

    def _leave(self, bucket: str, place: Place, *, sent: bool) -> None:
        self.gate.leave(place, sent=sent)
        if self._others is not None and place.budget is not None:
            self._others.purse.give_back(self._bucket(bucket, place.budget), sent=sent)

    def _bucket(self, name: str, budget: Budget) -> Bucket:
        return Bucket(self._connection, name, budget.seconds)

    def _tell(self, learnt: Learnt, seconds: float = 0.0) -> None:
        if self._others is not None and not self._retired:
            self._others.tell(self._connection, learnt, seconds)

    def learn(self, learnt: Learnt, seconds: float) -> None:
        """What another process has learnt of the source."""
        now = self._clock.monotonic()
        match learnt:
            case Learnt.HOLD:
                self.gate.hold(now + seconds)
            case Learnt.FAILING:
                # Not all of them find out at the same moment whether it works again.
                self.breaker.open_elsewhere(now, seconds * (1 + self._random() / 2))
            case Learnt.WORKS:
                self.breaker.reset()

    def _refuse_late(self, seconds: float) -> None:
        if seconds <= 0:
            self.counts.not_asked += 1
            raise NoTurn(f"{self._manifest.title} took too long to answer everything that was asked.")

    def _refuse_while_open(self, errand: Errand) -> None:
        """The breaker may have opened while this request waited for its turn."""
        if not self.breaker.closed() and not errand.leave.probe:
            self.counts.not_asked += 1
            raise self._left_in_peace()

    def _left_in_peace(self) -> BreakerOpen:
        return BreakerOpen(f"{self._manifest.title} has failed several times in a row. It is asked again in a moment.")

    def _answered(self, errand: Errand, now: float, began: float) -> None:
        errand.answered += 1
        self.latency.add(now, now - began)
        self.counts.answer(now - began)

    def _failed(self, error: SourceError, errand: Errand, given: float, took: float) -> None:
        now = self._clock.monotonic()
        self.counts.error(kind_of(error))
        if took >= given >= self.latency.timeout():
            self.latency.add(now, took)
        if isinstance(error, RateLimited):
            wait = (error.until - self._clock.now()).total_seconds()
            held_until = self.gate.held_until() or now
            self.gate.hold(now + wait)
            if now + wait > held_until + _WORTH_TELLING_SECONDS:
                self._tell(Learnt.HOLD, wait)
        if isinstance(error, _AGAINST_SOURCE):
            errand.counted = error
            self._count_failure(now, errand, 1)

    def _count_failure(self, now: float, errand: Errand, calls: int) -> None:
        before = self.breaker.retry_at()
        self.breaker.failed(now, errand.leave, calls)
        until_then = self.breaker.retry_at()
        if until_then is not None and until_then != before:
            self._tell(Learnt.FAILING, until_then - now)

    def _ended_badly(self, errand: Errand, error: SourceError) -> None:
        """What was answered before the failure speaks for the source, unless its shape is what is wrong: then what is
        kept for a while may be as wrong, and would outlive the fault.
        """
        if isinstance(error, NotAsked) or self._retired:
            return
        if isinstance(error, BadPayload):
            self.shared.forget()
        now = self._clock.monotonic()
        if not isinstance(error, Refused):  # a matter of what was written, not of the connection
            self._health.failed(self._connection, error)
        if isinstance(error, _AGAINST_SOURCE) and error is not errand.counted:
            self.counts.error(kind_of(error))
            self._count_failure(now, errand, max(1, errand.answered))
        elif errand.answered or not isinstance(error, _AGAINST_SOURCE):
            self.breaker.succeeded(now, errand.leave, max(1, errand.answered))


def _always() -> bool:
    return True


def _writes(request: AnyRequest) -> bool:
    return isinstance(request, Request) and request.writes
