"""Daily activity, packed: some 400,000 rows for 250 accounts would be too heavy as objects.

One row is one 64-bit integer: user number (20 bits), day as proleptic ordinal (20), feature number (8), events (16).
Rows are kept per company, in no promised order; there is at most one row per user, feature and day.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rotunda_world.model.catalogue import Feature
from rotunda_world.model.company import Company
from rotunda_world.model.crm import Contact

EVENTS_BITS = 16
FEATURE_BITS = 8
DAY_BITS = 20
MOST_EVENTS = (1 << EVENTS_BITS) - 1

_FEATURE_MASK = (1 << FEATURE_BITS) - 1
_DAY_SHIFT = EVENTS_BITS + FEATURE_BITS
_DAY_MASK = (1 << DAY_BITS) - 1
_USER_SHIFT = _DAY_SHIFT + DAY_BITS


@dataclass(slots=True)
class Activity:
    """One user's use of one feature on one UTC day."""

    user: Contact
    feature: Feature
    day: date
    events: int


@dataclass(slots=True)
class ActivityLog:
    """`features` are numbered by their place. Iterating yields `Activity`; `rows_of` is the cheap way to bulk readers.

    `users` are the contacts in the log, numbered by their place.
    """

    features: list[Feature]
    users: list[Contact] = field(default_factory=list)
    rows: dict[str, "array[int]"] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    def __iter__(self) -> Iterator[Activity]:
        for key in self.rows:
            yield from self._activities(key)

    def of(self, company: Company) -> Iterator[Activity]:
        """The activity of one company's users."""
        return self._activities(company.key)

    def rows_of(self, company_key: str) -> Iterator[tuple[str, str, date, int]]:
        """Product user id, feature key, day, events: for a bulk load."""
        users, features, days = self.users, self.features, dict[int, date]()
        for row in self.rows.get(company_key, ()):
            ordinal = (row >> _DAY_SHIFT) & _DAY_MASK
            day = days.get(ordinal) or days.setdefault(ordinal, date.fromordinal(ordinal))
            user_id = users[row >> _USER_SHIFT].product_user_id
            feature = features[(row >> EVENTS_BITS) & _FEATURE_MASK]
            yield user_id or "", feature.key, day, row & MOST_EVENTS

    def enrol(self, user: Contact) -> int:
        """Gives the user a number; `append` wants it."""
        self.users.append(user)
        return len(self.users) - 1

    def append(self, company: Company, packed: "array[int]") -> None:
        """Adds rows made by `pack` to the company's; the caller sees to it that none is there twice."""
        self.rows.setdefault(company.key, array("Q")).extend(packed)

    def add(self, user: Contact, feature: Feature, day: date, events: int) -> Activity:
        """Counts further events of one user, feature and day; answers with the whole row as it stands then."""
        rows = self.rows.setdefault(user.company.key, array("Q"))
        same = pack(self._number(user), day.toordinal(), self.features.index(feature), 0)
        for place, row in enumerate(rows):
            if row & ~MOST_EVENTS == same:
                total = min((row & MOST_EVENTS) + events, MOST_EVENTS)
                rows[place] = same | total
                return Activity(user, feature, day, total)
        rows.append(same | min(events, MOST_EVENTS))
        return Activity(user, feature, day, min(events, MOST_EVENTS))

    def _number(self, user: Contact) -> int:
        for number, known in enumerate(self.users):
            if known is user:
                return number
        return self.enrol(user)

    def _activities(self, company_key: str) -> Iterator[Activity]:
        for row in self.rows.get(company_key, ()):
            day = date.fromordinal((row >> _DAY_SHIFT) & _DAY_MASK)
            feature = self.features[(row >> EVENTS_BITS) & _FEATURE_MASK]
            yield Activity(self.users[row >> _USER_SHIFT], feature, day, row & MOST_EVENTS)


def pack(user: int, day: int, feature: int, events: int) -> int:
    """One row from the user's number, the day's ordinal, the feature's number and the count of events."""
    return user << _USER_SHIFT | day << _DAY_SHIFT | feature << EVENTS_BITS | events
