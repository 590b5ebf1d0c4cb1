"""Of people each role is told what it reads; no score, order, line or gap tells of contacts that it may not read."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from permissions.people import ROLES, AgeingStillClock, Peopled, peopled
from rotunda.access.grant import PEOPLE
from rotunda.access.permission import Permission
from rotunda.connector_kit.events import Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.sections.ids import ExternalId, SectionName
from rotunda.sections.labels import Label
from rotunda.timeline.model import OURS
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed

COMMUNICATION = SectionName("communication")
NEEDED = {(COMMUNICATION, Label.COMMUNICATION), (COMMUNICATION, Label.PERSONAL)}
READERS = sorted(
    name
    for name, role in ROLES.items()
    if Permission.SECTION_DRILL in role.permissions and PEOPLE in {section for section, _ in role.reach}
)
TOLD = [name for name in READERS if ROLES[name].reach >= NEEDED]
UNTOLD = [name for name in READERS if name not in TOLD and (PEOPLE, Label.IDENTITY) in ROLES[name].reach]
OTHERS = sorted(set(ROLES).difference(TOLD, UNTOLD))


@pytest_asyncio.fixture(scope="module")
async def ten(
    live: LiveWorld, clock: AgeingStillClock, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Peopled]:
    """In a house of their own: nobody else gives roles or writes to its timelines."""
    deed = Deed(await make_database(), tmp_path_factory.mktemp("people"))
    async with peopled(live, clock, deed) as home:
        yield home


async def told(ten: Peopled, role: str, what: str = "people") -> dict[str, Any]:
    answer = await ten.clients[role].get(ten.path(f"/{what}"))
    assert answer.status_code == 200, (role, answer.text)
    return answer.json()


async def decides(ten: Peopled) -> str:
    """Makes somebody decide, with whom nobody has spoken; their id."""
    client = ten.clients["admin"]
    person = (await told(ten, "admin"))["stakeholders"][-1]["id"]
    tag = (await client.get(f"/api/v1/contacts/{person}/fields")).headers["etag"]
    body = {"roles": ["decision_maker"]}
    answer = await client.patch(f"/api/v1/contacts/{person}/role", json=body, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    return person


async def meet(ten: Peopled, people: list[str], key: str, days: int) -> None:
    event = Event(
        type=EventType.MEETING,
        key=key,
        version=1,
        at=ten.clock.now() - timedelta(days=days),
        record=("made", ExternalId(key)),
        label=Label.COMMUNICATION,
        whose=(("account", ExternalId(ten.account)), *(("contact", ExternalId(each)) for each in people)),
        people=(Participant(Part.ORGANIZER, "Sam", "sam@vendor.test", ours=True),),
    )
    await ten.house.installation.timeline.record(OURS, [event])


def test_there_are_roles_of_each_kind() -> None:
    assert all((TOLD, UNTOLD, OTHERS))


async def test_whoever_reads_contacts_is_told_of_engagement_gaps_and_ways(ten: Peopled) -> None:
    gap = await decides(ten)
    others = [each["id"] for each in (await told(ten, "admin"))["stakeholders"] if each["id"] != gap]
    await meet(ten, [others[0], gap], "long ago", 70)
    await meet(ten, others[:1], "just now", 2)
    for role in TOLD:
        people, related = await told(ten, role), await told(ten, role, "relationships")
        assert people["contacts"] == related["contacts"] == "known", role
        at_risk = [each["id"] for each in people["stakeholders"] if each.get("at_risk")]
        assert gap in at_risk, role
        assert at_risk == [each["id"] for each in people["stakeholders"]][: len(at_risk)], role
        silent = [each for each in people["stakeholders"] if "engagement" not in each]
        assert all("last_contact_at" in each for each in silent), "only the CRM tells of a contact"
        assert {each["person"] for each in related["gaps"]} == set(at_risk), role


@pytest.mark.parametrize("role", UNTOLD)
async def test_whoever_does_not_learns_nothing_of_them(ten: Peopled, role: str) -> None:
    client = ten.clients[role]
    before = [(await client.get(ten.path(f"/{what}"))).content for what in ("people", "relationships")]
    everybody = [each["id"] for each in (await told(ten, "admin"))["stakeholders"]]
    await meet(ten, everybody[:3], f"unseen by {role}", 1)
    assert [(await client.get(ten.path(f"/{what}"))).content for what in ("people", "relationships")] == before
    people, related = await told(ten, role), await told(ten, role, "relationships")
    assert people["contacts"] == related["contacts"] == "not_told"
    silent = {"engagement", "engaged_by", "at_risk", "last_channel", "bounced_at"}
    assert all(silent.isdisjoint(each) for each in people["stakeholders"])
    if (PEOPLE, Label.COMMUNICATION) not in ROLES[role].reach:
        assert all("last_contact_at" not in each for each in people["stakeholders"])
    named = ("ours", "theirs", "edges", "gaps", "paths", "single_threaded")
    assert {name: related[name] for name in named} == {name: [] for name in named}


@pytest.mark.parametrize("role", OTHERS)
async def test_whoever_does_not_read_people_is_told_of_none(ten: Peopled, role: str) -> None:
    for what in ("people", "relationships"):
        answer = await ten.clients[role].get(ten.path(f"/{what}"))
        assert answer.status_code in {403, 404}, (role, what)


@pytest.mark.parametrize("role", READERS)
async def test_roles_are_given_by_those_only_who_may_edit(ten: Peopled, role: str) -> None:
    person = (await told(ten, "admin"))["stakeholders"][0]["id"]
    client = ten.clients[role]
    headers = {"If-Match": '"another"'}
    answer = await client.patch(f"/api/v1/contacts/{person}/role", json={"roles": ["blocker"]}, headers=headers)
    may = Permission.FIELD_EDIT in ROLES[role].permissions and (PEOPLE, Label.IDENTITY) in ROLES[role].reach
    assert answer.status_code == (412 if may else answer.status_code)
    assert (answer.status_code in {403, 404}) is not may
    people = await client.get(ten.path("/people"))
    assert people.json().get("editable", False) is may


async def test_each_look_is_recorded(ten: Peopled) -> None:
    await told(ten, "admin")
    await told(ten, "admin", "relationships")
    found = await ten.clients["admin"].get("/api/v1/audit", params={"account": ten.account, "limit": "2"})
    said = [(each["action"], each["detail"].get("section")) for each in found.json()["items"]]
    assert said == [("drill", "people")] * 2
