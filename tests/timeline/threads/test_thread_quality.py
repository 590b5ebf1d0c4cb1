"""How well threads are found in the demo company's mails, whose headers are as untidy as in life, against its truth."""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant, Role
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label
from rotunda.timeline.threads.grouping import threads_of
from rotunda.timeline.threads.mail import Mail, mail_of
from rotunda_world.model import Contact, Engagement
from support.worlds import SEEDS, book


def _mail(said: Engagement) -> Mail:
    incoming = said.direction == "INCOMING_EMAIL"
    ours = Participant(Role.TO if incoming else Role.FROM, address=said.owner.email, ours=True)
    theirs = [_theirs(each, first=place == 0, incoming=incoming) for place, each in enumerate(said.contacts)]
    event = Event(
        type=EventType.EMAIL_RECEIVED if incoming else EventType.EMAIL_SENT,
        key=said.hubspot_id,
        version=1,
        at=said.at,
        record=("emails", ExternalId(said.hubspot_id)),
        label=Label.COMMUNICATION,
        people=(ours, *theirs),
        subject=said.subject,
        details=EmailDetails(said.message_id, said.in_reply_to, tuple(said.references), said.thread_id),
    )
    return mail_of(event, said.hubspot_id, "hubspot")


def _theirs(who: Contact, *, first: bool, incoming: bool) -> Participant:
    role = (Role.FROM if incoming else Role.TO) if first else Role.CC
    return Participant(role, address=who.hubspot_email or who.email, ours=False)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def quality(mails: list[Engagement]) -> tuple[float, float]:
    """Precision and recall over pairs of mails that are one conversation."""
    found = threads_of(map(_mail, mails))
    true = {each.hubspot_id: each.conversation for each in mails}
    both = _pairs(Counter((found[key], true[key]) for key in true).values())
    return both / _pairs(Counter(found.values()).values()), both / _pairs(Counter(true.values()).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_nearly_all_conversations_are_found_and_few_are_mixed(
    seed: int, record_property: Callable[[str, object], None]
) -> None:
    mails = [each for company in book(seed, 250).companies for each in company.engagements if each.kind == "emails"]
    precision, recall = quality(mails)
    record_property("mails, precision, recall", f"{len(mails)}, {precision:.4f}, {recall:.4f}")
    assert precision >= 0.96
    assert recall >= 0.97
