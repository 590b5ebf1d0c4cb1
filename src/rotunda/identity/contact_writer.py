"""Brings the contacts up to date with the people whom the sources list."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from rotunda.identity.contact_heads import columns_of, identifiers_of_person
from rotunda.identity.matching.contacts import Person, group_people, parted
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.identity.matching.people_again import PeopleAgain, people_again
from rotunda.identity.merging.contact_writing import show_merged_people
from rotunda.identity.repository.contact_links import (
    ContactLinkRow,
    arranged_contacts,
    linked_by_hand,
    merged_accounts,
    restore_contact_links,
    set_contact_identifiers,
    set_contacts,
    standing_contacts,
)
from rotunda.kit.database import Connection
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ContactId


async def bring_contacts_up_to_date(
    transaction: Connection, known: Sequence[Known], account_of: Mapping[RecordKey, AccountId], now: datetime
) -> None:
    """Links that exist stay. Contacts that turn out to be one person are shown as the oldest of them; nothing of them
    is rewritten. Whom people have merged, split or kept apart stays as they said. `account_of` holds the accounts of
    people. Idempotent.
    """
    await restore_contact_links(transaction, now)
    standing = await standing_contacts(transaction)
    merged = await merged_accounts(transaction)
    shown = {key: merged.get(account, account) for key, account in account_of.items()}
    # Seconds of pure computing for a big book: the pages being served meanwhile must not wait for it.
    arranged = await arranged_contacts(transaction)
    people = await asyncio.to_thread(group_people, known, standing, shown, arranged)
    named = [(_contact_of(each), each) for person in people for each in parted(person, standing, arranged)]
    sources = {each.key: each.source for each in known}
    await set_contacts(
        transaction,
        (columns_of(contact, person, account_of) for contact, person in named),
        {absorbed: contact for contact, person in named for absorbed in person.contacts if absorbed != contact},
        [ContactLinkRow(contact, sources[link.key], link) for contact, person in named for link in person.links],
        now,
    )
    identifiers = (each for contact, person in named for each in identifiers_of_person(contact, person))
    await set_contact_identifiers(transaction, identifiers, now)
    await show_merged_people(transaction)


async def regroup(
    transaction: Connection, known: Sequence[Known], account_of: Mapping[RecordKey, AccountId]
) -> PeopleAgain:
    """What today's rules of people would make otherwise of everybody, at the accounts of today. Nothing is changed."""
    standing, by_hand = await standing_contacts(transaction), await linked_by_hand(transaction)
    merged, arranged = await merged_accounts(transaction), await arranged_contacts(transaction)
    shown = {key: merged.get(account, account) for key, account in account_of.items()}
    return await asyncio.to_thread(people_again, known, standing, shown, arranged, by_hand)


def _contact_of(person: Person) -> ContactId:
    return person.contacts[0] if person.contacts else ContactId(new_id("per_"))
