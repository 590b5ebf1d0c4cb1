"""What is asked of a timeline, as it comes from an address: read, or refused with the field that is wrong."""

import hashlib
import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from rotunda.connector_kit.events import EventType
from rotunda.timeline.model import Kind
from rotunda.view.timeline.rights import GROUPS

BEGINNING: Final = datetime(1, 1, 2, tzinfo=UTC)
END: Final = datetime(9999, 12, 30, tzinfo=UTC)
_LONGEST_TEXT = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERSON = re.compile(r"(per|usr)_[a-z0-9]{1,40}", re.ASCII)


class AskedWrongly(ValueError):
    """`field` says what cannot be understood, the message why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`types` None: all. `person` is the id of a contact or a user. `at`: where the page begins, instead of now."""

    types: Collection[EventType] | None = None
    since: datetime = BEGINNING
    until: datetime = END
    person: str | None = None
    text: str | None = None
    routine: bool = False
    grouped: bool = False
    cursor: str | None = None
    newer: bool = False
    at: datetime | None = None
    limit: int = 50

    def start(self, now: datetime) -> datetime:
        """Where the page begins without a cursor: at the end of what is asked for, else now; what is planned for later
        is on newer pages. Searches begin at the very end.
        """
        if self.at is not None:
            return self.at
        if self.newer:
            return self.since if self.since > BEGINNING else now
        whole = self.text is not None or self.until < END or self.since > now
        return self.until if whole else now

    def shows(self, kind: Kind) -> bool:
        """Whether such events are asked for."""
        return (self.types is None or kind.type in self.types) and (self.routine or not kind.routine)

    def by_group(self) -> list["Asked"]:
        """The same for each group of types that is asked for."""
        parts = (
            frozenset(types) if self.types is None else frozenset(self.types).intersection(types)
            for types in GROUPS.values()
        )
        return [msgspec.structs.replace(self, types=types, grouped=False) for types in parts if types]

    def purpose(self, customer: str) -> str:
        """What a cursor is good for: the same question, from another place and in either direction."""
        filters = (sorted(self.types) if self.types is not None else None, self.person, self.text, self.routine)
        moments = (self.since.isoformat(), self.until.isoformat())
        return hashlib.sha256(msgspec.json.encode(("timeline", customer, filters, moments))).hexdigest()


def types_of(written: str | None) -> frozenset[EventType] | None:
    """Separated by commas; nothing is all."""
    if written is None or not written.strip():
        return None
    named = {each.strip() for each in written.split(",") if each.strip()}
    if unknown := sorted(named.difference(EventType)):
        every = ", ".join(EventType)
        raise AskedWrongly("types", f"{unknown[0]!r:.40} is no type of events. They are: {every}.")
    return frozenset(map(EventType, named))


def moment_of(field: str, written: str | None, *, after_day: bool = False) -> datetime | None:
    """A day, or a moment with its time zone. `after_day`: a day means its end."""
    if written is None or not written.strip():
        return None
    try:
        if _DAY.fullmatch(written):
            day = datetime.combine(date.fromisoformat(written), time(), UTC)
            return _within(day + timedelta(days=1) if after_day else day)
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError):
        raise AskedWrongly(field, "Must be a day, as 2026-01-31, or a moment, as 2026-01-31T09:00:00Z.") from None
    if moment.tzinfo is None:
        raise AskedWrongly(field, "Needs a time zone, as in 2026-01-31T09:00:00Z.")
    return _within(moment)


def _within(moment: datetime) -> datetime:
    return min(max(moment, BEGINNING), END)


def person_of(written: str | None) -> str | None:
    """The id of a contact or of a user."""
    if written is None or not written:
        return None
    if not _PERSON.fullmatch(written):
        raise AskedWrongly("person", "Must be the id of a contact (per_…) or of a teammate (usr_…).")
    return written


def text_of(written: str | None) -> str | None:
    text = (written or "").replace("\0", " ").strip()
    if len(text) > _LONGEST_TEXT:
        raise AskedWrongly("q", f"Must be at most {_LONGEST_TEXT} letters.")
    return text.encode("utf-8", "replace").decode() or None
