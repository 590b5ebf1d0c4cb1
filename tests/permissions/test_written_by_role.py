"""Who writes and who reads what teammates write; mentions tell those who may read it, and refuse the others."""

from typing import Any

import httpx
import pytest

from permissions.people import ROLES, Peopled, email_of
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.access.users import Users
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

TOPIC = SectionName("communication")
WRITERS = sorted(name for name, role in ROLES.items() if Permission.FIELD_EDIT in role.permissions)
READERS = sorted(name for name, role in ROLES.items() if Permission.SECTION_DRILL in role.permissions)
NARROW = sorted(name for name, role in ROLES.items() if role.scope is not Scope.ALL and name in READERS)


def _reads(role: str, label: Label) -> bool:
    return (TOPIC, label) in ROLES[role].reach


async def _note(home: Peopled, role: str, text: str, account: str | None = None, **more: Any) -> httpx.Response:
    return await home.clients[role].post(home.path("/notes", account), json={"text": text, **more})


async def _texts(home: Peopled, role: str, rest: str = "/notes") -> list[str]:
    answer = await home.clients[role].get(home.path(rest))
    return [each["text"] for each in answer.json()["items"]] if answer.status_code == 200 else []


async def _told(home: Peopled, role: str) -> list[dict[str, Any]]:
    return (await home.clients[role].get("/api/v1/notifications")).json()["items"]


@pytest.mark.parametrize("role", READERS)
async def test_a_private_note_is_read_by_those_who_read_its_label(ten: Peopled, role: str) -> None:
    text = f"Quietly for {role}"
    assert (await _note(ten, "admin", text)).status_code == 201
    assert (text in await _texts(ten, role)) == _reads(role, Label.CS_PRIVATE)
    timeline = await ten.clients[role].get(ten.path("/timeline"), params={"types": "note", "limit": 200})
    assert (text in timeline.text) == _reads(role, Label.CS_PRIVATE)


@pytest.mark.parametrize("role", ROLES)
async def test_who_writes(ten: Peopled, role: str) -> None:
    private = await _note(ten, role, f"By {role}")
    open_one = await _note(ten, role, f"Openly by {role}", label="communication")
    writes = role in WRITERS
    assert private.status_code == ((201 if _reads(role, Label.CS_PRIVATE) else 422) if writes else 403)
    assert open_one.status_code == ((201 if _reads(role, Label.COMMUNICATION) else 422) if writes else 403)


@pytest.mark.parametrize("role", [role for role in WRITERS if role in NARROW])
async def test_what_may_not_be_seen_cannot_be_written_about(ten: Peopled, role: str) -> None:
    hidden = await _note(ten, role, "Hello", ten.elsewhere)
    nowhere = await _note(ten, role, "Hello", "acc_" + "0" * 20)
    assert (hidden.status_code, hidden.json()["detail"]) == (404, nowhere.json()["detail"])


async def test_who_is_mentioned_is_told_and_reads_it(ten: Peopled) -> None:
    address = email_of("success")
    assert (await _note(ten, "admin", f"Look at this, @{address}: **soon**")).status_code == 201
    [told] = [each for each in await _told(ten, "success") if "soon" in each["excerpt"]]
    assert (told["why"], told["customer"], told["read"]) == ("mention", ten.account, False)
    path = f"/api/v1/notifications/{told['id']}/read"
    assert (await ten.clients["finance"].post(path)).status_code == 404
    assert (await ten.clients["success"].post(path)).status_code == 204
    assert [each["read"] for each in await _told(ten, "success") if each["id"] == told["id"]] == [True]


@pytest.mark.parametrize("role", sorted(name for name in ROLES if not _reads(name, Label.CS_PRIVATE)))
async def test_a_mention_of_somebody_who_may_not_read_it_is_refused(ten: Peopled, role: str) -> None:
    text = f"Not for @{email_of(role)}"
    before = len(await _told(ten, role))
    refused = await _note(ten, "admin", text)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (422, "not-visible")
    assert text not in await _texts(ten, "admin")
    assert len(await _told(ten, role)) == before


@pytest.mark.parametrize("role", NARROW)
async def test_a_mention_where_one_may_not_look_is_refused(ten: Peopled, role: str) -> None:
    refused = await _note(ten, "admin", f"@{email_of(role)}", ten.elsewhere, label="communication")
    assert refused.status_code == 422
    assert refused.json()["field"] == "text"


async def test_who_lost_the_right_is_told_no_more(ten: Peopled) -> None:
    address = email_of("success")
    await _note(ten, "admin", f"A last word, @{address}")
    assert any("last word" in each["excerpt"] for each in await _told(ten, "success"))
    [note] = [each for each in (await _notes(ten, "admin")) if "last word" in each["text"]]
    path = ten.path(f"/written/{note['id']}")
    assert (await ten.clients["admin"].delete(path)).status_code == 204
    assert not any("last word" in each["excerpt"] for each in await _told(ten, "success"))
    assert "last word" not in (await ten.clients["success"].get(ten.path("/timeline?types=note&limit=200"))).text


async def _notes(home: Peopled, role: str) -> list[dict[str, Any]]:
    return (await home.clients[role].get(home.path("/notes"))).json()["items"]


async def test_only_the_author_changes_a_note(ten: Peopled) -> None:
    made = (await _note(ten, "success", "First words")).json()
    path = ten.path(f"/written/{made['id']}")
    refused = await ten.clients["read_write"].patch(path, json={"text": "Other words"})
    assert refused.status_code == 404
    changed = await ten.clients["success"].patch(path, json={"text": "Second *words*", "version": made["version"]})
    assert (changed.status_code, changed.json()["html"]) == (200, "<p>Second <em>words</em></p>\n")
    late = await ten.clients["success"].patch(path, json={"text": "Third", "version": made["version"]})
    assert late.status_code == 409
    timeline = (await ten.clients["success"].get(ten.path("/timeline?types=note&limit=200"))).text
    assert "Second words" in timeline
    assert "First words" not in timeline


