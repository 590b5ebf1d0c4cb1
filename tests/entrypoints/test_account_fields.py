"""Own fields over HTTP: read with a tag, edited with it, refused with the field and the reason, told in the history."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, record
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ConnectionId, SourceName
from support.service import Service, serving, settings_for


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        await running.installation.identity.apply_directory(
            ConnectionId("con_crm"),
            SourceName("hubspot"),
            CATEGORIES["hubspot"],
            [
                record("hubspot", "1", name="Acme", domains=("acme.com",)),
                record("hubspot", "2", name="Bolt", domains=("bolt.io",)),
                record("hubspot", "3", name="Core", domains=("core.dev",)),
            ],
        )
        yield running


async def account(service: Service, external: str = "1") -> AccountId:
    return (await service.installation.identity.lookup(external=f"hubspot:{external}"))[0].account.id


@pytest_asyncio.fixture
async def admin(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    async with service.client("admin") as client:
        yield client


@pytest_asyncio.fixture
async def path(service: Service) -> str:
    return f"/api/v1/accounts/{await account(service)}"


async def edit(client: httpx.AsyncClient, path: str, fields: dict[str, Any], **more: Any) -> httpx.Response:
    tag = (await client.get(f"{path}/fields")).headers["etag"]
    return await client.patch(path, json={"fields": fields, **more}, headers={"If-Match": tag})


async def define(client: httpx.AsyncClient, **draft: Any) -> dict[str, Any]:
    made = await client.post(
        "/api/v1/fields", json={"name": new_id("f")[:20], "title": "A field", "kind": "text"} | draft
    )
    assert made.status_code == 201, made.text
    return made.json()


def field(answer: httpx.Response, name: str) -> dict[str, Any]:
    body = answer.json()
    return next(each for each in body.get("fields") or body["account"]["fields"] if each["name"] == name)


async def test_an_own_name_is_shown_everywhere_at_once(admin: httpx.AsyncClient, path: str) -> None:
    page = await admin.get(path)
    assert page.json()["account"]["etag"] == (await admin.get(f"{path}/fields")).headers["etag"]
    assert field(page, "name")["rule"] == "mirrored"
    changed = await edit(admin, path, {"name": "Acme Holding"})
    assert changed.status_code == 200
    assert changed.headers["etag"] == changed.json()["etag"]
    own = field(await admin.get(path), "name")
    assert (own["value"], own["rule"], own["set_by"]["name"]) == ("Acme Holding", "owned", "Alex Novak")
    assert [(each["value"], each["source"]) for each in own["mirrored"]] == [("Acme", "hubspot")]
    assert (await admin.get(path)).json()["account"]["name"] == "Acme Holding"
    assert [each["name"] for each in (await admin.get("/api/v1/accounts?q=holding")).json()["items"]] == [
        "Acme Holding"
    ]
    found = await admin.get("/api/v1/lookup?external=hubspot:1")
    assert found.json()["matches"][0]["account"]["name"] == "Acme Holding"
    await edit(admin, path, {"name": None})
    assert field(await admin.get(path), "name")["rule"] == "mirrored"


async def test_an_edit_needs_the_tag_of_what_it_changes(admin: httpx.AsyncClient, path: str) -> None:
    body = {"fields": {"tags": ["one"]}}
    for headers in ({}, {"If-Match": "*"}, {"If-Match": ""}):
        needed = await admin.patch(path, json=body, headers=headers)
        assert (needed.status_code, needed.json()["field"]) == (428, "If-Match")
    tag = (await admin.get(f"{path}/fields")).headers["etag"]
    assert (await admin.patch(path, json=body, headers={"If-Match": f'"other", {tag}'})).status_code == 200
    for old in (tag, "W/" + tag, "nonsense"):
        stale = await admin.patch(path, json={"fields": {"tags": ["two"]}}, headers={"If-Match": old})
        assert stale.status_code == 412
    told = stale.json()
    assert "Alex Novak" in told["detail"]
    assert [(each["name"], each["value"]) for each in told["current"]] == [("tags", ["one"])]
    again = await admin.patch(path, json={"fields": {"tags": ["two"]}}, headers={"If-Match": told["etag"]})
    assert field(again, "tags")["value"] == ["two"]


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({}, 400, "fields"),
        ({"fields": []}, 400, "fields"),
        ({"fields": {}, "more": 1}, 400, "more"),
        ({"fields": {}}, 422, "fields"),
        ({"fields": {str(n): 1 for n in range(51)}}, 422, "fields"),
        ({"fields": {"nothing": 1}}, 422, "nothing"),
        ({"fields": {"n" * 5000: 1}}, 422, "n" * 40),
        ({"fields": {"name": 7}}, 422, "name"),
        ({"fields": {"name": "x" * 201}}, 422, "name"),
        ({"fields": {"name": "a\u0000b"}}, 422, "name"),
        ({"fields": {"tags": "one"}}, 422, "tags"),
        ({"fields": {"domain": "localhost"}}, 422, "domain"),
        ({"fields": {"csm": "usr_" + "0" * 20}}, 422, "csm"),
        ({"fields": {"tags": []}, "keep_apart": "maybe"}, 400, "keep_apart"),
    ],
)
async def test_what_cannot_be_is_refused_with_field_and_reason(
    admin: httpx.AsyncClient, path: str, body: object, status: int, named: str
) -> None:
    tag = (await admin.get(f"{path}/fields")).headers["etag"]
    refused = await admin.patch(path, json=body, headers={"If-Match": tag})
    assert (refused.status_code, refused.json().get("field")) == (status, named), refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert (await admin.get(f"{path}/fields")).headers["etag"] == tag


async def test_ten_megabytes_are_refused(admin: httpx.AsyncClient, path: str) -> None:
    refused = await edit(admin, path, {"name": "x" * 10_000_000})
    assert refused.status_code == 413
    assert "larger than 1 MiB" in refused.json()["detail"]


async def test_a_domain_that_is_taken_names_who_has_it_and_how_to_merge(
    service: Service, admin: httpx.AsyncClient, path: str
) -> None:
    other = await account(service, "2")
    taken = await edit(admin, path, {"domain": "bolt.io"})
    assert (taken.status_code, taken.json()["field"]) == (409, "domain")
    assert taken.json()["other"] == {"id": other, "name": "Bolt"}
    assert taken.json()["merge"] == f"{path}/merge"
    plan = taken.json()["plan"]
    assert [plan[side]["account"]["id"] for side in ("kept", "absorbed")] == [other, path.rpartition("/")[2]]
    assert plan["fingerprint"]
    assert (await edit(admin, path, {"domain": "bolt.io"}, keep_apart=True)).status_code == 200
    assert (await edit(admin, path, {"domain": None})).status_code == 200


async def test_the_history_tells_who_changed_what(service: Service, admin: httpx.AsyncClient, path: str) -> None:
    made = await define(admin, kind="user", title="Sponsor")
    [alex] = [each for each in (await admin.get("/api/v1/teammates")).json()["items"] if each["name"] == "Alex Novak"]
    for value in (alex["id"], None):
        assert (await edit(admin, path, {made["name"]: value})).status_code == 200
    first = (await admin.get(f"{path}/history", params={"field": made["name"], "limit": 1})).json()
    assert first["items"][0]["old_user"]["name"] == "Alex Novak"
    assert first["items"][0].get("new") is None
    rest = await admin.get(
        f"{path}/history", params={"field": made["name"], "limit": 1, "cursor": first["next_cursor"]}
    )
    assert [each["new_user"]["id"] for each in rest.json()["items"]] == [alex["id"]]
    assert rest.json()["next_cursor"] is None
    unknown = await admin.get(f"{path}/history", params={"field": "nothing"})
    assert (unknown.status_code, unknown.json()["field"]) == (400, "field")
    other = await admin.get(f"{path}/history", params={"cursor": first["next_cursor"]})
    assert (other.status_code, other.json()["field"]) == (400, "cursor")
    audit = (await admin.get("/api/v1/audit", params={"account": path.rpartition("/")[2]})).json()["items"]
    edits = [each["detail"] for each in audit if each["action"] == "field.edit"]
    assert edits
    assert all(set(detail) <= {"edit", "keep_apart", "changes"} for detail in edits)


async def test_the_access_log_proves_the_history_and_tells_nothing_of_it(admin: httpx.AsyncClient, path: str) -> None:
    assert (await edit(admin, path, {"tags": ["proof"], "name": "Proved"})).status_code == 200
    log = (await admin.get("/api/v1/audit", params={"account": path.rpartition("/")[2]})).json()["items"]
    said = next(each["detail"] for each in log if each["action"] == "field.edit")
    lines = (await admin.get(f"{path}/history")).json()["items"]
    own = [each for each in lines if each.get("edit") == said["edit"]]
    rows = sorted([each["id"], each["field"]["id"], each.get("old"), each.get("new")] for each in own)
    assert len(rows) == 2
    compact = json.dumps(rows, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    assert said["changes"] == "sha256:" + hashlib.sha256(compact.encode()).hexdigest()
    assert "proof" not in json.dumps(log)
    refused = await admin.patch(path, json={"fields": {"tags": []}}, headers={"If-Match": '"old"'})
    assert refused.status_code == 412
    log = (await admin.get("/api/v1/audit", params={"account": path.rpartition("/")[2]})).json()["items"]
    newest = next(each for each in log if each["action"] in {"field.edit", "change.refused"})
    assert (newest["action"], set(newest["detail"])) == ("change.refused", {"edit"})


async def test_one_history_tells_of_fields_and_of_who_is_which_customer(
    service: Service, admin: httpx.AsyncClient, path: str
) -> None:
    other = await account(service, "3")
    body = {"other": other, "because": "Two companies"}
    assert (await edit(admin, path, {"tags": ["before"]})).status_code == 200
    assert (await admin.post(f"{path}/keep-apart", json=body)).status_code == 204
    assert (await admin.put(f"{path}/parent", json={"parent": other})).status_code == 204
    assert (await edit(admin, path, {"tags": ["after"]})).status_code == 200
    told = (await admin.get(f"{path}/history", params={"limit": 4})).json()
    kinds = [each["field"]["name"] if each["what"] == "field" else each["kind"] for each in told["items"]]
    assert kinds == ["tags", "parent", "keep_apart", "tags"]
    apart = told["items"][2]
    assert (apart["because"], apart["by"]["name"]) == ("Two companies", "Alex Novak")
    assert {apart["customer"]["name"], apart["other"]["name"]} >= {"Core"}
    paged, cursor = list[Any](), None
    while len(paged) < 4:
        page = (
            await admin.get(f"{path}/history", params={"limit": 1, **({"cursor": cursor} if cursor else {})})
        ).json()
        paged += page["items"]
        cursor = page["next_cursor"]
    assert paged == told["items"]
    fields = (await admin.get(f"{path}/history", params={"field": "tags"})).json()["items"]
    assert {each["what"] for each in fields} == {"field"}
    assert [each["kind"] for each in (await admin.get(f"{path}/merges")).json()["items"]][:2] == [
        "parent",
        "keep_apart",
    ]
    assert (await admin.put(f"{path}/parent", json={"parent": None})).status_code == 204


async def test_fields_are_defined_changed_and_archived_and_that_is_recorded(
    admin: httpx.AsyncClient, path: str
) -> None:
    made = await define(admin, kind="choice", choices=["EU", "US"], title="Region", description="Where they are")
    assert (await edit(admin, path, {made["name"]: "EU"})).status_code == 200
    one = f"/api/v1/fields/{made['id']}"
    changed = await admin.patch(one, json={"title": "Sales region", "choices": ["EU", "US", "Asia"]})
    assert (changed.json()["title"], changed.json()["kind"]) == ("Sales region", "choice")
    assert field(await admin.get(path), made["name"])["title"] == "Sales region"
    assert (await admin.patch(one, json={"archived": True})).json()["archived_at"]
    assert made["name"] not in [each["name"] for each in (await admin.get(path)).json()["account"]["fields"]]
    rows = (await admin.get("/api/v1/audit")).json()["items"]
    said = [each["detail"] for each in rows if each["action"] == "field.define"]
    assert '"title":"Region"' in said[1]["before"]
    assert '"title":"Sales region"' in said[1]["after"]


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"name": "a"}, 400, "title"),
        ({"name": "a", "title": "A", "kind": "colour"}, 422, "kind"),
        ({"name": "a", "title": "A", "kind": "text", "more": 1}, 400, "more"),
        ({"name": "A b", "title": "A", "kind": "text"}, 422, "name"),
        ({"name": "name", "title": "A", "kind": "text"}, 422, "name"),
        ({"name": "a", "title": "A", "kind": "choice", "choices": "EU"}, 400, "choices"),
        ({"name": "a", "title": "A", "kind": "user", "default": "usr_" + "0" * 20}, 422, "default"),
        ({"name": "a", "title": "A", "kind": "text", "position": 1.5}, 400, "position"),
    ],
)
async def test_definitions_that_cannot_be_are_refused(
    admin: httpx.AsyncClient, body: object, status: int, named: str
) -> None:
    refused = await admin.post("/api/v1/fields", json=body)
    assert (refused.status_code, refused.json().get("field")) == (status, named), refused.text


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"kind": "number"}, 400, "kind"),
        ({"name": "other"}, 400, "name"),
        ({"label": "secret"}, 422, "label"),
        ({"archived": True}, 422, "archived"),
    ],
)
async def test_so_are_changes(admin: httpx.AsyncClient, body: object, status: int, named: str) -> None:
    refused = await admin.patch("/api/v1/fields/fld_account_name", json=body)
    assert (refused.status_code, refused.json().get("field")) == (status, named), refused.text
    assert (await admin.patch("/api/v1/fields/fld_nothing", json={"title": "x"})).status_code == 404
