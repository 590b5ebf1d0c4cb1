"""When records were made and last changed, and when people were last spoken to."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from rotunda_world.model import Company, Contact, Deal, Engagement
from rotunda_world.simulators.hubspot.portal import CompanyRecord, Portal, Source, home_of, id_of


def created_at(source: Source) -> datetime:
    return source.company.created_at if isinstance(source, CompanyRecord) else source.created_at


def modified_at(portal: Portal, source: Source) -> datetime:
    """HubSpot counts changes of calculated properties too: something logged on a company changes the company."""
    return max(moment for moment in (*_changes(source), portal.touched.get(id_of(source))) if moment is not None)


def _changes(source: Source) -> Iterator[datetime | None]:
    yield created_at(source)
    match source:
        case CompanyRecord():
            yield source.company.updated_at
            yield from (one.created_at for one in of_record(source.company.engagements, source))
        case Contact():
            yield source.updated_at
            yield source.last_contacted_at
        case Deal():
            yield source.updated_at
            yield source.stages[-1].entered_at
        case Engagement():
            yield source.completed_at


def of_record(engagements: Iterable[Engagement], record: CompanyRecord) -> Iterator[Engagement]:
    """Those that belong to this record of the company."""
    return (one for one in engagements if _belongs(one, record))


def _belongs(one: Engagement, record: CompanyRecord) -> bool:
    if len(record.company.hubspot_ids) == 1 and one.home is None:
        return True
    home = home_of(one)
    return home is not None and home.hubspot_id == record.hubspot_id


def last_contacted_at(portal: Portal, record: CompanyRecord) -> datetime | None:
    """The last email, call or meeting that was held."""
    return max(
        (one.at for one in of_record(record.company.engagements, record) if _is_touch(portal, one)), default=None
    )


def _is_touch(portal: Portal, one: Engagement) -> bool:
    held = one.kind in {"emails", "calls"} or (one.kind == "meetings" and one.outcome == "COMPLETED")
    return held and one.at <= portal.now


def last_noted_at(portal: Portal, record: CompanyRecord) -> datetime | None:
    """The last time that anything but a task was logged."""
    logged = (
        one.at for one in of_record(record.company.engagements, record) if one.kind != "tasks" and one.at <= portal.now
    )
    return max(logged, default=None)


def next_activity_at(portal: Portal, record: CompanyRecord) -> datetime | None:
    ahead = (
        one.at
        for one in of_record(record.company.engagements, record)
        if one.at > portal.now and one.outcome != "CANCELED" and one.completed_at is None
    )
    return min(ahead, default=None)


def last_reply_at(portal: Portal, contact: Contact) -> datetime | None:
    """The last email that came from this person."""
    company: Company = contact.company
    replies = (
        one.at
        for one in company.engagements
        if one.direction == "INCOMING_EMAIL" and one.at <= portal.now and any(who is contact for who in one.contacts)
    )
    return max(replies, default=None)
