"""What a role may not see of people changes no byte of anything that it is answered: their own fields and the edits of
them, how they are reached, people of other accounts, what was merged, linked and suggested there, other people's views.

Everything is the product's own, over HTTP. What is hidden is written by somebody who may, then written differently.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from permissions.people import ROLES, AgeingStillClock, Peopled, events, peopled
from permissions.test_nothing_leaks import Answer, differing
from rotunda.access.grant import PEOPLE
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.sections.labels import Label
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed

OF_ACCOUNT = ("/fields", "/history", "/merges", "/chosen-values", "/identifiers")
OF_CONTACT = ("", "/stream", "/fields", "/history", "/merges", "/chosen-values", "/conversations", "/profile")
VARIANTS = 2
PATIENCE = 5
WORD = "secretword"
"""What is hidden holds it, so that a search for it would tell."""


@dataclass(frozen=True)
class Stage:
    home: Peopled
    ours: list[dict[str, Any]]
    theirs: list[dict[str, Any]]
    """People at an account that roles of a narrow scope do not reach."""

    async def answers(self, role: str) -> dict[str, Answer]:
        client, told = self.home.clients[role], dict[str, Answer]()
        await self.home.settled()
        paths = self._paths()
        for path, answer in zip(paths, await asyncio.gather(*map(client.get, paths)), strict=True):
            assert answer.status_code in (200, 400, 403, 404), (path, answer.text)
            told |= told_by(path, answer.status_code, answer.content)
        one, other = (each["id"] for each in self.ours[:2])
        plan = await client.post(f"/api/v1/contacts/{one}/merge", json={"into": other, "dry_run": True})
        split = await client.post(
            f"/api/v1/contacts/{one}/split", json={"identifier": f"{WORD}@x.example", "dry_run": True}
        )
        apart = await client.post(
            f"/api/v1/contacts/{self.theirs[0]['id']}/keep-apart", json={"other": one, "because": ""}
        )
        said = {"plan": plan, "split": split, "apart": apart} if self._reaches_all(role) is False else {"plan": plan}
        return told | {name: (each.status_code, each.content) for name, each in said.items()}

    def _reaches_all(self, role: str) -> bool:
        return ROLES[role].scope is Scope.ALL

    def _paths(self) -> list[str]:
        person, address = self.ours[0]["id"], self.ours[0]["email"]
        searches = (WORD, f"field.for_personal:{WORD}", "in:contacts person", "owner:me", "has:open-ticket")
        return [
            *(self.home.path(rest) for rest in (*OF_ACCOUNT, "/roll-up")),
            *(f"/api/v1/contacts/{person}{rest}" for rest in OF_CONTACT),
            *(f"/api/v1/{kind}?limit=200&q={search}" for kind in ("contacts", "accounts") for search in searches),
            *(f"/api/v1/{kind}.csv?q={search}" for kind in ("contacts", "accounts") for search in searches[:2]),
            *(f"/api/v1/search?q={search}" for search in searches),
            *("/api/v1/contacts?limit=200", "/api/v1/contacts.csv", "/api/v1/matches", "/api/v1/views"),
            *(
                f"/api/v1/panel?email={address}",
                f"/api/v1/lookup?email={address}",
                f"/api/v1/lookup?email={WORD}@x.example",
            ),
        ]

    async def hide(self, role: str, variant: int) -> None:
        """Writes anew whatever the role may not see."""
        admin = self.home.clients["admin"]
        labels = {label for section, label in ROLES[role].reach if section == PEOPLE}
        for label in Label:
            if label not in labels:
                await self._edit(self.ours[0], {f"for_{label.value}": f"{WORD} {variant} {label.value}"})
        if Label.PERSONAL not in labels:
            await self._edit(self.ours[1], {"email": f"{WORD}{variant}@x.example"})
        if not self._reaches_all(role):
            for n, each in enumerate(self.theirs):
                await self._edit(each, {"name": f"Person {WORD} {variant} {n}", "title": f"{WORD} {variant}"})
            await self._merge_there_and_back(admin)
            body = {"identifier": f"{WORD}{variant}.example"}
            linked = await admin.post(f"/api/v1/accounts/{self.home.elsewhere}/identifiers", json=body)
            assert linked.status_code == 201, linked.text
        if role != "admin":
            view = {"name": f"{WORD} {role} {variant}", "query": WORD}
            assert (await admin.post("/api/v1/views", json=view)).status_code == 201

    async def _merge_there_and_back(self, admin: Any) -> None:
        one, other = (each["id"] for each in self.theirs[:2])
        plan = await admin.post(f"/api/v1/contacts/{one}/merge", json={"into": other, "dry_run": True})
        assert plan.status_code == 200, plan.text
        body = {"into": other, "fingerprint": plan.json()["plan"]["fingerprint"]}
        made = await admin.post(f"/api/v1/contacts/{one}/merge", json=body)
        assert made.status_code == 200, made.text
        undo = f"/api/v1/merges/{made.json()['merge']}/undo"
        decide = (await admin.post(undo, json={"dry_run": True})).json()["conflicts"]
        undone = await admin.post(undo, json={"choices": {each["key"]: "kept" for each in decide}})
        assert undone.status_code == 200, undone.text

    async def _edit(self, person: Mapping[str, Any], fields: Mapping[str, str]) -> None:
        admin, path = self.home.clients["admin"], f"/api/v1/contacts/{person['id']}"
        etag = (await admin.get(f"{path}/fields")).headers["etag"]
        done = await admin.patch(path, json={"fields": fields, "keep_apart": True}, headers={"If-Match": etag})
        assert done.status_code == 200, done.text


def told_by(path: str, status: int, content: bytes) -> dict[str, Answer]:
    """Which section of a stream comes first is nobody's secret and chance."""
    if status != 200 or not ("/panel" in path or path.endswith("/stream")):
        return {path: (status, content)}
    return {f"{path} {name}": (status, body) for name, body in events(content).items()}


