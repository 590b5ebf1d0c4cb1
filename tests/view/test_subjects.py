"""Conversations by words of their subjects, on a real PostgreSQL: as far as they were read, and may be."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import pytest_asyncio

from insight.health.views import communication, support
from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.communication.model import Channel, Entry
from rotunda.sections.ids import AccountId, ExternalId, SectionName, SourceName, UserId
from rotunda.sections.provenance import Ref
from rotunda.sections.section import Section, Subject, load_sections
from rotunda.sections.support.model import SupportView
from rotunda.view.index.hits import Hit
from rotunda.view.index.quick_search import QuickSearch
from rotunda.view.index.search_words import SearchRefused
from rotunda.view.index.writer import FactWriter
from support.searching import RIGHTS, quick_search

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANA, BO = "ana@rotunda.example", "bo@rotunda.example"
A, B = AccountId(f"acc_{1:020d}"), AccountId(f"acc_{2:020d}")
VIEWS = {"support": support(), "communication": communication(touch=3, inbound=3, meetings=0)}


class _Read(msgspec.Struct, frozen=True):
    """What a page hands to the writer once a section was merged."""

    section: Section[object, object]
    view: object
    source: SourceName = SourceName("zendesk")
    as_of: datetime = NOW


def told(number: int, text: str, days_ago: int = 0) -> Subject:
    ref = Ref(
        source=SourceName("zendesk"),
        record_type="ticket",
        external_id=ExternalId(str(number)),
        url=f"https://desk.example/{number}",
    )
    return Subject(ref, text, NOW - timedelta(days=days_ago), str(number))


async def read(database: Database, account: AccountId, section: str, *subjects: Subject) -> None:
    writer = FactWriter(database, SetClock(NOW))
    of_section = msgspec.structs.replace(
        load_sections()[SectionName(section)], facts=lambda _: [], subjects=lambda _: subjects
    )
    writer.hear(account, _Read(of_section, VIEWS[section]))  # pyright: ignore[reportArgumentType]
    await writer.settled()


@pytest_asyncio.fixture
async def search(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[QuickSearch]:
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM account_owner")
        await connection.execute("DELETE FROM account")
        for account, name, owner in ((A, "Northwind", ANA), (B, "Brightwater", BO)):
            await connection.execute(
                "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (account, name)
            )
            await connection.execute(
                "INSERT INTO account_owner (account_id, email, role, source) VALUES (%s, %s, 'owner', 'test')",
                (account, owner),
            )
    await read(database, A, "support", told(1, "Late invoice for March", 3), told(2, "Rechnung zu spät: invoice", 1))
    await read(database, B, "support", told(3, "Invoice is wrong"))
    await read(database, B, "communication", told(4, "Re: invoice and renewal", 2))
    log = AuditLog(database, b"k" * 32, SetClock(NOW), tmp_path_factory.mktemp("audit") / "checkpoints")
    await log.open()
    yield quick_search(database, log, SetClock(NOW))
    await log.close()


def viewer(role: str, email: str = ANA) -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", email, (DEFAULT_ROLES[role],), frozenset(), "token", rights=RIGHTS)


async def hits(search: QuickSearch, text: str, role: str = "admin", email: str = ANA) -> list[Hit]:
    groups = (await search.find(viewer(role, email), text, 8)).groups
    return [hit for group in groups for hit in group.items]


async def found(search: QuickSearch, text: str, role: str = "admin", email: str = ANA) -> list[str]:
    return [hit.id.removeprefix("zendesk:") for hit in await hits(search, text, role, email)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("in:conversations invoice", ["3", "2", "4", "1"]),
        ("in:conversations LATE invoice", ["1"]),
        ("in:conversations spat", ["2"]),
        ("in:conversations invoice -late", ["3", "2", "4"]),
        ('in:conversations "invoice for"', ["1"]),
        ("invoice (late or wrong) in:conversations", ["3", "1"]),
        ("in:conversations invoice owner:bo", ["3", "4"]),
        ("in:conversations id:3", ["3"]),
        ("in:conversations northwind", []),
        ("in:conversations march", ["1"]),
    ],
)
async def test_words_of_subjects_find_conversations(search: QuickSearch, text: str, numbers: list[str]) -> None:
    assert await found(search, text) == numbers


async def test_a_hit_tells_what_and_whose_it_is(search: QuickSearch) -> None:
    [hit] = await hits(search, "in:conversations wrong")
    assert (hit.name, hit.by, hit.sub, hit.source) == ("#3 Invoice is wrong", "subject", "Brightwater", "zendesk")
    assert hit.account is not None
    assert (hit.account.id, hit.url) == (B, "https://desk.example/3")


@pytest.mark.parametrize(
    ("role", "email", "numbers"),
    [
        ("support", ANA, ["3", "2", "1"]),
        ("sales", BO, ["4"]),
        ("sales", ANA, []),
        ("success", BO, ["3", "4"]),
        ("finance", ANA, []),
        ("summary", ANA, ["3", "2", "1"]),
    ],
)
async def test_only_what_may_be_read_of_the_very_customer_is_found(
    search: QuickSearch, role: str, email: str, numbers: list[str]
) -> None:
    assert await found(search, "in:conversations invoice", role, email) == numbers
    assert await found(search, "in:conversations -nothing", role, email) == numbers


async def test_without_the_right_nothing_tells_whether_there_is_anything(
    database: Database, search: QuickSearch
) -> None:
    def asked(text: str) -> object:
        return search.find(viewer("finance"), text, 1)

    before = [await asked(text) for text in ("in:conversations invoice", "invoice", "in:conversations -nothing")]
    await read(database, A, "support")
    after = [await asked(text) for text in ("in:conversations invoice", "invoice", "in:conversations -nothing")]
    assert before == after


async def test_a_later_reading_replaces_what_an_earlier_one_told(database: Database, search: QuickSearch) -> None:
    await read(database, A, "support", told(1, "Paid invoice"), told(9, "New invoice\0", 9))
    assert await found(search, "in:conversations invoice", "support") == ["1", "3", "9"]
    assert await found(search, "in:conversations late") == []


async def test_what_was_read_of_two_as_one_is_void_when_they_part(database: Database, search: QuickSearch) -> None:
    await database.execute("UPDATE account SET shown_as = %s WHERE id = %s", (A, B))
    assert await found(search, "in:conversations invoice") == []
    await read(database, A, "support", told(1, "Late invoice"), told(3, "Invoice is wrong"))
    assert await found(search, "in:conversations invoice", "sales", ANA) == []
    assert await found(search, "in:conversations invoice", "support", ANA) == ["1", "3"]
    await database.execute("UPDATE account SET shown_as = NULL WHERE id = %s", (B,))
    assert await found(search, "in:conversations invoice", "support") == ["3"]


async def test_operators_are_checked_and_those_of_others_are_unknown(search: QuickSearch) -> None:
    with pytest.raises(SearchRefused, match="no operator colour:"):
        await search.find(viewer("admin"), "in:conversations late colour:red", 8)
    with pytest.raises(SearchRefused, match="no operator mrr:"):
        await search.find(viewer("support"), "in:conversations late mrr:>1", 8)


def test_notes_are_no_conversation() -> None:
    section = load_sections()[SectionName("communication")]
    ref = told(1, "x").ref
    entries = [Entry(ref, channel, NOW, "About you") for channel in (Channel.NOTE, Channel.EMAIL)]
    view = msgspec.structs.replace(section.merge([], NOW), entries=entries)
    assert [each.text for each in section.subjects(view)] == ["About you"]
    assert isinstance(load_sections()[SectionName("support")].merge([], NOW), SupportView)
