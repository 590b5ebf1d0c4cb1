"""A customer by the number of a conversation: today's in a helpdesk, or that of a system which is gone.

Rights come first: a number that belongs to an account which the viewer may not see, or to a conversation of which they
may not read anything, is answered exactly as one that nobody has.
"""

from collections.abc import Iterable, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.changes import Outdated
from rotunda.access.grant import PEOPLE, ContactGrant, contact_grant, grant
from rotunda.access.roles import combined_reach
from rotunda.access.viewer import Viewer
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Conversation
from rotunda.identity.aliases.model import CONVERSATION, Alias, Target
from rotunda.identity.aliases.numbers import LONGEST_NUMBER, Ticket, ticket_of
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.identity.contacts import Contacts
from rotunda.identity.model import AccountRow
from rotunda.identity.service import Identity
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SectionName, SourceName
from rotunda.sections.labels import Label
from rotunda.sync.conversations import Conversations, Found
from rotunda.view.document import AccountLink
from rotunda.view.lookup import Lookup, LookupContact, LookupMatch, LookupRefused, TicketMatch, person_found
from rotunda.view.page.plan import House


class SourcesSilent(Exception):
    """Nothing was found, and these sources (by title) did not answer: whether there is such a number is not known."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


class Book(msgspec.Struct, frozen=True):
    """Customers: companies, and the people at them."""

    accounts: Identity
    contacts: Contacts


class _Hit(msgspec.Struct, frozen=True):
    """`source` is that of a conversation; None where the number stands for a customer as such. `people` are the records
    of the people whose conversation it is.
    """

    account: AccountId | None
    source: SourceName | None
    ticket: TicketMatch
    people: tuple[ExternalId, ...] = ()


class TicketLookups:
    """Looks numbers up and records that it was done."""

    def __init__(
        self,
        house: House,
        connections: Connections,
        book: Book,
        aliases: AliasRepository,
        conversations: Conversations,
        audit: AuditLog,
    ) -> None:
        self._connections = connections
        self._house = house
        self._identity = book.accounts
        self._contacts = book.contacts
        self._aliases = aliases
        self._conversations = conversations
        self._audit = audit

    async def find(self, viewer: Viewer, text: str) -> Lookup:
        """`#48201`, `48201` or `zendesk:48201`; old numbers before those of today.

        Raises:
            LookupRefused: it can be no number.
            SourcesSilent: nothing was found, and not every source has answered.
            Outdated: the viewer's rights have changed meanwhile: look again.
        """
        ticket = ticket_of(text)
        if ticket is None:
            raise LookupRefused("ticket", f"Must be a number such as 48201, of up to {LONGEST_NUMBER} characters.")
        hits, silent = await self._hits(viewer, ticket)
        matches, people = await self._matches(viewer, hits), await self._people(viewer, hits)
        detail = {"by": "ticket", "value": text.strip()}
        recorded = await self._audit.record(AuditEntry(Actor.of(viewer), Action.LOOKUP, detail=detail))
        if recorded.rights != viewer.rights:
            raise Outdated
        if silent and not matches and not people:
            raise SourcesSilent(silent)
        return Lookup(matches, people)

    async def _hits(self, viewer: Viewer, ticket: Ticket) -> tuple[list[_Hit], list[str]]:
        aliases = await self._aliases.find(ticket.normal, ticket.system)
        readable = self._readable(viewer)
        hits, silent = list[_Hit](), list[str]()
        for alias in aliases:
            found = await self._of_alias(alias, readable)
            hits += found[0]
            silent += found[1]
        wanted = readable & {ticket.system} if ticket.system else readable
        today = await self._conversations.find(ticket.normal, wanted)
        hits += await self._of_conversations(today, None)
        return hits, list(dict.fromkeys((*silent, *today.silent)))

    def _readable(self, viewer: Viewer) -> frozenset[SourceName]:
        """Sources of whose conversations this viewer may read of some customer: no other is asked."""
        sections = _with_support(combined_reach(viewer.roles))
        connectors = self._house.connectors.items()
        return frozenset(source for source, each in connectors if not sections.isdisjoint(each.sections))

    async def _of_alias(self, alias: Alias, readable: frozenset[SourceName]) -> tuple[list[_Hit], Sequence[str]]:
        target = alias.target
        was = TicketMatch(target.source, target.external_id, None, alias.old_system, alias.old_number)
        if target.account_id is not None:
            return [_Hit(target.account_id, None, was)], ()
        if self._is_conversation(target):
            found = await self._conversations.find(target.external_id or "", readable & {target.source})
            return await self._of_conversations(found, alias), found.silent
        return [_Hit(each, None, was) for each in await self._holders(target)], ()

    def _is_conversation(self, target: Target) -> bool:
        connector = self._house.connectors.get(target.source) if target.source else None
        return target.record_type == CONVERSATION and connector is not None and connector.conversation is not None

    async def _holders(self, target: Target) -> list[AccountId]:
        """Whose record it is, in any connection of its source; of any type where none was named."""
        source, external_id = target.source, target.external_id
        connector = self._house.connectors.get(source) if source else None
        if connector is None or external_id is None:
            return []
        every = sorted({kind for kinds in connector.needs.values() for kind in kinds})
        types = [target.record_type] if target.record_type in every else every
        connections = [each.id for each in self._connections.list() if each.source == source]
        holders = [await self._identity.holder(each, kind, external_id) for each in connections for kind in types]
        return [each for each in holders if each is not None]

    async def _of_conversations(self, found: Found, alias: Alias | None) -> list[_Hit]:
        hits: list[_Hit] = []
        for connection, each in found.conversations:
            account = await self._holder(connection, each)
            hits.append(_Hit(account, each.ref.source, _ticket(each, alias), self._people_in(each)))
        return hits

    def _people_in(self, conversation: Conversation) -> tuple[ExternalId, ...]:
        """The records in it that are people's: ids of companies are others."""
        sections = self._house.connectors[conversation.ref.source].contact_sections.values()
        kinds = {kind for section in sections for kind in section.needs}
        return tuple(external_id for kind, external_id in conversation.whose if kind in kinds)

    async def _holder(self, connection: ConnectionId, conversation: Conversation) -> AccountId | None:
        for record_type, external_id in conversation.whose:
            account = await self._identity.holder(connection, record_type, external_id)
            if account is not None:
                return account
        return None

    async def _matches(self, viewer: Viewer, hits: Iterable[_Hit]) -> list[LookupMatch]:
        found: dict[tuple[AccountId, TicketMatch], LookupMatch] = {}
        for hit in hits:
            account = await self._identity.resolve(hit.account) if hit.account else None
            if account is not None and self._may_know(viewer, account, hit.source):
                match = LookupMatch(AccountLink(account.id, account.name), "ticket", hit.ticket)
                found.setdefault((account.id, _today(hit.ticket)), match)
        return list(found.values())

    async def _people(self, viewer: Viewer, hits: Iterable[_Hit]) -> list[LookupContact]:
        """Who asked is told to whoever reads, of that very person, who they are and what they ask."""
        found: dict[ContactId, LookupContact] = {}
        for hit in hits:
            for external_id in hit.people if hit.source else ():
                for each in await self._contacts.by_record(hit.source or "", external_id):
                    granted = contact_grant(viewer, each.id, each.ownership)
                    if granted is not None and self._may_name(granted, hit.source):
                        found.setdefault(each.id, person_found(granted, each, "ticket"))
        return list(found.values())

    def _may_name(self, granted: ContactGrant, source: SourceName | None) -> bool:
        read = _with_support(granted.reach)
        connector = self._house.connectors[source] if source else None
        return (
            connector is not None
            and Label.PERSONAL in granted.labels(PEOPLE)
            and not read.isdisjoint(connector.sections)
        )

    def _may_know(self, viewer: Viewer, account: AccountRow, source: SourceName | None) -> bool:
        """Whose conversation it is, may be told who reads its kind of facts in a section that its source fills."""
        granted = grant(viewer, account.ownership)
        if granted is None or source is None:
            return granted is not None
        return not _with_support(granted.reach).isdisjoint(self._house.connectors[source].sections)


def _with_support(reach: Iterable[tuple[SectionName, Label]]) -> frozenset[SectionName]:
    return frozenset(section for section, label in reach if label is Label.SUPPORT)


def _ticket(conversation: Conversation, alias: Alias | None) -> TicketMatch:
    ref = conversation.ref
    old = (alias.old_system, alias.old_number) if alias else (None, None)
    return TicketMatch(ref.source, ref.external_id, ref.url, *old)


def _today(ticket: TicketMatch) -> TicketMatch:
    """Without what it was: a conversation is named once, also when it kept its number."""
    return TicketMatch(ticket.source, ticket.number)
