"""What came of each invoice: paid at once, late, outside Stripe or never; charges, refunds and disputes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from rotunda_world.generate.billing.terms import State
from rotunda_world.generate.seeds import stripe_id
from rotunda_world.model import Charge, Invoice, Payer, Refund

RETRIES = tuple(timedelta(days=days) for days in (0, 3, 8, 13))
_DECLINES = (
    ("card_declined", "Your card was declined.", "generic_decline"),
    ("card_declined", "Your card has insufficient funds.", "insufficient_funds"),
    ("expired_card", "Your card has expired.", None),
    ("processing_error", "An error occurred while processing your card. Try again in a little bit.", None),
)
_PAUSE = timedelta(days=62)


class Outcome(StrEnum):
    """What came of an invoice."""

    PAID = "paid"
    LATE = "late"  # After refused attempts.
    OUTSIDE = "outside"
    WAITING = "waiting"  # Open, nothing tried.
    FAILING = "failing"  # Open, attempts refused so far.
    DRAFT = "draft"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


@dataclass(slots=True)
class Settler:
    """Settles the invoices of one payer. `strict` leaves chance out: what is told must not be blurred."""

    payer: Payer
    random: Random
    now: datetime
    strict: bool

    def settle_all(self, invoices: list[Invoice], state: State) -> None:
        """`invoices` oldest first, of one subscription in that state."""
        for place, invoice in enumerate(invoices):
            outcome = self._outcome(invoice, state, len(invoices) - 1 - place)
            self.settle(invoice, outcome)

    def settle(self, invoice: Invoice, outcome: Outcome) -> None:
        """Applies one outcome and keeps the invoice."""
        self.payer.invoices.append(invoice)
        if invoice.total == 0 and outcome not in {Outcome.DRAFT, Outcome.VOID}:
            invoice.status, invoice.paid_at = "paid", invoice.finalized_at
            return
        _APPLY[outcome](self, invoice)

    def _outcome(self, invoice: Invoice, state: State, from_last: int) -> Outcome:
        paused = {
            State.PAUSED_VOID: Outcome.VOID,
            State.PAUSED_UNCOLLECTIBLE: Outcome.UNCOLLECTIBLE,
            State.PAUSED_DRAFT: Outcome.DRAFT,
        }
        if state in paused and invoice.created_at > self.now - _PAUSE:
            return paused[state]
        last = {
            State.PAST_DUE: (Outcome.FAILING,),
            State.UNPAID: (Outcome.DRAFT, Outcome.FAILING),
            State.INCOMPLETE: (Outcome.FAILING,),
            State.EXPIRED: (Outcome.VOID,),
        }.get(state, ())
        if from_last < len(last):
            return last[from_last]
        if state is State.CANCELED and from_last == 0 and self.random.random() < 0.3:
            return Outcome.UNCOLLECTIBLE
        return self._by_hand(invoice, state) if invoice.due_at else self._by_card()

    def _by_card(self) -> Outcome:
        return Outcome.LATE if not self.strict and self.random.random() < 0.05 else Outcome.PAID

    def _by_hand(self, invoice: Invoice, state: State) -> Outcome:
        due_at = invoice.due_at or self.now
        if state is State.OVERDUE and due_at > self.now - timedelta(days=45):
            return Outcome.WAITING
        if due_at > self.now - timedelta(days=1):
            return Outcome.PAID if self.now - invoice.created_at > timedelta(days=9) else Outcome.WAITING
        return Outcome.OUTSIDE if self.random.random() < 0.3 else Outcome.PAID

    def paid(self, invoice: Invoice) -> None:
        tried_at = invoice.finalized_at or invoice.created_at
        if invoice.due_at:
            tried_at = invoice.created_at + timedelta(days=self.random.randrange(2, 9), hours=self.random.randrange(9))
        self._succeed(invoice, tried_at, 1)

    def late(self, invoice: Invoice) -> None:
        """Refused once or twice, then paid; paid at once when the retries would lie ahead."""
        refused = self.random.randrange(1, 3)
        first = invoice.finalized_at or invoice.created_at
        if first + RETRIES[refused] + timedelta(hours=1) > self.now:
            self.paid(invoice)
            return
        for attempt in range(refused):
            self._refuse(invoice, first + RETRIES[attempt])
        self._succeed(invoice, first + RETRIES[refused], refused + 1)

    def outside(self, invoice: Invoice) -> None:
        invoice.status, invoice.amount_paid, invoice.paid_outside = "paid", invoice.total, True
        invoice.paid_at = invoice.created_at + timedelta(
            days=self.random.randrange(4, 13), hours=self.random.randrange(9)
        )

    def waiting(self, invoice: Invoice) -> None:
        invoice.status = "open"

    def failing(self, invoice: Invoice) -> None:
        """Tried as often as the schedule has had time for; the next attempt is the schedule's, None after the last."""
        first = invoice.finalized_at or invoice.created_at
        times = [first + wait for wait in RETRIES]
        for at in times:
            if at < self.now:
                self._refuse(invoice, at)
        invoice.attempt_count = sum(at < self.now for at in times)
        invoice.next_payment_attempt_at = next((at for at in times if at >= self.now), None)
        self.payer.delinquent = True

    def draft(self, invoice: Invoice) -> None:
        invoice.status, invoice.finalized_at, invoice.number = "draft", None, ""

    def void(self, invoice: Invoice) -> None:
        invoice.status, invoice.voided_at = "void", (invoice.finalized_at or invoice.created_at) + timedelta(hours=2)

    def uncollectible(self, invoice: Invoice) -> None:
        invoice.status = "uncollectible"

    def _succeed(self, invoice: Invoice, at: datetime, attempts: int) -> None:
        charge = self._charge(invoice, at, "succeeded")
        invoice.status, invoice.amount_paid, invoice.attempt_count = "paid", invoice.total, attempts
        invoice.charge, invoice.paid_at = charge, charge.created_at

    def _refuse(self, invoice: Invoice, at: datetime) -> None:
        charge = self._charge(invoice, at, "failed")
        charge.failure_code, charge.failure_message, charge.decline_code = self.random.choice(_DECLINES)
        invoice.charge = charge

    def _charge(self, invoice: Invoice, at: datetime, status: str) -> Charge:
        intent = invoice.charge.payment_intent_id if invoice.charge else stripe_id(self.random, "pi")
        at = min(at + timedelta(seconds=self.random.randrange(3, 300)), self.now)
        charge = Charge(
            stripe_id(self.random, "ch"), intent, self.payer, invoice, invoice.total, invoice.currency, status, at
        )
        self.payer.charges.append(charge)
        return charge

    def regret(self) -> None:
        """A few charges are given back or disputed."""
        for charge in self.payer.charges:
            age = self.now - charge.created_at
            if charge.status != "succeeded" or age < timedelta(days=9):
                continue
            fate = self.random.random()
            if fate < 0.02:
                whole = fate < 0.005
                amount = charge.amount if whole else max(10, charge.amount // 50 * 10)
                reason = self.random.choice(("requested_by_customer", "duplicate", None))
                back_at = (charge.created_at + age / 2).replace(microsecond=0)
                charge.refunds.append(Refund(stripe_id(self.random, "re"), amount, back_at, reason))
            elif fate < 0.035:
                charge.disputed = True
                charge.dispute_status = self.random.choice(("lost", "won", "needs_response", "under_review"))


_APPLY: dict[Outcome, Callable[[Settler, Invoice], None]] = {
    Outcome.PAID: Settler.paid,
    Outcome.LATE: Settler.late,
    Outcome.OUTSIDE: Settler.outside,
    Outcome.WAITING: Settler.waiting,
    Outcome.FAILING: Settler.failing,
    Outcome.DRAFT: Settler.draft,
    Outcome.VOID: Settler.void,
    Outcome.UNCOLLECTIBLE: Settler.uncollectible,
}
