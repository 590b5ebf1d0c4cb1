"""Merging over HTTP and by command: planned, made, undone, refused, and only by who may see both."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from identity.builders import CATEGORIES, record
from rotunda.sections.ids import AccountId, ConnectionId, SourceName
from support.databases import MakeDatabase
from support.service import Service, serving, settings_for

ACME = record("productdb", "1", name="Acme", domains=("acme.com",), owner_emails=("ana@us.test",))
BOLT = record("productdb", "2", name="Bolt", domains=("bolt.io",), city="Graz")
CORE = record("productdb", "3", name="Core", domains=("core.dev",))


class Book:
    """A service with three accounts in its book."""

    def __init__(self, service: Service, database_url: str, folder: Path, accounts: list[AccountId]) -> None:
        self.service = service
        self.database_url = database_url
        self.folder = folder
        self.acme, self.bolt, self.core = accounts

    async def post(self, path: str, body: Any, user: str = "admin") -> httpx.Response:
        async with self.service.client(user) as client:
            return await client.post(f"/api/v1{path}", json=body)

    async def get(self, path: str, user: str = "admin") -> httpx.Response:
        async with self.service.client(user) as client:
            return await client.get(f"/api/v1{path}")

    async def fingerprint(self, absorbed: str, kept: str) -> str:
        answer = await self.post(f"/accounts/{absorbed}/merge", {"into": kept, "dry_run": True})
        return answer.json()["plan"]["fingerprint"]

    async def merge(self, absorbed: str, kept: str) -> str:
        fingerprint = await self.fingerprint(absorbed, kept)
        answer = await self.post(f"/accounts/{absorbed}/merge", {"into": kept, "fingerprint": fingerprint})
        assert answer.status_code == 200, answer.text
        return answer.json()["merge"]

    async def command(self, *arguments: str) -> tuple[int, str, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from rotunda.entrypoints.command_line import main; main()",
            *arguments,
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": ":".join(sys.path),
                "ROTUNDA_DATA": str(self.folder),
                "ROTUNDA_DATABASE_URL": self.database_url,
            },
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()


@pytest_asyncio.fixture
async def book(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Book]:
    url = await make_database()
    async with serving(settings_for(url, tmp_path)) as service:
        identity = service.installation.identity
        await identity.apply_directory(
            ConnectionId("con_productdb"), SourceName("productdb"), CATEGORIES["productdb"], [ACME, BOLT, CORE]
        )
        found = [await identity.lookup(external=f"productdb:{number}") for number in (1, 2, 3)]
        yield Book(service, url, tmp_path, [matches[0].account.id for matches in found])


async def test_a_merge_is_planned_made_shown_and_undone(book: Book) -> None:
    pages = [(await book.get(f"/accounts/{each}")).content for each in (book.acme, book.bolt)]
    plan = (await book.post(f"/accounts/{book.bolt}/merge", {"into": book.acme, "dry_run": True})).json()
    assert plan["merge"] is None
    assert [plan["plan"][side]["account"]["name"] for side in ("kept", "absorbed")] == ["Acme", "Bolt"]
    assert [warning["kind"] for warning in plan["plan"]["warnings"]] == ["same_source"]
    body = {"into": book.acme, "fingerprint": plan["plan"]["fingerprint"]}
    made = (await book.post(f"/accounts/{book.bolt}/merge", body)).json()
    page = (await book.get(f"/accounts/{book.bolt}")).json()["account"]
    assert (page["id"], page["also_known_as"]) == (book.acme, [{"id": book.bolt, "name": "Bolt"}])
    listed = (await book.get("/accounts")).json()
    assert ([each["id"] for each in listed["items"]], listed["total"]) == ([book.acme, book.core], 2)
    for word in ("bolt", "Graz", "acme.com"):
        assert [each["id"] for each in (await book.get(f"/accounts?q={word}")).json()["items"]] == [book.acme]
    found = (await book.get("/lookup?domain=bolt.io")).json()
    assert [each["account"]["id"] for each in found["matches"]] == [book.acme]
    log = (await book.get(f"/audit?account={book.acme}")).json()["items"]
    assert {row["action"] for row in log} >= {"view", "merge", "merge.plan"}
    history = (await book.get(f"/accounts/{book.bolt}/merges")).json()["items"]
    assert [(each["kind"], each["id"], each["undoable"]) for each in history] == [("merge", made["merge"], True)]
    assert (history[0]["account"]["name"], history[0]["other"]["name"]) == ("Acme", "Bolt")
    undone = await book.post(f"/merges/{made['merge']}/undo", {"because": "Two companies after all"})
    assert (undone.status_code, undone.json()["undone"], undone.json()["back"]) == (200, True, [book.bolt])
    assert [(await book.get(f"/accounts/{each}")).content for each in (book.acme, book.bolt)] == pages


async def test_what_cannot_be_done_says_why(book: Book) -> None:
    stale = await book.fingerprint(book.bolt, book.acme)
    refused = await book.post(f"/accounts/{book.acme}/merge", {"into": book.acme, "dry_run": True})
    assert (refused.status_code, refused.json()["field"]) == (422, "into")
    refused = await book.post(f"/accounts/{book.bolt}/merge", {"into": book.acme})
    assert (refused.status_code, refused.json()["field"]) == (422, "fingerprint")
    body = {"into": book.acme, "dry_run": True, "choices": {"colour": "kept"}}
    refused = await book.post(f"/accounts/{book.bolt}/merge", body)
    assert (refused.status_code, refused.json()["field"]) == (422, "choices.colour")
    merge = await book.merge(book.core, book.acme)
    refused = await book.post(f"/accounts/{book.bolt}/merge", {"into": book.acme, "fingerprint": stale})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:stale")
    refused = await book.post(f"/accounts/{book.core}/merge", {"into": book.bolt, "fingerprint": stale})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:already-merged")
    assert (await book.post(f"/merges/{merge}/undo", {})).status_code == 200
    refused = await book.post(f"/merges/{merge}/undo", {})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:already-undone")
    apart = await book.post(f"/accounts/{book.bolt}/keep-apart", {"other": book.acme, "because": "Rivals"})
    assert apart.status_code == 204
    fingerprint = await book.fingerprint(book.bolt, book.acme)
    refused = await book.post(f"/accounts/{book.bolt}/merge", {"into": book.acme, "fingerprint": fingerprint})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:kept-apart")
    assert "Rivals" in refused.json()["detail"]


async def test_only_who_may_change_and_see_both_merges(book: Book) -> None:
    body = {"into": book.acme, "dry_run": True}
    assert (await book.post(f"/accounts/{book.bolt}/merge", body, "support")).status_code == 403
    hidden = await book.post(f"/accounts/{book.bolt}/merge", body, "success")
    nobody = await book.post("/accounts/acc_nobody/merge", body, "success")
    assert (hidden.status_code, hidden.content) == (404, nobody.content)
    merge = await book.merge(book.bolt, book.acme)
    hidden = await book.post(f"/merges/{merge}/undo", {}, "success")
    nobody = await book.post("/merges/mrg_nobody/undo", {}, "success")
    assert (hidden.status_code, hidden.content) == (404, nobody.content)
    assert (await book.get(f"/accounts/{book.bolt}/merges", "success")).status_code == 404


async def test_an_identifier_is_split_out_and_found_there(book: Book) -> None:
    plan = await book.post(f"/accounts/{book.bolt}/split", {"identifier": "bolt.io", "dry_run": True})
    assert (plan.json()["split"], plan.json()["into"]) == (False, None)
    done = (await book.post(f"/accounts/{book.bolt}/split", {"identifier": "bolt.io"})).json()
    found = (await book.get("/lookup?domain=bolt.io")).json()["matches"]
    assert [each["account"]["id"] for each in found] == [done["into"]]
    assert (await book.post(f"/accounts/{book.bolt}/split", {"identifier": "bolt.io"})).status_code == 404
    history = (await book.get(f"/accounts/{book.bolt}/merges")).json()["items"]
    assert [(each["kind"], each["identifier"]) for each in history] == [("split", "domain:bolt.io")]


async def test_a_parent_is_set_by_hand(book: Book) -> None:
    async with book.service.client("admin") as client:
        path = f"/api/v1/accounts/{book.bolt}/parent"
        assert (await client.put(path, json={"parent": book.acme})).status_code == 204
        circle = await client.put(f"/api/v1/accounts/{book.acme}/parent", json={"parent": book.bolt})
        assert (circle.status_code, circle.json()["type"]) == (409, "urn:rotunda:problem:circle")
        head = (await client.get(f"/api/v1/accounts/{book.bolt}")).json()["account"]
        assert head["parent"] == {"id": book.acme, "name": "Acme"}
        assert (await client.put(path, json={"parent": None})).status_code == 204
        assert "parent" not in (await client.get(f"/api/v1/accounts/{book.bolt}")).json()["account"]


async def test_the_same_by_command(book: Book) -> None:
    code, out, told = await book.command("identity", "merge", book.acme, book.bolt, "--dry-run")
    assert (code, "Nothing was changed" in told) == (0, True)
    assert "name: Acme | Bolt -> Acme (survivor)" in out
    code, _, told = await book.command("identity", "merge", book.acme, book.bolt, "--choose", "name=absorbed")
    assert code == 0, told
    assert (await book.get(f"/accounts/{book.bolt}")).json()["account"]["name"] == "Bolt"
    merge = told.split()[1].rstrip(":")
    code, out, told = await book.command("identity", "undo", merge, "--because", "A mistake")
    assert (code, out) == (0, f"Shown as themselves again: {book.bolt}\n")
    code, _, told = await book.command("identity", "undo", merge)
    assert (code, told) == (1, "Stopped: This merge was undone before. Nothing has changed.\n")
    code, out, _ = await book.command("identity", "split", book.bolt, "bolt.io", "--dry-run")
    assert (code, out) == (0, f"domain bolt.io: from {book.bolt} to a new customer\n")
    code, _, _ = await book.command("identity", "keep-apart", book.acme, book.bolt, "--because", "Rivals")
    assert code == 0
    code, _, told = await book.command("identity", "merge", book.acme, book.bolt)
    assert (code, "Rivals" in told) == (1, True)
