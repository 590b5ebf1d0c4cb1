"""What a contact is called and known by, out of the records of one person. Pure.

What a source has proved speaks before what somebody typed; then the CRM speaks first. What was entered is what is
shown; the normal form is for comparing alone.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.contacts import Person
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.identity.matching.phones import comparable_phone
from rotunda.sections.ids import AccountId, ContactId, SourceName

NO_NAME = "Unnamed contact"


class ContactColumns(msgspec.Struct, frozen=True):
    """The columns of a contact that follow from its records."""

    id: ContactId
    account: AccountId | None
    name: str
    title: str | None
    email: str | None
    phone: str | None


class ContactIdentifier(msgspec.Struct, frozen=True):
    """One thing that a person is known by. `value` is as its source writes it, `normal` is what is compared."""

    contact: ContactId
    kind: Literal["email", "phone", "record", "channel"]
    normal: str
    source: SourceName
    value: str
    verified: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.kind, self.normal, self.contact, self.source)


def columns_of(contact: ContactId, person: Person, account_of: Mapping[RecordKey, AccountId]) -> ContactColumns:
    records = [each.record for each in person.records]
    email = _first(records, lambda one: next(iter(one.verified_emails), None))
    return ContactColumns(
        id=contact,
        account=next((account_of[each.key] for each in person.records if each.key in account_of), None),
        name=_first(records, lambda one: one.name) or email or NO_NAME,
        title=_first(records, lambda one: one.title),
        email=email or _first(records, lambda one: next(iter(one.emails), None)),
        phone=_first(records, lambda one: next(iter(one.phones), None)),
    )


def identifiers_of_person(contact: ContactId, person: Person) -> list[ContactIdentifier]:
    """Each once; a proved one before the same typed one."""
    found: dict[tuple[str, str, str, str], ContactIdentifier] = {}
    for each in person.records:
        for identifier in _identifiers(contact, each):
            if identifier.key not in found or identifier.verified:
                found[identifier.key] = identifier
    return list(found.values())


def _identifiers(contact: ContactId, each: Known) -> Iterable[ContactIdentifier]:
    record, source = each.record, each.source
    number = each.key.external_id
    yield ContactIdentifier(contact, "record", f"{source}:{number}", source, number, verified=True)
    for texts, verified in ((record.emails, False), (record.verified_emails, True)):
        for text in texts:
            if normal := normal_email(text):
                yield ContactIdentifier(contact, "email", normal, source, text, verified)
    for text in record.phones:
        if normal := comparable_phone(text):
            yield ContactIdentifier(contact, "phone", normal, source, text, verified=False)


def _first(records: Iterable[SourceRecord], read: Callable[[SourceRecord], str | None]) -> str | None:
    return next((value for record in records if (value := read(record))), None)
