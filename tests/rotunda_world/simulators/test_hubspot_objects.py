"""Records, values, pages and associations of the HubSpot simulator."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.model import Company, Deal, Engagement, Stage
from rotunda_world.simulators.hubspot import build
from rotunda_world.simulators.hubspot.properties import wire
from support.simulators import MOMENT, Served, served, small_world

OBJECTS = "/crm/objects/2026-09"


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def deals(hubspot: Served) -> list[Deal]:
    return [one for company in hubspot.world.companies for one in company.deals]


def twice_known(hubspot: Served) -> Company:
    return next(company for company in hubspot.world.companies if len(company.hubspot_ids) == 2)


async def test_names_numbers_and_type_ids_are_the_same_kind(hubspot: Served) -> None:
    record = hubspot.world.companies[0].hubspot_ids[0]
    paths = [f"{OBJECTS}/{kind}/{record}" for kind in ("companies", "company", "0-2")]
    paths += [f"/crm/v3/objects/companies/{record}", f"/crm/objects/2026-03/companies/{record}"]
    answers = [await hubspot.get(path) for path in paths]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["url"] == f"https://app-eu1.hubspot.com/contacts/48210077/record/0-2/{record}"


async def test_only_what_was_asked_for_is_shown(hubspot: Served) -> None:
    record = hubspot.world.companies[0].hubspot_ids[0]
    plain = await hubspot.get(f"{OBJECTS}/companies/{record}")
    assert set(plain["properties"]) == {"createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"}
    asked = await hubspot.get(f"{OBJECTS}/companies/{record}", properties="city,annualrevenue,nothing_like_it")
    assert set(asked["properties"]) == {
        "annualrevenue",
        "city",
        "createdate",
        "hs_lastmodifieddate",
        "hs_object_id",
    }
    assert asked["properties"]["annualrevenue"] is None
    repeated = await hubspot.get(f"{OBJECTS}/companies/{record}", properties=["city", "annualrevenue"])
    assert repeated == asked


async def test_all_values_are_text(hubspot: Served) -> None:
    for kind in ("companies", "contacts", "deals", "emails", "tasks"):
        names = [one["name"] for one in (await hubspot.get(f"/crm/properties/2026-09/{kind}"))["results"]]
        page = await hubspot.get(f"{OBJECTS}/{kind}", limit=50, properties=",".join(names))
        values = [value for one in page["results"] for value in one["properties"].values()]
        assert {type(value) for value in values} <= {str, type(None)}
        assert "" not in values


async def test_probabilities_carry_the_noise_of_doubles(hubspot: Served) -> None:
    deal = next(one for one in deals(hubspot) if not one.stage.startswith("closed") and one.amount is not None)
    world_stage = deal.stages[-1].stage
    deal.stages[-1].stage, deal.probability = Stage.APPOINTMENT, None
    path = f"{OBJECTS}/deals/{deal.hubspot_id}"
    told = (await hubspot.get(path, properties="hs_deal_stage_probability,hs_is_closed"))["properties"]
    deal.stages[-1].stage = world_stage
    assert told["hs_deal_stage_probability"] == "0.200000000000000011102230246251565404236316680908203125"
    assert told["hs_is_closed"] == "false"


async def test_the_time_in_a_stage_is_when_it_began(hubspot: Served) -> None:
    deal = next(one for one in deals(hubspot) if len(one.stages) > 2)
    names = f"hs_v2_date_entered_current_stage,hs_v2_time_in_current_stage,hs_v2_latest_time_in_{deal.stages[0].stage}"
    told = (await hubspot.get(f"{OBJECTS}/deals/{deal.hubspot_id}", properties=names))["properties"]
    entered = wire.moment(deal.stages[-1].entered_at)
    assert told["hs_v2_date_entered_current_stage"] == told["hs_v2_time_in_current_stage"] == entered
    spent = deal.stages[1].entered_at - deal.stages[0].entered_at
    assert told[f"hs_v2_latest_time_in_{deal.stages[0].stage}"] == str(spent // timedelta(milliseconds=1))


async def test_the_history_of_a_stage_is_newest_first(hubspot: Served) -> None:
    deal = next(one for one in deals(hubspot) if len(one.stages) > 2)
    told = await hubspot.get(f"{OBJECTS}/deals/{deal.hubspot_id}", propertiesWithHistory="dealstage,hs_next_step")
    history = told["propertiesWithHistory"]["dealstage"]
    assert [one["value"] for one in history] == [entry.stage.value for entry in reversed(deal.stages)]
    assert (told["propertiesWithHistory"]["hs_next_step"] == []) is (deal.next_step is None)


async def test_foreign_amounts_are_also_given_at_home() -> None:
    world = small_world(accounts=4)
    deal = next(one for company in world.companies for one in company.deals)
    deal.amount, deal.currency = Decimal("1000.50"), "USD"
    async with served(build, world) as hubspot:
        names = "amount,deal_currency_code,amount_in_home_currency"
        told = (await hubspot.get(f"{OBJECTS}/deals/{deal.hubspot_id}", properties=names))["properties"]
        assert (told["amount"], told["deal_currency_code"], told["amount_in_home_currency"]) == (
            "1000.5",
            "USD",
            "920.46",
        )
        deal.currency = None
        told = (await hubspot.get(f"{OBJECTS}/deals/{deal.hubspot_id}", properties=names))["properties"]
        assert (told["deal_currency_code"], told["amount_in_home_currency"]) == (None, "1000.5")


async def test_pages_are_by_id_and_meet(hubspot: Served) -> None:
    ids: list[str] = []
    query: dict[str, Any] = {"limit": 17}
    while True:
        page = await hubspot.get(f"{OBJECTS}/contacts", **query)
        ids += [one["id"] for one in page["results"]]
        if "paging" not in page:
            break
        assert len(page["results"]) == 17
        query["after"] = page["paging"]["next"]["after"]
        assert f"after={query['after']}" in page["paging"]["next"]["link"]
    everybody = [one.hubspot_id for company in hubspot.world.companies for one in company.contacts if one.hubspot_id]
    assert ids == sorted(everybody, key=int)
    assert (await hubspot.get(f"{OBJECTS}/contacts", archived="true")) == {"results": []}
    assert len((await hubspot.get(f"{OBJECTS}/contacts", limit=1000))["results"]) <= 100


async def test_a_contact_is_found_by_email_in_any_case(hubspot: Served) -> None:
    one = next(one for company in hubspot.world.companies for one in company.contacts if one.hubspot_id)
    email = (one.hubspot_email or one.email).upper()
    told = await hubspot.get(f"{OBJECTS}/contacts/{email}", idProperty="email")
    assert told["id"] == one.hubspot_id
    status, body = await hubspot.refusal(f"{OBJECTS}/contacts/nobody@nowhere.example", idProperty="email")
    assert (status, body["category"]) == (404, "OBJECT_NOT_FOUND")


@pytest.mark.parametrize(("kind", "name"), [("companies", "domain"), ("companies", "nothing"), ("contacts", "phone")])
async def test_only_unique_properties_identify(hubspot: Served, kind: str, name: str) -> None:
    status, body = await hubspot.refusal(f"{OBJECTS}/{kind}/x", idProperty=name)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")


async def test_batches_have_their_sizes(hubspot: Served) -> None:
    many = {"inputs": [{"id": str(number)} for number in range(101)]}
    answer = await hubspot.ask("POST", f"{OBJECTS}/companies/batch/read", json=many)
    assert answer.status == 400
    assert "100" in (await answer.json())["message"]
    with_history = {"inputs": many["inputs"][:51], "propertiesWithHistory": ["name"]}
    assert (await hubspot.ask("POST", f"{OBJECTS}/companies/batch/read", json=with_history)).status == 400
    thousand = {"inputs": [{"id": str(number)} for number in range(1001)]}
    path = "/crm/associations/2026-09/companies/contacts/batch/read"
    assert (await hubspot.ask("POST", path, json=thousand)).status == 400


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"inputs": [1]}', b'{"inputs": [{}]}', b'{"inputs": [{"id": true}]}', b'{"properties": [1]}'],
)
async def test_bad_bodies_are_refused(hubspot: Served, body: bytes) -> None:
    answer = await hubspot.ask("POST", f"{OBJECTS}/companies/batch/read", data=body)
    assert (answer.status, (await answer.json())["category"]) == (400, "VALIDATION_ERROR")


async def test_duplicates_share_what_a_company_has(hubspot: Served) -> None:
    """Every person, deal and engagement belongs to exactly one of the records, always to the same one."""
    company = twice_known(hubspot)
    for kind, own in (
        ("contacts", [one.hubspot_id for one in company.contacts if one.hubspot_id]),
        ("deals", [one.hubspot_id for one in company.deals]),
        ("emails", [one.hubspot_id for one in company.engagements if one.kind == "emails"]),
    ):
        body = {"inputs": [{"id": record} for record in company.hubspot_ids]}
        answer = await hubspot.post(f"/crm/associations/2026-09/companies/{kind}/batch/read", body)
        spread = [to["toObjectId"] for one in answer["results"] for to in one["to"]]
        assert sorted(spread) == sorted(own)
        assert answer == await hubspot.post(f"/crm/associations/2026-09/companies/{kind}/batch/read", body)


async def test_counts_of_a_record_agree_with_its_associations(hubspot: Served) -> None:
    names = "num_associated_contacts,num_associated_deals,hs_num_open_deals"
    for record in twice_known(hubspot).hubspot_ids:
        told = await hubspot.get(f"{OBJECTS}/companies/{record}", properties=names, associations="contacts,deals")
        linked = {
            kind: {one["id"] for one in told.get("associations", {}).get(kind, {"results": []})["results"]}
            for kind in ("contacts", "deals")
        }
        assert told["properties"]["num_associated_contacts"] == str(len(linked["contacts"]))
        assert told["properties"]["num_associated_deals"] == str(len(linked["deals"]))


async def test_primary_and_unlabeled_types_come_together(hubspot: Served) -> None:
    deal = next(one for one in deals(hubspot) if one.company.hubspot_ids)
    told = await hubspot.get(f"{OBJECTS}/deals/{deal.hubspot_id}", associations="companies,tickets")
    [(kind, page)] = told["associations"].items()
    assert (kind, [one["type"] for one in page["results"]]) == (
        "companies",
        ["deal_to_company", "deal_to_company_unlabeled"],
    )
    v3 = await hubspot.get(f"/crm/v3/objects/deals/{deal.hubspot_id}/associations/companies")
    assert v3["results"] == page["results"]


async def test_buying_roles_are_labels_too(hubspot: Served) -> None:
    champion = next(
        one
        for company in hubspot.world.companies
        for one in company.contacts
        if one.hubspot_id and "CHAMPION" in one.buying_roles and company.hubspot_ids
    )
    body = {"inputs": [{"id": champion.hubspot_id}]}
    [one] = (await hubspot.post("/crm/associations/2026-09/contacts/companies/batch/read", body))["results"]
    labels = {(kind["category"], kind["label"]) for kind in one["to"][0]["associationTypes"]}
    assert labels >= {("HUBSPOT_DEFINED", None), ("HUBSPOT_DEFINED", "Primary"), ("USER_DEFINED", "Champion")}


async def test_parents_and_children_know_each_other(hubspot: Served) -> None:
    child = next(one for one in hubspot.world.companies if one.parent and one.hubspot_ids and one.parent.hubspot_ids)
    assert child.parent is not None
    parent, path = child.parent.hubspot_ids[0], "/crm/associations/2026-09/companies/companies/batch/read"
    answer = await hubspot.post(path, {"inputs": [{"id": child.hubspot_ids[0]}, {"id": parent}]})
    told = {
        one["from"]["id"]: {(to["toObjectId"], kind["typeId"]) for to in one["to"] for kind in to["associationTypes"]}
        for one in answer["results"]
    }
    assert (parent, 14) in told[child.hubspot_ids[0]]
    assert (child.hubspot_ids[0], 13) in told[parent]
    names = "hs_parent_company_id,hs_num_child_companies"
    below = await hubspot.get(f"{OBJECTS}/companies/{child.hubspot_ids[0]}", properties=names)
    above = await hubspot.get(f"{OBJECTS}/companies/{parent}", properties=names)
    assert below["properties"]["hs_parent_company_id"] == parent
    assert int(above["properties"]["hs_num_child_companies"]) >= 1


async def test_long_associations_are_paged() -> None:
    world = small_world(accounts=3)
    company = next(one for one in world.companies if one.hubspot_ids)
    company.hubspot_ids = company.hubspot_ids[:1]
    template: Engagement = next(one for one in company.engagements)
    company.engagements = [
        Engagement(
            hubspot_id=str(900_000 + number),
            company=company,
            kind="notes",
            at=MOMENT - timedelta(days=number),
            subject=None,
            body="Called",
            owner=template.owner,
            contacts=[],
            created_at=MOMENT - timedelta(days=number),
        )
        for number in range(620)
    ]
    async with served(build, world) as hubspot:
        record, ids = company.hubspot_ids[0], [str(900_000 + number) for number in range(620)]
        told = (await hubspot.get(f"{OBJECTS}/companies/{record}", associations="notes"))["associations"]["notes"]
        assert ([one["id"] for one in told["results"]], told["paging"]["next"]["after"]) == (ids[:100], ids[100])
        path = "/crm/associations/2026-09/companies/notes/batch/read"
        [first] = (await hubspot.post(path, {"inputs": [{"id": record}]}))["results"]
        after = first["paging"]["next"]["after"]
        [rest] = (await hubspot.post(path, {"inputs": [{"id": record, "after": after}]}))["results"]
        assert [to["toObjectId"] for to in [*first["to"], *rest["to"]]] == ids
        listed = await hubspot.get(f"/crm/v4/objects/companies/{record}/associations/notes", limit=7)
        assert (len(listed["results"]), listed["paging"]["next"]["after"]) == (7, ids[7])


async def test_the_world_is_read_live() -> None:
    world = small_world(accounts=4)
    async with served(build, world) as hubspot:
        company = next(one for one in world.companies if one.hubspot_ids and one.contacts)
        path = f"{OBJECTS}/companies/{company.hubspot_ids[0]}"
        await hubspot.get(path)
        company.names["hubspot"], company.updated_at = "Renamed & Söhne", MOMENT
        told = await hubspot.get(path)
        assert told["properties"]["name"] == "Renamed & Söhne"
        assert told["updatedAt"] == told["properties"]["hs_lastmodifieddate"] == "2026-11-02T09:30:00.000Z"
        gone = company.contacts.pop()
        if gone.hubspot_id:
            assert (await hubspot.refusal(f"{OBJECTS}/contacts/{gone.hubspot_id}"))[0] == 404
        world.companies.remove(company)
        assert (await hubspot.refusal(path))[0] == 404


async def test_emails_name_both_sides_and_their_thread(hubspot: Served) -> None:
    email = next(
        one
        for company in hubspot.world.companies
        for one in company.engagements
        if one.kind == "emails" and one.direction == "INCOMING_EMAIL" and one.contacts
    )
    names = "hs_email_from_email,hs_email_to_email,hs_email_headers,hs_email_thread_id,hs_email_html,hs_email_direction"
    told = (await hubspot.get(f"{OBJECTS}/emails/{email.hubspot_id}", properties=names))["properties"]
    assert told["hs_email_from_email"] == (email.contacts[0].hubspot_email or email.contacts[0].email)
    assert told["hs_email_to_email"] == email.owner.email
    assert told["hs_email_thread_id"] == email.thread_id
    assert told["hs_email_html"].startswith("<p>")


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_moments_are_written_with_milliseconds_and_read_back(at: datetime) -> None:
    written = wire.moment(at)
    assert written is not None
    assert len(written) == len("2024-01-17T19:55:04.281Z")
    assert at - datetime.fromisoformat(written) < timedelta(milliseconds=1)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_numbers_are_written_without_exponent_and_read_back(value: Decimal) -> None:
    written = wire.number(value)
    assert written is not None
    assert "E" not in written
    assert not (written.endswith("0") and "." in written)
    assert Decimal(written) == value
