"""The way of a customer, step by step: from the first record of each, told as far as a viewer may read."""

from datetime import datetime, timedelta
from random import Random

import msgspec
import pytest

from insight.deals.test_deal_figures import deal
from insight.deals.test_deal_figures import view as deals
from insight.health.views import NOW, ago, billing, invoice, usage
from rotunda.insight.journey.model import JourneyStep, StepState
from rotunda.insight.journey.steps import STEPS
from rotunda.insight.journey.way import way_of
from rotunda.sections.billing.model import PlanLine, SubscriptionStatus
from rotunda.sections.ids import ExternalId, SectionName, SourceName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.people.model import FirstPerson, PeopleView
from rotunda.sections.provenance import Ref

PEOPLE, DEALS, USAGE, BILLING = map(SectionName, ("people", "deals", "usage", "billing"))
EVERYTHING = frozenset((section, label) for section in (PEOPLE, DEALS, USAGE, BILLING) for label in Label)
EURO = Money(100_00, "EUR")


def ref(number: str) -> Ref:
    return Ref(SourceName("test"), "record", ExternalId(number))


def plan(number: str, renews: datetime, **changes: object) -> PlanLine:
    line = PlanLine(ref=ref(number), products=["Pro"], status=SubscriptionStatus.ACTIVE, renews_at=renews)
    return msgspec.structs.replace(line, **changes)


VIEWS = {
    PEOPLE: PeopleView(people=[], total=0, first=FirstPerson(ref("ana"), "Ana Lind", ago(300))),
    DEALS: deals(deal(1, EURO, won=False, days=5), deal(2, EURO, won=True, days=40), deal(3, EURO, won=True, days=20)),
    USAGE: msgspec.structs.replace(usage(), activated_at=ago(250)),
    BILLING: billing(
        invoices=[invoice("2", due=ago(200), paid=ago(201)), invoice("1", due=ago(230), paid=ago(228))],
        plans=[plan("late", NOW + timedelta(days=300)), plan("soon", NOW + timedelta(days=30))],
    ),
}


def told(views: object = VIEWS, reach: frozenset[tuple[SectionName, Label]] = EVERYTHING) -> dict[str, JourneyStep]:
    return {each.name: each for each in way_of(views, reach, NOW)}  # pyright: ignore[reportArgumentType] - made up here


def test_each_step_is_the_first_record_of_its_kind() -> None:
    way = told()
    assert [*way] == ["lead", "opportunity", "deal_won", "project", "revenue", "renewal"]
    assert (way["lead"].what, way["lead"].at) == ("Ana Lind", ago(300))
    assert way["opportunity"].what in {"Deal 1", "Deal 2", "Deal 3"}
    assert way["deal_won"].what == "Deal 3"
    assert way["project"].at == ago(250)
    assert (way["revenue"].at, way["revenue"].ref and way["revenue"].ref.external_id) == (ago(228), "1")
    assert way["renewal"].ref == ref("soon")


def test_what_is_to_come_is_ahead_and_dated_where_it_is_known() -> None:
    assert {name: step.state for name, step in told().items()} == {
        **dict.fromkeys(("lead", "opportunity", "deal_won", "project", "revenue"), StepState.REACHED),
        "renewal": StepState.AHEAD,
    }
    lost = told({**VIEWS, DEALS: deals(deal(1, EURO, won=False))})
    assert (lost["deal_won"].state, lost["deal_won"].at, lost["deal_won"].ref) == (StepState.AHEAD, None, None)


def test_the_order_of_records_does_not_matter() -> None:
    for seed in range(5):
        mixed = billing(
            invoices=Random(seed).sample(VIEWS[BILLING].invoices, 2), plans=Random(seed).sample(VIEWS[BILLING].plans, 2)
        )
        assert told({**VIEWS, BILLING: mixed}) == told()


def test_a_section_without_an_answer_leaves_its_steps_unknown() -> None:
    without = told({name: view for name, view in VIEWS.items() if name != DEALS})
    assert without["opportunity"].state is without["deal_won"].state is StepState.UNKNOWN
    assert without["lead"].state is StepState.REACHED


@pytest.mark.parametrize(
    ("section", "changes", "steps"),
    [
        (PEOPLE, {"first": None, "total": 900}, ["lead"]),
        (DEALS, {"truncated": True}, ["opportunity", "deal_won"]),
        (BILLING, {"truncated": ["invoices"]}, ["revenue"]),
    ],
)
def test_the_first_of_what_was_not_all_read_is_unknown(
    section: SectionName, changes: dict[str, object], steps: list[str]
) -> None:
    way = told({**VIEWS, section: msgspec.structs.replace(VIEWS[section], **changes)})
    assert [name for name, step in way.items() if step.state is StepState.UNKNOWN] == steps


def test_what_is_set_to_end_does_not_renew() -> None:
    soon = NOW + timedelta(days=30)
    for changes in ({"cancel_at": soon}, {"ended_at": ago(1)}, {"status": SubscriptionStatus.CANCELED}):
        way = told({**VIEWS, BILLING: billing(plans=[plan("1", soon, **changes)])})
        assert (way["renewal"].state, way["renewal"].at) == (StepState.AHEAD, None)


def test_an_invoice_over_nothing_is_no_revenue() -> None:
    free = msgspec.structs.replace(invoice("1", due=ago(20), paid=ago(20)), amount_paid=Money(0, "EUR"))
    assert told({**VIEWS, BILLING: billing(invoices=[free])})["revenue"].state is StepState.AHEAD


@pytest.mark.parametrize("rule", STEPS, ids=lambda rule: rule.name)
def test_without_any_of_its_labels_a_step_is_not_told(rule: object) -> None:
    [found] = [each for each in STEPS if each is rule]
    for label in found.labels:
        assert found.name not in told(reach=EVERYTHING - {(found.section, label)})
