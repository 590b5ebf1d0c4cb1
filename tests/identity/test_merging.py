"""Merging, undoing, splitting and keeping apart, on a real PostgreSQL: what is shown, what stays, what is refused."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from identity.builders import record
from identity.merging_desk import ACME, ACME_USER, BOLT, BOLT_CRM, CORE, EVERY, MAYA, Desk, empty_desk
from rotunda.identity.merging.model import Conflict, MergeOrder, NotThere, Obstacle, Refused, SideName
from rotunda.identity.merging.service import Merged
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, VisibleAccountId


@pytest_asyncio.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with empty_desk(database, tmp_path) as desk:
        await desk.apply("productdb", ACME, ACME_USER, BOLT, CORE)
        await desk.apply("hubspot", BOLT_CRM)
        yield desk


async def test_a_merge_moves_a_pointer_and_nothing_else(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    before = await desk.rows()
    await desk.merge(acme, bolt)
    assert await desk.rows() == before
    assert await desk.ask("SELECT id, shown_as FROM account WHERE shown_as IS NOT NULL") == [(bolt, acme)]


async def test_reading_follows_the_pointer(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    await desk.merge(acme, bolt)
    row = await desk.identity.resolve(bolt)
    assert row is not None
    assert row == await desk.identity.resolve(acme)
    assert row.id == acme
    assert row.ownership.owner_emails == {"ana@us.test", "bo@us.test"}
    assert (row.industry, row.city) == ("Tools", "Graz")
    assert (await desk.identity.heads([bolt]))[bolt] == row
    assert (await desk.identity.around(VisibleAccountId(acme))).links == {
        "con_productdb": {"account": ["1", "2"]},
        "con_hubspot": {"company": ["20"]},
    }
    family = (await desk.identity.around(acme)).family
    assert [alias.id for alias in family.aliases] == [bolt]
    assert acme in await desk.identity.account_ids()
    assert bolt not in await desk.identity.account_ids()
    for external in ("productdb:1", "productdb:2", "hubspot:20"):
        assert await desk.id_of(external) == acme
    assert [match.account.id for match in await desk.identity.lookup(domain="bolt.io")] == [acme]


async def test_the_crm_speaks_first_of_what_a_merged_customer_is_called_unless_somebody_chose(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    plan = await desk.merges.plan(MAYA, MergeOrder(acme, bolt))
    fields = {field.name: field for field in plan.fields}
    assert (fields["name"].kept, fields["name"].absorbed, fields["name"].shown) == ("Acme", "Bolt Inc.", "Bolt Inc.")
    assert (fields["name"].rule, fields["name"].source, fields["name"].side) == ("source_order", "hubspot", "absorbed")
    assert fields["name"].conflict
    assert (fields["city"].shown, fields["city"].rule, fields["city"].conflict) == ("Graz", "agreed", False)
    chosen = await desk.merges.plan(MAYA, MergeOrder(acme, bolt, choices={"name": "kept"}))
    assert {field.name: field.rule for field in chosen.fields}["name"] == "chosen"
    assert chosen.fingerprint == plan.fingerprint
    await desk.merge(acme, bolt, name="kept")
    row = await desk.identity.resolve(bolt)
    assert row is not None
    assert row.name == "Acme"


async def test_a_plan_counts_everything_and_warns(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    plan = await desk.merges.plan(MAYA, MergeOrder(acme, bolt))
    counted = {each.kind: (each.kept, each.absorbed) for each in plan.related}
    assert counted["emails"] == (2, 0)
    assert counted["domains"] == (1, 2)
    assert counted["owners"] == (2, 1)
    assert [warning.kind for warning in plan.warnings] == ["same_source"]
    assert plan.refused is None


async def test_undo_brings_back_every_answer_byte_by_byte(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    before = await desk.answers()
    first = await desk.merge(acme, bolt, name="absorbed")
    between = await desk.answers()
    second = await desk.merge(core, acme)
    await desk.undo(second)
    assert await desk.answers() == between
    await desk.undo(first)
    assert await desk.answers() == before


async def test_an_earlier_merge_is_undone_and_the_later_one_stays(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    first = await desk.merge(acme, bolt)
    await desk.merge(core, acme)
    await desk.undo(first)
    assert await desk.id_of("productdb:2") == bolt
    assert await desk.id_of("productdb:1") == core
    assert await desk.ask("SELECT count(*) FROM account_fact WHERE account_id = ANY(%s)", [acme, core]) == [(0,)]


async def test_what_was_done_since_is_listed_and_decided(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    first = await desk.merge(acme, bolt)
    later = await desk.merge(acme, core)
    plan = await desk.merges.plan_undo(MAYA, first.id, {})
    assert [each.key for each in plan.conflicts] == [f"merge:{later.id}"]
    with pytest.raises(Conflict) as refused:
        await desk.undo(first)
    assert refused.value.obstacle is Obstacle.UNDECIDED
    await desk.undo(first, {f"merge:{later.id}": "absorbed"})
    assert await desk.id_of("productdb:3") == bolt
    assert await desk.id_of("productdb:1") == acme


async def test_a_merge_is_refused_where_it_cannot_be(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    with pytest.raises(Refused, match="itself"):
        await desk.merge(acme, acme)
    with pytest.raises(NotThere):
        await desk.merge(acme, AccountId("acc_nobody"))
    with pytest.raises(Refused, match="no such field"):
        await desk.merge(acme, bolt, colour="kept")
    with pytest.raises(Refused, match="has no industry"):
        await desk.merge(acme, bolt, industry="kept")
    stale = (await desk.merges.plan(MAYA, MergeOrder(acme, bolt))).fingerprint
    await desk.apply("hubspot", msgspec.structs.replace(BOLT_CRM, name="Bolt Ltd"))
    with pytest.raises(Conflict) as refused:
        await desk.merges.merge(MAYA, MergeOrder(acme, bolt, stale))
    assert refused.value.obstacle is Obstacle.STALE
    await desk.decisions.keep_apart(MAYA, bolt, acme, "Two companies of one owner")
    with pytest.raises(Conflict, match="Two companies") as refused:
        await desk.merge(acme, bolt)
    assert refused.value.obstacle is Obstacle.KEPT_APART
    forced = MergeOrder(acme, bolt, force_because="They have merged in June")
    await desk.merges.merge(MAYA, forced)
    with pytest.raises(Conflict) as refused:
        await desk.merge(core, bolt)
    assert refused.value.obstacle is Obstacle.ALREADY_MERGED
    actions = [action for action, _ in await desk.told()]
    assert actions.count("change.refused") == 7
    assert actions.count("merge") == 2


async def test_two_people_who_merge_the_same_leave_one_merge_and_one_refusal(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    plans = [await desk.merges.plan(MAYA, order) for order in (MergeOrder(acme, bolt), MergeOrder(bolt, acme))]
    orders = [MergeOrder(plan.kept.customer, plan.absorbed.customer, plan.fingerprint) for plan in plans] * 3
    done = await asyncio.gather(*(desk.merges.merge(MAYA, order) for order in orders), return_exceptions=True)
    assert sum(isinstance(each, Merged) for each in done) == 1
    assert sum(isinstance(each, Conflict) for each in done) == 5
    assert await desk.ask("SELECT count(*) FROM merge") == [(1,)]
    root = await desk.id_of("productdb:1")
    done = await asyncio.gather(
        desk.merges.merge(MAYA, MergeOrder(root, core)),
        desk.merges.merge(MAYA, MergeOrder(core, root)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Merged) for each in done) == 1


async def test_lists_go_on_while_accounts_are_merged(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    merged = await desk.merge(acme, bolt)
    payer = record("stripe", "cus_1", name="Bolt", names=("productdb:2",))
    await desk.apply("stripe", payer)
    await desk.apply("productdb", ACME, ACME_USER, msgspec.structs.replace(BOLT, city="Wien"), CORE)
    row = await desk.identity.resolve(acme)
    assert row is not None
    assert row.city == "Wien"
    assert await desk.id_of("stripe:cus_1") == acme
    await desk.undo(merged)
    assert await desk.id_of("stripe:cus_1") == bolt


async def test_an_address_is_given_to_a_new_customer_and_back(desk: Desk) -> None:
    acme = await desk.id_of("productdb:1")
    before, rows = await desk.answers(), await desk.rows()
    plan = await desk.splits.split(MAYA, acme, "Ada <ada@acme.com>", None)
    assert plan.into is not None
    assert [each.account.id for each in await desk.identity.lookup(email="ada@acme.com")] == [plan.into]
    await desk.apply("productdb", ACME, ACME_USER, BOLT, CORE)
    assert [each.account.id for each in await desk.identity.lookup(email="ADA@acme.com")] == [plan.into]
    assert "ada@acme.com" not in (await desk.identity.clues(acme)).emails
    assert "ada@acme.com" in (await desk.identity.clues(plan.into)).emails
    await desk.splits.split(MAYA, plan.into, "ada@acme.com", acme)
    assert [each.account.id for each in await desk.identity.lookup(email="ada@acme.com")] == [acme]
    gone = (await desk.page(plan.into)) + b"\n"
    assert (await desk.answers()).replace(gone, b"") == before
    assert (await desk.rows())[1:] == rows[1:]


async def test_a_record_is_given_to_another_customer_and_takes_its_people_along(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    plan = await desk.splits.split(MAYA, bolt, "hubspot:20", acme)
    assert (plan.identifier.kind, plan.people) == ("record", 0)
    assert [each.account.id for each in await desk.identity.lookup(external="hubspot:20")] == [acme]
    row = await desk.identity.resolve(bolt)
    assert row is not None
    assert (row.name, row.industry) == ("Bolt", None)
    await desk.apply("hubspot", BOLT_CRM)
    assert await desk.id_of("hubspot:20") == acme
    with pytest.raises(Conflict) as refused:
        await desk.splits.split(MAYA, bolt, "productdb:2", None)
    assert refused.value.obstacle is Obstacle.ONLY_ONE
    await desk.splits.split(MAYA, acme, "hubspot:20", None)
    fresh = await desk.id_of("hubspot:20")
    assert fresh not in {acme, bolt}
    fresh_row = await desk.identity.resolve(fresh)
    assert fresh_row is not None
    assert (fresh_row.name, fresh_row.closed_at) == ("Bolt Inc.", None)


async def test_what_was_given_to_the_survivor_goes_where_somebody_decides(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    merged = await desk.merge(acme, bolt)
    desk.clock.advance(timedelta(minutes=1))
    await desk.splits.split(MAYA, core, "core.dev", acme)
    choices: dict[str, SideName] = {"domain:core.dev": "absorbed"}
    plan = await desk.merges.plan_undo(MAYA, merged.id, choices)
    assert ([each.key for each in plan.conflicts], plan.undecided) == (["domain:core.dev"], [])
    await desk.undo(merged, choices)
    assert [each.account.id for each in await desk.identity.lookup(domain="core.dev")] == [bolt]


async def test_identifiers_that_are_none_or_somebody_elses_are_refused(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    for text, error in (("", Refused), ("nothing", Refused), ("bolt.io", NotThere), ("hubspot:20", NotThere)):
        with pytest.raises(error):
            await desk.splits.split(MAYA, acme, text, bolt)
    with pytest.raises(Refused, match="same customer"):
        await desk.splits.split(MAYA, acme, "ada@acme.com", acme)


async def test_a_parent_set_by_hand_stands_before_the_sources_and_never_in_a_circle(desk: Desk) -> None:
    acme, bolt, core = [await desk.id_of(each) for each in EVERY[:3]]
    await desk.decisions.set_parent(MAYA, bolt, acme)
    await desk.decisions.set_parent(MAYA, core, bolt)
    assert [row.id for row in (await desk.identity.around(acme)).family.children] == [bolt]
    assert [row.id for row in (await desk.identity.around(core)).family.parents] == [bolt]
    for parent in (acme, bolt, core):
        with pytest.raises(Conflict) as refused:
            await desk.decisions.set_parent(MAYA, acme, parent)
        assert refused.value.obstacle is Obstacle.CIRCLE
    with pytest.raises(Conflict) as refused:
        await desk.merge(core, acme)
    assert refused.value.obstacle is Obstacle.CIRCLE
    await desk.merge(acme, bolt)
    assert [row.id for row in (await desk.identity.around(acme)).family.children] == [core]
    assert (await desk.identity.around(acme)).family.parents == []
    await desk.decisions.follow_sources(MAYA, core)
    assert (await desk.identity.around(acme)).family.children == []


async def test_history_and_audit_tell_what_was_done_by_whom(desk: Desk) -> None:
    acme, bolt = await desk.id_of("productdb:1"), await desk.id_of("productdb:2")
    merged = await desk.merge(acme, bolt)
    await desk.undo(merged)
    for account in (acme, bolt):
        deeds = await desk.merges.history(account)
        assert [(deed.kind, deed.user_id, deed.customer, deed.other) for deed in deeds] == [
            ("merge.undo", "usr_maya", acme, bolt),
            ("merge", "usr_maya", acme, bolt),
        ]
    assert await desk.told() == [("merge", acme), ("merge", bolt), ("merge.undo", acme), ("merge.undo", bolt)]
    with pytest.raises(Conflict) as refused:
        await desk.undo(merged)
    assert refused.value.obstacle is Obstacle.ALREADY_UNDONE
