"""Which model an account is judged by, what its weights and bands come to, and what is no model."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.health.views import NOW, billing, late, upcoming
from rotunda.insight.health.ageing import DAYS, ahead
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.judging import all_factors, found_in, health_of_all
from rotunda.insight.health.model import Band, Bands, Finding, Found
from rotunda.insight.health.score_model import (
    ACCOUNT,
    DELIVERED,
    Assignment,
    ModelRefused,
    ScoreModel,
    ScoreModels,
    check,
)
from rotunda.sections.ids import SectionName
from rotunda.sections.upcoming.model import UpcomingKind

CALM = ScoreModel("calm", {"support": 1, "contract": 3}, Bands(green=70, yellow=50, orange=20))
BOTH = ScoreModels((ACCOUNT, CALM), "account", (Assignment("Enterprise", "calm"), Assignment("trial", "account")))


def found(**scores: float) -> list[Found]:
    """One finding for each measure of a factor: all alike."""
    named = {name.replace("_", " "): score for name, score in scores.items()}
    return [Found(each, Finding(named[each.factor], "said")) for each in all_measures() if each.factor in named]


def test_a_model_by_hand() -> None:
    """Support 40 * 1/4 + contract 80 * 3/4 = 70: green from 70 on. What the model does not weigh is not told of."""
    health = health_of_all(CALM, found(support=40, contract=80, payment=0), NOW)
    assert health is not None
    assert {each.name: (each.weight, each.contribution) for each in health.factors} == {
        "support": (25, 10),
        "contract": (75, 60),
    }
    assert (health.score, health.band, health.model, health.completeness) == (70, Band.GREEN, "calm", 1)
    assert health.to_green == []


def test_nothing_that_a_model_weighs_is_nothing_to_judge_by() -> None:
    assert health_of_all(CALM, found(payment=50), NOW) is None


def test_the_first_segment_that_is_named_decides() -> None:
    assert BOTH.of([]) is ACCOUNT
    assert BOTH.of(["other"]) is ACCOUNT
    assert BOTH.of(["trial", "ENTERPRISE"]) is CALM
    assert BOTH.of(["Trial"]) is ACCOUNT


@given(st.floats(0, 100))
def test_bands_begin_where_they_say(score: float) -> None:
    band = CALM.bands.of(score)
    assert (score >= 70, score >= 50, score >= 20) == (
        band is Band.GREEN,
        band in {Band.GREEN, Band.YELLOW},
        band is not Band.RED,
    )


@given(st.dictionaries(st.sampled_from(all_factors()), st.floats(0.1, 100), min_size=1), st.floats(0.1, 10))
def test_only_shares_of_weights_count(weights: dict[str, float], times: float) -> None:
    everything = found(**dict.fromkeys((name.replace(" ", "_") for name in all_factors()), 37.0))
    one = health_of_all(ScoreModel("one", weights), everything, NOW)
    other = health_of_all(ScoreModel("one", {name: each * times for name, each in weights.items()}), everything, NOW)
    assert one is not None
    assert other is not None
    assert other.score == pytest.approx(one.score, abs=0.05)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (ScoreModels((ScoreModel("a", {"magic": 1}),), "a"), "models[0].weights.magic"),
        (ScoreModels((ScoreModel("a", {"support": 0}),), "a"), "models[0].weights"),
        (ScoreModels((ScoreModel("a", {}),), "a"), "models[0].weights"),
        (
            ScoreModels((ACCOUNT, ScoreModel("b", {"support": 1}, Bands(60, 60, 40))), "account"),
            "models[1].bands.yellow",
        ),
        (ScoreModels((ScoreModel("b", {"support": 1}, Bands(80, 60, 70)),), "b"), "models[0].bands.orange"),
        (ScoreModels((ACCOUNT, ACCOUNT), "account"), "models[1].name"),
        (ScoreModels((ACCOUNT,), "other"), "default"),
        (ScoreModels((ACCOUNT,), "account", (Assignment("trial", "other"),)), "segments[0].model"),
        (
            ScoreModels((ACCOUNT,), "account", (Assignment("trial", "account"), Assignment("Trial", "account"))),
            "segments[1].segment",
        ),
    ],
)
def test_what_is_no_model_is_refused_by_its_field(wanted: ScoreModels, field: str) -> None:
    with pytest.raises(ModelRefused) as refused:
        check(wanted, all_factors())
    assert refused.value.field == field


def test_what_is_delivered_is_a_model() -> None:
    check(DELIVERED, all_factors())


def test_an_overdue_invoice_ages_by_itself() -> None:
    """60 on the first day, 0 after 45: nine days late it stands at 48, a day later at 46.67, and at 0 after 36 days."""
    view = late(9)
    [overdue] = [each for each in found_in(SectionName("billing"), view, NOW) if each.measure.name == "overdue"]
    path = ahead(overdue, view, NOW)
    assert path is not None
    assert [round(each, 2) for each in path if each is not None] == [
        *(48, 46.67, 45.33, 44, 41.33, 38.67, 34.67, 29.33, 20, 8, 0, 0, 0),
    ]


def test_what_does_not_age_has_no_days_ahead() -> None:
    view = billing(invoices=late(1).invoices)
    assert all(ahead(each, view, NOW) is None for each in found_in(SectionName("billing"), view, NOW))


def test_what_there_is_nothing_to_judge_by_any_more_is_none() -> None:
    """A renewal in two days is past after three."""
    view = upcoming(UpcomingKind.RENEWAL, 2)
    section = SectionName("upcoming")
    for each in found_in(section, view, NOW):
        later = {
            found.measure.name: found.finding.score for found in found_in(section, view, NOW + timedelta(days=DAYS[3]))
        }
        path = ahead(each, view, NOW)
        assert (path[3] if path else each.finding.score) == later.get(each.measure.name)
