"""Every question that can be asked about customers, so that a test of what is told forgets none of them.

`test_every_route.py` compares the questions with the routes that the application declares.
"""

import asyncio
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from litestar import Litestar

from permissions.people import Peopled, events
from rotunda.sections.labels import Label
from support.worlds import NOW

_LOG = re.compile(rb'\{"kind":"log"[^}]*\},?')

AT_ONCE = 8
OWN_OF_EACH = {"date", "x-request-id", "content-length"}
"""Headers that number, date and measure each answer: its bytes are compared themselves."""

EVERY_SUBJECT = "in:conversations -zzzz"
PEOPLE_ORDERS = ("name", "title", "account", "email", "added_at")
PEOPLE_COLUMNS = "title,account,source,added_at"
PEOPLE_FACTS = (
    *("last_seen_at", "last_contacted_at", "product_role", "lifecycle_stage", "open_tickets"),
    *(f"field.for_{label.value}" for label in Label),
)
OF_TIMELINE = (
    "/timeline",
    "/timeline?group=type&routine=true",
    "/timeline?q=invoice",
    f"/timeline/evt_{'0' * 32}",
    "/calls",
    "/meetings?when=upcoming",
    "/channel-mix",
    "/threads",
    "/notes",
    "/tasks",
    "/tasks?state=all",
    f"/threads/evt_{'0' * 32}",
    "/written/wrt_1",
)
OF_ACCOUNT = (
    "",
    "/stream",
    "/stream?sections=profile,billing,usage,support",
    "/roll-up",
    "/fields",
    "/history",
    "/merges",
    "/chosen-values",
    "/identifiers",
    *OF_TIMELINE,
    "/deals",
    "/revenue",
    "/journey",
    "/metrics",
    f"/as-of?at={NOW.date()}",
    "/since",
    "/people",
    "/relationships",
)
OF_CONTACT = (
    *OF_TIMELINE,
    "",
    "/stream",
    "/fields",
    "/history",
    "/merges",
    "/chosen-values",
    "/since",
    "/conversations",
    "/conversations?order=oldest&limit=2",
    "/profile",
    "/full-profile?kind=conversation",
    "/full-profile?kind=note",
)


@dataclass(frozen=True)
class Question:
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def name(self) -> str:
        return " ".join((self.method, self.path, *(json.dumps(each) for each in (self.body,) if each)))

    async def put(self, client: httpx.AsyncClient) -> httpx.Response:
        return await client.request(self.method, self.path, json=self.body, headers=dict(self.headers))


@dataclass(frozen=True)
class Known:
    """Whom questions name. `elsewhere` and `stranger` are an account and a person that narrow scopes do not reach;
    `names` are the values by which `lookup` finds the account or the person, by parameter.
    """

    account: str
    person: str
    other_person: str
    elsewhere: str
    stranger: str
    names: Sequence[tuple[str, str]]
    conversation: str


def get(*paths: str) -> list[Question]:
    return [Question("GET", path) for path in paths]


def of_one(known: Known) -> list[Question]:
    """About one account and one person."""
    person = f"/api/v1/contacts/{known.person}"
    return [
        *get(*(f"/api/v1/accounts/{known.account}{rest}" for rest in OF_ACCOUNT)),
        *get(f"/api/v1/signals?state=standing&account={known.account}"),
        *get(*(f"{person}{rest}" for rest in OF_CONTACT), f"{person}/conversations/{known.conversation}"),
        *_refused_changes(known),
    ]


def _refused_changes(known: Known) -> list[Question]:
    """Plans, and changes that come too late: they tell what stands there, and change nothing."""
    late = {"If-Match": '"another"'}
    account, person = f"/api/v1/accounts/{known.account}", f"/api/v1/contacts/{known.person}"
    return [
        Question("PATCH", person, {"fields": {"title": "Late"}}, late),
        Question("PATCH", f"{person}/role", {"roles": ["champion"]}, late),
        Question("PATCH", account, {"fields": {"name": "Late"}}, late),
        Question("POST", f"{person}/merge", {"into": known.other_person, "dry_run": True}),
        Question("POST", f"{person}/merge", {"into": known.other_person, "fingerprint": "another"}),
        Question("POST", f"{account}/merge", {"into": known.elsewhere, "dry_run": True}),
        *(
            Question("POST", f"{one}/split", {"identifier": value, "dry_run": True})
            for one in (account, person)
            for by, value in known.names
            if by in {"email", "domain"}
        ),
    ]


