"""What becomes of recorded answers, and the traps that Zendesk sets."""

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.zendesk.recording import ADA, LISTED, NOW, PAGES, RECORDING, SETTINGS, page, ticket
from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.contract import drive, feed, noting
from rotunda.connector_kit.errors import BadPayload, Misconfigured
from rotunda.connector_kit.requests import AnyRequest, Customer, Request
from rotunda.connectors.zendesk.customers import find, list_organizations, list_users
from rotunda.connectors.zendesk.requests import read_support
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.support.model import Satisfaction, Severity, SupportPart, Ticket, TicketStatus

SHOW_MANY = "GET /api/v2/tickets/show_many.json ids=400,401"


def read(customer: Customer = RECORDING.customer, **changed: Any) -> SupportPart:
    return drive(read_support(customer), feed(RECORDING, {**PAGES, **changed}))


def tickets() -> dict[str, Ticket]:
    return {each.number: each for each in read().tickets}


def test_every_ticket_once_newest_first() -> None:
    """501 and 502 stand on several pages; 400 is open behind the end; 401 has moved; 701 is another organization's."""
    part = read()
    assert [each.number for each in part.tickets] == ["700", "600", "501", "502", "400"]
    assert part.truncated


def test_a_ticket_in_full() -> None:
    solved = tickets()["502"]
    assert (solved.status, solved.severity, solved.satisfaction) == (
        TicketStatus.SOLVED,
        Severity.NONE,
        Satisfaction.GOOD,
    )
    assert (solved.requester, solved.requester_email) == ("Ada Lovelace", "ada@acme.example")
    assert (solved.assignee, solved.group, solved.channel, solved.kind) == ("Ines Agent", "Second line", "email", None)
    assert (solved.first_reply_minutes, solved.resolution_minutes) == (12, 340)
    assert solved.solved_at == datetime(2026, 1, 4, 10, tzinfo=UTC)
    assert solved.ref.url == "https://acme-help.zendesk.com/agent/tickets/502"


def test_what_is_not_there_is_none() -> None:
    bare = tickets()["501"]
    assert (bare.subject, bare.assignee, bare.group, bare.channel) == ("Ticket 501", None, None, None)
    assert (bare.first_reply_minutes, bare.resolution_minutes, bare.solved_at) == (None, None, None)
    assert tickets()["700"].requester_email is None


def test_any_of_the_connection_s_tags_makes_an_escalation() -> None:
    assert {number for number, each in tickets().items() if each.escalated} == {"502"}


def test_a_short_history_asks_for_nothing_more() -> None:
    asked: list[AnyRequest] = []
    short = Customer({"organization": [ExternalId("7002")]}, NOW, SETTINGS)
    part = drive(read_support(short), noting(feed(RECORDING), asked))
    assert [each.path for each in asked if isinstance(each, Request)] == ["/api/v2/organizations/7002/tickets.json"]
    assert not part.truncated


def test_a_ticket_of_another_organization_is_refused() -> None:
    with pytest.raises(BadPayload, match=r"organization_id.*wrong customer"):
        read(**{LISTED: [page(ticket(501, 7003))]})


def test_open_tickets_that_have_all_moved_are_not_believed() -> None:
    with pytest.raises(BadPayload, match="wrong customer"):
        read(**{SHOW_MANY: [page(ticket(400, 7777), ticket(401, 7777))]})


def test_a_ticket_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(BadPayload, match="not asked for"):
        read(**{SHOW_MANY: [page(ticket(402, 7001))]})


@pytest.mark.parametrize("status", ["deleted", "OPEN", ""])
def test_a_status_that_zendesk_does_not_document_is_named(status: str) -> None:
    with pytest.raises(BadPayload, match=r"tickets\[0\]\.status"):
        read(**{LISTED: [page(ticket(501, 7001, status=status))]})


@pytest.mark.parametrize("subdomain", ["", "acme.evil.test", "a/b", "-acme", "acme#"])
def test_a_subdomain_that_would_lead_elsewhere_is_misconfigured(subdomain: str) -> None:
    customer = Customer({"organization": [ExternalId("7002")]}, NOW, {**SETTINGS, "subdomain": subdomain})
    with pytest.raises(Misconfigured) as refused:
        drive(read_support(customer), feed(RECORDING))
    assert refused.value.field == "subdomain"


def test_organizations_as_the_directory_wants_them() -> None:
    records: list[SourceRecord] = drive(list_organizations(SETTINGS, NOW), feed(RECORDING))
    acme, branch = records
    assert (acme.external_id, acme.domains) == ("7001", ("acme.example",))
    assert acme.declared == (Declared(SourceName("productdb"), ExternalId("acct_100")),)
    assert (branch.declared, branch.founds_account) == ((), False)


def test_users_as_the_directory_wants_them() -> None:
    """Agents are no customers, and who was deleted is only inactive."""
    records: list[SourceRecord] = drive(list_users(SETTINGS, NOW), feed(RECORDING))
    assert [(each.external_id, each.company, each.emails, each.verified_emails) for each in records] == [
        ("9001", "7001", (), ("Ada@acme.example",)),
        ("9002", "7001", ("typed@acme.example",), ()),
        ("9003", None, (), ()),
    ]


def test_a_search_that_brings_something_else_is_not_believed() -> None:
    assert RECORDING.whom is not None
    mentions = {**PAGES['GET /api/v2/search.json query=type:organization "acme.example"'][0]["results"][0]}
    mentions |= {"id": 7100, "domain_names": ["fan-of-acme.example"], "external_id": None}
    other = {**ADA, "id": 9999, "email": "ada@acme.example.org", "organization_id": 7100}
    pages = {
        'GET /api/v2/search.json query=type:organization "acme.example"': [{"results": [mentions]}],
        'GET /api/v2/users/search.json query=email:"ada@acme.example"': [{"users": [other]}],
    }
    found = drive(find(RECORDING.whom), feed(RECORDING, {**PAGES, **pages}))
    assert {record.external_id for record in found} == {"7001", "7002"}
