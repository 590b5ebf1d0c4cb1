"""HubSpot's own list of companies and contacts, and how to find one company in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rotunda.connector_kit.connector import Find, SourceRecord
from rotunda.connector_kit.json import each
from rotunda.connector_kit.listing import list_all
from rotunda.connector_kit.paging import AfterCursor
from rotunda.connector_kit.requests import Program, Request
from rotunda.connectors.hubspot.batches import BATCH, FORMER_OWNERS, OWNERS, batch_request, read_batches
from rotunda.connectors.hubspot.manifest import DEFAULT_ACCOUNT_PROPERTY, SOURCE, VERSION
from rotunda.connectors.hubspot.mapping import directory
from rotunda.connectors.hubspot.mapping.record import Record, read_owners

_MOST_GROUPS = 5
"""HubSpot's limit for alternatives in one search."""

_MOST_FOUND = 200


def list_companies(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every company of the portal."""
    del now
    owners = read_owners(*(yield [OWNERS, FORMER_OWNERS]))
    account_property = _account_property(settings)
    listing = _list_request("companies", (*directory.COMPANY_PROPERTIES, account_property))
    return (yield from list_all(listing, lambda pages: directory.map_companies(pages, owners, account_property)))


def list_contacts(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every contact of the portal."""
    del settings, now
    return (yield from list_all(_list_request("contacts", directory.CONTACT_PROPERTIES), directory.map_contacts))


def find(wanted: Find) -> Program[Sequence[SourceRecord]]:
    """Companies that other systems name, that carry the product's account id or one of the domains, or whose contact
    has one of the addresses.
    """
    account_property = _account_property(wanted.settings)
    properties = (*directory.COMPANY_PROPERTIES, account_property)
    owners = read_owners(*(yield [OWNERS, FORMER_OWNERS]))
    matching = yield from _search(_alternatives(wanted, account_property), properties)
    employers = yield from _employers(wanted.emails)
    named = [declared.external_id for declared in wanted.declared if declared.source == SOURCE]
    unread = [each_id for each_id in dict.fromkeys((*named, *employers)) if each_id not in matching]
    read, _ = yield from read_batches({"companies": (unread, properties)})
    found = (*matching.values(), *read["companies"].values())
    return [directory.map_company(record, owners, account_property) for record in found]


def _account_property(settings: Mapping[str, str]) -> str:
    return settings.get("account_property") or DEFAULT_ACCOUNT_PROPERTY


def _list_request(kind: str, properties: Iterable[str]) -> Request:
    query = (("limit", "100"), ("properties", ",".join(properties)), ("archived", "false"))
    return Request(path=f"/crm/objects/{VERSION}/{kind}", query=query, paging=AfterCursor(), max_pages=20)


def _alternatives(wanted: Find, account_property: str) -> list[tuple[str, str, str]]:
    """Property, operator and value of each way to recognise the company, the surest first."""
    accounts = [own.external_id for own in wanted.own_ids if own.source == directory.PRODUCT]
    return [
        *((account_property, "EQ", account) for account in accounts),
        *(("domain", "EQ", domain) for domain in wanted.domains),
        *(("hs_additional_domains", "CONTAINS_TOKEN", domain) for domain in wanted.domains),
    ][:_MOST_GROUPS]


def _search(alternatives: Sequence[tuple[str, str, str]], properties: Sequence[str]) -> Program[dict[str, Record]]:
    if not alternatives:
        return {}
    [payload] = yield [_search_request(alternatives, properties)]
    records = map(Record, each(payload, "search", "results"))
    return {record.id: record for record in records if _is_meant(record, alternatives)}


def _search_request(alternatives: Sequence[tuple[str, str, str]], properties: Sequence[str]) -> Request:
    body: dict[str, Any] = {
        "filterGroups": [
            {"filters": [{"propertyName": name, "operator": operator, "value": value}]}
            for name, operator, value in alternatives
        ],
        "properties": list(properties),
        "limit": _MOST_FOUND,
        "after": "0",
        "sorts": [],
    }
    return Request(method="POST", path=f"/crm/objects/{VERSION}/companies/search", body=body, bucket="search")


def _is_meant(record: Record, alternatives: Sequence[tuple[str, str, str]]) -> bool:
    """A search is fuzzier than its operators say: tokens match parts of a domain."""
    return any(value.lower() in (said.lower() for said in record.texts(name)) for name, _, value in alternatives)


def _employers(emails: Sequence[str]) -> Program[list[str]]:
    asked = {email.lower() for email in emails[:BATCH]}
    if not asked:
        return []
    [payload] = yield [batch_request("contacts", sorted(asked), directory.CONTACT_PROPERTIES, id_property="email")]
    return [
        person.company for person in directory.map_contacts(payload) if person.company and _is_one_of(person, asked)
    ]


def _is_one_of(person: SourceRecord, emails: set[str]) -> bool:
    return any(email.lower() in emails for email in person.emails)
