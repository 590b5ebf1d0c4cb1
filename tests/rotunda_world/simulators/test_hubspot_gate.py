"""Tokens, scopes, limits and refusals of the HubSpot simulator."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from rotunda_world.simulators.hubspot import build, webhooks
from rotunda_world.simulators.hubspot.application import narrow_key, oauth_app
from support.simulators import MOMENT, Served, served, small_world

COMPANIES = "/crm/objects/2026-09/companies"


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Served]:
    async with served(build, small_world(accounts=5)) as one:
        yield one


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer pat-eu1-nobody", "Basic abc"])
async def test_without_a_good_token_nothing_is_answered(hubspot: Served, sent: str) -> None:
    status, body = await hubspot.refusal(COMPANIES, headers={"Authorization": sent})
    assert (status, body["status"], body["category"]) == (401, "error", "INVALID_AUTHENTICATION")
    assert body["message"].startswith("Authentication credentials not found.")
    assert body["correlationId"]


async def test_missing_scopes_are_named(hubspot: Served) -> None:
    headers = {"Authorization": f"Bearer {narrow_key(hubspot.world.seed)}"}
    assert (await hubspot.refusal(COMPANIES, headers=headers))[0] == 200
    status, body = await hubspot.refusal("/crm/objects/2026-09/contacts", headers=headers)
    assert (status, body["category"]) == (403, "MISSING_SCOPES")
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.contacts.read"]
    assert (await hubspot.refusal("/crm/owners/2026-09", headers=headers))[0] == 403
    assert (await hubspot.refusal("/crm/properties/2026-09/0-2", headers=headers))[0] == 200


async def test_unknown_paths_kinds_and_records(hubspot: Served) -> None:
    assert (await hubspot.refusal("/crm/nothing"))[0] == 404
    status, body = await hubspot.refusal("/crm/objects/2026-09/gizmos")
    assert (status, body["message"]) == (400, "Unable to infer object type from: gizmos")
    status, body = await hubspot.refusal(f"{COMPANIES}/404404")
    assert (status, body["category"]) == (404, "OBJECT_NOT_FOUND")
    assert (await hubspot.refusal("/crm/owners/2026-09/1"))[0] == 404


async def test_a_path_that_is_too_long_is_refused_at_the_edge(hubspot: Served) -> None:
    answer = await hubspot.ask("GET", COMPANIES, params={"properties": "x" * 7990})
    assert (answer.status, answer.content_type) == (414, "text/html")


async def test_answers_tell_what_is_left_of_the_limits(hubspot: Served) -> None:
    answer = await hubspot.ask("GET", COMPANIES)
    headers = answer.headers
    assert headers["X-HubSpot-RateLimit-Max"] == "190"
    assert headers["X-HubSpot-RateLimit-Interval-Milliseconds"] == "10000"
    assert int(headers["X-HubSpot-RateLimit-Remaining"]) < 190
    before = int(headers["X-HubSpot-RateLimit-Daily-Remaining"])
    again = (await hubspot.ask("GET", COMPANIES)).headers
    assert int(again["X-HubSpot-RateLimit-Daily-Remaining"]) == before - 1
    search = await hubspot.ask("POST", f"{COMPANIES}/search", json={})
    assert not [name for name in search.headers if "RateLimit" in name]


async def test_ten_seconds_hold_a_hundred_and_ninety_calls() -> None:
    async with served(build, small_world(accounts=2), limits=True) as hubspot:
        path = "/account-info/2026-09/details"
        statuses = [(await hubspot.ask("GET", path)).status for _ in range(190)]
        assert set(statuses) == {200}
        refused = await hubspot.ask("GET", path)
        body = await refused.json()
        assert (refused.status, body["policyName"]) == (429, "TEN_SECONDLY_ROLLING")
        assert body["message"] == "You have reached your ten_secondly_rolling limit."
        assert body["errorType"] == "RATE_LIMIT"
        assert "Retry-After" not in refused.headers
        assert (await hubspot.ask("POST", f"{COMPANIES}/search", json={})).status == 200


async def test_a_second_holds_five_searches() -> None:
    async with served(build, small_world(accounts=2), limits=True) as hubspot:
        answers = await asyncio.gather(*(hubspot.ask("POST", f"{COMPANIES}/search", json={}) for _ in range(60)))
        assert sum(answer.status == 200 for answer in answers) >= 5
        refused = next(answer for answer in answers if answer.status == 429)
        body = await refused.json()
        assert (body["policyName"], body["message"]) == ("SECONDLY", "You have reached your secondly limit.")


async def test_an_oauth_app_signs_in_and_its_token_expires() -> None:
    now = MOMENT
    async with served(build, small_world(accounts=2), clock=lambda: now) as hubspot:
        app = oauth_app(hubspot.running)
        form = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "refresh_token"}
        issued = await hubspot.client.post("/oauth/v1/token", data={**form, "refresh_token": app.refresh_token})
        told = await issued.json()
        assert (told["expires_in"], told["token_type"], told["hub_id"]) == (
            1800,
            "bearer",
            hubspot.world.hubspot_portal_id,
        )
        headers = {"Authorization": f"Bearer {told['access_token']}"}
        good = await hubspot.ask("GET", COMPANIES, headers=headers)
        assert (good.status, "X-HubSpot-RateLimit-Daily" in good.headers) == (200, False)
        now += timedelta(seconds=1875)
        status, body = await hubspot.refusal(COMPANIES, headers=headers)
        assert (status, body["category"]) == (401, "EXPIRED_AUTHENTICATION")
        assert body["message"] == "The OAuth token used to make this call expired 75 second(s) ago."
        assert body["context"] == {"expire time": ["2026-11-02T10:00:00.000Z"]}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"client_id": "x"}, "BAD_CLIENT_ID"),
        ({"client_secret": "x"}, "BAD_CLIENT_SECRET"),
        ({"refresh_token": "x"}, "BAD_REFRESH_TOKEN"),
        ({"grant_type": "authorization_code", "code": "x"}, "BAD_AUTH_CODE"),
        ({"grant_type": "password"}, "BAD_GRANT_TYPE"),
    ],
)
async def test_sign_in_is_refused_with_its_reason(hubspot: Served, changed: dict[str, str], status: str) -> None:
    app = oauth_app(hubspot.running)
    form = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "grant_type": "refresh_token",
        "refresh_token": app.refresh_token,
        **changed,
    }
    answer = await hubspot.client.post("/oauth/2026-09/token", data=form)
    assert (answer.status, (await answer.json())["status"]) == (400, status)


async def test_revoked_tokens_are_dead(hubspot: Served) -> None:
    app = oauth_app(hubspot.running)
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "client_credentials"}
    told = await (await hubspot.client.post("/oauth/2026-09/token", data=form)).json()
    assert "refresh_token" not in told
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    assert (await hubspot.refusal(COMPANIES, headers=headers))[0] == 200
    hubspot.simulator.revoke_tokens()
    assert (await hubspot.refusal(COMPANIES, headers=headers))[0] == 401
    introspected = await hubspot.client.post("/oauth/2026-09/token/introspect", data={"token": told["access_token"]})
    assert await introspected.json() == {"active": False}


def test_the_signatures_of_a_known_delivery() -> None:
    body = b'{"id":"evt_1","type":"demo"}'
    signed = webhooks.sign("test_secret", body, "https://c360.example.com/hooks/hubspot", 1767225600.0)
    assert signed["X-HubSpot-Request-Timestamp"] == "1767225600000"
    assert signed["X-HubSpot-Signature-v3"] == "9GYOUHTZRUsl/Fm/Gzn4oPA3iUB6k0ecYrScnN9W9Fk="
    assert signed["X-HubSpot-Signature"] == "954bfb0cf963e5e9b5167e80cb04a4e623b8bb23f138f925a0ec93a6082bb0f7"


def test_some_escapes_are_decoded_before_signing() -> None:
    plain = webhooks.sign("s", b"", "https://a.example/x?u=a@b,c", 1.0)
    assert webhooks.sign("s", b"", "https://a.example/x?u=a%40b%2Cc", 1.0) == plain
    assert webhooks.sign("s", b"", "https://a.example/x?u=a%20b", 1.0) != plain


async def test_the_makers_answer_in_hubspots_shapes(hubspot: Served) -> None:
    made = [
        hubspot.simulator.expired_token(),
        hubspot.simulator.rate_limited(2.0),
        hubspot.simulator.server_error(),
        hubspot.simulator.refused_sign_in["/oauth/2026-09/token"](),
    ]
    assert [answer.status for answer in made] == [401, 429, 500, 400]
    bodies = [json.loads(bytes(answer.body or b"")) for answer in made]
    assert [body.get("category", body["status"]) for body in bodies] == [
        "EXPIRED_AUTHENTICATION",
        "error",
        "error",
        "BAD_REFRESH_TOKEN",
    ]
    assert "Retry-After" not in made[1].headers
