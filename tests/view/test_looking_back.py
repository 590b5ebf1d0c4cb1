"""What is kept of each day, how far numbers moved, how an account stood, and what changed since somebody looked."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from e2e.visit import ask
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.view.metrics.history import Moved, moved
from rotunda.view.metrics.snapshots import KEPT, Snapshots
from rotunda_world.model import Company
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still
from support.worlds import NOW

TODAY = date(2026, 11, 20)


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=12) as live,
        moved_in(live, clock, deed) as opened,
    ):
        await read(opened)
        yield opened


@pytest.fixture
def company(home: InhabitedHouse) -> Company:
    """Every system knows it; it pays and writes."""
    return next(each for each in home.companies if home.truth(each.key)["open_tickets"] and home.truth(each.key)["mrr"])


async def read(home: InhabitedHouse) -> None:
    """Everything anew, and all that follows from it is written."""
    await home.installation.book.read_all()
    await home.installation.facts.settled()


async def of(home: InhabitedHouse, company: Company, what: str, user: str = "admin") -> dict[str, Any]:
    return await ask(home, f"/api/v1/accounts/{home.accounts[company.key]}/{what}", user)


def series(told: dict[str, Any], name: str) -> list[Any]:
    return [point for each in told["metrics"] if each["name"] == name for point in each["points"]]


async def test_each_day_keeps_the_last_value_that_was_read_on_it(home: InhabitedHouse, company: Company) -> None:
    began, tickets = home.clock.now().date(), home.truth(company.key)["open_tickets"]
    assert series(await of(home, company, "metrics"), "open_tickets") == [[str(began), tickets]]
    await home.live.change("open_ticket", account=company.key, subject="Later that day", priority="urgent")
    home.clock.advance(timedelta(hours=8, minutes=59))
    await read(home)
    assert series(await of(home, company, "metrics"), "open_tickets") == [[str(began), tickets + 1]]
    home.clock.advance(timedelta(minutes=2))
    await home.live.change("open_ticket", account=company.key, subject="After midnight", priority="urgent")
    await read(home)
    points = [[str(began), tickets + 1], [str(began + timedelta(days=1)), tickets + 2]]
    assert series(await of(home, company, "metrics"), "open_tickets") == points


async def test_money_is_kept_for_each_currency(home: InhabitedHouse, company: Company) -> None:
    told = await of(home, company, "metrics")
    newest = {each["currency"]: each["points"][-1][1] for each in told["metrics"] if each["name"] == "mrr"}
    page = await ask(home, f"/api/v1/accounts/{home.accounts[company.key]}")
    amounts = [each["money"] for each in page["scores"]["mrr"]["amounts"]]
    assert newest == {each["currency"]: each["amount_minor"] for each in amounts}


async def test_nobody_is_told_of_numbers_that_they_may_not_read(home: InhabitedHouse, company: Company) -> None:
    day = home.clock.now().date()
    for what in ("metrics", f"as-of?at={day}"):
        told = await of(home, company, what, "support")
        names = {each["name"] for each in told["metrics"]}
        assert "open_tickets" in names
        assert names.isdisjoint({"mrr", "overdue_invoices", "open_deals", "open_deal_value"})


async def test_an_account_as_it_stood(home: InhabitedHouse, company: Company) -> None:
    account = f"/api/v1/accounts/{home.accounts[company.key]}"
    day, before = home.clock.now().date(), home.truth(company.key)["open_tickets"]
    async with home.client() as client:
        fields = await client.get(f"{account}/fields")
        edit = {"fields": {"tags": ["pilot"]}}
        assert (await client.patch(account, json=edit, headers={"If-Match": fields.headers["etag"]})).is_success
    home.clock.advance(timedelta(days=3))
    async with home.client() as client:
        fields = await client.get(f"{account}/fields")
        edit = {"fields": {"tags": ["pilot", "reference"]}}
        assert (await client.patch(account, json=edit, headers={"If-Match": fields.headers["etag"]})).is_success
    await home.live.change("open_ticket", account=company.key, subject="Three days on", priority="urgent")
    await read(home)
    then, now = await of(home, company, f"as-of?at={day + timedelta(days=1)}"), await of(home, company, "as-of")
    assert (tags(then), tags(now)) == (["pilot"], ["pilot", "reference"])
    assert tags(await of(home, company, f"as-of?at={day - timedelta(days=1)}")) is None
    assert (tickets(then), tickets(now)) == ((before, str(day)), (before + 1, str(day + timedelta(days=3))))
    async with home.client() as client:
        answer = await client.get(f"{account}/as-of?at={day + timedelta(days=9)}")
    assert (answer.status_code, answer.json()["field"]) == (400, "at")


def tags(then: dict[str, Any]) -> Any:
    [field] = [each for each in then["fields"] if each["name"] == "tags"]
    return field.get("value")


def tickets(then: dict[str, Any]) -> tuple[float, str]:
    [metric] = [each for each in then["metrics"] if each["name"] == "open_tickets"]
    return metric["number"], metric["day"]


async def test_since_somebody_looked(home: InhabitedHouse, company: Company) -> None:
    account = f"/api/v1/accounts/{home.accounts[company.key]}"
    first = await of(home, company, "since", "support")
    assert (first["since"], first["moved"], first["fields"]) == (None, [], [])
    await see(home, account, first)
    before = home.truth(company.key)["open_tickets"]
    home.clock.advance(timedelta(hours=1))
    await home.live.change("open_ticket", account=company.key, subject="While away", priority="urgent")
    await read(home)
    told = await of(home, company, "since", "support")
    changed = {each["name"]: (each["before"], each["now"]) for each in told["moved"]}
    assert changed["open_tickets"] == ({"number": before}, {"number": before + 1})
    assert told["since"] == first["until"]
    again = await of(home, company, "since", "support")
    assert again["moved"] == told["moved"]  # nobody has said that it was seen
    await see(home, account, again)
    assert (await of(home, company, "since", "support"))["moved"] == []
    assert (await of(home, company, "since", "finance"))["since"] is None  # everybody has looks of their own


async def test_what_others_have_set_since(home: InhabitedHouse, company: Company) -> None:
    account = f"/api/v1/accounts/{home.accounts[company.key]}"
    for user in ("admin", "success"):
        await see(home, account, await of(home, company, "since", user), user)
    home.clock.advance(timedelta(hours=1))
    async with home.client() as client:
        fields = await client.get(f"{account}/fields")
        edit = {"fields": {"tags": ["seen elsewhere"]}}
        assert (await client.patch(account, json=edit, headers={"If-Match": fields.headers["etag"]})).is_success
    assert (await of(home, company, "since"))["fields"] == []  # whoever did it knows
    [line] = (await of(home, company, "since", "success"))["fields"]
    assert (line["field"]["name"], line["new"]) == ("tags", ["seen elsewhere"])


async def see(home: InhabitedHouse, account: str, since: dict[str, Any], user: str = "support") -> None:
    async with home.client(user) as client:
        wrong = await client.post(f"{account}/since", json={"until": "2099-01-01T00:00:00Z"})
        assert wrong.status_code == 404
        assert (await client.post(f"{account}/since", json={"until": since["until"]})).status_code == 204


def test_how_far_a_number_moved() -> None:
    def day(ago: int) -> date:
        return TODAY - timedelta(days=ago)

    assert moved([(day(40), 80.0), (day(31), 100.0), (day(0), 94.0)], TODAY) == Moved(day(31), 100.0, 94 / 100 - 1)
    assert moved([(day(30), 0.0), (day(1), 5.0)], TODAY) == Moved(day(30), 0.0, None)
    assert moved([(day(29), 100.0), (day(0), 94.0)], TODAY) is None
    assert moved([(day(46), 100.0), (day(0), 94.0)], TODAY) is None
    assert moved([(day(30), 100.0), (day(2), 94.0)], TODAY) is None


async def test_days_long_past_are_forgotten(home: InhabitedHouse, company: Company) -> None:
    """Last: nothing of the days before is left."""
    home.clock.advance(KEPT + timedelta(days=10))
    await read(home)
    snapshots = Snapshots(home.installation.database)
    kept = await snapshots.series(home.accounts[company.key], ["open_tickets"], datetime(2000, 1, 1, tzinfo=UTC).date())
    assert {each.day for each in kept} == {home.clock.now().date()}
    assert NOW.date() not in {each.day for each in kept}
