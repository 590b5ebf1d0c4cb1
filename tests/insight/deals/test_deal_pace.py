"""Days in a stage against the average of that stage, by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.deals.pace import FEWEST, StageAverage, StageStay, averages, pace_of
from rotunda.sections.deals.model import Deal, Stage
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.provenance import Ref

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
NEGOTIATION = ("Sales", "Negotiation")


def deal(*, entered: datetime | None, pipeline: str = "Sales", stage: str = "Negotiation") -> Deal:
    return Deal(
        ref=Ref(SourceName("hubspot"), "deal", ExternalId("1")),
        name="Fleet add-on",
        stage=Stage("s3", stage, 60),
        pipeline=pipeline,
        stage_number=3,
        stage_count=5,
        closed=False,
        won=False,
        created_at=NOW - timedelta(days=90),
        entered_stage_at=entered,
    )


def test_five_deals_that_stayed_seventy_days_together_stayed_fourteen_on_average() -> None:
    assert averages([StageStay("Sales", "Negotiation", deals=5, stays=5, days=70)]) == {
        NEGOTIATION: StageAverage(14.0, 5)
    }


def test_a_deal_that_came_back_has_stayed_twice_and_is_one_deal() -> None:
    [average] = averages([StageStay("Sales", "Negotiation", deals=5, stays=7, days=70)]).values()
    assert average == StageAverage(10.0, 5)


def test_of_fewer_than_five_deals_there_is_no_average() -> None:
    assert averages([StageStay("Sales", "Negotiation", deals=FEWEST - 1, stays=9, days=70)]) == {}


@pytest.mark.parametrize(("days", "slow"), [(14, False), (15, True)])
def test_a_deal_is_slow_from_the_first_whole_day_beyond_the_average(days: int, slow: bool) -> None:  # noqa: FBT001 - a case
    known = {NEGOTIATION: StageAverage(14.0, 5)}
    pace = pace_of(deal(entered=NOW - timedelta(days=days, hours=23)), known, NOW)
    assert (pace.days, pace.slow) == (days, slow)


def test_the_same_stage_of_another_pipeline_says_nothing() -> None:
    known = {("Renewals", "Negotiation"): StageAverage(1.0, 9)}
    pace = pace_of(deal(entered=NOW - timedelta(days=30)), known, NOW)
    assert (pace.days, pace.average, pace.slow) == (30, None, False)


def test_a_deal_without_a_date_of_entry_is_not_called_slow() -> None:
    pace = pace_of(deal(entered=None), {NEGOTIATION: StageAverage(1.0, 9)}, NOW)
    assert (pace.days, pace.slow) == (None, False)


@given(st.permutations([StageStay("P", stage, 5 + n, 6 + n, 10.0 * n) for n, stage in enumerate("abcde")]))
def test_order_does_not_matter(stays: list[StageStay]) -> None:
    assert averages(stays) == averages(sorted(stays, key=lambda each: each.stage))
