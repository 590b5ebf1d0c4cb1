"""Lifetime value and retention, by hand."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.health.views import billing
from rotunda.insight.value.lifetime import Lifetime, lifetime_of
from rotunda.insight.value.retention import Retention, Stood, retention_of
from rotunda.insight.value.survival import Stayed, Survival, survival_of
from rotunda.sections.billing.merge import facts
from rotunda.sections.billing.model import BillingView, Subscription, SubscriptionStatus
from rotunda.sections.billing.tenure import Tenure, tenure_of
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.provenance import Made, MadeMoney, Ref

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
A_YEAR_AGO = NOW - timedelta(days=365)
BOOK = survival_of([Stayed(0, left=True, customers=10), Stayed(200, left=False, customers=30)])
"""A quarter leaves in the first month, and nobody after that: whoever stayed is expected for all sixty months."""


def subscription(number: str, mrr: Money, *, began: int, ended: int | None = None, **changes: Any) -> Subscription:
    """`began` and `ended` so many days ago."""
    runs = ended is None
    made = Subscription(
        ref=Ref(SourceName("stripe"), "subscription", ExternalId(number)),
        status=SubscriptionStatus.ACTIVE if runs else SubscriptionStatus.CANCELED,
        currency=mrr.currency,
        items=[],
        started_at=NOW - timedelta(days=began),
        mrr=MadeMoney(mrr, Made("test")) if runs else None,
        mrr_if_live=mrr,
        ended_at=None if ended is None else NOW - timedelta(days=ended),
    )
    return msgspec.structs.replace(made, **changes)


def paying(*subscriptions: Subscription, paid: tuple[Money, ...] = (), cut: tuple[str, ...] = ()) -> BillingView:
    totals: dict[str, int] = {}
    for each in subscriptions:
        if each.mrr:
            totals[each.currency] = totals.get(each.currency, 0) + each.mrr.money.amount_minor
    return billing(
        subscriptions=list(subscriptions),
        mrr=[MadeMoney(Money(total, currency), Made("test")) for currency, total in sorted(totals.items())],
        lifetime_paid=[MadeMoney(each, Made("test")) for each in paid],
        truncated=list(cut),
    )


def lifetime(view: BillingView | None, book: Survival | None = BOOK) -> Lifetime:
    found = lifetime_of(view, book, NOW)
    assert isinstance(found, Lifetime), found
    return found


def why_not(view: BillingView | None, book: Survival | None = BOOK) -> str:
    found = lifetime_of(view, book, NOW)
    assert isinstance(found, str)
    return found


def test_paid_so_far_and_mrr_for_the_months_that_are_expected() -> None:
    """1,000 paid, 100 a month for 60 months: 7,000. Nobody errs where nobody leaves: the interval is the value."""
    view = paying(subscription("1", Money(100_00, "EUR"), began=100), paid=(Money(1_000_00, "EUR"),))
    found = lifetime(view)
    [euros] = found.amounts
    assert euros.amount.money == euros.low == euros.high == Money(7_000_00, "EUR")
    assert (found.tenure_months, found.customers, found.left) == (3, 40, 10)
    labels = ["Paid so far", "MRR", "Expected months", "95 % interval", "Estimated from"]
    assert [each.label for each in euros.amount.made.inputs] == labels
    assert euros.amount.made.inputs[-1].text == "40 customers, of whom 10 left"


def test_a_new_customer_is_expected_for_three_quarters_of_it_within_its_interval() -> None:
    """45 months (see the tests of survival), 36.9486 to 53.0514: 4,500.00, 3,694.86 to 5,305.14."""
    [euros] = lifetime(paying(subscription("1", Money(100_00, "EUR"), began=5))).amounts
    assert euros.amount.money == Money(4_500_00, "EUR")
    assert euros.low == Money(3_694_86, "EUR")
    assert euros.high == Money(5_305_14, "EUR")


def test_every_currency_stands_by_itself() -> None:
    view = paying(
        subscription("1", Money(100_00, "EUR"), began=100),
        subscription("2", Money(1_000, "JPY"), began=100),
        paid=(Money(50_00, "USD"),),
    )
    amounts = {each.amount.money.currency: each.amount.money.amount_minor for each in lifetime(view).amounts}
    assert amounts == {"EUR": 6_000_00, "JPY": 60_000, "USD": 50_00}


def test_who_has_left_is_worth_what_was_paid() -> None:
    view = paying(subscription("1", Money(100_00, "EUR"), began=400, ended=30), paid=(Money(900_00, "EUR"),))
    found = lifetime(view, None)
    assert [each.amount.money for each in found.amounts] == [Money(900_00, "EUR")]
    assert (found.expected_months, found.tenure_months) == (None, 12)


def test_what_cannot_be_told_says_why() -> None:
    running = paying(subscription("1", Money(100_00, "EUR"), began=100))
    few = survival_of([Stayed(3, left=True, customers=4), Stayed(9, left=False, customers=15)])
    assert "no billing system" in why_not(None)
    assert "no paid subscription" in why_not(paying())
    assert "of 19 customers" in why_not(running, few)
    assert "4 left. It takes 20, of whom 5 left." in why_not(running, few)
    assert "of 0 customers" in why_not(running, None)


def test_cut_payments_are_said() -> None:
    view = paying(subscription("1", Money(100_00, "EUR"), began=100), cut=("payments",))
    [euros] = lifetime(view).amounts
    assert "Older payments were not read" in (euros.amount.made.inputs[-1].text or "")


def test_tenure_is_from_the_first_start_to_the_last_end() -> None:
    view = paying(
        subscription("1", Money(1, "EUR"), began=400, ended=300),
        subscription("2", Money(1, "EUR"), began=200, ended=10),
    )
    assert tenure_of(view) == Tenure(NOW - timedelta(days=400), NOW - timedelta(days=10))
    again = paying(*view.subscriptions, subscription("3", Money(1, "EUR"), began=5))
    assert tenure_of(again) == Tenure(NOW - timedelta(days=400), None)


def test_lists_are_left_since_when_and_until_when() -> None:
    ended = subscription("1", Money(1, "EUR"), began=400, ended=300)
    left = {each.name: each.at for each in facts(paying(ended))}
    assert (left["subscribed_at"], left["unsubscribed_at"]) == (ended.started_at, ended.ended_at)
    running = {each.name: each.at for each in facts(paying(ended, subscription("2", Money(1, "EUR"), began=200)))}
    assert running["subscribed_at"] == ended.started_at
    assert "unsubscribed_at" not in running


def test_a_trial_is_no_tenure() -> None:
    tried = subscription("1", Money(1, "EUR"), began=40, ended=26, trial_ends_at=NOW - timedelta(days=26))
    trying = subscription("2", Money(1, "EUR"), began=3, status=SubscriptionStatus.TRIALING)
    assert tenure_of(paying(tried, trying)) is None


def test_subscriptions_that_were_not_all_read_are_no_tenure() -> None:
    assert tenure_of(paying(subscription("1", Money(1, "EUR"), began=40), cut=("subscriptions",))) is None


def kept(view: BillingView, **stood: Stood) -> Retention:
    [found] = retention_of(view, A_YEAR_AGO, stood)
    return found


CHANGED = (
    subscription("kept", Money(600_00, "EUR"), began=500),
    subscription("ended", Money(400_00, "EUR"), began=500, ended=100),
    subscription("new", Money(250_00, "EUR"), began=90),
)


def test_retention_from_subscriptions() -> None:
    """1,000 a year ago; 400 ended, 250 came: net (1,000 + 250 - 400) / 1,000 = 85 %, gross 60 %."""
    found = kept(paying(*CHANGED))
    assert (found.start, found.now) == (Money(1_000_00, "EUR"), Money(850_00, "EUR"))
    assert (found.expansion, found.contraction) == (Money(250_00, "EUR"), Money(400_00, "EUR"))
    assert (found.net.value, found.gross.value) == (0.85, 0.6)
    assert found.read_on is None
    assert "prices that are known today" in (found.net.made.inputs[-1].text or "")


@pytest.mark.parametrize(("read", "expansion", "contraction"), [(900_00, 350_00, 400_00), (1_100_00, 250_00, 500_00)])
def test_what_was_read_then_knows_prices_that_have_changed_since(read: int, expansion: int, contraction: int) -> None:
    """What ran then costs 1,000 at today's prices: 900 read means 100 of expansion, 1,100 means 100 of contraction."""
    day = date(2025, 11, 19)
    found = kept(paying(*CHANGED), EUR=Stood(day, Money(read, "EUR")))
    assert (found.expansion, found.contraction) == (Money(expansion, "EUR"), Money(contraction, "EUR"))
    assert found.now == Money(850_00, "EUR")
    assert found.net.value == pytest.approx(850_00 / read)
    assert found.read_on == day


