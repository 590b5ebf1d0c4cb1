"""What cannot be asked of customers over HTTP and by command: each refusal names the field and the reason, and nothing
of the book is written by it.
"""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from entrypoints.test_alias_commands import rotunda
from entrypoints.test_bad_input import problem
from identity.builders import CATEGORIES, person, record
from rotunda.sections.ids import ConnectionId, SourceName
from support.service import Service, serving, settings_for

BOOK = (
    "account", "account_owner", "alias", "contact", "contact_identifier", "contact_link", "contact_split", "field",
    "field_change", "field_value", "hand_link", "identifier", "identifier_split", "keep_apart", "link", "merge",
    "parent_set", "saved_view", "shown_head", "suggestion",
)  # fmt: skip
LISTED = [
    *(record("productdb", f"{n}", name=f"Firm {n}", domains=(f"firm{n}.example",)) for n in range(5)),
    *(person("productdb", f"u{n}", "0", name=f"Person {n}", emails=(f"p{n}@firm0.example",)) for n in range(3)),
]
TOO_MUCH = "x" * 10_000_000


class Desk:
    """A service with five companies, of which each but the first stands below the one before, and three people."""

    def __init__(self, service: Service, accounts: list[str], contacts: list[str], url: str, folder: Path) -> None:
        self.service, self.accounts, self.contacts = service, accounts, contacts
        self.url, self.folder = url, folder

    def filled(self, text: str) -> str:
        names = {f"a{n}": each for n, each in enumerate(self.accounts)}
        return text.format(**names, **{f"p{n}": each for n, each in enumerate(self.contacts)})

    async def book(self) -> list[Any]:
        """Every row."""
        async with self.service.installation.database.connection() as connection:
            return [
                await (
                    await connection.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY t::text".encode())
                ).fetchall()
                for table in BOOK
            ]

    async def ask(self, method: str, path: str, body: Any = None, etag: str | None = None) -> httpx.Response:
        async with self.service.client("admin") as client:
            headers = {"If-Match": etag} if etag else {}
            return await client.request(method, f"/api/v1{self.filled(path)}", json=body, headers=headers)


@pytest_asyncio.fixture(scope="module")
async def desk(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("installation")
    async with serving(settings_for(database_url, folder)) as service:
        identity = service.installation.identity
        await identity.apply_directory(
            ConnectionId("con_productdb"), SourceName("productdb"), CATEGORIES["productdb"], LISTED
        )
        found = [(await identity.lookup(external=f"productdb:{n}"))[0].account.id for n in range(5)]
        async with service.client("admin") as client:
            people = (await client.get("/api/v1/contacts?sort=name")).json()["items"]
            desk = Desk(service, list(found), [each["id"] for each in people], database_url, folder)
            for below, above in zip(found[1:], found, strict=False):
                assert (await client.put(f"/api/v1/accounts/{below}/parent", json={"parent": above})).status_code == 204
        yield desk


async def refused(desk: Desk, answer: httpx.Response, status: int, field: str, before: list[Any]) -> dict[str, Any]:
    body = problem(answer)
    assert (body["status"], body.get("field")) == (status, field), body
    assert await desk.book() == before
    return body


@pytest.mark.parametrize("path", ["/accounts", "/contacts", "/search", "/accounts.csv"])
@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("firm colour:red", 5),
        ("firm (name", 5),
        ('"firm', 0),
        ("owner:", 6),
        ("firm in:nowhere", 5),
        ("field.nothing:1", 0),
        ("has:nothing", 0),
    ],
)
async def test_a_mistake_in_a_search_is_pointed_at(desk: Desk, path: str, text: str, position: int) -> None:
    async with desk.service.client("admin") as client:
        answer = await client.get(f"/api/v1{path}", params={"q": text})
    body = problem(answer)
    assert (body["status"], body["field"]) == (400, "q"), body
    assert abs(body["position"] - position) <= len(text)
    assert 0 <= body["position"] <= len(text)


@pytest.mark.parametrize("text", ["mrr:lots", "health:<x", "arr:>>5"])
async def test_a_mistake_in_a_figure_is_pointed_at(desk: Desk, text: str) -> None:
    for query, start in ((text, 0), (f"firm {text}", 5)):
        async with desk.service.client("admin") as client:
            body = problem(await client.get("/api/v1/accounts", params={"q": query}))
        assert (body["status"], body["field"]) == (400, "q"), body
        assert body["position"] >= start


