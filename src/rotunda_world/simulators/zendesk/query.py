"""Zendesk's search language, read into terms.

`type:ticket organization:42 status<solved tags:escalated created>2026-08-01 "billing error" -priority:low`. Several
values for one property are alternatives; everything else must hold together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TERM = re.compile(r'(?P<minus>-)?(?:(?P<name>[A-Za-z_]+)(?P<operator><=|>=|:|<|>))?(?P<value>"[^"]*"|[^\s"]+)')
_ORDERING = frozenset({"order_by", "sort"})


@dataclass(frozen=True, slots=True)
class Term:
    """`name` is None for free text. `operator` is one of `: < > <= >=`."""

    name: str | None
    operator: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Query:
    """`types` is empty when the query names none. `order_by` and `descending` come from terms of those names."""

    types: frozenset[str]
    terms: tuple[Term, ...]
    order_by: str | None
    descending: bool | None

    def groups(self) -> Iterable[list[Term]]:
        """Terms that are alternatives of each other: positive ones on the same property with `:`."""
        together: dict[str, list[Term]] = {}
        for term in self.terms:
            if term.name is not None and term.operator == ":" and not term.negated:
                together.setdefault(term.name, []).append(term)
            else:
                yield [term]
        yield from together.values()


def parse(text: str) -> Query:
    """Never fails: what is no term is free text."""
    found = [_term(match) for match in _TERM.finditer(text)]
    types = frozenset(term.value.lower() for term in found if term.name == "type")
    order = {term.name: term.value.lower() for term in found if term.name in _ORDERING}
    terms = tuple(term for term in found if term.name != "type" and term.name not in _ORDERING)
    sort = order.get("sort")
    return Query(types, terms, order.get("order_by"), None if sort is None else sort == "desc")


def _term(match: re.Match[str]) -> Term:
    name = match["name"]
    return Term(
        name.lower() if name else None, match["operator"] or ":", match["value"].strip('"'), bool(match["minus"])
    )
