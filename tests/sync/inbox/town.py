"""A house whose sources send what they know: signed by the real-shaped systems, over real HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from rotunda.sections.ids import AccountId, ConnectionId, SourceName
from rotunda_world.model import Company
from support.house import InhabitedHouse

SENDERS = ("stripe", "hubspot", "zendesk", "productdb")


@dataclass(frozen=True)
class Post:
    """Where one source sends to, and how it signs."""

    home: InhabitedHouse
    source: str

    @property
    def connection(self) -> ConnectionId:
        return self.home.connections[SourceName(self.source)]

    @property
    def url(self) -> str:
        return f"{self.home.service.url}/api/v1/webhooks/{self.connection}"

    @property
    def secret(self) -> str:
        return self.home.live.telling_of(self.source).webhook_secret

    def signed(self, body: bytes, at: float | None = None) -> Mapping[str, str]:
        now = self.home.clock.now().timestamp() if at is None else at
        return self.home.live.telling_of(self.source).sign(body, self.url, now)

    async def agree(self, *secrets: str) -> httpx.Response:
        """As an admin enters them."""
        async with self.home.client() as client:
            path = f"/api/v1/connections/{self.connection}/webhook-secrets"
            return await client.put(path, json={"secrets": secrets})

    async def send(self, body: bytes, headers: Mapping[str, str] | None = None) -> httpx.Response:
        async with self.home.client(None) as client:
            signed = {**(self.signed(body) if headers is None else headers), "Content-Type": "application/json"}
            return await client.post(self.url, content=body, headers=signed)


async def agreed(home: InhabitedHouse) -> None:
    """Every source sends to the house, which knows how each of them signs."""
    for source in SENDERS:
        post = Post(home, source)
        answer = await post.agree(home.live.point_webhooks(source, post.url))
        assert answer.json() == {"url": post.url, "secrets": 1}


def event(number: str, customer: str) -> bytes:
    """Of the billing system: something about this payer has changed."""
    thing = {"id": customer, "object": "customer"}
    told = {"id": number, "object": "event", "type": "customer.updated", "data": {"object": thing}}
    return msgspec.json.encode(told)


async def arrived(home: InhabitedHouse, **asked: Any) -> list[dict[str, Any]]:
    """All of them, however many pages that takes."""
    found: list[dict[str, Any]] = []
    async with home.client() as client:
        cursor: str | None = None
        while True:
            page = (await client.get("/api/v1/webhooks", params={"limit": 200, "cursor": cursor or "", **asked})).json()
            found, cursor = [*found, *page["items"]], page["next"]
            if cursor is None:
                return found


async def section(home: InhabitedHouse, account: AccountId, name: str) -> Any:
    async with home.client() as client:
        answer = await client.get(f"/api/v1/accounts/{account}/sections/{name}")
    return answer.json()["section"]["data"]


def payer(home: InhabitedHouse) -> Company:
    """Pays for a plan by the seat, talks with support and has deals."""
    return next(
        each
        for each in home.companies
        if each.zendesk_org_id and each.hubspot_ids and each.deals and home.truth(each.key)["mrr"]
    )
