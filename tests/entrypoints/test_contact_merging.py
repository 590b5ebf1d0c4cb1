"""Merging people over HTTP and by command: planned, made, undone, split, refused, and only by who may see both."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from entrypoints.test_merging import Book
from identity.builders import CATEGORIES, person, record
from rotunda.sections.ids import ConnectionId, ContactId, SourceName
from support.databases import MakeDatabase
from support.service import serving, settings_for

ACME = record("productdb", "1", name="Acme", domains=("acme.com",), owner_emails=("ana@us.test",))
ADA = person("productdb", "u1", "1", name="Ada", verified_emails=("ada@acme.com",))
GRACE = person("productdb", "u2", "1", name="Grace", emails=("grace@acme.com",), title="Admiral")
ALAN = person("productdb", "u3", "1", name="Alan", verified_emails=("alan@acme.com",))


class People(Book):
    """A service with three people at one account."""

    ada: ContactId
    grace: ContactId
    alan: ContactId

    async def planned(self, absorbed: str, kept: str) -> str:
        answer = await self.post(f"/contacts/{absorbed}/merge", {"into": kept, "dry_run": True})
        assert answer.status_code == 200, answer.text
        return answer.json()["plan"]["fingerprint"]

    async def merged(self, absorbed: str, kept: str) -> str:
        body = {"into": kept, "fingerprint": await self.planned(absorbed, kept)}
        answer = await self.post(f"/contacts/{absorbed}/merge", body)
        assert answer.status_code == 200, answer.text
        return answer.json()["merge"]

    async def page(self, contact: str) -> Any:
        return (await self.get(f"/contacts/{contact}")).json()["contact"]

    async def patch(self, contact: str, **fields: Any) -> None:
        async with self.service.client("admin") as client:
            path = f"/api/v1/contacts/{contact}"
            seen = await client.get(f"{path}/fields")
            done = await client.patch(path, json={"fields": fields}, headers={"If-Match": seen.headers["ETag"]})
            assert done.status_code == 200, done.text


@pytest_asyncio.fixture
async def book(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[People]:
    url = await make_database()
    async with serving(settings_for(url, tmp_path)) as service:
        installation = service.installation
        await installation.identity.apply_directory(
            ConnectionId("con_productdb"), SourceName("productdb"), CATEGORIES["productdb"], [ACME, ADA, GRACE, ALAN]
        )
        [account] = await installation.identity.lookup(external="productdb:1")
        book = People(service, url, tmp_path, [account.account.id] * 3)
        contacts = (await book.get("/contacts")).json()["items"]
        named = {each["name"]: each["id"] for each in contacts}
        book.ada, book.grace, book.alan = named["Ada"], named["Grace"], named["Alan"]
        yield book


async def test_a_merge_is_planned_made_shown_and_undone(book: People) -> None:
    pages = [(await book.get(f"/contacts/{each}")).content for each in (book.ada, book.grace)]
    plan = (await book.post(f"/contacts/{book.grace}/merge", {"into": book.ada, "dry_run": True})).json()
    assert (plan["merge"], plan["contact"]) == (None, {"id": book.ada, "name": "Ada"})
    assert "account" not in plan
    assert [plan["plan"][side]["contact"]["name"] for side in ("kept", "absorbed")] == ["Ada", "Grace"]
    fields = {each["name"]: each for each in plan["plan"]["fields"]}
    assert (fields["account"]["kept"], fields["email"]["rule"]) == ("Acme", "verified")
    merge = await book.merged(book.grace, book.ada)
    page = await book.page(book.grace)
    assert (page["id"], page["name"], page["title"]) == (book.ada, "Ada", "Admiral")
    assert {each["value"] for each in page["aliases"]} == {"ada@acme.com", "grace@acme.com"}
    listed = (await book.get("/contacts")).json()
    assert ([each["id"] for each in listed["items"]], listed["total"]) == ([book.ada, book.alan], 2)
    for word in ("ada", "grace@acme.com"):
        assert [each["id"] for each in (await book.get(f"/contacts?q={word}")).json()["items"]] == [book.ada]
    found = (await book.get("/lookup?email=grace@acme.com")).json()
    assert [each["contact"]["id"] for each in found["contacts"]] == [book.ada]
    assert (await book.get(f"/contacts/{book.grace}/conversations")).status_code == 200
    log = (await book.get(f"/audit?account={book.acme}")).json()["items"]
    assert {row["action"] for row in log} >= {"view", "merge", "merge.plan"}
    history = (await book.get(f"/contacts/{book.grace}/merges")).json()["items"]
    assert [(each["kind"], each["id"], each["undoable"]) for each in history] == [("merge", merge, True)]
    assert (history[0]["contact"]["name"], history[0]["other"]["name"]) == ("Ada", "Grace")
    lines = (await book.get(f"/contacts/{book.ada}/history")).json()["items"]
    assert [(line["what"], line["kind"], line["other"]["name"]) for line in lines] == [("identity", "merge", "Grace")]
    undone = await book.post(f"/merges/{merge}/undo", {"because": "Two people after all"})
    assert (undone.status_code, undone.json()["undone"], undone.json()["back"]) == (200, True, [book.grace])
    assert undone.json()["kept"] == {"id": book.ada, "name": "Ada"}
    assert [(await book.get(f"/contacts/{each}")).content for each in (book.ada, book.grace)] == pages


async def test_an_edit_since_the_merge_is_shown_and_decided(book: People) -> None:
    merge = await book.merged(book.grace, book.ada)
    await book.patch(book.grace, title="Countess")
    plan = (await book.post(f"/merges/{merge}/undo", {"dry_run": True})).json()
    assert [(each["key"], each["kind"], each["says"]) for each in plan["conflicts"]] == [
        ("field:fld_contact_title", "field", "Title was changed since. Now it is Countess.")
    ]
    refused = await book.post(f"/merges/{merge}/undo", {})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:undecided")
    decided = {"choices": {"field:fld_contact_title": "absorbed"}}
    assert (await book.post(f"/merges/{merge}/undo", decided)).status_code == 200
    assert [(await book.page(each)).get("title") for each in (book.ada, book.grace)] == [None, "Countess"]


async def test_what_cannot_be_done_says_why(book: People) -> None:
    stale = await book.planned(book.grace, book.ada)
    for body, field in (
        ({"into": book.grace, "dry_run": True}, "into"),
        ({"into": book.ada}, "fingerprint"),
        ({"into": book.ada, "dry_run": True, "choices": {"domain": "kept"}}, "choices.domain"),
    ):
        refused = await book.post(f"/contacts/{book.grace}/merge", body)
        assert (refused.status_code, refused.json()["field"]) == (422, field)
    for path, into in ((f"/contacts/{book.ada}", book.acme), (f"/accounts/{book.acme}", book.ada)):
        assert (await book.post(f"{path}/merge", {"into": into, "dry_run": True})).status_code == 404
    await book.merged(book.alan, book.ada)
    refused = await book.post(f"/contacts/{book.grace}/merge", {"into": book.ada, "fingerprint": stale})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:stale")
    apart = await book.post(f"/contacts/{book.grace}/keep-apart", {"other": book.ada, "because": "Sisters"})
    assert apart.status_code == 204
    fingerprint = await book.planned(book.grace, book.ada)
    refused = await book.post(f"/contacts/{book.grace}/merge", {"into": book.ada, "fingerprint": fingerprint})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rotunda:problem:kept-apart")
    assert "Sisters" in refused.json()["detail"]


async def test_only_who_may_change_and_see_both_merges(book: People) -> None:
    merge = await book.merged(book.alan, book.ada)
    body = {"into": book.ada, "dry_run": True}
    assert (await book.post(f"/contacts/{book.grace}/merge", body, "support")).status_code == 403
    for rest, sent in (
        ("merge", body),
        ("split", {"identifier": "grace@acme.com"}),
        ("keep-apart", {"other": book.ada, "because": "Sisters"}),
    ):
        hidden = await book.post(f"/contacts/{book.grace}/{rest}", sent, "success")
        nobody = await book.post(f"/contacts/per_nobody/{rest}", sent, "success")
        assert (hidden.status_code, hidden.content) == (404, nobody.content)
    hidden = await book.post(f"/merges/{merge}/undo", {}, "success")
    nobody = await book.post("/merges/mrg_nobody/undo", {}, "success")
    assert (hidden.status_code, hidden.content) == (404, nobody.content)
    assert (await book.get(f"/contacts/{book.ada}/merges", "success")).status_code == 404


async def test_an_identifier_is_split_out_and_found_there(book: People) -> None:
    plan = await book.post(f"/contacts/{book.grace}/split", {"identifier": "grace@acme.com", "dry_run": True})
    assert (plan.json()["split"], plan.json()["into"]) == (False, None)
    done = (await book.post(f"/contacts/{book.grace}/split", {"identifier": "grace@acme.com"})).json()
    found = (await book.get("/lookup?email=grace@acme.com")).json()["contacts"]
    assert [each["contact"]["id"] for each in found] == [done["into"]]
    assert "email" not in await book.page(book.grace)
    assert [each["id"] for each in (await book.get("/contacts?q=grace@acme")).json()["items"]] == [done["into"]]
    assert (await book.post(f"/contacts/{book.grace}/split", {"identifier": "grace@acme.com"})).status_code == 404
    history = (await book.get(f"/contacts/{book.grace}/merges")).json()["items"]
    assert [(each["kind"], each["identifier"]) for each in history] == [("split", "email:grace@acme.com")]


async def test_the_same_by_command(book: People) -> None:
    code, out, told = await book.command("identity", "merge", book.ada, book.grace, "--dry-run")
    assert (code, "Nothing was changed" in told) == (0, True)
    assert "name: Ada | Grace -> Ada (survivor)" in out
    code, _, told = await book.command("identity", "merge", book.ada, book.grace, "--choose", "name=absorbed")
    assert code == 0, told
    assert (await book.page(book.ada))["name"] == "Grace"
    merge = told.split()[1].rstrip(":")
    await book.patch(book.ada, title="Countess")
    code, out, _ = await book.command("identity", "undo", merge, "--dry-run")
    assert "decide field:fld_contact_title: Title was changed since. Now it is Countess." in out
    code, out, told = await book.command("identity", "undo", merge, "--choose", "field:fld_contact_title=kept")
    assert (code, told) == (0, f"Merge {merge} is undone.\n")
    code, out, _ = await book.command("identity", "split", book.grace, "grace@acme.com", "--dry-run")
    assert (code, out) == (0, f"email grace@acme.com: from {book.grace} to a new customer\n")
    code, _, _ = await book.command("identity", "keep-apart", book.ada, book.grace, "--because", "Sisters")
    assert code == 0
    code, _, told = await book.command("identity", "merge", book.ada, book.grace)
    assert (code, "Sisters" in told) == (1, True)
