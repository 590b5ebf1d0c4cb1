"""Ten kinds of people, a house that all of them may enter, and what each of them is told there."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import msgspec
import pytest

from reading.sources import reached
from rotunda.access.roles import DEFAULT_ROLES, TIER_PERMISSIONS, Role, Scope, Tier
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.labels import Label
from rotunda.view.index import quick_conversations
from rotunda.view.page.plan import House
from rotunda_world.server import LiveWorld
from support.house import Deed, InhabitedHouse, StillClock, moved_in

TEAM = "Everybody of the ten"
PATIENCE = timedelta(seconds=60)
FORGOTTEN = timedelta(days=8)
"""Longer than anything that was read is kept."""


def composed(name: str, sections: set[str], labels: set[Label], scope: Scope, tier: Tier = Tier.FULL) -> Role:
    named = frozenset(map(SectionName, sections))
    return Role(name, name, tier, TIER_PERMISSIONS[tier], named, frozenset(labels), scope)


ROLES: Mapping[str, Role] = {
    **DEFAULT_ROLES,
    "collections": composed(
        "collections", {"billing", "support", "people"}, {Label.COMMERCIAL, Label.SUPPORT}, Scope.ALL
    ),
    "onboarding": composed(
        "onboarding", {"profile", "usage", "communication"}, {Label.IDENTITY, Label.CS_PRIVATE}, Scope.TEAM
    ),
}


class AgeingStillClock(StillClock):
    """Everything that was read can be let age while the calendar stands still."""

    def age(self, by: timedelta = FORGOTTEN) -> None:
        self._moved += by.total_seconds()


class StandingClock(AgeingStillClock):
    """Seconds stand still, too: nothing grows old unless it is let, however long a test takes."""

    def monotonic(self) -> float:
        return self._moved


@dataclass(frozen=True)
class Peopled:
    """`clients` by role, each a user of that role alone with an API token. All of them may see `account`; it has
    records in every source.
    """

    house: InhabitedHouse
    clock: AgeingStillClock
    account: AccountId
    elsewhere: AccountId
    """An account that those who see only their own or their team's may not see."""
    clients: Mapping[str, httpx.AsyncClient]

    async def settled(self) -> None:
        """Nothing is being read or looked up any more behind what others were shown, and lists hold what was read."""
        installation = self.house.installation
        await installation.finding.settled()
        await reached(lambda: not (installation.book._soon or installation.readings._flights._under_way))
        await installation.facts.settled()

    def path(self, rest: str = "", account: str | None = None) -> str:
        return f"/api/v1/accounts/{account or self.account}{rest}"


def email_of(role: str) -> str:
    return f"{role}@ten.example"


@asynccontextmanager
async def peopled(
    live: LiveWorld,
    clock: AgeingStillClock,
    deed: Deed,
    house: House | None = None,
    roles: Mapping[str, Role] = ROLES,
) -> AsyncGenerator[Peopled]:
    """Hundreds of questions at once are late for somebody who types: whoever waits is as patient as that needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick_conversations, "A_MOMENT", PATIENCE)
        async with _moved_in(live, clock, deed, house, roles) as inhabited:
            yield inhabited


@asynccontextmanager
async def _moved_in(
    live: LiveWorld, clock: AgeingStillClock, deed: Deed, house: House | None, roles: Mapping[str, Role]
) -> AsyncGenerator[Peopled]:
    async with moved_in(live, clock, deed, house=house, roles=roles) as home, AsyncExitStack() as stack:
        known = known_to_all(live)
        account, elsewhere = home.accounts[known[0]], home.accounts[known[1]]
        await own(home, account)
        clients = {role: await stack.enter_async_context(await _client(home, role)) for role in roles}
        yield Peopled(home, clock, account, elsewhere, clients)


def known_to_all(live: LiveWorld) -> list[str]:
    """The keys of the companies that every source has something to say of."""
    return [
        company.key
        for company in live.running.world.companies
        if company.payers and company.product_account_id and company.zendesk_org_id and company.tickets
    ]


async def own(home: InhabitedHouse, account: AccountId) -> None:
    """Makes the ten and their team owners of an account."""
    for email, team in (*((email_of(role), None) for role in ROLES), (None, TEAM)):
        await home.installation.database.execute(
            "INSERT INTO account_owner (account_id, email, team, role, source) VALUES (%s, %s, %s, 'owner', 'test')",
            (account, email, team),
        )


async def _client(home: InhabitedHouse, role: str) -> httpx.AsyncClient:
    sign_in = home.installation.sign_in
    await sign_in.users.add(email_of(role), role, [role], [TEAM])
    _, token = await sign_in.create_token(email_of(role), "test")
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    return httpx.AsyncClient(base_url=home.service.url, headers=headers, timeout=60)


class _Event(msgspec.Struct, frozen=True):
    name: str = ""


def events(stream: bytes) -> dict[str, bytes]:
    """The last event of each kind, and of each section: which source answers first is nobody's secret and chance."""
    last: dict[str, bytes] = {}
    for block in stream.split(b"\n\n")[:-1]:
        kind, _, body = block.partition(b"\ndata: ")
        last[f"{kind.decode()} {msgspec.json.decode(body, type=_Event).name}"] = body
    return last