def found(known: Known) -> list[Question]:
    """By whatever they are known by."""
    asked = [(by, quote(value, safe="")) for by, value in known.names]
    by_panel = [(by, value) for by, value in asked if by in {"email", "domain", "ticket"}]
    numbers = [value for by, value in asked if by in {"phone", "ticket", "external"}]
    return get(
        *(f"/api/v1/lookup?{by}={value}" for by, value in asked),
        *(f"/api/v1/panel?{by}={value}" for by, value in by_panel),
        *(f"/api/v1/search?q={value}" for value in numbers),
        *(f"/api/v1/search?q=in:conversations%20{value}" for by, value in asked if by == "ticket"),
    )


def lists(searches: Iterable[str]) -> list[Question]:
    """Both lists by every search, as pages and as files, and what the palette finds."""
    asked = [quote(each, safe="") for each in searches]
    return get(
        *(f"/api/v1/{kind}?limit=200&q={each}" for kind in ("accounts", "contacts") for each in asked),
        *(f"/api/v1/{kind}.csv?q={each}" for kind in ("accounts", "contacts") for each in asked),
        *(f"/api/v1/search?q={each}" for each in asked),
    )


def people_in_order() -> list[Question]:
    return get(
        *(f"/api/v1/contacts?limit=200&sort={sign}{name}" for sign in ("", "-") for name in PEOPLE_ORDERS),
        *(f"/api/v1/contacts.csv?sort=-{name}" for name in PEOPLE_ORDERS),
        f"/api/v1/contacts?limit=200&columns={PEOPLE_COLUMNS}",
        *(f"/api/v1/contacts?limit=200&sort=-{name}&columns={name}" for name in PEOPLE_FACTS),
        *(f"/api/v1/contacts.csv?sort={name}&columns={name}" for name in PEOPLE_FACTS),
        "/api/v1/contacts?limit=1",
        "/api/v1/accounts?limit=200&sort=name",
        "/api/v1/accounts.csv",
    )


def the_rest() -> list[Question]:
    """What belongs to no customer alone."""
    return get(
        *(f"/api/v1/signals?limit=200&state={state}" for state in ("open", "standing")),
        *(f"/api/v1/matches?state={state}" for state in ("open", "decided")),
        *(f"/api/v1/views?of={kind}" for kind in ("accounts", "contacts")),
        *(f"/api/v1/{name}" for name in ("fields", "teammates", "me", "notifications", "notifications/unread")),
        "/api/v1/timeline?q=invoice",
        f"/api/v1/search?limit=20&q={quote(EVERY_SUBJECT)}",
    )


SIGNAL_DEEDS = ("snooze", "resolve", "assign")
_NO_CUSTOMER = "tells nothing of any customer"
_CHANGES = "changes what it tells: whoever may not is answered as for nobody, by test_every_route"

