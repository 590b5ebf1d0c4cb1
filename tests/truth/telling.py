"""Asks the API all that it tells of one account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from rotunda.sections.ids import AccountId
from rotunda_world.model import Company
from support.house import InhabitedHouse
from truth import figures

KNOWN_STATES = {"fresh", "unknown_customer"}


@dataclass(frozen=True)
class Told:
    """The page, and every section in full, by name."""

    page: dict[str, Any]
    sections: dict[str, dict[str, Any]]

    def of(self, section: str) -> dict[str, Any]:
        """A section's `data`; empty where no source knows the customer."""
        envelope = self.sections[section]
        assert envelope["state"] in KNOWN_STATES, (section, envelope["state"], envelope["sources"])
        return envelope["data"] or {}

    def figures(self) -> dict[str, Any]:
        """Everything that the truth has a figure for."""
        return {
            **figures.billing(self.of("billing")),
            **figures.support(self.of("support")),
            **figures.usage(self.of("usage")),
            **figures.profile(self.of("profile")),
            **figures.deals(self.of("deals")),
            **figures.contact(self.of("people"), self.of("communication"), self.of("upcoming")),
        }

    def read_at(self) -> set[datetime]:
        """The moments that the sections with data are dated with."""
        return {
            datetime.fromisoformat(section["as_of"])
            for section in self.sections.values()
            if section["data"] is not None
        }


@dataclass(frozen=True)
class Book:
    """`told` is by the world's keys."""

    home: InhabitedHouse
    told: dict[str, Told]

    def __iter__(self) -> Iterator[tuple[Company, Told, dict[str, Any]]]:
        """Each company, what is told of it, and what is true."""
        for company in self.home.companies:
            yield company, self.told[company.key], self.home.truth(company.key)


async def tell(client: httpx.AsyncClient, account: AccountId) -> Told:
    """The page, and then each of its sections."""
    page = await ask(client, f"/api/v1/accounts/{account}")
    drilled = {name: await ask(client, f"/api/v1/accounts/{account}/sections/{name}") for name in page["sections"]}
    return Told(page, {name: each["section"] for name, each in drilled.items()})


async def ask(client: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    """A good answer's body."""
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, (path, answer.text)
    body: dict[str, Any] = answer.json()
    return body