@pytest.mark.parametrize(
    ("path", "parent"),
    [
        ("/accounts/{a0}/parent", "{a0}"),
        ("/accounts/{a0}/parent", "{a1}"),
        ("/accounts/{a0}/parent", "{a4}"),
        ("/accounts/{a2}/parent", "{a3}"),
    ],
)
async def test_nobody_stands_above_themselves(desk: Desk, path: str, parent: str) -> None:
    before = await desk.book()
    answer = await desk.ask("PUT", path, {"parent": desk.filled(parent)})
    body = await refused(desk, answer, 409, "parent", before)
    assert "stands below it" in body["detail"]


async def test_a_merge_that_would_close_a_circle_is_refused(desk: Desk) -> None:
    """The second stands below the first; what is merged of the first and the third would stand below itself."""
    before = await desk.book()
    order = {"into": desk.accounts[0], "choices": {"parent": "absorbed"}}
    plan = await desk.ask("POST", "/accounts/{a2}/merge", {**order, "dry_run": True})
    assert plan.json()["plan"]["refused"]["kind"] == "circle"
    order["fingerprint"] = plan.json()["plan"]["fingerprint"]
    await refused(desk, await desk.ask("POST", "/accounts/{a2}/merge", order), 409, "parent", before)


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/accounts/{a3}/merge", {"into": "{a3}", "dry_run": True}, 422, "into"),
        ("/accounts/{a3}/merge", {"into": "{a3}", "fingerprint": "any"}, 422, "into"),
        ("/contacts/{p0}/merge", {"into": "{p0}", "fingerprint": "any"}, 422, "into"),
        ("/accounts/{a3}/merge", {"into": "{a4}", "fingerprint": "stale"}, 409, "fingerprint"),
        ("/contacts/{p0}/merge", {"into": "{p1}", "fingerprint": "stale"}, 409, "fingerprint"),
        ("/contacts/{p0}/merge", {"into": "{p1}"}, 422, "fingerprint"),
        ("/contacts/{p0}/merge", {"into": 7}, 400, "into"),
        ("/contacts/{p0}/merge", {"into": "{p1}", "dry_run": "yes"}, 400, "dry_run"),
        ("/contacts/{p0}/merge", {"into": "{p1}", "dry_run": True, "choices": {"name": "mine"}}, 400, "choices[...]"),
        ("/contacts/{p0}/split", {"identifier": "no address"}, 422, "identifier"),
        ("/contacts/{p0}/split", {"identifier": "@"}, 422, "identifier"),
        ("/contacts/{p0}/split", {"identifier": "12"}, 422, "identifier"),
        ("/contacts/{p0}/split", {"identifier": "x" * 400}, 422, "identifier"),
        ("/contacts/{p0}/split", {"identifier": "a\u0000b"}, 422, "identifier"),
        ("/contacts/{p0}/split", {"identifier": "p0@firm0.example", "into": "{p0}"}, 422, "into"),
        ("/contacts/{p0}/split", {"identifier": "productdb:u0"}, 409, "identifier"),
        ("/accounts/{a3}/split", {"identifier": "nothing"}, 422, "identifier"),
        ("/accounts/{a3}/split", {"identifier": "productdb:3"}, 409, "identifier"),
        ("/accounts/{a3}/identifiers", {"identifier": "gmail.com"}, 422, "identifier"),
        ("/accounts/{a3}/identifiers", {"identifier": "not an address"}, 422, "identifier"),
        ("/accounts/{a3}/identifiers", {"identifier": "stripe:cus_1"}, 422, "identifier"),
        ("/accounts/{a3}/identifiers", {"identifier": "two@@firm.example"}, 422, "identifier"),
        ("/accounts/{a3}/keep-apart", {"other": "{a3}", "because": "so"}, 422, "other"),
        ("/accounts/{a3}/keep-apart", {"other": "{a4}", "because": "  "}, 422, "because"),
        ("/contacts/{p0}/keep-apart", {"other": "{p1}", "because": "x" * 501}, 422, "because"),
        ("/fields", {"name": "a", "title": "A", "kind": "colour"}, 422, "kind"),
        ("/fields", {"name": "a", "title": "A", "kind": 7}, 400, "kind"),
        ("/fields", {"name": "a", "title": "A", "kind": "choice", "choices": []}, 422, "choices"),
        ("/fields", {"name": "a", "title": "A", "kind": "number", "default": "much"}, 422, "default"),
    ],
)
async def test_what_cannot_be_meant_names_its_field_and_writes_nothing(
    desk: Desk, path: str, body: dict[str, Any], status: int, field: str
) -> None:
    before = await desk.book()
    filled = {name: desk.filled(value) if isinstance(value, str) else value for name, value in body.items()}
    await refused(desk, await desk.ask("POST", path, filled), status, field, before)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "two@firm.example three@firm.example"}, "email"),
        ({"title": "kept as it was", "email": "@firm.example"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "+49"}, "phone"),
        ({"phone": "030 1"}, "phone"),
        ({"title": "kept as it was", "phone": "+00000000000000000000"}, "phone"),
    ],
)
async def test_an_address_or_a_number_that_is_none_changes_nothing_at_all(
    desk: Desk, fields: dict[str, str], field: str
) -> None:
    before = await desk.book()
    etag = (await desk.ask("GET", "/contacts/{p0}/fields")).headers["etag"]
    answer = await desk.ask("PATCH", "/contacts/{p0}", {"fields": fields}, etag)
    await refused(desk, answer, 422, field, before)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/accounts/{a0}", {"fields": {"name": TOO_MUCH}}),
        ("PATCH", "/contacts/{p0}", {"fields": {"name": TOO_MUCH}}),
        ("POST", "/accounts/{a0}/merge", {"into": TOO_MUCH, "dry_run": True}),
        ("POST", "/contacts/{p0}/split", {"identifier": TOO_MUCH}),
        ("POST", "/accounts/{a0}/identifiers", {"identifier": TOO_MUCH}),
        ("POST", "/accounts/{a0}/keep-apart", {"other": "{a1}", "because": TOO_MUCH}),
        ("POST", "/fields", {"name": "a", "title": TOO_MUCH, "kind": "text"}),
        ("POST", "/views", {"name": "a", "query": TOO_MUCH}),
    ],
)
async def test_ten_megabytes_are_too_much_wherever_they_are_sent(
    desk: Desk, method: str, path: str, body: dict[str, Any]
) -> None:
    before = await desk.book()
    answer = await desk.ask(method, path, body, '"any"')
    assert answer.status_code == 413
    assert "larger than 1 MiB" in problem(answer)["detail"]
    assert await desk.book() == before


