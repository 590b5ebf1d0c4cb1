"""Values on a real PostgreSQL: no edit is lost, what is unique stays so under concurrency, and sources never write over
what is owned.
"""

import asyncio
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.office import ALL, GONE, MAYA, SAM, Office, content
from rotunda.identity.fields.drafts import Change
from rotunda.identity.fields.model import (
    AppliesTo,
    NotEditable,
    Refused,
    Stale,
    Taken,
    UnknownField,
)
from rotunda.identity.fields.tag import entity_tag
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, FieldId
from rotunda.sections.labels import Label


async def test_an_own_name_stands_before_what_sources_say_until_it_is_emptied(office: Office, acme: AccountId) -> None:
    after = await office.edit(acme, {"name": "Acme Holding"})
    assert [(each.value, each.source) for each in after["name"].mirrored] == [("Acme", "hubspot")]
    assert after["name"].kept is not None
    assert after["name"].kept.set_by is not None
    assert after["name"].kept.set_by.name == "Maya"
    await office.list_source("Acme Renamed")
    row = await office.identity.resolve(acme)
    assert row is not None
    assert row.name == "Acme Holding"
    assert [each.value for each in (await office.read(acme))["name"].mirrored] == ["Acme Renamed"]
    await office.edit(acme, {"name": None})
    row = await office.identity.resolve(acme)
    assert row is not None
    assert row.name == "Acme Renamed"


async def test_an_own_domain_finds_the_account_and_keeps_finding_it_when_it_was_another(
    office: Office, acme: AccountId
) -> None:
    await office.edit(acme, {"domain": "acme-group.com"})
    await office.list_source()
    await office.edit(acme, {"domain": "acme-world.com"})
    for domain in ("acme-group.com", "acme-world.com", "acme.com"):
        [match] = await office.identity.lookup(domain=domain)
        assert match.account.id == acme
        assert not match.verified
    row = await office.identity.resolve(acme)
    assert row is not None
    assert row.domain == "acme-world.com"
    await office.edit(acme, {"domain": None})


async def test_an_own_owner_is_one_more_owner_and_survives_the_sources_list(office: Office, acme: AccountId) -> None:
    after = await office.edit(acme, {"csm": MAYA})
    assert after["csm"].teammate is not None
    assert after["csm"].teammate.name == "Maya"
    assert [each.value for each in after["ae"].mirrored] == ["sam@vendor.test"]
    await office.list_source()
    row = await office.identity.resolve(acme)
    assert row is not None
    assert set(row.owner_emails) == {"maya@vendor.test", "sam@vendor.test"}
    await office.edit(acme, {"csm": None})
    row = await office.identity.resolve(acme)
    assert row is not None
    assert row.owner_emails == ["sam@vendor.test"]


@pytest.mark.parametrize("user", [GONE, "usr_" + "0" * 20])
async def test_a_teammate_who_is_not_there_is_refused(office: Office, acme: AccountId, user: str) -> None:
    with pytest.raises(Refused, match="There is no such teammate"):
        await office.edit(acme, {"csm": user})


async def test_somebody_elses_edit_is_shown_and_not_written_over(office: Office, acme: AccountId) -> None:
    seen = await office.tag(acme)
    await office.edit(acme, {"tags": ["first"]})
    with pytest.raises(Stale) as stale:
        await office.edit(acme, {"tags": ["second"]}, tag=seen)
    [current] = stale.value.current
    assert content(current) == ["first"]
    after = await office.edit(acme, {"tags": ["second"]}, tag=stale.value.tag)
    assert content(after["tags"]) == ["second"]


async def test_of_many_edits_at_once_one_is_made_and_the_others_are_told(office: Office, acme: AccountId) -> None:
    seen = await office.tag(acme)
    tried = await asyncio.gather(
        *(office.edit(acme, {"segments": [f"segment {n}"]}, tag=seen) for n in range(12)), return_exceptions=True
    )
    made = [each for each in tried if isinstance(each, dict)]
    assert len(made) == 1
    assert [type(each) for each in tried if not isinstance(each, dict)] == [Stale] * 11
    assert content(made[0]["segments"]) == content((await office.read(acme))["segments"])


async def test_edits_of_different_customers_and_sources_lists_do_not_stand_in_each_others_way(
    office: Office, acme: AccountId, bolt: AccountId
) -> None:
    for turn in range(6):
        await asyncio.gather(
            office.edit(acme, {"name": f"Acme {turn}", "csm": MAYA, "domain": f"acme{turn}.net", "tags": [str(turn)]}),
            office.edit(bolt, {"tags": [str(turn)], "domain": f"bolt{turn}.net", "csm": SAM, "name": f"Bolt {turn}"}),
            office.list_source(f"Acme Inc {turn}"),
        )
    rows = await office.identity.heads([acme, bolt])
    assert {row.name for row in rows.values()} == {"Acme 5", "Bolt 5"}
    for account in (acme, bolt):
        await office.edit(account, {"name": None, "domain": None, "csm": None})


