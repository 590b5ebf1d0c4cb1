"""Merged sections of made-up customers, for the tests of health."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from rotunda.sections.billing.model import BillingView, Invoice, InvoiceStatus, Overdue, Payment
from rotunda.sections.communication.model import Channel, ChannelCount, CommunicationView, Entry
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.people.model import BuyingRole, PeopleView, PersonView
from rotunda.sections.provenance import Made, MadeCount, Ref
from rotunda.sections.support.model import Severity, SupportView, Ticket, TicketStatus
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind, UpcomingView
from rotunda.sections.usage.model import DayActive, UsageView

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EURO = Money(10_000, "EUR")


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def ref(kind: str, external_id: str = "1") -> Ref:
    return Ref(SourceName("test"), kind, ExternalId(external_id))


def billing(**changes: Any) -> BillingView:
    view = BillingView(
        plans=[],
        next_renewal_at=None,
        payment_ok=True,
        customers=[],
        mrr=[],
        arr=[],
        trial_mrr=[],
        mrr_change_30d=[],
        subscriptions=[],
        invoices=[],
        payments=[],
        failed_payments_30d=0,
        paid_by_month=[],
        lifetime_paid=[],
    )
    return msgspec.structs.replace(view, **changes)


def invoice(number: str, *, due: datetime, paid: datetime | None = None) -> Invoice:
    return Invoice(
        ref=ref("invoice", number),
        status=InvoiceStatus.PAID if paid else InvoiceStatus.OPEN,
        total=EURO,
        amount_due=EURO,
        amount_paid=EURO if paid else Money(0, "EUR"),
        amount_remaining=Money(0, "EUR") if paid else EURO,
        created_at=due - timedelta(days=30),
        due_at=due,
        paid_at=paid,
        overdue_since=due if paid is None and due < NOW else None,
    )


def late(days: int) -> BillingView:
    due = ago(days)
    return billing(invoices=[invoice("1", due=due)], overdue=Overdue(1, [EURO], due))


def payment(number: str, *, succeeded: bool) -> Payment:
    return Payment(ref=ref("charge", number), at=ago(1), amount=EURO, refunded=Money(0, "EUR"), succeeded=succeeded)


def communication(*, touch: float | None = None, inbound: float | None = None, meetings: int = 0) -> CommunicationView:
    entries = [Entry(ref("meeting", str(number)), Channel.MEETING, ago(number + 1)) for number in range(meetings)]
    return CommunicationView(
        entries=entries or [Entry(ref("email"), Channel.EMAIL, ago(touch or 0))],
        last_touch_at=None if touch is None else ago(touch),
        last_touch_channel=None if touch is None else Channel.EMAIL,
        last_inbound_at=None if inbound is None else ago(inbound),
        channels=[ChannelCount(Channel.MEETING, meetings)],
    )


def usage(*, late: int = 10, early: int = 10, active: int = 60, used: int = 7) -> UsageView:
    """`late` and `early`: users a day in the last four weeks and in the four before; of 100 users and 10 features."""
    today: date = NOW.date()
    days = [DayActive(today - timedelta(days=back), late if back < 28 else early, 0) for back in range(56)]
    return UsageView(
        ref=ref("account"),
        users_total=100,
        active_7d=0,
        active_30d=active,
        active_change_7d=None,
        adoption=MadeCount(used / 10, Made("test")),
        features_adopted=used,
        features_available=10,
        dormant=False,
        daily=days,
    )


def ticket(number: str, severity: Severity, *, solved_after_hours: int | None = None) -> Ticket:
    return Ticket(
        ref=ref("ticket", number),
        number=number,
        subject="Help",
        status=TicketStatus.OPEN if solved_after_hours is None else TicketStatus.SOLVED,
        severity=severity,
        created_at=ago(20),
        updated_at=ago(2),
        resolution_minutes=None if solved_after_hours is None else solved_after_hours * 60,
        solved_at=None if solved_after_hours is None else ago(2),
    )


def support(*tickets: Ticket, escalations: int = 0, good: float | None = None) -> SupportView:
    waiting = [each for each in tickets if each.status is TicketStatus.OPEN]
    return SupportView(
        records=[ref("organization")],
        open_count=len(waiting),
        open_by_severity={
            severity: number
            for severity in Severity
            if (number := sum(1 for each in waiting if each.severity is severity))
        },
        escalations_90d=escalations,
        satisfaction_90d=None if good is None else MadeCount(good, Made("test")),
        oldest_open_at=None,
        median_first_reply_minutes_90d=None,
        tickets=list(tickets),
        created_by_week=[],
    )


def people(*spoken_days_ago: float | None, champion: bool | None = None) -> PeopleView:
    """`champion`: None where no roles are known."""
    roles = [] if champion is None else [BuyingRole.CHAMPION if champion else BuyingRole.END_USER]
    told = [
        PersonView(
            records=[ref("contact", str(number))],
            name=f"Person {number}",
            roles=roles if number == 0 else [],
            last_contacted_at=None if days is None else ago(days),
        )
        for number, days in enumerate(spoken_days_ago)
    ]
    return PeopleView(told, len(told))


def upcoming(kind: UpcomingKind, days: int) -> UpcomingView:
    at = NOW + timedelta(days=days)
    items = [UpcomingItem(ref("subscription"), kind, at, "Plan")]
    return UpcomingView(items, at if kind is UpcomingKind.RENEWAL else None, [], None, [])
