"""What a vendor allows an installation, spent by all of its processes together.

With a Valkey it is counted there, a request's place by place: from its sending until the vendor's window has passed it.
Where nothing is counted in common, or what was counted is not whole because the server was away within the window, each
process keeps to its equal share: slower, and never more than the vendor allows.
"""

import asyncio
import secrets
import time
from collections import defaultdict
from typing import Any

import msgspec

from rotunda.kit.cluster import Cluster
from rotunda.kit.gathered import Gathered
from rotunda.kit.valkey import Valkey
from rotunda.sections.ids import ConnectionId

_OUT_MILLISECONDS = 90_000
"""A process that has counted nothing for so long is gone: what it had sent is taken for done."""

_MOMENT = """
local told = redis.call('TIME')
local now = told[1] * 1000 + math.floor(told[2] / 1000)
local owner, window, lives = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local grain = math.max(1, math.floor(window / 100))
local function mine()
  local held = redis.call('HGET', KEYS[2], owner)
  return held and tonumber(string.match(held, '^(%d+)')) or 0
end
local function put(count)
  redis.call('HSET', KEYS[2], owner, math.max(0, count) .. ':' .. (now + lives))
  redis.call('PEXPIRE', KEYS[2], window + lives)
end
local function done(count)
  redis.call('HINCRBY', KEYS[1], now - now % grain, count)
  redis.call('PEXPIRE', KEYS[1], 2 * window + lives)
end
"""
_TAKE = (
    _MOMENT
    + """
local used, oldest = 0, nil
local passed = redis.call('HGETALL', KEYS[1])
for i = 1, #passed, 2 do
  local at = tonumber(passed[i])
  if at + grain + window <= now then
    redis.call('HDEL', KEYS[1], passed[i])
  else
    used = used + tonumber(passed[i + 1])
    if not oldest or at < oldest then oldest = at end
  end
end
local out = redis.call('HGETALL', KEYS[2])
for i = 1, #out, 2 do
  local count, ends = string.match(out[i + 1], '^(%d+):(%d+)$')
  used = used + tonumber(count)
  if tonumber(ends) <= now and out[i] ~= owner then
    redis.call('HDEL', KEYS[2], out[i])
    done(tonumber(count))
  end
end
local taken, waits = 0, {}
local wait = oldest and math.max(1, oldest + grain + window - now) or 20
for i = 5, #ARGV do
  if used < tonumber(ARGV[i]) then
    used, taken = used + 1, taken + 1
    waits[#waits + 1] = 0
  else
    waits[#waits + 1] = wait
  end
end
if taken > 0 then put(mine() + taken) end
redis.call('SET', KEYS[3], ARGV[4], 'NX')
return {redis.call('GET', KEYS[3]), waits}
"""
)
_BACK = (
    _MOMENT
    + """
put(mine() - tonumber(ARGV[4]) - tonumber(ARGV[5]))
if tonumber(ARGV[4]) > 0 then done(tonumber(ARGV[4])) end
return 1
"""
)


class Bucket(msgspec.Struct, frozen=True):
    """One budget of one connection. The vendor allows `limit` requests in `seconds`."""

    connection: ConnectionId
    name: str
    seconds: float


class Purse:
    """Of this process. Without `valkey` nothing is counted in common."""

    def __init__(self, cluster: Cluster, valkey: Valkey | None) -> None:
        self._cluster = cluster
        self._valkey = valkey
        self._taking: dict[Bucket, Gathered[int, float]] = {}
        self._back: dict[Bucket, list[int]] = defaultdict(lambda: [0, 0])
        self._life: bytes | None = None
        self._new_life = secrets.token_hex(8)
        self._whole_from = float("-inf")
        self._under_way: set[asyncio.Task[None]] = set()

    def shared_by(self, seconds: float) -> int:
        """Into how many shares a budget of so many seconds falls at this moment."""
        members = self._cluster.members
        if members == 1 or self._valkey is None or self._valkey.away:
            return members
        whole_from = max(self._whole_from, self._valkey.gap_ended_at)
        return 1 if time.monotonic() - whole_from >= seconds else members

    async def take(self, bucket: Bucket, limit: int) -> float:
        """0 where a request may be sent while fewer than `limit` count; else the seconds after which to ask again. With
        0, exactly one `give_back` follows.
        """
        if self._valkey is None:
            return 0.0
        taking = self._taking.get(bucket)
        if taking is None:
            taking = self._taking[bucket] = Gathered(lambda limits: self._take_all(bucket, limits))
        return await taking.get(limit)

    def give_back(self, bucket: Bucket, *, sent: bool) -> None:
        """The request is done, or was not sent."""
        if self._valkey is None:
            return
        if not self._back:
            asyncio.get_running_loop().call_soon(self._send_back)
        self._back[bucket][0 if sent else 1] += 1

    async def close(self) -> None:
        self._send_back()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _take_all(self, bucket: Bucket, limits: list[int]) -> list[float]:
        """Where nobody can be asked, the share that each keeps to is all there is."""
        told = await self._run(_TAKE, bucket, [self._new_life, *limits])
        if told is None:
            return [0.0] * len(limits)
        life, waits = told
        if self._life is not None and life != self._life:
            self._whole_from = time.monotonic()  # It has forgotten what was counted before.
        self._life = life
        return [wait / 1000 for wait in waits]

    def _send_back(self) -> None:
        back, self._back = dict(self._back), defaultdict(lambda: [0, 0])
        for bucket, counts in back.items():
            task = asyncio.create_task(self._run(_BACK, bucket, counts))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _run(self, script: str, bucket: Bucket, more: list[Any]) -> Any:
        if self._valkey is None:
            return None
        rest = f"{bucket.connection}:{bucket.name}"
        names = [self._valkey.name(kind, rest) for kind in ("done", "out", "life")]
        head = [self._cluster.id, round(bucket.seconds * 1000), _OUT_MILLISECONDS]
        return await self._valkey.run(script, names, [*head, *more])
