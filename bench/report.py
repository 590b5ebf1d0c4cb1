"""The table, and the same as JSON."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"

Unit = Literal["x", "ms", "s", "MB", "/s"]


class Line(msgspec.Struct, frozen=True):
    """One comparison within one run. `goal` is the least value where `at_least`, else the most; None: told only.
    `floor` says what it is compared with; `seen` holds what the value was made of.
    """

    name: str
    value: float
    unit: Unit
    floor: str
    goal: float | None = None
    at_least: bool = False
    seen: dict[str, float] = {}

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


class Run(msgspec.Struct, frozen=True):
    """Everything of one run."""

    at: datetime
    machine: str
    quick: bool
    seconds: float
    lines: list[Line]


def write(run: Run) -> Path:
    """A new file, named by the run's moment."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{run.at:%Y%m%dT%H%M%SZ}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
    return path


def show(lines: Sequence[Line]) -> None:
    table = Table("what", "measured", "goal", "met", "against", "made of")
    for line in lines:
        table.add_row(
            line.name, _with_unit(line.value, line.unit), _goal(line), _MET[line.met], line.floor, _seen(line)
        )
    Console(width=180).print(table)


def now() -> datetime:
    return datetime.now(UTC)


_MET = {True: "yes", False: "[bold]no[/bold]", None: ""}
_DIGITS: dict[Unit, int] = {"x": 2, "ms": 1, "s": 1, "MB": 0, "/s": 0}


def _with_unit(value: float, unit: Unit) -> str:
    return f"{value:.{_DIGITS[unit]}f} {unit}"


def _goal(line: Line) -> str:
    if line.goal is None:
        return ""
    return f"{'≥' if line.at_least else '≤'} {line.goal:g} {line.unit}"


def _seen(line: Line) -> str:
    return ", ".join(f"{name} {value:,.4g}" for name, value in line.seen.items())
