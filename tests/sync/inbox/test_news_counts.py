"""A fact changes in a source, which says so: the next look shows it, long before what was read would have aged."""

import random
from collections.abc import Awaitable, Callable

import pytest

from rotunda_world.model import Company
from rotunda_world.running import Fault
from support.house import InhabitedHouse
from sync.inbox.town import Post, arrived, event, payer, section

Change = Callable[[InhabitedHouse, Company], Awaitable[object]]


async def seats(home: InhabitedHouse, company: Company) -> None:
    paid = next(each for one in company.payers for each in one.subscriptions if each.status == "active")
    quantity = (paid.items[0].quantity or 0) + 11
    await home.live.change(
        "change_quantity", subscription=paid.stripe_id, item=paid.items[0].stripe_id, quantity=quantity
    )


async def ticket(home: InhabitedHouse, company: Company) -> None:
    await home.live.change("open_ticket", account=company.key, subject="Nothing prints", priority="urgent")


async def deal(home: InhabitedHouse, company: Company) -> None:
    open_deal = company.deals[0]
    stage = "contractsent" if open_deal.stage.value != "contractsent" else "qualifiedtobuy"
    await home.live.change("move_deal", deal=open_deal.hubspot_id, stage=stage)


async def call(home: InhabitedHouse, company: Company) -> None:
    await home.live.change("log_call", account=company.key, subject="About the renewal")


async def name(home: InhabitedHouse, company: Company) -> None:
    await home.live.change("rename_company", account=company.key, name="Other Works", system="hubspot")


@pytest.mark.parametrize(
    ("change", "topic"),
    [(seats, "billing"), (ticket, "support"), (deal, "deals"), (call, "communication"), (name, "profile")],
)
async def test_what_a_source_says_is_on_the_next_look(home: InhabitedHouse, change: Change, topic: str) -> None:
    company = payer(home)
    account = home.accounts[company.key]
    earlier = {each["id"] for each in await arrived(home)}
    before = await section(home, account, topic)
    await change(home, company)
    await home.live.sender.settle()
    assert await section(home, account, topic) == before  # it was kept, and nothing more
    await home.installation.inbox.worker.work()
    assert await section(home, account, topic) != before
    assert {each["state"] for each in await arrived(home) if each["id"] not in earlier} == {"done"}


async def test_other_customers_are_not_asked_for_anew(home: InhabitedHouse) -> None:
    company = payer(home)
    other = next(each for each in home.companies if each is not company and each.zendesk_org_id)
    for each in (company, other):
        await section(home, home.accounts[each.key], "support")
    await ticket(home, company)
    await home.live.sender.settle()
    await home.installation.inbox.worker.work()
    home.live.reset_requests()
    await section(home, home.accounts[other.key], "support")
    assert home.live.requests().get("zendesk", {}) == {}
    await section(home, home.accounts[company.key], "support")
    assert home.live.requests()["zendesk"]


async def test_five_hundred_deliveries_in_any_order_and_twice_end_as_one_does(home: InhabitedHouse) -> None:
    company, post = payer(home), Post(home, "stripe")
    account, customer = home.accounts[company.key], company.payers[0].stripe_id
    await seats(home, company)
    bodies = [event(f"evt_burst_{number}", customer) for number in range(250)] * 2
    random.Random(7).shuffle(bodies)
    assert {(await post.send(body)).status_code for body in bodies} == {202}
    await home.live.sender.settle()
    await home.installation.inbox.worker.work()
    shown = await section(home, account, "billing")
    home.installation.readings.invalidate(post.connection)
    assert await section(home, account, "billing") == shown
    burst = await home.installation.database.execute("SELECT FROM webhook_delivery WHERE delivery_id LIKE 'evt_burst%'")
    assert burst == 250


async def test_news_that_nobody_can_place_now_is_tried_again(home: InhabitedHouse) -> None:
    """A deal's event names the deal alone: the CRM has to be asked whose it is, and it is down."""
    company = payer(home)
    account = home.accounts[company.key]
    before = await section(home, account, "deals")
    await home.live.set_fault("hubspot", Fault.SERVER_ERROR)
    await deal(home, company)
    await home.live.sender.settle()
    await home.installation.inbox.worker.work()
    await home.live.heal("hubspot")
    waiting = await arrived(home, state="waiting")
    assert {(each["attempts"], each["error"]) for each in waiting} == {(1, "unavailable")}
    [again] = waiting
    async with home.client() as client:
        await client.post(f"/api/v1/connections/{again['connection_id']}/check")
        replayed = await client.post(f"/api/v1/webhooks/{again['id']}/replay")
    assert (replayed.status_code, replayed.json()["attempts"]) == (202, 0)
    await home.installation.inbox.worker.work()
    assert await arrived(home, state="waiting") == []
    assert await section(home, account, "deals") != before
