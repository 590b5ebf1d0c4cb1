"""The webhook signature, against a vector computed from Zendesk's rule, and the bodies of events."""

import json
from datetime import UTC, datetime

import pytest

from rotunda_world import changes
from rotunda_world.model import Company, World
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.zendesk import build
from rotunda_world.simulators.zendesk.signature import headers, signature
from support.simulators import MOMENT, small_world

BODY = b'{"id":"evt_1","type":"demo"}'
EXPECTED = "+4rlKmZdyUsZw4vooVNwT0FfamdewzHZb4Ogt8CGThs="


def test_the_signature_covers_timestamp_and_raw_body() -> None:
    assert signature("test_secret", "2026-01-01T00:00:00Z", BODY) == EXPECTED


def test_the_headers_carry_the_time_that_was_signed() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    made = headers("test_secret", "hook", BODY, moment.timestamp())
    assert made["X-Zendesk-Webhook-Signature-Timestamp"] == "2026-01-01T00:00:00Z"
    assert made["X-Zendesk-Webhook-Signature"] == EXPECTED
    assert made["X-Zendesk-Webhook-Invocation-Id"] == headers("x", "hook", BODY, 0.0)["X-Zendesk-Webhook-Invocation-Id"]


@pytest.fixture
def running() -> RunningWorld:
    return RunningWorld(small_world(), lambda: MOMENT)


def told(running: RunningWorld, changed: list[Changed]) -> list[dict[str, object]]:
    simulator = build(running)
    return [json.loads(body) for one in changed for body in simulator.webhooks(one)]


def busy(world: World) -> Company:
    return next(one for one in world.companies if one.zendesk_org_id and any(t.status == "open" for t in one.tickets))


def test_a_new_ticket_is_told_with_ids_as_texts_and_words_in_capitals(running: RunningWorld) -> None:
    company = busy(running.world)
    asked = {"account": company.key, "subject": "Down", "priority": "urgent", "tags": ["escalated"]}
    (event,) = told(running, changes.apply(running, "open_ticket", asked))
    ticket = company.tickets[-1]
    assert event["type"] == "zen:event-type:ticket.created"
    assert event["subject"] == f"zen:ticket:{ticket.zendesk_id}"
    detail = event["detail"]
    assert isinstance(detail, dict)
    assert (detail["id"], detail["status"], detail["priority"]) == (str(ticket.zendesk_id), "NEW", "URGENT")
    assert (detail["organization_id"], detail["tags"]) == (str(company.zendesk_org_id), ["escalated"])


def test_each_changed_field_is_an_event_of_its_own(running: RunningWorld) -> None:
    ticket = next(one for one in busy(running.world).tickets if one.status == "open")
    asked = {"ticket": ticket.zendesk_id, "satisfaction": "good"}
    events = told(running, changes.apply(running, "solve_ticket", asked))
    assert {event["type"] for event in events} == {
        "zen:event-type:ticket.status_changed",
        "zen:event-type:ticket.csat_received",
    }
    status = next(event["event"] for event in events if str(event["type"]).endswith("status_changed"))
    assert isinstance(status, dict)
    assert (status["previous"], status["current"]) == ("OPEN", "SOLVED")
    assert len({event["id"] for event in events}) == 2


def test_a_name_that_changes_in_another_system_is_not_told(running: RunningWorld) -> None:
    company = busy(running.world)
    elsewhere = changes.apply(running, "rename_company", {"account": company.key, "name": "X", "system": "hubspot"})
    assert told(running, elsewhere) == []
    here = changes.apply(running, "rename_company", {"account": company.key, "name": "Y", "system": "zendesk"})
    (event,) = told(running, here)
    assert event["type"] == "zen:event-type:organization.name_changed"
    assert event["event"]["current"] == "Y"  # type: ignore[index]


def test_what_the_helpdesk_does_not_know_is_not_told(running: RunningWorld) -> None:
    company = next(one for one in running.world.companies if one.product_account_id)
    asked = {
        "account": company.key,
        "first_name": "A",
        "last_name": "B",
        "email": "a.b@example.org",
        "in_product": True,
    }
    assert told(running, changes.apply(running, "add_contact", asked)) == []
