"""The fields that come with the house. Pure: their ids, and what their values must be beyond their kind."""

from collections.abc import Callable, Mapping

from rotunda.identity.fields.kinds import WrongValue, checked, plain_text
from rotunda.identity.fields.model import Content, Field
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.domains import is_free_mail, normal_host, registrable_domain
from rotunda.identity.matching.phones import normal_phone
from rotunda.sections.ids import FieldId

ACCOUNT_NAME = FieldId("fld_account_name")
ACCOUNT_DOMAIN = FieldId("fld_account_domain")
ACCOUNT_CSM = FieldId("fld_account_csm")
ACCOUNT_AE = FieldId("fld_account_ae")
ACCOUNT_SEGMENTS = FieldId("fld_account_segments")
CONTACT_NAME = FieldId("fld_contact_name")
CONTACT_TITLE = FieldId("fld_contact_title")
CONTACT_EMAIL = FieldId("fld_contact_email")
CONTACT_PHONE = FieldId("fld_contact_phone")
CONTACT_BUYING_ROLES = FieldId("fld_contact_buying_roles")

OWNER_ROLES: Mapping[FieldId, str] = {ACCOUNT_CSM: "csm", ACCOUNT_AE: "ae"}
MIRRORED_ROLES: Mapping[FieldId, frozenset[str]] = {
    ACCOUNT_CSM: frozenset({"csm"}),
    ACCOUNT_AE: frozenset({"ae", "owner"}),
}
"""Which owners of sources stand beside ours: whom a CRM calls the owner is who sells."""

_LONGEST_NAME = 200
_LONGEST_EMAIL = 320
_LONGEST_PHONE = 60


def checked_for(field: Field, value: object) -> Content:
    """As `kinds.checked`, and by the rules of the fields that come with the house. Raises WrongValue."""
    special = _SPECIAL.get(field.id)
    if special is None or value is None:
        return checked(field.kind, field.choices, value)
    return special(value)


def _name(value: object) -> Content:
    return plain_text(value, _LONGEST_NAME, lines=False)


def _person(value: object) -> Content:
    """Who reads names need not be one who reads addresses."""
    text = plain_text(value, _LONGEST_NAME, lines=False)
    if text is not None and "@" in text:
        raise WrongValue("Must be a name; an address belongs into the field email.")
    return text


def _domain(value: object) -> Content:
    text = plain_text(value, _LONGEST_EMAIL, lines=False)
    if text is None:
        return None
    host = normal_host(text)
    registered = registrable_domain(text)
    if host is None or registered is None:
        raise WrongValue("Must be a public domain, such as acme.com.")
    if is_free_mail(registered):
        raise WrongValue(f"{registered} gives mailboxes to everybody, so it is no company's domain.")
    return host


def _email(value: object) -> Content:
    text = plain_text(value, _LONGEST_EMAIL, lines=False)
    if text is None:
        return None
    if normal_email(text) is None:
        raise WrongValue("Must be an email address, such as ada@acme.com.")
    return text


def _phone(value: object) -> Content:
    text = plain_text(value, _LONGEST_PHONE, lines=False)
    if text is None:
        return None
    if normal_phone(text) is None:
        raise WrongValue("Must be a telephone number with its country, such as +49 30 901820.")
    return text


_SPECIAL: Mapping[FieldId, Callable[[object], Content]] = {
    ACCOUNT_NAME: _name,
    ACCOUNT_DOMAIN: _domain,
    CONTACT_NAME: _person,
    CONTACT_TITLE: _name,
    CONTACT_EMAIL: _email,
    CONTACT_PHONE: _phone,
}
