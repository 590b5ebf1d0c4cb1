"""What teammates write, as HubSpot's engagements: over real HTTP, and read back by the connector's own programs."""

from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest
import pytest_asyncio

from rotunda.connector_kit.errors import Forbidden, Gone, Refused
from rotunda.connector_kit.writing import Kind, Original, Writer
from rotunda.connectors.hubspot import CONNECTOR
from rotunda.connectors.hubspot.streams import read_events
from rotunda.connectors.hubspot.writing import WRITES
from rotunda.sections.ids import ExternalId
from rotunda_world.model import Company, Engagement
from rotunda_world.simulators.hubspot import build
from rotunda_world.simulators.hubspot.application import reading_key
from support.programs import Source, connected, run_against
from support.simulators import MOMENT, served, small_world

MARK = "wrt_00000000000000000000"


@pytest_asyncio.fixture(scope="module")
async def hubspot() -> AsyncIterator[Source]:
    async with served(build, small_world()) as one, connected(CONNECTOR.manifest, one) as channel:
        yield Source(one, channel)


def company_in(source: Source) -> Company:
    return next(each for each in source.world.companies if len(each.hubspot_ids) == 2)


def original_in(source: Source, kind: Kind, **changes: object) -> Original:
    company, author = company_in(source), source.world.teammates[1]
    written = Original(
        kind=kind,
        mark=MARK[: -len(kind)] + kind,
        whose=(("company", ExternalId(company.hubspot_ids[1])),),
        subject=f"About {kind}",
        html="<p>Fish &amp; chips</p>\n",
        text="Fish & chips",
        at=MOMENT - timedelta(days=1),
        written_at=MOMENT,
        author=Writer("Ada", author.email.upper()),
        duration_seconds=90,
        outbound=False,
    )
    return msgspec.structs.replace(written, **changes)


def record_of(source: Source, number: str) -> Engagement:
    [found] = [each for each in company_in(source).engagements if each.hubspot_id == number]
    return found


@pytest.mark.parametrize("kind", Kind)
async def test_a_copy_is_found_changed_and_taken_back(hubspot: Source, kind: Kind) -> None:
    original = original_in(hubspot, kind)
    assert await run_against(hubspot.channel, WRITES.find(original)) is None
    copy = await run_against(hubspot.channel, WRITES.create(original))
    made = record_of(hubspot, copy.record[1])
    assert (copy.record[0], made.home) == (kind, company_in(hubspot).hubspot_ids[1])
    assert made.owner is hubspot.world.teammates[1]
    assert copy.url == f"https://app-eu1.hubspot.com/contacts/48210077/record/{_TYPE_IDS[kind]}/{copy.record[1]}"
    assert await run_against(hubspot.channel, WRITES.find(original)) == copy
    other = msgspec.structs.replace(original, mark="wrt_11111111111111111111")
    assert await run_against(hubspot.channel, WRITES.find(other)) is None
    changed = msgspec.structs.replace(original, html="<p>Chips alone</p>", text="Chips alone")
    assert await run_against(hubspot.channel, WRITES.change(changed, copy.record)) == copy
    assert "Chips alone" in (record_of(hubspot, copy.record[1]).body or "")
    await run_against(hubspot.channel, WRITES.remove(copy.record))
    await run_against(hubspot.channel, WRITES.remove(copy.record))
    assert await run_against(hubspot.channel, WRITES.find(original)) is None
    with pytest.raises(Gone):
        await run_against(hubspot.channel, WRITES.change(original, copy.record))


_TYPE_IDS = {Kind.TASK: "0-27", Kind.NOTE: "0-46", Kind.MEETING: "0-47", Kind.CALL: "0-48", Kind.EMAIL: "0-49"}


@pytest.mark.parametrize("kind", Kind)
async def test_the_source_tells_of_the_copy_by_its_mark(hubspot: Source, kind: Kind) -> None:
    original = original_in(hubspot, kind, completed_at=MOMENT)
    copy = await run_against(hubspot.channel, WRITES.create(original))
    [event] = await run_against(hubspot.channel, read_events([copy.record], {}, MOMENT))
    assert original.mark in event.text
    assert "Fish & chips" in event.text
    assert event.url == copy.url


async def test_a_person_s_copy_is_on_both(hubspot: Source) -> None:
    company = next(each for each in hubspot.world.companies if each.hubspot_ids and each.contacts[0].hubspot_id)
    person = company.contacts[0]
    whose = (("contact", ExternalId(person.hubspot_id or "")), ("company", ExternalId(company.hubspot_ids[0])))
    original = original_in(hubspot, Kind.CALL, whose=whose, mark="wrt_22222222222222222222")
    copy = await run_against(hubspot.channel, WRITES.create(original))
    assert await run_against(hubspot.channel, WRITES.find(original)) == copy
    [made] = [each for each in company.engagements if each.hubspot_id == copy.record[1]]
    assert (made.contacts, made.home, made.duration_ms) == ([person], company.hubspot_ids[0], None)
    assert made.properties["hs_call_duration"] == "90000"


async def test_a_stranger_owns_nothing_there(hubspot: Source) -> None:
    original = original_in(hubspot, Kind.NOTE, author=Writer("Bob", "bob@nowhere.example"))
    copy = await run_against(hubspot.channel, WRITES.create(original))
    assert record_of(hubspot, copy.record[1]).properties["hubspot_owner_id"] == ""


async def test_a_refusal_is_in_the_source_s_words(hubspot: Source) -> None:
    original = original_in(hubspot, Kind.NOTE, html="x" * 70_000)
    with pytest.raises(Refused) as refused:
        await run_against(hubspot.channel, WRITES.create(original))
    assert refused.value.reason == "HubSpot does not accept it: it answered with status 400."
    assert "too long" in (refused.value.said or "")
    assert len(refused.value.said or "") <= 300


async def test_a_key_without_the_right_is_told_which_one() -> None:
    async with served(build, small_world()) as one:
        one.simulator.form["access_token"] = reading_key(one.world.seed)
        async with connected(CONNECTOR.manifest, one) as channel:
            source = Source(one, channel)
            with pytest.raises(Forbidden, match=r"crm\.objects\.contacts\.write"):
                await run_against(channel, WRITES.create(original_in(source, Kind.NOTE)))
            assert not [each for each in company_in(source).engagements if each.properties]
