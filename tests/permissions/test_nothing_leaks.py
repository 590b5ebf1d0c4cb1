"""What a role may not see changes no byte of anything that it is answered.

The sections of the house say what the test wants them to: made-up views, then the same with everything that the role
may not read drawn anew. All the rest is the product's own, over HTTP.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import quote

import msgspec
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from access.test_projection import with_hidden_changed
from permissions.people import ROLES, Peopled, StandingClock, events, peopled
from permissions.walks import (
    Known,
    Question,
    entries_of,
    found,
    get,
    known_of,
    logged,
    names_of,
    of_one,
    people_at,
    put_all,
    the_rest,
    told_by,
    whole,
)
from rotunda.access.roles import Role
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.requests import Customer, Program
from rotunda.sections.ids import SectionName
from rotunda.sections.section import AnySection, Fact, FactColumn, FactKind
from rotunda.view.index.catalogue import HEALTH, JUDGED
from rotunda.view.page.plan import House
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed, eventually, furnished
from support.section_values import values

EXAMPLES = 2
"""Of those that were drawn, the ones that say most: a view without entries hides nothing."""

DRAWN = 5
VARIANTS = 2
"""How often everything that is hidden is drawn anew."""

LIST_BY_NAME = "GET /api/v1/accounts?limit=200&sort=name"
SEARCHED = ("accounts", "contacts", "search")

Answer: TypeAlias = tuple[int, bytes]
Views: TypeAlias = Mapping[SectionName, Any]


class Said(msgspec.Struct, frozen=True):
    """What every source answers for a section: the view that is to be shown. `turn` makes each answer a new one."""

    turn: int
    view: Any


@dataclass
class Script:
    """What the sources say next, by section."""

    views: Views = field(default_factory=dict[SectionName, Any])
    turn: int = 0

    def say(self, views: Views) -> None:
        self.views = views
        self.turn += 1

    def reader(self, section: SectionName) -> Any:
        def read(customer: Customer) -> Program[Said]:
            yield []
            return Said(self.turn, self.views[section])

        return read

    def furnish(self) -> House:
        house = furnished()
        sections = {name: self._scripted(section) for name, section in house.sections.items()}
        return House(sections, {source: self._reading(each) for source, each in house.connectors.items()})

    def _scripted(self, section: AnySection) -> AnySection:
        return msgspec.structs.replace(
            section,
            part=Said,
            merge=lambda parts, now: parts[0].part.view,
            home=lambda part: None,
            people_facts=lambda parts: (),
        )

    def _reading(self, connector: Connector) -> Connector:
        of_one = {
            name: msgspec.structs.replace(each, read=self.reader(name))
            for name, each in connector.contact_sections.items()
        }
        of_all = {name: self.reader(name) for name in connector.sections}
        return msgspec.structs.replace(connector, sections=of_all, contact_sections=of_one)


class Kept(msgspec.Struct, frozen=True):
    """One fact as the index holds it."""

    name: str
    text: str | None
    number: float | None
    currency: str | None


@dataclass(frozen=True)
class Stage:
    home: Peopled
    script: Script
    known: Known

    @property
    def sections(self) -> Mapping[SectionName, AnySection]:
        return self.home.house.installation.house.sections

    def columns(self) -> list[FactColumn]:
        of_sections = [column for section in self.sections.values() for column in section.columns]
        return [*of_sections, JUDGED.column]

    async def answers(self, role: str, views: Views) -> dict[str, Answer]:
        """Everything that a role can ask, of sources that say this: first while nothing is known yet, then again."""
        self.script.say(views)
        self.home.clock.age()
        client, told = self.home.clients[role], dict[str, Answer]()
        known = await entries_of(client, None)
        before = set[str]() if isinstance(known, tuple) else {entry["id"] for entry in known}
        cold = await client.get(self.home.path("/stream"))
        told |= {f"cold {name}": (cold.status_code, body) for name, body in events(cold.content).items()}
        for each in self._opening():
            assert (await each.put(self.home.clients["admin"])).status_code == 200
        await self.home.settled()
        await eventually(self._kept, _left_by(self.sections, views))
        questions = self.questions()
        for each, answer in zip(questions, await put_all(client, questions), strict=True):
            assert answer.status_code < 500, (each, answer.text)
            told |= told_by(each, *whole(answer))
        for account in (None, self.known.account, self.known.elsewhere):
            told |= await logged(client, before, account)
        return told

    def _opening(self) -> list[Question]:
        """Reads all that the questions are about: what they themselves read would change lists while they are asked."""
        return [*get(self.home.path(), f"/api/v1/contacts/{self.known.person}"), *found(self.known)]

    def questions(self) -> list[Question]:
        columns = self.columns()
        searches = [search for column in columns for search in _searches(column)]
        return of_account(self.known, list(self.sections), [column.name for column in columns], searches)

    async def _kept(self) -> set[Kept]:
        """What sections left. Health is written with it, and told by none of them alone."""
        query = (
            "SELECT name, text_value AS text, number_value AS number, currency FROM account_fact "
            "WHERE account_id = %s AND name <> %s"
        )
        parameters = [self.home.account, HEALTH]
        return set(await self.home.house.installation.database.fetch_all(Kept, query, parameters))


def of_account(
    known: Known, sections: Sequence[str], columns: Sequence[str], searches: Sequence[str]
) -> list[Question]:
    """Everything that is asked. A hidden fact is no search of its own in each of the lists: one tells it."""
    return [
        *of_one(known),
        *get(*(f"/api/v1/accounts/{known.account}/sections/{name}" for name in sections)),
        *get(*(f"/api/v1/accounts?limit=200&sort={name}" for name in ("name", *columns))),
        *get(*(f"/api/v1/accounts.csv?sort=-{name}" for name in columns)),
        *get(*(f"/api/v1/{kind}?q={quote(each, safe='')}" for each in searches for kind in SEARCHED)),
        *found(known),
        *get("/api/v1/contacts.csv"),
        *the_rest(),
    ]


def _searches(column: FactColumn) -> list[str]:
    """By every word that asks for the fact. No drawn text is likely to be `m`, which all other accounts have."""
    found = [f"has:{column.has}"] if column.has else []
    if column.operator:
        found.append(f"-{column.operator}:m" if column.kind is FactKind.TEXT else f"{column.operator}:>0")
    return found


def _left_by(sections: Mapping[SectionName, AnySection], views: Views) -> set[Kept]:
    return {
        _as_kept(fact) for name, section in sections.items() if section.columns for fact in section.facts(views[name])
    }


def _as_kept(fact: Fact) -> Kept:
    if fact.money is not None:
        return Kept(fact.name, None, float(fact.money.amount_minor), fact.money.currency)
    number = fact.at.timestamp() if fact.at is not None else fact.number
    text = fact.text.replace("\0", "\ufffd") if fact.text is not None else None
    return Kept(fact.name, text, None if number is None else float(number), None)


@pytest_asyncio.fixture(scope="module")
async def stage(
    live: LiveWorld, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """Other accounts have facts of their own, so that an order by any fact would show."""
    script = Script()
    deed = Deed(await make_database(), tmp_path_factory.mktemp("scripted"))
    async with peopled(live, StandingClock(), deed, script.furnish()) as home:
        script.say(
            {name: drawn(each, ROLES["admin"])[0][0] for name, each in home.house.installation.house.sections.items()}
        )
        ours, theirs = [await people_at(home, account) for account in (home.account, home.elsewhere)]
        known = await known_of(home, ours, theirs)
        made = Stage(home, script, replace(known, names=names_of(home, home.account, ours)))
        for column in made.columns():
            text = column.kind is FactKind.TEXT
            await home.house.installation.database.execute(
                "INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of) "
                "SELECT id, %s, %s, %s, %s, 'stripe', now() FROM account WHERE id <> %s",
                (
                    column.name,
                    "m" if text else None,
                    None if text else 0,
                    "EUR" if column.kind is FactKind.MONEY else None,
                    home.account,
                ),
            )
        yield made


def lengthened(section: AnySection, view: Any) -> Any:
    """Lists that a page cuts are made longer than it shows; how much longer depends on what was drawn."""
    longer: dict[str, Any] = {}
    for name, limit in section.page_lists.items():
        entries = getattr(view, name)
        longer[name] = (entries * (limit + 1))[: limit + len(entries)]
    return msgspec.structs.replace(view, **longer)


def drawn(section: AnySection, role: Role) -> list[list[Any]]:
    """Examples of a view, each with its variants. The same ones in every run: whatever fails can be seen again."""
    found: list[list[Any]] = []
    labels = frozenset(label for name, label in role.reach if name == section.name)

    @seed(f"{role.name} {section.name}")
    @settings(
        max_examples=DRAWN,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        view = data.draw(values(section.view))
        hidden = [with_hidden_changed(view, section.view, labels, section.label, data) for _ in range(VARIANTS)]
        found.append([lengthened(section, each) for each in (view, *hidden)])

    draw()
    return sorted(found, key=lambda views: len(msgspec.json.encode(views)))[-EXAMPLES:]


def differing(told: Mapping[str, Answer], told_again: Mapping[str, Answer]) -> dict[str, tuple[bytes, bytes]]:
    """Where two answers part, and only the bytes around that: whole pages would take a report hours to compare."""
    found: dict[str, tuple[bytes, bytes]] = {}
    for path in told.keys() | told_again.keys():
        one, other = (b"%d %s" % answers.get(path, (0, b"")) for answers in (told, told_again))
        if one != other:
            parted = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            start = max(0, parted - 60)
            found[path] = (one[start : start + 120], other[start : start + 120])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ROLES)
async def test_no_byte_depends_on_what_a_role_may_not_see(stage: Stage, name: str) -> None:
    by_section = {section: drawn(each, ROLES[name]) for section, each in stage.sections.items()}
    pages: set[Answer] = set()
    for example in range(EXAMPLES):
        variants = [{section: views[example][n] for section, views in by_section.items()} for n in range(VARIANTS + 1)]
        first, *others = [await stage.answers(name, views) for views in variants]
        assert first[LIST_BY_NAME][0] == first[f"GET {stage.home.path()}"][0] == 200
        assert [differing(first, other) for other in others] == [{}] * VARIANTS
        pages.add(first[f"GET {stage.home.path()}"])
    assert len(pages) == EXAMPLES, "what the role may see has to show"
