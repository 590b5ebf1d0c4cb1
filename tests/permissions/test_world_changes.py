"""Facts change in the sources themselves, and whoever may not see them is answered as before: on the page, in lists,
and when an account is looked up.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pytest
import pytest_asyncio

from permissions.people import ROLES, AgeingStillClock, Peopled, events, known_to_all, own, peopled
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda_world.model import Company, Contact
from rotunda_world.model.crm import Stage
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed, world_standing_still

LISTS = (
    "sort=name",
    "sort=-mrr",
    "sort=open_tickets",
    "sort=-open_deal_value",
    "q=deals:>0",
    "q=tickets:>0",
    "q=mrr:>0",
)
NEW_ADDRESS = "kept.to.myself@elsewhere.example"

Answer: TypeAlias = tuple[int, bytes]


@dataclass(frozen=True)
class Secret:
    """A change of one company's facts, and by which pairs of section and label they are read."""

    change: Callable[[LiveWorld, Company], Awaitable[object]]
    read_by: frozenset[tuple[str, Label]]

    def hidden_from(self, role: str) -> bool:
        pairs = {(SectionName(section), label) for section, label in self.read_by}
        return ROLES[role].reach.isdisjoint(pairs)


async def move_a_deal(live: LiveWorld, company: Company) -> None:
    deal = company.deals[0]
    to = Stage.CONTRACT if deal.stage is not Stage.CONTRACT else Stage.DECISION_MAKER
    await live.change("move_deal", deal=deal.hubspot_id, stage=to.value)


async def open_a_ticket(live: LiveWorld, company: Company) -> None:
    await live.change("open_ticket", account=company.key, subject="For few eyes", priority="urgent", tags=["escalated"])


async def pay_more(live: LiveWorld, company: Company) -> None:
    for charge in company.payers[0].charges:
        charge.amount += 700


async def write_from_elsewhere(live: LiveWorld, company: Company) -> None:
    only_in_crm(company).hubspot_email = NEW_ADDRESS


def only_in_crm(company: Company) -> Contact:
    """Somebody whom no other system knows: their address decides over nothing else."""
    return next(each for each in company.contacts if each.hubspot_id and not each.product_user_id)


SECRETS: Mapping[str, Secret] = {
    "a deal's stage": Secret(move_a_deal, frozenset({("deals", Label.COMMERCIAL), ("upcoming", Label.COMMERCIAL)})),
    "a ticket": Secret(open_a_ticket, frozenset({("support", Label.SUPPORT)})),
    "a payment": Secret(pay_more, frozenset({("billing", Label.COMMERCIAL)})),
    "an address": Secret(
        write_from_elsewhere, frozenset((section, Label.PERSONAL) for section in ("profile", "people", "upcoming"))
    ),
}


@pytest_asyncio.fixture(scope="module")
async def stage(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Peopled]:
    """A company of its own, because it is changed."""
    clock = AgeingStillClock()
    deed = Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=11, accounts=15) as live,
        peopled(live, clock, deed) as home,
    ):
        yield home


@pytest.mark.slow
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
async def test_what_is_hidden_changes_nothing_that_is_told(stage: Peopled, secret: Secret) -> None:
    company = stage.house.live.company(known_to_all(stage.house.live)[0])
    address = only_in_crm(company).hubspot_email or only_in_crm(company).email
    before = await told(stage, address)
    await secret.change(stage.house.live, company)
    await list_anew(stage)
    after = await told(stage, address)
    for role in ROLES:
        if secret.hidden_from(role):
            assert differing(before[role], after[role]) == [], role
        else:
            assert differing(before[role], after[role]) != [], role
    assert {secret.hidden_from(role) for role in ROLES} == {True, False}


async def list_anew(stage: Peopled) -> None:
    """A list that has changed brings the owners that the sources know, so the ten have to be made owners again."""
    installation = stage.house.installation
    assert {each.reason for each in await installation.directory.refresh()} == {None}
    await installation.database.execute("DELETE FROM account_owner WHERE source = 'test'")
    await own(stage.house, stage.account)


def differing(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    return [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]


async def told(stage: Peopled, address: str) -> dict[str, dict[str, Answer]]:
    """All that each role is answered, of facts that are read anew."""
    stage.clock.age()
    assert (await stage.clients["admin"].get(stage.path())).status_code == 200
    await stage.settled()
    answers = await asyncio.gather(*(_answers(stage, role, address) for role in ROLES))
    return dict(zip(ROLES, answers, strict=True))


async def _answers(stage: Peopled, role: str, address: str) -> dict[str, Answer]:
    client, found = stage.clients[role], dict[str, Answer]()
    for path in paths(stage, address):
        answer = await client.get(path)
        assert answer.status_code in {200, 400, 403, 404}, (path, answer.text)
        found[path] = (answer.status_code, answer.content)
    streamed = await client.get(stage.path("/stream"))
    return found | {name: (streamed.status_code, body) for name, body in events(streamed.content).items()}


def paths(stage: Peopled, address: str) -> list[str]:
    sections = stage.house.installation.house.sections
    word = address.partition("@")[0]
    return [
        stage.path(),
        *(stage.path(f"/sections/{name}") for name in sections),
        *(f"/api/v1/accounts?limit=200&{query}" for query in LISTS),
        *(f"/api/v1/accounts?limit=200&q={text}" for text in (word, "kept.to.myself", f"id:{NEW_ADDRESS}", "-kept")),
        *(f"/api/v1/search?q={text}" for text in (word, address, "kept.to.myself", NEW_ADDRESS, "has:open-ticket")),
        *(f"/api/v1/accounts.csv?{query}" for query in LISTS),
        *(f"/api/v1/lookup?email={each}" for each in (address, NEW_ADDRESS)),
    ]
