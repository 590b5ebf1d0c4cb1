"""What streams and webhooks make the connectors ask for is published: paths, parameters and bodies."""

import re

import yaml

from contract.hubspot_facts import Facts
from contract.published import specs_of
from contract.streams_sent import asked_by_streams
from contract.stripe_fields import FieldMap
from contract.stripe_parameters import query_parameters
from contract.test_requests_sent import as_pattern, operation_of, published_paths
from rotunda.connectors.hubspot import CONNECTOR as HUBSPOT
from rotunda.connectors.stripe import CONNECTOR as STRIPE
from rotunda.connectors.zendesk import CONNECTOR as ZENDESK
from rotunda_world.simulators.hubspot import build as build_hubspot
from rotunda_world.simulators.stripe import build as build_stripe
from rotunda_world.simulators.zendesk import build as build_zendesk

PAGING_OF_LISTS = {"ending_before", "expand", "limit", "starting_after"}
DOCUMENTED = ("PublicObjectSearchRequest.after", "PublicObjectSearchRequest.sorts")
"""HubSpot's guide sorts searches by objects and leaves out `after` at first; the schema has texts and requires it."""

ON_EVERY_LIST_OF_ZENDESK = {"page[size]", "page[after]", "per_page", "include", "sort"}
"""Told on the pages about paging, side-loading and sorting, not with each list."""


async def test_hubspot_publishes_what_its_streams_ask() -> None:
    facts = Facts(specs_of("hubspot"))
    requests = await asked_by_streams(HUBSPOT, build_hubspot)
    paths = {request.path for request in requests}
    assert any(path.endswith("/search") for path in paths)
    assert any(("archived", "true") in request.query for request in requests)
    for request in requests:
        api, operation = operation_of(facts, request)
        known = {each["name"] for each in operation.get("params", ()) if each["in"] == "query"}
        assert {name for name, _ in request.query} <= known, request.path
        if request.body is not None:
            schema = operation["body"]["application/json"].removeprefix("#")
            complaints = [
                each for each in facts.complaints(api, schema, request.body) if not each.startswith(DOCUMENTED)
            ]
            assert complaints == [], request.path


async def test_zendesk_publishes_what_its_streams_ask() -> None:
    specs_of("zendesk")
    published = [as_pattern(path) for path in published_paths()]
    requests = await asked_by_streams(ZENDESK, build_zendesk)
    paths = {request.path.removesuffix(".json") for request in requests}
    assert "/api/v2/incremental/tickets/cursor" in paths
    assert [path for path in paths if not any(one.fullmatch(path) for one in published)] == []


async def test_the_export_of_zendesk_takes_the_published_parameters() -> None:
    paths = yaml.safe_load((specs_of("zendesk") / "incremental-openapi-original.yml").read_text())["paths"]
    references = {each["$ref"] for each in paths["/api/v2/incremental/tickets/cursor"]["parameters"]}
    assert {each.rpartition("/")[2] for each in references} == {"IncrementalUnixTime", "IncrementalCursor"}
    named = {"start_time", "cursor"}
    for request in await asked_by_streams(ZENDESK, build_zendesk):
        if "incremental" in request.path:
            assert {name for name, _ in request.query} <= named | ON_EVERY_LIST_OF_ZENDESK


async def test_stripe_publishes_what_its_streams_ask() -> None:
    folder = specs_of("stripe")
    fields, requests = FieldMap(folder), await asked_by_streams(STRIPE, build_stripe)
    assert requests
    for request in requests:
        path = re.sub(r"(?<=/)[a-z]+_\w+$", "{id}", request.path)
        if path.endswith("{id}"):
            assert {name for name, _ in request.query} <= {"expand[]"}, request.path
            continue
        published = set(query_parameters(folder, path)) | set(fields.parameters.get(f"GET {path}", ()))
        assert published, f"{path} is not published"
        asked = {name.partition("[")[0] for name, _ in request.query}
        assert asked <= published | PAGING_OF_LISTS, path
