"""The review queue over HTTP: who sees which pairs, counts, pages, decisions and their rows in the log."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import msgspec
import pytest
import pytest_asyncio

from rotunda.access.roles import DEFAULT_ROLES, TIER_PERMISSIONS, Role, Scope, Tier
from rotunda.identity.linkage.model import Weight
from rotunda.identity.matching.model import RecordKey
from rotunda.identity.repository.suggestions import apply_plan
from rotunda.identity.suggestions.model import Evidence, Found, PairKey, RecordMark, Side
from rotunda.identity.suggestions.plan import plan_pass
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SectionName, SourceName
from rotunda.sections.labels import Label
from support.service import Service, serving, settings_for

ACME, BOLT, CORA = (AccountId("acc_" + letter * 20) for letter in "abc")
RECORD = RecordKey(ConnectionId("con_zendesk"), "organization", ExternalId("77"))
WEIGHT = Weight("name", "Name", "the same", 8.1)
PEOPLE = {"admin": "admin", "full": "full", "ana": "success", "bob": "success", "blind": "blind"}
BLIND = Role(
    "blind",
    "Decides, and does not read how people are reached",
    Tier.READ_WRITE,
    TIER_PERMISSIONS[Tier.READ_WRITE],
    frozenset({SectionName("profile"), SectionName("people")}),
    frozenset({Label.IDENTITY}),
    Scope.ALL,
)
ADA, ALSO, CORAS = (ContactId("per_" + letter * 20) for letter in "abc")


@dataclass
class Desk:
    clients: dict[str, httpx.AsyncClient]
    database: Database

    async def page(self, who: str, query: str = "") -> dict[str, object]:
        answer = await self.clients[who].get(f"/api/v1/matches{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ids(self, who: str) -> list[str]:
        items = (await self.page(who))["items"]
        assert isinstance(items, list)
        return [each["id"] for each in items]


@pytest_asyncio.fixture(scope="module")
async def service(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    settings = settings_for(database_url, tmp_path_factory.mktemp("installation"), suggest_matches=False)
    async with serving(settings, roles={**DEFAULT_ROLES, "blind": BLIND}) as running:
        yield running


@pytest_asyncio.fixture
async def desk(service: Service, database: Database) -> AsyncIterator[Desk]:
    """Ana's team owns Acme and Bolt, Bob's owns Cora. Pairs: Acme with Bolt, Bolt with Cora, a record with Acme."""
    for table in ("app_user", "account", "contact", "source_record"):
        await database.execute(f"TRUNCATE {table} CASCADE")  # pyright: ignore[reportArgumentType] - names of ours
    for account, name, team in ((ACME, "Acme", "West"), (BOLT, "Bolt", "West"), (CORA, "Cora", "East")):
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (account, name)
        )
        await database.execute(
            "INSERT INTO account_owner (account_id, team, role, source) VALUES (%s, %s, 'owner', 'x')", (account, team)
        )
    await database.execute(
        """
        INSERT INTO source_record (connection_id, record_type, external_id, source, category, is_person,
            founds_account, name, domains, emails, verified_emails, declared, owner_emails, owner_teams, changed_at)
        VALUES ('con_zendesk', 'organization', '77', 'zendesk', 'support', false, false, 'Acme BV', '{}', '{}', '{}',
            '{}', '{}', '{}', now())
        """
    )
    await suggest(
        service,
        found(PairKey(ACME, other=BOLT), 0.9),
        found(PairKey(BOLT, other=CORA), 0.8),
        found(PairKey(ACME, record=RECORD), 0.7),
    )
    users = service.installation.sign_in
    clients: dict[str, httpx.AsyncClient] = {}
    for name, role in PEOPLE.items():
        await users.users.add(f"{name}@x.example", name, [role], {"ana": ["West"], "bob": ["East"]}.get(name, []))
        _, token = await users.create_token(f"{name}@x.example", "test")
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        clients[name] = httpx.AsyncClient(base_url=service.url, headers=headers, timeout=30)
    yield Desk(clients, database)
    for client in clients.values():
        await client.aclose()


def found(pair: PairKey, probability: float) -> Found:
    marks = (RecordMark(SourceName("zendesk"), "organization", "77"),) if pair.record else ()
    side = Side("Acme BV", ("Acme BV",), ("acme.example",), ("ada@acme.example",), "Utrecht", None, marks)
    return Found(pair, probability, Evidence((WEIGHT,), side, side))


async def suggest(service: Service, *pairs: Found) -> None:
    clock, database = service.installation.clock, service.installation.database
    async with database.transaction() as transaction:
        await apply_plan(transaction, plan_pass({each.pair: each for each in pairs}, []), clock.now())


async def suggest_people(desk: Desk, service: Service) -> list[str]:
    """Ada twice at Acme and at Bolt, which are Ana's; and Ada with somebody at Cora, which is Bob's."""
    for contact, account, name in ((ADA, ACME, "Ada"), (ALSO, BOLT, "Ada L."), (CORAS, CORA, "ada@cora.example")):
        await desk.database.execute(
            """
            INSERT INTO contact (id, account_id, mirrored_account, name, mirrored_name, created_at, updated_at)
            VALUES (%(id)s, %(account)s, %(account)s, %(name)s, %(name)s, now(), now())
            """,
            {"id": contact, "account": account, "name": name},
        )
    await suggest(service, found(PairKey(ADA, other=ALSO), 0.6), found(PairKey(ADA, other=CORAS), 0.55))
    return [each["id"] for each in (await desk.page("admin", "?kind=contact-to-contact"))["items"]]  # type: ignore[attr-defined]


class Logged(msgspec.Struct, frozen=True):
    action: str
    account_id: str | None


async def logged(desk: Desk, prefix: str) -> list[tuple[str, str | None]]:
    query = "SELECT action, account_id FROM audit_row WHERE action LIKE %s ORDER BY at, seq"
    return [(row.action, row.account_id) for row in await desk.database.fetch_all(Logged, query, (f"{prefix}%",))]


async def test_an_admin_sees_everything_the_likeliest_first(desk: Desk) -> None:
    page = await desk.page("admin")
    items = page["items"]
    assert isinstance(items, list)
    assert [each["probability"] for each in items] == [0.9, 0.8, 0.7]
    assert (page["total"], page["next_cursor"]) == (3, None)
    record = items[2]
    assert (record["kind"], record["left"]["account"], record["right"]["account"]["name"]) == (
        "record-to-account",
        None,
        "Acme",
    )
    assert record["left"]["records"] == [{"source": "zendesk", "record_type": "organization", "external_id": "77"}]
    assert record["weights"] == [{"comparison": "name", "title": "Name", "words": "the same", "bits": 8.1}]


async def test_a_pair_is_seen_by_who_may_see_both_sides_and_so_is_its_count(desk: Desk) -> None:
    """The record is nobody's yet: only those who see everything see it."""
    ana, bob = await desk.page("ana"), await desk.page("bob")
    assert [each["right"]["account"]["name"] for each in ana["items"]] == ["Acme"]  # type: ignore[attr-defined]
    assert (ana["total"], bob["total"], bob["items"]) == (1, 0, [])
    await desk.database.execute("UPDATE source_record SET owner_teams = '{West}'")
    assert (await desk.page("ana"))["total"] == 2
    assert (await desk.page("bob"))["total"] == 0


