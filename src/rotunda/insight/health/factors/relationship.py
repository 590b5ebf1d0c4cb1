"""Whom do we know there, and how well."""

import re
from datetime import datetime, timedelta

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import count, days, days_ago
from rotunda.sections.communication.model import Channel, CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.people.model import BuyingRole, PeopleView

_FACTOR = "relationship"
_PEOPLE = SectionName("people")
_COMMUNICATION = SectionName("communication")
_WINDOW = timedelta(days=90)
_DEEP = 4
_REVIEW = re.compile(r"\bqbr\b|business review", re.IGNORECASE)
_REVIEW_DAYS = (100, 200)


def depth(view: PeopleView, now: datetime) -> Finding | None:
    """People spoken to within 90 days: 0 without any, 100 from four on."""
    if not view.people:
        return None
    spoken = [each for each in view.people if each.last_contacted_at and each.last_contacted_at > now - _WINDOW]
    words = f"{count(len(spoken), 'person', 'people')} spoken to in 90 days."
    records = tuple(ref for each in spoken for ref in each.records[:1])
    return Finding(between(len(spoken), 0, _DEEP), words, len(view.people), records)


def champion(view: PeopleView, now: datetime) -> Finding | None:
    """100 where a champion is known, 0 where roles are known and none of them is that."""
    del now
    known = [each for each in view.people if each.roles]
    if not known:
        return None
    champions = [each for each in known if BuyingRole.CHAMPION in each.roles]
    words = f"{champions[0].name} is the champion." if champions else "No champion is known."
    records = tuple(ref for each in champions for ref in each.records[:1])
    return Finding(100 if champions else 0, words, len(known), records)


def business_review(view: CommunicationView, now: datetime) -> Finding | None:
    """The newest meeting called QBR or business review: 100 within 100 days, 0 from 200 on. Unknown without one."""
    held = [each for each in view.entries if each.channel is Channel.MEETING and _REVIEW.search(each.subject or "")]
    if not held:
        return None
    newest = max(held, key=lambda each: each.at)
    words = f"Business review {days_ago(newest.at, now)}."
    return Finding(between(days(newest.at, now), _REVIEW_DAYS[1], _REVIEW_DAYS[0]), words, len(held), (newest.ref,))


MEASURES = [
    Measure(
        _FACTOR, "depth", 50, _PEOPLE, frozenset({Label.IDENTITY, Label.COMMUNICATION}), depth, "Speak to more people."
    ),
    Measure(_FACTOR, "champion", 30, _PEOPLE, frozenset({Label.IDENTITY}), champion, "Find a champion."),
    Measure(
        _FACTOR,
        "business review",
        20,
        _COMMUNICATION,
        frozenset({Label.COMMUNICATION}),
        business_review,
        "Hold a business review.",
    ),
]
