"""What the processes of an installation read for each other: whoever has read something leaves it for the others, and
whoever is at it is waited for. Over a Valkey that may lose all of it at any moment: then each reads for itself.

A part that is found here counts as fresh for what is left of its time, unless a notice has named it since it was asked
for. So a notice that somebody has not heard yet, and a server that has slept, make nobody believe what is old.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from rotunda import __version__
from rotunda.kit.gathered import Gathered
from rotunda.kit.valkey import Valkey
from rotunda.reading.heard import Heard
from rotunda.reading.kept import Measured
from rotunda.reading.model import Priority, ReadKey, Records
from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import SectionName

AGAIN_SECONDS = 0.05
"""How often whoever waits for another process looks whether it is done."""
_LEASE_MILLISECONDS = 3000
_RENEW_SECONDS = 1.0
_LARGEST = 4 * 1024 * 1024

_CLAIM = """
local got = {}
for i, lease in ipairs(KEYS) do
  local held = redis.call('GET', lease)
  if not held or (ARGV[2 + i] == '1' and string.sub(held, 1, 1) == '0') then
    redis.call('SET', lease, ARGV[2 + i] .. ARGV[1], 'PX', ARGV[2])
    got[i] = 1
  else
    got[i] = 0
  end
end
return got
"""
"""A person who waits does not wait for what is read at leisure."""
_RENEW = """
for _, lease in ipairs(KEYS) do
  local held = redis.call('GET', lease)
  if held and string.sub(held, 2) == ARGV[1] then redis.call('PEXPIRE', lease, ARGV[2]) end
end
return 1
"""
_RELEASE = """
for _, lease in ipairs(KEYS) do
  local held = redis.call('GET', lease)
  if held and string.sub(held, 2) == ARGV[1] then redis.call('DEL', lease) end
end
return 1
"""


class Left(msgspec.Struct, frozen=True, array_like=True):
    """A part as one process leaves it for the others. `asked_at` is by the server's clock; `heard` is the newest notice
    that counted where it was asked for.
    """

    asked_at: float
    as_of: datetime
    heard: int
    version: int
    size: int
    part: bytes


class Sought(msgspec.Struct, frozen=True):
    """One reading that is to be had. `heard` is how far this process had heard when it was begun."""

    key: ReadKey
    name: str
    lease: str
    heard: int


class Found(msgspec.Struct, frozen=True):
    """What another process has read, `age` seconds ago."""

    measured: Measured
    as_of: datetime
    age: float


class Commons:
    """`parts` are the sections' models, `owner` is this process."""

    def __init__(self, valkey: Valkey, parts: Mapping[SectionName, type[Any]], heard: Heard, owner: str) -> None:
        self._valkey = valkey
        self._parts = {name: msgspec.msgpack.Decoder(part) for name, part in parts.items()}
        self._heard = heard
        self._owner = owner
        self._finding: Gathered[str, bytes | None] = Gathered(valkey.find)
        self._claiming: Gathered[tuple[str, int], bool] = Gathered(self._claim_all)
        self._leases: set[str] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self.found = 0

    def sought(self, key: ReadKey, records: Records, form: datetime) -> Sought:
        """`form` is when the connection was last changed: nobody takes what was read over another one."""
        said = msgspec.msgpack.encode([__version__, key, sorted(records.items()), form])
        rest = hashlib.blake2b(said, digest_size=16).hexdigest()
        name, lease = self._valkey.name("part", rest), self._valkey.name("lease", rest)
        return Sought(key, name, lease, self._heard.position)

    async def find(self, sought: Sought, freshness: Freshness) -> Found | None:
        """What is as good as reading it now. Those who ask at the same moment ask together."""
        written = await self._finding.get(sought.name)
        if written is None:
            return None
        now = await self._valkey.now()
        try:
            left = msgspec.msgpack.decode(written, type=Left)
            part = self._parts[sought.key.section].decode(left.part)
        except (msgspec.DecodeError, KeyError):
            return None
        if now is None or not self._stands(sought.key, left, now, freshness):
            return None
        self.found += 1
        return Found(Measured(part, left.version, left.size), left.as_of, max(0.0, now - left.asked_at))

    async def claim(self, sought: Sought, priority: Priority) -> bool:
        """Whether this process is to read it; then `leave` or `give_up` follows. Nobody else does meanwhile."""
        got = await self._claiming.get((sought.lease, int(priority is Priority.PERSON)))
        if got:
            self._leases.add(sought.lease)
            if self._renewing is None or self._renewing.done():
                self._renewing = asyncio.create_task(self._renew(), name="leases of readings")
        return got

    def leave(self, sought: Sought, measured: Measured, as_of: datetime, took: float, freshness: Freshness) -> None:
        """For the others, in the background; who waits for it is let go then. `took` seconds ago it was asked for."""

        async def leave() -> None:
            now = await self._valkey.now()
            seconds = freshness.fresh_for.total_seconds() - took
            if now is not None and seconds > 0 and len(measured.encoded) <= _LARGEST:
                left = Left(now - took, as_of, sought.heard, measured.version, measured.size, measured.encoded)
                await self._valkey.keep(sought.name, msgspec.msgpack.encode(left), seconds)
            await self._release(sought)

        self._beside(leave())

    def give_up(self, sought: Sought) -> None:
        """It was not read: another one may try."""
        self._beside(self._release(sought))

    async def close(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
        for lease in tuple(self._leases):
            self._leases.discard(lease)
            await self._valkey.run(_RELEASE, [lease], [self._owner])
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _stands(self, key: ReadKey, left: Left, now: float, freshness: Freshness) -> bool:
        young = now - left.asked_at < freshness.fresh_for.total_seconds()
        return young and left.heard >= self._heard.newest_of(key.connection, key.account, key.section)

    async def _claim_all(self, wanted: list[tuple[str, int]]) -> list[bool]:
        """Where nobody can be asked, each reads for itself."""
        leases = [lease for lease, _ in wanted]
        urgent = [person for _, person in wanted]
        got: list[int] | None = await self._valkey.run(_CLAIM, leases, [self._owner, _LEASE_MILLISECONDS, *urgent])
        return [True] * len(wanted) if got is None else [bool(each) for each in got]

    async def _release(self, sought: Sought) -> None:
        self._leases.discard(sought.lease)
        await self._valkey.run(_RELEASE, [sought.lease], [self._owner])

    async def _renew(self) -> None:
        """As long as this process lives, nobody takes over what it is at."""
        while self._leases:
            await asyncio.sleep(_RENEW_SECONDS)
            if self._leases:
                await self._valkey.run(_RENEW, list(self._leases), [self._owner, _LEASE_MILLISECONDS])

    def _beside(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
