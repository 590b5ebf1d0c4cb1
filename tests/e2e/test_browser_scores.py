"""Where an admin weighs what health is made of, and sees what that would come to before anything is saved."""

import re
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, WIDE, Theme, Visit, Visits, ask
from rotunda.insight.health.score_model import DELIVERED
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
SIZES = {"wide": WIDE, "phone": PHONE}
PATH = "/api/v1/score-models"


async def save(home: InhabitedHouse, models: Any) -> None:
    version = (await ask(home, PATH))["saved"]["version"]
    async with home.client() as client:
        answer = await client.put(PATH, json={"on": version, "models": models})
    assert answer.status_code == 200, answer.text


@pytest_asyncio.fixture(autouse=True)
async def as_delivered(home: InhabitedHouse) -> AsyncIterator[None]:
    """What one test saves, no other is judged by."""
    await home.installation.facts.settled()
    yield
    await save(home, msgspec.to_builtins(DELIVERED))


async def opened(visits: Visits, **wanted: Any) -> Visit:
    visit = await visits.of("admin", **wanted)
    await visit.open("/scores")
    await expect(visit.part("score-comparison")).to_contain_text("No score would change")
    return visit


async def test_a_weight_is_tried_saved_and_counts(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await opened(visits)
    model, compared = visit.part("score-model"), visit.part("score-comparison")
    await expect(visit.page.get_by_role("button", name="Save")).to_be_disabled()
    await model.get_by_label("Weight of support").fill("85")
    await expect(model.locator("li").filter(has_text="Support")).to_contain_text("50%")
    await expect(compared).to_contain_text(re.compile(r"\d+ scores? would change"))
    await expect(compared.get_by_role("row")).not_to_have_count(0)
    await visit.page.get_by_role("button", name="Save").click()
    await expect(visit.part("score-versions")).to_contain_text(", in use")
    await expect(compared).to_contain_text("No score would change")
    page = await ask(home, f"/api/v1/accounts/{home.accounts[rich]}")
    weights = {each["name"]: each["weight"] for each in page["scores"]["health"]["factors"]}
    assert weights["support"] == max(weights.values())


async def test_a_segment_gets_a_model_of_its_own(visits: Visits, home: InhabitedHouse) -> None:
    visit = await opened(visits)
    await visit.page.get_by_role("button", name="Add a model").click()
    second = visit.part("score-model").nth(1)
    await second.get_by_label("Name").fill("calm")
    await second.get_by_label("Weight of payment").fill("0")
    await visit.page.get_by_role("button", name="Add a segment").click()
    await visit.page.get_by_label("Segment 1", exact=True).fill("Small")
    await visit.page.get_by_label("Model of segment 1").select_option("calm")
    await visit.page.get_by_role("button", name="Save").click()
    await expect(visit.part("score-versions")).to_contain_text("account, calm")
    kept = (await ask(home, PATH))["saved"]["models"]
    assert kept["segments"] == [{"segment": "Small", "model": "calm"}]
    assert [each["name"] for each in kept["models"]] == ["account", "calm"]


async def test_what_cannot_be_is_said_at_once_and_not_saved(visits: Visits, home: InhabitedHouse) -> None:
    visit, before = await opened(visits), await ask(home, PATH)
    visit.foresee(422)
    await visit.part("score-model").get_by_label("Yellow from").fill("90")
    await expect(visit.part("score-comparison").get_by_role("alert")).to_have_text(
        "account: yellow has to begin below green."
    )
    await visit.page.get_by_role("button", name="Save").click()
    await expect(visit.page.get_by_role("alert").first).to_contain_text("yellow has to begin below green")
    assert await ask(home, PATH) == before
    await visit.page.get_by_role("button", name="Discard").click()
    await expect(visit.part("score-comparison")).to_contain_text("No score would change")


async def test_what_somebody_else_saved_meanwhile_is_not_lost(visits: Visits, home: InhabitedHouse) -> None:
    visit = await opened(visits)
    calm = {"models": [{"name": "calm", "weights": {"support": 1}}], "default": "calm"}
    await save(home, calm)
    visit.foresee(409)
    await visit.part("score-model").get_by_label("Weight of support").fill("20")
    await visit.page.get_by_role("button", name="Save").click()
    await expect(visit.page.get_by_role("alert").first).to_contain_text("Somebody has saved other score models")
    assert (await ask(home, PATH))["saved"]["models"]["default"] == "calm"


async def test_an_older_version_is_used_again(visits: Visits, home: InhabitedHouse) -> None:
    calm = {"models": [{"name": "calm", "weights": {"support": 1}}], "default": "calm"}
    await save(home, calm)
    await save(home, msgspec.to_builtins(DELIVERED))
    visit = await opened(visits)
    older = visit.part("score-versions").locator("li").filter(has_text="calm").first
    await older.get_by_role("button", name="Use again").click()
    await expect(visit.part("score-model").get_by_label("Name")).to_have_value("calm")
    await visit.page.get_by_role("button", name="Save").click()
    await expect(visit.part("score-versions").locator("li").first).to_contain_text("calm")
    assert (await ask(home, PATH))["saved"]["models"]["default"] == "calm"


async def test_who_may_not_define_it_finds_no_page(visits: Visits) -> None:
    visit = await visits.of("support")
    visit.foresee(403)
    await visit.open("/accounts")
    await expect(visit.page.get_by_role("link", name="Score models")).to_have_count(0)
    await visit.open("/scores")
    await expect(visit.part("scores-page")).to_contain_text("could not be read")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits(visits: Visits, theme: Theme, size: str) -> None:
    visit = await opened(visits, size=SIZES[size], theme=theme)
    await visit.part("score-model").get_by_label("Weight of support").fill("85")
    await expect(visit.part("score-comparison").get_by_role("row").first).to_be_visible()
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