@pytest_asyncio.fixture(scope="module")
async def stage(
    live: LiveWorld, clock: AgeingStillClock, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A field of each label; everything that the pages read has been read once, so that only what is hidden changes."""
    deed = Deed(await make_database(), tmp_path_factory.mktemp("of_people"))
    async with peopled(live, clock, deed) as home:
        admin = home.clients["admin"]
        for label in Label:
            body = {
                "name": f"for_{label.value}",
                "title": f"For {label.value}",
                "kind": "text",
                "applies_to": "contact",
            }
            made = await admin.post("/api/v1/fields", json={**body, "label": label.value})
            assert made.status_code == 201, made.text
        people: list[list[dict[str, Any]]] = []
        for account in (home.account, home.elsewhere):
            found = await admin.get("/api/v1/contacts", params={"account": account, "limit": 200})
            people.append(sorted(found.json()["items"], key=lambda each: (-len(each["records"]), each["id"])))
            assert (await admin.get(home.path(account=account))).status_code == 200
        yield Stage(home, *people)


async def settled(stage: Stage, role: str, expected: dict[str, Answer] | None = None) -> dict[str, Answer]:
    """What is answered twice in a row, or as expected: the first to ask is told which source was quicker than another,
    which is chance. What hangs on hidden facts is told each time.
    """
    last = await stage.answers(role)
    for _ in range(PATIENCE):
        now = await stage.answers(role)
        if now == (last if expected is None else expected):
            break
        last = now
    return now


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
async def test_no_byte_depends_on_what_a_role_may_not_see_of_people(stage: Stage, role: str) -> None:
    await stage.hide(role, 0)
    first = await settled(stage, role)
    for variant in range(1, VARIANTS + 1):
        await stage.hide(role, variant)
        assert differing(first, await settled(stage, role, first)) == {}
    if Permission.ACCOUNT_LIST in ROLES[role].permissions:
        assert first["/api/v1/contacts?limit=200"][0] == 200
