"""Figures over the deals of an account, by hand; and what holds for any deals."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.deals.figures import cycle_days, figures_of
from rotunda.sections.deals.merge import merge
from rotunda.sections.deals.model import Deal, DealsPart, DealsView, Stage
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.provenance import Category, Mode, Origin, Ref
from rotunda.sections.section import Sourcepart

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CRM = Origin(SourceName("hubspot"), ConnectionId("con_1"), Category.CRM, Mode.LIVE, NOW)


def deal(number: int, value: Money | None, *, won: bool | None, days: int = 10) -> Deal:
    """Open where nothing is said of its end."""
    created = NOW - timedelta(days=400)
    return Deal(
        ref=Ref(SourceName("hubspot"), "deal", ExternalId(str(number))),
        name=f"Deal {number}",
        stage=Stage("s", "Stage", 50),
        pipeline="Sales",
        stage_number=1 if won is None else None,
        stage_count=3,
        closed=won is not None,
        won=bool(won),
        created_at=created,
        value=value,
        closed_at=None if won is None else created + timedelta(days=days),
    )


def view(*deals: Deal) -> DealsView:
    return merge([Sourcepart(CRM, DealsPart(list(deals)))], NOW)


EXAMPLE = (
    deal(1, Money(1_000_00, "EUR"), won=True, days=20),
    deal(2, Money(2_000_01, "EUR"), won=True, days=41),
    deal(3, Money(500_00, "USD"), won=True, days=30),
    deal(4, None, won=True, days=9),
    deal(5, Money(9_000_00, "EUR"), won=False, days=100),
    deal(6, Money(700_00, "EUR"), won=None),
)


def test_the_average_size_is_per_currency_and_of_won_deals_with_a_value() -> None:
    """(1,000.00 + 2,000.01) / 2 = 1,500.005, to the even cent."""
    sizes = [each.money for each in figures_of(view(*EXAMPLE)).average_size]
    assert sizes == [Money(1_500_00, "EUR"), Money(500_00, "USD")]


def test_what_was_won_and_what_is_open_are_per_currency() -> None:
    told = figures_of(view(*EXAMPLE))
    assert [each.money for each in told.lifetime_value] == [Money(3_000_01, "EUR"), Money(500_00, "USD")]
    assert [each.money for each in told.open_pipeline] == [Money(700_00, "EUR")]


def test_four_won_and_one_lost_are_a_rate_of_four_fifths() -> None:
    rate = figures_of(view(*EXAMPLE)).win_rate
    assert rate is not None
    assert rate.value == 0.8
    assert [(each.label, each.text) for each in rate.made.inputs] == [("Won", "4"), ("Lost", "1")]


def test_the_average_cycle_is_that_of_won_deals() -> None:
    """(20 + 41 + 30 + 9) / 4 = 25 days; the lost one is not in it."""
    cycle = figures_of(view(*EXAMPLE)).average_cycle
    assert cycle is not None
    assert cycle.value == 25.0
    assert len(cycle.made.inputs) == 4


def test_where_no_deal_was_closed_nothing_is_said() -> None:
    told = figures_of(view(EXAMPLE[-1]))
    assert (told.average_size, told.win_rate, told.average_cycle) == ([], None, None)


def test_an_open_deal_has_no_cycle() -> None:
    assert cycle_days(EXAMPLE[-1]) is None
    assert cycle_days(EXAMPLE[0]) == 20


_MONEY = st.builds(Money, st.integers(0, 10**9), st.sampled_from(["EUR", "USD", "JPY"]))
_DEALS = st.lists(
    st.builds(
        lambda money, won, days: (money, won, days),
        st.none() | _MONEY,
        st.sampled_from([True, False, None]),
        st.integers(0, 900),
    ),
    max_size=12,
)


@given(_DEALS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_currencies_never_meet(
    drawn: list[tuple[Money | None, bool | None, int]], chance: Random
) -> None:
    deals = [deal(number, money, won=won, days=days) for number, (money, won, days) in enumerate(drawn)]
    told = figures_of(view(*deals))
    shuffled = list(deals)
    chance.shuffle(shuffled)
    again = figures_of(view(*shuffled))
    assert [each.money for each in told.average_size] == [each.money for each in again.average_size]
    assert [each.money for each in told.lifetime_value] == [each.money for each in again.lifetime_value]
    assert (told.win_rate and told.win_rate.value) == (again.win_rate and again.win_rate.value)
    assert (told.average_cycle and told.average_cycle.value) == (again.average_cycle and again.average_cycle.value)
    won = [each for each in deals if each.won and each.value]
    for size in told.average_size:
        values = [each.value.amount_minor for each in won if each.value and each.value.currency == size.money.currency]
        assert min(values) <= size.money.amount_minor <= max(values)
        assert {each.money.currency for each in size.made.inputs if each.money} == {size.money.currency}
    assert told.win_rate is None or 0 <= told.win_rate.value <= 1
