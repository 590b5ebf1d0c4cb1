"""Every account is found by whatever it is known by, and lists tell of it what its page tells."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx
import pytest

from rotunda.identity.matching.domains import company_domain
from rotunda_world.model import Contact
from rotunda_world.truth import AccountKeys
from support.house import InhabitedHouse, eventually
from truth.telling import Book, Told, ask

pytestmark = pytest.mark.slow

CONTACTS_TRIED = 2
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


async def test_by_the_id_of_any_record(book: Book) -> None:
    meant = {
        ("external", external): [book.home.accounts[keys.company.key]]
        for keys in book.home.live.accounts()
        for external in external_ids(keys)
    }
    assert await found(book.home, meant) == meant


async def test_by_domain(book: Book) -> None:
    meant = [
        (("domain", company.domain), book.home.accounts[company.key])
        for company in book.home.companies
        if company.domain and company_domain(company.domain)
    ]
    assert len(meant) > len(book.told) / 2
    answers = await found(book.home, {asked for asked, _ in meant})
    assert [(asked, account) for asked, account in meant if account not in answers[asked]] == []


async def test_by_the_address_of_a_contact(book: Book) -> None:
    meant = [
        (("email", address), book.home.accounts[company.key])
        for company in book.home.companies
        for contact in company.contacts[:CONTACTS_TRIED]
        for address in addresses(contact)
    ]
    answers = await found(book.home, {asked for asked, _ in meant})
    assert [(asked, account) for asked, account in meant if account not in answers[asked]] == []


async def test_the_list_tells_what_is_true(book: Book) -> None:
    """Lists are filled behind the pages that were read, so the last of them may have to be waited for."""
    expected = {book.home.accounts[company.key]: facts_of(told, true) for company, told, true in book}
    async with book.home.client() as client:

        async def listed() -> dict[str, dict[str, Any]]:
            return {row["id"]: _values(row.get("facts", {})) for row in await every_row(client)}

        await eventually(listed, expected)


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


def _values(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The one value of each fact, times as the truth writes them."""
    return {name: _value(fact) for name, fact in facts.items()}


def _value(fact: Mapping[str, Any]) -> Any:
    [value] = [fact[kind] for kind in ("money", "text", "number", "at") if kind in fact]
    return datetime.fromisoformat(value).isoformat() if "at" in fact else value
