"""Finds accounts as people do: by what they are known by, and in the list."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from rotunda_world.model import Contact
from rotunda_world.truth import AccountKeys
from support.house import InhabitedHouse
from truth.telling import Told, ask

AT_ONCE = 4


def external_ids(keys: AccountKeys) -> Iterator[str]:
    if keys.product_account_id:
        yield f"productdb:{keys.product_account_id}"
    yield from (f"hubspot:{each}" for each in keys.hubspot_company_ids)
    yield from (f"stripe:{each}" for each in keys.stripe_customer_ids)
    if keys.zendesk_organization_id:
        yield f"zendesk:{keys.zendesk_organization_id}"


def addresses(contact: Contact) -> set[str]:
    """As the systems that know the person have it, each in its own spelling."""
    spelled = {
        contact.hubspot_id: contact.hubspot_email,
        contact.product_user_id: contact.product_email,
        contact.zendesk_user_id: contact.zendesk_email,
    }
    return {own or contact.email for presence, own in spelled.items() if presence}


async def found(home: InhabitedHouse, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The accounts that each look-up finds, several asked at a time; none where it answers that there is none."""
    turns = asyncio.Semaphore(AT_ONCE)
    async with home.client() as client:

        async def find(by: str, value: str) -> list[str]:
            async with turns:
                answer = await client.get("/api/v1/lookup", params={by: value})
            assert answer.status_code in {200, 404}, (value, answer.text)
            return [each["account"]["id"] for each in answer.json().get("matches", [])]

        wanted = list(asked)
        answers = await asyncio.gather(*(find(by, value) for by, value in wanted))
    return dict(zip(wanted, answers, strict=True))


async def every_row(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """All pages of the list, in their order."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await ask(client, "/api/v1/accounts", limit=25, **({"cursor": cursor} if cursor else {}))
        rows += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            assert len(rows) == page["total"]
            return rows


def facts_of(told: Told, true: Mapping[str, Any]) -> dict[str, Any]:
    """What a list may show of an account: no fact where there is nothing to tell."""
    facts = {
        "mrr": _largest(true["mrr"]),
        "renewal_at": true["next_renewal_at"],
        "plan": true["plan"],
        "status": true["product_status"],
        "active_users_7d": true["active_users_7d"] if told.of("usage") else None,
        "open_tickets": true["open_tickets"] if told.of("support") else None,
        "last_touch_at": true["last_touch_at"],
        "open_deal_value": _largest(true["open_deal_value"]),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _largest(moneys: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return max(moneys, key=lambda each: each["amount_minor"], default=None)


def values_of(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The one value of each fact, times as the truth writes them."""
    return {name: _value(fact) for name, fact in facts.items()}


def _value(fact: Mapping[str, Any]) -> Any:
    [value] = [fact[kind] for kind in ("money", "text", "number", "at") if kind in fact]
    return datetime.fromisoformat(value).isoformat() if "at" in fact else value
