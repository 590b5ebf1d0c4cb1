"""Every refusal is a problem that names the field and the reason; nothing is half-written and nothing crashes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from support.service import Service, serving, settings_for


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        yield running


def problem(response: httpx.Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert body["type"].startswith("urn:rotunda:problem:")
    assert body["title"]
    assert body["detail"]
    return body


ACCOUNT = "acc_" + "0" * 20


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/v1/accounts?limit=abc", 400, "limit"),
        ("/api/v1/accounts?limit=0", 400, "limit"),
        ("/api/v1/accounts?limit=100000", 400, "limit"),
        ("/api/v1/accounts?cursor=not-a-cursor", 400, "cursor"),
        ("/api/v1/accounts?cursor=%00", 400, "cursor"),
        ("/api/v1/accounts?sort=colour", 400, "sort"),
        ("/api/v1/accounts?q=mrr:lots", 400, "q"),
        ("/api/v1/accounts?q=a%00b", 400, "q"),
        ("/api/v1/accounts.csv?q=%00", 400, "q"),
        ("/api/v1/accounts?q=in:contacts", 400, "q"),
        ("/api/v1/contacts?q=%00", 400, "q"),
        ("/api/v1/contacts?q=colour:red", 400, "q"),
        ("/api/v1/contacts?q=in:accounts", 400, "q"),
        ("/api/v1/search?q=%00", 400, "q"),
        ("/api/v1/search?q=in:conversations%20%00", 400, "q"),
        ("/api/v1/search?q=in:conversations%20two%20colour:red", 400, "q"),
        ("/api/v1/lookup", 400, "email"),
        ("/api/v1/lookup?email=a@b.example&domain=b.example", 400, "email"),
        ("/api/v1/lookup?email=nobody", 400, "email"),
        ("/api/v1/lookup?external=stripe", 400, "external"),
        ("/api/v1/lookup?domain=", 400, "domain"),
        ("/api/v1/audit?cursor=zzz", 400, "cursor"),
        ("/api/v1/audit?from=2026-01-01T00:00:00", 400, "from"),
        ("/api/v1/audit?from=yesterday", 400, "from"),
        (f"/api/v1/accounts/{ACCOUNT}", 404, None),
        ("/api/v1/accounts/1", 404, None),
        ("/api/v1/accounts/" + "x" * 5000, 404, None),
        ("/api/v1/accounts/%00%ff", 404, None),
        (f"/api/v1/accounts/{ACCOUNT}/stream", 404, None),
        (f"/api/v1/accounts/{ACCOUNT}/sections/billing", 404, None),
        (f"/api/v1/accounts/{ACCOUNT}/sections/nonsense", 404, None),
        ("/api/v1/lookup?external=stripe:cus_nobody", 404, None),
        ("/api/v1/nothing", 404, None),
    ],
)
async def test_wrong_reads_are_named(service: Service, path: str, status: int, field: str | None) -> None:
    async with service.client("admin") as client:
        response = await client.get(path)
    assert response.status_code == status
    assert problem(response).get("field") == field


async def test_a_search_mistake_points_at_its_character(service: Service) -> None:
    async with service.client("admin") as client:
        response = await client.get("/api/v1/accounts", params={"q": "acme colour:red"})
    assert problem(response)["position"] == 5


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"source": "nonsense", "form": {}}, 422, "source"),
        ({"source": "stripe", "form": {}}, 422, "secret_key"),
        ({"source": "stripe", "form": {"secret_key": "rk_test_x", "colour": "red"}}, 422, "colour"),
        ({"source": 1, "form": {}}, 400, "source"),
        ({"form": {}}, 400, "source"),
        ({"source": "stripe", "form": {"secret_key": 7}}, 400, "form"),
        ({"source": "stripe", "form": {}, "more": 1}, 400, "more"),
        ({"source": "stripe", "form": {"secret_key": "rk_test_x", "base_url": "http://10.0.0.1"}}, 422, "base_url"),
        (
            {"source": "productdb", "form": {"url": "postgresql://u:p@127.0.0.1:1/nothing"}},
            422,
            "url",
        ),
    ],
)
async def test_a_connection_that_cannot_work_is_refused_and_not_saved(
    service: Service, body: object, status: int, field: str
) -> None:
    async with service.client("admin") as client:
        response = await client.post("/api/v1/connections", json=body)
        assert response.status_code == status
        assert problem(response)["field"].partition("[")[0] == field
        assert (await client.get("/api/v1/connections")).json()["items"] == []


async def test_bodies_that_are_too_large_or_no_json_are_refused(service: Service) -> None:
    async with service.client("admin") as client:
        headers = {"Content-Type": "application/json"}
        large = await client.post("/api/v1/connections", content=b"x" * 1_100_000, headers=headers)
        assert large.status_code == 413
        problem(large)
        broken = await client.post("/api/v1/connections", content=b'{"source":', headers=headers)
        assert broken.status_code == 400
        problem(broken)
        form = await client.post("/api/v1/connections", data={"source": "stripe"})
        assert form.status_code == 415
        problem(form)


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/accounts", f"/api/v1/accounts/{ACCOUNT}", "/api/v1/audit"])
async def test_nobody_is_told_to_sign_in(service: Service, path: str) -> None:
    async with service.client() as client:
        response = await client.get(path)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        problem(response)
        wrong = await client.get(path, headers={"Authorization": "Bearer demo-nobody"})
        assert wrong.status_code == 401


async def test_roles_open_only_their_doors(service: Service) -> None:
    async with service.client("support") as client:
        refused = await client.post("/api/v1/connections", json={"source": "stripe", "form": {}})
        assert refused.status_code == 403
        problem(refused)
        assert (await client.get("/api/v1/audit")).status_code == 403


async def test_a_session_cannot_be_used_from_another_site(service: Service) -> None:
    async with service.client() as client:
        signed_in = await client.post("/api/v1/session", json={"demo_user": "admin"})
        assert signed_in.status_code == 204
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert (await client.delete("/api/v1/session", headers=elsewhere)).status_code == 403
        assert (await client.get("/api/v1/me")).status_code == 200
        assert (await client.delete("/api/v1/session")).status_code == 204
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_wrong_method_and_unknown_paths_are_problems(service: Service) -> None:
    async with service.client("admin") as client:
        response = await client.put("/api/v1/accounts", json={})
        assert response.status_code == 405
        problem(response)


async def test_answers_cannot_be_sniffed_or_framed_and_carry_their_id(service: Service) -> None:
    async with service.client("admin") as client:
        response = await client.get("/api/v1/me", headers={"X-Request-Id": "trace-7"})
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-request-id"] == "trace-7"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_the_demo_signs_nobody_in_through_a_proxy(service: Service, header: str) -> None:
    async with service.client("admin") as client:
        assert (await client.get("/api/v1/me", headers={header: "127.0.0.1"})).status_code == 401
        offered = await client.get("/api/v1/sign-in", headers={header: "127.0.0.1"})
        assert offered.json() == {"demo_users": []}
