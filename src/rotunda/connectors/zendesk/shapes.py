"""What is read of Zendesk's lists of tickets. A ticket comes with its first message and more than is shown."""

from typing import TypedDict

from rotunda.connector_kit.requests import Json


class _Via(TypedDict, total=False):
    channel: Json


class _Metrics(TypedDict, total=False):
    reply_time_in_minutes: Json
    full_resolution_time_in_minutes: Json
    solved_at: Json


class _Ticket(TypedDict, total=False):
    id: Json
    subject: Json
    status: Json
    priority: Json
    type: Json
    tags: Json
    via: _Via | None
    organization_id: Json
    requester_id: Json
    assignee_id: Json
    group_id: Json
    satisfaction_rating: Json
    metric_set: _Metrics | None
    created_at: Json
    updated_at: Json


class _Person(TypedDict, total=False):
    id: Json
    name: Json
    email: Json


class _Group(TypedDict, total=False):
    id: Json
    name: Json


class TicketPage(TypedDict, total=False):
    """A page of tickets with `include=users,groups,metric_sets`."""

    tickets: list[_Ticket]
    users: list[_Person] | None
    groups: list[_Group] | None
    meta: Json
