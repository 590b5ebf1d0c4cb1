"""What the account model makes of its measures: bounded, adding up, monotone, blind to what a viewer may not see."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from insight.health.views import NOW, communication, late, people, support, ticket, upcoming, usage
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.judging import found_in, health_of, health_of_all, needed_for_all
from rotunda.insight.health.model import Band, Finding, Found, Health
from rotunda.insight.health.score_model import ACCOUNT
from rotunda.insight.health.weighing import weigh
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import Severity
from rotunda.sections.upcoming.model import UpcomingKind

EVERYTHING = needed_for_all()
VIEWS: Mapping[SectionName, Any] = {
    SectionName("billing"): late(9),
    SectionName("communication"): communication(touch=33.5, inbound=52, meetings=2),
    SectionName("usage"): usage(late=15, early=20, active=30, used=7),
    SectionName("support"): support(ticket("1", Severity.URGENT), good=0.725),
    SectionName("people"): people(1, 89, 91, None, champion=True),
    SectionName("upcoming"): upcoming(UpcomingKind.RENEWAL, 45),
}
scores = st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=len(all_measures()), max_size=len(all_measures()))


def judged(views: Mapping[SectionName, Any], reach: frozenset[tuple[SectionName, Label]] = EVERYTHING) -> Health:
    health = health_of(ACCOUNT, views, reach, NOW)
    assert health is not None
    return health


def weighed(values: list[float | None]) -> Health | None:
    found = [
        Found(measure, Finding(value, "said", 3))
        for measure, value in zip(all_measures(), values, strict=True)
        if value is not None
    ]
    return weigh(ACCOUNT, found, NOW)


def test_a_customer_by_hand() -> None:
    """Payment 48 (only the overdue invoice can be judged); engagement 50.94 * .4 + 50 * .4 + 66.67 * .2 = 53.71; usage
    50 * .4 + 50 * .35 + 100 * .25 = 62.5; support, without a solved ticket, (60 * 40 + 100 * 20 + 50 * 20) / 80 = 67.5;
    relationship, without a review, (50 * 50 + 100 * 30) / 80 = 68.75; contract, the renewal alone, 75.
    """
    health = judged(VIEWS)
    assert {each.name: (each.score, each.weight, each.contribution) for each in health.factors} == {
        "product usage": (62.5, 25, 15.62),
        "payment": (48, 20, 9.6),
        "engagement": (53.71, 20, 10.74),
        "support": (67.5, 15, 10.12),
        "relationship": (68.75, 10, 6.88),
        "contract": (75, 10, 7.5),
    }
    assert (health.score, health.band, health.completeness) == (60.46, Band.YELLOW, 1)


def test_a_factor_without_an_answer_leaves_its_weight_to_the_others() -> None:
    health = judged(
        {SectionName("usage"): VIEWS[SectionName("usage")], SectionName("upcoming"): VIEWS[SectionName("upcoming")]}
    )
    assert [(each.name, each.weight) for each in health.factors] == [("product usage", 71.43), ("contract", 28.57)]
    assert health.completeness == 0.35
    assert health_of(ACCOUNT, {}, EVERYTHING, NOW) is None


def test_what_a_viewer_may_not_see_is_not_judged_for_them() -> None:
    reach = frozenset(pair for pair in EVERYTHING if pair[1] is not Label.COMMERCIAL)
    poorer = judged({**VIEWS, SectionName("billing"): late(60)}, reach)
    assert poorer == judged(VIEWS, reach)
    assert "payment" not in {each.name for each in poorer.factors}


@given(st.permutations([found for name, view in VIEWS.items() for found in found_in(name, view, NOW)]))
def test_findings_that_were_kept_make_the_same_score_in_any_order(found: list[Found]) -> None:
    assert health_of_all(ACCOUNT, found, NOW) == judged(VIEWS)


@given(scores)
def test_it_is_bounded_and_its_contributions_add_up(values: list[float | None]) -> None:
    health = weighed(values)
    if health is None:
        assert all(value is None for value in values)
        return
    assert 0 <= health.score <= 100.03  # six contributions, each rounded to a hundredth
    assert abs(sum(each.contribution for each in health.factors) - health.score) < 0.01
    assert abs(sum(each.weight for each in health.factors) - 100) < 0.05
    assert 0 < health.completeness <= 1
    assert 0 <= health.confidence <= 1
    assert health.band is ACCOUNT.bands.of(health.score)


@given(scores, st.data())
def test_better_findings_never_make_it_worse(values: list[float | None], data: st.DataObject) -> None:
    known = [place for place, value in enumerate(values) if value is not None]
    if not known:
        return
    place = data.draw(st.sampled_from(known))
    better = [*values]
    better[place] = data.draw(st.floats(values[place] or 0, 100))
    before, after = weighed(values), weighed(better)
    assert before is not None
    assert after is not None
    assert after.score >= before.score - 0.05


@given(scores)
def test_the_steps_lead_to_green_and_none_is_too_much(values: list[float | None]) -> None:
    health = weighed(values)
    if health is None:
        return
    gained = [step.points for step in health.to_green]
    assert health.score + sum(gained) >= ACCOUNT.bands.green - 0.2
    if gained:
        assert health.score + sum(gained[:-1]) < ACCOUNT.bands.green
        assert gained == sorted(gained, reverse=True)
