"""Dots on what is coming."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days_until
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.upcoming.model import UpcomingKind, UpcomingView

_UPCOMING = SectionName("upcoming")
RENEWAL_NEAR_DAYS = 45


def renewal(view: UpcomingView, now: datetime) -> Verdict | None:
    """Blue within 45 days of a renewal, green when it is later; red when a subscription ends instead."""
    ends = [each for each in view.contract if each.kind is UpcomingKind.CANCELLATION and each.at > now]
    if ends:
        left = days_until(now, ends[0].at)
        return Verdict(Tone.RED, f"Ends in {count(left, 'day')}", f"{ends[0].title}.", [ends[0].ref])
    if view.next_renewal_at is None:
        return None
    left = days_until(now, view.next_renewal_at)
    tone = Tone.BLUE if left <= RENEWAL_NEAR_DAYS else Tone.GREEN
    return Verdict(tone, f"Renews in {count(left, 'day')}", f"The next renewal is {count(left, 'day')} away.")


def late_tasks(view: UpcomingView, now: datetime) -> Verdict | None:
    """Yellow when a task is past its date."""
    del now
    late = [each for each in view.engagements if each.overdue]
    if not late:
        return None
    words = f"{late[0].title} is the oldest."
    return Verdict(Tone.YELLOW, f"{count(len(late), 'task')} overdue", words, [each.ref for each in late])


RULES = [
    Rule("upcoming.renewal", _UPCOMING, frozenset({Label.CONTRACT}), renewal),
    Rule("upcoming.late_tasks", _UPCOMING, frozenset({Label.COMMUNICATION}), late_tasks),
]
