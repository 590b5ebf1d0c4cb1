"""One calendar out of all sources."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rotunda.sections.section import Fact, Sourcepart
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind, UpcomingPart, UpcomingView


def merge(parts: Sequence[Sourcepart[UpcomingPart]], now: datetime) -> UpcomingView:
    """Each list by time; what is past and still open (an overdue task) stays at the top."""
    contract = _by_time(each for part in parts for each in part.part.contract)
    engagements = _by_time(each for part in parts for each in part.part.engagements)
    return UpcomingView(
        contract=contract,
        next_renewal_at=_next(contract, UpcomingKind.RENEWAL, now),
        engagements=engagements,
        next_meeting_at=_next(engagements, UpcomingKind.MEETING, now),
        deals=_by_time(each for part in parts for each in part.part.deals),
    )


def _by_time(items: Iterable[UpcomingItem]) -> list[UpcomingItem]:
    return sorted(items, key=lambda each: (each.at, each.ref.external_id))


def _next(items: Sequence[UpcomingItem], kind: UpcomingKind, now: datetime) -> datetime | None:
    return next((each.at for each in items if each.kind is kind and each.at >= now), None)


def facts(view: UpcomingView) -> list[Fact]:
    """The next meeting. The next renewal is billing's fact."""
    if view.next_meeting_at is None:
        return []
    return [Fact(name="next_meeting_at", at=view.next_meeting_at)]
