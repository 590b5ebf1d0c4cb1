"""People are merged, taken apart, split and kept apart, on a real PostgreSQL: what is shown, stays and is refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from identity.builders import person, record
from identity.merging_desk import MAYA, empty_desk
from identity.people_desk import ACME, ADA, ALAN, BOLT, GRACE, PeopleDesk
from rotunda.identity.directory import CERTAIN_AFTER
from rotunda.identity.merging.model import Conflict, MergeOrder, NotThere, Obstacle, Refused
from rotunda.identity.merging.service import Merged
from rotunda.kit.database import Database
from rotunda.sections.ids import ContactId, VisibleContactId

LISTED = (ACME, BOLT, ADA, GRACE, ALAN)
CONTACT = person("hubspot", "151", "900", name="Ada Byron", emails=("a.byron@home.dev",), title="Engineer")
COMPANY = record("hubspot", "900", name="Acme", names=("productdb:1",))


@pytest_asyncio.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[PeopleDesk]:
    async with empty_desk(database, tmp_path) as desk:
        await database.execute("DELETE FROM field_value")
        await desk.apply("productdb", *LISTED)
        yield PeopleDesk(desk)


async def three(desk: PeopleDesk) -> list[ContactId]:
    return [await desk.id_of(f"productdb:u{number}") for number in (1, 2, 3)]


async def test_a_merge_moves_a_pointer_and_rewrites_no_fact(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    before = await desk.facts()
    await desk.merge(ada, grace)
    assert await desk.facts() == before
    assert await desk.desk.ask("SELECT id, shown_as FROM contact WHERE shown_as IS NOT NULL") == [(grace, ada)]


async def test_old_ids_look_ups_and_records_lead_to_the_one_that_stays(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    await desk.merge(ada, grace)
    assert await desk.page(grace) == await desk.page(ada)
    assert await desk.head(ada) == ("Ada", "Admiral", "ada@acme.com", "+49 30 5550142")
    assert await desk.contacts.links(VisibleContactId(ada)) == {"con_productdb": {"user": ["u1", "u2"]}}
    known = {each.value for each in await desk.contacts.known_by(VisibleContactId(ada))}
    assert known == {"u1", "u2", "ada@acme.com", "grace@acme.com", "+49 30 5550142"}
    for email in ("ada@acme.com", "GRACE@acme.com"):
        assert [match.id for match in await desk.contacts.by_email(email)] == [ada]
    assert [match.id for match in await desk.contacts.by_phone("0049 30 5550142")] == [ada]
    assert await desk.head(alan) == ("Alan", None, "alan@bolt.io", None)


async def test_rules_pick_what_is_shown_and_the_plan_and_the_row_say_which(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    plan = await desk.desk.merges.plan(MAYA, MergeOrder(grace, ada))
    fields = {field.name: field for field in plan.fields}
    assert list(fields) == ["name", "title", "email", "phone", "account"]
    assert (fields["email"].kept, fields["email"].absorbed) == ("grace@acme.com", "ada@acme.com")
    assert (fields["email"].shown, fields["email"].rule, fields["email"].side) == (
        "ada@acme.com",
        "verified",
        "absorbed",
    )
    assert (fields["name"].shown, fields["name"].rule) == ("Grace", "survivor")
    assert (fields["title"].rule, fields["account"].conflict) == ("agreed", False)
    assert [warning.kind for warning in plan.warnings] == ["same_source"]
    counted = {each.kind: (each.kept, each.absorbed) for each in plan.related}
    assert (counted["records"], counted["emails"], counted["phones"]) == ((1, 1), (1, 1), (0, 1))
    await desk.merge(grace, ada, name="absorbed")
    assert (await desk.head(grace))[0] == "Ada"
    [(rules,)] = await desk.desk.ask("SELECT shown_by FROM contact WHERE id = %s", grace)
    assert {field: rule["rule"] for field, rule in rules.items()}["name"] == "chosen"


async def test_two_accounts_are_told_and_one_is_chosen(desk: PeopleDesk) -> None:
    ada, _, alan = await three(desk)
    plan = await desk.desk.merges.plan(MAYA, MergeOrder(ada, alan))
    assert "accounts" in {warning.kind for warning in plan.warnings}
    await desk.merge(ada, alan, account="absorbed")
    row = await desk.contacts.resolve(ada)
    assert row is not None
    assert row.account_name == "Bolt"
    await desk.desk.apply("productdb", *LISTED, person("productdb", "u9", "1", name="Other"))
    row = await desk.contacts.resolve(alan)
    assert row is not None
    assert (row.id, row.account_name) == (ada, "Bolt")


async def test_undo_brings_back_every_answer_byte_by_byte(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    await desk.edit(grace, name="Rear Admiral", tags=["navy"])
    before, facts = await desk.answers(), await desk.facts()
    first = await desk.merge(ada, grace, name="absorbed")
    between = await desk.answers()
    second = await desk.merge(alan, ada)
    await desk.undo(second)
    assert await desk.answers() == between
    await desk.undo(first)
    assert await desk.answers() == before
    assert await desk.facts() == facts


async def test_lists_leave_merged_people_merged_and_their_facts_with_each(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    merged = await desk.merge(ada, grace)
    promoted = person("productdb", "u2", "1", name="Grace Hopper", emails=("grace@acme.com",), title="Rear admiral")
    await desk.desk.apply("productdb", ACME, BOLT, ADA, promoted, ALAN)
    assert (await desk.head(grace))[:2] == ("Ada", "Rear admiral")
    await desk.undo(merged)
    assert await desk.head(grace) == ("Grace Hopper", "Rear admiral", "grace@acme.com", None)
    assert await desk.head(ada) == ("Ada", None, "ada@acme.com", "+49 30 5550142")
    assert await desk.head(alan) == ("Alan", None, "alan@bolt.io", None)


async def test_what_a_merged_person_gets_is_joined_by_the_rules_as_ever(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    await desk.merge(grace, ada)
    joined = person("hubspot", "151", "900", name="Ada Byron", emails=("ada@acme.com",), title="Engineer")
    await desk.desk.apply("hubspot", COMPANY, joined)
    assert await desk.id_of("hubspot:151") == grace
    assert await desk.desk.ask("SELECT count(*) FROM contact WHERE shown_as IS NULL") == [(2,)]
    assert (await desk.head(ada))[:2] == ("Ada Byron", "Engineer")


async def test_rules_that_find_two_merged_people_to_be_one_change_nothing_of_the_undo(desk: PeopleDesk) -> None:
    await desk.desk.apply("hubspot", COMPANY, CONTACT)
    ada, other = await desk.id_of("productdb:u1"), await desk.id_of("hubspot:151")
    assert ada != other
    merged = await desk.merge(ada, other)
    same = person("hubspot", "151", "900", name="Ada Byron", emails=("ada@acme.com",), title="Engineer")
    await desk.desk.apply("hubspot", COMPANY, same)
    assert await desk.desk.ask("SELECT found_as FROM contact WHERE id = %s", other) == [(None,)]
    await desk.undo(merged)
    assert await desk.desk.ask("SELECT id FROM contact WHERE shown_as IS NOT NULL") == []


async def test_who_is_kept_apart_is_joined_by_no_rule_and_by_people_only_with_a_reason(desk: PeopleDesk) -> None:
    await desk.desk.apply("hubspot", COMPANY, CONTACT)
    ada, other = await desk.id_of("productdb:u1"), await desk.id_of("hubspot:151")
    await desk.desk.decisions.keep_apart(MAYA, ada, other, "Two Adas")
    same = person("hubspot", "151", "900", name="Ada Byron", emails=("ada@acme.com",))
    await desk.desk.apply("hubspot", COMPANY, same)
    assert await desk.id_of("hubspot:151") == other
    plan = await desk.desk.merges.plan(MAYA, MergeOrder(ada, other))
    assert plan.refused is not None
    with pytest.raises(Conflict) as refused:
        await desk.merge(ada, other)
    assert refused.value.obstacle is Obstacle.KEPT_APART
    await desk.desk.merges.merge(MAYA, MergeOrder(ada, other, force_because="One Ada after all"))
    assert await desk.id_of("hubspot:151") == ada


async def test_edits_since_the_merge_are_decided_and_never_dropped(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    await desk.edit(ada, tags=["early"])
    merged = await desk.merge(ada, grace)
    await desk.edit(ada, tags=["early", "late"], title="Countess")
    plan = await desk.desk.merges.plan_undo(MAYA, merged.id, {})
    assert {each.key: each.value for each in plan.conflicts} == {
        "field:fld_contact_tags": "early, late",
        "field:fld_contact_title": "Countess",
    }
    with pytest.raises(Conflict) as refused:
        await desk.undo(merged, {"field:fld_contact_tags": "absorbed"})
    assert refused.value.obstacle is Obstacle.UNDECIDED
    assert await desk.own(ada) == {"tags": ["early", "late"], "title": "Countess"}
    await desk.undo(merged, {"field:fld_contact_tags": "absorbed", "field:fld_contact_title": "kept"})
    assert await desk.own(ada) == {"tags": ["early"], "title": "Countess"}
    assert await desk.own(grace) == {"tags": ["early", "late"]}
    assert (await desk.head(ada))[1] == "Countess"
    assert (await desk.head(grace))[1] == "Admiral"
    told = await desk.desk.ask(
        "SELECT customer_id, old, new FROM field_change WHERE edit_id = %s ORDER BY id", merged.id
    )
    assert sorted(told) == sorted([(ada, ["early", "late"], ["early"]), (grace, None, ["early", "late"])])


async def test_an_own_address_goes_with_whom_it_was_decided_for_and_finds_them(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    merged = await desk.merge(ada, grace)
    await desk.edit(ada, email="grace@navy.example", name="Grace H.")
    assert await desk.head(grace) == ("Grace H.", "Admiral", "grace@navy.example", "+49 30 5550142")
    choices = dict.fromkeys(("field:fld_contact_email", "field:fld_contact_name"), "absorbed")
    await desk.undo(merged, choices)
    assert await desk.head(grace) == ("Grace H.", "Admiral", "grace@navy.example", None)
    assert await desk.head(ada) == ("Ada", None, "ada@acme.com", "+49 30 5550142")
    found = await desk.contacts.by_email("grace@navy.example")
    assert [(match.id, match.former) for match in found] == [(grace, False), (ada, True)]


async def test_edits_made_on_a_later_survivor_count_from_when_it_was_shown(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    await desk.edit(alan, title="Before both")
    first = await desk.merge(ada, grace)
    await desk.edit(alan, title="Before the second")
    await desk.merge(alan, ada)
    plan = await desk.desk.merges.plan_undo(MAYA, first.id, {})
    assert plan.conflicts == []
    await desk.edit(alan, title="After both")
    plan = await desk.desk.merges.plan_undo(MAYA, first.id, {})
    [conflict] = plan.conflicts
    assert conflict.customer == alan
    await desk.undo(first, {conflict.key: "absorbed"})
    assert (await desk.head(alan))[1] == "Before the second"
    assert (await desk.head(grace))[1] == "After both"


async def test_accounts_decide_their_edits_too(desk: PeopleDesk) -> None:
    acme, bolt = await desk.desk.id_of("productdb:1"), await desk.desk.id_of("productdb:2")
    merged = await desk.merge(acme, bolt)
    await desk.edit(acme, name="Acme & Bolt", tags=["joint"])
    keys = ["field:fld_account_name", "field:fld_account_tags"]
    plan = await desk.desk.merges.plan_undo(MAYA, merged.id, {})
    assert sorted(plan.undecided) == keys
    await desk.undo(merged, {keys[0]: "absorbed", keys[1]: "kept"})
    names = [(await desk.desk.identity.resolve(each)).name for each in (acme, bolt)]  # pyright: ignore[reportOptionalMemberAccess] - they are there
    assert names == ["Acme", "Acme & Bolt"]
    assert (await desk.own(acme), await desk.own(bolt)) == ({"tags": ["joint"]}, {"name": "Acme & Bolt"})


async def test_an_editor_who_saw_a_value_before_an_undo_is_told_that_it_has_gone(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    merged = await desk.merge(ada, grace)
    await desk.edit(ada, title="One")
    [(seen,)] = await desk.desk.ask("SELECT version FROM field_value WHERE customer_id = %s", ada)
    await desk.undo(merged, {"field:fld_contact_title": "absorbed"})
    await desk.edit(ada, title="Two")
    [(now,)] = await desk.desk.ask("SELECT version FROM field_value WHERE customer_id = %s", ada)
    assert now > seen


async def test_an_earlier_merge_is_undone_and_the_later_one_stays_or_goes(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    first = await desk.merge(ada, grace)
    later = await desk.merge(ada, alan)
    plan = await desk.desk.merges.plan_undo(MAYA, first.id, {})
    assert [each.key for each in plan.conflicts] == [f"merge:{later.id}"]
    await desk.undo(first, {f"merge:{later.id}": "absorbed"})
    assert await desk.id_of("productdb:u3") == grace
    assert await desk.id_of("productdb:u1") == ada


async def test_an_address_is_split_out_to_a_new_person_and_found_there(desk: PeopleDesk) -> None:
    _, grace, _ = await three(desk)
    facts = await desk.facts()
    plan = await desk.split(grace, "Grace@acme.com")
    assert isinstance(plan.into, str)
    into = ContactId(plan.into)
    assert [match.id for match in await desk.contacts.by_email("grace@acme.com")] == [into]
    assert await desk.head(grace) == ("Grace", "Admiral", None, None)
    assert (await desk.head(into))[2] == "Grace@acme.com"
    await desk.desk.apply("productdb", *LISTED, person("productdb", "u9", "1", name="Other"))
    assert await desk.head(grace) == ("Grace", "Admiral", None, None)
    assert [match.id for match in await desk.contacts.by_email("grace@acme.com")] == [into]
    assert {each.kind for each in await desk.contacts.known_by(VisibleContactId(into))} == {"email"}
    now = await desk.facts()
    assert all(row in now[2] for row in facts[2])
    await desk.split(into, "grace@acme.com", grace)
    assert (await desk.head(grace))[2] == "grace@acme.com"
    with pytest.raises(NotThere):
        await desk.split(into, "grace@acme.com")


async def test_a_record_is_split_out_and_no_rule_joins_it_again(desk: PeopleDesk) -> None:
    joined = person("hubspot", "151", "900", name="Ada Byron", emails=("ada@acme.com",))
    await desk.desk.apply("hubspot", COMPANY, joined)
    ada = await desk.id_of("productdb:u1")
    assert await desk.id_of("hubspot:151") == ada
    plan = await desk.split(ada, "hubspot:151")
    assert plan.into is not None
    assert await desk.head(plan.into) == ("Ada Byron", None, "ada@acme.com", None)
    assert (await desk.head(ada))[0] == "Ada"
    await desk.desk.apply("hubspot", COMPANY, joined, person("hubspot", "152", "900", name="New"))
    assert await desk.id_of("hubspot:151") == plan.into
    with pytest.raises(Conflict) as refused:
        await desk.split(ContactId(plan.into), "hubspot:151")
    assert refused.value.obstacle is Obstacle.ONLY_ONE
    assert (await desk.merge(ada, plan.into)).id
    assert await desk.id_of("hubspot:151") == ada


async def test_a_phone_number_is_split_out_however_it_is_written(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    await desk.split(ada, "0049 (30) 5550142", grace)
    assert [match.id for match in await desk.contacts.by_phone("+49 30 5550142")] == [grace]
    assert [(await desk.head(each))[3] for each in (ada, grace)] == [None, "0049 (30) 5550142"]
    for wrong in ("", "nobody", "acme.com", "12", "x" * 400):
        with pytest.raises(Refused):
            await desk.split(ada, wrong)


async def test_what_is_given_to_the_survivor_is_decided_at_an_undo(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    merged = await desk.merge(ada, grace)
    await desk.split(alan, "alan@bolt.io", ada)
    plan = await desk.desk.merges.plan_undo(MAYA, merged.id, {})
    assert [each.key for each in plan.conflicts] == ["email:alan@bolt.io"]
    await desk.undo(merged, {"email:alan@bolt.io": "absorbed"})
    assert [match.id for match in await desk.contacts.by_email("alan@bolt.io")] == [grace]


async def test_people_who_leave_the_lists_and_come_back_stay_merged(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    merged = await desk.merge(ada, grace)
    await desk.desk.apply("productdb", ACME, BOLT, GRACE, ALAN)
    desk.desk.clock.advance(CERTAIN_AFTER)
    await desk.desk.apply("productdb", ACME, BOLT, GRACE, ALAN)
    row = await desk.contacts.resolve(ada)
    assert row is not None
    assert (row.id, row.closed_at) == (ada, None)
    await desk.undo(merged)
    closed = {each: (await desk.contacts.resolve(each)).closed_at is not None for each in (ada, grace)}  # pyright: ignore[reportOptionalMemberAccess] - they are there
    assert closed == {ada: True, grace: False}
    await desk.desk.apply("productdb", *LISTED)
    assert await desk.id_of("productdb:u1") == ada


async def test_what_cannot_be_merged_says_why(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    acme = await desk.desk.id_of("productdb:1")
    with pytest.raises(Refused) as refused:
        await desk.merge(ada, ada)
    assert refused.value.field == "into"
    for kept, absorbed in ((ada, acme), (acme, ada)):
        with pytest.raises(Refused):
            await desk.merge(kept, absorbed)
    with pytest.raises(Refused):
        await desk.desk.decisions.keep_apart(MAYA, ada, acme, "Of two kinds")
    with pytest.raises(NotThere):
        await desk.merge(ada, ContactId("per_nobody"))
    plan = await desk.desk.merges.plan(MAYA, MergeOrder(ada, grace))
    await desk.edit(grace, title="Rear admiral")
    with pytest.raises(Conflict) as stale:
        await desk.desk.merges.merge(MAYA, MergeOrder(ada, grace, plan.fingerprint))
    assert stale.value.obstacle is Obstacle.STALE
    told = await desk.desk.ask(
        "SELECT detail->>'contact', account_id FROM audit_row WHERE action = 'change.refused' ORDER BY seq DESC LIMIT 1"
    )
    assert told == [(ada, acme)]


async def test_two_people_who_merge_the_same_leave_one_merge_and_one_refusal(desk: PeopleDesk) -> None:
    ada, grace, _ = await three(desk)
    plans = [await desk.desk.merges.plan(MAYA, order) for order in (MergeOrder(ada, grace), MergeOrder(grace, ada))]
    orders = [MergeOrder(plan.kept.customer, plan.absorbed.customer, plan.fingerprint) for plan in plans] * 3
    done = await asyncio.gather(*(desk.desk.merges.merge(MAYA, each) for each in orders), return_exceptions=True)
    assert sum(isinstance(each, Merged) for each in done) == 1
    refused = [each for each in done if isinstance(each, Conflict)]
    assert len(refused) == len(orders) - 1
    assert {each.obstacle for each in refused} <= {Obstacle.ALREADY_MERGED, Obstacle.STALE}
    assert await desk.desk.ask("SELECT count(*) FROM merge WHERE kept IN (%s, %s)", ada, grace) == [(1,)]


async def test_the_log_of_the_account_tells_of_its_people(desk: PeopleDesk) -> None:
    ada, grace, alan = await three(desk)
    merged = await desk.merge(ada, alan)
    await desk.undo(merged)
    await desk.desk.decisions.keep_apart(MAYA, ada, grace, "Two people")
    acme, bolt = await desk.desk.id_of("productdb:1"), await desk.desk.id_of("productdb:2")
    rows = await desk.desk.ask(
        "SELECT action, account_id, detail->>'contact' FROM audit_row WHERE action <> 'chain.start' ORDER BY seq"
    )
    assert [row for row in rows if row[0] == "merge"] == [("merge", acme, ada), ("merge", bolt, alan)]
    assert [row for row in rows if row[0] == "merge.undo"] == [("merge.undo", acme, ada), ("merge.undo", bolt, alan)]
    assert [row[2] for row in rows if row[0] == "keep_apart"] == [ada, grace]
    deeds = await desk.desk.merges.history(grace)
    assert [(deed.kind, deed.customer, deed.other) for deed in deeds] == [
        ("keep_apart", *sorted((ada, grace))),
    ]
    assert [deed.kind for deed in await desk.desk.merges.history(alan)] == ["merge.undo", "merge"]
