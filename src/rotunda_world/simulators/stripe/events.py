"""What happened, as Stripe's Event objects: kept for `GET /v1/events` and sent to webhook endpoints."""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from rotunda_world.simulators.stripe.shapes.wire import Json, seconds

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: str
    created_at: datetime
    api_version: str
    data: Json

    def body(self) -> Json:
        return {
            "id": self.id,
            "object": "event",
            "account": None,
            "api_version": self.api_version,
            "context": None,
            "created": seconds(self.created_at),
            "data": self.data,
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": None, "idempotency_key": None},
            "type": self.type,
        }


@dataclass(slots=True)
class EventLog:
    """Newest last. Stripe keeps events for 30 days."""

    _events: deque[Event] = field(default_factory=deque[Event])

    def record(self, kind: str, one: Json, at: datetime, api_version: str, previous: Json | None = None) -> Event:
        """`one` is the object as it is after the change, `previous` the changed attributes as they were before."""
        event_data: dict[str, Any] = {"object": one}
        if previous:
            event_data["previous_attributes"] = previous
        event = Event(f"evt_1{secrets.token_hex(12)}", kind, at, api_version, event_data)
        self._events.append(event)
        return event

    def since(self, now: datetime) -> Iterator[Event]:
        """Those still kept at that moment, oldest first."""
        while self._events and self._events[0].created_at < now - KEPT_FOR:
            self._events.popleft()
        return iter(tuple(self._events))

    def find(self, event_id: str) -> Event | None:
        return next((event for event in self._events if event.id == event_id), None)


def matches(kind: str, pattern: str) -> bool:
    """`invoice.*` is any event about invoices; `*` is every event."""
    return fnmatchcase(kind, pattern)
