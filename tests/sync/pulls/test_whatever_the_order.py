"""Whatever the order, the repetition and the delay of deliveries and pulls: the timeline ends as the world's truth."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from rotunda.sections.ids import SourceName
from rotunda.sync.pulls.model import MONTH, MONTHS
from support.house import InhabitedHouse
from sync.inbox.town import SENDERS, Post
from sync.pulls.catcher import Caught, caught
from sync.pulls.chronicle import of_wrong_accounts, pulled, true
from sync.pulls.deleting import delete

STEPS = 14
DELETE = "delete in the CRM"
Deed = tuple[str, dict[str, Any]]


def deeds(home: InhabitedHouse, chance: random.Random) -> Iterator[Deed]:
    """Endless, and only what the world allows at the moment."""
    while True:
        helped = [each for each in home.companies if each.zendesk_org_id and each.tickets]
        tickets = [each for company in helped for each in company.tickets]
        unsolved = [each for each in tickets if each.status not in {"solved", "closed"}]
        invoices = [
            invoice
            for company in home.companies
            for one in company.payers
            for invoice in one.invoices
            if invoice.status == "open"
        ]
        talked_to = [each for each in home.companies if each.hubspot_ids and each.deals]
        said = [one for each in talked_to for one in each.engagements if one.kind in {"calls", "notes", "emails"}]
        deal = chance.choice([each for company in talked_to for each in company.deals])
        stages = sorted({"qualifiedtobuy", "presentationscheduled", "contractsent"} - {str(deal.stage)})
        ticket = {"ticket": chance.choice(tickets).zendesk_id}
        possible: list[Deed] = [
            ("open_ticket", {"account": chance.choice(helped).key, "subject": "Nothing prints"}),
            ("comment_on_ticket", ticket | {"body": "Still nothing", "by": chance.choice(["customer", "note"])}),
            ("delete_ticket", ticket),
            ("log_call", {"account": chance.choice(talked_to).key, "subject": "About the renewal"}),
            ("move_deal", {"deal": deal.hubspot_id, "stage": chance.choice(stages)}),
            (DELETE, {"engagement": chance.choice(said)}),
        ]
        if unsolved:
            possible.append(("solve_ticket", {"ticket": chance.choice(unsolved).zendesk_id}))
        if invoices:
            named = {"invoice": chance.choice(invoices).stripe_id}
            possible += [("pay_invoice", named), ("fail_payment", named)]
        yield chance.choice(possible)


async def deliver(home: InhabitedHouse, news: Caught) -> None:
    for source, body in news:
        assert (await Post(home, source).send(body)).status_code == 202


async def some_of_it(home: InhabitedHouse, chance: random.Random, news: Caught) -> None:
    """Late, twice, in another order, or not yet."""
    chance.shuffle(news)
    now = [news.pop() for _ in range(chance.randint(0, len(news)))]
    await deliver(home, [*now, *chance.sample(now, len(now) // 2)])
    if chance.random() < 0.7:
        await home.installation.inbox.worker.work()
    if chance.random() < 0.4:
        await home.installation.pulls.puller.pull(home.connections[SourceName(chance.choice(SENDERS))])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_end_is_the_same(home: InhabitedHouse, seed: int) -> None:
    chance, since = random.Random(seed), home.clock.now() - (MONTHS - 1) * MONTH
    for source in SENDERS:
        await Post(home, source).agree(Post(home, source).secret)
        await pulled(home, source)
    async with caught(home) as news:
        happening = deeds(home, chance)
        for _ in range(STEPS):
            home.clock.advance(timedelta(minutes=chance.randint(1, 40)))
            name, asked = next(happening)
            await (delete(home, **asked) if name == DELETE else home.live.change(name, **asked))
            await home.live.sender.settle()
            await some_of_it(home, chance, news)
        home.clock.advance(timedelta(minutes=5))
        await deliver(home, news)
    await home.installation.inbox.worker.work()
    for source in SENDERS:
        told, expected = await pulled(home, source), true(home, source, since)
        facts = {each for each in told if ":evt_" not in each[0] and each[1] >= since}
        assert sorted(facts - expected.keys()) == sorted(expected.keys() - facts) == []
        assert of_wrong_accounts(told, expected) == []


async def test_a_delivery_alone_brings_what_happened(home: InhabitedHouse) -> None:
    """The helpdesk's export holds back its last minute; a webhook is there at once."""
    for source in SENDERS:
        await Post(home, source).agree(Post(home, source).secret)
        await pulled(home, source)
    async with caught(home) as news:
        helped = next(each for each in home.companies if each.zendesk_org_id and each.hubspot_ids and each.tickets)
        await home.live.change("open_ticket", account=helped.key, subject="Nothing prints")
        await home.live.change("log_call", account=helped.key, subject="About the renewal")
        await home.live.sender.settle()
        await deliver(home, news)
    await home.installation.inbox.worker.work()
    number = max(each.zendesk_id for each in helped.tickets)
    call = max((each for each in helped.engagements if each.kind == "calls"), key=lambda each: each.created_at)
    async with home.installation.database.connection() as opened:
        rows = await opened.execute(
            "SELECT key FROM timeline_event WHERE key = ANY(%s)", ([f"ticket:{number}", f"call:{call.hubspot_id}"],)
        )
        assert len(await rows.fetchall()) == 2
