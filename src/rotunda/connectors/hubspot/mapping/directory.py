"""Companies and contacts with everything that may identify them."""

from collections.abc import Iterator, Mapping

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.json import each
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.hubspot.mapping.people import name_of
from rotunda.connectors.hubspot.mapping.record import Owner, Record, in_words
from rotunda.sections.ids import ExternalId, SourceName

COMPANY_PROPERTIES = (
    "name",
    "domain",
    "hs_additional_domains",
    "hs_parent_company_id",
    "hubspot_owner_id",
    "industry",
    "city",
    "country",
)
CONTACT_PROPERTIES = (
    "email",
    "hs_additional_emails",
    "firstname",
    "lastname",
    "associatedcompanyid",
    "jobtitle",
    "phone",
    "mobilephone",
)
PRODUCT = SourceName("productdb")
"""Whose account id companies carry in a property of the customer's own making."""


def map_companies(payload: Payload, owners: Mapping[str, Owner], account_property: str) -> Iterator[SourceRecord]:
    """Every company of the pages."""
    for record in map(Record, each(payload, "companies", "results")):
        yield map_company(record, owners, account_property)


def map_company(record: Record, owners: Mapping[str, Owner], account_property: str) -> SourceRecord:
    """One company. It founds an account: a prospect is a customer before any other system has heard of it."""
    owner = owners.get(record.text("hubspot_owner_id") or "")
    account = record.text(account_property)
    parent = record.text("hs_parent_company_id")
    return SourceRecord(
        record_type="company",
        external_id=ExternalId(record.id),
        name=record.text("name"),
        domains=tuple(dict.fromkeys((*record.texts("domain"), *record.texts("hs_additional_domains")))),
        declared=(Declared(PRODUCT, ExternalId(account)),) if account else (),
        parent=ExternalId(parent) if parent else None,
        founds_account=True,
        owner_emails=(owner.email,) if owner and owner.email else (),
        owner_teams=owner.teams if owner else (),
        industry=in_words(record.text("industry")),
        city=record.text("city"),
        country=record.text("country"),
        updated_at=record.wild["updatedAt"].at_iso(),
    )


def map_contacts(payload: Payload) -> Iterator[SourceRecord]:
    """Every contact of the pages. Addresses were typed by somebody: HubSpot proves none."""
    for record in map(Record, each(payload, "contacts", "results")):
        company = record.text("associatedcompanyid")
        yield SourceRecord(
            record_type="contact",
            external_id=ExternalId(record.id),
            is_person=True,
            name=name_of(record),
            emails=tuple(dict.fromkeys((*record.texts("email"), *record.texts("hs_additional_emails")))),
            company=ExternalId(company) if company else None,
            title=record.text("jobtitle"),
            phones=tuple(dict.fromkeys((*record.texts("phone"), *record.texts("mobilephone")))),
            updated_at=record.wild["updatedAt"].at_iso(),
        )
