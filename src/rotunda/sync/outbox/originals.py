"""What was written, as a connector is given it."""

from collections.abc import Mapping

from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.writing import Original, Writer
from rotunda.sections.ids import UserId
from rotunda.timeline.written.markdown import html_of_markdown, text_of_markdown
from rotunda.timeline.written.model import Written


def original_of(written: Written, whose: tuple[RecordName, ...], writers: Mapping[UserId, Writer]) -> Original:
    said = written.details
    return Original(
        kind=written.kind,
        mark=written.id,
        whose=whose,
        subject=written.subject,
        html=html_of_markdown(written.text),
        text=text_of_markdown(written.text),
        at=written.at,
        written_at=written.written_at,
        author=writers.get(written.author, Writer("A former teammate", "")),
        outbound=said.outbound,
        duration_seconds=said.duration_seconds,
        ends_at=said.ends_at,
        outcome=said.outcome,
        due_at=written.due_at,
        assignee=writers.get(written.assignee) if written.assignee else None,
        completed_at=written.completed_at,
    )
