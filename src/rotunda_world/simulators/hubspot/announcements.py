"""Which webhook events HubSpot sends about a change to the world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import msgspec

from rotunda_world.model import Company, Contact, Deal, Engagement
from rotunda_world.simulators.hindsight import as_it_was
from rotunda_world.simulators.hubspot import kinds
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.hubspot.portal import CompanyRecord, Portal, Source, home_of, id_of
from rotunda_world.simulators.hubspot.rendering import value_of
from rotunda_world.simulators.simulator import Changed

APP_ID = 1_160_452
MOST_PER_BODY = 100

Json = dict[str, Any]

SUBSCRIBED: Mapping[Kind, tuple[str, ...]] = {
    kinds.COMPANIES: (
        "name",
        "domain",
        "industry",
        "lifecyclestage",
        "hubspot_owner_id",
        "numberofemployees",
        "city",
        "country",
        "hs_parent_company_id",
        "product_account_id",
        "csm_email",
        "notes_last_updated",
    ),
    kinds.CONTACTS: (
        "email",
        "firstname",
        "lastname",
        "jobtitle",
        "phone",
        "lifecyclestage",
        "hs_buying_role",
        "notes_last_contacted",
        "hs_email_hard_bounce_reason_enum",
    ),
    kinds.DEALS: (
        "dealname",
        "amount",
        "deal_currency_code",
        "dealstage",
        "closedate",
        "hubspot_owner_id",
        "hs_next_step",
        "closed_lost_reason",
    ),
    kinds.EMAILS: ("hs_timestamp", "hs_email_subject", "hs_email_text", "hs_email_status"),
    kinds.CALLS: ("hs_timestamp", "hs_call_title", "hs_call_body", "hs_call_status", "hs_call_disposition"),
    kinds.MEETINGS: ("hs_timestamp", "hs_meeting_title", "hs_meeting_end_time", "hs_meeting_outcome"),
    kinds.NOTES: ("hs_timestamp", "hs_note_body"),
    kinds.TASKS: ("hs_timestamp", "hs_task_subject", "hs_task_status", "hs_task_priority"),
}
"""The properties whose changes the demo company's app is told of: each has a subscription of its own."""

_ACTIONS = {"created": ("creation", "NEW"), "deleted": ("deletion", "DELETED")}


@dataclass(slots=True)
class Announcer:
    portal: Portal
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def bodies(self, changed: Changed) -> list[bytes]:
        """Arrays of at most a hundred events; none when HubSpot has no such record."""
        events = list(self._events(changed))
        parts = (events[start : start + MOST_PER_BODY] for start in range(0, len(events), MOST_PER_BODY))
        return [msgspec.json.encode(part) for part in parts]

    def _events(self, changed: Changed) -> Iterator[Json]:
        kind, sources = _records(changed.record)
        what = changed.kind.rpartition(".")[2]
        for source in sources:
            self.portal.touched[id_of(source)] = self.portal.now
            if what in _ACTIONS:
                action, mark = _ACTIONS[what]
                yield self._event(kind, source, action, {"changeFlag": mark})
            else:
                yield from self._changes(kind, source, changed)
            if isinstance(source, Engagement):
                yield from self._activity(source)

    def _activity(self, logged: Engagement) -> Iterator[Json]:
        """What is logged on a company moves the company's own date of its last activity."""
        home = home_of(logged)
        if home is not None and logged.kind != "tasks" and logged.at <= self.portal.now:
            value = value_of(self.portal, kinds.COMPANIES, home, "notes_last_updated")
            more = {"propertyName": "notes_last_updated", "propertyValue": value or ""}
            yield self._event(kinds.COMPANIES, home, "propertyChange", more)

    def _changes(self, kind: Kind, source: Source, changed: Changed) -> Iterator[Json]:
        after = self._values(kind, source)
        before = as_it_was(changed.record, changed.before, lambda: self._values(kind, source))
        for name, value in after.items():
            if value != before[name]:
                yield self._event(kind, source, "propertyChange", {"propertyName": name, "propertyValue": value or ""})

    def _values(self, kind: Kind, source: Source) -> dict[str, str | None]:
        return {name: value_of(self.portal, kind, source, name) for name in SUBSCRIBED[kind]}

    def _event(self, kind: Kind, source: Source, action: str, more: Json) -> Json:
        """Kinds without a subscription type of their own come as `object` with their type id."""
        own = kind in {kinds.COMPANIES, kinds.CONTACTS, kinds.DEALS}
        subject = kind.singular if own else "object"
        return {
            "eventId": next(self._numbers),
            "subscriptionId": _subscription(kind, action, more.get("propertyName")),
            "portalId": self.portal.world.hubspot_portal_id,
            "appId": APP_ID,
            "occurredAt": int(self.portal.now.timestamp() * 1000),
            "subscriptionType": f"{subject}.{action}",
            "attemptNumber": 0,
            "objectId": int(id_of(source)),
            **({} if own else {"objectTypeId": kind.type_id}),
            **more,
            "changeSource": "CRM_UI",
        }


def _subscription(kind: Kind, action: str, name: str | None) -> int:
    """A number for each subscription, always the same one."""
    place = SUBSCRIBED[kind].index(name) + 2 if name else int(action == "deletion")
    return 2_400_000 + list(SUBSCRIBED).index(kind) * 100 + place


def _records(record: object) -> tuple[Kind, list[Source]]:
    """The records of the CRM that are this record of the world: of a company there may be several."""
    match record:
        case Company():
            return kinds.COMPANIES, [CompanyRecord(record, hubspot_id) for hubspot_id in record.hubspot_ids]
        case Contact():
            return kinds.CONTACTS, [record] if record.hubspot_id else []
        case Deal():
            return kinds.DEALS, [record]
        case Engagement():
            return kinds.kind_of(record.kind), [record]
        case _:
            return kinds.COMPANIES, []
