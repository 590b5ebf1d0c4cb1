"""Reads the people of an account for a viewer. Whoever calls has opened the account and records the look."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from rotunda.access.grant import PEOPLE, contact_grant
from rotunda.access.permission import Permission
from rotunda.identity.contacts import Contacts as ContactBook
from rotunda.kit.clock import Clock
from rotunda.sections.ids import AccountId, ContactId
from rotunda.sections.labels import Label
from rotunda.timeline.model import Kind
from rotunda.timeline.service import Timeline
from rotunda.timeline.touches import Touched
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.looking import Absent, Look
from rotunda.view.page.service import Pages
from rotunda.view.people.contacts_made import ContactsMade, Reader, addresses_in, telling_kinds
from rotunda.view.people.document import Departed, People, Relationships
from rotunda.view.people.facts import Facts
from rotunda.view.people.map import relationships
from rotunda.view.people.repository import NewsRow, PeopleRepository, PersonRow
from rotunda.view.people.stakeholders import stakeholders

A_YEAR: Final = timedelta(days=365)
"""How far back contacts are looked for; what is older counts for nothing, and is in the timeline."""

NEWS: Final = timedelta(days=90)
"""How long a new title, or that somebody has left, is told."""


class PeopleBook(msgspec.Struct, frozen=True):
    """Where the people of accounts are kept."""

    contacts: ContactBook
    repository: PeopleRepository


class AccountPeople:
    """`accounts` are always the one that was opened and all that were merged into it."""

    def __init__(self, book: PeopleBook, timeline: Timeline, pages: Pages, clock: Clock) -> None:
        self._contacts = book.contacts
        self._repository = book.repository
        self._timeline = timeline
        self._pages = pages
        self._clock = clock

    async def people(self, look: Look, accounts: Sequence[AccountId]) -> People:
        """Raises Absent: this viewer may not read who is there."""
        _check_readable(look)
        since = self._clock.now() - NEWS
        facts, titles, left = await asyncio.gather(
            self._facts(look, accounts),
            self._repository.new_titles(accounts, since),
            self._repository.left(accounts, since),
        )
        return People(
            stakeholders=stakeholders(facts, {each.person: each for each in titles}),
            total=max((row.total for row in facts.rows), default=0),
            departed=await self._departed(look, left),
            contacts=facts.contacts,
            source_answered=facts.told is not None,
            editable=look.grant.may(Permission.FIELD_EDIT) and Label.IDENTITY in look.grant.editable(PEOPLE),
        )

    async def relationships(self, look: Look, accounts: Sequence[AccountId]) -> Relationships:
        """Raises Absent: this viewer may not read who is there."""
        _check_readable(look)
        return relationships(await self._facts(look, accounts))

    async def _facts(self, look: Look, accounts: Sequence[AccountId]) -> Facts:
        now = self._clock.now()
        rows, answered, made = await asyncio.gather(
            self._repository.people(accounts),
            self._pages.answered(look.grant, look.planned, {PEOPLE}),
            self._made(look, accounts, now),
        )
        shown = [_named(row, personal=Label.PERSONAL in look.grant.labels(PEOPLE)) for row in rows]
        read = await self._read(shown, *made) if made else None
        tells_last = Label.COMMUNICATION in look.grant.labels(PEOPLE)
        view = answered[PEOPLE].view if PEOPLE in answered else None
        return Facts(shown, view, read, now, tells_last=tells_last)

    async def _made(
        self, look: Look, accounts: Sequence[AccountId], now: datetime
    ) -> tuple[Mapping[int, Kind], list[Touched]] | None:
        """None where this viewer may not be told of any."""
        kinds = telling_kinds(look.grant.reach, await self._timeline.kinds())
        return (kinds, await self._timeline.touches(accounts, kinds, now - A_YEAR, now)) if kinds else None

    async def _read(
        self, rows: Sequence[PersonRow], kinds: Mapping[int, Kind], events: Sequence[Touched]
    ) -> ContactsMade:
        teammates = await self._repository.teammates(addresses_in(events))
        return Reader(kinds, _holders(rows), teammates).read(events)

    async def _departed(self, look: Look, left: Sequence[NewsRow]) -> list[Departed]:
        """Those whom this viewer may see where they are now."""
        heads = await self._contacts.heads([each.person for each in left]) if left else {}
        found = [(each, heads[each.person]) for each in left if each.person in heads]
        return [
            Departed(row.id, row.name if "@" not in row.name else NAME_NOT_SHOWN, each.noticed_at)
            for each, row in found
            if contact_grant(look.grant.viewer, row.id, row.ownership) is not None
        ]


def _check_readable(look: Look) -> None:
    """Some read of people what others of their facts are, and not who they are."""
    if Label.IDENTITY not in look.grant.labels(PEOPLE):
        raise Absent


def _named(row: PersonRow, *, personal: bool) -> PersonRow:
    """Somebody of whom only the address is known is called by it, and an address is a personal fact."""
    return row if personal or "@" not in row.name else msgspec.structs.replace(row, name=NAME_NOT_SHOWN)


def _holders(rows: Sequence[PersonRow]) -> dict[str, frozenset[ContactId]]:
    """Who has an address: more than one where several share it."""
    found: defaultdict[str, set[ContactId]] = defaultdict(set)
    for row in rows:
        for address in row.addresses:
            found[address].add(row.id)
    return {address: frozenset(people) for address, people in found.items()}
