"""What happened with a customer of the demo company, event after event, of every kind."""

from datetime import datetime, timedelta
from typing import Any

from rotunda.connector_kit.events import (
    Attachment,
    BillingDetails,
    CallDetails,
    ChangeDetails,
    EmailDetails,
    Event,
    EventType,
    MeetingDetails,
    Participant,
    TaskDetails,
    TicketDetails,
)
from rotunda.connector_kit.events import Role as Part
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda_world.model import Company
from support.house import InhabitedHouse

MANY = 420
"""More than stand on the screen at once."""

_THEIRS = Participant(Part.FROM, "Ada Lindqvist", "ada@customer.example", ours=False)
_OURS = Participant(Part.TO, "Maya Rivera", "maya@vendor.example", ours=True)
_LONG = "Could you resend the PO reference? Our finance team cannot match the invoice.\n\n" * 12

_KINDS: list[dict[str, Any]] = [
    {
        "type": EventType.EMAIL_RECEIVED,
        "subject": "Invoice 2041",
        "text": _LONG,
        "people": (_THEIRS, _OURS),
        "details": EmailDetails(
            status="received", attachments=(Attachment("INV-2041.pdf", 84_000, url="https://crm.example/files/1"),)
        ),
    },
    {
        "type": EventType.DEAL_STAGE,
        "label": Label.COMMERCIAL,
        "subject": "Fleet add-on",
        "details": ChangeDetails("stage", "Proposal", "Negotiation", Money(2_400_000, "EUR")),
    },
    {
        "type": EventType.CALL,
        "subject": "Seat true-up",
        "text": "The champion is moving to another team in January.",
        "people": (_THEIRS, _OURS),
        "details": CallDetails(
            outbound=True, duration_seconds=1440, disposition="connected", recording_url="https://crm.example/rec/1"
        ),
    },
    {
        "type": EventType.MEETING,
        "subject": "Quarterly review",
        "people": (_OURS, Participant(Part.ATTENDEE, "Jo Okafor", "jo@customer.example", ours=False)),
        "details": MeetingDetails(kind="review", agenda="Usage, roadmap, renewal", outcome="completed"),
    },
    {
        "type": EventType.TICKET,
        "label": Label.SUPPORT,
        "subject": "Webhook retries stop after 3",
        "text": "We see no fourth attempt.",
        "details": TicketDetails("48201", status="open", priority="urgent"),
    },
    {
        "type": EventType.BILLING,
        "label": Label.COMMERCIAL,
        "subject": "INV-2041",
        "details": BillingDetails("Payment failed", Money(840_000, "EUR"), "INV-2041"),
    },
    {"type": EventType.USAGE_ALERT, "label": Label.USAGE, "subject": "Weekly active users fell by 14 %"},
    {"type": EventType.TASK_COMPLETED, "subject": "Send the terms", "details": TaskDetails(assignee="Maya Rivera")},
    {"type": EventType.ENRICHMENT, "label": Label.IDENTITY, "subject": "Employees", "routine": True},
]


async def made_to_happen(home: InhabitedHouse, company: Company, many: int = MANY) -> None:
    """Every eight hours something, the last three events to come."""
    now = home.clock.now()
    events = [_event(number, now + timedelta(hours=8 * (number - many + 4)), company) for number in range(many)]
    await home.installation.timeline.record(home.connections[SourceName("hubspot")], events)


def _event(number: int, at: datetime, company: Company) -> Event:
    kind = _KINDS[number % len(_KINDS)]
    company_id = ExternalId(company.hubspot_ids[0])
    return Event(
        **{"label": Label.COMMUNICATION, "url": "https://crm.example/record/1", **kind},
        key=f"happened-{number}",
        version=1,
        at=at,
        record=("engagement", ExternalId(str(number))),
        whose=(("company", company_id),),
    )


async def written_by(home: InhabitedHouse, address: str, subject: str) -> None:
    """A mail from this address, which no record of the source names."""
    event = Event(
        type=EventType.EMAIL_RECEIVED,
        key=f"written-{subject}",
        version=1,
        at=home.clock.now() - timedelta(days=1),
        record=("email", ExternalId(subject)),
        label=Label.COMMUNICATION,
        people=(Participant(Part.FROM, None, address, ours=False),),
        subject=subject,
    )
    await home.installation.timeline.record(home.connections[SourceName("hubspot")], [event])


TALK = "Renewal in spring"
_BEFORE = '<div class="gmail_quote">On Mon, Maya wrote:<blockquote>Shall we renew?</blockquote></div>'
_UNSAFE = '<script>document.title = "taken"</script><img src="https://tracker.example/pixel.gif">'


async def corresponded(home: InhabitedHouse, company: Company) -> None:
    """Three mails that answer each other, the newest with html, a quotation, a file and a picture from elsewhere."""
    said: list[tuple[EventType, str, str, EmailDetails]] = [
        (EventType.EMAIL_SENT, TALK, "Shall we renew?", EmailDetails("1@talk")),
        (EventType.EMAIL_RECEIVED, f"Re: {TALK}", "Tell me the price.", EmailDetails("2@talk", "1@talk")),
        (
            EventType.EMAIL_RECEIVED,
            f"Re: {TALK}",
            "Never mind, gladly.",
            EmailDetails(
                "3@talk",
                "2@talk",
                html=f"<p>Never mind, <b>gladly</b>.</p>{_UNSAFE}{_BEFORE}",
                attachments=(Attachment("order.pdf", 12_000, url="https://crm.example/files/2"),),
            ),
        ),
    ]
    await home.installation.timeline.record(
        home.connections[SourceName("hubspot")],
        [
            Event(
                type=type_,
                key=f"talk-{number}",
                version=1,
                at=home.clock.now() - timedelta(minutes=30 - number),
                record=("emails", ExternalId(f"talk-{number}")),
                label=Label.COMMUNICATION,
                whose=(("company", ExternalId(company.hubspot_ids[0])),),
                people=_either_way(type_),
                subject=subject,
                text=text,
                url=f"https://crm.example/mail/{number}",
                details=details,
            )
            for number, (type_, subject, text, details) in enumerate(said)
        ],
    )


def _either_way(type_: EventType) -> tuple[Participant, Participant]:
    if type_ is EventType.EMAIL_RECEIVED:
        return _THEIRS, _OURS
    return (
        Participant(Part.FROM, _OURS.name, _OURS.address, ours=True),
        Participant(Part.TO, _THEIRS.name, _THEIRS.address, ours=False),
    )
