"""HubSpot's search: operators, limits, order, associated records."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.model import Company
from rotunda_world.simulators.hubspot import build, search
from rotunda_world.simulators.hubspot.errors import HubSpotError
from support.simulators import Served, served, small_world

OBJECTS = "/crm/objects/2026-09"


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def companies(hubspot: Served) -> list[Company]:
    return [company for company in hubspot.world.companies if company.hubspot_ids]


async def found(hubspot: Served, kind: str, *filters: dict[str, Any], **more: Any) -> set[str]:
    body = {"filterGroups": [{"filters": list(filters)}] if filters else [], "limit": 200, **more}
    answer = await hubspot.post(f"{OBJECTS}/{kind}/search", body)
    ids = {one["id"] for one in answer["results"]}
    assert answer["total"] == len(ids)
    return ids


def at(name: str, operator: str, **values: Any) -> dict[str, Any]:
    return {"propertyName": name, "operator": operator, **values}


def records(chosen: list[Company]) -> set[str]:
    return {record for company in chosen for record in company.hubspot_ids}


async def test_numbers_are_compared_as_numbers(hubspot: Served) -> None:
    everyone = companies(hubspot)
    for operator, holds in (
        ("GT", lambda size: size > 90),
        ("GTE", lambda size: size >= 90),
        ("LT", lambda size: size < 90),
        ("LTE", lambda size: size <= 90),
    ):
        wanted = [one for one in everyone if holds(one.employees)]
        assert await found(hubspot, "companies", at("numberofemployees", operator, value="90")) == records(wanted)
    between = at("numberofemployees", "BETWEEN", value="20", highValue="200")
    assert await found(hubspot, "companies", between) == records(
        [one for one in everyone if 20 <= one.employees <= 200]
    )


async def test_text_is_found_in_any_case_but_lists_want_lower_case(hubspot: Served) -> None:
    company = next(one for one in companies(hubspot) if one.domain)
    domain = company.domain or ""
    same = records([one for one in companies(hubspot) if one.domain == domain])
    assert await found(hubspot, "companies", at("domain", "EQ", value=domain.upper())) == same
    assert await found(hubspot, "companies", at("domain", "IN", values=[domain, "nobody.example"])) == same
    assert await found(hubspot, "companies", at("domain", "IN", values=[domain.upper()])) == set()
    everyone = records(companies(hubspot))
    assert await found(hubspot, "companies", at("domain", "NEQ", value=domain)) == everyone - same
    assert await found(hubspot, "companies", at("domain", "NOT_IN", values=[domain])) == everyone - same


async def test_choices_are_found_as_they_are_written(hubspot: Served) -> None:
    customers = records([one for one in companies(hubspot) if one.lifecycle_stage == "customer"])
    assert await found(hubspot, "companies", at("lifecyclestage", "EQ", value="customer")) == customers
    assert await found(hubspot, "companies", at("lifecyclestage", "EQ", value="Customer")) == set()
    people = [one for company in hubspot.world.companies for one in company.contacts if one.hubspot_id]
    champions = {one.hubspot_id for one in people if "CHAMPION" in one.buying_roles}
    assert champions
    assert await found(hubspot, "contacts", at("hs_buying_role", "EQ", value="CHAMPION"), limit=200) == champions


async def test_presence_and_tokens(hubspot: Served) -> None:
    without = records([one for one in companies(hubspot) if not one.domain])
    assert await found(hubspot, "companies", at("domain", "NOT_HAS_PROPERTY")) == without
    assert await found(hubspot, "companies", at("domain", "HAS_PROPERTY")) == records(companies(hubspot)) - without
    company = next(one for one in companies(hubspot) if " " in one.called("hubspot"))
    word = company.called("hubspot").split()[0]
    assert company.hubspot_ids[0] in await found(hubspot, "companies", at("name", "CONTAINS_TOKEN", value=word.upper()))
    beginning = at("name", "CONTAINS_TOKEN", value=f"{word[:3]}*")
    assert company.hubspot_ids[0] in await found(hubspot, "companies", beginning)
    not_there = at("name", "NOT_CONTAINS_TOKEN", value=word)
    assert company.hubspot_ids[0] not in await found(hubspot, "companies", not_there)


async def test_dates_may_be_milliseconds_or_iso(hubspot: Served) -> None:
    middle = sorted(one.created_at for one in companies(hubspot))[len(companies(hubspot)) // 2]
    later = records([one for one in companies(hubspot) if one.created_at >= middle])
    milliseconds = str(int(middle.timestamp() * 1000))
    assert await found(hubspot, "companies", at("createdate", "GTE", value=milliseconds)) == later
    assert await found(hubspot, "companies", at("createdate", "GTE", value=middle.isoformat())) == later


async def test_filters_join_and_groups_add(hubspot: Served) -> None:
    customers = [one for one in companies(hubspot) if one.lifecycle_stage == "customer"]
    big = [one for one in customers if one.employees > 100]
    both = (at("lifecyclestage", "EQ", value="customer"), at("numberofemployees", "GT", value="100"))
    assert await found(hubspot, "companies", *both) == records(big)
    groups = [{"filters": [each]} for each in both]
    either = await hubspot.post(f"{OBJECTS}/companies/search", {"filterGroups": groups, "limit": 200})
    wanted = [one for one in companies(hubspot) if one in customers or one.employees > 100]
    assert {one["id"] for one in either["results"]} == records(wanted)


async def test_records_of_a_company_are_found_by_association(hubspot: Served) -> None:
    company = next(one for one in companies(hubspot) if len(one.hubspot_ids) == 1 and one.engagements)
    here = at("associations.company", "EQ", value=company.hubspot_ids[0])
    meetings = {one.hubspot_id for one in company.engagements if one.kind == "meetings"}
    assert await found(hubspot, "meetings", here) == meetings
    calls = {one.hubspot_id for one in company.engagements if one.kind == "calls"}
    newest = {"propertyName": "hs_timestamp", "direction": "DESCENDING"}
    body = {"filterGroups": [{"filters": [here]}], "sorts": [newest], "properties": ["hs_timestamp"]}
    answer = await hubspot.post(f"{OBJECTS}/calls/search", {**body, "limit": 200})
    times = [one["properties"]["hs_timestamp"] for one in answer["results"]]
    assert ({one["id"] for one in answer["results"]}, times) == (calls, sorted(times, reverse=True))
    assert await found(hubspot, "calls", at("associations.company", "EQ", value="1")) == set()


async def test_the_query_looks_at_what_begins_a_word(hubspot: Served) -> None:
    person = next(one for company in hubspot.world.companies for one in company.contacts if one.hubspot_id)
    assert person.hubspot_id in await found(hubspot, "contacts", query=person.first_name[:4].lower(), limit=200)
    assert await found(hubspot, "contacts", query="zzzzzz") == set()


async def test_pages_go_by_offset_up_to_ten_thousand(hubspot: Served) -> None:
    first = await hubspot.post(f"{OBJECTS}/contacts/search", {"limit": 9})
    assert first["paging"]["next"]["after"] == "9"
    second = await hubspot.post(f"{OBJECTS}/contacts/search", {"limit": 9, "after": "9"})
    assert not {one["id"] for one in first["results"]} & {one["id"] for one in second["results"]}
    created = [one["createdAt"] for one in [*first["results"], *second["results"]]]
    assert created == sorted(created)
    answer = await hubspot.ask("POST", f"{OBJECTS}/contacts/search", json={"limit": 100, "after": "9950"})
    assert answer.status == 400
    last = await hubspot.post(f"{OBJECTS}/contacts/search", {"limit": 50, "after": 9950})
    assert last["results"] == []


FILTER = at("name", "EQ", value="a")


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 201},
        {"limit": 0},
        {"after": "-1"},
        {"after": "next"},
        {"filterGroups": [{"filters": [FILTER]}] * 6},
        {"filterGroups": [{"filters": [FILTER] * 7}]},
        {"filterGroups": [{"filters": [FILTER] * 5}] * 4},
        {"filterGroups": {}},
        {"filterGroups": [{}]},
        {"filterGroups": [{"filters": [{"operator": "EQ"}]}]},
        {"filterGroups": [{"filters": [at("nothing", "EQ", value="a")]}]},
        {"filterGroups": [{"filters": [at("name", "LIKE", value="a")]}]},
        {"filterGroups": [{"filters": [at("name", "EQ")]}]},
        {"filterGroups": [{"filters": [at("name", "IN", value="a")]}]},
        {"filterGroups": [{"filters": [at("name", "CONTAINS_TOKEN", value="")]}]},
        {"filterGroups": [{"filters": [at("numberofemployees", "GT", value="many")]}]},
        {"filterGroups": [{"filters": [at("numberofemployees", "BETWEEN", value="1")]}]},
        {"filterGroups": [{"filters": [at("associations.gizmo", "EQ", value="1")]}]},
        {"sorts": ["name", "domain"]},
        {"sorts": [{}]},
        {"sorts": ["nothing"]},
        {"query": "x" * 3001},
    ],
)
async def test_what_exceeds_the_rules_is_refused(hubspot: Served, body: dict[str, Any]) -> None:
    answer = await hubspot.ask("POST", f"{OBJECTS}/companies/search", json=body)
    assert (answer.status, (await answer.json())["category"]) == (400, "VALIDATION_ERROR")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["after", "filterGroups", "limit", "properties", "query", "sorts"])


@given(st.dictionaries(NAMES, JSON))
def test_any_body_is_parsed_or_refused(body: dict[str, Any]) -> None:
    try:
        outcome = search.parse(body, 100).limit
    except HubSpotError as refusal:
        outcome = refusal.status
    assert outcome in {400, *range(1, search.MAX_LIMIT + 1)}
