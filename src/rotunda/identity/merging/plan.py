"""The plan of a merge: both sides, what would be shown and why, what stands in its way. Pure."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from rotunda.identity.merging.model import (
    FieldPlan,
    MergePlan,
    Obstacle,
    PlanSide,
    PlanWarning,
    Refused,
    RelatedCount,
    SideName,
)
from rotunda.identity.merging.survivorship import Group, fields_of
from rotunda.sections.ids import AccountId, CustomerId, SourceName, is_contact

Above = Callable[[CustomerId], CustomerId | None]
"""The account above one, both as they are shown. Nobody stands above a person."""


class Side(msgspec.Struct, frozen=True):
    """Everything that is known of one of the two. `sources` are those in which it has a record; `version`
    changes whenever anything that is kept of its members does.
    """

    group: Group
    owner_emails: Sequence[str]
    teams: Sequence[str]
    sources: frozenset[SourceName]
    version: str

    @property
    def customer(self) -> CustomerId:
        return self.group.root

    @property
    def name(self) -> str:
        return self.group.shown("name").value or ""


class Between(msgspec.Struct, frozen=True):
    """What is known of the two together: why they were kept apart, if anybody did, and how many rows each has."""

    kept_apart: str | None
    related: Sequence[RelatedCount]
    unsteady: frozenset[str] = frozenset()
    """Kinds of rows that come and go by themselves: they are shown and do not age a plan."""


def make_plan(kept: Side, absorbed: Side, between: Between, choices: Mapping[str, SideName], above: Above) -> MergePlan:
    """What merging would do, whether or not it can be done.

    Raises:
        Refused: a choice of an unknown field, or of a side that says nothing.
    """
    check_choices(kept.group, absorbed.group, choices)
    members = chosen_members(kept.group, absorbed.group, choices)
    together = kept.group.joined(absorbed.group, members)
    return MergePlan(
        kept=_side(kept),
        absorbed=_side(absorbed),
        fields=[_field(name, kept.group, absorbed.group, together) for name in fields_of(kept.customer)],
        related=between.related,
        warnings=_warnings(kept, absorbed),
        refused=_refused(together, between, above),
        fingerprint=fingerprint(kept, absorbed, between),
    )


def check_choices(kept: Group, absorbed: Group, choices: Mapping[str, SideName]) -> None:
    for field, side in choices.items():
        if field not in fields_of(kept.root):
            known = ", ".join(fields_of(kept.root))
            raise Refused(f"choices.{field[:40]}", f"There is no such field. Known are {known}.")
        group = kept if side == "kept" else absorbed
        if group.shown(field).member is None:
            raise Refused(f"choices.{field}", f"The {side} side has no {field} to choose.")


def chosen_members(kept: Group, absorbed: Group, choices: Mapping[str, SideName]) -> dict[str, CustomerId]:
    """By field the member whose value the chosen side shows."""
    found = {field: (kept if side == "kept" else absorbed).shown(field).member for field, side in choices.items()}
    return {field: member for field, member in found.items() if member is not None}


def fingerprint(kept: Side, absorbed: Side, between: Between) -> str:
    """Equal as long as nothing has changed that the plan was made of."""
    steady = [each for each in between.related if each.kind not in between.unsteady]
    made_of: list[Any] = [_traits(kept), _traits(absorbed), between.kept_apart, steady]
    return hashlib.sha256(msgspec.json.encode(made_of, order="sorted")).hexdigest()


def _traits(side: Side) -> list[Any]:
    return [side.group, sorted(side.owner_emails), sorted(side.teams), sorted(side.sources), side.version]


def _side(side: Side) -> PlanSide:
    return PlanSide(side.customer, side.name, side.group.members, sorted(side.owner_emails), sorted(side.teams))


def _field(name: str, kept: Group, absorbed: Group, together: Group) -> FieldPlan:
    mine, theirs, shown = kept.shown(name), absorbed.shown(name), together.shown(name)
    side: SideName | None = None
    if shown.member is not None:
        side = "kept" if shown.member in kept.members else "absorbed"
    return FieldPlan(
        name=name,
        kept=mine.value,
        absorbed=theirs.value,
        shown=shown.value,
        rule=shown.rule,
        source=shown.source,
        side=side,
        conflict=mine.value is not None and theirs.value is not None and mine.value != theirs.value,
    )


def _warnings(kept: Side, absorbed: Side) -> list[PlanWarning]:
    found: list[PlanWarning] = []
    both = sorted(kept.sources & absorbed.sources)
    if both:
        two = "people" if is_contact(kept.customer) else "customers"
        says = f"Both have records of their own in {', '.join(both)}: there they are two {two}."
        found.append(PlanWarning("same_source", says, both))
    accounts = [side.group.shown("account").value for side in (kept, absorbed)]
    if None not in accounts and accounts[0] != accounts[1]:
        says = "They belong to two accounts. Whoever may see the account that is shown sees all that belongs to both."
        found.append(PlanWarning("accounts", says))
    for child, parent in ((kept, absorbed), (absorbed, kept)):
        if child.group.shown("parent").value in parent.group.members:
            found.append(PlanWarning("family", f"{parent.name} is the parent of {child.name}."))
    closed = (side for side in (kept, absorbed) if side.group.closed is not None)
    found.extend(PlanWarning("closed", f"No source lists {side.name} any more.") for side in closed)
    return found


def _refused(together: Group, between: Between, above: Above) -> PlanWarning | None:
    if between.kept_apart is not None:
        says = f"Somebody decided to keep these two apart: {between.kept_apart}"
        return PlanWarning(Obstacle.KEPT_APART, says)
    parent = together.shown("parent").value
    if parent is not None and stands_above(together.members, AccountId(parent), above):
        says = "Its parent would stand below it. Choose the other parent, or correct the parents first."
        return PlanWarning(Obstacle.CIRCLE, says)
    return None


def stands_above(members: Sequence[CustomerId], start: CustomerId, above: Above) -> bool:
    """Whether any of `members` is `start` or stands above it, however far up."""
    seen: set[CustomerId] = set()
    current: CustomerId | None = start
    while current is not None and current not in seen:
        if current in members:
            return True
        seen.add(current)
        current = above(current)
    return False
