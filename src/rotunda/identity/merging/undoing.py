"""What undoing a merge has to decide. Pure.

Whatever lists say belongs to its own account and goes back with it. What people did to the survivor since the merge
may have been meant for either of the two: it is listed, and decided by whoever undoes.
"""

from collections.abc import Mapping, Sequence

from rotunda.identity.merging.forest import Forest
from rotunda.identity.merging.model import SIDES, Conflict, MergeRow, Moved, Obstacle, Refused, SideName, UndoPlan


def plan_undo(merge: MergeRow, forest: Forest, moved: Sequence[Moved], choices: Mapping[str, SideName]) -> UndoPlan:
    """Raises:
    Refused: a choice of something that is no conflict.
    Conflict: it was undone before.
    """
    if merge.undone_at is not None:
        raise Conflict(Obstacle.ALREADY_UNDONE, "This merge was undone before. Nothing has changed.")
    known = {each.key for each in moved}
    for key, side in choices.items():
        if key not in known or side not in SIDES:
            raise Refused(f"choices.{key[:60]}", "There is nothing of that name to decide.")
    after = forest.without(merge.id)
    return UndoPlan(
        merge=merge,
        kept=after.root(merge.kept),
        absorbed=merge.absorbed,
        back=sorted(after.below(merge.absorbed)),
        conflicts=moved,
        undecided=[each.key for each in moved if each.key not in choices],
    )


def require_decided(plan: UndoPlan) -> None:
    """Raises Conflict where anything is left to decide: nothing is dropped and nothing is guessed."""
    if plan.undecided:
        says = f"Decide first whose these are, each kept or absorbed: {', '.join(plan.undecided)}."
        raise Conflict(Obstacle.UNDECIDED, says)
