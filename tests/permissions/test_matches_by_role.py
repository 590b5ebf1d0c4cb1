"""The review queue as each of the ten sees it: both sides or nothing, and no address for whoever reads none."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from permissions.people import ROLES, Peopled, own
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.identity.linkage.model import Weight
from rotunda.identity.matching.model import RecordKey
from rotunda.identity.repository.suggestions import apply_plan
from rotunda.identity.suggestions.model import Evidence, Found, PairKey, Side
from rotunda.identity.suggestions.plan import plan_pass
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId
from rotunda.sections.labels import Label

REVIEWERS = sorted(name for name, role in ROLES.items() if Permission.MATCH_REVIEW in role.permissions)
BOUND = [name for name in REVIEWERS if ROLES[name].scope is not Scope.ALL]
ABSENT = "sug_" + "0" * 20
RECORD = RecordKey(ConnectionId("con_nowhere"), "organization", ExternalId("77"))
DECISIONS = ("accept", "reject")


@pytest_asyncio.fixture
async def queue(ten: Peopled) -> AsyncIterator[dict[str, str]]:
    """Suggestions by what they are about: two accounts of the ten; one of theirs and one of nobody's; a record of
    nobody's.
    """
    other = next(each for each in ten.house.accounts.values() if each not in (ten.account, ten.elsewhere))
    await own(ten.house, other)
    pairs = {
        "theirs": _pair(ten.account, other),
        "half": _pair(ten.account, ten.elsewhere),
        "record": PairKey(ten.account, record=RECORD),
    }
    database, now = ten.house.installation.database, ten.house.installation.clock.now()
    found = {pair: Found(pair, 0.9, _evidence("ada@acme.example")) for pair in pairs.values()}
    async with database.transaction() as transaction:
        await apply_plan(transaction, plan_pass(found, []), now)
    rows = await database.fetch_all(_Row, "SELECT id, one, other FROM suggestion")
    ids = {_key(row): row.id for row in rows}
    yield {name: ids[pair.one, pair.other] for name, pair in pairs.items()}
    await database.execute("DELETE FROM suggestion")
    await database.execute("DELETE FROM account_owner WHERE source = 'test' AND account_id = %s", (other,))


class _Row(msgspec.Struct, frozen=True):
    id: str
    one: AccountId
    other: AccountId | None


def _key(row: _Row) -> tuple[AccountId, AccountId | None]:
    return row.one, row.other


def _pair(one: AccountId, other: AccountId) -> PairKey:
    return PairKey(min(one, other), other=max(one, other))


def _evidence(address: str) -> Evidence:
    side = Side("Acme", ("Acme",), ("acme.example",), (address,), "Utrecht", None, ())
    return Evidence((Weight("name", "Name", "the same", 8.1),), side, side)


async def listed(ten: Peopled, role: str) -> dict[str, Any]:
    answer = await ten.clients[role].get("/api/v1/matches")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(REVIEWERS)))
async def test_whoever_reviews_nothing_is_shown_and_decides_nothing(
    ten: Peopled, queue: dict[str, str], role: str
) -> None:
    client = ten.clients[role]
    answers = [await client.get("/api/v1/matches")]
    answers += [await client.post(f"/api/v1/matches/{queue['theirs']}/{each}", json={}) for each in DECISIONS]
    assert [each.status_code for each in answers] == [403, 403, 403]
    assert not any("Acme" in each.text for each in answers)


@pytest.mark.parametrize("role", BOUND)
async def test_pairs_count_where_both_sides_may_be_seen(ten: Peopled, queue: dict[str, str], role: str) -> None:
    told = await listed(ten, role)
    assert ([each["id"] for each in told["items"]], told["total"]) == ([queue["theirs"]], 1)
    assert (await listed(ten, "admin"))["total"] == 2, "a record that is not listed is no side"


@pytest.mark.parametrize("role", BOUND)
@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("which", ["half", "record"])
async def test_a_pair_that_may_not_be_seen_is_decided_like_one_that_is_not_there(
    ten: Peopled, queue: dict[str, str], role: str, decision: str, which: str
) -> None:
    client = ten.clients[role]
    forbidden = await client.post(f"/api/v1/matches/{queue[which]}/{decision}", json={})
    missing = await client.post(f"/api/v1/matches/{ABSENT}/{decision}", json={})
    assert forbidden.status_code == 404
    assert _whole(forbidden) == _whole(missing)


def _whole(answer: httpx.Response) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key not in {"request_id", "instance"}}


@pytest.mark.parametrize("role", REVIEWERS)
async def test_addresses_change_no_byte_for_whoever_reads_none(ten: Peopled, queue: dict[str, str], role: str) -> None:
    before = (await ten.clients[role].get("/api/v1/matches")).content
    changed = json.dumps(msgspec.to_builtins(_evidence("grace@elsewhere.example")))
    await ten.house.installation.database.execute("UPDATE suggestion SET evidence = %s::jsonb", (changed,))
    after = (await ten.clients[role].get("/api/v1/matches")).content
    reads = any(label is Label.PERSONAL for _, label in ROLES[role].reach)
    assert (before != after) == reads
    assert (b"ada@acme.example" in before) == reads
    assert queue
