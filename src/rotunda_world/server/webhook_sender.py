"""Delivers signed webhooks, tries again as the vendor would, and remembers what became of each."""

import asyncio
import contextlib
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

import aiohttp

from rotunda_world.server.schedules import Schedule, schedule_of
from rotunda_world.simulators.simulator import Telling

_REMEMBERED = 1000
_IN_FLIGHT_PER_VENDOR = 8


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `status` is None when no answer came; `reason` then says why."""

    at: datetime
    status: int | None
    reason: str | None = None


@dataclass(slots=True)
class Delivery:
    """One body on its way to one address. `state`: waiting, delivered, given_up, or dropped at shutdown."""

    delivery_id: str
    vendor: str
    url: str
    body: bytes
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the receiver said. `status` is None when it said nothing; `retry_after` is seconds."""

    status: int | None
    reason: str | None
    retry_after: float | None

    @property
    def accepted(self) -> bool:
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(slots=True)
class WebhookSender:
    """`clock` by vendor gives the time that is signed. `pace` multiplies every wait between tries: 1 is the vendor's
    own schedule, 0 tries again at once.
    """

    clock: Callable[[str], datetime]
    pace: float = 1.0
    _addresses: dict[str, str] = field(default_factory=dict[str, str])
    _deliveries: deque[Delivery] = field(default_factory=lambda: deque[Delivery](maxlen=_REMEMBERED))
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])
    _slots: dict[str, asyncio.Semaphore] = field(default_factory=dict[str, asyncio.Semaphore])
    _session: aiohttp.ClientSession | None = None

    def point(self, vendor: str, url: str | None) -> None:
        """From now on this vendor sends there; None: nowhere."""
        if url is None:
            self._addresses.pop(vendor, None)
        else:
            self._addresses[vendor] = url

    def address_of(self, vendor: str) -> str | None:
        return self._addresses.get(vendor)

    def deliveries(self) -> list[Delivery]:
        """The last ones, oldest first."""
        return list(self._deliveries)

    def send(self, simulator: Telling, body: bytes) -> list[Delivery]:
        """Starts delivering to every address that wants this body; answers at once."""
        return [self._start(simulator, url, body) for url in self._wanting(simulator, body)]

    async def settle(self) -> None:
        """Waits until nothing is on its way: every delivery has arrived or was given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Drops what has not arrived and closes every connection."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _wanting(self, simulator: Telling, body: bytes) -> Iterator[str]:
        if (address := self._addresses.get(simulator.vendor)) is not None:
            yield address
        yield from simulator.registered(body)

    def _start(self, simulator: Telling, url: str, body: bytes) -> Delivery:
        delivery = Delivery(uuid.uuid4().hex, simulator.vendor, url, body)
        self._deliveries.append(delivery)
        task = asyncio.create_task(self._deliver(simulator, delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def _deliver(self, simulator: Telling, delivery: Delivery) -> None:
        try:
            while True:
                wait = await self._attempt(simulator, delivery)
                if wait is None:
                    return
                await asyncio.sleep(wait * self.pace)
        except asyncio.CancelledError:
            delivery.state = "dropped"
            raise

    async def _attempt(self, simulator: Telling, delivery: Delivery) -> float | None:
        """Seconds until the next try, or None when there is none."""
        schedule = schedule_of(simulator.vendor)
        slot = self._slots.setdefault(simulator.vendor, asyncio.Semaphore(_IN_FLIGHT_PER_VENDOR))
        async with slot:
            answer = await self._post(simulator, delivery, schedule)
        delivery.attempts.append(Attempt(self.clock(simulator.vendor), answer.status, answer.reason))
        if answer.accepted:
            delivery.state = "delivered"
            return None
        wait = schedule.wait_before(len(delivery.attempts) - 1, answer.status, answer.retry_after)
        delivery.state = "waiting" if wait is not None else "given_up"
        return wait

    async def _post(self, simulator: Telling, delivery: Delivery, schedule: Schedule) -> "_Answer":
        """Each try is signed anew, with its own time."""
        signed = simulator.sign(delivery.body, delivery.url, self.clock(simulator.vendor).timestamp())
        headers = {"Content-Type": "application/json; charset=utf-8", **signed}
        limit = aiohttp.ClientTimeout(total=schedule.timeout_seconds)
        try:
            async with self._opened().post(
                delivery.url, data=delivery.body, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                return _Answer(answer.status, None, _seconds(answer.headers.get("Retry-After")))
        except (aiohttp.ClientError, TimeoutError) as failure:
            return _Answer(None, f"{type(failure).__name__}: {failure}", None)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def _seconds(retry_after: str | None) -> float | None:
    with contextlib.suppress(ValueError):
        return max(0.0, float(retry_after)) if retry_after else None
    return None
