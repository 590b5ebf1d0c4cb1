"""What changes in a system is told once its reading is no longer fresh, with the account's other figures as true."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, eventually, moved_in, world_standing_still
from truth import figures
from truth.telling import ask, tell


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=11, accounts=12) as live,
        moved_in(live, clock, deed) as house,
    ):
        yield house


def busiest(home: InhabitedHouse) -> Any:
    """Whose account has something of everything that can be changed."""
    return max(
        (each for each in home.companies if each.payers and each.product_account_id and each.zendesk_org_id),
        key=lambda each: len(each.tickets) + len(each.engagements) + len(each.deals),
    )


def change_everything(company: Any) -> list[tuple[str, dict[str, Any]]]:
    contact = next(each for each in company.contacts if each.hubspot_id)
    user = next(each for each in company.contacts if each.product_user_id)
    subscription = next(each for each in company.payers[0].subscriptions if each.status == "active")
    return [
        ("change_quantity", {"subscription": subscription.stripe_id, "quantity": 4321}),
        ("open_ticket", {"account": company.key, "subject": "It is down", "priority": "urgent", "tags": ["escalated"]}),
        ("log_call", {"account": company.key, "subject": "About the outage"}),
        ("add_activity", {"user": user.product_user_id, "feature": "live_map"}),
        ("change_title", {"contact": contact.hubspot_id, "title": "Chief of everything"}),
        (
            "add_contact",
            {
                "account": company.key,
                "first_name": "Nova",
                "last_name": "Quist",
                "email": "nova.quist@newcomer.example",
                "in_product": True,
            },
        ),
    ]


async def test_what_was_read_is_shown_until_it_is_old_and_then_what_is_true(home: InhabitedHouse) -> None:
    company = busiest(home)
    account = home.accounts[company.key]
    async with home.client() as client:
        before = (await tell(client, account)).figures()
        for name, parameters in change_everything(company):
            await home.live.change(name, **parameters)
        assert (await tell(client, account)).figures() == before
        true = home.truth(company.key)
        assert len(figures.differing(before, true)) > 4
        home.clock.advance(timedelta(hours=2))
        await ask(client, f"/api/v1/accounts/{account}")

        async def differing() -> dict[str, Any]:
            page = await ask(client, f"/api/v1/accounts/{account}")
            if any(section["state"] != "fresh" for section in page["sections"].values()):
                return {"states": "not all fresh"}
            return figures.differing((await tell(client, account)).figures(), home.truth(company.key))

        await eventually(differing, {})
