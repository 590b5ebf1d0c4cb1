"""Conversations by mail over HTTP: by page, in context, with quotations apart and nothing unsafe in them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.events import Attachment, EmailDetails, Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.entrypoints.installation import Installation
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName
from rotunda.sections.labels import Label
from support.service import serving, settings_for

CRM = ConnectionId("con_crm")
SINGLE = 30


class Office:
    """A company with Ada, who wrote about the plan and got thirty newsletters."""

    def __init__(self, client: httpx.AsyncClient, installation: Installation) -> None:
        self.client, self.installation = client, installation
        self.account = AccountId("")

    async def furnish(self) -> None:
        people = [person("hubspot", "11", "1", name="Ada", emails=("ada@acme.com",))]
        listed = [record("hubspot", "1", name="Acme"), record("hubspot", "2", name="Bolt"), *people]
        await self.installation.identity.apply_directory(CRM, SourceName("hubspot"), CATEGORIES["hubspot"], listed)
        self.account = (await self.installation.identity.lookup(external="hubspot:1"))[0].account.id
        news = [self.mail(f"news {n}", n + 2, f"News {n}", sender="sam@vendor.test") for n in range(SINGLE)]
        await self.installation.timeline.record(CRM, [*news, *self.talk()])

    def talk(self) -> list[Event]:
        quoted = '<p>Yes</p><div class="gmail_quote">On Mon, Ada wrote:<blockquote>Plan?</blockquote></div>'
        unsafe = '<script>alert(1)</script><img src="https://t.test/p.gif">'
        file = Attachment("plan.pdf", 1000, "application/pdf", "https://crm.test/files/1")
        details = EmailDetails("2@x", "1@x", html=quoted + unsafe, attachments=(file,))
        return [
            self.mail("plan", 9, "Plan", details=EmailDetails("1@x")),
            self.mail("reply", 8, "Re: Plan", sender="sam@vendor.test", details=details),
            self.mail("thanks", 1, "AW: Plan", text="Thanks\n\n> Yes\n"),
        ]

    def mail(self, key: str, days: int, subject: str, sender: str = "ada@acme.com", **more: Any) -> Event:
        reader = "sam@vendor.test" if sender.startswith("ada") else "ada@acme.com"
        said: dict[str, Any] = {
            "type": EventType.EMAIL_RECEIVED,
            "version": 1,
            "at": self.installation.clock.now() - timedelta(days=days),
            "record": ("emails", ExternalId(key)),
            "label": Label.COMMUNICATION,
            "whose": (("company", ExternalId("1")),),
            "people": (
                Participant(Part.FROM, None, sender, ours=sender.startswith("sam")),
                Participant(Part.TO, None, reader, ours=reader.startswith("sam")),
            ),
        }
        return Event(key=key, subject=subject, **(said | more))

    async def ask(self, rest: str = "", customer: str = "", **query: Any) -> dict[str, Any]:
        path = customer or f"accounts/{self.account}"
        answer = await self.client.get(f"/api/v1/{path}/threads{rest}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest_asyncio.fixture(scope="module")
async def office(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    settings = settings_for(database_url, Path(tmp_path_factory.mktemp("threads")))
    async with serving(settings) as service, service.client("admin") as client:
        made = Office(client, service.installation)
        await made.furnish()
        yield made


async def test_a_conversation_is_one_line_by_its_last_mail(office: Office) -> None:
    first = (await office.ask(limit=1))["threads"][0]
    assert (first["subject"], first["messages"]) == ("Plan", 3)
    assert first["first_at"] < first["last_at"]
    assert {each["address"] for each in first["people"]} == {"ada@acme.com", "sam@vendor.test"}


@pytest.mark.parametrize("of", ["account", "contact"])
async def test_pages_have_every_conversation_once(office: Office, of: str) -> None:
    customer = ""
    if of == "contact":
        listed = (await office.client.get("/api/v1/contacts", params={"q": "Ada"})).json()["items"]
        customer = f"contacts/{listed[0]['id']}"
    page = await office.ask(customer=customer, limit=7)
    found = page["threads"]
    while page["older"]:
        page = await office.ask(customer=customer, limit=7, cursor=page["older"])
        found += page["threads"]
    assert [each["subject"] for each in found] == ["Plan", *(f"News {n}" for n in range(SINGLE))]


async def test_a_conversation_is_read_in_context(office: Office) -> None:
    [first] = (await office.ask(limit=1))["threads"]
    whole = await office.ask(f"/{first['id']}")
    assert whole["thread"] == first
    assert [each["subject"] for each in whole["messages"]] == ["Plan", "Re: Plan", "AW: Plan"]
    reply, thanks = whole["messages"][1:]
    assert [part.get("quoted", False) for part in reply["parts"]] == [False, True]
    assert reply["parts"][0]["html"] == "<p>Yes</p>"
    assert reply["remote_images"] == 1
    assert "script" not in str(reply)
    assert reply["attachments"] == [
        {"name": "plan.pdf", "size_bytes": 1000, "media_type": "application/pdf", "url": "https://crm.test/files/1"}
    ]
    assert thanks["parts"] == [{"text": "Thanks\n\n"}, {"text": "> Yes\n", "quoted": True}]


async def test_any_mail_of_it_leads_to_the_conversation(office: Office) -> None:
    [first] = (await office.ask(limit=1))["threads"]
    whole = await office.ask(f"/{first['id']}")
    for mail in whole["messages"]:
        assert await office.ask(f"/{mail['id']}") == whole


async def test_a_conversation_is_paged_from_its_beginning(office: Office) -> None:
    [first] = (await office.ask(limit=1))["threads"]
    page = await office.ask(f"/{first['id']}", limit=2)
    rest = await office.ask(f"/{first['id']}", limit=2, cursor=page["newer"])
    assert [each["subject"] for each in page["messages"] + rest["messages"]] == ["Plan", "Re: Plan", "AW: Plan"]
    assert rest["newer"] is None


@pytest.mark.parametrize("thread", ["evt_" + "0" * 32, "evt_1", "x"])
async def test_what_is_no_conversation_is_absent(office: Office, thread: str) -> None:
    answer = await office.client.get(f"/api/v1/accounts/{office.account}/threads/{thread}")
    assert answer.status_code == 404


async def test_a_cursor_of_another_list_is_refused(office: Office) -> None:
    older = (await office.ask(limit=1))["older"]
    [first] = (await office.ask(limit=1))["threads"]
    answer = await office.client.get(
        f"/api/v1/accounts/{office.account}/threads/{first['id']}", params={"cursor": older}
    )
    assert (answer.status_code, answer.json()["field"]) == (400, "cursor")
