"""The page of one person for one viewer: whole, as a stream, or every conversation.

The sources are read while the look is being recorded; nothing leaves before the record is durable.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from rotunda.access.grant import ContactGrant
from rotunda.kit.clock import Clock
from rotunda.reading.model import First
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId, SectionName
from rotunda.view.contact.document import ContactHead, ContactStreamHead, ContactView
from rotunda.view.contact.looking import ContactLook
from rotunda.view.document import SectionEnvelope, StreamSection
from rotunda.view.page.arrivals import Arrivals, Pairs
from rotunda.view.page.envelope import make_envelope
from rotunda.view.page.merged import Merged, MergedSections
from rotunda.view.page.plan import PlannedSection
from rotunda.view.page.service import PageStream


class WholeSection(msgspec.Struct, frozen=True):
    """One section of one person: its envelope, and the view model and the readings behind it, not redacted."""

    envelope: SectionEnvelope
    view: Any
    pairs: Pairs = ()


class ContactPages:
    """`deadline` is how long a page may take at the most, whatever its sources do."""

    def __init__(self, readings: Readings, clock: Clock, deadline: timedelta) -> None:
        self._readings = readings
        self._clock = clock
        self._deadline = deadline.total_seconds()
        # A person leaves no facts for lists: what accounts tell of their people is of all of them, and of one moment.
        self._merged = MergedSections(lambda _account, _merged, _parts: None)

    async def whole(self, look: ContactLook) -> ContactView:
        """Complete or as far as it got by the deadline."""
        read = await self.read(look.planned)
        sections = {
            planned.section.name: self._envelope(look.grant, planned, pairs)
            for planned, pairs in zip(look.planned, read, strict=True)
        }
        return ContactView(look.head, sections)

    def stream(self, look: ContactLook) -> PageStream:
        """Its sources are asked from now on."""
        arrivals = Arrivals(self._readings, look.planned, self._wait_until(), first=First.QUICKEST)
        return PageStream(arrivals, self._events(look.grant, look.head, look.planned, arrivals))

    async def _events(
        self, grant: ContactGrant, head: ContactHead, planned: Sequence[PlannedSection], arrivals: Arrivals
    ) -> AsyncIterator[tuple[str, bytes]]:
        def envelope(number: int) -> SectionEnvelope:
            return self._envelope(grant, planned[number], arrivals.pairs[number])

        names = [each.section.name for each in planned]
        sections = {name: envelope(number) for number, name in enumerate(names)}
        yield "head", msgspec.json.encode(ContactStreamHead(head, sections))
        async for number in arrivals:
            yield "section", msgspec.json.encode(StreamSection(names[number], envelope(number)))
        yield "done", b"{}"

    async def complete(self, look: ContactLook) -> dict[SectionName, WholeSection]:
        """Every planned section with all of its entries, for whoever redacts them otherwise."""
        read = await self.read(look.planned)
        found: dict[SectionName, WholeSection] = {}
        for planned, pairs in zip(look.planned, read, strict=True):
            merged = self._merge(look.grant, planned, pairs)
            envelope = self._envelope(look.grant, planned, pairs)
            found[planned.section.name] = WholeSection(envelope, merged.view if merged else None, pairs)
        return found

    async def read(self, planned: Sequence[PlannedSection]) -> Sequence[Pairs]:
        """All sources of all sections at once."""
        return await Arrivals(self._readings, planned, self._wait_until()).all()

    def _wait_until(self) -> float:
        return self._clock.monotonic() + self._deadline

    def _merge(self, grant: ContactGrant, planned: PlannedSection, pairs: Pairs) -> Merged | None:
        return self._merged.merge(AccountId(grant.contact), planned.section, pairs)

    def _envelope(self, grant: ContactGrant, planned: PlannedSection, pairs: Pairs) -> SectionEnvelope:
        merged = self._merge(grant, planned, pairs)
        labels = grant.labels(planned.section.name)
        return make_envelope(planned, pairs, merged, labels, self._clock.now())
