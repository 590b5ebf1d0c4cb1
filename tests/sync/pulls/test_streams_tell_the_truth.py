"""After a pull, timelines hold exactly what happened in the world: nothing else, nothing twice, and of whom."""

from datetime import UTC, datetime, timedelta

import pytest

from rotunda.sections.ids import SourceName
from rotunda.sync.pulls.model import MONTH, MONTHS
from support.house import InhabitedHouse
from sync.inbox.town import payer
from sync.pulls.chronicle import of_wrong_accounts, pulled, true

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("source", ["stripe", "zendesk", "hubspot", "productdb"])
async def test_the_past_is_read_exactly(home: InhabitedHouse, source: str) -> None:
    since = home.clock.now() - MONTHS * MONTH
    told = await pulled(home, source)
    assert len(told) > 20
    expected = true(home, source, since)
    assert sorted(told.keys() - expected.keys()) == sorted(expected.keys() - told.keys()) == []
    assert of_wrong_accounts(told, expected) == []


async def test_what_happens_later_is_there_after_the_next_pull(home: InhabitedHouse) -> None:
    since, company = home.clock.now() - MONTHS * MONTH, payer(home)
    before = await pulled(home, "stripe")
    home.clock.advance(timedelta(hours=1))
    paid = next(each for one in company.payers for each in one.subscriptions if each.status == "active")
    quantity = (paid.items[0].quantity or 0) + 3
    await home.live.change(
        "change_quantity", subscription=paid.stripe_id, quantity=quantity, item=paid.items[0].stripe_id
    )
    await home.live.change("cancel_subscription", subscription=paid.stripe_id, at_period_end=False)
    told = await pulled(home, "stripe")
    new = {key.rpartition(":evt_")[0] or key for key, _ in told.keys() - before.keys()}
    number = paid.stripe_id
    changed = {f"subscription:{number}:quantity", f"subscription:{number}:status", f"subscription:{number}:ended"}
    assert new == changed
    assert true(home, "stripe", since).keys() <= told.keys()


async def test_records_that_a_pull_saw_change_are_read_anew(home: InhabitedHouse) -> None:
    await pulled(home, "stripe")
    home.clock.advance(timedelta(hours=1))
    open_invoice = next(
        each for one in home.companies for own in one.payers for each in own.invoices if each.status == "open"
    )
    await home.live.change("pay_invoice", invoice=open_invoice.stripe_id)
    await pulled(home, "stripe")
    named = await home.installation.database.execute(
        "SELECT FROM webhook_delivery WHERE pulled AND connection_id = %s AND named @> %s::jsonb",
        (
            home.connections[SourceName("stripe")],
            f'[{{"record": ["customer", "{open_invoice.customer.stripe_id}"], "sections": ["billing", "upcoming"]}}]',
        ),
    )
    assert named >= 1


async def test_a_pull_that_is_done_again_changes_nothing(home: InhabitedHouse) -> None:
    before = await pulled(home, "stripe")
    async with home.client() as client:
        path = f"/api/v1/sync/{home.connections[SourceName('stripe')]}/backfill"
        answer = await client.post(path, json={"months": 24})
        assert (answer.status_code, answer.json()["progress"]) == (202, 0.0)
    assert await pulled(home, "stripe") == before
