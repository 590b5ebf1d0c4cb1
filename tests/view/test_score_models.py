"""Score models over HTTP: saved by an admin, followed by pages at once and by lists after the book was judged again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from e2e.visit import ask
from rotunda.access.viewer import Viewer
from rotunda.insight.health.score_model import DELIVERED
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.view.scores.book import ScoreBook
from rotunda.view.scores.desk import Unreadable
from support.databases import MakeDatabase
from support.house import InhabitedHouse, small_house
from view.test_kept_health import listed, read, shown

PATH = "/api/v1/score-models"
ACCOUNT: dict[str, Any] = msgspec.to_builtins(DELIVERED.models[0])
CALM = {"name": "calm", "weights": {"support": 1, "contract": 2}, "bands": {"green": 70, "yellow": 50, "orange": 20}}
STRICT = {**ACCOUNT, "bands": {"green": 99, "yellow": 98, "orange": 97}}


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    async with small_house(postgres_server, make_database, tmp_path_factory) as opened:
        await read(opened)
        yield opened


async def save(home: InhabitedHouse, models: dict[str, Any], on: int | None = None) -> httpx.Response:
    """Upon the newest, unless said otherwise."""
    if on is None:
        on = (await ask(home, PATH))["saved"]["version"]
    async with home.client() as client:
        return await client.put(PATH, json={"on": on, "models": models})


async def recalculated(home: InhabitedHouse) -> None:
    """As the job does it."""
    installation = home.installation
    models = (await ask(home, PATH))["saved"]["models"]
    standing = msgspec.convert(models, type(DELIVERED))
    await ScoreBook(installation.database, lambda: standing).recalculate(installation.clock.now())


async def test_what_is_saved_counts_on_pages_at_once_and_in_lists_soon(home: InhabitedHouse) -> None:
    wanted = {"models": [ACCOUNT, CALM], "default": "calm", "segments": []}
    async with home.client() as client:
        told = (await client.post(f"{PATH}/preview", json=wanted)).json()
    saved = await save(home, wanted)
    assert saved.status_code == 200, saved.text
    account = next(iter(home.accounts.values()))
    health = (await ask(home, f"/api/v1/accounts/{account}"))["scores"]["health"]
    assert (health["model"], {each["name"] for each in health["factors"]} <= {"support", "contract"}) == ("calm", True)
    await recalculated(home)
    held = await listed(home)
    assert held == await shown(home)
    assert told["judged"] == len(held)
    assert sum(told["will"].values()) == len(held)
    assert {each["account"]: each["will"] for each in told["moves"]}.items() <= held.items()


async def test_a_segment_has_its_own_model(home: InhabitedHouse) -> None:
    wanted = {"models": [ACCOUNT, CALM], "default": "account", "segments": [{"segment": "Calm ones", "model": "calm"}]}
    assert (await save(home, wanted)).status_code == 200
    chosen, other = list(home.accounts.values())[:2]
    async with home.client() as client:
        fields = await client.get(f"/api/v1/accounts/{chosen}/fields")
        body = {"fields": {"segments": ["calm ones"]}}
        edited = await client.patch(
            f"/api/v1/accounts/{chosen}", json=body, headers={"If-Match": fields.headers["etag"]}
        )
        assert edited.status_code == 200, edited.text
    models = [(await ask(home, f"/api/v1/accounts/{each}"))["scores"]["health"]["model"] for each in (chosen, other)]
    assert models == ["calm", "account"]
    await recalculated(home)
    assert await listed(home) == await shown(home)


async def test_days_that_go_by_are_judged_without_anybody_reading(home: InhabitedHouse) -> None:
    """A renewal has come nearer, the last answer is older; what is read then counts."""
    await save(home, {"models": [ACCOUNT], "default": "account"})
    await recalculated(home)
    before = await listed(home)
    home.clock.advance(timedelta(days=3))
    await recalculated(home)
    aged = await listed(home)
    assert set(aged) == set(before)
    assert any(aged[each] < before[each] for each in before)
    await read(home)
    assert await listed(home) == await shown(home)


async def test_versions_are_kept_and_one_can_be_used_again(home: InhabitedHouse) -> None:
    first = (await save(home, {"models": [ACCOUNT], "default": "account"})).json()["saved"]
    second = (await save(home, {"models": [STRICT], "default": "account"})).json()["saved"]
    assert second["version"] == first["version"] + 1
    again = (await save(home, second["models"])).json()["saved"]
    assert again["version"] == second["version"]
    newest = (await ask(home, f"{PATH}/versions?limit=2"))["items"]
    assert [each["version"] for each in newest] == [second["version"], first["version"]]
    assert newest[0]["saved_by"]
    older = await ask(home, f"{PATH}/versions?before={second['version']}&limit=100")
    assert (older["items"][0]["models"], older["next"]) == (first["models"], None)
    back = await save(home, older["items"][0]["models"])
    assert back.json()["saved"]["models"] == first["models"]


async def test_what_somebody_else_has_saved_is_not_lost(home: InhabitedHouse) -> None:
    on = (await ask(home, PATH))["saved"]["version"]
    assert (await save(home, {"models": [STRICT], "default": "account"}, on)).status_code == 200
    late = await save(home, {"models": [CALM], "default": "calm"}, on)
    assert (late.status_code, late.json()["field"]) == (409, "on")
    assert (await ask(home, PATH))["saved"]["models"]["models"] == [STRICT]


@pytest.mark.parametrize(
    ("models", "field"),
    [
        ({"models": [{**CALM, "weights": {"support": -1}}], "default": "calm"}, "models.models[0].weights"),
        ({"models": [{**CALM, "weights": {"magic": 1}}], "default": "calm"}, "models.models[0].weights.magic"),
        ({"models": [{**CALM, "weights": {"support": 0}}], "default": "calm"}, "models.models[0].weights"),
        ({"models": [CALM], "default": "other"}, "models.default"),
        ({"models": [], "default": "other"}, "models.models"),
        ({"models": [CALM], "default": "calm", "more": 1}, "more"),
    ],
)
async def test_what_is_no_model_is_refused(home: InhabitedHouse, models: dict[str, Any], field: str) -> None:
    before = await ask(home, PATH)
    refused = await save(home, models)
    assert refused.status_code in {400, 422}, refused.text
    assert field in refused.text
    assert await ask(home, PATH) == before


async def test_they_are_the_admins(home: InhabitedHouse) -> None:
    for user in ("support", "success", "sales", "finance"):
        async with home.client(user) as client:
            assert (await client.get(PATH)).status_code == 403
            assert (await client.get(f"{PATH}/versions")).status_code == 403
            assert (await client.put(PATH, json={"on": 0, "models": {}})).status_code == 403
            assert (await client.post(f"{PATH}/preview", json={})).status_code == 403


async def test_a_comparison_is_for_those_who_may_read_all_that_it_is_made_of(home: InhabitedHouse) -> None:
    """An admin without the right to see money is told nothing of scores that are made of it."""
    role = home.installation.roles["admin"]
    poorer = msgspec.structs.replace(role, labels=role.labels - {Label.COMMERCIAL})
    viewer = Viewer(UserId("usr_1"), "Ann", "ann@rotunda.example", (poorer,), frozenset(), "token")
    with pytest.raises(Unreadable):
        await home.installation.scores.compare(viewer, DELIVERED)


async def test_saving_is_in_the_access_log(home: InhabitedHouse) -> None:
    await save(home, {"models": [ACCOUNT], "default": "account"})
    entries = (await ask(home, "/api/v1/audit?limit=50"))["items"]
    assert any(each["action"] == "score.define" and each["detail"]["models"] == "account" for each in entries)
