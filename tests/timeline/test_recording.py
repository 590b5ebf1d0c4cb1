"""Each event is kept once, in its newest version, whatever comes in which order; and it is theirs whom links name."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant, Role
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ConnectionId, ExternalId
from timeline.book import ALL_TIME, CRM, NOW, TimelineBook, event


async def test_what_is_read_twice_is_one_entry(book: TimelineBook) -> None:
    acme = await book.account("1")
    first = await book.timeline.record(CRM, [event("twice")])
    again = await book.timeline.record(CRM, [event("twice"), event("twice")])
    assert (first.added, first.accounts) == (1, {acme})
    assert (again.added, again.unchanged, again.accounts) == (0, 1, frozenset())
    assert (await book.subjects(acme)).count("Subject of twice") == 1


async def test_the_newer_version_moves_an_event_in_time(book: TimelineBook) -> None:
    acme, before = await book.account("1"), NOW - timedelta(days=9000)
    await book.timeline.record(CRM, [event("moves", 2, at=before, subject="Second")])
    late = await book.timeline.record(CRM, [event("moves", 1, subject="First")])
    assert late.unchanged == 1
    assert [each.at for each in await book.of(acme) if each.key == "moves"] == [before]
    third = await book.timeline.record(CRM, [event("moves", 3, at=NOW, subject="Third")])
    assert third.replaced == 1
    assert [(each.at, each.subject) for each in await book.of(acme) if each.key == "moves"] == [(NOW, "Third")]


async def test_what_is_gone_stays_gone(book: TimelineBook) -> None:
    acme = await book.account("1")
    await book.timeline.record(CRM, [event("gone", 1)])
    removed = await book.timeline.record(CRM, [event("gone", 2, gone=True)])
    assert (removed.removed, removed.accounts) == (1, {acme})
    for version in (1, 2):
        await book.timeline.record(CRM, [event("gone", version)])
    assert "gone" not in [each.key for each in await book.of(acme)]
    await book.timeline.record(CRM, [event("gone", 3)])
    assert "gone" in [each.key for each in await book.of(acme)]


@pytest.mark.parametrize("year", [1, 1970, 2024, 2500, 9999])
async def test_any_moment_has_its_place(book: TimelineBook, year: int) -> None:
    at = datetime(year, 5, 17, 12, 30, tzinfo=UTC)
    await book.timeline.record(CRM, [event(f"year {year}", at=at)])
    assert at in [each.at for each in await book.of(await book.account("1"))]


async def test_everything_of_an_event_is_kept(book: TimelineBook) -> None:
    said = event(
        "whole",
        text="Grüße\0 und mehr",
        url="https://crm.test/1",
        people=(Participant(Role.FROM, "Ada", "Ada@Acme.com", ("contact", ExternalId("11")), ours=False),),
        details=EmailDetails(message_id="m1", references=("m0",), html="<b>nul \0</b>"),
    )
    await book.timeline.record(CRM, [said])
    [entry] = [each for each in await book.of(await book.account("1")) if each.key == "whole"]
    assert entry.text == "Grüße\N{REPLACEMENT CHARACTER} und mehr"
    assert (entry.url, entry.people, entry.record_type) == (said.url, said.people, "email")
    assert entry.details == EmailDetails(
        message_id="m1", references=("m0",), html="<b>nul \N{REPLACEMENT CHARACTER}</b>"
    )
    assert entry.contacts == [await book.contact("11")]


async def test_no_letter_changes_on_its_way_into_the_store(book: TimelineBook) -> None:
    odd = 'tab\t line\n return\r back\\slash \\N \\. "quoted" {braced}, NULL'
    said = event(
        f"odd {odd}",
        subject="\\N",
        text=odd,
        url="",
        record=("email", ExternalId(odd)),
        whose=(("company", ExternalId("1")), ("company", ExternalId(odd))),
        people=(Participant(Role.FROM, odd, record=("contact", ExternalId(odd))),),
        details=EmailDetails(message_id=odd),
    )
    await book.timeline.record(CRM, [said])
    [entry] = [each for each in await book.of(await book.account("1")) if each.key == said.key]
    assert (entry.subject, entry.text, entry.url, entry.external_id) == (said.subject, odd, "", odd)
    assert (entry.people, entry.details) == (said.people, said.details)
    assert (await book.timeline.record(CRM, [said])).unchanged == 1
    gone = await book.timeline.record(CRM, [event(said.key, 2, gone=True)])
    assert gone.removed == 1


async def test_an_event_belongs_to_all_whom_it_names(book: TimelineBook) -> None:
    both = (("company", ExternalId("1")), ("company", ExternalId("2")))
    people = (Participant(Role.TO, address="ADA@acme.com"), Participant(Role.CC, record=("contact", ExternalId("12"))))
    await book.timeline.record(CRM, [event("several", whose=both, people=people)])
    acme, bolt, ada, bo = (
        *[await book.account(each) for each in "12"],
        *[await book.contact(each) for each in ("11", "12")],
    )
    for found in ([acme], [bolt], [acme, bolt]):
        assert [each.key for each in await book.of(*found)].count("several") == 1
    for contact in (ada, bo):
        assert "several" in [each.key for each in await book.of(contacts=[contact])]


async def test_a_batch_is_taken_with_its_transaction_or_not_at_all(book: TimelineBook) -> None:
    async def give_up() -> None:
        async with book.database.transaction() as transaction:
            await book.timeline.record_in(transaction, CRM, [event("not taken")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await give_up()
    assert "not taken" not in [each.key for each in await book.of(await book.account("1"))]
    assert (await book.timeline.record(CRM, [event("not taken")])).added == 1


async def test_many_write_at_once(book: TimelineBook) -> None:
    connection, acme = ConnectionId(new_id("con_")), await book.account("1")
    whose = {"whose": (("account", ExternalId(acme)),)}
    batches = [[event(f"k{n % 40}", version, subject=f"v{version}") for n in range(60)] for version in range(1, 9)]
    ours = ConnectionId("rotunda")
    await asyncio.gather(
        *(
            book.timeline.record(
                ours, [event(f"{connection} {each.key}", each.version, subject=each.subject, **whose) for each in batch]
            )
            for batch in batches
        )
    )
    found = [each for each in await book.of(acme) if each.key.startswith(connection)]
    assert sorted(each.key for each in found) == sorted(f"{connection} k{n}" for n in range(40))
    assert {each.subject for each in found} == {"v8"}


_VERSIONS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 5), st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each[:2],
)


def _said(scope: str, number: int, version: int, *, gone: bool) -> Event:
    """What a version says follows from its number: other time, other company, other type."""
    return event(
        f"{scope} {number}",
        version,
        at=NOW - timedelta(days=200 * version + number),
        whose=(("company", ExternalId("12"[version % 2])),),
        type=(EventType.CALL, EventType.MEETING)[version % 2],
        subject=f"{number} v{version}",
        gone=gone,
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(versions=_VERSIONS, data=st.data())
async def test_any_order_repetition_and_delay_end_in_the_same_state(
    book: TimelineBook, versions: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    scope = new_id("run_")
    said = [_said(scope, number, version, gone=gone) for number, version, gone in versions]
    again = data.draw(st.lists(st.sampled_from(said), max_size=8))
    coming = data.draw(st.permutations([*said, *again]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(coming)), max_size=4)))
    for begin, end in zip([0, *cuts], [*cuts, len(coming)], strict=True):
        await book.timeline.record(CRM, coming[begin:end])
    last = {each.key: each for each in sorted(said, key=lambda each: each.version)}
    expected = sorted(each.subject or "" for each in last.values() if not each.gone)
    accounts = [await book.account(each) for each in "12"]
    found = [each for each in await book.of(*accounts, **ALL_TIME) if each.key.startswith(scope)]
    assert sorted(each.subject or "" for each in found) == expected
    assert [each.place for each in found] == sorted(
        {each.place for each in found}, key=lambda p: (p.at, p.id), reverse=True
    )
