"""What HubSpot tells about changes, and how its good answers go wrong."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest_asyncio

from rotunda_world.model import Company, Stage, StageEntry
from rotunda_world.simulators.hubspot import build
from rotunda_world.simulators.simulator import Changed
from support.simulators import MOMENT, Served, served, small_world

OBJECTS = "/crm/objects/2026-09"


@pytest_asyncio.fixture
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def told(hubspot: Served, kind: str, record: object, **before: object) -> list[Any]:
    return [event for body in hubspot.simulator.webhooks(Changed(kind, record, before)) for event in json.loads(body)]


def company_of(hubspot: Served) -> Company:
    return next(one for one in hubspot.world.companies if one.hubspot_ids and one.deals and one.contacts)


async def test_a_change_is_told_per_property(hubspot: Served) -> None:
    company = company_of(hubspot)
    before = {"city": company.city, "employees": company.employees, "plan": company.plan}
    company.city, company.employees, company.plan = "Elsewhere", company.employees + 1, "other"
    events = told(hubspot, "company.updated", company, **before)
    assert {(one["propertyName"], one["propertyValue"]) for one in events} == {
        ("city", "Elsewhere"),
        ("numberofemployees", str(company.employees)),
    }
    assert {one["subscriptionType"] for one in events} == {"company.propertyChange"}
    assert {one["objectId"] for one in events} == {int(record) for record in company.hubspot_ids}
    assert {one["occurredAt"] for one in events} == {int(MOMENT.timestamp() * 1000)}
    assert len({one["eventId"] for one in events}) == len(events)
    assert {(one["portalId"], one["attemptNumber"]) for one in events} == {(48210077, 0)}
    assert (company.city, company.plan) == ("Elsewhere", "other")


async def test_what_hubspot_does_not_know_it_does_not_tell(hubspot: Served) -> None:
    company = company_of(hubspot)
    assert told(hubspot, "company.updated", company, plan="other", seats=1) == []
    assert told(hubspot, "invoice.updated", company.payers) == []
    stranger = company.contacts[0]
    stranger.hubspot_id = None
    assert told(hubspot, "contact.updated", stranger, title="CTO") == []


async def test_a_duplicate_is_told_of_too(hubspot: Served) -> None:
    company = next(one for one in hubspot.world.companies if len(one.hubspot_ids) == 2)
    events = told(hubspot, "company.updated", company, city="Elsewhere")
    assert {one["objectId"] for one in events} == {int(record) for record in company.hubspot_ids}


async def test_deals_tell_their_new_stage(hubspot: Served) -> None:
    deal = company_of(hubspot).deals[0]
    before = {"stages": list(deal.stages)}
    moved = Stage.LOST if deal.stage is not Stage.LOST else Stage.WON
    deal.stages.append(StageEntry(moved, MOMENT))
    [event] = told(hubspot, "deal.updated", deal, **before)
    assert (event["subscriptionType"], event["propertyName"], event["propertyValue"]) == (
        "deal.propertyChange",
        "dealstage",
        moved.value,
    )
    assert deal.stage is moved


async def test_creation_and_deletion_are_marked(hubspot: Served) -> None:
    contact = next(one for one in company_of(hubspot).contacts if one.hubspot_id)
    [made] = told(hubspot, "contact.created", contact)
    [gone] = told(hubspot, "contact.deleted", contact)
    assert (made["subscriptionType"], made["changeFlag"]) == ("contact.creation", "NEW")
    assert (gone["subscriptionType"], gone["changeFlag"]) == ("contact.deletion", "DELETED")


async def test_engagements_come_as_objects_of_their_type(hubspot: Served) -> None:
    meeting = next(one for company in hubspot.world.companies for one in company.engagements if one.kind == "meetings")
    before = {"outcome": meeting.outcome}
    meeting.outcome = "NO_SHOW"
    event, *about_company = told(hubspot, "engagement.updated", meeting, **before)
    assert {one["propertyName"] for one in about_company} <= {"notes_last_updated"}
    assert (event["subscriptionType"], event["objectTypeId"], event["propertyName"]) == (
        "object.propertyChange",
        "0-47",
        "hs_meeting_outcome",
    )
    record = await hubspot.get(f"{OBJECTS}/meetings/{meeting.hubspot_id}")
    assert record["updatedAt"] == "2026-11-02T09:30:00.000Z"


async def test_a_logged_call_is_told_of_its_company_too(hubspot: Served) -> None:
    company = company_of(hubspot)
    template = next(one for one in company.engagements if one.kind == "calls")
    call = replace(template, hubspot_id="99000000001", at=MOMENT, created_at=MOMENT)
    company.engagements.append(call)
    made, activity = told(hubspot, "engagement.created", call)
    assert (made["subscriptionType"], made["objectTypeId"], made["objectId"]) == (
        "object.creation",
        "0-48",
        99000000001,
    )
    assert (activity["subscriptionType"], activity["propertyName"]) == ("company.propertyChange", "notes_last_updated")
    assert activity["propertyValue"] == "2026-11-02T09:30:00.000Z"
    assert str(activity["objectId"]) in company.hubspot_ids


async def test_another_companys_record_is_well_shaped(hubspot: Served) -> None:
    company = company_of(hubspot)
    path = f"{OBJECTS}/companies/{company.hubspot_ids[0]}"
    good = await hubspot.get(path, properties="city")
    wrong = hubspot.simulator.wrong_customer(path, good)
    assert wrong["id"] not in company.hubspot_ids
    assert wrong == await hubspot.get(f"{OBJECTS}/companies/{wrong['id']}", properties="city")
    deals = f"{OBJECTS}/deals/batch/read"
    batch = await hubspot.post(deals, {"inputs": [{"id": company.deals[0].hubspot_id}], "properties": ["amount"]})
    own = {deal.hubspot_id for deal in company.deals}
    assert {one["id"] for one in hubspot.simulator.wrong_customer(deals, batch)["results"]}.isdisjoint(own)
    links = "/crm/associations/2026-09/companies/deals/batch/read"
    near = await hubspot.post(links, {"inputs": [{"id": record} for record in company.hubspot_ids]})
    starts = {one["from"]["id"] for one in hubspot.simulator.wrong_customer(links, near)["results"]}
    assert starts.isdisjoint(company.hubspot_ids)


async def test_answers_about_nobody_stay_as_they_are(hubspot: Served) -> None:
    for path in ("/crm/owners/2026-09", "/account-info/2026-09/details"):
        good = await hubspot.get(path)
        assert hubspot.simulator.wrong_customer(path, good) == good


async def test_a_wrong_schema_loses_ids_and_properties(hubspot: Served) -> None:
    for path in (f"{OBJECTS}/companies", "/crm/owners/2026-09", "/crm/pipelines/2026-09/deals"):
        wrong = hubspot.simulator.wrong_schema(path, await hubspot.get(path))
        assert all("id" not in one for one in wrong["results"])
    [first, *_] = hubspot.simulator.wrong_schema(OBJECTS, await hubspot.get(f"{OBJECTS}/companies"))["results"]
    assert isinstance(first["properties"], list)
    details = await hubspot.get("/account-info/2026-09/details")
    assert isinstance(hubspot.simulator.wrong_schema("", details)["portalId"], dict)
