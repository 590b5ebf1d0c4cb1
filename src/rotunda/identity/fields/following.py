"""What a value means elsewhere, by whose field it is: an account's domain, a contact's address."""

from collections.abc import Sequence

import msgspec

from rotunda.identity.fields.built_in import ACCOUNT_DOMAIN, CONTACT_EMAIL
from rotunda.identity.fields.model import AppliesTo, Customer, OwnField
from rotunda.identity.merging.contact_writing import show_people
from rotunda.identity.repository import owned, owned_contacts
from rotunda.identity.repository.field_values import Setting, own_fields
from rotunda.kit.database import Connection
from rotunda.sections.ids import ContactId


async def with_mirrored(connection: Connection, customer: Customer) -> list[OwnField]:
    """Every field with its value and with what sources say."""
    fields = await own_fields(connection, customer)
    read = owned.mirrored if customer.applies_to is AppliesTo.ACCOUNT else owned_contacts.mirrored
    return beside(fields, await read(connection, customer.id))


def beside(fields: Sequence[OwnField], said: owned.MirroredValues) -> list[OwnField]:
    """The fields with what sources say of the same."""
    return [msgspec.structs.replace(each, mirrored=said.get(each.field.id, ())) for each in fields]


async def follow(transaction: Connection, setting: Setting) -> None:
    """Brings the customer up to date with what was just set."""
    about = owned if setting.customer.applies_to is AppliesTo.ACCOUNT else owned_contacts
    await about.follow(transaction, setting.customer.id, setting.field, setting.new, setting.at)
    if setting.customer.applies_to is AppliesTo.CONTACT:
        await show_people(transaction, [ContactId(setting.customer.id)])


def shared(setting: Setting) -> str | None:
    """What other customers may be known by, too: of two who take the same at once one comes first."""
    if setting.new is None or setting.field not in {ACCOUNT_DOMAIN, CONTACT_EMAIL}:
        return None
    return f"{setting.field} {str(setting.new).lower()}"


async def holders(transaction: Connection, setting: Setting) -> Sequence[str]:
    """Other customers that are known by a domain or an address; they may be the same one."""
    if setting.new is None:
        return ()
    if setting.field == ACCOUNT_DOMAIN:
        return await owned.domain_holders(transaction, setting.customer.id, str(setting.new))
    if setting.field == CONTACT_EMAIL:
        return await owned_contacts.email_holders(transaction, setting.customer.id, str(setting.new))
    return ()
