"""The timeline over HTTP: pages in both directions from any day, filters, words, groups, and what cannot be asked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.events import CallDetails, Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.entrypoints.installation import Installation
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SourceName
from rotunda.sections.labels import Label
from support.service import serving, settings_for

CRM = ConnectionId("con_crm")
_ADA, _BO = ("contact", ExternalId("11")), ("contact", ExternalId("12"))
_TYPES = (EventType.EMAIL_SENT, EventType.CALL, EventType.MEETING, EventType.TICKET)
_LABELS = {EventType.TICKET: Label.SUPPORT}
MANY = 120


def _event(number: int, now: datetime) -> Event:
    """Every 30 hours one, the last twelve of them to come; every seventh with Bo, the others with Ada."""
    type_ = _TYPES[number % 4]
    who = _BO if number % 7 == 0 else _ADA
    return Event(
        type=type_,
        key=f"e{number}",
        version=1,
        at=now + timedelta(hours=30 * (number - MANY + 12)),
        record=("engagement", ExternalId(str(number))),
        label=_LABELS.get(type_, Label.COMMUNICATION),
        whose=(("company", ExternalId("1")),),
        people=(Participant(Part.TO, record=who), Participant(Part.FROM, "Sam", "sam@vendor.test", ours=True)),
        subject=f"Number {number}",
        text="A Café in Zürich" if number % 10 == 0 else "Something else",
        details=CallDetails(duration_seconds=60) if type_ is EventType.CALL else None,
    )


class Office:
    """A company with Ada, Bo and many events, and another one that nothing has happened with."""

    def __init__(self, client: httpx.AsyncClient, installation: Installation) -> None:
        self.client, self.installation = client, installation
        self.account, self.other = AccountId(""), AccountId("")
        self.events: list[Event] = []

    async def furnish(self) -> None:
        people = [
            person("hubspot", "11", "1", name="Ada", emails=("ada@acme.com",)),
            person("hubspot", "12", "1", name="Bo", emails=("bo@acme.com",)),
        ]
        listed = [record("hubspot", "1", name="Acme"), record("hubspot", "2", name="Bolt"), *people]
        identity = self.installation.identity
        await identity.apply_directory(CRM, SourceName("hubspot"), CATEGORIES["hubspot"], listed)
        self.account, self.other = [
            (await identity.lookup(external=f"hubspot:{each}"))[0].account.id for each in ("1", "2")
        ]
        self.events = [_event(number, self.installation.clock.now()) for number in range(MANY)]
        await self.installation.timeline.record(CRM, self.events)

    async def contact(self, name: str) -> ContactId:
        listed = (await self.client.get("/api/v1/contacts", params={"q": name})).json()["items"]
        return ContactId(listed[0]["id"])

    async def ask(self, rest: str = "/timeline", customer: str = "", **query: Any) -> dict[str, Any]:
        path = customer or f"accounts/{self.account}"
        answer = await self.client.get(f"/api/v1/{path}{rest}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def walk(self, direction: str = "older", **query: Any) -> list[str]:
        """Page after page in one direction, in the order in which they are told."""
        page = await self.ask(direction=direction, limit=7, **query)
        found = [page["entries"]]
        while page.get(direction):
            cursor = {"direction": direction, "cursor": page[direction]}
            page = await self.ask(limit=7, **{**query, **cursor})
            found.insert(len(found) if direction == "older" else 0, page["entries"])
        return [each["subject"] for entries in found for each in entries]

    def subjects(self, *, upcoming: bool = True, past: bool = True) -> list[str | None]:
        now = self.installation.clock.now()
        wanted = [each for each in self.events if (past if each.at <= now else upcoming)]
        return [each.subject for each in sorted(wanted, key=lambda each: each.at, reverse=True)]


@pytest_asyncio.fixture(scope="module")
async def office(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    settings = settings_for(database_url, Path(tmp_path_factory.mktemp("timeline")))
    async with serving(settings) as service, service.client("admin") as client:
        made = Office(client, service.installation)
        await made.furnish()
        yield made


async def test_history_is_read_backwards_from_now_and_plans_are_beside_it(office: Office) -> None:
    assert await office.walk() == office.subjects(upcoming=False)
    page = await office.ask(limit=5)
    beside = await office.ask(limit=200, cursor=page["newer"], direction="newer")
    assert [each["subject"] for each in beside["entries"]] == office.subjects(past=False)
    assert "newer" not in beside or beside["newer"] is None


@pytest.mark.parametrize("days", [-10_000, -90, -3, 0, 400])
async def test_from_any_day_both_ways(office: Office, days: int) -> None:
    day = (office.installation.clock.now() + timedelta(days=days)).date().isoformat()
    older = await office.walk(at=day)
    newer = await office.walk("newer", at=day)
    assert newer + older == office.subjects()


async def test_a_cursor_turns_around_where_it_is(office: Office) -> None:
    first = await office.ask(limit=10)
    second = await office.ask(limit=10, cursor=first["older"])
    back = await office.ask(limit=10, cursor=second["newer"], direction="newer")
    assert back["entries"] == first["entries"]
    assert not {each["id"] for each in first["entries"]} & {each["id"] for each in second["entries"]}


async def test_filters_and_counts_go_together(office: Office) -> None:
    begin = office.events[20].at.astimezone(UTC).date().isoformat()
    page = await office.ask(types="call,ticket", **{"from": begin, "to": "2099-12-31"}, limit=200)
    inside = [each for each in office.events if each.at.date().isoformat() >= begin]
    assert len(page["entries"]) == sum(each.type in {EventType.CALL, EventType.TICKET} for each in inside)
    assert page["counts"] == {type_.value: sum(each.type is type_ for each in inside) for type_ in _TYPES}


async def test_a_person_is_asked_for(office: Office) -> None:
    bo, ada = await office.contact("Bo"), await office.contact("Ada")
    expected = [each.subject for each in office.events if _BO in [one.record for one in each.people]]
    assert sorted(await office.walk(person=bo, to="2099-01-01")) == sorted(filter(None, expected))
    assert len(await office.walk(person=ada, to="2099-01-01")) == MANY - len(expected)
    page = await office.ask("/timeline", f"contacts/{bo}", to="2099-01-01", limit=200)
    assert sorted(each["subject"] for each in page["entries"]) == sorted(filter(None, expected))
    assert sum(page["counts"].values()) == len(expected)
    assert (await office.ask(person="usr_nobody"))["entries"] == []


@pytest.mark.parametrize("words", ["cafe", "ZÜRICH", "zurich café", '"in zurich"', "something -else or zurich"])
async def test_words_are_found_without_accents_and_case(office: Office, words: str) -> None:
    page = await office.ask(q=words, limit=200)
    assert {int(each["subject"].split()[1]) % 10 for each in page["entries"]} == {0}
    assert sum(page["counts"].values()) == len(page["entries"]) == MANY / 10
    assert any(piece.get("hit") for piece in page["entries"][0]["highlights"]["text"][0])
    everywhere = (await office.client.get("/api/v1/timeline", params={"q": words, "limit": 200})).json()
    assert [each["id"] for each in everywhere["entries"]] == [each["id"] for each in page["entries"]]
    assert everywhere["entries"][0]["accounts"] == [{"id": office.account, "name": "Acme"}]


async def test_groups_hold_the_newest_of_each(office: Office) -> None:
    page = await office.ask(group="type", limit=3)
    by_name = {each["name"]: each for each in page["groups"]}
    assert list(by_name) == ["communication", "support"]
    tickets = by_name["support"]
    assert (tickets["types"], tickets["events"], len(tickets["entries"])) == (["ticket"], MANY // 4, 3)
    following = await office.ask(types="ticket", cursor=tickets["older"], limit=3)
    assert following["entries"][0]["at"] < tickets["entries"][-1]["at"]


async def test_calls_and_meetings_have_lists_of_their_own(office: Office) -> None:
    assert {each["type"] for each in (await office.ask("/calls"))["entries"]} == {"call"}
    past, upcoming = [(await office.ask("/meetings", when=when, limit=200))["entries"] for when in ("past", "upcoming")]
    assert len(past) + len(upcoming) == MANY / 4
    assert all(one["at"] < other["at"] for one in past for other in upcoming)
    assert (await office.ask("/calls"))["entries"][0]["details"] == {"type": "call", "duration_seconds": 60}


@pytest.mark.parametrize("by", ["week", "month"])
async def test_channels_are_counted_over_time(office: Office, by: str) -> None:
    mix = await office.ask("/channel-mix", by=by, **{"from": "2020-01-01", "to": "2029-12-31"})
    assert [sum(bar[each] for bar in mix["bars"]) for each in ("email", "call", "meeting")] == [MANY / 4] * 3
    starts = [bar["start"] for bar in mix["bars"]]
    assert starts == sorted(set(starts))
    assert len(starts) > 500 if by == "week" else len(starts) == 120


async def test_merged_accounts_are_read_together_and_apart_again(office: Office) -> None:
    before, path = await office.ask(limit=200), f"/api/v1/accounts/{office.account}/merge"
    plan = (await office.client.post(path, json={"into": office.other, "dry_run": True})).json()
    wish = {"into": office.other, "fingerprint": plan["plan"]["fingerprint"]}
    made = await office.client.post(path, json=wish)
    assert made.status_code in {200, 201}, made.text
    merged = await office.ask(customer=f"accounts/{office.other}", limit=200)
    assert (merged["entries"], merged["counts"]) == (before["entries"], before["counts"])
    undone = await office.client.post(f"/api/v1/merges/{made.json()['merge']}/undo", json={})
    assert undone.status_code in {200, 201}, undone.text
    assert (await office.ask(customer=f"accounts/{office.other}"))["entries"] == []


@pytest.mark.parametrize(
    ("query", "field", "slug"),
    [
        ("types=email", "types", "invalid-request"),
        ("from=yesterday", "from", "invalid-request"),
        ("to=2026-02-30", "to", "invalid-request"),
        ("from=2026-01-01T10:00:00", "from", "invalid-request"),
        ("from=2026-02-01&to=2026-01-01", "from", "invalid-request"),
        ("at=soon", "at", "invalid-request"),
        ("person=ada", "person", "invalid-request"),
        (f"q={'x' * 501}", "q", "invalid-request"),
        ("cursor=abc", "cursor", "invalid-cursor"),
        ("limit=0", "limit", "invalid-request"),
        ("direction=up", "direction", "invalid-request"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_field(office: Office, query: str, field: str, slug: str) -> None:
    answer = await office.client.get(f"/api/v1/accounts/{office.account}/timeline?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (answer.json()["type"], answer.json()["field"]) == (f"urn:rotunda:problem:{slug}", field)


async def test_a_cursor_is_good_for_its_own_question(office: Office) -> None:
    older = (await office.ask(limit=5))["older"]
    for query in ({"types": "call"}, {"q": "zurich"}, {"routine": "true"}):
        answer = await office.client.get(
            f"/api/v1/accounts/{office.account}/timeline", params={"cursor": older, **query}
        )
        assert answer.json()["type"] == "urn:rotunda:problem:invalid-cursor"
