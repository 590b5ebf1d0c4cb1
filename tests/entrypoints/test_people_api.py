"""The people of an account over HTTP: engagement, who knows whom, gaps with the way there, roles that we give."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.events import CallDetails, EmailDetails, Event, EventType, MeetingDetails, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.entrypoints.installation import Installation
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.labels import Label
from support.service import serving, settings_for

CRM = ConnectionId("con_crm")
ADA, BO, CY = (("contact", ExternalId(each)) for each in ("11", "12", "13"))
SAM = Participant(Part.FROM, "Sam", "sam@vendor.test", ours=True)
COMPANY = record("hubspot", "1", name="Acme")


def listed(bo_title: str = "CFO", cy_company: str = "1") -> list[Any]:
    return [
        COMPANY,
        record("hubspot", "2", name="Bolt"),
        person("hubspot", "11", "1", name="Ada", title="Automation lead", emails=("ada@acme.com",)),
        person("hubspot", "12", "1", name="Bo", title=bo_title, emails=("bo@acme.com",)),
        person("hubspot", "13", cy_company, name="Cy", emails=("cy@acme.com",)),
    ]


class Office:
    """Ada met Sam and wrote, with Bo in one meeting of 34 days ago; mail to Cy comes back."""

    def __init__(self, client: httpx.AsyncClient, installation: Installation) -> None:
        self.client, self.installation = client, installation
        self.path = ""
        self.contacts: dict[str, str] = {}

    async def furnish(self) -> None:
        await self.apply(listed())
        found = await self.installation.identity.lookup(external="hubspot:1")
        self.path = f"/api/v1/accounts/{found[0].account.id}"
        items = (await self.client.get("/api/v1/contacts")).json()["items"]
        self.contacts = {each["name"]: each["id"] for each in items}
        await self.installation.timeline.record(CRM, list(self.events()))

    async def apply(self, records: list[Any]) -> None:
        await self.installation.identity.apply_directory(CRM, SourceName("hubspot"), CATEGORIES["hubspot"], records)

    def event(self, number: int, days: float, type_: EventType, *people: Participant, details: Any = None) -> Event:
        return Event(
            type=type_,
            key=f"e{number}",
            version=1,
            at=self.installation.clock.now() - timedelta(days=days),
            record=("engagement", ExternalId(str(number))),
            label=Label.COMMUNICATION,
            whose=(("company", ExternalId("1")),),
            people=people,
            details=details,
        )

    def events(self) -> list[Event]:
        ada, bo = (Participant(Part.ATTENDEE, record=each, ours=False) for each in (ADA, BO))
        wrote = Participant(Part.FROM, address="ada@acme.com", ours=False)
        to_sam = Participant(Part.TO, "Sam", "sam@vendor.test", ours=True)
        to_cy = Participant(Part.TO, address="cy@acme.com")
        return [
            self.event(1, 34, EventType.MEETING, SAM, ada, bo, details=MeetingDetails(outcome="completed")),
            self.event(2, 3, EventType.EMAIL_RECEIVED, wrote, to_sam),
            self.event(3, 9, EventType.CALL, SAM, ada, details=CallDetails(outbound=True)),
            self.event(4, 1, EventType.MEETING, SAM, bo, details=MeetingDetails(outcome="no_show")),
            self.event(5, 2, EventType.EMAIL_SENT, SAM, to_cy, details=EmailDetails(status="bounced")),
            self.event(6, -3, EventType.MEETING, SAM, bo),
        ]

    async def people(self) -> dict[str, Any]:
        answer = await self.client.get(f"{self.path}/people")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def stakeholder(self, name: str) -> dict[str, Any]:
        return next(each for each in (await self.people())["stakeholders"] if each["name"] == name)

    async def set_roles(self, name: str, roles: list[str], tag: str | None = None) -> httpx.Response:
        path = f"/api/v1/contacts/{self.contacts[name]}"
        expected = tag or (await self.client.get(f"{path}/fields")).headers["etag"]
        return await self.client.patch(f"{path}/role", json={"roles": roles}, headers={"If-Match": expected})


@pytest_asyncio.fixture
async def office(make_database: Any, tmp_path: Path) -> AsyncIterator[Office]:
    settings = settings_for(await make_database(), tmp_path)
    async with serving(settings) as service, service.client("admin") as client:
        made = Office(client, service.installation)
        await made.furnish()
        yield made


async def test_each_with_last_contact_by_whom_and_engagement(office: Office) -> None:
    told = await office.people()
    assert (told["contacts"], told["total"], told["editable"], told["source_answered"]) == ("known", 3, True, False)
    ada, bo, cy = [await office.stakeholder(name) for name in ("Ada", "Bo", "Cy")]
    assert (ada["last_channel"], ada["engaged_by"]) == ("email", ["Sam"])
    scores = [each["engagement"]["score"] for each in (ada, bo, cy)]
    assert (scores[0] > 70, 0 < scores[1] < 40, scores[2]) == (True, True, 0)
    assert (bo["last_channel"], bo["level"]) == ("meeting", 5), "a meeting that nobody came to is no contact"
    assert "last_contact_at" not in cy, "mail that came back is no contact"
    assert "bounced_at" in cy
    assert "bounced_at" not in ada
    assert ada["reports_to"] == {"id": office.contacts["Bo"], "guessed": True}
    assert not bo.get("at_risk"), "nobody has said that Bo matters"


async def test_a_gap_is_told_with_the_warmest_way_there(office: Office) -> None:
    """Sam and Ada: email of 3 days ago, call of 9, meeting of 34; Sam and Bo the meeting alone, with Ada."""
    assert (await office.set_roles("Bo", ["economic_buyer", "decision_maker"])).status_code == 200
    told = (await office.client.get(f"{office.path}/relationships")).json()
    bo, ada = office.contacts["Bo"], office.contacts["Ada"]
    [gap] = told["gaps"]
    assert (gap["person"], gap["roles"]) == (bo, ["decision_maker", "economic_buyer"])
    assert gap["path"]["ours"] == "sam@vendor.test"
    assert gap["path"]["people"] in ([bo], [ada, bo])
    assert told["paths"] == [gap["path"]]
    assert {(each["ours"], each["theirs"], each["contacts"]) for each in told["edges"]} == {
        ("sam@vendor.test", ada, 3),
        ("sam@vendor.test", bo, 1),
    }
    assert [each["name"] for each in told["ours"]] == ["Sam"]
    assert {each["side"] for each in told["single_threaded"]} >= {"ours"}
    first = (await office.people())["stakeholders"][0]
    assert (first["name"], first["at_risk"]) == ("Bo", True)


async def test_our_roles_are_kept_with_their_history(office: Office) -> None:
    changed = await office.set_roles("Ada", ["influencer", "champion", "champion"])
    assert changed.status_code == 200, changed.text
    ada = await office.stakeholder("Ada")
    assert ada["roles"] == ada["own_roles"]["roles"] == ["champion", "influencer"]
    assert (await office.set_roles("Ada", [])).status_code == 200
    assert "own_roles" not in await office.stakeholder("Ada")
    history = (await office.client.get(f"/api/v1/contacts/{office.contacts['Ada']}/history")).json()["items"]
    roles = [(each.get("old"), each.get("new")) for each in history]
    assert roles == [(["Influencer", "Champion"], None), (None, ["Influencer", "Champion"])]


async def test_nobody_writes_over_anybody(office: Office) -> None:
    path = f"/api/v1/contacts/{office.contacts['Ada']}"
    seen = (await office.client.get(f"{path}/fields")).headers["etag"]
    assert (await office.set_roles("Ada", ["blocker"])).status_code == 200
    late = await office.set_roles("Ada", ["champion"], tag=seen)
    assert (late.status_code, late.json()["type"]) == (412, "urn:rotunda:problem:changed-meanwhile")
    blind = await office.client.patch(f"{path}/role", json={"roles": ["champion"]})
    assert blind.status_code == 428
    wrong = await office.client.patch(f"{path}/role", json={"roles": ["king"]}, headers={"If-Match": seen})
    assert wrong.status_code == 400
    assert (await office.stakeholder("Ada"))["roles"] == ["blocker"]


async def test_a_new_title_and_who_has_left_are_noticed(office: Office) -> None:
    await office.apply(listed(bo_title="Advisor", cy_company="2"))
    told = await office.people()
    assert [each["name"] for each in told["departed"]] == ["Cy"]
    bo = await office.stakeholder("Bo")
    assert (bo["new_title"]["before"], bo["new_title"]["after"]) == ("CFO", "Advisor")
    assert {each["name"] for each in told["stakeholders"]} == {"Ada", "Bo"}


async def test_an_account_nobody_has_spoken_to_has_no_scores(office: Office) -> None:
    found = await office.installation.identity.lookup(external="hubspot:2")
    await office.apply(listed(cy_company="2"))
    path = f"/api/v1/accounts/{found[0].account.id}"
    told = (await office.client.get(f"{path}/people")).json()
    related = (await office.client.get(f"{path}/relationships")).json()
    assert [("engagement" in each, each["name"]) for each in told["stakeholders"]] == [(False, "Cy")]
    assert (related["contacts"], related["edges"], related["gaps"]) == ("unknown", [], [])
