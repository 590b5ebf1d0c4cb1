"""Organizations and end users with everything that may identify them."""

from collections.abc import Iterator

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload
from rotunda.sections.ids import ExternalId, SourceName

PRODUCT = SourceName("productdb")
"""Whose account id an organization carries as its `external_id`."""


def map_organizations(payload: Payload, key: str = "organizations") -> Iterator[SourceRecord]:
    """Every organization that was not deleted. It founds no account: support also answers strangers."""
    for wild in each(payload, "organizations", key):
        if wild.optional("deleted_at").is_null:
            yield _organization(wild)


def _organization(wild: Wild) -> SourceRecord:
    account = (wild.maybe("external_id", Wild.text) or "").strip()
    return SourceRecord(
        record_type="organization",
        external_id=ExternalId(str(wild.integer_at("id"))),
        name=wild.text_at("name"),
        domains=tuple(domain.text() for domain in wild["domain_names"]),
        declared=(Declared(PRODUCT, ExternalId(account)),) if account else (),
        updated_at=wild["updated_at"].at_iso(),
    )


def map_users(payload: Payload) -> Iterator[SourceRecord]:
    """Every end user that was not deleted; Zendesk keeps deleted ones as inactive."""
    for wild in each(payload, "users", "users"):
        if wild.text_at("role") == "end-user" and wild["active"].boolean():
            yield _user(wild)


def _user(wild: Wild) -> SourceRecord:
    """`verified` means that the person answered a mail to that address. `external_id` is the product's user, as an
    organization's is the product's account.
    """
    email = wild.maybe("email", Wild.text)
    emails = (email,) if email else ()
    verified = wild["verified"].boolean()
    organization = wild.maybe("organization_id", Wild.integer)
    phone = wild.maybe("phone", Wild.text)
    product_user = (wild.maybe("external_id", Wild.text) or "").strip()
    return SourceRecord(
        record_type="user",
        external_id=ExternalId(str(wild.integer_at("id"))),
        is_person=True,
        name=wild.text_at("name"),
        emails=() if verified else emails,
        verified_emails=emails if verified else (),
        declared=(Declared(PRODUCT, ExternalId(product_user)),) if product_user else (),
        phones=(phone,) if phone else (),
        company=ExternalId(str(organization)) if organization else None,
        updated_at=wild["updated_at"].at_iso(),
    )
