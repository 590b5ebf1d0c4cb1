"""Worked examples by hand: what each measure of the account model says of a customer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from insight.health.views import (
    NOW,
    ago,
    billing,
    communication,
    invoice,
    late,
    payment,
    people,
    support,
    ticket,
    upcoming,
    usage,
)
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.factors import contract as of_contract
from rotunda.insight.health.factors import engagement as of_engagement
from rotunda.insight.health.factors import payment as of_payment
from rotunda.insight.health.factors import relationship as of_relationship
from rotunda.insight.health.factors import support as of_support
from rotunda.insight.health.factors import usage as of_usage
from rotunda.insight.health.model import Finding
from rotunda.sections.section import load_sections
from rotunda.sections.support.model import Severity
from rotunda.sections.upcoming.model import UpcomingKind

Find = Callable[[Any, datetime], Finding | None]
PAID = [invoice("1", due=ago(60), paid=ago(60)), invoice("2", due=ago(30), paid=ago(10))]


@pytest.mark.parametrize(
    ("find", "view", "score", "words"),
    [
        (of_payment.overdue, billing(invoices=PAID), 100, "No invoice is overdue."),
        (of_payment.overdue, late(9), 48, "EUR 100.00 overdue, the oldest for 9 days."),
        (of_payment.overdue, late(60), 0, "EUR 100.00 overdue, the oldest for 60 days."),
        (
            of_payment.speed,
            billing(invoices=PAID),
            100 * 20 / 30,
            "2 invoices of 12 months paid 10 days late on average.",
        ),
        (of_payment.speed, billing(invoices=PAID[:1]), 100, "1 invoice of 12 months paid on time."),
        (
            of_payment.refused,
            billing(payments=[payment("1", succeeded=False)], failed_payments_30d=1),
            100 * 2 / 3,
            "1 payment refused in 30 days.",
        ),
        (of_engagement.last_touch, communication(touch=7), 100, "Last touch 7 days ago."),
        (of_engagement.last_touch, communication(touch=33.5), 100 * 27 / 53, "Last touch 33 days ago."),
        (of_engagement.last_answer, communication(touch=1, inbound=52), 50, "They last wrote or called 52 days ago."),
        (of_engagement.meetings, communication(touch=1, meetings=2), 100 * 2 / 3, "2 meetings in 90 days."),
        (of_engagement.meetings, communication(touch=1), 0, "0 meetings in 90 days."),
        (of_usage.trend, usage(late=10, early=10), 100, "+0% active users a day against the four weeks before."),
        (of_usage.trend, usage(late=15, early=20), 50, "-25% active users a day against the four weeks before."),
        (of_usage.trend, usage(late=0, early=20), 0, "-100% active users a day against the four weeks before."),
        (of_usage.active, usage(active=30), 50, "30 of 100 users active in 30 days."),
        (of_usage.adoption, usage(used=7), 100, "7 of 10 features used in 30 days."),
        (of_support.open_tickets, support(), 100, "0 tickets open."),
        (
            of_support.open_tickets,
            support(ticket("1", Severity.URGENT), ticket("2", Severity.NORMAL)),
            55,
            "2 tickets open.",
        ),
        (of_support.escalations, support(ticket("1", Severity.LOW), escalations=1), 75, "1 escalation in 90 days."),
        (
            of_support.resolution,
            support(ticket("1", Severity.LOW, solved_after_hours=96)),
            50,
            "1 ticket solved in 96 hours at the median.",
        ),
        (of_support.satisfaction, support(good=0.725), 50, "72% of ratings in 90 days were good."),
        (of_relationship.depth, people(1, 89, 91, None), 50, "2 people spoken to in 90 days."),
        (of_relationship.champion, people(1, champion=True), 100, "Person 0 is the champion."),
        (of_relationship.champion, people(1, champion=False), 0, "No champion is known."),
        (of_contract.renewal, upcoming(UpcomingKind.RENEWAL, 45), 75, "The next renewal is in 45 days."),
        (of_contract.renewal, upcoming(UpcomingKind.RENEWAL, 200), 100, "The next renewal is in 200 days."),
        (of_contract.renewal, upcoming(UpcomingKind.CANCELLATION, 20), 0, "A subscription ends in 20 days."),
    ],
)
def test_by_hand(find: Find, view: Any, score: float, words: str) -> None:
    found = find(view, NOW)
    assert found is not None
    assert (round(found.score, 2), found.why) == (round(score, 2), words)


@pytest.mark.parametrize(
    ("find", "view"),
    [
        (of_payment.overdue, billing()),
        (of_payment.speed, billing(invoices=[invoice("1", due=ago(3))])),
        (of_payment.refused, billing()),
        (of_engagement.last_touch, communication()),
        (of_engagement.last_answer, communication(touch=1)),
        (of_usage.trend, usage(late=10, early=0)),
        (of_support.resolution, support(ticket("1", Severity.LOW))),
        (of_support.satisfaction, support()),
        (of_relationship.depth, people()),
        (of_relationship.champion, people(1)),
        (of_relationship.business_review, communication(touch=1, meetings=2)),
        (of_contract.renewal, upcoming(UpcomingKind.TRIAL_END, 5)),
        (of_contract.running, billing()),
    ],
)
def test_what_is_not_known_is_neither_good_nor_bad(find: Find, view: Any) -> None:
    assert find(view, NOW) is None


def test_every_measure_is_of_a_section_that_exists_needs_a_label_and_has_its_own_name() -> None:
    measures = all_measures()
    assert len({(each.factor, each.name) for each in measures}) == len(measures)
    for each in measures:
        assert each.section in load_sections()
        assert each.labels
        assert each.weight > 0
