"""An account by anything that it is known by: an address, a domain, a vendor's id."""

from collections.abc import Collection, Iterable

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import PEOPLE, ContactGrant, contact_grant, grant
from rotunda.access.viewer import Viewer
from rotunda.identity.aliases.numbers import LONGEST_NUMBER, ticket_of
from rotunda.identity.contacts import Contacts
from rotunda.identity.merging.hand_links import BY_HAND
from rotunda.identity.model import Match
from rotunda.identity.repository.contacts import ContactMatchRow
from rotunda.identity.service import Identity, nearest
from rotunda.sections.ids import AccountId, ContactId, SourceName
from rotunda.sections.labels import Label
from rotunda.view.contact.looking import shown_name
from rotunda.view.document import AccountLink
from rotunda.view.page.plan import House

LONGEST = 320
_BY = {"record": "external"}


class LookupRefused(ValueError):
    """`field` is the parameter at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class TicketMatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a number is today: a conversation of a source with its page there, unless it stands for a customer as such;
    and what it was in which old system.
    """

    source: SourceName | None = None
    number: str | None = None
    url: str | None = None
    old_system: str | None = None
    old_number: str | None = None


class LookupMatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """`by` tells what matched: `email`, `domain`, `external` or `ticket`."""

    account: AccountLink
    by: str
    ticket: TicketMatch | None = None


class ContactLink(msgspec.Struct, frozen=True):
    """A person at a customer whom this viewer may open."""

    id: ContactId
    name: str


class LookupContact(msgspec.Struct, frozen=True):
    """`by` tells what matched: `email`, `phone`, `external` or `ticket`. `former`: no source says so any more."""

    contact: ContactLink
    account: AccountLink | None
    by: str
    former: bool


class Lookup(msgspec.Struct, frozen=True):
    """Every account, and every person, of that name that this viewer may open."""

    matches: list[LookupMatch]
    contacts: list[LookupContact] = []


class Lookups:
    """Looks up and records that it was done. Rights come first: for whoever may not read people's addresses, and for
    whoever may not see the account that has one, an address is like any other of its domain.
    """

    def __init__(self, house: House, identity: Identity, contacts: Contacts, audit: AuditLog) -> None:
        self._house = house
        self._identity = identity
        self._contacts = contacts
        self._audit = audit

    async def find(
        self,
        viewer: Viewer,
        *,
        email: str | None = None,
        domain: str | None = None,
        external: str | None = None,
        phone: str | None = None,
        ticket: str | None = None,
    ) -> Lookup:
        """Exactly one of the first four is given; `external` is `source:id`, as in `stripe:cus_123`; a number finds
        people alone. A `ticket` alone is for `view.tickets` to find.

        Raises:
            LookupRefused: none or several are given, or one has no possible shape.
        """
        given = {"email": email, "domain": domain, "external": external, "phone": phone, "ticket": ticket}
        named = {name: value.strip() for name, value in given.items() if value is not None}
        if len(named) != 1 or ticket is not None:
            raise LookupRefused("email", "Give exactly one of email, domain, external, phone and ticket.")
        [(by, value)] = named.items()
        check_identifier(by, value)
        found = await self._identity.matches(email=email, domain=domain, external=external)
        people = await self._people(by, value)
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.LOOKUP, detail={"by": by, "value": value}))
        accounts = [_match(each) for each in nearest([each for each in found if self._may_know(viewer, each)])]
        return Lookup(accounts, _known_people(viewer, people))

    async def _people(self, by: str, value: str) -> list[ContactMatchRow]:
        if by == "email":
            return await self._contacts.by_email(value)
        if by == "phone":
            return await self._contacts.by_phone(value)
        source, _, external_id = value.partition(":")
        return await self._contacts.by_record(source.strip().lower(), external_id.strip()) if by == "external" else []

    async def names(self, viewer: Viewer, accounts: Collection[AccountId]) -> dict[AccountId, AccountLink]:
        """The names of those accounts that this viewer may open; of merged ones, what they are shown as."""
        rows = (await self._identity.heads(accounts)).items()
        return {asked: AccountLink(row.id, row.name) for asked, row in rows if grant(viewer, row.ownership) is not None}

    async def own_names(self, viewer: Viewer, accounts: Collection[AccountId]) -> dict[AccountId, AccountLink]:
        """As `names`, but by the names that they have themselves, whatever they are shown as."""
        visible = await self.names(viewer, accounts)
        names = await self._identity.own_names(accounts)
        return {account: AccountLink(account, names[account]) for account in visible if account in names}

    def _may_know(self, viewer: Viewer, match: Match) -> bool:
        """Whose address it is, may be told who reads personal facts in a section that its source fills."""
        granted = grant(viewer, match.account.ownership)
        if granted is None or match.by != "email":
            return granted is not None
        if match.source == BY_HAND:
            return any(label is Label.PERSONAL for _, label in granted.reach)
        source = self._house.connectors.get(match.source)
        return source is not None and any(Label.PERSONAL in granted.labels(section) for section in source.sections)


def _known_people(viewer: Viewer, matches: Iterable[ContactMatchRow]) -> list[LookupContact]:
    """Each once. Whose address or number it is, is told to whoever may read them of that very person."""
    found: dict[ContactId, LookupContact] = {}
    for each in matches:
        granted = contact_grant(viewer, each.id, each.ownership)
        if granted is None or (each.kind != "record" and Label.PERSONAL not in granted.labels(PEOPLE)):
            continue
        found.setdefault(each.id, person_found(granted, each, _BY.get(each.kind, each.kind)))
    return list(found.values())


def person_found(granted: ContactGrant, match: ContactMatchRow, by: str) -> LookupContact:
    """A person who was looked up, for a viewer who may know of them."""
    account = AccountLink(match.account, match.account_name or "") if match.account else None
    return LookupContact(ContactLink(match.id, shown_name(granted, match.name)), account, by, match.former)


def _match(found: Match) -> LookupMatch:
    return LookupMatch(AccountLink(found.account.id, found.account.name), _BY.get(found.by, found.by))


def check_identifier(by: str, value: str) -> None:
    """Raises LookupRefused for what has no possible shape."""
    if not value or len(value) > LONGEST:
        raise LookupRefused(by, f"Must have 1 to {LONGEST} characters.")
    if by == "email" and "@" not in value:
        raise LookupRefused(by, "Must be an address, such as ana@customer.example.")
    if by == "phone" and not any(map(str.isdigit, value)):
        raise LookupRefused(by, "Must be a telephone number, such as +49 30 5550142.")
    if by == "ticket" and ticket_of(value) is None:
        raise LookupRefused(by, f"Must be a number such as 48201, of up to {LONGEST_NUMBER} characters.")
    if by == "external" and not all(value.partition(":")):
        raise LookupRefused(by, "Must be source:id, such as stripe:cus_123.")
