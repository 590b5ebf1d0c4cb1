"""The book of the demo company: repeatable, owned by the right people, with every story, coherent in every topic."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotunda_world.generate import generate
from rotunda_world.model import Company, Stage, World
from support.worlds import NOW, SEEDS, SIZES, book

STORIES = {
    "healthy_expander",
    "silent_churner",
    "stalled_deal",
    "champion_left",
    "overdue_payer",
    "dormant_trial",
    "merged_companies",
}


@pytest.fixture(scope="module", params=[(seed, size) for seed in SEEDS for size in SIZES], ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return book(*request.param)


def test_the_same_arguments_give_an_equal_world() -> None:
    assert generate(7, 60, 18, NOW) == book(7, 60)


def test_another_seed_gives_another_world() -> None:
    assert generate(8, 30, 18, NOW) != generate(7, 30, 18, NOW)


def test_more_accounts_leave_the_first_ones_as_they_were() -> None:
    assert book(7, 250).companies[:25] == book(7, 275).companies[:25]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 30), st.integers(1, 40), st.integers(0, 365))
def test_any_size_length_and_day_can_be_generated(seed: int, accounts: int, months: int, days: int) -> None:
    now = NOW + timedelta(days=days, hours=days % 24)
    world = generate(seed, accounts, months, now)
    assert len(world.companies) == accounts
    assert all(engagement.created_at <= now for company in world.companies for engagement in company.engagements)


@pytest.mark.parametrize(("accounts", "months", "now"), [(0, 18, NOW), (5, 0, NOW), (5, 18, datetime(2026, 1, 1))])  # noqa: DTZ001 - a naive time is the case
def test_what_cannot_be_generated_is_refused(accounts: int, months: int, now: datetime) -> None:
    with pytest.raises(ValueError, match="a world needs"):
        generate(7, accounts, months, now)


def moments_in(record: object, seen: set[int]) -> Iterator[datetime]:
    """Every datetime in a record and in all that it refers to."""
    if isinstance(record, datetime):
        yield record
    elif isinstance(record, (list, tuple)):
        for each in record:
            yield from moments_in(each, seen)
    elif is_dataclass(record) and id(record) not in seen:
        seen.add(id(record))
        for each in fields(record):
            yield from moments_in(getattr(record, each.name), seen)


def test_all_times_are_whole_seconds_in_utc() -> None:
    world = generate(7, 60, 18, NOW.replace(microsecond=123_456))
    moments = list(moments_in(world.companies, set()))
    assert len(moments) > 10_000
    assert all(each.microsecond == 0 and each.tzinfo is UTC for each in moments)


def test_every_story_is_told_in_the_first_accounts(world: World) -> None:
    assert {company.story for company in world.companies[:10]} >= STORIES
    assert {company.story for company in world.companies} == STORIES | {None}


def test_stories_are_true(world: World) -> None:
    for company in world.companies:
        if company.story is not None:
            _CHECKS[company.story](world, company)


def _expander(world: World, company: Company) -> None:
    invoices = [each for payer in company.payers for each in payer.invoices if each.total]
    assert invoices[-1].total > invoices[0].total
    assert _users_between(world, company, 0, 30) > _users_between(world, company, 89, 119)
    assert any(deal.stage is Stage.CONTRACT for deal in company.deals)


def _silent(world: World, company: Company) -> None:
    assert _users_between(world, company, 0, 21) == 0 < _users_between(world, company, 60, 119)
    assert all(each.at > NOW or each.at < NOW - timedelta(days=60) for each in company.engagements)
    assert all(each.created_at < NOW - timedelta(days=90) for each in company.tickets)
    [subscription] = company.payers[0].subscriptions
    assert subscription.status == "active"
    assert timedelta(days=30) < subscription.items[0].period_end - NOW < timedelta(days=62)


def _stalled(world: World, company: Company) -> None:
    [deal] = [each for each in company.deals if each.stage not in {Stage.WON, Stage.LOST}]
    assert NOW - deal.stages[-1].entered_at > timedelta(days=55)
    assert deal.close_on < NOW


def _champion(world: World, company: Company) -> None:
    [leaver] = [each for each in company.contacts if each.left_at]
    assert "CHAMPION" in leaver.buying_roles
    assert leaver.hubspot_id
    assert all(each.day <= leaver.left_at.date() for each in world.activities.of(company) if each.user is leaver)
    assert any(leaver in each.contacts and each.subject == "My last week here" for each in company.engagements)


def _overdue(world: World, company: Company) -> None:
    late = [each for payer in company.payers for each in payer.invoices if each.status == "open" and each.due_at < NOW]
    assert len(late) >= 1
    assert any("invoice" in each.subject.lower() and each.status == "pending" for each in company.tickets)


def _trial(world: World, company: Company) -> None:
    [subscription] = company.payers[0].subscriptions
    assert subscription.status == "trialing"
    assert _users_between(world, company, 0, 1) == 0
    assert company.trial_ends_at == subscription.trial_end


def _merged(world: World, company: Company) -> None:
    other = company.merged_into or next(each for each in world.companies if each.merged_into is company)
    assert company.product_account_id != other.product_account_id
    survivor = company.merged_into or company
    assert survivor.product_status == "active"
    assert {each.product_status for each in (company, other)} == {"active", "closed"}


_CHECKS = {
    "healthy_expander": _expander,
    "silent_churner": _silent,
    "stalled_deal": _stalled,
    "champion_left": _champion,
    "overdue_payer": _overdue,
    "dormant_trial": _trial,
    "merged_companies": _merged,
}


def _users_between(world: World, company: Company, newest: int, oldest: int) -> int:
    """Distinct users active between so many days ago."""
    days = {(NOW - timedelta(days=ago)).date() for ago in range(newest, oldest + 1)}
    return len({each.user.key for each in world.activities.of(company) if each.day in days})


def test_the_demo_s_users_own_their_share() -> None:
    for seed in SEEDS:
        world = book(seed, 250)
        owners = Counter(company.owner.email for company in world.companies)
        teams = Counter(company.owner.team for company in world.companies)
        success = Counter(company.csm.email for company in world.companies if company.csm)
        agents = Counter(t.assignee.email for c in world.companies for t in c.tickets if t.assignee)
        assert 0.10 <= owners["daniel.cho@rotunda.example"] / 250 <= 0.14
        assert 0.30 <= teams["West"] / 250 <= 0.36
        assert set(teams) == {"West", "North", "EMEA"}
        assert success["maya.rivera@rotunda.example"] / 250 > 0.1
        assert agents["sam.okafor@rotunda.example"] / agents.total() > 0.15
        assert all(company.csm.team == company.owner.team for company in world.companies if company.csm)


def test_deals_walk_their_stages(world: World) -> None:
    order = list(Stage)
    for company in world.companies:
        for deal in company.deals:
            entered = [each.entered_at for each in deal.stages]
            assert entered == sorted(entered)
            assert company.created_at <= deal.created_at == entered[0]
            assert entered[-1] <= NOW
            stages = [order.index(each.stage) for each in deal.stages]
            assert stages == sorted(set(stages))
            assert deal.amount is None or deal.currency != "JPY" or deal.amount == int(deal.amount)
            assert all(contact.hubspot_id for contact in deal.contacts)
            assert (deal.lost_reason is not None) == (deal.stage is Stage.LOST)


def test_engagements_are_said_by_people_whom_the_crm_knows(world: World) -> None:
    for company in world.companies:
        threads = set()
        for each in company.engagements:
            assert all(contact.hubspot_id for contact in each.contacts)
            assert each.created_at <= NOW
            if each.kind in {"emails", "calls", "notes"}:
                assert each.at <= NOW
            if each.kind == "meetings":
                assert each.end_at > each.at
                assert each.at > NOW or each.outcome != "SCHEDULED" or each.at < NOW
            if each.kind == "tasks":
                assert (each.completed_at is not None) == (each.status == "COMPLETED")
            if each.kind == "emails":
                assert each.conversation == each.hubspot_id or each.conversation in threads
                assert each.in_reply_to is None or each.conversation in threads
                threads.add(each.conversation)


def test_active_companies_have_a_history() -> None:
    counts = [len(each.engagements) for each in book(7, 250).companies if each.product_status == "active"]
    assert min(counts) >= 7
    assert sum(10 <= count <= 80 for count in counts) > 0.85 * len(counts)
    assert max(counts) > 150


def test_what_is_coming_is_there(world: World) -> None:
    everything = [each for company in world.companies for each in company.engagements]
    assert any(each.kind == "meetings" and each.at > NOW and each.outcome == "SCHEDULED" for each in everything)
    open_tasks = [each for each in everything if each.kind == "tasks" and each.status != "COMPLETED"]
    assert any(each.at > NOW for each in open_tasks)
    assert any(each.at < NOW for each in open_tasks)


def test_tickets_happen_in_order(world: World) -> None:
    for company in world.companies:
        for ticket in company.tickets:
            times = [each.created_at for each in ticket.comments]
            assert times == sorted(times)
            assert ticket.created_at == times[0]
            assert times[-1] <= NOW
            assert ticket.updated_at <= NOW
            assert ticket.requester.zendesk_user_id
            assert (ticket.solved_at is not None) == (ticket.status in {"solved", "closed"})
            assert (ticket.satisfaction_at is not None) == (ticket.satisfaction in {"good", "bad"})
            assert (ticket.first_reply_at is None) or ticket.first_reply_at in times
            assert ticket.status != "new" or ticket.first_reply_at is None


def test_tickets_have_all_that_pages_show() -> None:
    tickets = [ticket for company in book(7, 250).companies for ticket in company.tickets]
    assert {each.status for each in tickets} == {"new", "open", "pending", "hold", "solved", "closed"}
    assert {each.priority for each in tickets} == {None, "low", "normal", "high", "urgent"}
    assert {each.satisfaction for each in tickets} == {None, "offered", "good", "bad"}
    assert any("escalated" in each.tags for each in tickets)
    assert any(not comment.public for each in tickets for comment in each.comments)
    assert max(len(company.tickets) for company in book(7, 250).companies) > 200


def test_activity_is_coherent(world: World) -> None:
    today, first = NOW.date(), (NOW - timedelta(days=119)).date()
    for company in world.companies:
        seen = set()
        for each in world.activities.of(company):
            assert each.user.company is company
            assert each.user.product_user_id
            assert company.plan in each.feature.plans
            assert first <= each.day <= today
            assert each.events > 0
            seen.add((each.user.product_user_id, each.feature.key, each.day))
        assert len(seen) == len(list(world.activities.of(company)))
        newest = {}
        for each in world.activities.of(company):
            newest[each.user.key] = max(newest.get(each.user.key, first), each.day)
        for contact in company.contacts:
            assert (contact.last_seen_at.date() if contact.last_seen_at else None) == newest.get(contact.key)


def test_activity_is_bounded_and_reads_alike_in_every_way() -> None:
    world = book(7, 250)
    assert 50_000 < len(world.activities) < 400_000
    company = world.companies[0]
    rows = list(world.activities.rows_of(company.key))
    assert rows == [(e.user.product_user_id, e.feature.key, e.day, e.events) for e in world.activities.of(company)]
    assert sum(1 for _ in world.activities) == len(world.activities)


def test_activity_can_be_counted_up() -> None:
    world = generate(7, 3, 18, NOW)
    company = world.companies[0]
    user = next(contact for contact in company.contacts if contact.product_user_id)
    day = NOW.date() - timedelta(days=400)
    before = len(world.activities)
    assert world.activities.add(user, world.features[1], day, 3).events == 3
    assert world.activities.add(user, world.features[1], day, 4).events == 7
    assert len(world.activities) == before + 1
    [row] = [each for each in world.activities.of(company) if each.day == day]
    assert (row.user, row.feature, row.events) == (user, world.features[1], 7)
