"""A mail with just what decides which conversation it belongs to."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from rotunda.connector_kit.events import EmailDetails, Event, Participant, Role
from rotunda.timeline.threads.message_ids import ids_in
from rotunda.timeline.threads.subjects import Subject, subject_of


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is unique among all mails. `answers` are the ids that it says it answers. `people` are addresses; those
    `outside` are not known to be teammates. `vendor_thread` is unique over connections.
    """

    key: str
    at: datetime
    subject: Subject
    message_id: str | None = None
    answers: tuple[str, ...] = ()
    vendor_thread: str | None = None
    sender: str | None = None
    people: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[datetime, str]:
        """Its place among others; of two at the same moment always the same one is first."""
        return self.at, self.key

    @property
    def partners(self) -> frozenset[str]:
        """With whom it is: the customer's people, or whoever is named where all are ours."""
        return self.outside or self.people


def mail_of(event: Event, key: str, scope: str) -> Mail:
    """`scope` sets one connection's thread ids apart from another's."""
    details = event.details if isinstance(event.details, EmailDetails) else EmailDetails()
    known = [each for each in event.people if each.address]
    people = frozenset(folded(each.address or "") for each in known)
    own = ids_in(details.message_id)[:1]
    said = ids_in(" ".join(_bracketed((*details.references, details.in_reply_to or ""))))
    return Mail(
        key=key,
        at=event.at,
        subject=subject_of(event.subject),
        message_id=own[0] if own else None,
        answers=tuple(each for each in said if each not in own and each not in people),
        vendor_thread=f"{scope}:{details.vendor_thread}" if details.vendor_thread else None,
        sender=next((folded(each.address or "") for each in known if each.role is Role.FROM), None),
        people=people,
        outside=people - _ours(known),
    )


def folded(address: str) -> str:
    """An address as it is compared: `Anna+crm@Example.COM` is `anna@example.com`."""
    left, _, right = address.strip().casefold().rpartition("@")
    return f"{left.partition('+')[0]}@{right}"


def _ours(people: Iterable[Participant]) -> frozenset[str]:
    return frozenset(folded(each.address or "") for each in people if each.ours)


def _bracketed(written: Iterable[str]) -> Iterable[str]:
    """So that several headers can stand in one line."""
    return (each if "<" in each else " ".join(f"<{part}>" for part in each.split() if "@" in part) for each in written)
