"""Ids, links to the dashboard, and the check that an object is the one that was asked for."""

from rotunda.connector_kit.json import Wild
from rotunda.connectors.stripe.manifest import SOURCE
from rotunda.sections.ids import ExternalId
from rotunda.sections.provenance import Ref

_DASHBOARD = "https://dashboard.stripe.com"
ANOTHER_RECORD = "names another record than was asked for"
_PAGES = {"customer": "customers", "subscription": "subscriptions", "invoice": "invoices", "charge": "payments"}


def id_of(raw: Wild) -> str:
    """The id of a reference, which is the id itself or, expanded, the object."""
    return raw.text_at("id") if raw.is_object else raw.text()


def check_same(raw: Wild, expected: str) -> None:
    """`BadPayload` where a reference names another record than was asked for: it must not reach this page."""
    if id_of(raw) != expected:
        raise raw.bad(ANOTHER_RECORD)


def ref_of(raw: Wild, record_type: str) -> Ref:
    """The record with its page in the dashboard."""
    return link_of(record_type, raw.text_at("id"), livemode=raw["livemode"].boolean())


def link_of(record_type: str, record_id: str, *, livemode: bool, page_id: str | None = None) -> Ref:
    """Test data has its own pages."""
    url = f"{_DASHBOARD}{'' if livemode else '/test'}/{_PAGES[record_type]}/{page_id or record_id}"
    return Ref(source=SOURCE, record_type=record_type, external_id=ExternalId(record_id), url=url)