async def test_a_search_of_a_megabyte_is_refused(desk: Desk) -> None:
    async with desk.service.client("admin") as client:
        for path in ("/accounts", "/contacts", "/search"):
            answer = await client.get(f"/api/v1{path}", params={"q": "x" * 20_000})
            assert 400 <= answer.status_code < 500, (path, answer.status_code)


async def test_a_file_of_old_numbers_keeps_its_sound_lines_and_reports_the_others(desk: Desk, tmp_path: Path) -> None:
    """With a byte order mark, broken lines, another encoding; the same file again changes nothing."""
    path = tmp_path / "old.csv"
    lines = [
        b"\xef\xbb\xbfold_system,old_number,new_record",
        b"desk,1,zendesk:11",
        b"desk,\xff\xfe2,zendesk:12",
        b'desk,"3,zendesk:13',
        b"desk,4",
        b"desk,5,nowhere:15",
        b"desk,6," + b"9" * 2_000_000,
        b"desk,7,zendesk:17",
    ]
    path.write_bytes(b"\r\n".join(lines))
    for _ in range(2):
        code, out, told = await rotunda(desk.url, desk.folder, "import", str(path))
        assert code in {0, 2}, (out, told)
        async with desk.service.installation.database.connection() as connection:
            rows = await (await connection.execute("SELECT normal FROM alias ORDER BY 1")).fetchall()
        assert rows == [("1",), ("7",)]
    [report] = [each for each in tmp_path.iterdir() if each != path]
    with report.open(newline="") as file:
        refusals = [(int(row["line"]), row["field"], bool(row["reason"])) for row in csv.DictReader(file)]
    assert [line for line, _, _ in refusals] == [3, 4, 5, 6, 7]
    assert all(field and reason for _, field, reason in refusals)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("old_system,old_number,new_record\ndesk,é8,zendesk:18\n".encode("latin-1"))
    assert (await rotunda(desk.url, desk.folder, "import", "--encoding", "latin-1", str(latin)))[0] == 0
    async with desk.service.client("admin") as client:
        found = await client.get("/api/v1/lookup", params={"ticket": "desk:é8"})
    assert found.status_code in {200, 404, 502, 503}
