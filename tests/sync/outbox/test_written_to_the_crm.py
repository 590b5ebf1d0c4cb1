"""What teammates write is in the CRM, too: once, as it is here, and nobody needs to look twice."""

from typing import Any

import msgspec
import pytest

from rotunda.access.permission import Permission
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.users import Users
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.requests import Program
from rotunda.connector_kit.writing import Kind
from rotunda.connectors.hubspot.batches import OWNERS
from rotunda.connectors.hubspot.requests import PORTAL
from rotunda.identity.model import Links
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.labels import Label
from rotunda.sync.outbox.service import NOT_FOLLOWED
from rotunda.view.written.desk import Change, Draft
from rotunda_world.running import Fault
from rotunda_world.simulators.hubspot.application import reading_key
from support.house import InhabitedHouse, healthy
from sync.inbox.town import SENDERS, agreed, arrived
from sync.outbox.written import OPEN, Desk, desk_at
from sync.pulls.chronicle import pulled, told

DRAFTS: dict[str, tuple[str, dict[str, Any]]] = {
    "note": ("/notes", {"text": "They *stay*", **OPEN}),
    "call": ("/activities", {"kind": "call", "subject": "Renewal", "text": "Fine", "duration_seconds": 90}),
    "meeting": ("/activities", {"kind": "meeting", "subject": "Review", "ends_at": "2026-11-02T11:00:00Z"}),
    "email": ("/activities", {"kind": "email", "subject": "Your offer", "text": "Attached", "outbound": False}),
    "task": ("/tasks", {"subject": "Send the offer", "due_at": "2026-12-01T09:00:00Z"}),
}


async def broken(home: InhabitedHouse, fault: Fault) -> None:
    await home.live.set_fault("hubspot", fault)


async def mended(desk: Desk) -> None:
    await desk.home.live.set_conditions("hubspot", healthy())
    desk.home.installation.readings.lines.forgive(desk.connection)


@pytest.mark.parametrize("kind", DRAFTS)
async def test_each_kind_is_written_to_the_company_s_record(home: InhabitedHouse, kind: str) -> None:
    desk = desk_at(home)
    rest, body = DRAFTS[kind]
    made = await desk.post(rest, **body)
    assert made["outbox"] == {"state": "waiting", "source": "hubspot", "reason": None, "url": None}
    await desk.send()
    [there] = desk.there()
    assert (there.kind.removesuffix("s"), there.home, there.subject) == (
        kind,
        desk.company.hubspot_ids[0],
        body.get("subject"),
    )
    assert made["id"] in (there.body or "")
    shown = (await home.installation.outbox.of([made["id"]]))[made["id"]]
    assert (shown.state, shown.external_id, shown.attempts) == ("sent", there.hubspot_id, 0)
    assert shown.url is not None
    assert shown.url.endswith(f"/{there.hubspot_id}")


