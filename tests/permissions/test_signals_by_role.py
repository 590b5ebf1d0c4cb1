"""Signals are told to those only who read all that they are judged by, of the accounts that they may see."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from permissions.people import ROLES, Peopled
from permissions.walks import whole
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.insight.signals import all_rules
from rotunda.insight.signals.model import SignalKind

BOUND = [name for name, role in ROLES.items() if role.scope is not Scope.ALL]
WRITERS = [name for name, role in ROLES.items() if Permission.FIELD_EDIT in role.permissions]
SHARP = {
    "no_email_days": 1,
    "no_contact_days": 1,
    "seats_used_low": 0.9,
    "usage_drop": 0.01,
    "deal_stalled_days": 1,
    "renewal_days": 730,
    "renewal_contact_days": 1,
    "ended_days": 730,
}
NOWHERE = "sig_" + "0" * 20


@pytest_asyncio.fixture(scope="module")
async def read(ten: Peopled) -> Peopled:
    """By thresholds so sharp that the account of the ten has signals, too."""
    changed = await ten.clients["admin"].put("/api/v1/signal-thresholds", json=SHARP)
    assert changed.status_code == 200, changed.text
    await ten.house.installation.book.read_all()
    await ten.settled()
    return ten


async def told(home: Peopled, role: str, **asked: str) -> dict[str, Any]:
    """All that a role is told of what stands, in pages of seven."""
    parameters = {"state": "standing", "limit": "7", **asked}
    items: list[dict[str, Any]] = []
    while True:
        answer = await home.clients[role].get("/api/v1/signals", params=parameters)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        if not page["next_cursor"]:
            return {**page, "items": items}
        parameters["cursor"] = page["next_cursor"]


def by_id(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        each["id"]: {**each, "account": item["account"]["id"]} for item in page["items"] for each in item["signals"]
    }


async def test_an_admin_is_told_of_several_kinds_and_accounts(read: Peopled) -> None:
    every = by_id(await told(read, "admin"))
    assert len({each["kind"] for each in every.values()}) > 5
    assert {read.account, read.elsewhere} <= {each["account"] for each in every.values()}


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_told_what_it_may_judge_and_nothing_else(read: Peopled, role: str) -> None:
    every, page = by_id(await told(read, "admin")), await told(read, role)
    reach, bound = ROLES[role].reach, role in BOUND
    expected = {
        id_
        for id_, each in every.items()
        if all_rules()[SignalKind(each["kind"])].needs <= reach and (not bound or each["account"] == read.account)
    }
    mine = by_id(page)
    assert mine.keys() == expected
    assert page["counts"]["accounts"] == len(page["items"])
    for id_, each in mine.items():
        may_see_stake = all_rules()[SignalKind(each["kind"])].stake_needs <= reach
        assert each.get("stake") == (every[id_].get("stake") if may_see_stake else None)


@pytest.mark.parametrize("role", ROLES)
async def test_a_page_judges_what_the_list_keeps(read: Peopled, role: str) -> None:
    page = (await read.clients[role].get(read.path())).json()
    listed = by_id(await told(read, role, account=read.account))
    assert {(each["kind"], each["fact"]) for each in page["signals"]} == {
        (each["kind"], each["fact"]) for each in listed.values()
    }


@pytest.mark.parametrize("role", BOUND)
async def test_an_account_that_may_not_be_seen_is_none(read: Peopled, role: str) -> None:
    hidden, missing = [
        await read.clients[role].get("/api/v1/signals", params={"account": one}) for one in (read.elsewhere, "acc_0")
    ]
    assert whole(hidden) == whole(missing)


DEEDS = {
    "snooze": {"until": "2026-12-24T12:00:00Z", "reason": "On holiday"},
    "resolve": {"reason": "Paid"},
    "assign": {"assignee": None},
}


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("role", ROLES)
async def test_what_may_not_be_seen_or_changed_is_answered_as_none(read: Peopled, role: str, verb: str) -> None:
    every, mine = by_id(await told(read, "admin")), by_id(await told(read, role))
    theirs = sorted(every.keys() - mine.keys())[:3] if role in WRITERS else sorted(every)[:3]
    client = read.clients[role]
    missing = await client.post(f"/api/v1/signals/{NOWHERE}/{verb}", json=DEEDS[verb])
    assert missing.status_code == (404 if role in WRITERS else 403)
    for id_ in theirs:
        assert whole(await client.post(f"/api/v1/signals/{id_}/{verb}", json=DEEDS[verb])) == whole(missing)


async def one_of(home: Peopled) -> str:
    items = (await told(home, "admin", state="open", account=home.account))["items"]
    return str(items[0]["signals"][0]["id"])


async def test_a_snoozed_signal_is_away_and_counted_and_comes_back(read: Peopled) -> None:
    signal, admin = await one_of(read), read.clients["admin"]
    before = (await told(read, "admin", state="open"))["counts"]
    until = (read.clock.now() + timedelta(days=2)).isoformat()
    answer = await admin.post(f"/api/v1/signals/{signal}/snooze", json={"until": until, "reason": "On holiday"})
    assert (answer.status_code, answer.json()["snooze_reason"]) == (200, "On holiday")
    away = await told(read, "admin", state="snoozed")
    assert (away["counts"]["snoozed"], away["counts"]["open"]) == (before["snoozed"] + 1, before["open"] - 1)
    assert signal in by_id(away)
    assert signal not in by_id(await told(read, "admin", state="open"))
    read.clock.advance(timedelta(days=2))
    assert signal in by_id(await told(read, "admin", state="open"))
    [entry] = [each for each in (await entries(read)) if each["action"] == "signal.snooze"]
    assert (entry["account"]["id"], entry["detail"]["signal"]) == (read.account, signal)


async def test_a_resolved_signal_names_who_and_why(read: Peopled) -> None:
    signal, admin = await one_of(read), read.clients["admin"]
    answer = await admin.post(f"/api/v1/signals/{signal}/resolve", json={"reason": "Paid by cheque"})
    assert answer.json()["resolved_why"] == "Paid by cheque"
    assert by_id(await told(read, "admin", state="resolved"))[signal]["resolved_by"] == answer.json()["resolved_by"]
    again = await admin.post(f"/api/v1/signals/{signal}/resolve", json={"reason": "Twice"})
    assert again.json()["resolved_why"] == "Paid by cheque"
    assert signal not in by_id(await told(read, "admin", state="open"))


async def test_several_are_assigned_or_none(read: Peopled) -> None:
    admin, me = read.clients["admin"], (await read.clients["admin"].get("/api/v1/me")).json()["user"]
    some = list(by_id(await told(read, "admin", state="open")))[:3]
    refused = await admin.post("/api/v1/signals/assign", json={"signals": [*some, NOWHERE], "assignee": me["id"]})
    assert refused.status_code == 404
    assert by_id(await told(read, "admin", state="open", owner="mine")).keys().isdisjoint(some)
    given = await admin.post("/api/v1/signals/assign", json={"signals": some, "assignee": me["id"]})
    assert {each["assignee"]["name"] for each in given.json()["items"]} == {me["name"]}
    assert set(some) <= by_id(await told(read, "admin", state="open", owner="mine")).keys()


async def test_nobody_is_given_what_they_may_not_read(read: Peopled) -> None:
    other = next(id_ for id_, each in by_id(await told(read, "admin")).items() if each["account"] == read.elsewhere)
    sales = (await read.clients["sales"].get("/api/v1/me")).json()["user"]["id"]
    for nobody in (sales, "usr_" + "0" * 20):
        body = {"signals": [other], "assignee": nobody}
        answer = await read.clients["admin"].post("/api/v1/signals/assign", json=body)
        assert (answer.status_code, answer.json()["field"]) == (422, "assignee")


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("snooze", {"until": "2020-01-01T00:00:00Z", "reason": "x"}, "until"),
        ("snooze", {"until": "2036-01-01T00:00:00Z", "reason": "x"}, "until"),
        ("snooze", {"until": "2026-12-24T12:00:00Z", "reason": " "}, "reason"),
        ("snooze", {"reason": "x"}, "until"),
        ("assign", {"assignee": 5}, "assignee"),
    ],
)
async def test_what_is_wrong_is_named(read: Peopled, verb: str, body: dict[str, Any], field: str) -> None:
    answer = await read.clients["admin"].post(f"/api/v1/signals/{await one_of(read)}/{verb}", json=body)
    assert (answer.status_code in {400, 422}, answer.json()["field"]) == (True, field)


async def test_bad_parameters_are_refused(read: Peopled) -> None:
    for name in ("owner", "severity", "kind", "state", "cursor"):
        answer = await read.clients["admin"].get("/api/v1/signals", params={name: "nonsense"})
        assert (answer.status_code, answer.json()["field"]) == (400, name)


async def test_thresholds_are_the_admins_and_pages_follow_at_once(read: Peopled) -> None:
    admin, path = read.clients["admin"], "/api/v1/signal-thresholds"
    for role, client in read.clients.items():
        assert (await client.get(path)).status_code == (200 if role == "admin" else 403)
        if role != "admin":
            assert (await client.put(path, json={})).status_code == 403
    before = (await admin.get(path)).json()
    assert any(each["kind"] == "no_contact" for each in (await admin.get(read.path())).json()["signals"])
    patient = {**before, "no_contact_days": 730, "no_contact_high_days": 730}
    assert (await admin.put(path, json=patient)).json() == patient
    assert not any(each["kind"] == "no_contact" for each in (await admin.get(read.path())).json()["signals"])
    assert (await admin.put(path, json=before)).json() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"overdue_days": 0}, "overdue_days"),
        ({"usage_drop": 1.5}, "usage_drop"),
        ({"overdue_days": 31, "overdue_high_days": 30}, "overdue_days"),
        ({"no_such": 1}, "no_such"),
    ],
)
async def test_thresholds_that_make_no_sense_are_refused(read: Peopled, body: dict[str, Any], field: str) -> None:
    answer = await read.clients["admin"].put("/api/v1/signal-thresholds", json=body)
    assert answer.status_code in {400, 422}
    assert field in answer.text


async def entries(home: Peopled) -> list[dict[str, Any]]:
    return (await home.clients["admin"].get("/api/v1/audit", params={"limit": "200"})).json()["items"]
