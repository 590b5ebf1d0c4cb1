"""Writing about a company as a teammate does, and looking at what became of it in the CRM."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.outbox.model import PATIENCE
from rotunda_world.model import Company, Engagement
from support.house import InhabitedHouse

PLURALS = {"note": "notes", "call": "calls", "meeting": "meetings", "email": "emails", "task": "tasks"}
OPEN = {"label": "communication"}


@dataclass
class Desk:
    """One company, of which the CRM has one record."""

    home: InhabitedHouse
    company: Company
    _before: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._before = frozenset(each.hubspot_id for each in self.company.engagements)

    @property
    def connection(self) -> ConnectionId:
        return self.home.connections[SourceName("hubspot")]

    @property
    def path(self) -> str:
        return f"/api/v1/accounts/{self.home.accounts[self.company.key]}"

    async def post(self, rest: str, **body: Any) -> dict[str, Any]:
        async with self.home.client() as client:
            answer = await client.post(self.path + rest, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def note(self, text: str) -> dict[str, Any]:
        return await self.post("/notes", text=text, **OPEN)

    async def change(self, written: dict[str, Any], **body: Any) -> dict[str, Any]:
        async with self.home.client() as client:
            answer = await client.patch(f"{self.path}/written/{written['id']}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def remove(self, written: dict[str, Any]) -> httpx.Response:
        async with self.home.client() as client:
            return await client.delete(f"{self.path}/written/{written['id']}")

    async def send(self) -> None:
        while await self.home.installation.outbox.sender.send(self.connection):
            pass

    async def outbox(self, written: dict[str, Any]) -> dict[str, Any] | None:
        """As its author sees it."""
        async with self.home.client() as client:
            lists = [(await client.get(f"{self.path}{rest}")).json() for rest in ("/notes", "/tasks?state=all")]
        found = [each for page in lists for each in page["items"] if each["id"] == written["id"]]
        return found[0].get("outbox")

    async def state(self, written: dict[str, Any]) -> str | None:
        return (await self.outbox(written) or {}).get("state")

    def there(self) -> list[Engagement]:
        """What the CRM has of the company that it did not have before."""
        return [each for each in self.company.engagements if each.hubspot_id not in self._before]

    def later(self) -> None:
        """Whatever was under way can have no further effect."""
        self.home.clock.advance(PATIENCE)

    async def told(self) -> list[dict[str, Any]]:
        """Its timeline, whatever it holds."""
        async with self.home.client() as client:
            page = (await client.get(f"{self.path}/timeline", params={"limit": 200, "to": "2040-01-01"})).json()
        return page["entries"]


def desk_at(home: InhabitedHouse, place: int = 0) -> Desk:
    once = [each for each in home.companies if len(each.hubspot_ids) == 1 and each.product_account_id]
    return Desk(home, once[place])
