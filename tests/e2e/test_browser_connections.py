"""The connections page: how each source is, what is missing, connecting one more."""

import re
from collections.abc import AsyncIterator
from typing import cast

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.visit import Visit, Visits, ask
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda_world.running import Fault
from support.house import InhabitedHouse, healthy

pytestmark = pytest.mark.browser
HELPDESK = SourceName("zendesk")


@pytest_asyncio.fixture
async def restored(home: InhabitedHouse) -> AsyncIterator[InhabitedHouse]:
    """Whatever is connected or spoilt meanwhile, afterwards all is as before."""
    yield home
    for slug in home.live.vendors:
        await home.live.set_conditions(slug, healthy())
        await home.installation.connections.check(home.connections[SourceName(slug)])
    for connection in home.installation.connections.list():
        if connection.id not in home.connections.values():
            await home.installation.connections.remove(connection.id)


async def opened(visits: Visits, user: str = "admin") -> Visit:
    visit = await visits.of(user)
    await visit.open("/connections")
    await expect(visit.part("connection-stripe")).to_be_visible()
    return visit


async def test_each_source_tells_how_it_is(visits: Visits, home: InhabitedHouse) -> None:
    visit = await opened(visits)
    for item in (await ask(home, "/api/v1/connections"))["items"]:
        card = visit.part(f"connection-{item['source']}")
        await expect(card).to_have_attribute("data-state", "ok")
        await expect(card).to_contain_text("Healthy")
        await expect(card).to_contain_text(f"Customers linked{item['records']:,}")
        await expect(card.get_by_text(re.compile(r"per (second|\d+ seconds)")).first).to_be_visible()
        for section in item["fills"]:
            await expect(card).to_contain_text(section)


async def test_a_check_asks_the_source(visits: Visits, restored: InhabitedHouse) -> None:
    visit = await opened(visits)
    card = visit.part("connection-zendesk")
    await card.get_by_role("button", name="Check").click()
    await expect(card.get_by_role("status")).to_have_text(re.compile(r"Answered in \d+ ms"))
    await restored.live.set_fault("zendesk", Fault.SERVER_ERROR)
    await card.get_by_role("button", name="Check").click()
    await expect(card.get_by_role("status")).to_contain_text("Zendesk is out of order")
    await expect(card).to_have_attribute("data-state", "failing")
    await expect(card).to_contain_text("Failing")
    await expect(card.get_by_test_id("last-error")).to_contain_text("Zendesk is out of order")


async def test_an_error_that_is_over_is_told_as_the_past(visits: Visits, restored: InhabitedHouse) -> None:
    await restored.live.set_fault("zendesk", Fault.SERVER_ERROR)
    await restored.installation.connections.check(restored.connections[HELPDESK])
    visit = await opened(visits)
    card = visit.part("connection-zendesk")
    await expect(card.get_by_test_id("last-error")).to_be_visible()
    await restored.live.set_conditions("zendesk", healthy())
    await card.get_by_role("button", name="Check").click()
    await expect(card).to_have_attribute("data-state", "ok")
    await expect(card.get_by_test_id("past-error")).to_have_text(
        re.compile(r"Recovered\. Last error, .+: Zendesk is out of order")
    )
    await expect(card.get_by_test_id("last-error")).to_have_count(0)


async def test_a_wrong_credential_is_refused_beside_its_field(visits: Visits, restored: InhabitedHouse) -> None:
    visit = await opened(visits)
    visit.foresee(422)
    await visit.part("connect-stripe").click()
    dialog = visit.page.get_by_role("dialog", name="Connect Stripe")
    key = dialog.get_by_label("Restricted key")
    await dialog.get_by_role("button", name="Check and connect").click()
    await expect(key).to_have_accessible_description(re.compile("Restricted key is needed"))
    await key.fill("rk_test_wrong")
    await dialog.get_by_label("API address").fill(restored.live.forms["stripe"]["base_url"])
    await dialog.get_by_role("button", name="Check and connect").click()
    await expect(key).to_have_accessible_description(re.compile("Stripe refuses the credentials"))
    await expect(key).to_have_attribute("aria-invalid", "true")
    await expect(key).to_be_focused()
    assert len((await ask(restored, "/api/v1/connections"))["items"]) == len(restored.connections)


