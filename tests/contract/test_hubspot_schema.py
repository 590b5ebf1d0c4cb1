"""What the HubSpot simulator says is checked against HubSpot's published schemas, over a generated world."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from contract.hubspot_facts import Facts
from contract.published import specs_of
from rotunda_world.simulators.hubspot import build, kinds
from rotunda_world.simulators.hubspot.application import oauth_app
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from support.simulators import Served, served, small_world

OBJECTS = "/crm/objects/2026-09"
PAGE = "CollectionResponseSimplePublicObjectWithAssociationsForwardPaging"
FILLED = ("companies", "contacts", "deals", "emails", "calls", "meetings", "notes", "tasks")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(specs_of("hubspot"))


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


async def every(hubspot: Served, path: str, **query: Any) -> list[Any]:
    """All pages of a list."""
    pages: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = await hubspot.get(path, limit=100, **query, **after)
        pages.append(page)
        if "paging" not in page:
            return pages
        after = {"after": page["paging"]["next"]["after"]}


@pytest.mark.parametrize("kind", FILLED)
async def test_every_record_has_the_published_shape(hubspot: Served, facts: Facts, kind: str) -> None:
    names = ",".join(PROPERTIES[kinds.kind_of(kind)])
    others = [other for other in ("companies", "contacts", "deals") if other != kind]
    pages = await every(hubspot, f"{OBJECTS}/{kind}", properties=names, associations=others)
    assert sum(len(page["results"]) for page in pages) > 10
    wrong = Counter(complaint for page in pages for complaint in facts.complaints("objects", PAGE, page))
    assert not wrong
    kept = {name for page in pages for one in page["results"] for name in one["properties"]}
    assert kept == set(PROPERTIES[kinds.kind_of(kind)])


async def test_one_record_a_batch_and_a_search(hubspot: Served, facts: Facts) -> None:
    deal = next(company.deals[0] for company in hubspot.world.companies if company.deals)
    one = await hubspot.get(
        f"{OBJECTS}/deals/{deal.hubspot_id}", propertiesWithHistory="dealstage,amount", associations="contacts"
    )
    assert not facts.complaints("objects", "SimplePublicObjectWithAssociations", one)
    asked = {"inputs": [{"id": deal.hubspot_id}, {"id": "1"}], "properties": ["dealname"], "propertiesWithHistory": []}
    batch = await hubspot.post(f"{OBJECTS}/deals/batch/read", asked)
    assert (batch["numErrors"], len(batch["results"])) == (1, 1)
    assert not facts.complaints("objects", "BatchResponseSimplePublicObject", batch)
    found = await hubspot.post(f"{OBJECTS}/deals/search", {"limit": 3, "properties": ["dealname"]})
    assert not facts.complaints("objects", "CollectionResponseWithTotalSimplePublicObject", found)


async def test_associations_and_their_labels(hubspot: Served, facts: Facts) -> None:
    ids = [record for company in hubspot.world.companies for record in company.hubspot_ids]
    for end in ("contacts", "deals", "emails", "calls", "meetings", "notes", "tasks", "companies", "tickets"):
        body = {"inputs": [{"id": record} for record in [*ids, "1"]]}
        batch = await hubspot.post(f"/crm/associations/2026-09/companies/{end}/batch/read", body)
        assert not facts.complaints("associations", "BatchResponsePublicAssociationMultiWithLabel", batch)
        labels = await hubspot.get(f"/crm/associations/2026-09/companies/{end}/labels")
        assert not facts.complaints("associationsSchema", "CollectionResponseAssociationSpecWithLabelNoPaging", labels)
        used = {kind["typeId"] for one in batch["results"] for to in one["to"] for kind in to["associationTypes"]}
        assert used <= {label["typeId"] for label in labels["results"]}


def answered(template: str, hubspot: Served) -> str:
    """A published path with something of the demo company in its places."""
    owner = hubspot.world.teammates[0].hubspot_owner_id
    company = next(one.hubspot_ids[0] for one in hubspot.world.companies if one.hubspot_ids)
    object_type = "companies" if "/objects/" in template else "deals"
    places = {
        "fromObjectType": "companies",
        "groupName": "dealinformation",
        "objectId": company,
        "objectType": object_type,
        "ownerId": owner,
        "pipelineId": "default",
        "propertyName": "dealstage",
        "stageId": "contractsent",
        "toObjectType": "contacts",
    }
    return template.format(**places)


READ_APIS = ("accountInfo", "associationsSchema", "crmOwners", "events", "objects", "pipelines", "properties")


@pytest.mark.parametrize("api", READ_APIS)
async def test_every_published_read_is_answered_as_published(hubspot: Served, facts: Facts, api: str) -> None:
    reads = [one for one in facts.operations(api) if one["method"] == "GET"]
    assert reads
    for operation in reads:
        path = answered(operation["path"], hubspot)
        schema = operation["responses"]["200"].removeprefix("#")
        answer = await hubspot.get(path)
        assert not facts.complaints(api, schema, answer), path


GOOD = {
    "idProperty": "id",
    "associations": "contacts",
    "objectType": "contact",
    "email": "",
    "after": "0",
    "locale": "en",
}


@pytest.mark.parametrize("api", READ_APIS)
async def test_every_published_parameter_is_taken(hubspot: Served, facts: Facts, api: str) -> None:
    for operation in facts.operations(api):
        if operation["method"] != "GET":
            continue
        for one in operation.get("params", ()):
            name, kind = one["name"], str(one["type"])
            if one["in"] != "query" or "{" in name or name == "archived":
                continue
            good = "5" if kind.startswith("integer") else kind.partition(" in ")[2].partition("|")[0] or "name"
            value = "hs_object_id" if name == "idProperty" and api == "objects" else GOOD.get(name, good)
            answer = await hubspot.ask("GET", answered(operation["path"], hubspot), params={name: value})
            assert answer.status == 200, (operation["path"], name, await answer.text())


async def test_batch_of_properties_has_the_published_shape(hubspot: Served, facts: Facts) -> None:
    body = {"inputs": [{"name": "amount"}, {"name": "nothing"}], "archived": False, "dataSensitivity": "non_sensitive"}
    batch = await hubspot.post("/crm/properties/2026-09/deals/batch/read", body)
    assert not facts.complaints("properties", "BatchResponseProperty", batch)


async def test_sign_in_takes_the_published_form(hubspot: Served, facts: Facts) -> None:
    form = facts.operation("oauth", "POST", "/oauth/2026-09/token")["body"]["application/x-www-form-urlencoded"]
    app = oauth_app(hubspot.running)
    sent = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": app.refresh_token,
    }
    assert sent.keys() <= form.keys()
    answer = await hubspot.client.post("/oauth/2026-09/token", data=sent)
    token = (await answer.json())["access_token"]
    told = await hubspot.client.post("/oauth/2026-09/token/introspect", data={"token": token})
    assert (await told.json())["active"] is True


async def test_search_takes_the_published_body(hubspot: Served, facts: Facts) -> None:
    """Sorts as the schema has them: names, `-` in front for descending."""
    contact = next(one for company in hubspot.world.companies for one in company.contacts if one.hubspot_id)
    body = {
        "after": "0",
        "filterGroups": [
            {"filters": [{"propertyName": "hs_object_id", "operator": "EQ", "value": contact.hubspot_id}]}
        ],
        "limit": 10,
        "properties": ["email"],
        "query": contact.first_name,
        "sorts": ["-createdate"],
    }
    assert not facts.complaints("objects", "PublicObjectSearchRequest", body)
    found = await hubspot.post(f"{OBJECTS}/contacts/search", body)
    assert [one["id"] for one in found["results"]] == [contact.hubspot_id]
