"""Invoices, payments, disputes and credit, as Stripe answers them."""

from datetime import UTC, datetime

import pytest

from connectors.stripe import shapes
from connectors.stripe.reading_billing import billing, recorded, seconds
from rotunda.connector_kit.requests import Json
from rotunda.sections.billing.model import InvoiceStatus
from rotunda.sections.money import Money

OPEN = {"status": "open", "amount_paid": 0, "amount_remaining": 9800, "status_transitions": {"paid_at": None}}
YESTERDAY, TOMORROW = seconds(2026, 1, 14), seconds(2026, 1, 16)


@pytest.mark.parametrize(
    ("changes", "overdue_since", "failed"),
    [
        ({**OPEN, "due_date": YESTERDAY, "attempted": False, "attempt_count": 0}, YESTERDAY, False),
        ({**OPEN, "due_date": TOMORROW, "attempted": False, "attempt_count": 0}, None, False),
        ({**OPEN, "attempted": True, "attempt_count": 2}, seconds(2025, 11, 22), True),
        ({**OPEN, "attempted": False, "attempt_count": 0}, None, False),
        ({**OPEN, "amount_remaining": 0, "due_date": YESTERDAY}, None, False),
        ({"status": "paid", "due_date": YESTERDAY}, None, False),
        ({**OPEN, "status": "void", "due_date": YESTERDAY}, None, False),
        ({**OPEN, "status": "uncollectible", "due_date": YESTERDAY}, None, False),
    ],
)
def test_overdue_and_failed_follow_from_state_attempts_and_due_date(
    changes: Json, overdue_since: int | None, *, failed: bool
) -> None:
    [found] = billing(invoices=[shapes.invoice(**changes)]).invoices
    assert found.overdue_since == (None if overdue_since is None else datetime.fromtimestamp(overdue_since, UTC))
    assert found.payment_failed is failed


def test_invoices_keep_their_amounts_dates_and_links() -> None:
    newest, *_, oldest, draft = recorded().invoices
    assert (newest.amount_remaining, newest.attempts) == (Money(20_000, "EUR"), 2)
    assert newest.next_attempt_at == datetime(2026, 1, 15, tzinfo=UTC)
    assert newest.ref.url == "https://dashboard.stripe.com/test/invoices/in_3"
    assert newest.pay_url == "https://invoice.stripe.com/i/in_3"
    assert oldest.paid_at == datetime(2025, 11, 22, tzinfo=UTC)
    assert (draft.status, draft.number, draft.total) == (InvoiceStatus.DRAFT, None, Money(9800, "USD"))


def test_what_was_paid_outside_is_summed_per_currency() -> None:
    outside = [
        shapes.invoice(amount_paid_off_stripe=100),
        shapes.invoice(amount_paid_off_stripe=250),
        shapes.invoice(amount_paid_off_stripe=70, currency="usd"),
        shapes.invoice(amount_paid_off_stripe=None),
    ]
    assert billing(invoices=outside).paid_outside == [Money(350, "EUR"), Money(70, "USD")]


def test_payments_tell_captured_failed_pending_refunded_and_lost() -> None:
    failed, lost, refunded, authorised = recorded().payments
    assert (failed.succeeded, failed.pending, failed.failure_code) == (False, False, "card_declined")
    assert failed.amount == Money(20_000, "EUR")
    assert (lost.disputed, lost.dispute_lost) == (True, True)
    assert (refunded.amount, refunded.refunded) == (Money(9800, "EUR"), Money(1800, "EUR"))
    assert (authorised.succeeded, authorised.pending, authorised.amount) == (False, True, Money(9800, "USD"))
    assert failed.ref.url == "https://dashboard.stripe.com/test/payments/pi_3"
    assert refunded.ref.url == "https://dashboard.stripe.com/test/payments/ch_1"


def test_a_part_capture_is_what_was_captured() -> None:
    [found] = billing(charges=[shapes.charge(amount_captured=5000)]).payments
    assert (found.succeeded, found.amount) == (True, Money(5000, "EUR"))


@pytest.mark.parametrize("status", ["won", "needs_response", "warning_closed"])
def test_a_dispute_that_is_not_lost_takes_nothing(status: str) -> None:
    dispute = {"id": "du_1", "charge": "ch_1", "status": status}
    part = billing({"GET /v1/disputes?charge=ch_1": [shapes.listed(dispute)]}, charges=[shapes.charge(disputed=True)])
    assert (part.payments[0].disputed, part.payments[0].dispute_lost) == (True, False)


# The payer


@pytest.mark.parametrize(
    ("balance", "currency", "credit"),
    [
        (-2500, "eur", Money(2500, "EUR")),
        (400, "eur", Money(-400, "EUR")),
        (0, None, None),
        (0, "eur", Money(0, "EUR")),
    ],
)
def test_credit_has_the_opposite_sign_of_the_balance(balance: int, currency: str | None, credit: Money | None) -> None:
    raw = shapes.customer(balance=balance, currency=currency)
    [found] = billing({"GET /v1/customers/cus_Acme1": [raw]}).customers
    assert found.credit == credit
