"""Which value is shown where several accounts, or several people, that are one customer have one each. Pure.

In this order: the value that somebody chose, what we own before what is mirrored from a source, the newest that a
source has verified, the order of sources, the one that the others were merged into. The others stay what they are.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from rotunda.sections.ids import CustomerId, SourceName, is_contact
from rotunda.sections.provenance import Category

ACCOUNT_FIELDS = ("name", "domain", "industry", "city", "country", "parent")
CONTACT_FIELDS = ("name", "title", "email", "phone", "account")
"""What a head is made of, in the order in which it is shown."""

SOURCE_ORDER = (Category.CRM, Category.PRODUCT, Category.SUPPORT, Category.BILLING)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def fields_of(customer: CustomerId) -> tuple[str, ...]:
    """Of the kind of customers that it is."""
    return CONTACT_FIELDS if is_contact(customer) else ACCOUNT_FIELDS


class Rule(StrEnum):
    """What decided."""

    AGREED = "agreed"
    """Nobody says anything else."""

    CHOSEN = "chosen"
    OWNED = "owned"
    VERIFIED = "verified"
    SOURCE_ORDER = "source_order"
    SURVIVOR = "survivor"
    """Equal in all else: the one that the others were merged into speaks first."""


class Said(msgspec.Struct, frozen=True):
    """One value of one field. `source` is None for what is kept of records that are gone. `owned`: set by
    hand. `verified`: its source has checked it.
    """

    member: CustomerId
    value: str
    source: SourceName | None = None
    category: Category | None = None
    owned: bool = False
    verified: bool = False
    as_of: datetime | None = None


class Shown(msgspec.Struct, frozen=True):
    """The value that is shown, whose it is and which rule chose it. All are None where nobody says anything."""

    value: str | None = None
    member: CustomerId | None = None
    source: SourceName | None = None
    rule: Rule | None = None


NOTHING = Shown()


def shown_of(said: Sequence[Said], members: Sequence[CustomerId], chosen: CustomerId | None = None) -> Shown:
    """`members` from the one that the others were merged into to the one that was merged last."""
    inside = [each for each in said if each.member in members]
    if not inside:
        return NOTHING
    place = {member: number for number, member in enumerate(members)}
    own = [each for each in inside if each.member == chosen]
    best = min(own or inside, key=lambda each: (*_rank(each), place[each.member]))
    others = [each for each in inside if each.value != best.value]
    rule = _rule(best, others, chosen=bool(own))
    return Shown(best.value, best.member, best.source, rule)


def _rank(said: Said) -> tuple[bool, bool, float, int]:
    """The smaller, the better."""
    age = -(said.as_of or _LONG_AGO).timestamp() if said.verified else 0.0
    return (not said.owned, not said.verified, age, _place(said.category))


def _place(category: Category | None) -> int:
    if category is None:
        return len(Category) + 1
    return SOURCE_ORDER.index(category) if category in SOURCE_ORDER else len(Category)


def _rule(best: Said, others: Sequence[Said], *, chosen: bool) -> Rule:
    if not others:
        return Rule.AGREED
    if chosen:
        return Rule.CHOSEN
    nearest = min(others, key=_rank)
    if best.owned and not nearest.owned:
        return Rule.OWNED
    if best.verified and _rank(best)[:3] != _rank(nearest)[:3]:
        return Rule.VERIFIED
    return Rule.SOURCE_ORDER if _rank(best) != _rank(nearest) else Rule.SURVIVOR


class Group(msgspec.Struct, frozen=True):
    """Accounts, or contacts, that are one customer: the one that they are shown as first. `said` by field; `choices` by
    field the member whose value somebody chose; `closed_at` of each member.
    """

    members: tuple[CustomerId, ...]
    said: Mapping[str, Sequence[Said]]
    choices: Mapping[str, CustomerId]
    closed_at: Mapping[CustomerId, datetime | None]

    @property
    def root(self) -> CustomerId:
        return self.members[0]

    def shown(self, field: str) -> Shown:
        said = self.said.get(field, ())
        if field == "parent":  # none of them stands above another: they are one
            said = [each for each in said if each.value not in self.members]
        found = shown_of(said, self.members, self.choices.get(field))
        return msgspec.structs.replace(found, value=found.value or None)

    @property
    def closed(self) -> datetime | None:
        """Since when no record of any source is linked to any of them."""
        moments = [self.closed_at.get(member) for member in self.members]
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None

    def joined(self, other: "Group", choices: Mapping[str, CustomerId]) -> "Group":
        """As one customer, shown as this one."""
        return Group(
            members=(*self.members, *other.members),
            said={
                field: (*self.said.get(field, ()), *other.said.get(field, ())) for field in {**self.said, **other.said}
            },
            choices={**other.choices, **self.choices, **choices},
            closed_at={**self.closed_at, **other.closed_at},
        )
