"""Why a customer is shown as it is: each value, the rule that chose it, and what else is said. Pure."""

from collections.abc import Sequence

import msgspec

from rotunda.identity.merging.survivorship import Group, Rule, Said, fields_of
from rotunda.sections.ids import CustomerId, SourceName


class Other(msgspec.Struct, frozen=True):
    """A value that is not shown, and whose it is. `source` is None for what the member has kept or somebody set."""

    value: str
    member: CustomerId
    source: SourceName | None


class Explained(msgspec.Struct, frozen=True):
    """One field with the value that is shown, whose it is, the rule that chose it, and each other value once."""

    name: str
    value: str
    member: CustomerId
    source: SourceName | None
    rule: Rule
    others: Sequence[Other]


def explain(group: Group) -> list[Explained]:
    """Fields of which somebody says something, in the order of the page."""
    found: list[Explained] = []
    for field in fields_of(group.root):
        shown = group.shown(field)
        if shown.value is not None and shown.member is not None and shown.rule is not None:
            others = _others(group.said.get(field, ()), shown.value)
            found.append(Explained(field, shown.value, shown.member, shown.source, shown.rule, others))
    return found


def _others(said: Sequence[Said], shown: str) -> list[Other]:
    """What a source says stands before what an account has kept of it."""
    found: dict[str, Other] = {}
    for each in sorted(said, key=lambda one: one.source is None):
        if each.value and each.value != shown:
            found.setdefault(each.value, Other(each.value, each.member, each.source))
    return list(found.values())
