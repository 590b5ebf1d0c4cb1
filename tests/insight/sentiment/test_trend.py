"""The tone of a customer's messages over time, by examples computed by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.indicators.communication import sentiment
from rotunda.insight.model import Tone
from rotunda.insight.sentiment.trend import trend_of
from rotunda.sections.communication.model import Channel, CommunicationView, Direction, Entry
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.provenance import Ref

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOVED, HATED, PLAIN = "We love it", "We hate it", "See the attached list"
LOVE, HATE = 0.6369, -0.5719
"""3.2 and -2.7 in VADER's list, each divided by the root of its square and 15."""


def entry(text: str, days_ago: float, direction: Direction = Direction.INBOUND) -> Entry:
    ref = Ref(SourceName("hubspot"), "email", ExternalId(f"{text} {days_ago}"))
    return Entry(ref=ref, channel=Channel.EMAIL, at=NOW - timedelta(days=days_ago), text=text, direction=direction)


def view(entries: Sequence[Entry]) -> CommunicationView:
    return CommunicationView(
        entries=list(entries), last_touch_at=None, last_touch_channel=None, last_inbound_at=None, channels=[]
    )


def of(recent: Sequence[str], before: Sequence[str]) -> list[Entry]:
    return [
        *(entry(text, n + 1) for n, text in enumerate(recent)),
        *(entry(text, n + 40) for n, text in enumerate(before)),
    ]


def test_means_of_either_side() -> None:
    trend = trend_of(of([HATED, PLAIN, PLAIN], [LOVED, LOVED, PLAIN]), NOW)
    assert trend is not None
    assert trend.now == pytest.approx(HATE / 3, abs=0.0001)
    assert trend.before == pytest.approx(2 * LOVE / 3, abs=0.0001)
    assert trend.recent[0].against == ("hate",)


@pytest.mark.parametrize(("recent", "before"), [([HATED] * 2, [LOVED] * 9), ([HATED] * 9, [LOVED] * 2), ([], [])])
def test_too_few_messages_say_nothing(recent: list[str], before: list[str]) -> None:
    assert trend_of(of(recent, before), NOW) is None


def test_only_what_they_wrote_counts() -> None:
    ours = [entry(HATED, day, Direction.OUTBOUND) for day in range(1, 9)]
    quoted = "Fine.\n\nOn 3 Nov 2026, Ana wrote:\n> We hate it"
    trend = trend_of([*of([quoted] * 3, [PLAIN] * 3), *ours], NOW)
    assert trend is not None
    assert trend.recent[0].against == ()
    assert len(trend.recent) == 3


@pytest.mark.parametrize(
    ("recent", "before", "tone"),
    [
        ([HATED, HATED, PLAIN], [PLAIN, PLAIN, PLAIN], Tone.RED),
        ([PLAIN, PLAIN, PLAIN], [LOVED, LOVED, PLAIN], Tone.YELLOW),
        ([PLAIN, PLAIN, PLAIN], [LOVED, PLAIN, PLAIN], None),
        ([HATED, HATED, HATED], [HATED, HATED, HATED], None),
        ([LOVED, LOVED, LOVED], [HATED, HATED, HATED], None),
    ],
)
def test_a_dot_for_a_tone_that_got_worse(recent: list[str], before: list[str], tone: Tone | None) -> None:
    """Falls of 0.38, 0.42 and 0.21; none; a rise."""
    verdict = sentiment(view(of(recent, before)), NOW)
    assert (verdict and verdict.tone) == tone


def test_the_words_are_told_with_their_records() -> None:
    verdict = sentiment(view(of([HATED, PLAIN, PLAIN], [LOVED] * 3)), NOW)
    assert verdict is not None
    assert (
        verdict.why == "3 messages of 30 days: -0.19 on average, +0.64 in the 60 days before. Words: \u201chate\u201d."
    )
    assert [ref.external_id for ref in verdict.evidence] == ["We hate it 1"]


@given(st.permutations(of([HATED, LOVED, PLAIN, PLAIN], [LOVED, HATED, PLAIN])))
def test_order_does_not_matter(entries: list[Entry]) -> None:
    assert trend_of(entries, NOW) == trend_of(of([HATED, LOVED, PLAIN, PLAIN], [LOVED, HATED, PLAIN]), NOW)