async def test_whoever_may_not_write_has_no_queue(desk: Desk) -> None:
    assert (await desk.clients["full"].get("/api/v1/matches")).status_code == 403
    [first, *_] = await desk.ids("admin")
    for deed in ("accept", "reject"):
        assert (await desk.clients["full"].post(f"/api/v1/matches/{first}/{deed}", json={})).status_code == 403


async def test_pages_and_filters(desk: Desk) -> None:
    first = await desk.page("admin", "?limit=2")
    assert (len(first["items"]), first["total"]) == (2, 3)  # type: ignore[arg-type]
    second = await desk.page("admin", f"?limit=2&cursor={first['next_cursor']}")
    assert [each["probability"] for each in second["items"]] == [0.7]  # type: ignore[attr-defined]
    assert second["next_cursor"] is None
    assert (await desk.page("admin", f"?account={CORA}"))["total"] == 1
    assert (await desk.page("admin", "?kind=record-to-account"))["total"] == 1
    assert (await desk.page("admin", "?state=rejected"))["total"] == 0
    for wrong, field in (("?cursor=x", "cursor"), ("?state=maybe", "state"), ("?limit=0", "limit")):
        refused = await desk.clients["admin"].get(f"/api/v1/matches{wrong}")
        assert (refused.status_code, refused.json()["field"]) == (400, field), refused.text


