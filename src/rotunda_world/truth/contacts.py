"""Who is one person, and every conversation with them, computed from the world alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rotunda_world.model import Contact, World
from rotunda_world.truth.amounts import iso

_SAID = {"emails": "email", "calls": "call", "meetings": "meeting", "notes": "note"}


def people(world: World) -> Iterator[Contact]:
    """Everybody who is in any system."""
    for company in world.companies:
        yield from (each for each in company.contacts if records_of(each))


def persons(world: World) -> dict[str, list[Contact]]:
    """Everybody once, by the key of the first company that knows them: who works for two is one person."""
    found: dict[str, list[Contact]] = {}
    for each in people(world):
        found.setdefault(each.same_as or each.key, []).append(each)
    return found


def records_of(contact: Contact) -> set[str]:
    """As `source:record_type:external_id`."""
    held = {
        "hubspot:contact": contact.hubspot_id,
        "zendesk:user": contact.zendesk_user_id,
        "productdb:user": contact.product_user_id,
    }
    return {f"{kind}:{number}" for kind, number in held.items() if number is not None}


def conversations_of(world: World, contact: Contact, records: set[str], now: datetime) -> list[dict[str, Any]]:
    """Those of the person's records that are among `records`, in the order of their ids."""
    found: list[dict[str, Any]] = []
    if f"zendesk:user:{contact.zendesk_user_id}" in records:
        found += _tickets(world, contact)
    if f"hubspot:contact:{contact.hubspot_id}" in records:
        found += _said(world, contact, now)
    return sorted(found, key=lambda each: each["id"])


def _tickets(world: World, contact: Contact) -> Iterator[dict[str, Any]]:
    for company in world.companies:
        for ticket in company.tickets:
            if ticket.requester is contact:
                yield {
                    "id": f"zendesk:ticket:{ticket.zendesk_id}",
                    "kind": "ticket",
                    "at": iso(ticket.updated_at.replace(microsecond=0)),
                    "subject": ticket.subject,
                    "status": ticket.status,
                    "assignee": ticket.assignee.name if ticket.assignee else None,
                    "channel": ticket.channel,
                }


def _said(world: World, contact: Contact, now: datetime) -> Iterator[dict[str, Any]]:
    """What lies ahead was not said yet."""
    for company in world.companies:
        for each in company.engagements:
            if each.kind in _SAID and each.at <= now and any(one is contact for one in each.contacts):
                yield {
                    "id": f"hubspot:{_SAID[each.kind]}:{each.hubspot_id}",
                    "kind": _SAID[each.kind],
                    "at": iso(each.at.replace(microsecond=each.at.microsecond // 1000 * 1000)),
                    "subject": each.subject if each.kind != "notes" else None,
                    "assignee": each.owner.name,
                    "channel": _SAID[each.kind],
                }
