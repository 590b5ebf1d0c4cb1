"""How far what was written has come on its way to the CRM, for those who may read what the CRM says there."""

from collections.abc import Collection, Mapping

import msgspec

from rotunda.access.roles import Reach
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.labels import Label
from rotunda.sync.outbox.model import OutboxState, Outgoing

_COMMUNICATION = SectionName("communication")


class OutboxShown(msgspec.Struct, frozen=True):
    """`waiting`: saved here, not yet in the source. `sent`: `url` opens it there. `refused`: the source does not accept
    it as it is. `kept_here`: it is not to be there. `reason` is a sentence, null where there is nothing to say.
    """

    state: OutboxState
    source: SourceName
    reason: str | None
    url: str | None


def tells_of_crm(readable: Collection[Label]) -> bool:
    """`readable` labels of communication. Whoever may not read what the CRM says there learns nothing of it."""
    return Label.COMMUNICATION in readable


def tells_of_crm_by(reach: Reach) -> bool:
    return (_COMMUNICATION, Label.COMMUNICATION) in reach


def shown_of(outgoing: Mapping[str, Outgoing]) -> dict[str, OutboxShown]:
    """By the ids of what was written."""
    return {each: _shown(found) for each, found in outgoing.items()}


def _shown(found: Outgoing) -> OutboxShown:
    reason = f"{found.reason} It said: “{found.said}”" if found.reason and found.said else found.reason
    url = found.url if found.state is not OutboxState.KEPT_HERE else None
    return OutboxShown(found.state, found.source, reason, url)
