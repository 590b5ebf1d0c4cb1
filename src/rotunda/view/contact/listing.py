"""The list of contacts: searched, sorted, paged by key, within what the viewer may see. Rights are
part of the query and are checked again on the rows that come back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import PEOPLE, ContactGrant, contact_grant
from rotunda.access.viewer import Viewer
from rotunda.identity.matching.phones import normal_phone
from rotunda.kit.keyset import BadCursor, CursorValue, Keyset
from rotunda.sections.ids import AccountId
from rotunda.sections.labels import Label
from rotunda.view.contact.columns import PeopleColumns
from rotunda.view.contact.document import ContactRecord, ListedContact
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.contact.person_facts import PersonFactRow
from rotunda.view.contact.query import ContactQuery
from rotunda.view.contact.repository import ContactList, ListedRow, Place, RecordRow
from rotunda.view.document import AccountLink
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.finding import Found
from rotunda.view.index.judged import notice_of
from rotunda.view.index.listing import ListedColumn, ListedFact, fact_shown, only
from rotunda.view.index.people_facts import PeopleColumn
from rotunda.view.index.search_words import IdCondition, Kind, Search


class ContactListRequest(msgspec.Struct, frozen=True):
    """As for accounts. `account` leaves only its people."""

    text: str = ""
    sort: str = "name"
    limit: int = 50
    cursor: str | None = None
    columns: Sequence[str] | None = None
    account: AccountId | None = None


class ContactPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """`total` counts all that match and that this viewer may see; with `at_least` there are more than that.
    `next_cursor` is null on the last page. `columns` are those of this answer in their order, `available` all that
    could be asked for. `notice`: why there is less than somebody might expect.
    """

    items: list[ListedContact]
    columns: list[ListedColumn]
    available: list[ListedColumn]
    total: int
    next_cursor: str | None
    at_least: bool = False
    notice: str | None = None


class AskedList(msgspec.Struct, frozen=True):
    """A list that was understood. `facts` are those of its columns that are facts of people, by their stored names."""

    query: ContactQuery
    columns: list[ListedColumn]
    available: list[ListedColumn]
    facts: Mapping[str, PeopleColumn]


class PeopleReader:
    """Understands what is asked for, and shows of each row what its viewer may see."""

    def __init__(self, catalogue: Catalogue, contacts: ContactList) -> None:
        self._catalogue = catalogue
        self._contacts = contacts

    async def understood(
        self,
        viewer: Viewer,
        text: str,
        sort: str,
        columns: Sequence[str] | None,
        account: AccountId | None = None,
    ) -> AskedList:
        """Conditions besides words, ids and what is known of people hold for the account of the person.

        Raises:
            SearchRefused, SortRefused, ColumnsRefused.
        """
        readable = await self._catalogue.of(viewer)
        known = PeopleColumns.of(readable)
        search = _phone(text) or only(Kind.CONTACTS, text, readable.search_people(text, known.aspects))
        query = ContactQuery(readable.query(search), account, known.order(sort))
        chosen = known.chosen(columns)
        facts = {known.facts[each.name].fact: known.facts[each.name] for each in chosen if each.name in known.facts}
        return AskedList(query, chosen, known.available, facts)

    async def page(self, asked: AskedList, limit: int, after: Place | None) -> Found[ListedRow]:
        return await self._contacts.page(asked.query, limit, after)

    async def notice(self, asked: AskedList) -> str | None:
        return await notice_of(self._contacts.index, asked.query.asked)

    async def shown(self, asked: AskedList, rows: Sequence[ListedRow]) -> list[ListedContact]:
        """Checks the rows again."""
        viewer = asked.query.asked.viewer
        grants = {row.id: granted for row in rows if (granted := contact_grant(viewer, row.id, row.ownership))}
        records = await self._contacts.records(list(grants))
        facts = await self._contacts.facts.of(list(grants), list(asked.facts)) if asked.facts else {}
        return [
            _item(granted, row, records.get(row.id, []), _facts(granted, asked.facts, facts.get(row.id, [])))
            for row in rows
            if (granted := grants.get(row.id)) is not None
        ]


class ContactListing:
    """Lists for viewers, each recorded."""

    def __init__(self, people: PeopleReader, audit: AuditLog, keyset: Keyset) -> None:
        self._people = people
        self._audit = audit
        self._keyset = keyset

    async def page(self, viewer: Viewer, wanted: ContactListRequest) -> ContactPage:
        """Raises:
        SearchRefused, SortRefused, ColumnsRefused, BadCursor: nothing was read.
        AuditUnavailable: nothing is shown.
        """
        asked = await self._people.understood(viewer, wanted.text, wanted.sort, wanted.columns, wanted.account)
        purpose = f"contacts|{wanted.text}|{wanted.sort}|{wanted.account or ''}"
        after = _position(self._keyset.decode(purpose, wanted.cursor)) if wanted.cursor else None
        found = await self._people.page(asked, wanted.limit + 1, after)
        items = await self._people.shown(asked, found.rows[: wanted.limit])
        detail = {"q": wanted.text, "of": "contacts", "sort": wanted.sort, "shown": len(items), "at": wanted.account}
        action = Action.SEARCH if wanted.text else Action.LIST
        await self._audit.record(AuditEntry(Actor.of(viewer), action, detail=detail))
        last = found.rows[wanted.limit - 1] if len(found.rows) > wanted.limit else None
        following = self._keyset.encode(purpose, (last.place, last.id)) if last else None
        notice = await self._people.notice(asked)
        return ContactPage(items, asked.columns, asked.available, found.total, following, found.at_least, notice)


def _phone(text: str) -> Search | None:
    """A number with its country is one thing, however it is spaced."""
    return Search(IdCondition(text)) if normal_phone(text) else None


def _position(values: tuple[CursorValue, ...]) -> Place:
    match values:
        case (str() | datetime() | None as place, str() as contact):
            return place, contact
        case _:
            raise BadCursor


def _facts(
    granted: ContactGrant, columns: Mapping[str, PeopleColumn], rows: Sequence[PersonFactRow]
) -> dict[str, ListedFact]:
    """By the names of their columns, which are also their order: without those that are not readable there."""
    stored = {row.name: row for row in rows}
    return {
        each.column.name: fact_shown(stored[name], each.column.kind)
        for name, each in columns.items()
        if name in stored and each.column.label in granted.labels(each.section)
    }


def _item(
    granted: ContactGrant, row: ListedRow, records: list[RecordRow], facts: dict[str, ListedFact]
) -> ListedContact:
    personal = Label.PERSONAL in granted.labels(PEOPLE)
    item = ListedContact(
        id=row.id,
        name=row.name if personal or "@" not in row.name else NAME_NOT_SHOWN,
        title=row.title,
        account=AccountLink(row.account, row.account_name or "") if row.account else None,
        records=[ContactRecord(each.source, each.record_type, each.external_id) for each in records],
        added_at=row.created_at,
        facts=facts,
    )
    return msgspec.structs.replace(item, email=row.email, phone=row.phone) if personal else item