async def test_a_unique_value_is_given_once_however_many_ask_at_once(office: Office) -> None:
    field = await office.define(unique=True)
    people = [f"con_person{n}" for n in range(8)]
    contact = await office.define(unique=True, applies_to="contact")
    tried = await asyncio.gather(
        *(
            office.edit(one, {contact.name: "K-1" if n % 2 else "k-1"}, applies_to=AppliesTo.CONTACT)
            for n, one in enumerate(people)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, dict) for each in tried) == 1
    winner = people[next(n for n, each in enumerate(tried) if isinstance(each, dict))]
    assert {each.holder.id for each in tried if isinstance(each, Taken)} == {winner}
    assert sum(isinstance(each, Taken) for each in tried) == 7
    assert field.unique


async def test_a_field_becomes_unique_only_where_it_is(office: Office, acme: AccountId, bolt: AccountId) -> None:
    field = await office.define()
    await office.edit(acme, {field.name: "same"})
    await office.edit(bolt, {field.name: "SAME"})
    with pytest.raises(Refused, match="Some customers have the same value"):
        await office.definitions.change(field.id, Change(unique=True))
    await office.edit(bolt, {field.name: "other"})
    assert (await office.definitions.change(field.id, Change(unique=True))).after.unique
    with pytest.raises(Taken):
        await office.edit(bolt, {field.name: "Same"})
    await office.definitions.change(field.id, Change(unique=False))
    await office.edit(bolt, {field.name: "Same"})


async def test_a_domain_of_another_account_is_taken_on_purpose_only(
    office: Office, acme: AccountId, bolt: AccountId
) -> None:
    with pytest.raises(Taken) as taken:
        await office.edit(bolt, {"domain": "acme.com", "tags": ["never"]})
    assert (taken.value.holder.id, taken.value.mergeable) == (acme, True)
    assert content((await office.read(bolt))["tags"]) != ["never"]
    await office.edit(bolt, {"domain": "acme.com"}, keep_apart=True)
    assert {match.account.id for match in await office.identity.lookup(domain="acme.com")} == {acme, bolt}
    await office.edit(bolt, {"domain": None})
    await office.ask_nothing("DELETE FROM keep_apart")


async def test_two_who_take_one_domain_at_once_do_not_both_get_it(
    office: Office, acme: AccountId, bolt: AccountId
) -> None:
    tried = await asyncio.gather(
        *(office.edit(each, {"domain": "contested.com"}) for each in (acme, bolt)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in tried) == ["Taken", "dict"]
    for account in (acme, bolt):
        await office.edit(account, {"domain": None})


async def test_what_may_not_be_read_is_not_there_and_moves_no_tag(office: Office, acme: AccountId) -> None:
    field = await office.define(label="cs_private")
    blind = ALL - {Label.CS_PRIVATE}
    before = await office.tag(acme, blind)
    await office.edit(acme, {field.name: "secret"})
    assert await office.tag(acme, blind) == before
    with pytest.raises(Refused) as hidden:
        await office.edit(acme, {field.name: "x"}, labels=blind)
    with pytest.raises(Refused) as unknown:
        await office.edit(acme, {"nothing_of_that_name": "x"}, labels=blind)
    assert hidden.value.reason == unknown.value.reason
    assert field.name not in hidden.value.reason
    with pytest.raises(NotEditable):
        await office.edit(acme, {field.name: "x"}, editable=blind)


async def test_defaults_hold_until_somebody_says_otherwise(office: Office, acme: AccountId) -> None:
    field = await office.define(kind="number", default=5)
    assert (await office.read(acme))[field.name].kept is None
    assert (await office.read(acme))[field.name].field.default == 5
    emptied = (await office.edit(acme, {field.name: None}))[field.name]
    assert emptied.kept is not None
    assert emptied.kept.content is None


async def test_what_is_required_cannot_be_emptied(office: Office, acme: AccountId) -> None:
    field = await office.define(required=True)
    await office.edit(acme, {field.name: "x"})
    for nothing in (None, "", "   "):
        with pytest.raises(Refused, match="is required"):
            await office.edit(acme, {field.name: nothing})


async def test_an_edit_is_made_whole_or_not_at_all(office: Office, acme: AccountId) -> None:
    before = await office.read(acme)
    with pytest.raises(Refused):
        await office.edit(acme, {"tags": ["half"], "name": "x" * 500})
    assert await office.read(acme) == before


async def test_the_same_again_is_no_change(office: Office, acme: AccountId) -> None:
    await office.edit(acme, {"tags": ["a", "b"]})
    before = await office.ask("SELECT count(*) FROM field_change")
    after = await office.edit(acme, {"tags": ["a", "b"]})
    assert await office.ask("SELECT count(*) FROM field_change") == before
    assert entity_tag(after.values()) == await office.tag(acme)


async def test_history_and_fields_cannot_be_taken_away(office: Office, acme: AccountId) -> None:
    await office.edit(acme, {"tags": ["kept"]})
    for statement in ("UPDATE field_change SET new = old", "DELETE FROM field_change", "DELETE FROM field"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await office.ask(statement)


async def test_an_archived_field_keeps_its_values_and_comes_back(office: Office, acme: AccountId) -> None:
    field = await office.define()
    await office.edit(acme, {field.name: "kept"})
    await office.definitions.change(field.id, Change(archived=True))
    assert field.name not in await office.read(acme)
    with pytest.raises(Refused, match="maybe an archived one"):
        await office.define(name=field.name)
    await office.definitions.change(field.id, Change(archived=False))
    assert content((await office.read(acme))[field.name]) == "kept"


async def test_what_comes_with_the_house_stays(office: Office) -> None:
    for change in (Change(archived=True), Change(label="finance"), Change(unique=True), Change(required=True)):
        with pytest.raises(Refused, match="comes with Rotunda"):
            await office.definitions.change(FieldId("fld_account_name"), change)
    with pytest.raises(UnknownField):
        await office.definitions.change(FieldId("fld_nothing"), Change(title="x"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from("abc"), max_size=3)), max_size=5))
