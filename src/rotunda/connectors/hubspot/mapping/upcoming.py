"""What is coming: meetings, open tasks, expected closes of deals."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rotunda.connectors.hubspot.mapping.communication import starts_at
from rotunda.connectors.hubspot.mapping.plain_text import tidy
from rotunda.connectors.hubspot.mapping.record import Portal, Record
from rotunda.sections.deals.model import Deal
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind

TASK_PROPERTIES = ("hs_timestamp", "hs_task_subject", "hs_task_status", "hs_task_type", "hubspot_owner_id")
_OFF = frozenset({"CANCELED", "RESCHEDULED", "NO_SHOW", "COMPLETED"})
_TASK_TITLES = {"CALL": "Call", "EMAIL": "Email"}


def map_meetings(meetings: Iterable[Record], portal: Portal, now: datetime) -> list[UpcomingItem]:
    """Meetings that have not begun and were not called off."""
    return [
        UpcomingItem(
            ref=portal.ref("meetings", meeting.id),
            kind=UpcomingKind.MEETING,
            at=starts_at(meeting),
            title=tidy(meeting.values["hs_meeting_title"]) or "Meeting",
            owner=portal.owner_name(meeting),
        )
        for meeting in meetings
        if starts_at(meeting) > now and meeting.values["hs_meeting_outcome"] not in _OFF
    ]


def map_tasks(tasks: Iterable[Record], portal: Portal, now: datetime) -> list[UpcomingItem]:
    """Tasks that are not completed; a HubSpot task's time is when it is due."""
    return [_task(task, portal, now) for task in tasks if task.values["hs_task_status"] != "COMPLETED"]


def _task(task: Record, portal: Portal, now: datetime) -> UpcomingItem:
    due_at = task.required_at("hs_timestamp")
    return UpcomingItem(
        ref=portal.ref("tasks", task.id),
        kind=UpcomingKind.TASK,
        at=due_at,
        title=tidy(task.values["hs_task_subject"]) or _TASK_TITLES.get(task.values["hs_task_type"] or "", "Task"),
        owner=portal.owner_name(task),
        overdue=due_at < now,
    )


def map_closes(deals: Sequence[tuple[Deal, datetime | None]], now: datetime) -> list[UpcomingItem]:
    """Open deals on the day they are expected to close; those without one are not coming."""
    return [
        UpcomingItem(
            ref=deal.ref,
            kind=UpcomingKind.DEAL_CLOSE,
            at=closes_at,
            title=deal.name,
            owner=deal.owner,
            money=deal.value,
            overdue=closes_at.date() < now.date(),
        )
        for deal, closes_at in deals
        if closes_at is not None and not deal.closed
    ]
