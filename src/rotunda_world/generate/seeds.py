"""Where chance comes from: one random source per company and topic, so that changing one part reshuffles no other."""

import string
from random import Random

_LETTERS = string.ascii_letters + string.digits


def chance(seed: int, *topic: str | int) -> Random:
    """A random source of its own for one topic, such as `chance(7, "co_00012", "tickets")`."""
    return Random("/".join(str(part) for part in (seed, *topic)))


def stripe_id(random: Random, prefix: str) -> str:
    """An id as Stripe writes them: `sub_1` and 16 letters or digits."""
    return f"{prefix}_1{''.join(random.choices(_LETTERS, k=16))}"


def payer_id(random: Random) -> str:
    """Ids of Stripe customers are shorter: `cus_` and 14 letters or digits."""
    return f"cus_{''.join(random.choices(_LETTERS, k=14))}"


class Numbers:
    """Gives out the numeric ids of one company in one system: blocks of `room` numbers from `base` never overlap."""

    __slots__ = ("_end", "_next")

    def __init__(self, base: int, block: int, room: int) -> None:
        self._next = base + block * room
        self._end = self._next + room

    def take(self) -> int:
        """Raises OverflowError when the company has used up its block."""
        if self._next >= self._end:
            raise OverflowError(f"no id is left below {self._end}")
        self._next += 1
        return self._next - 1
