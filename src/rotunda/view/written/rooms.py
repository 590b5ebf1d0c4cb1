"""A customer as somebody may write about it, and as somebody else may read what was written."""

import contextlib
from collections.abc import Collection, Mapping
from typing import Final, Literal

import msgspec

from rotunda.access.grant import ContactGrant, Grant, contact_grant, grant
from rotunda.access.permission import Permission
from rotunda.access.roles import Role
from rotunda.access.users import User, Users
from rotunda.access.viewer import Viewer
from rotunda.identity.contacts import Contacts
from rotunda.identity.model import Links
from rotunda.identity.service import Identity
from rotunda.kit.database import DatabaseUnavailable
from rotunda.reading.notices import Notices
from rotunda.sections.ids import AccountId, CustomerId, SectionName, UserId, VisibleContactId
from rotunda.sections.labels import Label
from rotunda.view.changes import written_notice
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN

COMMUNICATION: Final = SectionName("communication")
_LONGEST_ID = 64
Of = Literal["accounts", "contacts"]


class Room(msgspec.Struct, frozen=True):
    """One customer for one viewer. `ids` are it and all that were merged into it; `contact` is it if it is a person."""

    customer: CustomerId
    contact: VisibleContactId | None
    account: AccountId | None
    name: str
    ids: Collection[str]
    readable: frozenset[Label]
    writable: frozenset[Label]
    manages: bool
    writes_to_crm: bool


class Rooms:
    """Rights are read anew for each call."""

    def __init__(
        self, identity: Identity, contacts: Contacts, users: Users, roles: Mapping[str, Role], notices: Notices
    ) -> None:
        self._identity = identity
        self._contacts = contacts
        self._users = users
        self._roles = roles
        self._notices = notices

    async def open(self, viewer: Viewer, of: Of, customer_id: str) -> Room | None:
        """None: there is none, or none of which this viewer reads what was said."""
        if len(customer_id) > _LONGEST_ID:
            return None
        return await (self._account(viewer, customer_id) if of == "accounts" else self._contact(viewer, customer_id))

    async def links(self, room: Room) -> list[Links]:
        """The customer's records; of a person also those of their company, after their own."""
        if room.contact is not None:
            return [await self._contacts.links(room.contact), await self._links_of(room.account)]
        return [await self._links_of(room.account)]

    async def _links_of(self, account: AccountId | None) -> Links:
        """Of all accounts that are one customer by now, the own records of the one that they are shown as first."""
        if account is None:
            return {}
        ids = [account, *await self._identity.members(account)]
        found = await self._identity.links_of(ids)
        links: Links = {}
        for each in ids:
            for connection, records in found.get(each, {}).items():
                for record_type, external_ids in records.items():
                    links.setdefault(connection, {}).setdefault(record_type, []).extend(external_ids)
        return links

    async def tell(self, room: Room, label: Label) -> None:
        """Open pages, that something of this label was written. Whoever cannot be told sees it at the next look."""
        if room.account is not None:
            with contextlib.suppress(DatabaseUnavailable):
                await self._notices.tell([written_notice(room.account, label)])

    async def readers(self, of: Of, customer_id: str, label: Label, users: Collection[UserId]) -> set[UserId]:
        """Who of these may read what has this label there."""
        return {
            user.id
            for user in await self._users.every()
            if user.id in users and user.disabled_at is None and await self._reads(user, of, customer_id, label)
        }

    async def _reads(self, user: User, of: Of, customer_id: str, label: Label) -> bool:
        roles = tuple(self._roles[name] for name in user.roles if name in self._roles)
        viewer = Viewer(user.id, user.name, user.email.lower(), roles, frozenset(user.teams), "session")
        room = await self.open(viewer, of, customer_id)
        return room is not None and label in room.readable

    async def _account(self, viewer: Viewer, account_id: str) -> Room | None:
        row = await self._identity.resolve(account_id)
        granted = grant(viewer, row.ownership) if row else None
        if row is None or granted is None:
            return None
        ids = {granted.account, *await self._identity.members(granted.account)}
        return _room(granted, granted.account, row.name, ids)

    async def _contact(self, viewer: Viewer, contact_id: str) -> Room | None:
        row = await self._contacts.resolve(contact_id)
        granted = contact_grant(viewer, row.id, row.ownership) if row else None
        if row is None or granted is None:
            return None
        ids = {granted.contact, *await self._contacts.ids(granted.contact)}
        # Somebody of whom only the address is known is called by it, and an address is a personal fact.
        name = NAME_NOT_SHOWN if "@" in row.name else row.name
        return _room(granted, granted.contact, name, ids)


def _room(granted: Grant | ContactGrant, customer: CustomerId, name: str, ids: Collection[str]) -> Room | None:
    readable = granted.labels(COMMUNICATION)
    if not readable or not granted.may(Permission.SECTION_DRILL):
        return None
    return Room(
        customer=customer,
        contact=granted.contact if isinstance(granted, ContactGrant) else None,
        account=granted.account,
        name=name,
        ids=ids,
        readable=readable,
        writable=granted.editable(COMMUNICATION) & readable,
        manages=granted.may(Permission.CONNECTION_MANAGE),
        writes_to_crm=granted.may(Permission.SOURCE_WRITE),
    )