async def test_one_more_is_connected_and_removed(visits: Visits, restored: InhabitedHouse) -> None:
    visit = await opened(visits)
    await visit.part("connect-zendesk").click()
    dialog = visit.page.get_by_role("dialog", name="Connect Zendesk")
    await dialog.get_by_label("Name").fill("Zendesk of the other brand")
    for name, value in restored.live.forms["zendesk"].items():
        field = dialog.locator(f"[name={name}]")
        if await field.evaluate("element => element.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await dialog.get_by_role("button", name="Check and connect").click()
    await expect(dialog).to_have_count(0)
    card = visit.part("connection-zendesk").filter(has_text="Zendesk of the other brand")
    await expect(card).to_have_attribute("data-state", "ok")
    await card.get_by_role("button", name="Remove").click()
    question = visit.page.get_by_role("dialog", name="Remove Zendesk of the other brand?")
    await question.get_by_role("button", name="Keep it").click()
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="Remove").click()
    await question.get_by_role("button", name="Remove").click()
    await expect(card).to_have_count(0)
    assert len((await ask(restored, "/api/v1/connections"))["items"]) == len(restored.connections)


async def test_choices_are_changed_without_entering_credentials_anew(visits: Visits, restored: InhabitedHouse) -> None:
    visit = await opened(visits)
    card = visit.part("connection-hubspot")
    before = (await _settings_of(restored))["written_here"]
    await card.get_by_role("button", name="Change").click()
    dialog = visit.page.get_by_role("dialog", name="Change HubSpot")
    await expect(dialog.locator("input")).to_have_count(0)
    choice = dialog.get_by_label("What is written here")
    await expect(choice).to_have_value(before)
    other = next(text for text in await choice.locator("option").all_inner_texts() if text != before)
    await choice.select_option(other)
    await restored.live.set_fault("hubspot", Fault.SERVER_ERROR)
    visit.foresee(422)
    await dialog.get_by_role("button", name="Check and keep").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("HubSpot is out of order")
    assert (await _settings_of(restored))["written_here"] == before
    await restored.live.set_conditions("hubspot", healthy())
    await dialog.get_by_role("button", name="Check and keep").click()
    await expect(dialog).to_have_count(0)
    assert (await _settings_of(restored))["written_here"] == other
    await card.get_by_role("button", name="Change").click()
    await expect(choice).to_have_value(other)
    await choice.select_option(before)
    await dialog.get_by_role("button", name="Check and keep").click()
    await expect(dialog).to_have_count(0)
    assert (await _settings_of(restored))["written_here"] == before


async def _settings_of(home: InhabitedHouse) -> dict[str, str]:
    items = (await ask(home, "/api/v1/connections"))["items"]
    return next(item["settings"] for item in items if item["source"] == "hubspot")


async def test_what_no_source_fills_is_named(visits: Visits, restored: InhabitedHouse) -> None:
    """Without its helpdesk the installation has nobody who could tell of tickets."""
    form = restored.live.forms["zendesk"]
    visit = await opened(visits)
    await expect(visit.part("missing-sections")).to_have_count(0)
    await restored.installation.connections.remove(restored.connections[HELPDESK])
    try:
        await visit.page.reload()
        await expect(visit.part("missing-sections")).to_have_text("No connected source fills support yet.")
        await expect(visit.part("connection-zendesk")).to_have_count(0)
        await expect(visit.part("available-zendesk").get_by_role("button", name="Connect", exact=True)).to_be_visible()
    finally:
        await _connected_again(restored, form)


async def _connected_again(home: InhabitedHouse, form: dict[str, str]) -> None:
    created = await home.installation.connections.create(HELPDESK, None, form, None)
    cast("dict[SourceName, ConnectionId]", home.connections)[HELPDESK] = created.id
    await home.installation.directory.refresh()


async def test_who_may_only_look_has_nothing_to_press(visits: Visits) -> None:
    visit = await opened(visits, "success")
    await expect(visit.page.get_by_role("button", name=re.compile("^(Check|Change|Remove|Connect)"))).to_have_count(0)