async def test_changes_follow_and_what_is_taken_back_is_taken_back_there(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("First words")
    await desk.send()
    changed = await desk.change(made, text="Second words")
    assert changed["outbox"]["state"] == "waiting"
    await desk.send()
    [there] = desk.there()
    assert "Second words" in (there.body or "")
    assert await desk.state(made) == "sent"
    await desk.remove(made)
    await desk.send()
    assert desk.there() == []


async def test_a_task_that_is_done_is_done_there(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.post("/tasks", subject="Call back")
    await desk.send()
    await desk.change(made, done=True)
    await desk.send()
    [there] = desk.there()
    assert there.status == "COMPLETED"
    assert there.completed_at == home.clock.now()


async def test_what_never_left_is_not_sent_to_be_taken_back(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("A slip")
    await desk.remove(made)
    home.live.reset_requests()
    await desk.send()
    assert desk.there() == []
    assert not any("notes" in path for path in home.live.requests().get("hubspot", {}))


@pytest.mark.parametrize("fault", [Fault.TRUNCATED, Fault.WRONG_SCHEMA])
async def test_an_answer_that_is_lost_makes_no_second_copy(home: InhabitedHouse, fault: Fault) -> None:
    desk = desk_at(home)
    made = await desk.note(f"Only once, with {fault}")
    await desk.home.installation.readings.fetch_program(desk.connection, _warm())
    await broken(home, fault)
    await desk.send()
    assert (await desk.outbox(made) or {})["reason"]
    assert [each.kind for each in desk.there()] == ["notes"]
    await mended(desk)
    await desk.send()
    assert await desk.state(made) == "waiting", "it may still have an effect"
    desk.later()
    await desk.send()
    assert len(desk.there()) == 1
    assert await desk.state(made) == "sent"


def _warm() -> Program[None]:
    """What a copy is made with is known: so the fault hits what is sent, and nothing before."""
    yield [PORTAL, OWNERS]


async def test_a_source_that_is_down_gets_it_later(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("Later")
    await broken(home, Fault.SERVER_ERROR)
    await desk.send()
    outbox = await desk.outbox(made) or {}
    assert outbox["state"] == "waiting"
    assert "out of order" in outbox["reason"]
    await mended(desk)
    desk.later()
    await desk.send()
    assert await desk.state(made) == "sent"
    assert len(desk.there()) == 1


async def test_what_is_refused_says_why_and_can_be_tried_again(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("&" * 20_000)
    await desk.send()
    outbox = await desk.outbox(made) or {}
    assert outbox["state"] == "refused"
    assert "status 400" in outbox["reason"]
    assert "too long" in outbox["reason"]
    async with home.client() as client:
        [item] = [
            each for each in (await client.get("/api/v1/sync")).json()["outbox"]["items"] if each["id"] == made["id"]
        ]
        assert (item["state"], item["error"], item["kind"], item["connection_id"]) == (
            "refused",
            "refused",
            "note",
            desk.connection,
        )
        assert "too long" not in str(item), "the source's words may quote what was written"
        metrics = (await client.get("/metrics")).text
        assert f'rotunda_outbox_refused{{connection="{desk.connection}",source="hubspot"}} 1.0' in metrics
        assert (await client.post(f"/api/v1/outbox/{made['id']}/retry")).status_code == 202
        assert (await client.post("/api/v1/outbox/wrt_none/retry")).status_code == 404
    await desk.send()
    assert await desk.state(made) == "refused"
    await desk.change(made, text="Shorter")
    await desk.send()
    assert await desk.state(made) == "sent"
    listed = await home.installation.outbox.status()
    assert made["id"] not in [each.id for each in listed.items]


async def test_without_the_right_it_is_kept_here(home: InhabitedHouse) -> None:
    desk, connections = desk_at(home), home.installation.connections
    form = home.live.forms["hubspot"]
    await connections.update(desk.connection, {**form, "access_token": reading_key(7)})
    try:
        made = await desk.note("Without the right")
        await desk.send()
    finally:
        await connections.update(desk.connection, form)
    outbox = await desk.outbox(made) or {}
    assert outbox["state"] == "kept_here"
    assert "crm.objects.contacts.write" in outbox["reason"]
    assert (await home.installation.outbox.retry(made["id"])) is True
    await desk.send()
    assert await desk.state(made) == "sent"


async def allowed(desk: Desk, choice: str) -> None:
    """As an admin chooses; nothing else of the connection changes."""
    path = f"/api/v1/connections/{desk.connection}"
    async with desk.home.client() as client:
        before = next(each for each in (await client.get("/api/v1/connections")).json()["items"] if each["id"] in path)
        changed = await client.patch(path, json={"form": {"written_here": choice}})
        assert changed.json()["settings"] == {**before["settings"], "written_here": choice}
        refused = await client.patch(path, json={"form": {"written_here": "Perhaps"}})
        assert (refused.status_code, refused.json()["field"]) == (422, "written_here")
        elsewhere = await client.patch(path, json={"form": {"base_url": "http://127.0.0.1:1"}})
        assert (elsewhere.status_code, elsewhere.json()["field"]) == (422, "base_url")
        absent = await client.patch("/api/v1/connections/con_none", json={"form": {}})
        assert absent.status_code == 404
    async with desk.home.client("success") as client:
        assert (await client.patch(path, json={"form": {}})).status_code == 403


async def test_a_connection_for_reading_gets_nothing(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    waiting = await desk.note("Already waiting")
    await allowed(desk, "Keep it here only")
    try:
        made = await desk.note("Only here")
        await desk.send()
        assert (await desk.outbox(waiting) or {})["reason"] == "HubSpot is connected for reading only."
    finally:
        await allowed(desk, "Write it to HubSpot, too")
    kept = {"state": "kept_here", "source": "hubspot", "reason": "HubSpot is connected for reading only.", "url": None}
    assert made["outbox"] == kept
    await desk.send()
    assert desk.there() != []
    assert await desk.outbox(made) == kept
    assert await desk.state(waiting) == "sent"


async def test_what_is_private_stays_here(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.post("/notes", text="Between us")
    assert made["label"] == "cs_private"
    assert made["outbox"]["state"] == "kept_here"
    await desk.send()
    assert desk.there() == []


async def test_a_customer_whom_no_crm_knows_has_no_outbox(home: InhabitedHouse) -> None:
    billed: Links = {home.connections[SourceName("stripe")]: {"customer": [ExternalId("cus_1")]}}
    gone: Links = {ConnectionId("con_gone"): {"company": [ExternalId("1")]}}
    for links in ([], [{}], [billed], [billed, gone]):
        assert home.installation.outbox.where(Kind.NOTE, Label.COMMUNICATION, links) is None


async def test_a_note_about_a_person_is_on_the_person_and_their_company(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    async with home.client() as client:
        listed = await client.get("/api/v1/contacts", params={"account": desk.path.rpartition("/")[2]})
        for person in listed.json()["items"]:
            made = (await client.post(f"/api/v1/contacts/{person['id']}/notes", json={"text": "Hello", **OPEN})).json()
            if made["outbox"]["state"] == "waiting":
                break
    await desk.send()
    [there] = [each for each in desk.there() if made["id"] in (each.body or "")]
    assert there.home == desk.company.hubspot_ids[0]
    assert len(there.contacts) <= 1
    [outgoing] = (await home.installation.outbox.of([made["id"]])).values()
    assert [each[0] for each in outgoing.whose] == [*(["contact"] if there.contacts else []), "company"]


async def test_whoever_took_part_is_on_it_too(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    known = {each.hubspot_id: each for each in desk.company.contacts if each.hubspot_id and not each.left_at}
    async with home.client() as client:
        asked = [client.get("/api/v1/lookup", params={"external": f"hubspot:{each}"}) for each in list(known)[:2]]
        found = [(await each).json() for each in asked]
    people = [person["contact"]["id"] for answer in found for person in answer["contacts"]]
    made = await desk.post("/activities", kind="meeting", subject="With people", people=people)
    await desk.send()
    [there] = [each for each in desk.there() if made["id"] in (each.body or "")]
    assert {each.hubspot_id for each in there.contacts} == set(list(known)[:2])
    assert there.home == desk.company.hubspot_ids[0]


async def test_a_copy_that_comes_back_is_no_second_event(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("Once in the timeline")
    await desk.send()
    [there] = desk.there()
    await pulled(home, "hubspot")
    assert f"note:{there.hubspot_id}" not in {key for key, _ in await told(home, "hubspot")}
    [entry] = [each for each in await desk.told() if "Once in the timeline" in (each.get("excerpt") or "")]
    assert (entry["source"], entry["record"]["id"]) == ("rotunda", made["id"])
    assert entry["outbox"]["state"] == "sent"
    assert entry["outbox"]["url"].endswith(there.hubspot_id)


async def test_a_copy_that_comes_back_before_it_is_known_is_linked(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("Faster than its answer")
    await home.installation.readings.fetch_program(desk.connection, _warm())
    await broken(home, Fault.TRUNCATED)
    await desk.send()
    await mended(desk)
    [there] = desk.there()
    await pulled(home, "hubspot")
    assert f"note:{there.hubspot_id}" not in {key for key, _ in await told(home, "hubspot")}
    desk.later()
    await desk.send()
    [outgoing] = (await home.installation.outbox.of([made["id"]])).values()
    assert (outgoing.state, outgoing.external_id) == ("sent", there.hubspot_id)
    assert len(desk.there()) == 1


async def test_what_somebody_deletes_there_stays_here(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    made = await desk.note("Deleted there")
    await desk.send()
    [outgoing] = (await home.installation.outbox.of([made["id"]])).values()
    program = home.installation.house.connectors[outgoing.source].writes
    assert program is not None
    assert outgoing.copy is not None
    await home.installation.readings.fetch_program(desk.connection, program.remove(outgoing.copy.record))
    await pulled(home, "hubspot")
    assert (await desk.outbox(made) or {}) == {
        "state": "kept_here",
        "source": "hubspot",
        "reason": "It was deleted there.",
        "url": None,
    }
    assert any("Deleted there" in (each.get("excerpt") or "") for each in await desk.told())


async def test_a_copy_that_is_told_by_webhook_is_no_second_event(home: InhabitedHouse) -> None:
    desk = desk_at(home)
    await agreed(home)
    try:
        made = await desk.post("/activities", kind="call", subject="By webhook, too", text="Once")
        await desk.send()
        await home.live.sender.settle()
        await home.installation.inbox.worker.work()
    finally:
        for source in SENDERS:
            home.live.point_webhooks(source, None)
    [there] = desk.there()
    assert [each.state for each in home.live.sender.deliveries() if there.hubspot_id.encode() in each.body] == [
        "delivered"
    ]
    assert {each["state"] for each in await arrived(home)} == {"done"}
    assert f"call:{there.hubspot_id}" not in {key for key, _ in await told(home, "hubspot")}
    assert [each["record"]["id"] for each in await desk.told() if each.get("subject") == "By webhook, too"] == [
        made["id"]
    ]


async def test_whose_role_does_not_allow_it_writes_here_alone(home: InhabitedHouse) -> None:
    desk, installation = desk_at(home), home.installation
    user = await Users(installation.database, home.clock).by_email("maya.rivera@rotunda.example")
    assert user is not None
    role = DEFAULT_ROLES["admin"]
    narrow = msgspec.structs.replace(role, permissions=role.permissions - {Permission.SOURCE_WRITE})
    viewer = Viewer(user.id, user.name, user.email.lower(), (narrow,), frozenset(), "session")
    account = home.accounts[desk.company.key]
    draft = Draft(kind=Kind.NOTE, text="Mine alone", label=Label.COMMUNICATION)
    assert (await installation.writing.write(viewer, "accounts", account, draft)).outbox is None
    made = await desk.note("Of somebody who may")
    await desk.send()
    changed = await installation.writing.change(viewer, "accounts", account, made["id"], Change(text="Other words"))
    assert changed.outbox is not None
    assert (changed.outbox.state, changed.outbox.reason) == ("sent", NOT_FOLLOWED)
    await desk.send()
    assert "Of somebody who may" in (desk.there()[-1].body or "")
