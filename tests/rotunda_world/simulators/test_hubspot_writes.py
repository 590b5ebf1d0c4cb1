"""What the HubSpot simulator takes, refuses and tells when an integration writes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from contract.hubspot_facts import Facts
from contract.published import specs_of
from rotunda_world.simulators.hubspot import build
from rotunda_world.simulators.hubspot.application import reading_key
from rotunda_world.simulators.simulator import Changed
from support.simulators import Served, served, small_world

OBJECTS = "/crm/objects/2026-09"
AT = "2026-11-01T09:00:00.000Z"


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def company_id(hubspot: Served) -> str:
    return next(each.hubspot_ids[-1] for each in hubspot.world.companies if len(each.hubspot_ids) > 1)


def onto(number: str, type_id: int = 190) -> list[dict[str, Any]]:
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    return [{"to": {"id": number}, "types": [kind]}]


async def posted(hubspot: Served, kind: str, body: dict[str, Any], **more: Any) -> tuple[int, Any]:
    answer = await hubspot.ask("POST", f"{OBJECTS}/{kind}", json=body, **more)
    return answer.status, await answer.json()


async def note(hubspot: Served, **properties: str) -> Any:
    body = {"properties": {"hs_timestamp": AT, "hs_note_body": "<p>Hello</p>", **properties}}
    status, made = await posted(hubspot, "notes", {**body, "associations": onto(company_id(hubspot))})
    assert status == 201, made
    return made


async def test_a_note_is_in_every_list(hubspot: Served) -> None:
    made = await note(hubspot)
    facts = Facts(specs_of("hubspot"))
    assert facts.complaints("objects", "SimplePublicObject", made) == []
    assert made["properties"]["hs_note_body"] == "<p>Hello</p>"
    one = await hubspot.get(f"{OBJECTS}/notes/{made['id']}", properties="hs_note_body,hubspot_owner_id,hs_timestamp")
    assert (
        one["properties"] | {"hs_note_body": "<p>Hello</p>", "hubspot_owner_id": None, "hs_timestamp": AT}
        == one["properties"]
    )
    path = "/crm/associations/2026-09/companies/notes/batch/read"
    linked = await hubspot.post(path, {"inputs": [{"id": company_id(hubspot)}]})
    [near] = [each for each in linked["results"][0]["to"] if each["toObjectId"] == made["id"]]
    assert [each["typeId"] for each in near["associationTypes"]] == [189]
    words = {"propertyName": "hs_object_id", "operator": "EQ", "value": made["id"]}
    found = await hubspot.post(f"{OBJECTS}/notes/search", {"filterGroups": [{"filters": [words]}], "properties": []})
    assert [each["id"] for each in found["results"]] == [made["id"]]


async def test_what_is_wrong_is_named(hubspot: Served) -> None:
    near = onto(company_id(hubspot))
    wrong = {"hs_timestamp": "soon", "nonsense": "1", "hs_createdate": AT}
    status, told = await posted(hubspot, "notes", {"properties": wrong, "associations": near})
    assert (status, told["category"]) == (400, "VALIDATION_ERROR")
    assert told["message"].startswith("Property values were not valid: [")
    assert [each["code"] for each in told["errors"]] == ["INVALID_LONG", "PROPERTY_DOESNT_EXIST", "READ_ONLY_VALUE"]
    status, told = await posted(hubspot, "notes", {"properties": {"hs_note_body": "x"}, "associations": near})
    assert (status, told["context"]) == (400, {"properties": ["hs_timestamp"]})
    for bad in (onto(company_id(hubspot), 999), onto("1"), [{"to": {}}], "none"):
        status, _ = await posted(hubspot, "notes", {"properties": {"hs_timestamp": AT}, "associations": bad})
        assert status == 400
    status, told = await posted(
        hubspot, "calls", {"properties": {"hs_timestamp": AT, "hs_call_direction": "UP"}, "associations": []}
    )
    assert [each["code"] for each in told["errors"]] == ["INVALID_OPTION"]


async def test_a_right_is_needed_for_each_kind(hubspot: Served) -> None:
    headers = {"Authorization": f"Bearer {reading_key(hubspot.world.seed)}"}
    status, told = await posted(hubspot, "notes", {}, headers=headers)
    assert (status, told["category"]) == (403, "MISSING_SCOPES")
    assert told["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]
    status, _ = await posted(hubspot, "companies", {})
    assert status == 403


async def test_a_change_moves_what_it_names_alone(hubspot: Served) -> None:
    made = await note(hubspot)
    path = f"{OBJECTS}/notes/{made['id']}"
    answer = await hubspot.ask("PATCH", path, json={"properties": {"hs_note_body": "<p>Other</p>"}})
    assert (answer.status, (await answer.json())["properties"]["hs_note_body"]) == (200, "<p>Other</p>")
    kept = await hubspot.get(path, properties="hs_timestamp")
    assert kept["properties"]["hs_timestamp"] == AT
    missing = await hubspot.ask("PATCH", f"{OBJECTS}/notes/1", json={"properties": {}})
    assert missing.status == 404


async def test_a_deleted_one_is_in_the_bin(hubspot: Served) -> None:
    made = await note(hubspot)
    for _ in range(2):
        assert (await hubspot.ask("DELETE", f"{OBJECTS}/notes/{made['id']}")).status == 204
    assert (await hubspot.ask("GET", f"{OBJECTS}/notes/{made['id']}")).status == 404
    listed = await hubspot.get(f"{OBJECTS}/notes", archived="true")
    [gone] = [each for each in listed["results"] if each["id"] == made["id"]]
    assert gone["archived"] is True
    assert gone["archivedAt"]
    following = await note(hubspot)
    assert int(following["id"]) > int(made["id"])


async def test_changes_through_the_api_are_announced(hubspot: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Changed] = []
    monkeypatch.setattr(hubspot.running, "announce", told.append)
    made = await note(hubspot)
    await hubspot.ask("PATCH", f"{OBJECTS}/notes/{made['id']}", json={"properties": {"hs_note_body": "New"}})
    await hubspot.ask("DELETE", f"{OBJECTS}/notes/{made['id']}")
    assert [each.kind for each in told] == ["engagement.created", "engagement.updated", "engagement.deleted"]
    [body] = hubspot.simulator.webhooks(told[0])
    assert b"object.creation" in body
    assert made["id"].encode() in body
