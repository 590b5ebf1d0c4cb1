"""Records of made-up customers, for the tests of identity."""

from collections.abc import Sequence
from typing import Any

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category

CATEGORIES = {
    "productdb": Category.PRODUCT,
    "hubspot": Category.CRM,
    "stripe": Category.BILLING,
    "zendesk": Category.SUPPORT,
}
TYPES = {"productdb": "account", "hubspot": "company", "stripe": "customer", "zendesk": "organization"}
PEOPLE = {"productdb": "user", "hubspot": "contact", "zendesk": "user"}


def record(source: str, external_id: str, *, names: Sequence[str] = (), **more: Any) -> SourceRecord:
    """A company record. `names` are the foreign ids that it declares, as `source:id`."""
    return SourceRecord(
        record_type=TYPES[source],
        external_id=ExternalId(external_id),
        declared=_declared(names),
        founds_account=source in {"productdb", "hubspot"},
        **more,
    )


def _declared(names: Sequence[str]) -> tuple[Declared, ...]:
    return tuple(Declared(SourceName(one.partition(":")[0]), ExternalId(one.partition(":")[2])) for one in names)


def person(
    source: str, external_id: str, company: str | None = None, *, names: Sequence[str] = (), **more: Any
) -> SourceRecord:
    """`names` as for a company."""
    return SourceRecord(
        declared=_declared(names),
        record_type=PEOPLE[source],
        external_id=ExternalId(external_id),
        is_person=True,
        company=ExternalId(company) if company else None,
        **more,
    )


def known(source: str, each: SourceRecord, connection: str | None = None) -> Known:
    key = RecordKey(ConnectionId(connection or f"con_{source}"), each.record_type, each.external_id)
    return Known(key, SourceName(source), CATEGORIES[source], each)


def company(source: str, external_id: str, **more: Any) -> Known:
    return known(source, record(source, external_id, **more))


def somebody(source: str, external_id: str, employer: str | None = None, **more: Any) -> Known:
    return known(source, person(source, external_id, employer, **more))
