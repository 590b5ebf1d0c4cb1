"""Events as they are shown: without what a viewer may not read, and without anything that is not plain text."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from rotunda.access.roles import Reach
from rotunda.connections.service import Connections
from rotunda.connector_kit.events import Details, EmailDetails, Participant
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.outbox.service import Outbox
from rotunda.timeline.highlights import Highlights
from rotunda.timeline.model import OURS, Entry
from rotunda.view.document import AccountLink
from rotunda.view.timeline.document import TimelineItem, TimelinePerson, TimelineRecord
from rotunda.view.timeline.rights import tells_people
from rotunda.view.written.outgoing import OutboxShown, shown_of, tells_of_crm_by

_EXCERPT = 400
_PREFIX = "evt_"


def id_shown(event: UUID) -> str:
    return _PREFIX + event.hex


def event_id(written: str) -> UUID | None:
    """None for what is no id of an event."""
    digits = written.removeprefix(_PREFIX)
    if len(digits) != 32 or digits == written:
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


class Sources:
    """Which source a connection is of, and how far what was written here has come to one."""

    def __init__(self, connections: Connections, outbox: Outbox) -> None:
        self._connections = connections
        self._outbox = outbox

    async def outgoing(self, reach: Reach, entries: Iterable[Entry]) -> Mapping[str, OutboxShown]:
        """By the ids of what was written here, for those who may be told."""
        written = [str(each.external_id) for each in entries if each.connection == OURS]
        if not written or not tells_of_crm_by(reach):
            return {}
        return shown_of(await self._outbox.of(written))

    def by_connection(self) -> Mapping[ConnectionId, SourceName]:
        return {each.id: each.source for each in self._connections.list()} | {OURS: SourceName(OURS)}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What items are made with beside the event."""

    reach: Reach
    sources: Mapping[ConnectionId, SourceName]
    highlights: Mapping[UUID, Highlights] = {}
    whole: bool = False
    accounts: Mapping[UUID, Sequence[AccountLink]] = {}
    outbox: Mapping[str, OutboxShown] = {}
    """By the ids of what was written here."""


def item_of(entry: Entry, shown: Shown) -> TimelineItem:
    text = entry.text or ""
    people = entry.people if tells_people(shown.reach, entry.kind) else ()
    return TimelineItem(
        id=id_shown(entry.id),
        type=entry.kind.type,
        at=entry.at,
        subject=entry.subject,
        excerpt=_excerpt(text) or None,
        text=text if shown.whole else None,
        more=len(text) > _EXCERPT,
        highlights=shown.highlights.get(entry.id),
        people=[_person(each) for each in people],
        source=shown.sources.get(entry.connection),
        connection=entry.connection,
        record=TimelineRecord(entry.record_type, entry.external_id),
        url=entry.url,
        details=_plain(entry.details),
        routine=entry.kind.routine,
        accounts=list(shown.accounts.get(entry.id, ())),
        outbox=shown.outbox.get(entry.external_id) if entry.connection == OURS else None,
    )


def _excerpt(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    cut = text[:_EXCERPT]
    return (cut.rpartition(" ")[0] or cut).rstrip() + "…"


def _person(each: Participant) -> TimelinePerson:
    return TimelinePerson(each.role, each.name, each.address, each.ours)


def _plain(details: Details | None) -> Details | None:
    return msgspec.structs.replace(details, html=None) if isinstance(details, EmailDetails) else details
