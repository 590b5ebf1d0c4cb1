"""How engaged somebody is: worked by hand, and what holds for all contacts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.people.touches import ADA, BO, NOW, ago, touch, touches
from rotunda.insight.people.engagement import LOW, engagement, last_of
from rotunda.insight.people.model import Touch
from rotunda.sections.communication.model import Channel


def parts(contacts: Sequence[Touch]) -> dict[str, float]:
    return {each.name: each.points for each in engagement(ADA, contacts, NOW).parts}


def test_nobody_spoke_to_them() -> None:
    assert parts([]) == {"recency": 0, "frequency": 0, "direction": 0, "breadth": 0}
    assert engagement(ADA, [touch(ago(1), people=[BO])], NOW).score == 0


def test_one_email_of_a_month_ago() -> None:
    """Recency 35 * 2^-1 = 17.5; W = 1 * 2^-1 = 0.5, frequency 30 * (1 - 2^-0.125) = 2.49; nothing came from them;
    breadth 15 / 3 = 5. In all 24.99.
    """
    assert parts([touch(ago(30))]) == {"recency": 17.5, "frequency": 2.49, "direction": 0, "breadth": 5}
    assert engagement(ADA, [touch(ago(30))], NOW).score == 25.0


def test_by_every_channel_in_both_directions() -> None:
    """Today an email of theirs, 30 days ago a call, 60 days ago a meeting. Recency 35. W = 1 + 2/2 + 3/4 = 2.75, so
    frequency 30 * (1 - 2^-0.6875) = 11.37; T = 1 + 3/4 = 1.75, so direction 20 * (1 - 2^-0.875) = 9.09; breadth 15.
    """
    contacts = [
        touch(NOW, Channel.EMAIL, theirs=True),
        touch(ago(30), Channel.CALL),
        touch(ago(60), Channel.MEETING, theirs=True),
    ]
    assert parts(contacts) == {"recency": 35, "frequency": 11.37, "direction": 9.09, "breadth": 15}
    assert engagement(ADA, contacts, NOW).score == 70.5


def test_older_than_the_window_is_recent_at_most() -> None:
    """120 days ago: recency 35 * 2^-4 = 2.19, and nothing else."""
    assert parts([touch(ago(120), Channel.MEETING, theirs=True)]) == {
        "recency": 2.19,
        "frequency": 0,
        "direction": 0,
        "breadth": 0,
    }


def test_what_is_planned_counts_for_nothing() -> None:
    assert engagement(ADA, [touch(NOW + timedelta(days=1), Channel.MEETING, theirs=True)], NOW).score == 0


def test_it_says_why() -> None:
    said = {each.name: each.why for each in engagement(ADA, [touch(ago(9), Channel.CALL)], NOW).parts}
    assert said == {
        "recency": "Last contact 9 days ago.",
        "frequency": "1 contact in 90 days.",
        "direction": "0 contacts of 90 days in which they wrote, called or came.",
        "breadth": "By call.",
    }


@pytest.mark.parametrize(("days", "score"), [(0, 44.8), (5, 40.5), (6, 39.7)])
def test_one_email_of_ours_is_soon_not_enough(days: float, score: float) -> None:
    """Today 35 + 30 * (1 - 2^-0.25) + 5 = 44.77; of 6 days 35 * 2^-0.2 + 30 * (1 - 2^-0.218) + 5 = 39.67, below 40."""
    found = engagement(ADA, [touch(ago(days))], NOW)
    assert (found.score, found.is_low) == (score, score < LOW)


def test_the_last_one_is_the_newest_that_has_been() -> None:
    planned = touch(NOW + timedelta(days=1), Channel.MEETING)
    assert last_of([touch(ago(3), Channel.CALL), touch(ago(9)), planned], NOW) == touch(ago(3), Channel.CALL)
    assert last_of([planned], NOW) is None


@given(touches())
def test_it_is_bounded_and_the_sum_of_its_parts(contacts: list[Touch]) -> None:
    found = engagement(ADA, contacts, NOW)
    assert 0 <= found.score <= 100
    assert found.score == pytest.approx(sum(each.points for each in found.parts), abs=0.06)
    assert all(0 <= each.points <= each.most for each in found.parts)


@given(touches(), touches())
def test_more_contact_never_lowers_it(contacts: list[Touch], more: list[Touch]) -> None:
    assert engagement(ADA, contacts + more, NOW).score >= engagement(ADA, contacts, NOW).score


@given(touches().flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_their_order_does_not_matter(orders: tuple[list[Touch], list[Touch]]) -> None:
    assert engagement(ADA, orders[0], NOW) == engagement(ADA, orders[1], NOW)


@given(touches(), st.integers(0, 200))
def test_without_new_contact_it_never_rises(contacts: list[Touch], days: int) -> None:
    past = [each for each in contacts if each.at <= NOW]
    later: datetime = NOW.astimezone(UTC) + timedelta(days=days)
    assert engagement(ADA, past, later).score <= engagement(ADA, past, NOW).score
