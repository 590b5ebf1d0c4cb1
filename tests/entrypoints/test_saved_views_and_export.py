"""Saved views and the list as a file, over HTTP."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from rotunda.kit.database import Database
from rotunda.view.index.export import AT_ONCE, harmless
from rotunda.view.index.judged import NO_HEALTH
from support.service import Service, serving, settings_for

NAMES = ["=cmd|' /C calc'!A0", "+1 Group", "-Minus", "@Home", "\tTab", "Plain, with comma", 'Quote "d"', "Zürich & Co"]
FILLED = AT_ONCE + 7
_MRR = {"EUR": -1234_50, "USD": -3000_01, "JPY": -2000}


@pytest_asyncio.fixture(scope="module")
async def service(
    database_url: str, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as running:
        await _fill(database)
        yield running


async def _fill(database: Database) -> None:
    names = [*NAMES, *(f"Account {number:04}" for number in range(FILLED - len(NAMES)))]
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for number, name in enumerate(names):
        key = f"acc_{number:020d}"
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, %s, %s)", (key, name, now, now)
        )
    facts = [("mrr", None, -1234_50, "EUR"), ("plan", "=1+1", None, None), ("open_tickets", None, 3, None)]
    for name, text, number, currency in facts:
        await database.execute(
            "INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of, amounts) "
            "VALUES (%s, %s, %s, %s, %s, 'stripe', %s, %s)",
            (f"acc_{0:020d}", name, text, number, currency, now, Jsonb(_MRR) if currency else None),
        )


async def _read(service: Service, user: str, query: str = "") -> list[dict[str, str]]:
    async with service.client(user) as client:
        answer = await client.get(f"/api/v1/accounts.csv{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="accounts.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


async def test_the_file_holds_every_account_of_the_list_in_its_order(service: Service) -> None:
    rows = await _read(service, "admin", "?sort=-name")
    async with service.client("admin") as client:
        first = (await client.get("/api/v1/accounts?sort=-name&limit=200")).json()
    assert len(rows) == first["total"] == FILLED
    assert [row["id"] for row in rows[:200]] == [item["id"] for item in first["items"]]
    assert len({row["id"] for row in rows}) == FILLED


async def test_what_a_spreadsheet_would_run_is_text_and_numbers_are_numbers(service: Service) -> None:
    [row] = await _read(service, "admin", "?q=calc&columns=mrr,plan,open_tickets")
    assert row["name"] == "'=cmd|' /C calc'!A0"
    assert (row["MRR"], row["MRR currency"]) == ("-1234.50", "EUR")
    assert row["MRR in other currencies"] == "JPY -2000; USD -3000.01"
    assert (row["Plan"], row["Open tickets"]) == ("'=1+1", "3")
    assert list(row) == [
        *("id", "name", "domain", "industry", "city", "country", "owners"),
        *("MRR", "MRR currency", "MRR in other currencies", "Plan", "Open tickets"),
    ]


async def test_a_byte_order_mark_where_it_is_asked_for(service: Service) -> None:
    async with service.client("admin") as client:
        with_mark = await client.get("/api/v1/accounts.csv?q=z%C3%BCrich&bom=true")
        without = await client.get("/api/v1/accounts.csv?q=z%C3%BCrich")
    assert with_mark.content == b"\xef\xbb\xbf" + without.content
    assert "Zürich & Co" in without.text


async def test_a_file_holds_no_column_that_the_role_may_not_read(service: Service) -> None:
    [row] = await _read(service, "support", "?q=calc")
    assert "MRR" not in row
    assert row["Open tickets"] == "3"
    async with service.client("support") as client:
        refused = await client.get("/api/v1/accounts.csv?columns=mrr")
    assert (refused.status_code, refused.json()["field"]) == (400, "columns")


@given(st.text(max_size=20))
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert harmless(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


async def _create(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/views", json=body)
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json()
    return created


async def _views(client: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in (await client.get("/api/v1/views")).json()["items"]}


async def test_a_view_is_kept_changed_and_removed(service: Service) -> None:
    async with service.client("admin") as client:
        made = await _create(client, name="At risk", query="has:overdue-invoice", sort="-mrr", columns=["mrr", "plan"])
        assert made["mine"]
        assert list(await _views(client)) == ["My book", "At risk"]
        changed = await client.patch(f"/api/v1/views/{made['id']}", json={"name": "Late payers", "columns": None})
        assert changed.json() == {**made, "name": "Late payers", "columns": None}
        assert (await client.delete(f"/api/v1/views/{made['id']}")).status_code == 204
        assert list(await _views(client)) == ["My book"]
        assert (await client.delete(f"/api/v1/views/{made['id']}")).status_code == 404


async def test_a_team_s_view_is_seen_by_the_team_and_changed_by_its_owner(service: Service) -> None:
    people = service.installation.sign_in
    await people.users.add("one@views.example", "One", ["full"], ["Green"])
    await people.users.add("two@views.example", "Two", ["full"], ["Green"])
    await people.users.add("three@views.example", "Three", ["full"], ["Blue"])
    clients = {}
    for name in ("one", "two", "three"):
        _, token = await people.create_token(f"{name}@views.example", "test")
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        clients[name] = httpx.AsyncClient(base_url=service.url, headers=headers, timeout=30)
    made = await _create(clients["one"], name="Green book", query="plan:pro", team="Green")
    assert (await _views(clients["two"]))["Green book"] == {**made, "mine": False}
    assert "Green book" not in await _views(clients["three"])
    foreign = await clients["two"].patch(f"/api/v1/views/{made['id']}", json={"name": "Mine now"})
    missing = await clients["two"].patch("/api/v1/views/viw_nothing", json={"name": "Mine now"})
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert foreign.status_code == 404
    for client in clients.values():
        await client.aclose()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": ""}, 422, "name"),
        ({"name": "x" * 81}, 422, "name"),
        ({"name": "a", "team": "Somebody else's"}, 422, "team"),
        ({"name": "a", "query": "mrr:lots"}, 400, "query"),
        ({"name": "a", "sort": "colour"}, 400, "sort"),
        ({"name": "a", "columns": ["colour"]}, 400, "columns"),
        ({"query": "a"}, 400, "name"),
        ({"name": "a", "colour": "red"}, 400, "colour"),
    ],
)
async def test_what_cannot_be_a_view_is_refused(service: Service, body: object, status: int, field: str) -> None:
    async with service.client("admin") as client:
        refused = await client.post("/api/v1/views", json=body)
        assert (refused.status_code, refused.json()["field"]) == (status, field), refused.text
        assert list(await _views(client)) == ["My book"]


async def test_two_views_of_one_name_are_refused(service: Service) -> None:
    async with service.client("support") as client:
        await _create(client, name="Twice")
        again = await client.post("/api/v1/views", json={"name": "twice"})
        assert (again.status_code, again.json()["field"]) == (422, "name")


async def test_what_was_not_judged_yet_is_said(service: Service) -> None:
    async with service.client("admin") as client:
        for path in ("search", "accounts", "contacts"):
            answer = (await client.get(f"/api/v1/{path}", params={"q": "acme health:<60"})).json()
            assert answer["notice"] == NO_HEALTH
            assert not answer.get("items", answer.get("groups"))


async def test_views_of_people_stand_beside_those_of_accounts(service: Service) -> None:
    async with service.client("admin") as client:
        kept = await _create(client, name="Buyers", query="title:buyer has:email", sort="-added_at", of="contacts")
        await _create(client, name="Buyers", query="mrr:>0")
        listed = (await client.get("/api/v1/views?of=contacts")).json()["items"]
        assert [(each["name"], each["of"], each["query"]) for each in listed] == [
            ("My book", "contacts", "owner:me"),
            ("Buyers", "contacts", "title:buyer has:email"),
        ]
        changed = await client.patch(f"/api/v1/views/{kept['id']}", json={"columns": ["email", "title"]})
        assert (changed.json()["of"], changed.json()["columns"]) == ("contacts", ["email", "title"])
        refused = await client.patch(f"/api/v1/views/{kept['id']}", json={"columns": ["mrr"]})
        assert (refused.status_code, refused.json()["field"]) == (400, "columns")
        refused = await client.post("/api/v1/views", json={"name": "a", "query": "title:buyer"})
        assert (refused.status_code, refused.json()["field"]) == (400, "query")
        for each in [kept, *(await client.get("/api/v1/views")).json()["items"]]:
            if each["mine"]:
                assert (await client.delete(f"/api/v1/views/{each['id']}")).status_code == 204


async def test_people_as_a_file_over_http(service: Service) -> None:
    async with service.client("admin") as client:
        answer = await client.get("/api/v1/contacts.csv?bom=true&columns=email,account")
        assert answer.headers["content-disposition"] == 'attachment; filename="contacts.csv"'
        assert answer.content.decode("utf-8-sig").splitlines()[0] == "id,name,Email,Account,Account id"
        refused = await client.get("/api/v1/contacts.csv?columns=mrr")
        assert (refused.status_code, refused.json()["field"]) == (400, "columns")
    async with service.client("support") as client:
        assert (await client.get("/api/v1/contacts.csv")).status_code == 200
