"""What was decided about who is which customer, as one viewer may be told of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from rotunda.access.viewer import Viewer
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import Person
from rotunda.identity.merging.history import read_history
from rotunda.identity.merging.model import Deed
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ContactId, CustomerId, is_contact
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.fields.doors import ContactDoor, CustomerLink, Opened
from rotunda.view.history.document import DeedDone, Place
from rotunda.view.lookup import Lookups


class DeedHistory(Protocol):
    """Of one kind of customers."""

    async def after(self, viewer: Viewer, opened: Opened, place: Place | None, limit: int) -> Sequence[DeedDone]:
        """Newest first, beyond `place`."""
        ...


class AccountDeeds:
    """Merges, undoings, splits, what is kept apart, and parents set by hand."""

    def __init__(self, database: Database, lookups: Lookups) -> None:
        self._database = database
        self._lookups = lookups

    async def after(self, viewer: Viewer, opened: Opened, place: Place | None, limit: int) -> list[DeedDone]:
        deeds = await read_history(self._database, AccountId(opened.customer.id), place, limit)
        names = await account_names(self._lookups, viewer, deeds)
        return [_line(deed, names, personal=opened.personal) for deed in deeds]


class ContactDeeds:
    """Of people: merges, undoings, splits, and what is kept apart."""

    def __init__(self, database: Database, contacts: Contacts) -> None:
        self._database = database
        self._contacts = contacts

    async def after(self, viewer: Viewer, opened: Opened, place: Place | None, limit: int) -> list[DeedDone]:
        deeds = await read_history(self._database, ContactId(opened.customer.id), place, limit)
        names = await contact_names(self._contacts, viewer, deeds)
        return [_line(deed, names, personal=opened.personal) for deed in deeds]


Names = Mapping[CustomerId, CustomerLink]
"""Of customers that the viewer may open, as they are called themselves, whatever they are shown as."""


async def account_names(lookups: Lookups, viewer: Viewer, deeds: Iterable[Deed]) -> Names:
    links = await lookups.own_names(viewer, {AccountId(each) for each in _involved(deeds)})
    return {account: CustomerLink(link.id, link.name) for account, link in links.items()}


async def contact_names(contacts: Contacts, viewer: Viewer, deeds: Iterable[Deed]) -> Names:
    involved = {each for each in _involved(deeds) if is_contact(each)}
    names = await contacts.own_names(involved)
    door, found = ContactDoor(contacts), dict[CustomerId, CustomerLink]()
    for contact, name in names.items():
        opened = await door.opened(viewer, contact)
        if opened is not None:
            shown = name if opened.personal or "@" not in name else NAME_NOT_SHOWN
            found[contact] = CustomerLink(contact, shown)
    return found


def _involved(deeds: Iterable[Deed]) -> set[CustomerId]:
    return {each for deed in deeds for each in (deed.customer, deed.other) if each}


def told_identifier(deed: Deed, *, personal: bool) -> str | None:
    """An address and a number are personal facts."""
    kind = (deed.identifier or "").partition(":")[0]
    return None if kind in {"email", "phone"} and not personal else deed.identifier


def told_reason(deed: Deed, names: Names) -> str | None:
    """People name customers when they say why: it is for those who may open all that it is about."""
    return deed.because if all(each in names for each in (deed.customer, deed.other) if each) else None


def _line(deed: Deed, names: Names, *, personal: bool) -> DeedDone:
    return DeedDone(
        id=deed.id,
        at=deed.at,
        kind=deed.kind,
        by=Person(deed.user_id, deed.user_name) if deed.user_id and deed.user_name else None,
        customer=names.get(deed.customer),
        other=names.get(deed.other) if deed.other else None,
        identifier=told_identifier(deed, personal=personal),
        because=told_reason(deed, names),
        undoable=deed.undoable,
    )
