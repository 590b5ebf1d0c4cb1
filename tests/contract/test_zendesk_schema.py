"""What the Zendesk simulator says is checked against Zendesk's published schemas, over a generated world.

The published copy resolves references to the first level only: answers are validated as far as it says what they are,
and records are held to the fields of its examples.
"""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import pytest_asyncio
import yaml

from contract.published import specs_of
from support.helpdesk import busiest, helpdesk
from support.simulators import Served

ANSWERS = [  # The path asked for, and the published schema of its answer.
    ("/api/v2/organizations", "OrganizationsResponse"),
    ("/api/v2/organizations/{organization}", "OrganizationResponse"),
    ("/api/v2/organizations/search?name={name}", "OrganizationsResponse"),
    ("/api/v2/organizations/show_many?ids={organization}", "OrganizationsResponse"),
    ("/api/v2/organizations/{organization}/related", "OrganizationsRelatedResponse"),
    ("/api/v2/users/me", "CurrentUserResponse"),
    ("/api/v2/users/{user}", "UserResponse"),
    ("/api/v2/users/search?query=type:user", "UsersResponse"),
    ("/api/v2/users/show_many?ids={user}", "UsersResponse"),
    ("/api/v2/tickets", "TicketsResponse"),
    ("/api/v2/tickets/{ticket}", "TicketResponse"),
    ("/api/v2/tickets/show_many?ids={ticket}", "TicketsResponse"),
    ("/api/v2/tickets/{ticket}/comments", "TicketCommentsResponse"),
    ("/api/v2/tickets/{ticket}/audits", "TicketAuditsResponseNoneCursor"),
    ("/api/v2/search?query=type:ticket", "SearchResponse"),
    ("/api/v2/search/count?query=type:ticket", "SearchCountResponse"),
    ("/api/v2/satisfaction_ratings", "SatisfactionRatingsResponse"),
    ("/api/v2/incremental/tickets/cursor?start_time=0", "CursorBasedExportIncrementalTicketsResponse"),
    ("/api/v2/incremental/users/cursor?start_time=0", "CursorBasedExportIncrementalUsersResponse"),
    ("/api/v2/incremental/organizations?start_time=0", "ExportIncrementalOrganizationsResponse"),
    ("/api/v2/ticket_fields", "TicketFieldsResponse"),
    ("/api/v2/custom_statuses", "CustomStatusesResponse"),
]

ELSEWHERE = {  # Documented on pages that the published copy does not hold.
    "/api/v2/groups",
    "/api/v2/organizations/{}/tickets",
    "/api/v2/organizations/{}/users",
    "/api/v2/tickets/{}/metrics",
    "/api/v2/users/{}/tickets/requested",
    "/api/v2/webhooks",
    "/api/v2/webhooks/{}",
    "/api/v2/webhooks/{}/signing_secret",
}


class _Loader(yaml.SafeLoader):
    """Reads Zendesk's bare `=` as text."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: loader.construct_scalar(node))


@cache
def documents(folder: Path) -> list[dict[str, Any]]:
    return [yaml.load(path.read_text(), _Loader) for path in sorted(folder.glob("*.yml"))]  # noqa: S506 - a safe loader


def schema_of(name: str) -> Any:
    found = [one["components"]["schemas"] for one in documents(specs_of("zendesk"))]
    return next(schemas[name] for schemas in found if name in schemas)


def strict(schema: Any) -> Any:
    """OpenAPI's as JSON schema: `nullable` becomes a type, what a reference leads to is unknown."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"type": ["object", "null"]}
    plain = {name: strict(value) for name, value in schema.items() if name not in {"example", "examples"}}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    specs_of("zendesk")
    async with helpdesk() as one:
        yield one


def filled(desk: Served, path: str) -> str:
    company = busiest(desk)
    rated = next(one for one in company.tickets if one.satisfaction == "good")
    return path.format(
        organization=company.zendesk_org_id,
        name=company.called("zendesk"),
        user=rated.requester.zendesk_user_id,
        ticket=rated.zendesk_id,
    )


@pytest.mark.parametrize(("path", "name"), ANSWERS)
async def test_an_answer_has_the_published_schema_and_all_of_its_members(desk: Served, path: str, name: str) -> None:
    answer, schema = await desk.get(filled(desk, path)), schema_of(name)
    jsonschema.validate(answer, strict(schema))
    assert set(schema.get("properties", {})) <= answer.keys()


@pytest.mark.parametrize(("path", "name"), [one for one in ANSWERS if one[1].startswith(("Cursor", "Export"))])
async def test_records_have_every_field_of_the_published_examples(desk: Served, path: str, name: str) -> None:
    answer, example = await desk.get(filled(desk, path)), schema_of(name)["example"]
    (records,) = [member for member, value in example.items() if isinstance(value, list)]
    for shown in answer[records]:
        missing = example[records][0].keys() - shown.keys()
        assert not missing


async def test_every_path_is_a_published_one(desk: Served) -> None:
    published = {
        (method, nameless(path)) for document in documents(specs_of("zendesk")) for path, method in methods(document)
    }
    for route in desk.simulator.app.router.routes():
        path = nameless(route.resource.canonical.removesuffix(".json")) if route.resource else ""
        if route.method != "HEAD" and path not in ELSEWHERE:
            assert (route.method.lower(), path) in published


def methods(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, operations in document["paths"].items():
        yield from ((path, method) for method in operations if method != "parameters")


def nameless(path: str) -> str:
    """With every parameter called alike."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
