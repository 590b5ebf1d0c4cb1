"""The contract that every connector keeps, over each one's own recording.

A connector joins by adding `tests/connectors/<folder>/recording.py` with a `RECORDING`; nothing here names any.
"""

import importlib
import pkgutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rotunda.connectors
from rotunda.connector_kit import contract, drift
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.requests import Json
from rotunda.sections.section import load_sections

FOLDERS = sorted(module.name for module in pkgutil.iter_modules(rotunda.connectors.__path__) if module.ispkg)
PARTS = {name: section.part for name, section in load_sections().items()}


def recording_of(folder: str) -> Recording:
    recording: Recording = importlib.import_module(f"connectors.{folder}.recording").RECORDING
    return recording


every_connector = pytest.mark.parametrize("folder", FOLDERS)


def test_there_are_connectors() -> None:
    assert {"stripe", "productdb"} <= set(FOLDERS)


@every_connector
def test_manifest_is_sound(folder: str) -> None:
    connector = importlib.import_module(f"rotunda.connectors.{folder}").CONNECTOR
    assert contract.manifest_faults(connector, folder) == []


@every_connector
def test_every_program_ends_with_exact_results(folder: str) -> None:
    assert contract.ending_faults(recording_of(folder), PARTS) == []


@every_connector
def test_every_paginator_ends(folder: str) -> None:
    assert contract.endless_faults(recording_of(folder)) == []


@every_connector
def test_answers_about_another_customer_are_refused(folder: str) -> None:
    assert contract.foreign_faults(recording_of(folder)) == []


@every_connector
def test_every_drift_is_named(folder: str) -> None:
    """Each member of each recorded answer is removed once and retyped once."""
    assert contract.drift_faults(recording_of(folder)) == []


any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([0, -1, 2**53, 2**63 - 1, -(2**63), 10**30, "9" * 28, "-1", "", "0.5", "1e27"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def anything_anywhere(draw: st.DrawFn, recording: Recording) -> tuple[str, list[Json]]:
    """The words of one recorded answer, and that answer with any JSON at any place of it."""
    words = draw(st.sampled_from(sorted(words for words, pages in recording.pages.items() if pages)))
    pages: list[Json] = list(recording.pages[words])
    path, _ = draw(st.sampled_from(list(drift.places(pages))))
    return words, drift.replaced(pages, path, draw(any_json))


@every_connector
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(choice=st.data())
def test_any_value_anywhere_is_read_or_named(folder: str, choice: st.DataObject) -> None:
    recording = recording_of(folder)
    words, pages = choice.draw(anything_anywhere(recording))
    change = drift.Change(pages, "any value", "", removed=False)
    for start in recording.programs().values():
        fault = contract.drift_fault(recording, start, words, change, expected=None)
        # A list that comes back empty may well mean that the record was deleted.
        assert fault is None or "goes unnoticed" in fault or fault.endswith("raises Gone")
