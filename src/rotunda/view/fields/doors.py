"""Accounts and contacts as their own fields are reached: who may see whose, and which labels say what is readable."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from rotunda.access.audit.entry import DetailValue
from rotunda.access.grant import PEOPLE, ContactGrant, Grant, contact_grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import AppliesTo, Customer
from rotunda.identity.service import Identity
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.labels import Label
from rotunda.view.contact.people_sql import NAME_NOT_SHOWN
from rotunda.view.fields.shown import PROFILE

_LONGEST_ID = 64


class CustomerLink(msgspec.Struct, frozen=True):
    """An account or a contact that this viewer may open."""

    id: str
    name: str


class Opened(msgspec.Struct, frozen=True):
    """One customer, and what one viewer may do with what we own of it. `detail` is what the access log says of it."""

    customer: Customer
    account: AccountId | None
    name: str
    readable: frozenset[Label]
    editable: frozenset[Label]
    personal: bool
    """Whether how to reach people may be read there."""

    permissions: frozenset[Permission]
    detail: Mapping[str, DetailValue]


class Door(Protocol):
    """One kind of customers."""

    @property
    def section(self) -> SectionName:
        """Whose labels say which fields may be read."""
        ...

    async def opened(self, viewer: Viewer, customer_id: str) -> Opened | None:
        """None: there is none, or not for this viewer."""
        ...


class AccountDoor:
    """Own fields of accounts are facts of the section profile."""

    section = PROFILE

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    async def opened(self, viewer: Viewer, customer_id: str) -> Opened | None:
        row = await self._identity.resolve(customer_id) if len(customer_id) <= _LONGEST_ID else None
        granted = grant(viewer, row.ownership) if row else None
        if row is None or granted is None or not granted.labels(PROFILE):
            return None
        customer = Customer(granted.account, AppliesTo.ACCOUNT)
        return _opened(customer, granted, granted.account, row.name, PROFILE)


class ContactDoor:
    """Own fields of contacts are facts of the section people."""

    section = PEOPLE

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts

    async def opened(self, viewer: Viewer, customer_id: str) -> Opened | None:
        row = await self._contacts.resolve(customer_id) if len(customer_id) <= _LONGEST_ID else None
        granted = contact_grant(viewer, row.id, row.ownership) if row else None
        if row is None or granted is None:
            return None
        customer = Customer(granted.contact, AppliesTo.CONTACT)
        opened = _opened(customer, granted, granted.account, row.name, PEOPLE)
        # Somebody of whom only the address is known is called by it, and an address is a personal fact.
        name = row.name if opened.personal or "@" not in row.name else NAME_NOT_SHOWN
        return msgspec.structs.replace(opened, name=name, detail={"contact": granted.contact})


def _opened(
    customer: Customer, granted: Grant | ContactGrant, account: AccountId | None, name: str, section: SectionName
) -> Opened:
    return Opened(
        customer=customer,
        account=account,
        name=name,
        readable=granted.labels(section),
        editable=granted.editable(section),
        personal=Label.PERSONAL in granted.labels(PEOPLE),
        permissions=granted.permissions,
        detail={},
    )
