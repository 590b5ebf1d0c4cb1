"""At the top of a page stands what has changed for whoever looks; and an account is shown as it stood on a day."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from e2e.visit import Visits
from rotunda.sections.ids import SourceName
from support.house import InhabitedHouse, eventually

pytestmark = pytest.mark.browser
_THREE_DAYS = """
    INSERT INTO metric_snapshot (account_id, metric, currency, day, value, source, as_of)
    SELECT %s, 'open_tickets', '', %s::date - n, 2 + n, 'zendesk', now() FROM generate_series(1, 2) AS n
"""


async def test_what_has_changed_since_the_last_look(visits: Visits, home: InhabitedHouse) -> None:
    company = next(each for each in home.companies if each.zendesk_org_id and home.truth(each.key)["open_tickets"])
    account = f"/api/v1/accounts/{home.accounts[company.key]}"
    visit = await visits.of("success")
    await visit.open_account(company.key)
    await expect(visit.part("since")).to_contain_text("for the first time")
    async with home.client("success") as client:

        async def seen() -> bool:
            return (await client.get(f"{account}/since")).json()["since"] is not None

        await eventually(seen, expected=True)
    before = home.truth(company.key)["open_tickets"]
    home.clock.advance(timedelta(hours=1))
    await home.live.change("open_ticket", account=company.key, subject="While nobody looked", priority="urgent")
    home.installation.readings.invalidate(home.connections[SourceName("zendesk")], home.accounts[company.key])
    async with home.client() as client:
        await client.get(account)
    await home.installation.facts.settled()
    again = await visits.of("success")
    await again.open_account(company.key)
    await expect(again.part("since")).to_contain_text(re.compile(rf"Open tickets {before} → {before + 1}"))


async def test_an_account_as_it_stood(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    card = visit.part("as-of")
    await card.get_by_label("Day").fill(f"{home.clock.now():%Y-%m-%d}")
    await expect(card).to_contain_text("Open tickets")
    await expect(card).to_contain_text("MRR")
    await card.get_by_label("Day").fill("2020-01-01")
    await expect(card).to_contain_text("No number of that day was read.")


async def test_a_tile_shows_how_its_number_moved(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    key = next(each.key for each in home.companies if each.key != rich and home.truth(each.key)["open_tickets"])
    visit = await visits.of("admin")
    await visit.open_account(key)
    await expect(visit.part("tile-support").get_by_role("img", name=re.compile("^Open tickets"))).to_have_count(0)
    async with home.installation.database.connection() as connection:
        await connection.execute(_THREE_DAYS, (home.accounts[key], home.clock.now().date()))
    again = await visits.of("admin")
    await again.open_account(key)
    trend = again.part("tile-support").get_by_role("img", name=re.compile("^Open tickets day by day"))
    await expect(trend.locator("rect")).to_have_count(3)
