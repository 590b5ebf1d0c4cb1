"""Customers out of accounts: what each account says, folded along its merges in the order in which they were made.
Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from rotunda.identity.merging.forest import Edge
from rotunda.identity.merging.survivorship import Group
from rotunda.sections.ids import CustomerId


class Joint(Edge, frozen=True):
    """A merge with what was chosen to be shown."""

    merged_at: datetime
    choices: Mapping[str, CustomerId]


def group_of(root: CustomerId, joints: Iterable[Joint], alone: Mapping[CustomerId, Group]) -> Group:
    """The customer that is shown as `root`; `alone` has each account as a customer of its own."""
    into: dict[CustomerId, list[Joint]] = defaultdict(list)
    for joint in sorted(joints, key=lambda each: (each.merged_at, each.id)):
        into[joint.kept].append(joint)

    def folded(account: CustomerId) -> Group:
        group = alone[account]
        for joint in into[account]:
            group = group.joined(folded(joint.absorbed), joint.choices)
        return group

    return folded(root)
