"""The page as it leaves the house: the wire shapes of `GET /api/v1/accounts/{id}` and of its stream.

`data` of a section is that section's view model (`rotunda.sections.<name>.model.<Name>View`) after redaction: a field
that the viewer may not see is absent, and so is a whole section.
"""

from datetime import datetime
from typing import Any

import msgspec

from rotunda.insight.model import Indicator, Scores
from rotunda.insight.signals.model import Signal
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, ConnectionId, SectionName, SourceName
from rotunda.sections.provenance import Mode
from rotunda.view.fields.shown import FieldShown


class AccountLink(msgspec.Struct, frozen=True):
    """Another account that this viewer may open."""

    id: AccountId
    name: str


class AccountHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the header shows before any source has answered. From the directory of customers, not from a live read.

    `fields` are those that we own and that this viewer may read; `etag` is what an edit of them sends as `If-Match`.
    """

    id: AccountId
    name: str
    domain: str | None = None
    industry: str | None = None
    city: str | None = None
    country: str | None = None
    owners: list[str] = []
    parent: AccountLink | None = None
    children: list[AccountLink] = []
    also_known_as: list[AccountLink] = []
    """Accounts that were merged into this one, by their own names. Their ids lead here."""
    fields: list[FieldShown] = []
    etag: str = ""


class SourceReport(msgspec.Struct, frozen=True):
    """How one connection stands behind one section. `age_seconds` is None where nothing was read."""

    source: SourceName
    title: str
    connection: ConnectionId
    mode: Mode
    state: State
    as_of: datetime | None
    age_seconds: int | None
    reason: str | None
    url: str | None


class SectionEnvelope(msgspec.Struct, frozen=True):
    """One section as one viewer may see it. `data` is null where no part could be had.

    The page carries only the head of long lists: `more` tells, per list that was cut, how many entries there are in
    all.
    `GET .../sections/{name}` returns them.
    """

    state: State
    as_of: datetime | None
    sources: list[SourceReport]
    data: Any = None
    more: dict[str, int] = {}


class AccountView(msgspec.Struct, frozen=True):
    """The whole page."""

    account: AccountHead
    sections: dict[SectionName, SectionEnvelope]
    indicators: list[Indicator]
    scores: Scores
    signals: list[Signal]


class StreamHead(msgspec.Struct, frozen=True):
    """`event: head`. Every granted section by name, in page order, with what is known at once (`pending` else)."""

    account: AccountHead
    sections: dict[SectionName, SectionEnvelope]


class StreamSection(msgspec.Struct, frozen=True):
    """`event: section`."""

    name: SectionName
    section: SectionEnvelope


class StreamDone(msgspec.Struct, frozen=True):
    """`event: done`. Judgement needs all sections, so it comes last."""

    indicators: list[Indicator]
    scores: Scores
    signals: list[Signal]