async def test_the_history_tells_every_value_that_was_ever_kept(
    office: Office, edits: list[tuple[int, list[str]]]
) -> None:
    person = new_id("con_")
    names = ("tags", "name", "email")
    told: list[tuple[str, Any]] = []
    for which, words in edits:
        value: Any = (words, "".join(words), f"x{''.join(words)}@y.com")[which]
        before = content((await office.read(person, AppliesTo.CONTACT))[names[which]])
        office.clock.advance(timedelta(seconds=1))
        now = content((await office.edit(person, {names[which]: value}, applies_to=AppliesTo.CONTACT))[names[which]])
        told += [(before, now)] if before != now else []
    rows = await office.ask("SELECT old, new FROM field_change WHERE customer_id = %s ORDER BY changed_at", person)
    assert rows == told


async def test_what_a_merged_account_owned_is_shown_until_the_survivor_has_its_own(
    office: Office, acme: AccountId, bolt: AccountId
) -> None:
    field = await office.define()
    await office.edit(bolt, {field.name: "of Bolt", "name": "Bolt Limited"})
    await office.ask_nothing("UPDATE account SET shown_as = %s WHERE id = %s", acme, bolt)
    shown = (await office.read(acme))[field.name]
    assert (content(shown), shown.kept.held_by if shown.kept else None) == ("of Bolt", bolt)
    seen = await office.tag(acme)
    after = await office.edit(acme, {field.name: "of Acme"})
    assert content(after[field.name]) == "of Acme"
    assert await office.tag(acme) != seen
    await office.edit(acme, {"name": "Acme and Bolt"})
    row = await office.identity.resolve(bolt)
    assert row is not None
    assert (row.id, row.name) == (acme, "Acme and Bolt")
    await office.ask_nothing("UPDATE account SET shown_as = NULL WHERE id = %s", bolt)
    await office.list_source()
    row = await office.identity.resolve(bolt)
    assert row is not None
    assert row.name == "Bolt Limited"
    assert content((await office.read(bolt))[field.name]) == "of Bolt"
    for account in (acme, bolt):
        await office.edit(account, {"name": None})


async def test_who_was_kept_apart_is_not_asked_again(office: Office, acme: AccountId, bolt: AccountId) -> None:
    await office.edit(bolt, {"domain": "acme.com"}, keep_apart=True)
    await office.edit(bolt, {"domain": None})
    assert len(await office.ask("SELECT * FROM keep_apart WHERE revoked_at IS NULL")) == 1
    await office.edit(bolt, {"domain": "acme.com"})
    await office.edit(bolt, {"domain": None})
    assert {acme, bolt} == set((await office.ask("SELECT one, other FROM keep_apart"))[0])
