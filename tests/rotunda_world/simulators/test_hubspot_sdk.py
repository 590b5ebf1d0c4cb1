"""HubSpot's own Python SDK, with its numbered versions, reads the simulator and finds what the world holds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from hubspot import HubSpot
from hubspot.crm.associations.v4 import (
    BatchInputPublicFetchAssociationsBatchRequest,
    PublicFetchAssociationsBatchRequest,
)
from hubspot.crm.companies import ApiException, PublicObjectSearchRequest
from hubspot.crm.contacts import BatchReadInputSimplePublicObjectId, SimplePublicObjectId
from hubspot.crm.objects.notes import ApiException as NoteRefused
from hubspot.crm.objects.notes import (
    AssociationSpec,
    PublicAssociationsForObject,
    PublicObjectId,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)
from hubspot.utils.signature import Signature

from rotunda_world.model import Company, Contact, Deal
from rotunda_world.simulators.hubspot import build
from rotunda_world.simulators.hubspot.application import narrow_key
from rotunda_world.simulators.hubspot.portal import home_of
from rotunda_world.simulators.simulator import Changed
from support.simulators import Served, served, small_world


@pytest_asyncio.fixture(scope="module")
async def simulated() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


@pytest.fixture(scope="module")
def sdk(simulated: Served) -> Any:
    return HubSpot(access_token=simulated.simulator.form["access_token"], host=simulated.base_url)


async def in_thread(read: Callable[[], Any]) -> Any:
    """The SDK blocks, and the simulator answers on this loop."""
    return await asyncio.to_thread(read)


def companies(simulated: Served) -> list[Company]:
    return [company for company in simulated.world.companies if company.hubspot_ids]


def contacts(simulated: Served) -> list[Contact]:
    return [one for company in simulated.world.companies for one in company.contacts if one.hubspot_id]


def deals(simulated: Served) -> list[Deal]:
    return [one for company in simulated.world.companies for one in company.deals]


async def test_all_companies_are_read_by_paging(simulated: Served, sdk: Any) -> None:
    wanted = ["name", "domain", "hubspot_owner_id", "product_account_id", "csm_email", "numberofemployees"]
    read = await in_thread(lambda: sdk.crm.companies.get_all(properties=wanted))
    told = {one.id: one for one in read}
    assert told.keys() == {record for company in companies(simulated) for record in company.hubspot_ids}
    for company in companies(simulated):
        seen = told[company.hubspot_ids[0]].properties
        account = company.product_account_id if company.hubspot_declares_account else None
        assert (seen["name"], seen["domain"]) == (company.called("hubspot"), company.domain)
        assert (seen["product_account_id"], seen["numberofemployees"]) == (account, str(company.employees))
        assert seen["hubspot_owner_id"] == company.owner.hubspot_owner_id
        assert seen["csm_email"] == (company.csm.email if company.csm else None)


async def test_contacts_are_read_with_their_company(simulated: Served, sdk: Any) -> None:
    read = await in_thread(
        lambda: sdk.crm.contacts.get_all(properties=["email", "hs_buying_role"], associations=["companies"])
    )
    told = {one.id: one for one in read}
    assert told.keys() == {one.hubspot_id for one in contacts(simulated)}
    for contact in contacts(simulated):
        seen, home = told[contact.hubspot_id], home_of(contact)
        assert seen.properties["email"] == (contact.hubspot_email or contact.email)
        assert (seen.properties["hs_buying_role"] or "").split(";") == (contact.buying_roles or [""])
        linked = {each.id for each in seen.associations["companies"].results} if seen.associations else set()
        assert linked == ({home.hubspot_id} if home else set())


async def test_a_batch_of_contacts_by_email(simulated: Served, sdk: Any) -> None:
    some = contacts(simulated)[:5]
    emails = [(one.hubspot_email or one.email).upper() for one in some]
    asked = BatchReadInputSimplePublicObjectId(
        properties=["firstname"],
        properties_with_history=[],
        id_property="email",
        inputs=[SimplePublicObjectId(id=email) for email in [*emails, "nobody@nowhere.example"]],
    )
    read = await in_thread(lambda: sdk.crm.contacts.batch_api.read(asked))
    assert [one.id for one in read.results] == [one.hubspot_id for one in some]
    assert (read.num_errors, read.errors[0].category) == (1, "OBJECT_NOT_FOUND")


async def test_deals_add_up(simulated: Served, sdk: Any) -> None:
    wanted = ["amount", "dealstage", "hs_is_closed_won", "hs_deal_stage_probability", "hs_projected_amount"]
    read = await in_thread(lambda: sdk.crm.deals.get_all(properties=wanted))
    told = {one.id: one.properties for one in read}
    assert told.keys() == {one.hubspot_id for one in deals(simulated)}
    for deal in deals(simulated):
        seen = told[deal.hubspot_id]
        assert (seen["amount"] and Decimal(seen["amount"])) == deal.amount
        assert (seen["dealstage"], seen["hs_is_closed_won"]) == (
            deal.stage.value,
            "true" if deal.stage.value == "closedwon" else "false",
        )
        probability = Decimal(seen["hs_deal_stage_probability"])
        assert 0 <= probability <= 1
        if deal.amount is not None and deal.currency in {None, "EUR"}:
            assert round(Decimal(seen["hs_projected_amount"]), 4) == round(deal.amount * round(probability, 6), 4)


async def test_a_search_by_domain(simulated: Served, sdk: Any) -> None:
    company = next(one for one in companies(simulated) if one.domain and len(one.hubspot_ids) == 1)
    asked = PublicObjectSearchRequest(
        filter_groups=[{"filters": [{"propertyName": "domain", "operator": "EQ", "value": company.domain}]}],
        properties=["name"],
        limit=10,
        after="0",
        sorts=[],
    )
    found = await in_thread(lambda: sdk.crm.companies.search_api.do_search(asked))
    sharing = {record for one in companies(simulated) if one.domain == company.domain for record in one.hubspot_ids}
    assert (found.total, {one.id for one in found.results}) == (len(sharing), sharing)


async def test_associations_with_their_types(simulated: Served, sdk: Any) -> None:
    deal = next(one for one in deals(simulated) if one.contacts and one.company.hubspot_ids)
    inputs = BatchInputPublicFetchAssociationsBatchRequest(
        inputs=[PublicFetchAssociationsBatchRequest(id=deal.hubspot_id)]
    )
    read = await in_thread(lambda: sdk.crm.associations.v4.batch_api.get_page("deals", "contacts", inputs))
    people = {one.hubspot_id for one in deal.contacts if one.hubspot_id}
    assert {to.to_object_id for to in read.results[0].to} == people
    assert {kind.type_id for to in read.results[0].to for kind in to.association_types} >= {3}
    one = await in_thread(lambda: sdk.crm.associations.v4.basic_api.get_page("deals", deal.hubspot_id, "companies"))
    home = home_of(deal)
    assert home is not None
    assert [(to.to_object_id, [kind.type_id for kind in to.association_types]) for to in one.results] == [
        (home.hubspot_id, [5, 341])
    ]


async def test_owners_pipelines_and_properties(simulated: Served, sdk: Any) -> None:
    owners = await in_thread(lambda: sdk.crm.owners.owners_api.get_page(limit=500))
    assert {(one.id, one.email, one.user_id) for one in owners.results} == {
        (one.hubspot_owner_id, one.email, one.hubspot_user_id) for one in simulated.world.teammates
    }
    first = simulated.world.teammates[0]
    by_user = await in_thread(
        lambda: sdk.crm.owners.owners_api.get_by_id(first.hubspot_user_id, id_property="userId", archived=False)
    )
    assert by_user.id == first.hubspot_owner_id
    [pipeline] = (await in_thread(lambda: sdk.crm.pipelines.pipelines_api.get_all("deals"))).results
    assert [stage.metadata["isClosed"] for stage in pipeline.stages] == ["false"] * 5 + ["true"] * 2
    outcome = await in_thread(lambda: sdk.crm.properties.core_api.get_by_name("calls", "hs_call_disposition"))
    assert "Connected" in {option.label for option in outcome.options}


async def test_the_sdk_knows_the_refusals(simulated: Served) -> None:
    stranger = HubSpot(access_token="pat-eu1-nobody", host=simulated.base_url)
    with pytest.raises(ApiException) as refused:
        await in_thread(stranger.crm.companies.basic_api.get_page)
    assert refused.value.status == 401
    narrow = HubSpot(access_token=narrow_key(simulated.world.seed), host=simulated.base_url)
    assert (await in_thread(narrow.crm.companies.basic_api.get_page)).results
    with pytest.raises(Exception, match="MISSING_SCOPES"):
        await in_thread(narrow.crm.contacts.basic_api.get_page)


async def test_the_sdk_accepts_the_signature_of_a_delivery(simulated: Served) -> None:
    company = companies(simulated)[0]
    [body] = simulated.simulator.webhooks(Changed("company.updated", company, {"name": "Old", "names": {}}))
    url = "https://c360.example.com/hooks/hubspot"
    signed = simulated.simulator.sign(body, url, 1767225600.0)
    for version, header in (("v3", "X-HubSpot-Signature-v3"), ("v1", "X-HubSpot-Signature")):
        expected = Signature.get_signature(
            simulated.simulator.webhook_secret,
            body.decode(),
            version,
            http_uri=url,
            http_method="POST",
            timestamp=signed["X-HubSpot-Request-Timestamp"],
        )
        assert signed[header] == expected


async def test_a_note_is_made_read_changed_and_deleted(simulated: Served, sdk: Any) -> None:
    company = companies(simulated)[0]
    spec = AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=190)
    near = PublicAssociationsForObject(to=PublicObjectId(id=company.hubspot_ids[0]), types=[spec])
    properties = {"hs_timestamp": "2026-11-01T09:00:00.000Z", "hs_note_body": "<p>By the SDK</p>"}
    draft = SimplePublicObjectInputForCreate(associations=[near], properties=properties)
    notes = sdk.crm.objects.notes.basic_api
    made = await in_thread(lambda: notes.create(draft))
    read = await in_thread(lambda: notes.get_by_id(made.id, properties=["hs_note_body"], associations=["companies"]))
    assert read.properties["hs_note_body"] == "<p>By the SDK</p>"
    assert [each.id for each in read.associations["companies"].results] == [company.hubspot_ids[0]]
    other = SimplePublicObjectInput(properties={"hs_note_body": "<p>Again</p>"})
    changed = await in_thread(lambda: notes.update(made.id, other))
    assert changed.properties["hs_note_body"] == "<p>Again</p>"
    await in_thread(lambda: notes.archive(made.id))
    with pytest.raises(NoteRefused, match="404"):
        await in_thread(lambda: notes.get_by_id(made.id))
