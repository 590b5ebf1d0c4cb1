"""Merged sections and their redacted bytes, kept as long as the readings under them stay the same.

A warm page is joined from these bytes: neither merged, judged, redacted nor encoded again.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.access.projection import Projection, compile_projection
from rotunda.reading.model import Reading
from rotunda.sections.ids import AccountId, ConnectionId, SectionName
from rotunda.sections.labels import Label
from rotunda.sections.provenance import Origin
from rotunda.sections.section import AnySection, Sourcepart
from rotunda.view.page.plan import PlannedSource

Versions = tuple[tuple[ConnectionId, int, datetime | None], ...]
"""What a merge was made of: each part's version, and when it was read. A part that was read again without a change
moves the windows that end with the reading all the same.
"""

Parts = Sequence[Sourcepart[Any]]
_NOTHING = b"null"


class Redacted(msgspec.Struct, frozen=True):
    """One section's `data` for one set of labels, as JSON, and how long its cut lists are in full."""

    data: bytes
    more: dict[str, int]


class Merged:
    """The view model of one section over certain versions of its readings."""

    __slots__ = ("_redacted", "as_of", "section", "source", "versions", "view")

    def __init__(self, section: AnySection, versions: Versions, view: Any, newest: Origin) -> None:
        self.section = section
        self.versions = versions
        self.view = view
        self.as_of = newest.as_of
        self.source = newest.source
        self._redacted: dict[tuple[frozenset[Label], bool], Redacted] = {}

    def redacted(self, labels: frozenset[Label], *, complete: bool = False) -> Redacted:
        """For viewers who may read `labels` of this section. `complete` keeps lists whole, else they are cut."""
        key = (labels, complete)
        found = self._redacted.get(key)
        if found is None:
            found = self._redacted[key] = _redact(self.section, self.view, labels, complete=complete)
        return found


OnMerged = Callable[[AccountId, Merged, Parts], None]


class MergedSections:
    """The merged sections of the accounts that were looked at last. `capacity` counts sections. `on_merged` hears of
    each new merge and of its parts: the indexes of facts live on it.
    """

    def __init__(self, on_merged: OnMerged, capacity: int = 2048) -> None:
        self._on_merged = on_merged
        self._capacity = capacity
        self._merged: OrderedDict[tuple[AccountId, SectionName], Merged] = OrderedDict()

    def merge(
        self, account: AccountId, section: AnySection, readings: Sequence[tuple[PlannedSource, Reading]]
    ) -> Merged | None:
        """The merged section over the readings that hold a part; None when none does."""
        held = [(source, reading) for source, reading in readings if reading.part is not None]
        if not held:
            return None
        versions = tuple((source.connection.id, reading.version, reading.as_of) for source, reading in held)
        key = (account, section.name)
        known = self._merged.get(key)
        if known is None or known.versions != versions:
            parts = [Sourcepart(_origin(source, reading), reading.part) for source, reading in held if reading.part]
            known = self._merged[key] = _merge(section, versions, parts)
            self._on_merged(account, known, parts)
            while len(self._merged) > self._capacity:
                self._merged.popitem(last=False)
        self._merged.move_to_end(key)
        return known


def _merge(section: AnySection, versions: Versions, parts: Parts) -> Merged:
    newest = max((part.origin for part in parts), key=lambda each: each.as_of)
    return Merged(section, versions, section.merge(parts, newest.as_of), newest)


def _origin(source: PlannedSource, reading: Reading) -> Origin:
    manifest = source.connector.manifest
    if reading.as_of is None:
        raise ValueError("a reading with a part has a moment")
    return Origin(manifest.source, source.connection.id, manifest.category, reading.mode, reading.as_of)


def _redact(section: AnySection, view: Any, labels: frozenset[Label], *, complete: bool) -> Redacted:
    projection: Projection = compile_projection(section.view, section.label, labels)
    if projection.whole:
        return _whole(section, view, complete=complete)
    shown = projection.apply(msgspec.to_builtins(view))
    more = {} if complete else _cut(shown, section)
    return Redacted(msgspec.json.encode(shown) if shown else _NOTHING, more)


def _whole(section: AnySection, view: Any, *, complete: bool) -> Redacted:
    """The model's own bytes, its long lists shortened."""
    lists = {} if complete else {name: getattr(view, name) for name in section.page_lists}
    more = {name: len(entries) for name, entries in lists.items() if len(entries) > section.page_lists[name]}
    if more:
        view = msgspec.structs.replace(view, **{name: lists[name][: section.page_lists[name]] for name in more})
    return Redacted(msgspec.json.encode(view), more)


def _cut(shown: dict[str, Any], section: AnySection) -> dict[str, int]:
    """Shortens the long lists in place; the counts are of what this viewer may see."""
    more: dict[str, int] = {}
    for field, limit in section.page_lists.items():
        entries = shown.get(field)
        if entries is not None and len(entries) > limit:
            more[field] = len(entries)
            shown[field] = entries[:limit]
    return more
