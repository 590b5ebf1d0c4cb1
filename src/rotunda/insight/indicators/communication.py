"""Dots on how it is going."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.sentiment.trend import RECENT, SentimentTrend, trend_of
from rotunda.insight.words import count, days, days_ago
from rotunda.sections.communication.model import CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_COMMUNICATION = SectionName("communication")
_READ = frozenset({Label.COMMUNICATION})
QUIET_DAYS = 14
SILENT_DAYS = 45
FELL, ANGRY = -0.3, -0.3
_TOLD = 3


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


def sentiment(view: CommunicationView, now: datetime) -> Verdict | None:
    """What the customer wrote in 30 days, by its words: yellow when its mean score, between -1 and 1, is 0.3 lower than
    in the 60 days before; red when it is -0.3 or lower besides.
    """
    trend = trend_of(view.entries, now)
    if trend is None or trend.change > FELL:
        return None
    tone = Tone.RED if trend.now <= ANGRY else Tone.YELLOW
    against = [each for each in trend.recent if each.against]
    return Verdict(tone, "Their tone got worse", _why(trend), [each.entry.ref for each in against])


def _why(trend: SentimentTrend) -> str:
    written = f"{count(len(trend.recent), 'message')} of {RECENT.days} days"
    means = f"{written}: {trend.now:+.2f} on average, {trend.before:+.2f} in the 60 days before."
    words = [f"\u201c{each.against[0]}\u201d" for each in trend.recent if each.against]
    return f"{means} Words: {', '.join(words[:_TOLD])}." if words else means


RULES = [
    Rule("communication.last_touch", _COMMUNICATION, _READ, last_touch),
    Rule("communication.sentiment", _COMMUNICATION, _READ, sentiment),
]
