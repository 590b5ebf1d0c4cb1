"""What the billing section says of its parts."""

from datetime import UTC, datetime, timedelta

from rotunda.sections.billing.merge import merge
from rotunda.sections.billing.model import (
    BillingPart,
    Invoice,
    InvoiceStatus,
    Payment,
    Subscription,
    SubscriptionItem,
    SubscriptionStatus,
)
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.provenance import Category, Made, MadeMoney, Mode, Origin, Ref
from rotunda.sections.section import Sourcepart

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def ref(kind: str, number: str) -> Ref:
    return Ref(SourceName("stripe"), kind, ExternalId(number))


def subscription(number: str, exact: str, currency: str = "EUR", **changes: object) -> Subscription:
    money = Money(round(float(exact)), currency)
    values: dict[str, object] = {
        "ref": ref("subscription", number),
        "status": SubscriptionStatus.ACTIVE,
        "currency": currency,
        "items": [SubscriptionItem(product="Pro", interval="month", quantity=3)],
        "started_at": NOW - timedelta(days=400),
        "mrr": MadeMoney(money, Made("test")),
        "mrr_exact": exact,
        "mrr_if_live": money,
        **changes,
    }
    return Subscription(**values)  # pyright: ignore[reportArgumentType] - a builder


def invoice(number: str, status: InvoiceStatus, amount: int, **changes: object) -> Invoice:
    paid = amount if status is InvoiceStatus.PAID else 0
    values: dict[str, object] = {
        "ref": ref("invoice", number),
        "status": status,
        "total": Money(amount, "EUR"),
        "amount_due": Money(amount, "EUR"),
        "amount_paid": Money(paid, "EUR"),
        "amount_remaining": Money(amount - paid, "EUR"),
        "created_at": NOW - timedelta(days=20),
        **changes,
    }
    return Invoice(**values)  # pyright: ignore[reportArgumentType] - a builder


def part(**lists: object) -> Sourcepart[BillingPart]:
    origin = Origin(SourceName("stripe"), ConnectionId("con_1"), Category.BILLING, Mode.LIVE, NOW)
    empty: dict[str, object] = {"customers": [], "subscriptions": [], "invoices": [], "payments": []}
    return Sourcepart(origin, BillingPart(**{**empty, **lists}))  # pyright: ignore[reportArgumentType] - a builder


def test_mrr_is_rounded_once_per_currency_and_never_summed_across() -> None:
    thirds = [subscription(f"s{number}", "33.333333333333") for number in range(3)]
    view = merge([part(subscriptions=[*thirds, subscription("usd", "500", "USD")])], NOW)
    assert [each.money for each in view.mrr] == [Money(100, "EUR"), Money(500, "USD")]
    assert [each.money for each in view.arr] == [Money(1200, "EUR"), Money(6000, "USD")]
    assert len(view.mrr[0].made.inputs) == 3


def test_twelfths_that_sum_up_to_half_a_cent_are_a_tie() -> None:
    """492614 / 3 + 1030703 / 12 + 1764071 / 12 is 397102.5 exactly, though its written thirds are a hair above."""
    written = ["164204.6666666666666666666667", "85891.91666666666666666666667", "147005.9166666666666666666667"]
    view = merge([part(subscriptions=[subscription(exact, exact) for exact in written])], NOW)
    assert view.mrr[0].money == Money(397_102, "EUR")


def test_what_does_not_count_has_no_mrr() -> None:
    view = merge([part(subscriptions=[subscription("gone", "0", mrr=None, mrr_exact=None)])], NOW)
    assert view.mrr == []


def test_change_counts_what_started_and_what_ended_within_30_days() -> None:
    started = subscription("new", "1000", started_at=NOW - timedelta(days=3))
    ended = subscription(
        "old",
        "2500",
        status=SubscriptionStatus.CANCELED,
        mrr=None,
        mrr_exact=None,
        ended_at=NOW - timedelta(days=29),
    )
    long_gone = subscription("ancient", "9900", mrr=None, mrr_exact=None, ended_at=NOW - timedelta(days=31))
    [change] = merge([part(subscriptions=[started, ended, long_gone])], NOW).mrr_change_30d
    assert change.money == Money(1000 - 2500, "EUR")


def test_overdue_and_failed_invoices_are_a_payment_problem() -> None:
    due = NOW - timedelta(days=12)
    late = invoice("late", InvoiceStatus.OPEN, 8400, overdue_since=due, due_at=due)
    view = merge([part(invoices=[late, invoice("fine", InvoiceStatus.PAID, 500)])], NOW)
    assert view.overdue is not None
    assert (view.overdue.count, view.overdue.amounts, view.overdue.oldest_due_at) == (1, [Money(8400, "EUR")], due)
    assert not view.payment_ok
    assert merge([part(invoices=[invoice("x", InvoiceStatus.OPEN, 1, payment_failed=True)])], NOW).payment_ok is False
    assert merge([part(invoices=[invoice("y", InvoiceStatus.OPEN, 1)])], NOW).payment_ok is True


def test_twelve_months_end_with_this_one_and_hold_what_was_paid_in_each() -> None:
    paid = [
        invoice("nov", InvoiceStatus.PAID, 700, paid_at=NOW),
        invoice("dec", InvoiceStatus.PAID, 300, paid_at=datetime(2025, 12, 1, tzinfo=UTC)),
        invoice("too old", InvoiceStatus.PAID, 900, paid_at=datetime(2025, 11, 30, 23, 59, tzinfo=UTC)),
    ]
    months = merge([part(invoices=paid)], NOW).paid_by_month
    assert months[0].month == "2025-12"
    assert months[-1].month == "2026-11"
    assert len(months) == 12
    assert {each.month: each.paid for each in months if each.paid} == {
        "2025-12": [Money(300, "EUR")],
        "2026-11": [Money(700, "EUR")],
    }


def test_lifetime_paid_is_captured_less_refunds_and_lost_disputes_plus_outside() -> None:
    def payment(number: str, amount: int, **changes: object) -> Payment:
        values: dict[str, object] = {
            "ref": ref("charge", number),
            "at": NOW,
            "amount": Money(amount, "EUR"),
            "refunded": Money(0, "EUR"),
            "succeeded": True,
            **changes,
        }
        return Payment(**values)  # pyright: ignore[reportArgumentType] - a builder

    payments = [
        payment("whole", 1000),
        payment("partly back", 1000, refunded=Money(250, "EUR")),
        payment("lost", 4000, disputed=True, dispute_lost=True),
        payment("refused", 8000, succeeded=False),
    ]
    [lifetime] = merge([part(payments=payments, paid_outside=[Money(60, "EUR")])], NOW).lifetime_paid
    assert lifetime.money == Money(1000 + 750 + 60, "EUR")


def test_two_billing_systems_stand_side_by_side() -> None:
    one = part(subscriptions=[subscription("a", "100")])
    other = part(subscriptions=[subscription("b", "50")])
    view = merge([one, other], NOW)
    assert [each.money for each in view.mrr] == [Money(150, "EUR")]
    assert len(view.plans) == 2