async def test_a_no_is_recorded_and_final(desk: Desk) -> None:
    [first, *_] = await desk.ids("admin")
    body = {"never_ask_again": True, "reason": "Two firms"}
    answer = await desk.clients["ana"].post(f"/api/v1/matches/{first}/reject", json=body)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, "never", "Two firms")
    assert ("match.reject", ACME) in await logged(desk, "match.")
    again = await desk.clients["ana"].post(f"/api/v1/matches/{first}/accept", json={})
    assert (again.status_code, "decided this one already" in again.json()["detail"]) == (409, True)
    assert (await desk.page("admin", "?state=never"))["total"] == 1


async def test_a_yes_links_the_record_or_merges_the_accounts(desk: Desk) -> None:
    accounts, _, record = await desk.ids("admin")
    answer = await desk.clients["admin"].post(f"/api/v1/matches/{record}/accept")
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted"), answer.text
    answer = await desk.clients["admin"].post(f"/api/v1/matches/{accounts}/accept", json={"keep": BOLT})
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted"), answer.text
    assert ("match.accept", ACME) in await logged(desk, "match.")
    assert {action for action, _ in await logged(desk, "merge")} == {"merge"}


async def test_another_one_s_pair_is_answered_as_one_that_is_not_there(desk: Desk) -> None:
    _, second, _ = await desk.ids("admin")
    for deed in ("accept", "reject"):
        forbidden = await desk.clients["bob"].post(f"/api/v1/matches/{second}/{deed}", json={})
        absent = await desk.clients["bob"].post(f"/api/v1/matches/sug_{'0' * 20}/{deed}", json={})
        assert (forbidden.status_code, forbidden.content) == (404, absent.content)
    assert (await desk.page("admin"))["total"] == 3


async def test_people_are_a_pair_for_who_may_see_both_and_read_how_they_are_reached(
    desk: Desk, service: Service
) -> None:
    both, half = await suggest_people(desk, service)
    page = await desk.page("ana", "?kind=contact-to-contact")
    [item] = page["items"]  # type: ignore[misc]
    assert (item["id"], page["total"]) == (both, 1)
    assert item["right"]["contact"] == {"id": ADA, "name": "Ada"}
    assert (item["right"]["account"]["name"], item["left"]["contact"]["name"]) == ("Acme", "Ada L.")
    assert item["left"]["addresses"] == ["ada@acme.example"]
    for who in ("bob", "blind"):
        page = await desk.page(who, "?kind=contact-to-contact")
        assert (page["items"], page["total"]) == ([], 0)
    assert (await desk.page("blind"))["total"] == 3
    for suggestion, who in ((half, "ana"), (both, "bob"), (both, "blind")):
        for deed in ("accept", "reject", "take-back"):
            client = desk.clients[who]
            forbidden = await client.post(f"/api/v1/matches/{suggestion}/{deed}", json={})
            absent = await client.post(f"/api/v1/matches/sug_{'0' * 20}/{deed}", json={})
            assert (forbidden.status_code, forbidden.content) == (404, absent.content)


