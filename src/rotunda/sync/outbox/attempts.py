"""What follows from an attempt that failed."""

from datetime import datetime

from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.errors import BadPayload, Forbidden, Gone, RateLimited, Refused, SourceError, Unavailable
from rotunda.sync.outbox.model import OutboxState, Outgoing
from rotunda.sync.outbox.repository import Failure

REFUSED = "refused"
_UNCLEAR = (Unavailable, BadPayload)
"""No answer, or one that cannot be read: the source may have done it all the same."""


def failure_of(error: SourceError, outgoing: Outgoing, next_at: datetime) -> Failure:
    """A right that is missing, and a copy that somebody has deleted there, leave it here; what the source does not
    accept waits for somebody to look; all else is tried again.
    """
    kind = REFUSED if isinstance(error, Refused) else kind_of(error).value
    return Failure(
        state=_state(error, outgoing),
        next_at=max(error.until, next_at) if isinstance(error, RateLimited) else next_at,
        error=kind,
        reason=_reason(error, outgoing),
        said=error.said if isinstance(error, Refused) else None,
        unknown=isinstance(error, _UNCLEAR),
        gone=isinstance(error, Gone),
    )


def _state(error: SourceError, outgoing: Outgoing) -> OutboxState:
    match error:
        case Refused():
            return OutboxState.REFUSED
        case Gone():
            return OutboxState.REFUSED if outgoing.copy is None else OutboxState.KEPT_HERE
        case Forbidden():
            return OutboxState.KEPT_HERE
        case _:
            return OutboxState.WAITING


def _reason(error: SourceError, outgoing: Outgoing) -> str:
    if isinstance(error, Gone):
        return "The customer's record is not there any more." if outgoing.copy is None else DELETED_THERE
    return error.reason


DELETED_THERE = "It was deleted there."
