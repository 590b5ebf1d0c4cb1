"""Of what happened, everybody is told what their role reads, and no number, cursor or highlight tells of the rest."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from permissions.people import ROLES, AgeingStillClock, Peopled, peopled
from permissions.test_contacts_by_role import ABSENT
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label
from rotunda.timeline.model import OURS
from rotunda.view.timeline.rights import TOPICS
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed

READERS = sorted(name for name, role in ROLES.items() if Permission.SECTION_DRILL in role.permissions)
OTHERS = sorted(set(ROLES).difference(READERS))
SECRET = "zebracrossing"
_OF = ("here", "elsewhere")


def _event(home: Peopled, place: str, type_: EventType, label: Label, number: int) -> Event:
    """Every word of it tells its type and label; somebody took part."""
    account = home.account if place == "here" else home.elsewhere
    name = f"{type_.value}x{label.value}"
    return Event(
        type=type_,
        key=f"{place} {name}",
        version=1,
        at=home.clock.now() - timedelta(days=number),
        record=("made", ExternalId(name)),
        label=label,
        whose=(("account", ExternalId(account)),),
        people=(Participant(Part.FROM, "Pat Private", "pat.private@customer.test"),),
        subject=f"Subject {name} {place}",
        text=f"It was the {SECRET} of {name}. " + "word " * 200,
        details=EmailDetails(message_id=name, html="<script>unsafe</script>"),
        routine=type_ is EventType.ENRICHMENT,
    )


def _readable(role: str, event: Event) -> bool:
    return (TOPICS[event.type], event.label) in ROLES[role].reach


@pytest_asyncio.fixture(scope="module")
async def ten(
    live: LiveWorld, clock: AgeingStillClock, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Peopled]:
    """In a house of their own: nobody else writes to its timelines, whatever is tested before."""
    deed = Deed(await make_database(), tmp_path_factory.mktemp("timelines"))
    async with peopled(live, clock, deed) as home:
        yield home


@pytest_asyncio.fixture(scope="module")
async def told(ten: Peopled) -> dict[str, list[Event]]:
    """Events of every type and label at both accounts."""
    kinds = [(type_, label) for type_ in EventType for label in Label]
    made = {place: [_event(ten, place, *kind, number) for number, kind in enumerate(kinds)] for place in _OF}
    for events in made.values():
        await ten.house.installation.timeline.record(OURS, events)
    return made


async def _all(client: httpx.AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        answer = await client.get(path, params={"limit": 40, **query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        found += answer.json()["entries"]
        cursor = answer.json().get("older")
        if cursor is None:
            return found


@pytest.mark.parametrize("role", READERS)
async def test_a_role_is_told_what_it_reads(ten: Peopled, told: dict[str, list[Event]], role: str) -> None:
    expected = [each for each in told["here"] if _readable(role, each)]
    found = await _all(ten.clients[role], ten.path("/timeline"), routine=True)
    assert sorted(each["subject"] for each in found) == sorted(each.subject or "" for each in expected)
    for each in found:
        personal = (TOPICS[EventType(each["type"])], Label.PERSONAL) in ROLES[role].reach
        assert ("people" in each) == personal
    assert "unsafe" not in str(found)


@pytest.mark.parametrize("role", READERS)
async def test_counts_and_groups_are_of_what_is_read(ten: Peopled, told: dict[str, list[Event]], role: str) -> None:
    readable = [each for each in told["here"] if _readable(role, each)]
    page = (await ten.clients[role].get(ten.path("/timeline"), params={"group": "type"})).json()
    assert page["counts"] == Counter(each.type.value for each in readable if not each.routine)
    assert page["routine"] == sum(each.routine for each in readable)
    assert {each["name"]: each["events"] for each in page["groups"]} == {
        group["name"]: sum(page["counts"][type_] for type_ in group["types"] if type_ in page["counts"])
        for group in page["groups"]
    }
    words = (await ten.clients[role].get(ten.path("/timeline"), params={"q": SECRET})).json()
    assert (words["counts"], words["exact"]) == (page["counts"], True)


@pytest.mark.parametrize("role", READERS)
async def test_words_find_what_is_read(ten: Peopled, told: dict[str, list[Event]], role: str) -> None:
    expected = {each.subject for each in told["here"] if _readable(role, each) and not each.routine}
    found = await _all(ten.clients[role], ten.path("/timeline"), q=SECRET.upper())
    assert {each["subject"] for each in found} == expected
    for each in found:
        hits = [piece["text"] for passage in each["highlights"]["text"] for piece in passage if piece.get("hit")]
        assert hits == [SECRET]


@pytest.mark.parametrize("role", READERS)
async def test_words_over_all_customers_stay_within_scope(
    ten: Peopled, told: dict[str, list[Event]], role: str
) -> None:
    places = _OF if ROLES[role].scope is Scope.ALL else ("here",)
    expected = {each.subject for place in places for each in told[place] if _readable(role, each) and not each.routine}
    found = await _all(ten.clients[role], "/api/v1/timeline", q=SECRET)
    assert {each["subject"] for each in found} == expected
    owners = {each["subject"].rpartition(" ")[2]: {one["id"] for one in each["accounts"]} for each in found}
    assert owners == {place: {ten.account if place == "here" else ten.elsewhere} for place in places if expected}


@pytest.mark.parametrize("role", OTHERS)
async def test_who_may_not_open_what_is_behind_the_page_is_told_nothing(ten: Peopled, role: str) -> None:
    for path in (ten.path("/timeline"), "/api/v1/timeline?q=word"):
        assert (await ten.clients[role].get(path)).status_code == 403


@pytest.mark.parametrize("rest", ["/timeline", "/calls", "/meetings", "/channel-mix"])
async def test_an_account_out_of_scope_is_absent(ten: Peopled, rest: str) -> None:
    paths = [f"/api/v1/accounts/{each}{rest}" for each in (ten.elsewhere, ABSENT.replace("per_", "acc_"))]
    answers = [await ten.clients["sales"].get(path) for path in paths]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


async def test_an_event_is_told_whole_to_whoever_reads_it(ten: Peopled, told: dict[str, list[Event]]) -> None:
    listed = await _all(ten.clients["admin"], ten.path("/timeline"), types="ticket")
    support = next(each for each in listed if each["subject"] == "Subject ticketxsupport here")
    finance = next(each for each in listed if each["subject"] == "Subject ticketxfinance here")
    whole = await ten.clients["support"].get(ten.path(f"/timeline/{support['id']}"))
    assert whole.json()["text"] == next(each.text for each in told["here"] if each.subject == support["subject"])
    assert support["more"]
    assert len(support["excerpt"]) <= 401
    for answer in (
        await ten.clients["support"].get(ten.path(f"/timeline/{finance['id']}")),
        await ten.clients["admin"].get(ten.path(f"/timeline/{support['id']}", ten.elsewhere)),
    ):
        assert answer.status_code == 404


async def test_people_are_asked_for_only_where_they_are_told(ten: Peopled, told: dict[str, list[Event]]) -> None:
    address = "pat.private@customer.test"
    await ten.house.installation.database.execute(
        "INSERT INTO app_user VALUES ('usr_pat', %s, 'Pat', '{}', '{}', now(), NULL)",
        (address,),
    )
    for role, sees in (("admin", True), ("finance", False)):
        page = (await ten.clients[role].get(ten.path("/timeline"), params={"person": "usr_pat"})).json()
        assert bool(page["entries"]) == bool(page["counts"]) == sees
