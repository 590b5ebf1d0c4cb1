"""Contacts to judge by."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from rotunda.insight.people.model import Member, TeammateKey, Touch
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId
from rotunda.sections.people.model import BuyingRole

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADA, BO, CY, DEE = (ContactId(f"per_{each}") for each in ("ada", "bo", "cy", "dee"))
MIA, SAM = TeammateKey("usr_mia"), TeammateKey("usr_sam")


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def touch(
    at: datetime,
    channel: Channel = Channel.EMAIL,
    *,
    people: Sequence[ContactId] = (ADA,),
    ours: Sequence[TeammateKey] = (MIA,),
    theirs: bool = False,
) -> Touch:
    came = frozenset(people) if theirs else frozenset[ContactId]()
    return Touch(at=at, channel=channel, people=frozenset(people), ours=frozenset(ours), theirs=came)


def member(person: ContactId, title: str | None = None, *roles: BuyingRole, under: ContactId | None = None) -> Member:
    return Member(person, person.removeprefix("per_").title(), title, roles, under)


_CHANNELS = st.sampled_from([Channel.EMAIL, Channel.CALL, Channel.MEETING])
_EVERYBODY = [ADA, BO, CY, DEE]


def touches() -> st.SearchStrategy[list[Touch]]:
    """Of up to four of them and two of us, from 400 days ago to ten days from now."""
    one = st.builds(
        touch,
        at=st.floats(-10, 400).map(ago),
        channel=_CHANNELS,
        people=st.lists(st.sampled_from(_EVERYBODY), min_size=1, max_size=4),
        ours=st.lists(st.sampled_from([MIA, SAM]), max_size=2),
        theirs=st.booleans(),
    )
    return st.lists(one, max_size=12)
