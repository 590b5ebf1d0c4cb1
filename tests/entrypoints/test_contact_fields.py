"""What we own of a person over HTTP: edited beside the sources, refused with the reason, told in the history."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.sections.ids import ConnectionId, SourceName
from support.databases import MakeDatabase
from support.service import Service, serving, settings_for

COMPANY = record("hubspot", "900", name="Acme", domains=("acme.com",))
ADA = person(
    "hubspot", "1", "900", name="Ada Byron", title="Engineer", emails=("ada@acme.com",), phones=("+49 30 5550142",)
)
BOB = person("hubspot", "2", "900", name="Bob", emails=("bob@acme.com",))


@pytest_asyncio.fixture
async def service(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    settings = settings_for(await make_database(), tmp_path_factory.mktemp("installation"))
    async with serving(settings) as running:
        await listed(running)
        yield running


async def listed(service: Service, ada: Any = ADA) -> None:
    await service.installation.identity.apply_directory(
        ConnectionId("con_crm"), SourceName("hubspot"), CATEGORIES["hubspot"], [COMPANY, ada, BOB]
    )


@pytest_asyncio.fixture
async def admin(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with service.client("admin") as client:
        yield client


async def path_of(client: httpx.AsyncClient, name: str) -> str:
    found = (await client.get("/api/v1/contacts", params={"q": name})).json()["items"]
    return f"/api/v1/contacts/{found[0]['id']}"


@pytest_asyncio.fixture
async def ada(admin: httpx.AsyncClient) -> str:
    return await path_of(admin, "ada")


async def edit(client: httpx.AsyncClient, path: str, fields: dict[str, Any], **more: Any) -> httpx.Response:
    tag = (await client.get(f"{path}/fields")).headers["etag"]
    return await client.patch(path, json={"fields": fields, **more}, headers={"If-Match": tag})


async def head(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    return (await client.get(path)).json()["contact"]


def field(shown: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in shown["fields"] if each["name"] == name)


async def test_what_is_ours_stands_before_the_sources_and_beside_them(
    service: Service, admin: httpx.AsyncClient, ada: str
) -> None:
    before = await head(admin, ada)
    names = ["name", "title", "email", "phone", "tags"]
    assert [each["name"] for each in before["fields"]] == [*names, "buying_roles"]
    assert before["etag"] == (await admin.get(f"{ada}/fields")).headers["etag"]
    ours = {"name": "Countess", "title": "Chief", "email": "Ada@Home.dev", "phone": "+49 30 7770142", "tags": ["vip"]}
    changed = await edit(admin, ada, ours)
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == changed.json()["etag"]
    now = await head(admin, ada)
    assert {name: field(now, name)["value"] for name in names} == ours
    assert {name: now[name] for name in ("name", "title", "email", "phone")} == {
        name: ours[name] for name in ("name", "title", "email", "phone")
    }
    said = {name: field(now, name)["mirrored"][0]["value"] for name in ("name", "title", "email", "phone")}
    assert said == {name: before[name] for name in said}
    assert field(now, "name")["mirrored"][0]["external_id"] == "1"
    aliases = {(each["value"], each["source"], each["verified"]) for each in now["aliases"]}
    assert {("Ada@Home.dev", "rotunda", False), ("ada@acme.com", "hubspot", False)} <= aliases
    for query in ({"email": "ada@home.dev"}, {"email": "ada@acme.com"}, {"phone": "+49307770142"}):
        found = (await admin.get("/api/v1/lookup", params=query)).json()["contacts"]
        assert [each["contact"]["name"] for each in found] == ["Countess"], query


async def test_a_list_of_the_source_never_writes_over_it(service: Service, admin: httpx.AsyncClient, ada: str) -> None:
    assert (await edit(admin, ada, {"name": "Countess", "email": "ada@home.dev"})).status_code == 200
    renamed = person("hubspot", "1", "900", name="Ada Lovelace", title="Author", emails=("ada@lovelace.dev",))
    await listed(service, renamed)
    now = await head(admin, ada)
    assert (now["name"], now["title"], now["email"]) == ("Countess", "Author", "ada@home.dev")
    assert field(now, "name")["mirrored"][0]["value"] == "Ada Lovelace"
    assert (await edit(admin, ada, {"name": None, "email": None})).status_code == 200
    now = await head(admin, ada)
    assert (now["name"], now["email"]) == ("Ada Lovelace", "ada@lovelace.dev")
    assert field(now, "name")["rule"] == "mirrored"
    former = {each["value"] for each in now["aliases"] if each["former"]}
    assert {"ada@home.dev", "ada@acme.com"} <= former


@pytest.mark.parametrize(
    ("fields", "named", "says"),
    [
        ({"email": "ada"}, "email", "Must be an email address"),
        ({"email": f"{'a' * 330}@acme.com"}, "email", "the most is 320"),
        ({"phone": "030 5550142"}, "phone", "with its country"),
        ({"phone": "+49 call me"}, "phone", "with its country"),
        ({"name": "x" * 201}, "name", "the most is 200"),
        ({"name": "ada@acme.com"}, "name", "Must be a name"),
        ({"name": "Ada\u0000"}, "name", "Must be one line"),
        ({"title": "line\nline"}, "title", "Must be one line"),
        ({"tags": "vip"}, "tags", "Must be a list"),
        ({"domain": "acme.com"}, "domain", "There is no such field"),
        ({"tags": ["half"], "email": "no"}, "email", "Must be an email address"),
    ],
)
async def test_what_cannot_be_is_refused_with_field_and_reason(
    admin: httpx.AsyncClient, ada: str, fields: dict[str, Any], named: str, says: str
) -> None:
    before = await head(admin, ada)
    refused = await edit(admin, ada, fields)
    assert (refused.status_code, refused.json()["field"]) == (422, named)
    assert says in refused.json()["detail"]
    assert await head(admin, ada) == before


async def test_ten_megabytes_and_missing_tags_are_refused(admin: httpx.AsyncClient, ada: str) -> None:
    refused = await edit(admin, ada, {"name": "x" * 10_000_000})
    assert (refused.status_code, "larger than 1 MiB" in refused.json()["detail"]) == (413, True)
    body = {"fields": {"tags": ["one"]}}
    needed = await admin.patch(ada, json=body)
    assert (needed.status_code, needed.json()["field"]) == (428, "If-Match")
    tag = (await admin.get(f"{ada}/fields")).headers["etag"]
    assert (await admin.patch(ada, json=body, headers={"If-Match": tag})).status_code == 200
    stale = await admin.patch(ada, json={"fields": {"tags": ["two"]}}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["current"][0]["value"]) == (412, ["one"])
    assert "Alex Novak set Tags last" in stale.json()["detail"]


async def test_an_address_that_somebody_has_is_taken_only_on_purpose(admin: httpx.AsyncClient, ada: str) -> None:
    bob = await path_of(admin, "bob")
    taken = await edit(admin, ada, {"email": "BOB@acme.com", "tags": ["never"]})
    assert (taken.status_code, taken.json()["field"]) == (409, "email")
    assert taken.json()["other"] == {"id": bob.rpartition("/")[2], "name": "Bob"}
    assert "Bob has this email already" in taken.json()["detail"]
    assert taken.json()["merge"] == f"{ada}/merge"
    assert taken.json()["plan"]["kept"]["contact"]["name"] == "Bob"
    assert field(await head(admin, ada), "tags").get("value") is None
    shared = await edit(admin, ada, {"email": "BOB@acme.com"}, keep_apart=True)
    assert shared.status_code == 200
    assert (await head(admin, ada))["email"] == "BOB@acme.com"
    found = (await admin.get("/api/v1/lookup", params={"email": "bob@acme.com"})).json()["contacts"]
    assert {each["contact"]["name"] for each in found} == {"Ada Byron", "Bob"}
    for person_ in (ada, bob):
        told = (await admin.get(f"{person_}/history")).json()["items"]
        assert [each["because"] for each in told if each.get("kind") == "keep_apart"] == [
            "Both have this address on purpose."
        ]
    merge = await admin.post(f"{ada}/merge", json={"into": bob.rpartition("/")[2], "dry_run": True})
    assert merge.json()["plan"]["refused"]["kind"] == "kept_apart"
    log = (await admin.get("/api/v1/audit")).json()["items"]
    named = [each["detail"]["contact"] for each in log if each["action"] == "keep_apart"]
    assert sorted(named) == sorted(each.rpartition("/")[2] for each in (ada, bob))


async def test_custom_fields_of_contacts_and_their_history(admin: httpx.AsyncClient, ada: str) -> None:
    draft = {"name": "team_size", "title": "Team", "kind": "number", "applies_to": "contact", "unique": True}
    assert (await admin.post("/api/v1/fields", json=draft)).status_code == 201
    for value in (4, 5):
        assert (await edit(admin, ada, {"team_size": value})).status_code == 200
    told = (await admin.get(f"{ada}/history", params={"limit": 1})).json()
    [line] = told["items"]
    assert (line["what"], line["field"]["name"], line["old"], line["new"]) == ("field", "team_size", 4, 5)
    rest = (await admin.get(f"{ada}/history", params={"cursor": told["next_cursor"]})).json()
    assert [(each.get("old"), each["new"]) for each in rest["items"]] == [(None, 4)]
    twice = await edit(admin, await path_of(admin, "bob"), {"team_size": 5})
    assert (twice.status_code, twice.json()["other"]["name"]) == (409, "Ada Byron")
    log = (await admin.get("/api/v1/audit")).json()["items"]
    edits = [each["detail"] for each in log if each["action"] == "field.edit"]
    assert {each["contact"] for each in edits} == {ada.rpartition("/")[2]}
    assert all(set(each) == {"contact", "edit", "changes"} for each in edits)


async def test_what_was_known_as_another_speaks_for_it_until_it_has_a_value_of_its_own(
    service: Service, admin: httpx.AsyncClient, ada: str
) -> None:
    bob = await path_of(admin, "bob")
    assert (await edit(admin, bob, {"title": "Painter", "name": "Robert"})).status_code == 200
    assert (await edit(admin, ada, {"name": "Countess"})).status_code == 200
    both = person("hubspot", "1", "900", name="Ada", verified_emails=("ada@acme.com",))
    declared = person("zendesk", "7", verified_emails=("ada@acme.com",))
    await listed(service, both)
    await service.installation.identity.apply_directory(
        ConnectionId("con_desk"), SourceName("zendesk"), CATEGORIES["zendesk"], [declared]
    )
    await service.installation.database.execute(
        "UPDATE contact SET shown_as = %s, found_as = %s WHERE id = %s",
        [ada.rpartition("/")[2], ada.rpartition("/")[2], bob.rpartition("/")[2]],
    )
    await listed(service, person("hubspot", "1", "900", name="Ada B", verified_emails=("ada@acme.com",)))
    now = await head(admin, bob)
    assert now["id"] == ada.rpartition("/")[2]
    assert (now["name"], now["title"]) == ("Countess", "Painter")
    names = {each["field"]["name"] for each in (await admin.get(f"{ada}/history")).json()["items"]}
    assert names == {"name", "title"}
