"""What is tried before a connection is saved, and how it is refused."""

import pytest
from aiohttp import web

from connections.made import count, make, refused
from reading.sources import SHOP, Source, manifest, soon, status
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.model import (
    FormRefused,
    UnknownSource,
)
from rotunda.connector_kit.manifest import (
    ClientCredentials,
    DatabaseUrl,
    FormField,
)
from rotunda.kit.database import Database
from rotunda.sections.ids import SourceName


@pytest.mark.parametrize(
    ("answer", "field", "reason"),
    [
        (status(401), "key", "Shop refuses the credentials. Enter new ones."),
        (status(403), "key", "Shop does not allow this to our credentials: a right or a plan is missing."),
        (status(404), "base_url", "What answers at this address is not Shop. Check the address."),
        (status(429, Retry_After="9"), "base_url", "Shop has asked us to wait."),
        (status(500), "base_url", "Shop is out of order: it answered with status 500."),
        (
            status(302, Location="/elsewhere"),
            "base_url",
            "Shop points to another address, which is not followed. Check its address.",
        ),
        (
            lambda: web.Response(text="<p>secret page</p>", content_type="text/html"),
            "base_url",
            "What answers at this address is not Shop. Check the address.",
        ),
    ],
)
async def test_what_does_not_work_is_refused_with_field_and_reason_and_nothing_is_saved(
    database: Database, answer: object, field: str, reason: str
) -> None:
    async with Source() as source:
        source.answers("/check", answer)  # type: ignore[arg-type]
        connections, before = make(database), await count(database)
        assert await refused(connections, {"key": "sk_hunter2", "base_url": source.url}) == (field, reason)
        assert await count(database) == before
        assert connections.list() == []
        await connections.close()


async def test_a_form_that_is_wrong_by_itself_asks_nobody(database: Database) -> None:
    async with Source() as source:
        connections = make(database)
        assert await refused(connections, {"base_url": source.url}) == ("key", "Key is missing.")
        assert await refused(connections, {"key": "x", "colour": "red"}) == (
            "colour",
            "Shop has no field of this name.",
        )
        with pytest.raises(FormRefused):
            await connections.create(SHOP, "x" * 81, {"key": "x", "base_url": source.url}, None)
        with pytest.raises(UnknownSource):
            await connections.create(SourceName("nowhere"), None, {}, None)
        assert source.asked == []


async def test_a_source_that_cannot_be_reached_is_refused(database: Database) -> None:
    async with Source() as source:
        url = source.url
    field, reason = await refused(make(database), {"key": "x", "base_url": url})
    assert field == "base_url"
    assert reason == "The source cannot be reached: it refuses connections or its network is down."


@pytest.mark.parametrize("address", ["http://api.example.com", "https://169.254.169.254", "nonsense", "https://u:p@h"])
async def test_an_address_that_is_not_allowed_is_refused(database: Database, address: str) -> None:
    field, _ = await refused(make(database), {"key": "x", "base_url": address})
    assert field == "base_url"


async def test_a_name_that_leads_inside_is_refused(database: Database) -> None:
    async with Source() as source:
        inside = source.url.replace("http://127.0.0.1", "https://localhost")
        field, reason = await refused(make(database, policy=AddressPolicy()), {"key": "x", "base_url": inside})
        assert (field, source.asked) == ("base_url", [])
        assert reason.startswith("localhost is an address inside a private network.")


async def test_the_field_of_the_manifests_address_is_named_where_there_is_one(database: Database) -> None:
    declared = manifest(
        form=(
            FormField(name="sub", label="Subdomain", help=""),
            FormField(name="key", label="Key", help="", secret=True),
        ),
        base_url="https://{sub}.desk.invalid",
    )
    field, reason = await refused(make(database, declared), {"key": "x", "sub": "acme"})
    assert (field, reason) == ("sub", "The name acme.desk.invalid could not be resolved.")


async def test_a_check_may_carry_a_query(database: Database) -> None:
    async with Source() as source:
        connections = make(database, manifest(check="/v1/customers?limit=1&expand[]=data"))
        await soon(connections.create(SHOP, None, {"key": "x", "base_url": source.url + "/api"}, None))
        [request] = source.requests
        assert (request.path, dict(request.query)) == ("/api/v1/customers", {"limit": "1", "expand[]": "data"})
        await connections.close()


async def test_a_database_is_tried_too(database: Database, empty_database_url: str) -> None:
    declared = manifest(
        form=(FormField(name="url", label="Address", help="", secret=True),),
        auth=DatabaseUrl(field="url"),
        base_url=None,
        check="SELECT 1",
    )
    connections = make(database, declared)
    made = await soon(connections.create(SHOP, None, {"url": empty_database_url}, None))
    assert (made.settings, made.secret_fields) == ({}, ("url",))
    assert (await refused(connections, {"url": "nonsense"}))[0] == "url"
    user, _, rest = empty_database_url.rpartition("@")
    wrong = f"{user}x@{rest}"
    assert await refused(connections, {"url": wrong}) == (
        "url",
        "The database refuses the user or the password (28P01).",
    )
    assert (await refused(connections, {"url": empty_database_url, "base_url": "x"}))[0] == "base_url"
    await connections.close()


OAUTH = manifest(
    form=(
        FormField(name="client_id", label="Client", help=""),
        FormField(name="client_secret", label="Secret", help="", secret=True),
    ),
    auth=ClientCredentials(id_field="client_id", secret_field="client_secret", token_path="/token", scope="read"),
)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (lambda: web.json_response({"error": "invalid_client"}, status=401), "client_secret"),
        (lambda: web.json_response({"error": "invalid_client"}, status=400), "client_secret"),
        (lambda: web.json_response({"error": {"title": "no"}}, status=401), "client_secret"),
        (lambda: web.json_response({"error": "invalid_scope"}, status=400), "base_url"),
        (status(404), "base_url"),
        (status(500), "base_url"),
        (lambda: web.json_response({"token": "?"}), "base_url"),
        (lambda: web.json_response({"access_token": "a\nb"}), "base_url"),
        (lambda: web.Response(text="<html>"), "base_url"),
    ],
)
async def test_a_sign_in_that_does_not_work_is_refused(database: Database, answer: object, field: str) -> None:
    async with Source() as source:
        source.answers("/token", answer)  # type: ignore[arg-type]
        form = {"client_id": "us", "client_secret": "hunter2", "base_url": source.url}
        named, reason = await refused(make(database, OAUTH), form)
        assert named == field
        assert "hunter2" not in reason
        assert source.asked == ["/token"]


async def test_the_client_signs_in_as_documented(database: Database) -> None:
    heard: list[object] = []

    async def token(request: web.Request) -> web.Response:
        heard.append((await request.json(), request.headers["Content-Type"]))
        return web.json_response({"access_token": "t0k", "token_type": "bearer"})

    async with Source() as source:
        source.handlers["/token"] = token
        connections = make(database, OAUTH)
        form = {"client_id": "us", "client_secret": "hunter2", "base_url": source.url}
        await soon(connections.create(SHOP, None, form, None))
        asked = {"grant_type": "client_credentials", "client_id": "us", "client_secret": "hunter2", "scope": "read"}
        assert heard == [(asked, "application/json")]
        assert source.requests[-1].headers["Authorization"] == "Bearer t0k"
        await connections.close()
