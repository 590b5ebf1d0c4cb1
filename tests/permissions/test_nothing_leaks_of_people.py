"""What a role may not see of people changes no byte of anything that it is answered: their own fields and the edits of
them, how they are reached, people of other accounts, what was merged, linked and suggested there, other people's views.

Everything is the product's own, over HTTP. What is hidden is written by somebody who may, then written differently. The
seconds stand still and whatever runs in the background has ended, so two answers that differ are a leak: none is asked
for a second time.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from permissions.people import ROLES, Peopled, StandingClock, composed, peopled
from permissions.test_nothing_leaks import Answer, differing
from permissions.walks import (
    Known,
    Question,
    found,
    get,
    known_of,
    lists,
    of_one,
    people_at,
    people_in_order,
    put_all,
    the_rest,
    told_by,
    whole,
)
from rotunda.access.grant import PEOPLE
from rotunda.access.permission import Permission
from rotunda.access.roles import Role, Scope, Tier
from rotunda.sections.labels import Label
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed

VARIANTS = 2
WORD = "secretword"
"""What is hidden holds it, so that a search for it would tell."""

EVERYBODY: Mapping[str, Role] = {
    **ROLES,
    "stewards": composed(
        "stewards", {"profile", "people", "support"}, {Label.IDENTITY, Label.SUPPORT}, Scope.ALL, Tier.READ_WRITE
    ),
    "assistants": composed("assistants", {"people"}, {Label.IDENTITY}, Scope.TEAM, Tier.READ_WRITE),
}
"""The last two see people and may change what is known of them, but read no address and no number."""

HIDDEN_NAMES = (("email", f"{WORD}1@x.example"), ("phone", "+49 30 5550101"), ("domain", f"{WORD}1.example"))

SECTIONS = ("profile", "people", "support", "communication")
SEARCHES = (
    WORD,
    f"field.for_personal:{WORD}",
    f"email:{WORD}",
    "has:email",
    "in:contacts person",
    "owner:me",
    "has:open-ticket",
)


@dataclass(frozen=True)
class Stage:
    home: Peopled
    ours: list[dict[str, Any]]
    theirs: list[dict[str, Any]]
    """People at an account that roles of a narrow scope do not reach."""
    known: Known

    async def answers(self, role: str) -> dict[str, Answer]:
        await self.home.settled()
        questions, told = self.questions(role), dict[str, Answer]()
        answers = await put_all(self.home.clients[role], questions)
        for question, answer in zip(questions, answers, strict=True):
            assert answer.status_code < 500, (question, answer.text)
            told |= told_by(question, *whole(answer))
        return told

    def questions(self, role: str) -> list[Question]:
        return [*walk(self.known), *(self._refused_apart() if not reaches_all(role) else ())]

    def _refused_apart(self) -> list[Question]:
        """Who reaches both would be obeyed."""
        path = f"/api/v1/contacts/{self.known.stranger}/keep-apart"
        return [Question("POST", path, {"other": self.known.person, "because": ""})]

    async def hide(self, role: str, variant: int) -> None:
        """Writes anew whatever the role may not see."""
        labels = {label for section, label in EVERYBODY[role].reach if section == PEOPLE}
        for label in Label:
            if label not in labels:
                await self._edit(self.ours[0], {f"for_{label.value}": f"{WORD} {variant} {label.value}"})
        if Label.PERSONAL not in labels:
            personal = {"email": f"{WORD}{variant}@x.example", "phone": f"+49 30 55501{variant:02}"}
            await self._edit(self.ours[1], personal)
        if Label.IDENTITY not in labels:
            await self._edit(self.ours[2], {"name": f"{WORD} {variant}", "title": f"{WORD} {variant}"})
        if not reaches_all(role):
            await self._hide_elsewhere(variant)
        if role != "admin":
            for of in ("accounts", "contacts"):
                view = {"name": f"{WORD} {role} {variant} {of}", "query": WORD, "of": of}
                assert (await self.home.clients["admin"].post("/api/v1/views", json=view)).status_code == 201

    async def _hide_elsewhere(self, variant: int) -> None:
        admin = self.home.clients["admin"]
        for n, each in enumerate(self.theirs):
            await self._edit(each, {"name": f"Person {WORD} {variant} {n}", "title": f"{WORD} {variant}"})
        await self._edit(self.theirs[0], {"email": f"{WORD}{variant}@x.example", "phone": f"+49 30 55501{variant:02}"})
        await self._merge_there_and_back(admin)
        body = {"identifier": f"{WORD}{variant}.example"}
        linked = await admin.post(f"/api/v1/accounts/{self.home.elsewhere}/identifiers", json=body)
        assert linked.status_code in {201, 409}, linked.text

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


def reaches_all(role: str) -> bool:
    return EVERYBODY[role].scope is Scope.ALL


def walk(known: Known) -> list[Question]:
    sections = get(*(f"/api/v1/accounts/{known.account}/sections/{name}" for name in SECTIONS))
    return [*of_one(known), *sections, *found(known), *lists(SEARCHES), *people_in_order(), *the_rest()]


@pytest_asyncio.fixture(scope="module")
async def stage(
    live: LiveWorld, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A field of each label; everything that the pages read has been read once, so that only what is hidden changes."""
    deed = Deed(await make_database(), tmp_path_factory.mktemp("of_people"))
    async with peopled(live, StandingClock(), deed, roles=EVERYBODY) as home:
        admin = home.clients["admin"]
        for label in Label:
            named = {"name": f"for_{label.value}", "title": f"For {label.value}", "label": label.value}
            made = await admin.post("/api/v1/fields", json={**named, "kind": "text", "applies_to": "contact"})
            assert made.status_code == 201, made.text
        ours, theirs = [await people_at(home, account) for account in (home.account, home.elsewhere)]
        stage = Stage(home, ours, theirs, await known_of(home, ours, theirs, HIDDEN_NAMES))
        await read_everything(stage)
        yield stage


async def read_everything(stage: Stage) -> None:
    """Once by somebody who may read it all: whoever comes first is told what was at hand, and more arrives later."""
    for account in (stage.home.account, stage.home.elsewhere):
        assert (await stage.home.clients["admin"].get(stage.home.path(account=account))).status_code == 200
    for person in (*stage.ours, *stage.theirs):
        assert (await stage.home.clients["admin"].get(f"/api/v1/contacts/{person['id']}")).status_code == 200
    await stage.answers("admin")


@pytest.mark.slow
@pytest.mark.parametrize("role", EVERYBODY)
async def test_no_byte_depends_on_what_a_role_may_not_see_of_people(stage: Stage, role: str) -> None:
    await stage.hide(role, 0)
    first = await stage.answers(role)
    for variant in range(1, VARIANTS + 1):
        await stage.hide(role, variant)
        assert differing(first, await stage.answers(role)) == {}
    if Permission.ACCOUNT_LIST in EVERYBODY[role].permissions:
        assert first[get("/api/v1/contacts?limit=200&sort=name")[0].name][0] == 200
