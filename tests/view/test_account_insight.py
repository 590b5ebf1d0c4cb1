"""Deals, revenue, lifetime value and the journey of real customers, over HTTP, against what the world knows."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio

from e2e.visit import ask
from rotunda.insight.deals.pace import FEWEST
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.model import Company, Deal
from rotunda_world.model.crm import Stage
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still
from sync.pulls.chronicle import pulled

_DAY = 86_400.0
LABELS = {
    Stage.APPOINTMENT: "Appointment Scheduled",
    Stage.QUALIFIED: "Qualified To Buy",
    Stage.PRESENTATION: "Presentation Scheduled",
    Stage.DECISION_MAKER: "Decision Maker Bought-In",
    Stage.CONTRACT: "Contract Sent",
}


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    """The past of the CRM was pulled and the whole book was read."""
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=40) as live,
        moved_in(live, clock, deed) as opened,
    ):
        await pulled(opened, "hubspot")
        await opened.installation.book.read_all()
        await opened.installation.facts.settled()
        yield opened


async def of(home: InhabitedHouse, company: Company, what: str, user: str = "admin") -> dict[str, Any]:
    return await ask(home, f"/api/v1/accounts/{home.accounts[company.key]}{what}", user)


async def visible(home: InhabitedHouse, user: str) -> list[Company]:
    listed = {each["id"] for each in (await ask(home, "/api/v1/accounts?limit=200", user))["items"]}
    return [each for each in home.companies if home.accounts[each.key] in listed]


def averages(deals: Iterable[Deal]) -> dict[str, tuple[float, int]]:
    """By hand: days from when each deal came to a stage until it went on, of stages that five deals have left."""
    stays: dict[str, list[tuple[str, float]]] = {}
    for deal in deals:
        came = [deal.created_at, *(entry.entered_at for entry in deal.stages[1:])]
        for entry, (begin, end) in zip(deal.stages, pairwise(came), strict=False):
            stays.setdefault(LABELS[entry.stage], []).append((deal.hubspot_id, (end - begin).total_seconds() / _DAY))
    return {
        stage: (sum(days for _, days in found) / len(found), len({deal for deal, _ in found}))
        for stage, found in stays.items()
        if len({deal for deal, _ in found}) >= FEWEST
    }


@pytest.mark.parametrize("user", ["admin", "sales"])
async def test_stages_have_the_average_of_the_deals_that_the_viewer_may_read(home: InhabitedHouse, user: str) -> None:
    companies = await visible(home, user)
    expected = averages(deal for company in companies for deal in company.deals)
    seen = 0
    for company in companies:
        for each in (await of(home, company, "/deals", user)).get("open", []):
            average = each["pace"].get("average")
            known = expected.get(each["deal"]["stage"]["label"])
            assert (average is None) == (known is None), each
            if average and known:
                assert (average["days"], average["deals"]) == (pytest.approx(known[0], abs=0.001), known[1])
                assert each["pace"].get("slow", False) == (each["pace"]["days"] > average["days"])
                seen += 1
    assert (seen > 0) == any(deal.stages[-1].stage in LABELS for each in companies for deal in each.deals)


async def test_figures_are_those_of_the_worlds_deals(home: InhabitedHouse) -> None:
    for company in home.companies:
        told = await of(home, company, "/deals")
        if not company.deals:
            continue
        won = [deal for deal in company.deals if deal.stage is Stage.WON]
        lost = [deal for deal in company.deals if deal.stage is Stage.LOST]
        assert (len(told.get("open", [])), len(told.get("closed", []))) == (
            len(company.deals) - len(won) - len(lost),
            len(won) + len(lost),
        )
        rate = told["figures"]["win_rate"]
        assert (rate and rate["value"]) == (len(won) / (len(won) + len(lost)) if won or lost else None)


async def test_the_page_and_the_routes_tell_the_same(home: InhabitedHouse) -> None:
    company = next(each for each in home.companies if each.payers and each.deals and home.truth(each.key)["mrr"])
    page, revenue, deals = [await of(home, company, what) for what in ("", "/revenue", "/deals")]
    billing = page["sections"]["billing"]["data"]
    assert (revenue["months"], revenue["mrr"]) == (billing["paid_by_month"], billing["mrr"])
    assert deals["figures"]["lifetime_value"] == page["sections"]["deals"]["data"]["won_value"]
    assert [each["deal"] for each in deals.get("open", [])] == page["sections"]["deals"]["data"]["open_deals"]


async def test_the_journey_is_that_of_the_world(home: InhabitedHouse) -> None:
    company = next(each for each in home.companies if home.truth(each.key)["won_deals"] and home.truth(each.key)["mrr"])
    steps = {each["name"]: each for each in (await of(home, company, "/journey"))["steps"]}
    assert [*steps] == ["lead", "opportunity", "deal_won", "project", "revenue", "renewal"]
    first = min(company.deals, key=lambda each: each.created_at)
    assert steps["opportunity"]["ref"]["external_id"] == first.hubspot_id
    won = min((each for each in company.deals if each.stage is Stage.WON), key=lambda each: each.close_on)
    assert steps["deal_won"]["ref"]["external_id"] == won.hubspot_id
    page = await of(home, company, "")
    renewal = page["sections"]["billing"]["data"]["next_renewal_at"]
    assert (steps["renewal"]["at"], steps["renewal"]["state"]) == (renewal, "ahead")


async def test_roles_without_money_are_told_neither_numbers_nor_hints(home: InhabitedHouse) -> None:
    company = next(each for each in home.companies if home.truth(each.key)["won_deals"] and home.truth(each.key)["mrr"])
    account = home.accounts[company.key]
    async with home.client("support") as client:
        nobody = await client.get("/api/v1/accounts/acc_00000000000000000000/deals")
        for what in ("deals", "revenue"):
            answer = await client.get(f"/api/v1/accounts/{account}/{what}")
            assert (answer.status_code, answer.content) == (404, nobody.content)
        steps = (await client.get(f"/api/v1/accounts/{account}/journey")).json()["steps"]
        scores = (await client.get(f"/api/v1/accounts/{account}")).json()["scores"]
    assert [each["name"] for each in steps] == ["lead", "project", "renewal"]
    assert "cltv" not in scores


async def recorded(home: InhabitedHouse, company: Company) -> Counter[str]:
    log = await ask(home, f"/api/v1/audit?account={home.accounts[company.key]}&limit=200")
    return Counter(each["action"] for each in log["items"])


async def test_each_look_is_recorded(home: InhabitedHouse) -> None:
    company = home.companies[0]
    before = await recorded(home, company)
    for what in ("/deals", "/revenue", "/journey"):
        await of(home, company, what)
    assert await recorded(home, company) - before == Counter(["drill", "revenue", "journey", "audit.read"])


_LEFT = """
    INSERT INTO account_fact (account_id, name, number_value, source, as_of)
    SELECT account_id, 'unsubscribed_at', number_value + 86400 * 100, source, as_of FROM (
        SELECT * FROM account_fact WHERE name = 'subscribed_at' AND account_id <> %s ORDER BY account_id LIMIT 8
    ) AS first ON CONFLICT DO NOTHING