NOT_WALKED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "GET /api/v1/openapi.json",
            "GET /api/v1/reference",
            "GET /api/v1/reference/openapi.json",
            "GET /api/v1/reference/{path}",
            "GET /api/v1/sign-in",
            "POST /api/v1/session",
            "DELETE /api/v1/session",
            "POST /api/v1/panel-links",
            "GET /api/v1/sources",
            "GET /api/v1/connections",
            "POST /api/v1/connections",
            "POST /api/v1/connections/{connection_id}/check",
            "PATCH /api/v1/connections/{connection_id}",
            "DELETE /api/v1/connections/{connection_id}",
            "PUT /api/v1/connections/{connection_id}/webhook-secrets",
            "POST /api/v1/webhooks/{connection_id}",
            "GET /api/v1/sync",
            "POST /api/v1/sync/{connection_id}/run",
            "POST /api/v1/sync/{connection_id}/backfill",
            "POST /api/v1/jobs/{job_id}/replay",
            "POST /api/v1/outbox/{written_id}/retry",
            "POST /api/v1/fields",
            "PATCH /api/v1/fields/{field_id}",
            "POST /api/v1/markdown",
            "GET /api/v1/signal-thresholds",
            "PUT /api/v1/signal-thresholds",
            "GET /api/v1/score-models",
            "GET /api/v1/score-models/versions",
            "PUT /api/v1/score-models",
        ),
        _NO_CUSTOMER,
    ),
    **dict.fromkeys(
        (
            "POST /api/v1/accounts/{account_id}/keep-apart",
            "POST /api/v1/contacts/{contact_id}/keep-apart",
            "PUT /api/v1/accounts/{account_id}/parent",
            "POST /api/v1/accounts/{account_id}/identifiers",
            "DELETE /api/v1/accounts/{account_id}/identifiers/{link}",
            *(
                f"{method} /api/v1/{of}s/{{{of}_id}}/{rest}"
                for of in ("account", "contact")
                for method, rest in (
                    ("POST", "notes"),
                    ("POST", "activities"),
                    ("POST", "tasks"),
                    ("PATCH", "written/{written_id}"),
                    ("DELETE", "written/{written_id}"),
                )
            ),
            "POST /api/v1/notifications/{notification_id}/read",
            "POST /api/v1/merges/{merge_id}/undo",
            "POST /api/v1/accounts/{account_id}/since",
            "POST /api/v1/contacts/{contact_id}/since",
            "POST /api/v1/views",
            "PATCH /api/v1/views/{view_id}",
            "DELETE /api/v1/views/{view_id}",
        ),
        _CHANGES,
    ),
    **dict.fromkeys(
        (f"POST /api/v1/matches/{{suggestion_id}}/{deed}" for deed in ("accept", "reject", "take-back")),
        "tells the pair that /matches tells: test_matches_by_role has the refusals",
    ),
    **dict.fromkeys(
        ("GET /api/v1/webhooks", "POST /api/v1/webhooks/{delivery_id}/replay"),
        "names records of sources to those only who manage connections",
    ),
    **dict.fromkeys(
        ("POST /api/v1/signals/assign", *(f"POST /api/v1/signals/{{signal_id}}/{one}" for one in SIGNAL_DEEDS)),
        "tells the signal that /signals tells: test_signals_by_role has the refusals",
    ),
    "POST /api/v1/score-models/preview": "for those who may read all of it: test_score_models has the refusals",
    "GET /api/v1/changes": "never ends: test_change_stream has who is told what",
    "GET /api/v1/audit": "grows with each question: test_nothing_leaks reads what was added, by `logged`",
    "GET /api/v1/accounts/{account_id}/logo": "what the company's site shows everybody",
}
"""Routes that no walk asks, each with the reason."""


def declared(app: Litestar) -> set[str]:
    """Every route by method and path."""
    return {
        f"{method} {route.path_format}"
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method not in {"OPTIONS", "HEAD"} and route.path_format.startswith("/api/")
    }


def route_of(routes: Iterable[str], question: Question) -> str:
    """The route that answers a question: the one with fewest parameters where several could."""
    asked = f"{question.method} {question.path.partition('?')[0]}"
    fitting = [each for each in routes if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(each)), asked)]
    return min(fitting, key=lambda each: each.count("{"))


