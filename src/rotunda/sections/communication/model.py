"""How is it going: what was said lately, on which channel, and when somebody last spoke with them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import PERSONAL
from rotunda.sections.provenance import Ref


class Channel(StrEnum):
    """How it was said."""

    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"


class Direction(StrEnum):
    """Seen from us: `inbound` came from the customer."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One past email, call, meeting or note. `text` is plain text, at most 2,000 characters."""

    ref: Ref
    channel: Channel
    at: datetime
    subject: str | None = None
    text: str | None = None
    direction: Direction | None = None
    participants: Annotated[list[str], PERSONAL] = []
    teammate: str | None = None
    duration_seconds: int | None = None
    outcome: str | None = None


class CommunicationPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Past entries, newest first; upcoming ones belong to the section `upcoming`."""

    entries: list[Entry]
    truncated: bool = False


class ChannelCount(msgspec.Struct, frozen=True):
    """Entries of one channel within the last 90 days."""

    channel: Channel
    count_90d: int


class CommunicationView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: communication. `last_touch_at` is the newest email, call or held meeting, in either direction;
    notes are ours alone and do not count.
    """

    entries: list[Entry]
    last_touch_at: datetime | None
    last_touch_channel: Channel | None
    last_inbound_at: datetime | None
    channels: list[ChannelCount]
    truncated: bool = False
