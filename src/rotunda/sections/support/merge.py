"""One queue out of all helpdesks."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from rotunda.sections.provenance import Input, Made, MadeCount, Ref
from rotunda.sections.section import Fact, PersonFact, Sourcepart, Subject
from rotunda.sections.support.model import OPEN_STATUSES, Satisfaction, Severity, SupportPart, SupportView, Ticket

WINDOW = timedelta(days=90)
WEEKS_SHOWN = 12
_SEVERITIES = list(Severity)


def merge(parts: Sequence[Sourcepart[SupportPart]], now: datetime) -> SupportView:
    """Open tickets first, the most severe and then the oldest at the top; the rest newest first."""
    tickets = [each for part in parts for each in part.part.tickets]
    still_open = [each for each in tickets if each.status in OPEN_STATUSES]
    done = [each for each in tickets if each.status not in OPEN_STATUSES]
    recent = [each for each in tickets if each.created_at > now - WINDOW]
    counts = Counter(each.severity for each in still_open)
    return SupportView(
        records=[ref for part in parts for ref in part.part.records],
        open_count=len(still_open),
        open_by_severity={severity: counts[severity] for severity in _SEVERITIES if counts[severity]},
        escalations_90d=sum(1 for each in recent if each.escalated),
        satisfaction_90d=_satisfaction(tickets, now),
        oldest_open_at=min((each.created_at for each in still_open), default=None),
        median_first_reply_minutes_90d=_first_reply(recent),
        tickets=[*sorted(still_open, key=_urgency), *sorted(done, key=_age, reverse=True)],
        created_by_week=_by_week(tickets, now),
        truncated=any(part.part.truncated for part in parts),
    )


def _urgency(ticket: Ticket) -> tuple[int, datetime, str]:
    return (_SEVERITIES.index(ticket.severity), ticket.created_at, ticket.number)


def _age(ticket: Ticket) -> tuple[datetime, str]:
    return (ticket.updated_at, ticket.number)


def _satisfaction(tickets: Sequence[Ticket], now: datetime) -> MadeCount | None:
    """Good over good and bad, as a ratio; None without any rating. Ratings carry no date of their own in every
    helpdesk, so a rating counts by when its ticket was solved (else last updated).
    """
    rated = [each for each in tickets if each.satisfaction and (each.solved_at or each.updated_at) > now - WINDOW]
    if not rated:
        return None
    good = sum(1 for each in rated if each.satisfaction is Satisfaction.GOOD)
    return MadeCount(
        value=round(good / len(rated), 4),
        made=Made(
            formula="Good ratings / all ratings of tickets solved in 90 days",
            inputs=[Input(label="Good", text=str(good)), Input(label="Bad", text=str(len(rated) - good))],
        ),
    )


def _first_reply(tickets: Sequence[Ticket]) -> MadeCount | None:
    minutes = [each.first_reply_minutes for each in tickets if each.first_reply_minutes is not None]
    if not minutes:
        return None
    return MadeCount(
        value=float(median(minutes)),
        made=Made(
            formula="Median calendar minutes to the first reply, tickets created in 90 days",
            inputs=[Input(label="Tickets with a reply", text=str(len(minutes)))],
        ),
    )


def _by_week(tickets: Sequence[Ticket], now: datetime) -> list[int]:
    """Tickets created per week of 7 days ending at `now`, oldest first."""
    weeks = [0] * WEEKS_SHOWN
    for each in tickets:
        weeks_ago = (now - each.created_at) // timedelta(days=7)
        if 0 <= weeks_ago < WEEKS_SHOWN:
            weeks[WEEKS_SHOWN - 1 - weeks_ago] += 1
    return weeks


def facts(view: SupportView) -> list[Fact]:
    """Open tickets, urgent ones, escalations."""
    urgent = view.open_by_severity.get(Severity.URGENT, 0)
    return [
        Fact(name="open_tickets", number=view.open_count),
        Fact(name="urgent_tickets", number=urgent),
        Fact(name="escalations_90d", number=view.escalations_90d),
    ]


def subjects(view: SupportView) -> list[Subject]:
    """Of every ticket that was read."""
    return [Subject(each.ref, each.subject, each.updated_at, each.number) for each in view.tickets if each.subject]


def people_facts(parts: Sequence[Sourcepart[SupportPart]]) -> list[PersonFact]:
    """How many open tickets each requester has, of all whose tickets were read."""
    return [
        PersonFact(each.origin, requester, Fact(name="open_tickets", number=number), adds=True)
        for each in parts
        for requester, number in _open_by_requester(each.part.tickets).items()
    ]


def _open_by_requester(tickets: Sequence[Ticket]) -> dict[Ref, int]:
    found: dict[Ref, int] = {}
    for each in tickets:
        if each.requester_ref:
            found[each.requester_ref] = found.get(each.requester_ref, 0) + (each.status in OPEN_STATUSES)
    return found