def whole(answer: httpx.Response) -> tuple[int, bytes]:
    """Status, and every header and byte that does not merely number or date the answer."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in OWN_OF_EACH)
    return answer.status_code, answer.content + b"\n" + repr(headers).encode()


def told_by(question: Question, status: int, content: bytes) -> dict[str, tuple[int, bytes]]:
    """What is told, by question. Which section of a stream comes first is nobody's secret and chance; and how long the
    access log is by now, which plans of merges tell, is the asking itself.
    """
    path = question.path.partition("?")[0]
    if status != 200 or not path.endswith(("/panel", "/stream")):
        return {question.name: (status, _LOG.sub(b"", content))}
    return {f"{question.name} {name}": (status, body) for name, body in events(content).items()}


async def put_all(client: httpx.AsyncClient, questions: Sequence[Question]) -> list[httpx.Response]:
    """A few at a time: hundreds at once would wait for the database longer than anybody is let."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def put(question: Question) -> httpx.Response:
        async with turns:
            return await question.put(client)

    return await asyncio.gather(*map(put, questions))


async def entries_of(client: httpx.AsyncClient, account: str | None) -> list[dict[str, Any]] | tuple[int, bytes]:
    """All that the access log tells of one account, or of all; or why it tells nothing."""
    asked = {"refreshes": "false", "limit": "200", **({"account": account} if account else {})}
    found: list[dict[str, Any]] = []
    while True:
        answer = await client.get("/api/v1/audit", params=asked)
        if answer.status_code != 200:
            return answer.status_code, answer.content
        page = answer.json()
        found += page["items"]
        if not page["next_cursor"]:
            return found
        asked["cursor"] = page["next_cursor"]


async def logged(
    client: httpx.AsyncClient, before: Collection[str], account: str | None
) -> dict[str, tuple[int, bytes]]:
    """What the access log tells beside the entries that were there `before`: each once, in no order."""
    found = await entries_of(client, account)
    if isinstance(found, tuple):
        return {f"audit {account}": found}
    told = {json.dumps(_without_own(entry), sort_keys=True) for entry in found if entry["id"] not in before}
    return {f"audit {account}": (200, "\n".join(sorted(told)).encode())}


def _without_own(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Without what numbers and dates each entry and each edit."""
    detail = {**entry["detail"], "edit": ""} if "edit" in (entry.get("detail") or {}) else entry.get("detail")
    return {**entry, "id": "", "at": "", "detail": detail}


async def people_at(home: Peopled, account: str) -> list[dict[str, Any]]:
    """Who works there, whoever wrote most first."""
    admin, wrote = home.clients["admin"], dict[str, int]()
    listed = (await admin.get("/api/v1/contacts", params={"account": account, "limit": 200})).json()["items"]
    for each in listed:
        said = await admin.get(f"/api/v1/contacts/{each['id']}/conversations")
        wrote[each["id"]] = len(said.json()["items"])
    return sorted(listed, key=lambda each: (-wrote[each["id"]], each["id"]))


async def known_of(
    home: Peopled, ours: list[dict[str, Any]], theirs: list[dict[str, Any]], names: Sequence[tuple[str, str]] = ()
) -> Known:
    """The first ones at the account that all may see and at the one that not all may see; `names` are further ones."""
    said = await home.clients["admin"].get(f"/api/v1/contacts/{ours[0]['id']}/conversations")
    parts = ("source", "record_type", "external_id")
    records = ["/".join(quote(each[part], safe="") for part in parts) for each in said.json()["items"]]
    return Known(
        account=home.account,
        person=ours[0]["id"],
        other_person=ours[1]["id"],
        elsewhere=home.elsewhere,
        stranger=theirs[0]["id"],
        names=[*names_of(home, home.account, ours), *names_of(home, home.elsewhere, theirs), *names],
        conversation=records[0] if records else "nowhere/ticket/1",
    )


def names_of(home: Peopled, account: str, people: list[dict[str, Any]]) -> list[tuple[str, str]]:
    company = next(each for each in home.house.companies if home.house.accounts[each.key] == account)
    assert company.domain
    said = [(by, each[by]) for by in ("email", "phone") for each in people if each.get(by)]
    return [
        *dict(reversed(said)).items(),
        ("domain", company.domain),
        ("ticket", str(company.tickets[0].zendesk_id)),
        ("external", f"productdb:{company.product_account_id}"),
    ]
