"""What the connectors of HubSpot and Zendesk ask for is published: paths, parameters and bodies."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from connectors.hubspot.recording import FIRST, NOW
from connectors.hubspot.recording import RECORDING as HUBSPOT
from connectors.zendesk.recording import RECORDING as ZENDESK
from contract.hubspot_facts import Facts
from contract.published import specs_of
from rotunda.connector_kit.contract import Recording, drive, feed, noting
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, Request
from rotunda.connector_kit.writing import Kind, Original, Writer
from rotunda.connectors.hubspot.writing import WRITES
from rotunda.sections.ids import ExternalId
from rotunda_world.simulators.hubspot.kinds import kind_of
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES

NOT_IN_THE_COPY = frozenset({"/api/v2/organizations/{}/tickets", "/api/v2/users/{}/tickets/requested"})
"""Lists of tickets that Zendesk documents on a page of their own, which the stored copy lacks."""


def sent(recording: Recording) -> list[Request]:
    asked: list[AnyRequest] = []
    for start in recording.programs().values():
        drive(start(), noting(feed(recording), asked))
    return [each for each in asked if isinstance(each, Request)]


def as_pattern(path: str) -> re.Pattern[str]:
    """A published path with its parameters open."""
    return re.compile("/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in path.split("/")))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(specs_of("hubspot"))


def operation_of(facts: Facts, request: Request) -> tuple[str, Any]:
    """The operation with the fewest parameters in its path that the request may be."""
    found = [
        (each["path"].count("{"), api, each)
        for api in ("objects", "associations", "crmOwners", "pipelines", "properties", "accountInfo")
        for each in facts.operations(api)
        if each["method"] == request.method and as_pattern(each["path"]).fullmatch(request.path)
    ]
    assert found, f"{request.method} {request.path} is not published"
    _, api, operation = min(found, key=lambda one: one[0])
    return api, operation


def test_hubspot_publishes_every_request(facts: Facts) -> None:
    requests = sent(HUBSPOT)
    assert len({request.path for request in requests}) > 15
    for request in requests:
        api, operation = operation_of(facts, request)
        known = {each["name"] for each in operation.get("params", ()) if each["in"] == "query"}
        assert {name for name, _ in request.query} <= known, request.path
        if request.body is not None:
            schema = operation["body"]["application/json"].removeprefix("#")
            assert facts.complaints(api, schema, request.body) == [], request.path


def written(start: Callable[[Original], Program[Any]], kind: Kind) -> list[Request]:
    original = Original(
        kind=kind,
        mark="wrt_00000000000000000000",
        whose=(("contact", ExternalId("7")), ("company", FIRST)),
        subject="Renewal",
        html="<p>They stay</p>",
        text="They stay",
        at=NOW,
        written_at=NOW,
        author=Writer("Ada", "ada@example.com"),
        duration_seconds=60,
        outbound=True,
    )
    asked: list[AnyRequest] = []
    made = {"id": "9", "properties": {}, "createdAt": "", "updatedAt": "", "archived": False}

    def answer(request: AnyRequest) -> Payload:
        writes = isinstance(request, Request) and request.writes
        return Payload([made]) if writes else feed(HUBSPOT)(request)

    drive(start(original), noting(answer, asked))
    return [each for each in asked if isinstance(each, Request) and each.writes]


@pytest.mark.parametrize("kind", Kind)
def test_hubspot_publishes_what_is_written(facts: Facts, kind: Kind) -> None:
    copy = (str(kind), ExternalId("9"))
    for start in (WRITES.create, lambda original: WRITES.change(original, copy)):
        [request] = written(start, kind)
        api, operation = operation_of(facts, request)
        schema = operation["body"]["application/json"].removeprefix("#")
        assert facts.complaints(api, schema, request.body) == []
        assert set(request.body["properties"]) <= set(PROPERTIES[kind_of(kind)])


def test_zendesk_publishes_every_path() -> None:
    published = [as_pattern(path) for path in published_paths()]
    for request in sent(ZENDESK):
        assert request.method == "GET"
        path = request.path.removesuffix(".json")
        nameless = re.sub(r"/\d+", "/{}", path)
        assert nameless in NOT_IN_THE_COPY or any(one.fullmatch(path) for one in published), path


def published_paths() -> Iterator[str]:
    for file in specs_of("zendesk").glob("*.yml"):
        yield from yaml.safe_load(file.read_text())["paths"]


def test_zendesk_lists_are_paged_as_published() -> None:
    """`page[size]` stands on cursor lists only: searches take it for an error."""
    for request in sent(ZENDESK):
        paged = "page[size]" in dict(request.query)
        assert paged == (type(request.paging).__name__ == "MetaCursor"), request.path
