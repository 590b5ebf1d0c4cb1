"""Jobs as the rest of the house knows them: nothing here names what they stand on."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

import msgspec

WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
)
"""Before each further try. After the last one a job is dead until somebody replays it."""

Work: TypeAlias = Callable[[str], Awaitable[None]]
"""Does the job of this key. It may be done twice, so it must come to the same as once."""


class JobFailed(Exception):
    """`error` is a kind, `reason` a sentence for an admin. `final`: trying again by itself would not help."""

    def __init__(self, error: str, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason
        self.final = final


class JobCount(msgspec.Struct, frozen=True):
    """How many jobs of one kind wait, are worked on and were given up."""

    kind: str
    waiting: int
    running: int
    dead: int


class DeadJob(msgspec.Struct, frozen=True):
    """A job that is not tried any more. `error` is the kind of its last failure, `reason` a sentence about it."""

    id: int
    kind: str
    key: str
    attempts: int
    failed_at: datetime
    error: str
    reason: str


class JobStatus(msgspec.Struct, frozen=True):
    """`workers` are the processes that have worked within the last half minute; `dead` are the newest first."""

    workers: int
    kinds: Sequence[JobCount]
    dead: Sequence[DeadJob]


class Jobs(Protocol):
    """What is asked for is durable. One job per kind and key is worked on at a time; one more may wait meanwhile, so
    whatever is asked for while it is worked on happens once more afterwards.
    """

    def on(self, kind: str, work: Work) -> None:
        """Who does jobs of that kind. Before a worker starts."""
        ...

    def every(self, cron: str, kind: str) -> None:
        """A job of that kind, with an empty key, is asked for at these times, once over all processes."""
        ...

    async def enqueue(self, kind: str, key: str = "", not_before: datetime | None = None) -> None:
        """Asks for it; where it waits already, it is done at the earlier of both times."""
        ...

    async def status(self) -> JobStatus:
        """What waits, runs and was given up."""
        ...

    async def replay(self, job: int) -> bool:
        """Tries a dead job again at once. False where there is none."""
        ...
