"""How fresh a reading is and how long each section stays so."""

from datetime import timedelta
from enum import StrEnum

import msgspec


class State(StrEnum):
    """The state of one reading, or of a section made of several.

    `partial` exists for sections only: some of their sources answered and some did not.
    `pending` exists for streams only: the source has not answered yet.
    """

    FRESH = "fresh"
    STALE = "stale"
    PARTIAL = "partial"
    UNAVAILABLE = "unavailable"
    NOT_CONNECTED = "not_connected"
    UNKNOWN_CUSTOMER = "unknown_customer"
    PENDING = "pending"


class Freshness(msgspec.Struct, frozen=True):
    """Until `fresh_for` a reading is served as it is; until `keep_for` it is served as stale while a new one is
    fetched (or when the source fails); after that it is withheld.
    """

    fresh_for: timedelta
    keep_for: timedelta


FAST = Freshness(timedelta(seconds=60), timedelta(hours=24))
"""Changes by the minute: tickets, deals, communication."""

MEDIUM = Freshness(timedelta(minutes=5), timedelta(hours=48))
"""Changes by the hour: billing, usage, people, what is coming."""

SLOW = Freshness(timedelta(hours=1), timedelta(days=7))
"""Changes by the week: who the customer is."""
