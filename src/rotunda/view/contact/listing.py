"""The list of contacts: searched, in the order of their names, paged by key, within what the viewer may see. Rights are
part of the query and are checked again on the rows that come back.
"""

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import PEOPLE, contact_grant
from rotunda.access.viewer import Viewer
from rotunda.identity.matching.phones import normal_phone
from rotunda.kit.keyset import BadCursor, CursorValue, Keyset
from rotunda.sections.ids import AccountId
from rotunda.sections.labels import Label
from rotunda.view.contact.document import ContactPage, ContactRecord, ListedContact
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.contact.repository import ContactList, ContactQuery, ListedRow, RecordRow
from rotunda.view.document import AccountLink
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.listing import only
from rotunda.view.index.search_words import IdCondition, Kind, Search


class ContactListing:
    """Lists for viewers, each recorded."""

    def __init__(self, catalogue: Catalogue, contacts: ContactList, audit: AuditLog, keyset: Keyset) -> None:
        self._catalogue = catalogue
        self._contacts = contacts
        self._audit = audit
        self._keyset = keyset

    async def page(
        self, viewer: Viewer, text: str, account: AccountId | None, limit: int, cursor: str | None
    ) -> ContactPage:
        """Conditions besides words and ids hold for the account of the person.

        Raises:
            SearchRefused, BadCursor: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        readable = await self._catalogue.of(viewer)
        search = _phone(text) or only(Kind.CONTACTS, text, readable.search(text))
        purpose = f"contacts|{text}|{account or ''}"
        after = _position(self._keyset.decode(purpose, cursor)) if cursor else None
        query = ContactQuery(readable.query(search), account)
        rows = await self._contacts.rows(query, limit + 1, after)
        total = await self._contacts.count(query)
        shown = rows[:limit]
        records = await self._contacts.records([row.id for row in shown])
        items = [item for row in shown if (item := _item(viewer, row, records.get(row.id, []))) is not None]
        detail = {"q": text, "of": "contacts", "shown": len(items), "at": account}
        action = Action.SEARCH if text else Action.LIST
        await self._audit.record(AuditEntry(Actor.of(viewer), action, detail=detail))
        last = shown[-1] if len(rows) > limit else None
        return ContactPage(items, total, self._keyset.encode(purpose, (last.place, last.id)) if last else None)


def _phone(text: str) -> Search | None:
    """A number with its country is one thing, however it is spaced."""
    return Search(IdCondition(text)) if normal_phone(text) else None


def _position(values: tuple[CursorValue, ...]) -> tuple[str, str]:
    match values:
        case (str() as place, str() as contact):
            return place, contact
        case _:
            raise BadCursor


def _item(viewer: Viewer, row: ListedRow, records: list[RecordRow]) -> ListedContact | None:
    granted = contact_grant(viewer, row.id, row.ownership)
    if granted is None:
        return None
    personal = Label.PERSONAL in granted.labels(PEOPLE)
    item = ListedContact(
        id=row.id,
        name=row.name if personal or "@" not in row.name else NAME_NOT_SHOWN,
        title=row.title,
        account=AccountLink(row.account, row.account_name or "") if row.account else None,
        records=[ContactRecord(each.source, each.record_type, each.external_id) for each in records],
    )
    return msgspec.structs.replace(item, email=row.email, phone=row.phone) if personal else item
