"""The panel shows what the page shows, to those whom the page is shown to; its links open nothing else, and end."""

from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from permissions.people import ROLES, Peopled, email_of, events
from rotunda.access.audit.listing import AuditFilter, list_audit
from rotunda.access.panel_links import LIFETIME, LINK_PREFIX

PANEL, LINKS = "/api/v1/panel", "/api/v1/panel-links"
NOBODY = {"domain": "nobody-at-all.example"}


def domain_of(ten: Peopled, account: str) -> str:
    domain = next(each.domain for each in ten.house.companies if ten.house.accounts[each.key] == account)
    assert domain is not None
    return domain


def whole(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    own = {"date", "x-request-id"}
    return answer.status_code, answer.content, {name: each for name, each in answer.headers.items() if name not in own}


async def made(ten: Peopled, client: httpx.AsyncClient, **wanted: str) -> str:
    """The token of a link."""
    answer = await client.post(LINKS, json=wanted or {"domain": domain_of(ten, ten.account)})
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    address, _, token = answer.json()["url"].partition("#link=")
    assert address == f"{ten.house.service.url}/panel"
    assert token.startswith(LINK_PREFIX)
    return token


async def opened(ten: Peopled, token: str, path: str = PANEL, **query: str) -> httpx.Response:
    """As a frame that knows nothing but the link."""
    async with httpx.AsyncClient(base_url=ten.house.service.url, timeout=60) as frame:
        return await frame.get(path, params=query, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("role", ROLES)
async def test_it_shows_each_role_what_the_page_does_and_so_does_its_link(ten: Peopled, role: str) -> None:
    client = ten.clients[role]
    await client.get(ten.path())
    await ten.settled()  # from here on everything is at hand, and nothing changes it
    page = events((await client.get(ten.path("/stream"))).content)
    direct = events((await client.get(PANEL, params={"domain": domain_of(ten, ten.account)})).content)
    linked = events((await opened(ten, await made(ten, client))).content)
    found = msgspec.json.decode(direct.pop("event: found "))
    assert (found["chosen"], found["asked"]["known_by"]) == (ten.account, "domain")
    assert msgspec.json.decode(linked.pop("event: found ")) == found
    told = {name: _data(body) for name, body in page.items()}
    assert {name: _data(body) for name, body in direct.items()} == told
    for field in told["event: head "]["account"].get("fields", []):
        field.pop("editable", None)  # a link edits nothing, whoever made it
    assert {name: _data(body) for name, body in linked.items()} == told


def shown(answer: httpx.Response) -> set[str]:
    """The sections that a stream promises."""
    assert answer.status_code == 200, answer.text
    return set(msgspec.json.decode(events(answer.content)["event: head "])["sections"])


def _data(body: bytes) -> dict[str, Any]:
    """Without the age of what was read."""
    event: dict[str, Any] = msgspec.json.decode(body)
    for section in [event["section"]] if "section" in event else event.get("sections", {}).values():
        for source in section["sources"]:
            source.pop("age_seconds")
    return event


@pytest.mark.parametrize("role", ["sales", "success", "onboarding"])
async def test_a_forbidden_customer_is_answered_as_nobody(ten: Peopled, role: str) -> None:
    client, forbidden = ten.clients[role], {"domain": domain_of(ten, ten.elsewhere)}
    direct = await client.get(PANEL, params=forbidden)
    assert direct.status_code == 404
    assert whole(direct) == whole(await client.get(PANEL, params=NOBODY))
    linked = await opened(ten, await made(ten, client, **forbidden))
    assert whole(linked) == whole(await opened(ten, await made(ten, client, **NOBODY)))
    assert (await ten.clients["support"].get(PANEL, params=forbidden)).status_code == 200


async def test_a_link_opens_no_other_customer_and_no_other_door(ten: Peopled) -> None:
    token = await made(ten, ten.clients["admin"])
    for query in ({"domain": domain_of(ten, ten.elsewhere)}, {"email": "a@b.example"}, {"ticket": "1"}):
        assert (await opened(ten, token, **query)).status_code == 400
    assert whole(await opened(ten, token, account=ten.elsewhere)) == whole(await opened(ten, token, account="acc_x"))
    assert (await opened(ten, token, account=ten.elsewhere)).status_code == 404
    for path in (ten.path(), ten.path("/stream"), "/api/v1/accounts", "/api/v1/me", "/api/v1/audit", "/api/v1/lookup"):
        assert (await opened(ten, token, path)).status_code == 401, path
    async with httpx.AsyncClient(base_url=ten.house.service.url) as frame:
        headers = {"Authorization": f"Bearer {token}"}
        assert (await frame.post(LINKS, json=NOBODY, headers=headers)).status_code == 401
        assert (await frame.post("/api/v1/session", json={"token": token})).status_code == 401


async def test_a_link_ends_after_minutes_and_a_changed_one_never_began(ten: Peopled) -> None:
    token = await made(ten, ten.clients["support"])
    assert (await opened(ten, token)).status_code == 200
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (changed, LINK_PREFIX, f"{LINK_PREFIX}{'x' * 43}", token.removeprefix(LINK_PREFIX)):
        assert (await opened(ten, wrong)).status_code == 401
    ten.clock.advance(LIFETIME - timedelta(seconds=1))
    assert (await opened(ten, token)).status_code == 200
    ten.clock.advance(timedelta(seconds=1))
    assert (await opened(ten, token)).status_code == 401


async def test_a_link_ends_with_the_token_that_made_it_and_has_no_more_roles(ten: Peopled) -> None:
    sign_in = ten.house.installation.sign_in
    await sign_in.users.add("two-roles@ten.example", "Two", ["finance", "support"], [])
    token, text = await sign_in.create_token("two-roles@ten.example", "side app", ["support"])
    headers = {"Authorization": f"Bearer {text.reveal()}"}
    async with httpx.AsyncClient(base_url=ten.house.service.url, headers=headers, timeout=60) as program:
        link = await made(ten, program)
    answer = await opened(ten, link)
    assert answer.status_code == 200
    assert "amount_minor" not in answer.text
    await sign_in.revoke_token(token.id)
    assert (await opened(ten, link)).status_code == 401


async def test_a_link_shows_what_its_maker_may_see_now(ten: Peopled) -> None:
    installation = ten.house.installation
    await installation.sign_in.users.add("leaving@ten.example", "Leaving", ["support"], [])
    _, text = await installation.sign_in.create_token("leaving@ten.example", "side app")
    headers = {"Authorization": f"Bearer {text.reveal()}"}
    async with httpx.AsyncClient(base_url=ten.house.service.url, headers=headers, timeout=60) as program:
        link = await made(ten, program)
    assert "support" in shown(await opened(ten, link))
    await installation.database.execute("UPDATE app_user SET roles = '{finance}' WHERE email = 'leaving@ten.example'")
    assert shown(await opened(ten, link)) <= ROLES["finance"].sections
    await installation.database.execute("UPDATE app_user SET disabled_at = now() WHERE email = 'leaving@ten.example'")
    assert (await opened(ten, link)).status_code == 401


async def test_a_link_ends_with_the_sign_in_that_made_it(ten: Peopled) -> None:
    async with httpx.AsyncClient(base_url=ten.house.service.url, timeout=60) as browser:
        assert (await browser.post("/api/v1/session", json={"demo_user": "support"})).status_code == 204
        link = await made(ten, browser)
        assert (await opened(ten, link)).status_code == 200
        assert (await browser.delete("/api/v1/session")).status_code == 204
    assert (await opened(ten, link)).status_code == 401


async def test_another_site_can_make_no_link_with_a_session(ten: Peopled) -> None:
    async with httpx.AsyncClient(base_url=ten.house.service.url) as browser:
        await browser.post("/api/v1/session", json={"demo_user": "support"})
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert (await browser.post(LINKS, json=NOBODY, headers=foreign)).status_code == 403
        form = {"Content-Type": "text/plain"}
        assert (await browser.post(LINKS, content='{"domain":"a.example"}', headers=form)).status_code == 415


async def test_links_and_looks_through_them_are_recorded_and_no_secret_is_kept(ten: Peopled) -> None:
    token = await made(ten, ten.clients["support"])
    await opened(ten, token)
    installation = ten.house.installation
    found = await list_audit(installation.database, installation.keyset, AuditFilter(None, None, None), None, 200)
    user = await installation.sign_in.users.by_email(email_of("support"))
    assert user is not None
    done = {(row.action, row.actor_via) for row in found.rows if row.actor_id == user.id}
    assert {("panel.link", "token"), ("lookup", "link"), ("view", "link")} <= done
    stored = await installation.database.fetch_all(_Text, "SELECT l::text AS text FROM panel_link l")
    logged = await installation.database.fetch_all(_Text, "SELECT detail::text AS text FROM audit_row")
    assert not any(token.removeprefix(LINK_PREFIX) in each.text for each in (*stored, *logged))


class _Text(msgspec.Struct):
    text: str


@pytest.mark.parametrize(
    "wanted",
    [{}, {"email": "a@b.example", "domain": "b.example"}, {"email": "nobody"}, {"ticket": "#"}, {"domain": ""}],
)
async def test_what_names_no_one_customer_is_refused(ten: Peopled, wanted: dict[str, str]) -> None:
    client = ten.clients["support"]
    for answer in (await client.get(PANEL, params=wanted), await client.post(LINKS, json=wanted)):
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:rotunda:problem:invalid-request")


async def somebody_with_tickets(ten: Peopled, account: str) -> tuple[dict[str, Any], Any]:
    """A person at an account with a ticket of theirs, as the world knows it."""
    answer = await ten.clients["admin"].get("/api/v1/contacts", params={"limit": 200, "account": account})
    for contact in answer.json()["items"]:
        users = {each["external_id"] for each in contact["records"] if each["source"] == "zendesk"}
        for company in ten.house.companies:
            for ticket in company.tickets:
                if str(ticket.requester.zendesk_user_id) in users and contact.get("email"):
                    return contact, ticket
    raise AssertionError("nobody of this account has a ticket")


@pytest.mark.parametrize("role", ["admin", "support", "full", "success"])
async def test_who_wrote_is_shown_with_what_they_asked(ten: Peopled, role: str) -> None:
    contact, ticket = await somebody_with_tickets(ten, ten.account)
    client = ten.clients[role]
    page = (await client.get(f"/api/v1/contacts/{contact['id']}")).json()
    await ten.settled()
    for wanted in ({"email": contact["email"]}, {"ticket": str(ticket.zendesk_id)}):
        direct = events((await client.get(PANEL, params=wanted)).content)
        linked = events((await opened(ten, await made(ten, client, **wanted))).content)
        for told in (direct, linked):
            found = msgspec.json.decode(told["event: found "])
            assert (found["chosen"], found["contact"]) == (ten.account, contact["id"])
            person = _data(told["event: person-head "])
            assert not any(field.get("editable") for field in person["contact"].get("fields", []) if told is linked)
            assert _facts(person["contact"]) == _facts(page["contact"])
            assert set(person["sections"]) == {"support"}
            assert person["sections"]["support"]["data"] == page["sections"]["support"]["data"]


def _facts(contact: dict[str, Any]) -> dict[str, Any]:
    """Without what may be edited: through a link nothing is."""
    fields = [{name: each for name, each in field.items() if name != "editable"} for field in contact.get("fields", [])]
    return contact | {"fields": fields}


@pytest.mark.parametrize("role", ["summary", "finance", "collections", "onboarding"])
async def test_who_is_told_of_nobody_is_told_of_nobody_here(ten: Peopled, role: str) -> None:
    contact, ticket = await somebody_with_tickets(ten, ten.account)
    for wanted in ({"email": contact["email"]}, {"ticket": str(ticket.zendesk_id)}):
        answer = await ten.clients[role].get(PANEL, params=wanted)
        assert answer.status_code in {200, 404}
        assert contact["id"] not in answer.text
        assert contact["name"] not in answer.text
        assert "person-head" not in answer.text


async def test_who_reads_no_tickets_learns_from_none_whose_it_is(ten: Peopled) -> None:
    _, ticket = await somebody_with_tickets(ten, ten.account)
    client = ten.clients["sales"]
    answers = [await client.get(PANEL, params={"ticket": each}) for each in (str(ticket.zendesk_id), "999999999")]
    assert whole(answers[0]) == whole(answers[1])


@pytest.mark.parametrize("role", ["sales", "success"])
async def test_a_person_of_a_forbidden_customer_is_nobody(ten: Peopled, role: str) -> None:
    contact, ticket = await somebody_with_tickets(ten, ten.elsewhere)
    client = ten.clients[role]
    hidden = await client.get(PANEL, params={"ticket": str(ticket.zendesk_id)})
    assert whole(hidden) == whole(await client.get(PANEL, params={"ticket": "999999999"}))
    asked = await client.get(PANEL, params={"email": contact["email"]})
    assert contact["id"] not in asked.text


async def test_a_person_of_no_account_is_shown_too(ten: Peopled) -> None:
    database = ten.house.installation.database
    contact, _ = await somebody_with_tickets(ten, ten.account)
    await database.execute("UPDATE contact SET account_id = NULL WHERE id = %s", [contact["id"]])
    try:
        told = events((await ten.clients["admin"].get(PANEL, params={"email": contact["email"]})).content)
        found = msgspec.json.decode(told["event: found "])
        assert [each["account"] for each in found["contacts"]] == [None]
        assert found["contact"] == contact["id"]
        assert msgspec.json.decode(told["event: person-head "])["contact"]["name"] == contact["name"]
    finally:
        await database.execute("UPDATE contact SET account_id = %s WHERE id = %s", [ten.account, contact["id"]])


async def test_a_teammate_s_address_is_a_person_s_and_grants_nothing(ten: Peopled) -> None:
    """Whoever asks for their own address sees what their role shows of the customer of that address, and no more."""
    contact, ticket = await somebody_with_tickets(ten, ten.elsewhere)
    sign_in = ten.house.installation.sign_in
    await sign_in.users.add(contact["email"], "Both at once", ["success"], [])
    _, token = await sign_in.create_token(contact["email"].lower(), "test")
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    async with httpx.AsyncClient(base_url=ten.house.service.url, headers=headers, timeout=60) as both:
        for path in (PANEL, "/api/v1/lookup"):
            for wanted in ({"email": contact["email"]}, {"ticket": str(ticket.zendesk_id)}):
                assert (await both.get(path, params=wanted)).status_code == 404
        for rest in ("", "/conversations", "/profile"):
            assert (await both.get(f"/api/v1/contacts/{contact['id']}{rest}")).status_code == 404
    told = events((await ten.clients["admin"].get(PANEL, params={"email": contact["email"]})).content)
    assert msgspec.json.decode(told["event: person-head "])["contact"]["teammate"] is True