def test_a_trial_of_then_brought_nothing() -> None:
    trial = subscription("1", Money(100_00, "EUR"), began=370, trial_ends_at=NOW - timedelta(days=356))
    assert retention_of(paying(trial), A_YEAR_AGO, {}) == []


def test_a_change_of_currency_is_lost_in_one_and_new_in_the_other() -> None:
    changed = subscription("1", Money(100_00, "USD"), began=500, mrr_if_live=Money(90_00, "EUR"))
    found = kept(paying(changed))
    assert (found.start.currency, found.net.value, found.gross.value) == ("EUR", 0.0, 0.0)


def test_without_all_subscriptions_nothing_is_said() -> None:
    assert retention_of(paying(*CHANGED, cut=("subscriptions",)), A_YEAR_AGO, {}) == []


_SUBSCRIPTIONS = st.lists(
    st.builds(
        lambda minor, currency, began, ended: (minor, currency, began, ended),
        st.integers(1, 10**8),
        st.sampled_from(["EUR", "USD", "JPY"]),
        st.integers(0, 900),
        st.none() | st.integers(0, 900),
    ),
    max_size=10,
)
_READ = st.none() | st.integers(0, 10**9)


@given(_SUBSCRIPTIONS, _READ, st.randoms(use_true_random=False))
def test_bounds_order_and_currencies(
    drawn: list[tuple[int, str, int, int | None]], read: int | None, chance: Random
) -> None:
    made = [
        subscription(
            str(number), Money(minor, currency), began=began, ended=None if ended is None else min(ended, began)
        )
        for number, (minor, currency, began, ended) in enumerate(drawn)
    ]
    stood = {} if read is None else {"EUR": Stood(date(2025, 11, 20), Money(read, "EUR"))}
    found = retention_of(paying(*made), A_YEAR_AGO, stood)
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert retention_of(paying(*shuffled), A_YEAR_AGO, stood) == found
    running = {each.money.currency: each.money for each in paying(*made).mrr}
    for each in found:
        assert each.start.currency == each.now.currency == each.expansion.currency == each.contraction.currency
        assert each.now == running.get(each.start.currency, Money(0, each.start.currency))
        assert 0 <= each.gross.value <= 1
        assert each.gross.value <= each.net.value + 1e-9
        assert min(each.expansion.amount_minor, each.contraction.amount_minor) >= 0
