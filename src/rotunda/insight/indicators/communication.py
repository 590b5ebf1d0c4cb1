"""Dots on how it is going."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days, days_ago
from rotunda.sections.communication.model import CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

QUIET_DAYS = 14
SILENT_DAYS = 45


def last_touch(view: CommunicationView, now: datetime) -> Verdict | None:
    """Green within 14 days of the last email, call or held meeting; yellow after that; red after 45 days."""
    if view.last_touch_at is None:
        return None
    ago = days(view.last_touch_at, now)
    words = f"Last {view.last_touch_channel or 'contact'} {days_ago(view.last_touch_at, now)}."
    if ago > SILENT_DAYS:
        return Verdict(Tone.RED, f"No contact in {count(ago, 'day')}", words)
    if ago > QUIET_DAYS:
        return Verdict(Tone.YELLOW, f"No contact in {count(ago, 'day')}", words)
    return Verdict(Tone.GREEN, "In touch", words)


RULES = [
    Rule("communication.last_touch", SectionName("communication"), frozenset({Label.COMMUNICATION}), last_touch),
]
