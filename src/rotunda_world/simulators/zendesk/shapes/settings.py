"""How this Zendesk is set up: ticket fields and statuses."""

from datetime import datetime
from typing import Any

from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.shapes.people import iso

Json = dict[str, Any]

_FIELDS = (  # type, title
    ("subject", "Subject"),
    ("description", "Description"),
    ("status", "Status"),
    ("tickettype", "Type"),
    ("priority", "Priority"),
    ("group", "Group"),
    ("assignee", "Assignee"),
)
_OPTIONS = {
    "tickettype": ("question", "incident", "problem", "task"),
    "priority": ("low", "normal", "high", "urgent"),
}
_STATUSES = (  # category, what agents see, what customers see
    ("new", "New", "Open"),
    ("open", "Open", "Open"),
    ("pending", "Pending", "Awaiting your reply"),
    ("hold", "On-hold", "Open"),
    ("solved", "Solved", "Solved"),
)
_FIRST_FIELD_ID = 360_020_100_001


def ticket_fields(base: str, since: datetime) -> list[Json]:
    """The system fields. The demo company has made none of its own."""
    return [_field(place, kind, title, base, since) for place, (kind, title) in enumerate(_FIELDS)]


def _field(place: int, kind: str, title: str, base: str, since: datetime) -> Json:
    number = _FIRST_FIELD_ID + place
    options = [{"name": value.capitalize(), "value": value} for value in _OPTIONS.get(kind, ())]
    return {
        "url": f"{base}/api/v2/ticket_fields/{number}.json",
        "id": number,
        "type": kind,
        "title": title,
        "raw_title": title,
        "description": title,
        "raw_description": title,
        "position": place,
        "active": True,
        "required": False,
        "collapsed_for_agents": False,
        "regexp_for_validation": None,
        "title_in_portal": title,
        "raw_title_in_portal": title,
        "visible_in_portal": kind in {"subject", "description"},
        "editable_in_portal": kind in {"subject", "description"},
        "required_in_portal": kind in {"subject", "description"},
        "tag": None,
        "created_at": iso(since),
        "updated_at": iso(since),
        "removable": False,
        "agent_description": None,
        **({"system_field_options": options} if options else {}),
    }


def custom_statuses(base: str, since: datetime) -> list[Json]:
    """The default status of each category."""
    return [
        {
            "url": f"{base}/api/v2/custom_statuses/{ids.CUSTOM_STATUSES[category]}.json",
            "id": ids.CUSTOM_STATUSES[category],
            "status_category": category,
            "agent_label": agent_label,
            "end_user_label": end_user_label,
            "description": "",
            "end_user_description": "",
            "active": True,
            "default": True,
            "created_at": iso(since),
            "updated_at": iso(since),
        }
        for category, agent_label, end_user_label in _STATUSES
    ]
