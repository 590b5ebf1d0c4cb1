"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """`rounds` of `round_seconds` each for what is measured by load; `cold_pages` accounts for what is measured cold.
    `longest_wait` is how many seconds the background may take to read the book.
    """

    quick: bool
    accounts: int
    rounds: int
    round_seconds: float
    cold_pages: int
    dead_pages: int
    panels: int
    longest_wait: float


FULL = Plan(
    quick=False, accounts=250, rounds=5, round_seconds=2.0, cold_pages=24, dead_pages=16, panels=20, longest_wait=40
)
QUICK = Plan(quick=True, accounts=60, rounds=2, round_seconds=0.8, cold_pages=4, dead_pages=1, panels=4, longest_wait=5)
