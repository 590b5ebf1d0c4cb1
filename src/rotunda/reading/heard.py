"""How far this process has heard what sources say, and when each section of each account was last named."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.sections.ids import AccountId, ConnectionId, SectionName

_PLACES_MOST = 20_000
_NOT_YET = 2**62


class Told(msgspec.Struct, frozen=True):
    """A notice with its place among all. `at` is when it was written."""

    position: int
    at: datetime
    origin: str
    connection: ConnectionId
    account: AccountId | None
    section: SectionName


class Heard:
    """`position` is that of the newest notice that counts in this process. What came before `since` may have been
    forgotten.
    """

    def __init__(self) -> None:
        self.position = 0
        self.since = 0
        self._places: OrderedDict[tuple[ConnectionId, AccountId | None, SectionName], int] = OrderedDict()

    def expect(self, connection: ConnectionId, account: AccountId | None, section: SectionName) -> None:
        """A notice of it is being written: until it is heard, nothing that was read by anybody is from after it."""
        self._places[connection, account, section] = _NOT_YET

    def note(self, told: Sequence[Told]) -> None:
        """Oldest first."""
        for each in told:
            place = (each.connection, each.account, each.section)
            self._places.pop(place, None)
            self._places[place] = self.position = each.position
        while len(self._places) > _PLACES_MOST:
            self.since = min(self.position, self._places.popitem(last=False)[1])

    def newest_of(self, connection: ConnectionId, account: AccountId, section: SectionName) -> int:
        """Position of the last notice that concerns this section of this account; `since` where none is known."""
        places = ((connection, account, section), (connection, None, section))
        return max(self._places.get(place, self.since) for place in places)
