"""One look of one viewer at one person: resolved, allowed, planned, and recorded. As for accounts, who does not exist
and who may not be seen end in the same `Absent`.
"""

import asyncio
from collections.abc import Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.changes import Changes, Outdated, Versions
from rotunda.access.grant import PEOPLE, ContactGrant, contact_grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.service import Connections
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import AppliesTo, Customer
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.model import Links
from rotunda.identity.repository.contacts import ContactRow, KnownBy
from rotunda.kit.clock import Clock
from rotunda.sections.ids import ContactId
from rotunda.sections.labels import Label
from rotunda.view.contact.document import Alias, ContactHead, ContactLink, ContactRecord
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.contact.plan import plan_contact
from rotunda.view.document import AccountLink
from rotunda.view.fields.shown import shown_with
from rotunda.view.looking import Absent
from rotunda.view.page.plan import House, PlannedSection
from rotunda.view.refreshes import Refreshes

_LONGEST_ID = 64
_ALIASES = frozenset({"email", "phone", "channel"})


class ContactLook(msgspec.Struct, frozen=True, eq=False):
    """Nothing may leave before `recorded` was awaited."""

    grant: ContactGrant
    head: ContactHead
    planned: Sequence[PlannedSection]
    versions: Versions
    audited: asyncio.Future[Versions]

    async def recorded(self) -> None:
        """Durable when it returns.

        Raises:
            AuditUnavailable: show nothing.
            Outdated: rights or the contact have changed since they were read: show nothing, look again.
        """
        if self.versions != await self.audited:
            raise Outdated


class PersonalBook(msgspec.Struct, frozen=True):
    """People at customers, and what we own of them."""

    contacts: Contacts
    fields: CustomerFields


class ContactLooking:
    """Opens contacts for viewers."""

    def __init__(
        self,
        house: House,
        book: PersonalBook,
        connections: Connections,
        audit: AuditLog,
        changes: Changes,
        clock: Clock,
    ) -> None:
        self._house = house
        self._contacts = book.contacts
        self._fields = book.fields
        self._connections = connections
        self._audit = audit
        self._changes = changes
        self._refreshes = Refreshes(clock)

    async def open(
        self, viewer: Viewer, contact_id: str, action: Action, permission: Permission, *, refresh: bool = False
    ) -> ContactLook:
        """`permission` has to come from a role that reaches this very person. `refresh`: the page says that it asks
        again by itself. Where that can be, the row says so, too; nothing else follows from it.

        Raises:
            Absent: unknown, or not for this viewer; the attempt is recorded either way.
            AuditUnavailable: the attempt could not be recorded.
            Outdated: it was refused by rights that have changed since they were read.
        """
        versions = Versions(viewer.rights, (await self._changes.before_reading()).book)
        row = await self._contacts.resolve(contact_id)
        granted = contact_grant(viewer, row.id, row.ownership) if row else None
        if row is None or granted is None or not granted.may(permission):
            await self._deny(viewer, contact_id, versions)
            raise Absent
        refresh = refresh and self._refreshes.believes(viewer.user_id, granted.contact)
        detail: dict[str, DetailValue] = {"contact": granted.contact, **({"refresh": True} if refresh else {})}
        audited = self._audit.begin(AuditEntry(Actor.of(viewer), action, account=granted.account, detail=detail))
        if action is Action.VIEW:
            self._refreshes.viewed(viewer.user_id, granted.contact, audited)
        links, known_by, teammate, fields, merged = await asyncio.gather(
            self._contacts.links(granted.contact),
            self._contacts.known_by(granted.contact),
            self._contacts.is_teammate(granted.contact),
            self._fields.of(Customer(granted.contact, AppliesTo.CONTACT)),
            self._contacts.merged(granted.contact),
        )
        planned = plan_contact(self._house, self._connections.list(), links, granted)
        own = shown_with(fields, granted.labels(PEOPLE), granted.editable(PEOPLE))
        head = _head(granted, row, self._records(links), known_by, teammate=teammate)
        also = [ContactLink(each, shown_name(granted, name)) for each, name in merged.items()]
        head = msgspec.structs.replace(head, fields=own.fields, etag=own.etag, also_known_as=also)
        return ContactLook(granted, head, planned, versions, audited)

    async def ids(self, look: ContactLook) -> list[ContactId]:
        """Every id under which this person was, and is, looked at."""
        return await self._contacts.ids(look.grant.contact)

    async def _deny(self, viewer: Viewer, contact_id: str, versions: Versions) -> None:
        detail = {"asked": contact_id[:_LONGEST_ID]}
        recorded = await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))
        if recorded != versions:
            raise Outdated

    def _records(self, links: Links) -> list[ContactRecord]:
        sources = {each.id: each.source for each in self._connections.list()}
        return [
            ContactRecord(sources[connection], record_type, external_id)
            for connection, by_type in links.items()
            if connection in sources
            for record_type, ids in by_type.items()
            for external_id in ids
        ]


def _head(
    granted: ContactGrant,
    row: ContactRow,
    records: Sequence[ContactRecord],
    known_by: Sequence[KnownBy],
    *,
    teammate: bool,
) -> ContactHead:
    head = ContactHead(
        id=row.id,
        name=shown_name(granted, row.name),
        title=row.title,
        account=AccountLink(row.account, row.account_name or "") if row.account else None,
        records=list(records),
        closed_at=row.closed_at,
    )
    if Label.PERSONAL not in granted.labels(PEOPLE):
        return head
    aliases = [_alias(each) for each in known_by if each.kind in _ALIASES]
    return msgspec.structs.replace(head, email=row.email, phone=row.phone, aliases=aliases, teammate=teammate)


def shown_name(granted: ContactGrant, name: str) -> str:
    """Somebody of whom only the address is known is called by it, and an address is a personal fact."""
    return name if "@" not in name or Label.PERSONAL in granted.labels(PEOPLE) else NAME_NOT_SHOWN


def _alias(known: KnownBy) -> Alias:
    return Alias(known.kind, known.value, known.source, known.verified, former=known.until is not None)