async def test_two_people_are_merged_and_the_decision_is_taken_back_by_undoing_it(desk: Desk, service: Service) -> None:
    both, _ = await suggest_people(desk, service)
    admin = desk.clients["admin"]
    accepted = await admin.post(f"/api/v1/matches/{both}/accept", json={"keep": ALSO})
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted"), accepted.text
    [told] = (await desk.page("admin", "?state=decided"))["items"]  # type: ignore[misc]
    assert (told["id"], told["decider"], told["merge"]) == (both, "admin", accepted.json()["merge"])
    refused = await admin.post(f"/api/v1/matches/{both}/take-back", json={})
    assert (refused.status_code, refused.json()["merge"]) == (409, told["merge"])
    undone = await admin.post(refused.json()["undo"], json={})
    assert undone.status_code == 200, undone.text
    opened = await admin.post(f"/api/v1/matches/{both}/take-back", json={})
    assert (opened.status_code, opened.json()["state"], opened.json()["decider"]) == (200, "open", None)
    assert (await desk.page("admin", "?state=decided"))["total"] == 0
    assert {action for action, _ in await logged(desk, "match.")} >= {"match.accept", "match.take_back"}


async def test_what_was_decided_is_listed_and_taken_back(desk: Desk) -> None:
    first, second, third = await desk.ids("admin")
    admin = desk.clients["admin"]
    await admin.post(f"/api/v1/matches/{first}/reject", json={"never_ask_again": True, "reason": "Two firms"})
    await desk.clients["ana"].post(f"/api/v1/matches/{third}/reject", json={})
    assert (await desk.clients["ana"].post(f"/api/v1/matches/{third}/reject", json={})).status_code == 404
    await admin.post(f"/api/v1/matches/{third}/accept", json={})
    page = await desk.page("admin", "?state=decided&limit=1")
    assert [(each["id"], each["decider"]) for each in page["items"]] == [(third, "admin")]  # type: ignore[attr-defined]
    assert page["total"] == 2
    rest = await desk.page("admin", f"?state=decided&limit=1&cursor={page['next_cursor']}")
    assert [(each["id"], each["reason"]) for each in rest["items"]] == [(first, "Two firms")]  # type: ignore[attr-defined]
    assert [each["id"] for each in (await desk.page("ana", "?state=decided"))["items"]] == [first]  # type: ignore[attr-defined]
    for each in (first, third):
        opened = await admin.post(f"/api/v1/matches/{each}/take-back", json={})
        assert (opened.status_code, opened.json()["state"]) == (200, "open"), opened.text
    assert await desk.ids("admin") == [first, second, third]
    again = await admin.post(f"/api/v1/matches/{first}/take-back", json={})
    assert (again.status_code, "Nobody has decided" in again.json()["detail"]) == (409, True)


async def test_who_was_merged_meanwhile_is_merged_as_whom_they_are_shown_as(desk: Desk, service: Service) -> None:
    both, half = await suggest_people(desk, service)
    await suggest(service, found(PairKey(ALSO, other=CORAS), 0.51))
    admin = desk.clients["admin"]
    [*_, last] = (await desk.page("admin", "?kind=contact-to-contact"))["items"]  # type: ignore[misc]
    assert (await admin.post(f"/api/v1/matches/{both}/accept", json={"keep": ALSO})).status_code == 200
    merged = await admin.post(f"/api/v1/matches/{half}/accept", json={"keep": CORAS})
    assert merged.status_code == 200, merged.text
    shown = (await admin.get(f"/api/v1/contacts/{ADA}/fields")).status_code
    assert shown == 200
    refused = await admin.post(f"/api/v1/matches/{last['id']}/accept", json={})
    assert (refused.status_code, "one already" in refused.json()["detail"]) == (409, True)