async def test_a_task_is_told_done_and_in_the_timeline(ten: Peopled) -> None:
    me = await Users(ten.house.installation.database, ten.clock).by_email(email_of("success"))
    assert me is not None
    task = {"subject": "Send the offer", "due_at": "2020-01-01T09:00:00Z", "assignee": me.id}
    made = (await ten.clients["admin"].post(ten.path("/tasks"), json=task)).json()
    assert made["overdue"] is True
    assert any(each["why"] == "task" and each["excerpt"] == "Send the offer" for each in await _told(ten, "success"))
    timeline = ten.path("/timeline?types=task_completed&limit=200")
    assert "Send the offer" not in (await ten.clients["success"].get(timeline)).text
    done = await ten.clients["success"].patch(ten.path(f"/written/{made['id']}"), json={"done": True})
    assert done.status_code == 200
    assert "Send the offer" in (await ten.clients["success"].get(timeline)).text
    again = await ten.clients["admin"].patch(ten.path(f"/written/{made['id']}"), json={"done": False})
    assert again.status_code == 200
    assert "Send the offer" not in (await ten.clients["success"].get(timeline)).text


async def test_a_logged_call_is_a_call_of_the_timeline(ten: Peopled) -> None:
    call = {"kind": "call", "subject": "Renewal by phone", "text": "They *stay*", "duration_seconds": 600}
    assert (await ten.clients["read_write"].post(ten.path("/activities"), json=call)).status_code == 201
    found = (await ten.clients["full"].get(ten.path("/calls"), params={"limit": 200})).json()["entries"]
    [made] = [each for each in found if each.get("subject") == "Renewal by phone"]
    assert (made["source"], made["details"]["duration_seconds"]) == ("rotunda", 600)
    assert made["excerpt"] == "They stay"


async def test_a_person_has_notes_of_their_own(ten: Peopled) -> None:
    listed = (await ten.clients["admin"].get("/api/v1/contacts", params={"account": ten.account})).json()["items"]
    path = f"/api/v1/contacts/{listed[0]['id']}/notes"
    assert (await ten.clients["admin"].post(path, json={"text": "Likes trains"})).status_code == 201
    assert [each["text"] for each in (await ten.clients["admin"].get(path)).json()["items"]] == ["Likes trains"]
    assert (await ten.clients["full"].get(path)).json()["items"] == []


async def test_what_is_wrong_is_named(ten: Peopled) -> None:
    assert (await _note(ten, "admin", "  ")).json()["field"] == "text"
    assert (await _note(ten, "admin", "x" * 20_001)).json()["field"] == "text"
    assert (await _note(ten, "admin", "x", label="finance")).json()["field"] == "label"
    log = await ten.clients["admin"].get("/api/v1/audit", params={"account": ten.account})
    assert "Likes trains" not in log.text


async def test_who_took_part_is_told_and_has_it_in_their_own_timeline(ten: Peopled) -> None:
    listed = (await ten.clients["admin"].get("/api/v1/contacts", params={"account": ten.account})).json()["items"]
    person = listed[0]
    call = {"kind": "call", "subject": "Lines for spring", "people": [person["id"]]}
    made = (await ten.clients["read_write"].post(ten.path("/activities"), json=call)).json()
    assert made["details"]["people"] == [{"id": person["id"], "name": person["name"]}]
    theirs = await ten.clients["admin"].get(f"/api/v1/contacts/{person['id']}/calls", params={"limit": 200})
    assert "Lines for spring" in theirs.text
    for role in READERS:
        answer = await ten.clients[role].get(ten.path(f"/written/{made['id']}"))
        assert answer.status_code == (200 if _reads(role, Label.COMMUNICATION) else 404)
        if answer.status_code == 200:
            assert ("people" in answer.json()["details"]) == _reads(role, Label.PERSONAL)


async def test_nobody_of_another_customer_took_part(ten: Peopled) -> None:
    listed = (await ten.clients["admin"].get("/api/v1/contacts", params={"account": ten.elsewhere})).json()["items"]
    for stranger in (listed[0]["id"], "per_" + "0" * 20):
        call = {"kind": "call", "subject": "Nothing", "people": [stranger]}
        refused = await ten.clients["admin"].post(ten.path("/activities"), json=call)
        assert (refused.status_code, refused.json()["field"]) == (422, "people")


@pytest.mark.parametrize("role", READERS)
async def test_a_page_tells_under_which_labels_one_may_write(ten: Peopled, role: str) -> None:
    answer = await ten.clients[role].get(ten.path("/tasks"))
    told = answer.json()["writable"] if answer.status_code == 200 else []
    labels = (Label.CS_PRIVATE, Label.COMMUNICATION)
    assert told == [each for each in labels if role in WRITERS and _reads(role, each)]


async def test_unread_counts_what_would_be_shown(ten: Peopled) -> None:
    before = await _unread(ten, "success")
    note = (await _note(ten, "admin", f"To be counted, @{email_of('success')}")).json()
    assert await _unread(ten, "success") == before + 1
    await ten.clients["admin"].delete(ten.path(f"/written/{note['id']}"))
    assert await _unread(ten, "success") == before


async def _unread(home: Peopled, role: str) -> int:
    return (await home.clients[role].get("/api/v1/notifications/unread")).json()["unread"]
