"""What the timeline keeps, as contacts between people: who of them, who of us, by which channel, who came to whom."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from rotunda.access.roles import Reach
from rotunda.connector_kit.events import CallDetails, EmailDetails, EventType, MeetingDetails, Participant, Role
from rotunda.identity.matching.addresses import normal_email
from rotunda.insight.people.model import TeammateKey, Touch
from rotunda.sections.communication.merge import NOT_HELD
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId
from rotunda.timeline.model import Kind
from rotunda.timeline.touches import Touched
from rotunda.view.people.repository import TeammateRow
from rotunda.view.timeline.rights import readable, tells_people

CHANNELS: Final[Mapping[EventType, Channel]] = {
    EventType.EMAIL_SENT: Channel.EMAIL,
    EventType.EMAIL_RECEIVED: Channel.EMAIL,
    EventType.CALL: Channel.CALL,
    EventType.MEETING: Channel.MEETING,
}
_BOUNCED: Final = "bounced"
_NOT_DELIVERED: Final = frozenset({_BOUNCED, "failed"})


class ContactsMade(msgspec.Struct, frozen=True):
    """`names` are those of teammates. `bounced_at`: when mail to somebody last came back, where they have not written
    since.
    """

    touches: list[Touch]
    names: Mapping[TeammateKey, str]
    bounced_at: Mapping[ContactId, datetime]


def telling_kinds(reach: Reach, kinds: Mapping[int, Kind]) -> dict[int, Kind]:
    """Kinds of contacts that this viewer may read, and of which it may be told who took part."""
    return {
        number: kind
        for number, kind in readable(reach, kinds).items()
        if kind.type in CHANNELS and not kind.routine and tells_people(reach, kind)
    }


def addresses_in(events: Iterable[Touched]) -> set[str]:
    """Of everybody who took part, as they are compared."""
    return {normal for event in events for each in event.people if (normal := _normal(each))}


class Reader:
    """Reads events by the people who have their addresses: those of the customer, and teammates."""

    def __init__(
        self,
        kinds: Mapping[int, Kind],
        holders: Mapping[str, frozenset[ContactId]],
        teammates: Sequence[TeammateRow],
    ) -> None:
        self._kinds = kinds
        self._holders = holders
        self._teammates = {each.address: each for each in teammates}

    def read(self, events: Sequence[Touched]) -> ContactsMade:
        """In any order."""
        touches = [self._touch(each) for each in events if not _came_to_nothing(each)]
        names = {key: name for event in events for each in event.people for key, name in self._ours(each)}
        return ContactsMade(touches, names, self._bounced([each for each in events if _came_back(each)], touches))

    def _touch(self, event: Touched) -> Touch:
        people = frozenset(event.contacts)
        type_ = self._kinds[event.kind].type
        return Touch(
            at=event.at,
            channel=CHANNELS[type_],
            people=people,
            ours=frozenset(key for each in event.people for key, _ in self._ours(each)),
            theirs=self._theirs(event, type_, people),
        )

    def _theirs(self, event: Touched, type_: EventType, people: frozenset[ContactId]) -> frozenset[ContactId]:
        """Who wrote, called or came: of a message its author, of a call and a meeting everybody."""
        if type_ is EventType.EMAIL_RECEIVED:
            return people & self._having(event, Role.FROM)
        called = isinstance(event.details, CallDetails) and event.details.outbound is False
        return people if type_ is EventType.MEETING or called else frozenset()

    def _having(self, event: Touched, *roles: Role) -> frozenset[ContactId]:
        addresses = [_normal(each) for each in event.people if each.role in roles]
        return frozenset[ContactId]().union(*(self._holders.get(each, frozenset()) for each in addresses if each))

    def _ours(self, each: Participant) -> list[tuple[TeammateKey, str]]:
        address = _normal(each)
        user = self._teammates.get(address or "")
        if user is not None:
            return [(TeammateKey(user.id), user.name)]
        named = each.name or address
        return [(TeammateKey(address or named), named)] if each.ours and named else []

    def _bounced(self, came_back: Sequence[Touched], touches: Sequence[Touch]) -> dict[ContactId, datetime]:
        found: dict[ContactId, datetime] = {}
        for event in sorted(came_back, key=lambda each: each.at):
            for person in self._having(event, Role.TO):
                found[person] = event.at
        wrote = _last_wrote(touches)
        return {person: at for person, at in found.items() if person not in wrote or wrote[person] <= at}


def _last_wrote(touches: Sequence[Touch]) -> dict[ContactId, datetime]:
    found: dict[ContactId, datetime] = {}
    for touch in touches:
        for person in touch.theirs:
            found[person] = max(touch.at, found.get(person, touch.at))
    return found


def _normal(each: Participant) -> str | None:
    return normal_email(each.address) if each.address else None


def _came_back(event: Touched) -> bool:
    return isinstance(event.details, EmailDetails) and event.details.status == _BOUNCED


def _came_to_nothing(event: Touched) -> bool:
    """Mail that was not delivered, and meetings that were not held."""
    match event.details:
        case EmailDetails(status=str() as status):
            return status in _NOT_DELIVERED
        case MeetingDetails(outcome=str() as outcome):
            return outcome.lower() in NOT_HELD
        case _:
            return False
