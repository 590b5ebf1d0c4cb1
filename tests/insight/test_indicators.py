"""Every rule declares the labels of what it reads, and fires at its threshold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from rotunda.insight.indicators import all_rules, judge
from rotunda.insight.indicators.communication import last_touch
from rotunda.insight.indicators.support import queue
from rotunda.insight.indicators.usage import seats, trend
from rotunda.insight.model import NotJudged, Tone
from rotunda.insight.scores import score
from rotunda.insight.words import amount, count
from rotunda.sections.communication.model import Channel, CommunicationView
from rotunda.sections.ids import ExternalId, SectionName, SourceName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import Made, MadeCount, Ref
from rotunda.sections.section import load_sections
from rotunda.sections.support.model import Severity, SupportView
from rotunda.sections.usage.model import UsageView

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
REF = Ref(SourceName("productdb"), "account", ExternalId("acct_1"))


def usage(**changes: Any) -> UsageView:
    view = UsageView(
        ref=REF,
        users_total=100,
        active_7d=60,
        active_30d=80,
        active_change_7d=MadeCount(0.0, Made("test")),
        adoption=None,
        features_adopted=0,
        features_available=0,
        dormant=False,
        seats_purchased=100,
        last_active_at=NOW,
    )
    return msgspec.structs.replace(view, **changes)


@pytest.mark.parametrize(
    ("change", "tone"),
    [(0.2, Tone.GREEN), (-0.09, Tone.GREEN), (-0.10, Tone.YELLOW), (-0.29, Tone.YELLOW), (-0.30, Tone.RED)],
)
def test_usage_trend_thresholds(change: float, tone: Tone) -> None:
    verdict = trend(usage(active_change_7d=MadeCount(change, Made("test"))), NOW)
    assert verdict is not None
    assert verdict.tone is tone


def test_dormant_is_red_and_no_week_before_says_nothing() -> None:
    dormant = trend(usage(dormant=True, last_active_at=NOW - timedelta(days=40)), NOW)
    assert dormant is not None
    assert (dormant.tone, dormant.why) == (Tone.RED, "Nobody was active for 40 days.")
    assert trend(usage(active_change_7d=None), NOW) is None


@pytest.mark.parametrize(("active", "tone"), [(95, Tone.GREEN), (94, None), (50, None), (49, Tone.YELLOW)])
def test_seats_thresholds(active: int, tone: Tone | None) -> None:
    verdict = seats(usage(active_30d=active), NOW)
    assert (verdict.tone if verdict else None) is tone


@pytest.mark.parametrize(("days", "tone"), [(14, Tone.GREEN), (15, Tone.YELLOW), (45, Tone.YELLOW), (46, Tone.RED)])
def test_last_touch_thresholds(days: int, tone: Tone) -> None:
    view = CommunicationView(
        entries=[],
        last_touch_at=NOW - timedelta(days=days),
        last_touch_channel=Channel.CALL,
        last_inbound_at=None,
        channels=[],
    )
    verdict = last_touch(view, NOW)
    assert verdict is not None
    assert verdict.tone is tone


def test_an_empty_queue_is_green_and_a_high_ticket_yellow() -> None:
    view = SupportView(
        records=[],
        open_count=0,
        open_by_severity={},
        escalations_90d=0,
        satisfaction_90d=None,
        oldest_open_at=None,
        median_first_reply_minutes_90d=None,
        tickets=[],
        created_by_week=[],
    )
    calm = queue(view, NOW)
    assert calm is not None
    assert calm.tone is Tone.GREEN
    waiting = msgspec.structs.replace(view, open_count=1, open_by_severity={Severity.HIGH: 1}, oldest_open_at=NOW)
    pressing = queue(waiting, NOW)
    assert pressing is not None
    assert pressing.tone is Tone.YELLOW


def test_every_rule_is_of_a_section_that_exists_and_needs_a_label() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.section in load_sections()
        assert rule.labels


def test_sections_without_data_are_not_judged() -> None:
    assert judge({}, NOW) == []


def test_scores_say_what_is_not_known_and_hide_money_from_those_who_may_not_see_it() -> None:
    hidden = score({}, frozenset(), NOW)
    assert (hidden.mrr, hidden.arr) == (None, None)
    shown = score({}, {(SectionName("billing"), Label.COMMERCIAL)}, NOW)
    assert shown.mrr is not None
    assert shown.mrr.state == "unknown"
    assert isinstance(shown.health, NotJudged)


def test_words() -> None:
    assert [amount(Money(840000, "EUR")), amount(Money(9000, "JPY")), amount(Money(12340, "KWD"))] == [
        "EUR 8,400.00",
        "JPY 9,000",
        "KWD 12.340",
    ]
    assert [count(1, "day"), count(0, "day"), count(2, "reply", "replies")] == ["1 day", "0 days", "2 replies"]


def test_section_names_are_their_folders() -> None:
    assert all(section.name == SectionName(name) for name, section in load_sections().items())