"""
_KNOWN = "SELECT account_id AS id FROM account_fact WHERE name = 'subscribed_at'"


async def test_lifetime_value_says_when_there_is_too_little_history_and_comes_with_enough(home: InhabitedHouse) -> None:
    company = next(each for each in home.companies if home.truth(each.key)["mrr"])
    told = (await of(home, company, ""))["scores"]["cltv"]
    assert told["state"] == "not_judged"
    assert told["reason"].startswith("Too little history")
    await home.installation.database.execute(_LEFT, (home.accounts[company.key],))
    home.clock.advance(timedelta(hours=1, minutes=1))
    page = await of(home, company, "")
    told = page["scores"]["cltv"]
    assert told["state"] == "judged"
    assert told["left"] >= 8
    paid = {each["money"]["currency"]: each["money"] for each in page["sections"]["billing"]["data"]["lifetime_paid"]}
    for each in told["amounts"]:
        low, high, value = each["low"]["amount_minor"], each["high"]["amount_minor"], each["amount"]["money"]
        assert paid[value["currency"]]["amount_minor"] < low < value["amount_minor"] < high
    async with home.client("sales") as client:
        [own, *_] = [each for each in await visible(home, "sales") if home.truth(each.key)["mrr"]]
        sales = (await client.get(f"/api/v1/accounts/{home.accounts[own.key]}")).json()["scores"]["cltv"]
    assert sales["state"] == "not_judged", "what may not be seen is not counted"


_READ_THEN = """
    INSERT INTO metric_snapshot (account_id, metric, currency, day, value, source, as_of)
    VALUES (%s, 'mrr', %s, %s, %s, 'stripe', %s)
"""


async def test_retention_starts_from_the_mrr_that_was_read_a_year_ago(home: InhabitedHouse) -> None:
    told = [(each, (await of(home, each, "/revenue")).get("retention", [])) for each in home.companies if each.payers]
    company, [before, *_] = next((each, kept) for each, kept in told if kept)
    assert "read_on" not in before
    day, start = (home.clock.now() - timedelta(days=370)).date(), before["start"]
    values = (home.accounts[company.key], start["currency"], day, start["amount_minor"] / 2, home.clock.now())
    await home.installation.database.execute(_READ_THEN, values)
    [after, *_] = (await of(home, company, "/revenue"))["retention"]
    assert (after["read_on"], after["start"]["amount_minor"]) == (str(day), start["amount_minor"] // 2)
    assert after["net"]["value"] == pytest.approx(before["now"]["amount_minor"] / (start["amount_minor"] // 2))
