"""Each rule of signals on both sides of its thresholds, worked out by hand."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.health.views import EURO, NOW, ago, billing, communication, invoice, people, ref, support, ticket, usage
from rotunda.insight.signals import all_rules, judge
from rotunda.insight.signals.model import Found, Severity, SignalKind, Thresholds
from rotunda.sections.billing.model import BillingView, PlanLine, Subscription, SubscriptionStatus
from rotunda.sections.communication.model import Channel, CommunicationView, Entry
from rotunda.sections.deals.model import Deal, DealsView, Stage
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import Made, MadeCount, MadeMoney
from rotunda.sections.section import load_sections
from rotunda.sections.support.model import Satisfaction, Ticket
from rotunda.sections.support.model import Severity as TicketSeverity
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind, UpcomingView
from rotunda.sections.usage.model import FeatureUse

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW
EVERYTHING = frozenset((name, label) for name in load_sections() for label in Label)


def found(kind: SignalKind, *views: Any, limits: Thresholds | None = None) -> list[Found]:
    return list(all_rules()[kind].find(*views, limits or Thresholds(), NOW))


def severities(kind: SignalKind, *views: Any, limits: Thresholds | None = None) -> list[Severity]:
    return [each.severity for each in found(kind, *views, limits=limits)]


@pytest.mark.parametrize(("days", "expected"), [(0.9, []), (1, [MEDIUM]), (29.9, [MEDIUM]), (30, [HIGH])])
def test_an_invoice_is_overdue_from_a_day_on_and_pressing_from_thirty(days: float, expected: list[Severity]) -> None:
    assert severities(SignalKind.INVOICE_OVERDUE, billing(invoices=[invoice("1", due=ago(days))])) == expected


def test_each_overdue_invoice_is_a_fact_of_its_own_and_stays_the_same_when_it_gets_worse() -> None:
    [early, other] = found(
        SignalKind.INVOICE_OVERDUE, billing(invoices=[invoice("1", due=ago(2)), invoice("2", due=ago(2))])
    )
    [late] = found(SignalKind.INVOICE_OVERDUE, billing(invoices=[invoice("1", due=ago(40))]))
    assert (early.fact, other.fact, late.fact) == ("test:invoice:1", "test:invoice:2", "test:invoice:1")
    assert (late.stake, late.evidence) == ((EURO,), (ref("invoice", "1"),))
    assert (late.title, late.why) == (
        "Invoice overdue 40 days",
        "EUR 100.00 unpaid 40 days past the due date; told from 1 day on.",
    )


def test_the_threshold_is_the_admins() -> None:
    view = billing(invoices=[invoice("1", due=ago(9))])
    assert severities(SignalKind.INVOICE_OVERDUE, view, limits=Thresholds(overdue_days=10)) == []
    assert severities(SignalKind.INVOICE_OVERDUE, view, limits=Thresholds(overdue_high_days=9)) == [HIGH]


def test_a_refused_payment_of_an_open_invoice_fails_and_of_a_paid_one_does_not() -> None:
    refused = msgspec.structs.replace(invoice("1", due=ago(-5)), payment_failed=True, attempts=2)
    paid = msgspec.structs.replace(invoice("2", due=ago(5), paid=ago(1)), payment_failed=True)
    [failing] = found(SignalKind.PAYMENT_FAILING, billing(invoices=[refused, paid]))
    assert (failing.fact, failing.severity, failing.stake) == ("test:invoice:1", HIGH, (EURO,))
    assert failing.why == "EUR 100.00 refused after 2 attempts."


def plan(**changes: Any) -> PlanLine:
    line = PlanLine(ref("subscription"), ["Flow Team"], SubscriptionStatus.ACTIVE, started_at=ago(400))
    return msgspec.structs.replace(line, **changes)


def paying(line: PlanLine) -> BillingView:
    subscription = Subscription(line.ref, line.status, "EUR", [], ago(400), mrr_if_live=EURO)
    return billing(plans=[line], subscriptions=[subscription])


@pytest.mark.parametrize(("days", "expected"), [(91, []), (90, [MEDIUM]), (31, [MEDIUM]), (30, [HIGH])])
def test_a_cancellation_is_told_within_ninety_days(days: int, expected: list[Severity]) -> None:
    assert severities(SignalKind.SUBSCRIPTION_CANCELLING, paying(plan(cancel_at=ago(-days)))) == expected


def test_what_cancels_puts_its_mrr_at_stake_and_what_has_ended_cancels_no_more() -> None:
    [cancelling] = found(SignalKind.SUBSCRIPTION_CANCELLING, paying(plan(cancel_at=ago(-10))))
    assert cancelling.stake == (EURO,)
    assert found(SignalKind.SUBSCRIPTION_CANCELLING, paying(plan(cancel_at=ago(-10), ended_at=ago(1)))) == []


@pytest.mark.parametrize(("days", "count"), [(0, 1), (90, 1), (91, 0), (-1, 0)])
def test_an_ended_subscription_is_told_for_ninety_days(days: int, count: int) -> None:
    told = found(SignalKind.SUBSCRIPTION_ENDED, paying(plan(ended_at=ago(days))))
    assert [each.stake for each in told] == [(EURO,)] * count


def money(minor: int, currency: str = "EUR") -> MadeMoney:
    return MadeMoney(Money(minor, currency), Made("test"))


@pytest.mark.parametrize(("now", "fell", "count"), [(9_500, 500, 1), (9_501, 499, 0), (0, 10_000, 0), (9_000, -100, 0)])
def test_a_downgrade_is_a_fall_of_five_percent_that_leaves_something(now: int, fell: int, count: int) -> None:
    """500 of what was 10,000 is 5 %; 499 of 10,000 is less."""
    told = found(SignalKind.DOWNGRADE, billing(mrr=[money(now)], mrr_change_30d=[money(-fell)]))
    assert [each.fact for each in told] == ["mrr:EUR"] * count


def test_currencies_are_judged_apart() -> None:
    view = billing(mrr=[money(9_000), money(100, "USD")], mrr_change_30d=[money(-1_000), money(50, "USD")])
    assert [each.stake for each in found(SignalKind.DOWNGRADE, view)] == [(Money(1_000, "EUR"),)]


@pytest.mark.parametrize(
    ("change", "expected"), [(-0.19, []), (-0.2, [MEDIUM]), (-0.39, [MEDIUM]), (-0.4, [HIGH]), (0.5, [])]
)
def test_usage_declines_from_a_fifth_on(change: float, expected: list[Severity]) -> None:
    view = msgspec.structs.replace(usage(), active_change_7d=MadeCount(change, Made("test")))
    assert severities(SignalKind.USAGE_DECLINING, view) == expected


def test_a_dormant_account_declines_and_an_unknown_week_does_not() -> None:
    dormant = msgspec.structs.replace(usage(), dormant=True, last_active_at=ago(40))
    [told] = found(SignalKind.USAGE_DECLINING, dormant)
    assert (told.severity, told.why) == (HIGH, "Nobody was active for 40 days.")
    assert found(SignalKind.USAGE_DECLINING, usage()) == []


@pytest.mark.parametrize(
    ("weeks", "available", "count"),
    [
        ([3, 0, 0, 0, 0], True, 1),
        ([2, 0, 0, 0, 0], True, 0),
        ([3, 0, 0, 0, 1], True, 0),
        ([3, 0, 0, 0, 0], False, 0),
        ([3, 0, 0, 0], True, 0),
    ],
)
def test_a_feature_is_abandoned_after_four_empty_weeks(weeks: list[int], available: bool, count: int) -> None:  # noqa: FBT001 - a case of the table
    feature = FeatureUse("export", "Export", available, 0, 0, weekly_users=weeks)
    told = found(SignalKind.FEATURE_ABANDONED, msgspec.structs.replace(usage(), features=[feature]))
    assert [each.fact for each in told] == ["feature:export"] * count


@pytest.mark.parametrize(("active", "under", "full"), [(49, 1, 0), (50, 0, 0), (94, 0, 0), (95, 0, 1)])
def test_seats_are_too_many_below_half_and_too_few_from_95_percent(active: int, under: int, full: int) -> None:
    view = msgspec.structs.replace(usage(), active_30d=active, seats_purchased=100)
    kinds = (SignalKind.SEATS_UNDERUSED, SignalKind.SEATS_NEARLY_FULL)
    assert [len(found(kind, view)) for kind in kinds] == [under, full]


def test_without_seats_nothing_is_said_of_them() -> None:
    assert [found(kind, usage()) for kind in (SignalKind.SEATS_UNDERUSED, SignalKind.SEATS_NEARLY_FULL)] == [[], []]


def test_an_escalation_is_told_as_long_as_its_ticket_is_open() -> None:
    waiting = msgspec.structs.replace(ticket("1", TicketSeverity.HIGH), escalated=True)
    solved = msgspec.structs.replace(ticket("2", TicketSeverity.HIGH, solved_after_hours=3), escalated=True)
    [told] = found(SignalKind.ESCALATION_OPEN, support(waiting, solved, ticket("3", TicketSeverity.URGENT)))
    assert (told.fact, told.why) == ("test:ticket:1", "Help: escalated, and open for 20 days.")


def rated(number: int, verdict: Satisfaction, days: float) -> Ticket:
    solved = ticket(str(number), TicketSeverity.NORMAL, solved_after_hours=1)
    return msgspec.structs.replace(solved, satisfaction=verdict, solved_at=ago(days))


def ratings(good: int, bad: int, days: float) -> list[Ticket]:
    verdicts = [*[Satisfaction.GOOD] * good, *[Satisfaction.BAD] * bad]
    return [rated(int(days) * 100 + number, verdict, days) for number, verdict in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("late", "early", "count"),
    [
        ((4, 1), (5, 0), 1),  # 80 % after 100 %: a fifth
        ((5, 1), (6, 0), 0),  # 83 % after 100 %
        ((1, 1), (5, 0), 0),  # two ratings are too few
        ((5, 0), (4, 1), 0),  # better than before
    ],
)
def test_satisfaction_drops_by_a_fifth(late: tuple[int, int], early: tuple[int, int], count: int) -> None:
    view = support(*ratings(*late, 44.9), *ratings(*early, 45.1))
    assert [each.fact for each in found(SignalKind.SATISFACTION_DROPPED, view)] == ["satisfaction"] * count


def mailed(days: float) -> CommunicationView:
    return msgspec.structs.replace(communication(), entries=[Entry(ref("email"), Channel.EMAIL, ago(days))])


@pytest.mark.parametrize(("days", "count"), [(29.9, 0), (30, 1)])
def test_no_email_is_told_from_thirty_days_on(days: float, count: int) -> None:
    assert severities(SignalKind.NO_EMAIL, mailed(days)) == [LOW] * count


def test_where_no_email_was_ever_read_its_absence_says_nothing() -> None:
    assert found(SignalKind.NO_EMAIL, msgspec.structs.replace(communication(), entries=[])) == []


@pytest.mark.parametrize(("days", "expected"), [(13.9, []), (14, [MEDIUM]), (44.9, [MEDIUM]), (45, [HIGH])])
def test_no_contact_is_told_from_fourteen_days_on(days: float, expected: list[Severity]) -> None:
    assert severities(SignalKind.NO_CONTACT, communication(touch=days)) == expected


@pytest.mark.parametrize(
    ("spoken", "count"),
    [((89.9, None, None), 1), ((90, None, None), 0), ((1, 1, None), 0), ((1, None), 0), ((None, None, None), 0)],
)
def test_single_threaded_is_one_voice_among_three_people(spoken: tuple[float | None, ...], count: int) -> None:
    assert [each.fact for each in found(SignalKind.SINGLE_THREADED, people(*spoken))] == ["people"] * count


def deal(number: int, days: float, *, stage: str = "s1", pipeline: str = "p1") -> Deal:
    return Deal(
        ref=ref("deal", str(number)),
        name=f"Deal {number}",
        stage=Stage(stage, "Proposal", 40),
        pipeline=pipeline,
        stage_number=1,
        stage_count=3,
        closed=False,
        won=False,
        created_at=ago(days + 10),
        entered_stage_at=ago(days),
        value=EURO,
    )


def selling(*deals: Deal) -> DealsView:
    return DealsView(list(deals), [], [], [], [], 0, 0)


@pytest.mark.parametrize(("days", "expected"), [(30, []), (31, [MEDIUM]), (60, [MEDIUM]), (61, [HIGH])])
def test_a_deal_stalls_after_thirty_days_where_no_average_is_known(days: int, expected: list[Severity]) -> None:
    assert severities(SignalKind.DEAL_STALLED, selling(deal(1, days))) == expected


def test_a_deal_stalls_beyond_the_average_of_three_others_in_its_stage() -> None:
    """8, 10 and 12 days are 10 on average: 11 are longer, 10 are not. Another stage does not count."""
    others = [deal(2, 8), deal(3, 10), deal(4, 12)]
    stuck = [each.fact for each in found(SignalKind.DEAL_STALLED, selling(deal(1, 11), *others))]
    assert "test:deal:1:s1" in stuck
    level = [each.fact for each in found(SignalKind.DEAL_STALLED, selling(deal(1, 10), *others))]
    assert "test:deal:1:s1" not in level
    assert found(SignalKind.DEAL_STALLED, selling(deal(1, 11, stage="s2"), *others)) == []


def test_a_deal_that_moved_on_is_another_fact() -> None:
    facts = [found(SignalKind.DEAL_STALLED, selling(deal(1, 40, stage=stage)))[0].fact for stage in ("s1", "s2")]
    assert facts == ["test:deal:1:s1", "test:deal:1:s2"]


def renewing(days: int) -> UpcomingView:
    item = UpcomingItem(ref("subscription"), UpcomingKind.RENEWAL, ago(-days), "Renewal", money=EURO)
    return UpcomingView([item], item.at, [], None, [])


@pytest.mark.parametrize(
    ("days", "touch", "count"), [(60, 30, 1), (61, 30, 0), (60, 29.9, 0), (60, None, 1), (-1, None, 0)]
)
def test_a_renewal_within_sixty_days_wants_contact_within_thirty(days: int, touch: float | None, count: int) -> None:
    told = found(SignalKind.RENEWAL_UNATTENDED, renewing(days), communication(touch=touch))
    assert [(each.severity, each.stake) for each in told] == [(HIGH, (EURO,))] * count


def test_next_years_renewal_is_another_fact() -> None:
    facts = {found(SignalKind.RENEWAL_UNATTENDED, renewing(days), communication())[0].fact for days in (5, 6)}
    assert len(facts) == 2


VIEWS = {
    SectionName("billing"): paying(plan(cancel_at=ago(-10))),
    SectionName("communication"): communication(touch=50),
    SectionName("upcoming"): renewing(20),
}


def test_the_worst_come_first_and_a_section_without_an_answer_is_not_judged() -> None:
    told = judge(VIEWS, EVERYTHING, Thresholds(), NOW)
    assert [each.severity for each in told] == sorted((each.severity for each in told), key=list(Severity).index)
    assert SignalKind.RENEWAL_UNATTENDED in {each.kind for each in told}
    without = {name: view for name, view in VIEWS.items() if name != "communication"}
    assert SignalKind.RENEWAL_UNATTENDED not in {each.kind for each in judge(without, EVERYTHING, Thresholds(), NOW)}
    assert judge({}, EVERYTHING, Thresholds(), NOW) == []


@given(st.sets(st.sampled_from(sorted(EVERYTHING))))
def test_nobody_is_told_more_than_what_they_read_lets_them_judge(reach: set[tuple[SectionName, Label]]) -> None:
    whole = {(each.kind, each.fact): each for each in judge(VIEWS, EVERYTHING, Thresholds(), NOW)}
    told = {(each.kind, each.fact): each for each in judge(VIEWS, reach, Thresholds(), NOW)}
    expected = {key for key in whole if all_rules()[key[0]].needs <= reach}
    assert told.keys() == expected
    for key, signal in told.items():
        assert signal.stake == (whole[key].stake if all_rules()[key[0]].stake_needs <= reach else [])


@given(st.floats(0, 400), st.floats(0, 400))
def test_longer_silence_is_never_less_pressing(one: float, other: float) -> None:
    order = [HIGH, MEDIUM, LOW]
    shorter, longer = sorted((one, other))
    before = severities(SignalKind.NO_CONTACT, communication(touch=shorter))
    after = severities(SignalKind.NO_CONTACT, communication(touch=longer))
    assert not before or (after and order.index(after[0]) <= order.index(before[0]))


def test_every_kind_has_its_rule_and_needs_the_labels_of_sections_that_exist() -> None:
    assert set(all_rules()) == set(SignalKind)
    for rule in all_rules().values():
        assert {name for name, _ in rule.needs} == set(rule.sections)
        assert {name for name, _ in rule.needs | rule.stake_needs} <= load_sections().keys()
        assert len(rule.sections) == 1 or rule.narrow.keys() == set(rule.sections)


@given(st.timedeltas(timedelta(0), timedelta(days=300)))
def test_what_is_kept_of_a_section_is_all_that_rules_over_several_read(silence: timedelta) -> None:
    upcoming, said = renewing(20), communication(touch=silence.total_seconds() / 86_400)
    rule = all_rules()[SignalKind.RENEWAL_UNATTENDED]
    kept = [
        msgspec.json.decode(msgspec.json.encode(cut.keep(view)), type=cut.view)
        for view, cut in zip((upcoming, said), (rule.narrow[name] for name in rule.sections), strict=True)
    ]
    assert found(SignalKind.RENEWAL_UNATTENDED, *kept) == found(SignalKind.RENEWAL_UNATTENDED, upcoming, said)
