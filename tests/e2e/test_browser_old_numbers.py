"""The palette finds a customer by the number that a conversation had in a helpdesk which is gone."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.visit import Visits
from rotunda.identity.aliases.importing import AliasImport
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def imported(home: InhabitedHouse, folder: Path, number: int) -> None:
    path = folder / "numbers.csv"
    path.write_text(f"old_system,old_number,new_record\nolddesk,OD-4711,zendesk:{number}\n")
    types = {"zendesk": frozenset({"organization", "user"})}
    importing = AliasImport(home.installation.database, home.clock, types)
    outcome = await importing.run(path, folder / "refused.csv", "utf-8", lambda _, __: None)
    assert outcome.batch.refused == 0


async def test_an_old_number_opens_its_customer(
    visits: Visits, home: InhabitedHouse, rich: str, tmp_path: Path
) -> None:
    company = next(each for each in home.companies if each.key == rich)
    await imported(home, tmp_path, company.tickets[0].zendesk_id)
    visit = await visits.of("support")
    visit.foresee(404)
    await visit.open_list()
    for typed, says in (("#OD-4711", "was OD-4711 in olddesk"), (f"#{company.tickets[0].zendesk_id}", "zendesk")):
        await visit.page.keyboard.press("Control+k")
        await visit.part("palette-input").fill(typed)
        await expect(visit.page.get_by_text(says).first).to_be_visible()
        await visit.page.keyboard.press("Enter")
        await expect(visit.page).to_have_url(f"{home.service.url}/accounts/{home.accounts[rich]}")
