"""OAuth as Zendesk does it: who gets a token, what it may do, and how everybody else is refused."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from rotunda_world.simulators.zendesk import build
from rotunda_world.simulators.zendesk.sign_in import TOKENS, Tokens
from support.simulators import Served, served, small_world

TOKEN = "/oauth/tokens"


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    async with served(build, small_world()) as one:
        yield one


def asked(desk: Served, **more: Any) -> dict[str, Any]:
    form = desk.simulator.form
    who = {"client_id": form["client_id"], "client_secret": form["client_secret"]}
    return {"grant_type": "client_credentials", "scope": "read", **who, **more}


async def token_for(desk: Served, scope: str) -> str:
    answer = await desk.client.post(TOKEN, json=asked(desk, scope=scope))
    assert answer.status == 200, await answer.text()
    return (await answer.json())["access_token"]


async def get(desk: Served, path: str, authorization: str | None) -> tuple[int, Any]:
    headers = {"Authorization": authorization} if authorization else {}
    answer = await desk.client.get(path, headers=headers)
    return answer.status, await answer.json()


@pytest.mark.parametrize("how", ["json", "data"])
async def test_a_token_lasts_thirty_minutes_whether_asked_for_in_json_or_a_form(desk: Served, how: str) -> None:
    answer = await desk.client.post(TOKEN, **{how: asked(desk)})
    body = await answer.json()
    assert answer.status == 200
    assert (body["token_type"], body["scope"], body["expires_in"]) == ("bearer", "read", 1800)
    assert "refresh_token" not in body
    status, me = await get(desk, "/api/v2/users/me.json", f"Bearer {body['access_token']}")
    assert status == 200
    assert me["user"]["role"] == "admin"


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_secret": 5}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "unsupported_grant_type"),
        ({"scope": None}, 400, "invalid_scope"),
        ({"scope": "read write"}, 400, "invalid_scope"),
        ({"scope": "tickets:write"}, 400, "invalid_scope"),
        ({"expires_in": 300}, 400, "invalid_request"),
        ({"expires_in": 172_800}, 400, "invalid_request"),
        ({"expires_in": "soon"}, 400, "invalid_request"),
    ],
)
async def test_a_wrong_request_for_a_token_is_refused(
    desk: Served, changed: dict[str, Any], status: int, error: str
) -> None:
    answer = await desk.client.post(TOKEN, json=asked(desk, **changed))
    body = await answer.json()
    assert (answer.status, body["error"]) == (status, error)
    assert body["error_description"]


async def test_a_body_that_is_no_json_is_refused(desk: Served) -> None:
    answer = await desk.client.post(TOKEN, data=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status, (await answer.json())["error"]) == (400, "invalid_request")


async def test_without_credentials_only_users_me_answers_and_with_nobody(desk: Served) -> None:
    for basic in (None, "Basic " + base64.b64encode(b"me@example.com:password").decode()):
        assert await get(desk, "/api/v2/tickets", basic) == (401, {"error": "Couldn't authenticate you"})
        status, me = await get(desk, "/api/v2/users/me", basic)
        assert (status, me["user"]["id"], me["user"]["name"]) == (200, None, "Anonymous user")


async def test_api_tokens_are_refused_everywhere(desk: Served) -> None:
    basic = "Basic " + base64.b64encode(b"me@example.com/token:0123456789").decode()
    for path in ("/api/v2/users/me.json", "/api/v2/tickets.json"):
        assert await get(desk, path, basic) == (401, {"error": "Couldn't authenticate you"})


async def test_an_unknown_bearer_token_is_invalid(desk: Served) -> None:
    status, body = await get(desk, "/api/v2/tickets.json", "Bearer nonsense")
    assert (status, body["error"]) == (401, "invalid_token")


async def test_a_token_expires(desk: Served) -> None:
    tokens = desk.simulator.app[TOKENS]
    now = [0.0]
    mine = Tokens(tokens.client_id, tokens.client_secret, clock=lambda: now[0])
    token = mine.issue(frozenset({"read"}), 1800)
    now[0] = 1799.0
    assert mine.find(token) is not None
    now[0] = 1800.0
    assert mine.find(token) is None


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("tickets:read", "/api/v2/tickets", 200),
        ("tickets:read", "/api/v2/users/show_many?ids=1", 403),
        ("tickets:read", "/api/v2/search?query=x", 403),
        ("tickets:read", "/api/v2/tickets?include=metric_sets", 200),
        ("tickets:read", "/api/v2/tickets?include=users", 403),
        ("tickets:read", "/api/v2/tickets?include=groups", 403),
        ("tickets:read users:read", "/api/v2/tickets?include=users", 200),
        ("organizations:read", "/api/v2/organizations", 200),
        ("users:read", "/api/v2/users/me", 200),
        ("read", "/api/v2/satisfaction_ratings", 200),
        ("read", "/api/v2/webhooks", 200),
        ("tikets:read", "/api/v2/tickets", 403),
    ],
)
async def test_scopes_decide_also_about_sideloads(desk: Served, scope: str, path: str, status: int) -> None:
    answered, body = await get(desk, path, f"Bearer {await token_for(desk, scope)}")
    assert answered == status, body
    if status == 403:
        assert body["error"] == "Forbidden"
        assert body["description"].startswith("You are missing the following required scopes: ")


async def test_writing_needs_its_scope(desk: Served) -> None:
    token = await token_for(desk, "read")
    answer = await desk.client.post("/api/v2/webhooks", json={}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 403
    assert "webhooks:write" in (await answer.json())["description"]
