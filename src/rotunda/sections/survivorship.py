"""Which source's value is shown where several speak of one field: by category order, decided when somebody looks."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from rotunda.sections.provenance import Alternative, Category, Ref, Sourced
from rotunda.sections.section import Sourcepart

Part = TypeVar("Part", bound=msgspec.Struct)
Value = TypeVar("Value")

_LAST = len(Category)


def ordered(parts: Sequence[Sourcepart[Part]], order: Sequence[Category]) -> list[Sourcepart[Part]]:
    """Parts by the rank of their category; unnamed categories last; equals by connection id, so the result is
    stable.
    """
    rank = {category: position for position, category in enumerate(order)}
    return sorted(parts, key=lambda each: (rank.get(each.origin.category, _LAST), each.origin.connection))


def survivor(
    parts: Sequence[Sourcepart[Part]],
    order: Sequence[Category],
    value_of: Callable[[Part], Value | None],
    ref_of: Callable[[Part], Ref | None],
) -> Sourced[Value] | None:
    """The first source in `order` that says anything; what further ones say stays beside it."""
    said: list[tuple[Sourcepart[Part], Value]] = []
    for each in ordered(parts, order):
        value = value_of(each.part)
        if value is not None:
            said.append((each, value))
    if not said:
        return None
    first, value = said[0]
    return Sourced(
        value=value,
        source=first.origin.source,
        url=_url(ref_of(first.part)),
        others=[
            Alternative(value=other, source=each.origin.source, url=_url(ref_of(each.part))) for each, other in said[1:]
        ],
    )


def _url(ref: Ref | None) -> str | None:
    return ref.url if ref else None
