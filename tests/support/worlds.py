"""Worlds that several tests read. Nobody may change one: tests that change a world make their own."""

from datetime import UTC, datetime
from functools import cache

from rotunda_world.generate import generate
from rotunda_world.model import World

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SEEDS = (7, 11, 23)
SIZES = (25, 250)


@cache
def book(seed: int = 7, accounts: int = 250) -> World:
    return generate(seed, accounts, 18, NOW)
