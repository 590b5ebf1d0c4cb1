"""Figures of several accounts: nothing is converted, nothing is counted twice, and gaps are said."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.section import FactKind
from rotunda.view.document import AccountLink
from rotunda.view.family.figures import MOST_NAMED, Adding, Counted, Kept, figures_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BILLING = SectionName("billing")
MRR = Adding("mrr", "MRR", FactKind.MONEY, BILLING, timedelta(hours=48))
OVERDUE = Adding("overdue", "Overdue", FactKind.NUMBER, BILLING, timedelta(hours=48))

amounts = st.none() | st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "USD", "JPY"]))
ages = st.none() | st.integers(0, 96)


def counted(
    number: int,
    money: tuple[int, str] | None,
    age: int | None,
    readable: frozenset[str] = frozenset({"mrr", "overdue"}),
) -> Counted:
    """`age` in hours; None: billing was never read."""
    if age is None:
        return Counted(_link(number), readable, {}, {})
    as_of = NOW - timedelta(hours=age)
    kept = {"overdue": Kept(1, None, as_of)} | ({"mrr": Kept(money[0], money[1], as_of)} if money else {})
    return Counted(_link(number), readable, kept, {BILLING: as_of})


def _link(number: int) -> AccountLink:
    return AccountLink(AccountId(f"acc_{number}"), f"Account {number}")


@given(st.lists(st.tuples(amounts, ages), min_size=1, max_size=12))
def test_money_is_added_per_currency_and_what_was_not_read_is_named(
    drawn: list[tuple[tuple[int, str] | None, int | None]],
) -> None:
    family = [counted(number, money, age) for number, (money, age) in enumerate(drawn)]
    mrr, overdue = figures_of([MRR, OVERDUE], AccountId("acc_0"), family, NOW)
    expected = Counter[str]()
    for money, age in drawn:
        if money and age is not None:
            expected[money[1]] += money[0]
    said = {money[1] for money, age in drawn if money and age is not None}
    assert {each.currency: each.amount_minor for each in mrr.total.money} == {code: expected[code] for code in said}
    unread, read = [age for _, age in drawn if age is None], [age for _, age in drawn if age is not None]
    assert overdue.total.number == (len(read) if read else None)
    assert overdue.without.count == len(unread)
    assert overdue.old.count == sum(age > 48 for age in read)
    assert overdue.oldest_as_of == (NOW - timedelta(hours=max(read)) if read else None)
    assert len(overdue.without.first) == min(len(unread), MOST_NAMED)


@given(amounts, st.integers(0, 40), amounts, st.integers(0, 40))
def test_own_is_the_account_alone(
    mine: tuple[int, str] | None, age: int, theirs: tuple[int, str] | None, other_age: int
) -> None:
    family = [counted(0, mine, age), counted(1, theirs, other_age)]
    [together] = figures_of([MRR], AccountId("acc_0"), family, NOW)
    [alone] = figures_of([MRR], AccountId("acc_0"), family[:1], NOW)
    assert together.own == alone.total == alone.own


def test_read_and_empty_is_zero_and_no_gap() -> None:
    [mrr] = figures_of([MRR], AccountId("acc_0"), [counted(0, None, 1)], NOW)
    assert (mrr.total.money, mrr.without.count) == ([], 0)


def test_what_may_not_be_read_of_the_account_is_no_figure() -> None:
    hidden = frozenset({"overdue"})
    family = [counted(0, (5, "EUR"), 1, hidden), counted(1, (7, "EUR"), 1)]
    assert [each.name for each in figures_of([MRR, OVERDUE], AccountId("acc_0"), family, NOW)] == ["overdue"]


def test_what_may_not_be_read_of_a_child_is_like_what_was_not_read() -> None:
    hidden = counted(1, (7, "EUR"), 1, frozenset({"overdue"}))
    unread = counted(1, None, None)
    [one] = figures_of([MRR], AccountId("acc_0"), [counted(0, (5, "EUR"), 1), hidden], NOW)
    [other] = figures_of([MRR], AccountId("acc_0"), [counted(0, (5, "EUR"), 1), unread], NOW)
    assert one == other
