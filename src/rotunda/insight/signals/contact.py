"""Signals of silence."""

from collections.abc import Sequence
from datetime import datetime

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
)
from rotunda.insight.words import count, days
from rotunda.sections.communication.model import Channel, CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.people.model import PeopleView

_COMMUNICATION, _PEOPLE = SectionName("communication"), SectionName("people")
_NEEDS: Needs = frozenset({(_COMMUNICATION, Label.COMMUNICATION)})
_OF_PEOPLE: Needs = frozenset({(_PEOPLE, Label.IDENTITY), (_PEOPLE, Label.COMMUNICATION)})


def no_email(view: CommunicationView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """The newest email is `no_email_days` old or older. Where none was ever read there is nothing to judge by."""
    emails = [each for each in view.entries if each.channel is Channel.EMAIL]
    newest = max(emails, key=lambda each: each.at, default=None)
    if newest is None or (ago := days(newest.at, now)) < limits.no_email_days:
        return []
    why = f"The last email was {count(ago, 'day')} ago; told from {count(limits.no_email_days, 'day')} on."
    action = SuggestedAction(ActionKind.EMAIL, "Write email", "How are you getting on?", "Hello,\n\n")
    return [Found("email", Severity.LOW, f"No email in {count(ago, 'day')}", why, action, (newest.ref,))]


def no_contact(view: CommunicationView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """The newest email, call or held meeting is `no_contact_days` old or older; high from `no_contact_high_days`."""
    if view.last_touch_at is None or (ago := days(view.last_touch_at, now)) < limits.no_contact_days:
        return []
    channel = view.last_touch_channel or "contact"
    why = f"The last {channel} was {count(ago, 'day')} ago; told from {count(limits.no_contact_days, 'day')} on."
    severity = Severity.HIGH if ago >= limits.no_contact_high_days else Severity.MEDIUM
    last = tuple(each.ref for each in view.entries if each.at == view.last_touch_at)[:1]
    action = SuggestedAction(ActionKind.MEETING, "Schedule check-in", "Check-in", why)
    return [Found("contact", severity, f"No contact in {count(ago, 'day')}", why, action, last)]


def single_threaded(view: PeopleView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """Of `single_threaded_people` or more who are known, exactly one was spoken to within `single_threaded_days`."""
    spoken = [
        each
        for each in view.people
        if each.last_contacted_at and days(each.last_contacted_at, now) < limits.single_threaded_days
    ]
    if view.total < limits.single_threaded_people or len(spoken) != 1:
        return []
    why = (
        f"Of {count(view.total, 'person', 'people')} only {spoken[0].name} was spoken to within "
        f"{count(limits.single_threaded_days, 'day')}."
    )
    action = SuggestedAction(ActionKind.TASK, "Meet a second person", "Meet a second person there", why)
    return [Found("people", Severity.MEDIUM, "Single-threaded", why, action, tuple(spoken[0].records[:1]))]


RULES = [
    Rule(SignalKind.NO_EMAIL, (_COMMUNICATION,), _NEEDS, no_email),
    Rule(SignalKind.NO_CONTACT, (_COMMUNICATION,), _NEEDS, no_contact),
    Rule(SignalKind.SINGLE_THREADED, (_PEOPLE,), _OF_PEOPLE, single_threaded),
]
