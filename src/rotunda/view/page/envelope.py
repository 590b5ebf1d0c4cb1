"""How a section leaves: its state out of its sources' states, its freshness, its redacted bytes."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.reading.model import Reading
from rotunda.sections.freshness import State
from rotunda.sections.labels import Label
from rotunda.sections.provenance import Ref
from rotunda.view.document import SectionEnvelope, SourceReport
from rotunda.view.page.merged import Merged
from rotunda.view.page.plan import PlannedSection, PlannedSource

Readings = Sequence[tuple[PlannedSource, Reading]]


def section_state(states: Sequence[State]) -> State:
    """One state for several sources. A source that does not know the customer says nothing against the others."""
    if not states:
        return State.NOT_CONNECTED
    telling = [each for each in states if each is not State.UNKNOWN_CUSTOMER]
    if not telling:
        return State.UNKNOWN_CUSTOMER
    kinds = set(telling)
    if len(kinds) == 1:
        return telling[0]
    if State.PENDING in kinds:
        return State.PENDING
    if State.UNAVAILABLE in kinds:
        return State.PARTIAL
    return State.STALE


def make_envelope(
    planned: PlannedSection,
    readings: Readings,
    merged: Merged | None,
    labels: frozenset[Label],
    now: datetime,
    *,
    complete: bool = False,
) -> SectionEnvelope:
    """`complete` is for the drill-down: every entry of every list."""
    redacted = merged.redacted(labels, complete=complete) if merged else None
    return SectionEnvelope(
        state=section_state([reading.state for _, reading in readings]),
        as_of=merged.as_of if merged else None,
        sources=[_report(planned, source, reading, now) for source, reading in readings],
        data=msgspec.Raw(redacted.data) if redacted else None,
        more=redacted.more if redacted else {},
    )


def _report(planned: PlannedSection, source: PlannedSource, reading: Reading, now: datetime) -> SourceReport:
    manifest = source.connector.manifest
    home: Ref | None = planned.section.home(reading.part) if reading.part is not None else None
    return SourceReport(
        source=manifest.source,
        title=manifest.title,
        connection=source.connection.id,
        mode=reading.mode,
        state=reading.state,
        as_of=reading.as_of,
        age_seconds=None if reading.as_of is None else max(0, int((now - reading.as_of).total_seconds())),
        reason=reading.reason,
        url=home.url if home else None,
    )
