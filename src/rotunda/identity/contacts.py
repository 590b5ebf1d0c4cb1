"""The book of contacts: the people at customers."""

import re
from collections.abc import Iterable

from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.phones import comparable_phone
from rotunda.identity.model import Links
from rotunda.identity.repository.contacts import ContactMatchRow, ContactRepository, ContactRow, KnownBy
from rotunda.kit.database import Database
from rotunda.sections.ids import ContactId, VisibleContactId

_CONTACT_ID = re.compile(r"per_[a-z0-9]{20}", re.ASCII)


class Contacts:
    """Reads; the directory of customers writes."""

    def __init__(self, database: Database) -> None:
        self._contacts = ContactRepository(database)

    async def resolve(self, contact_id: str) -> ContactRow | None:
        """The contact that the one of that id is shown as. Whether anybody may see it is for `access` to say."""
        return await self._contacts.row(ContactId(contact_id)) if _CONTACT_ID.fullmatch(contact_id) else None

    async def heads(self, contacts: Iterable[ContactId]) -> dict[ContactId, ContactRow]:
        """Those that exist, by the ids that were asked for; one that was merged is whom it is shown as."""
        return await self._contacts.rows(list(contacts))

    async def ids(self, contact: ContactId) -> list[ContactId]:
        """Every id that leads to this person, its own first."""
        return [contact, *await self._contacts.shown_as(contact)]

    async def own_names(self, contacts: Iterable[ContactId]) -> dict[ContactId, str]:
        """What contacts are called themselves, also while they are shown as others."""
        return await self._contacts.own_names(list(contacts))

    async def merged(self, contact: VisibleContactId) -> dict[ContactId, str]:
        """Those who are one person by now, itself among them, by what they are called themselves; else nobody."""
        return await self._contacts.merged(contact)

    async def links(self, contact: VisibleContactId) -> Links:
        """The contact's records."""
        return await self._contacts.links(contact)

    async def known_by(self, contact: VisibleContactId) -> list[KnownBy]:
        """Everything that it is and was known by."""
        return await self._contacts.known_by(contact)

    async def is_teammate(self, contact: VisibleContactId) -> bool:
        """Whether one of its addresses is also a user's. It grants nothing."""
        return await self._contacts.is_teammate(contact)

    async def by_email(self, email: str) -> list[ContactMatchRow]:
        """Contacts that have, or once had, this address. What cannot be one finds nobody."""
        normal = normal_email(email)
        return await self._contacts.matches("email", normal) if normal else []

    async def by_phone(self, phone: str) -> list[ContactMatchRow]:
        """In E.164 where the number has a country, else by its digits."""
        normal = comparable_phone(phone)
        return await self._contacts.matches("phone", normal) if normal else []

    async def by_record(self, source: str, external_id: str) -> list[ContactMatchRow]:
        """People's records; the ids of companies' records are others."""
        return await self._contacts.matches("record", f"{source}:{external_id}") if "\0" not in external_id else []
