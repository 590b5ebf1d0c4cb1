"""`expand[]`: replaces ids by objects and adds what comes only when asked for.

Which properties can be expanded is declared per kind of object, so a wrong path is refused even when there is nothing
to expand, as Stripe does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotunda_world.simulators.stripe.errors import StripeError
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json

MAX_DEPTH = 4

Load = Callable[[Rendering, str], Any]
"""The expanded value for an id: the one found at the property, or the holder's own for what is not there unasked."""


@dataclass(frozen=True, slots=True)
class Expandable:
    """`kind` names the objects behind the property, None where it holds no objects. `load` is None where the objects
    are there already and only deeper steps change anything. `unasked`: the property is absent until expanded.
    """

    kind: str | None
    load: Load | None = None
    unasked: bool = False


Properties = Mapping[tuple[str, ...], Expandable]
"""By path inside the object: most are one step, some lie in a hash: `("source", "coupon")`."""


class Expander:
    """`kinds` declares the expandable properties of every kind of object."""

    def __init__(self, kinds: Mapping[str, Properties]) -> None:
        self._kinds = kinds

    def check_list(self, kind: str, paths: Sequence[str], *, searched: bool = False) -> None:
        """Raises StripeError unless every path can be expanded in a list of `kind`."""
        for path in paths:
            steps = _steps(path)
            if searched and steps == ["total_count"]:
                continue
            if steps[0] != "data" or len(steps) == 1:
                hint = f" You may want to try expanding 'data.{path}' instead." if self._knows(kind, steps) else ""
                raise _refusal(steps[0], hint)
            self._check(kind, steps[1:])

    def check(self, kind: str, paths: Sequence[str]) -> None:
        """Raises StripeError unless every path can be expanded in one object of `kind`."""
        for path in paths:
            self._check(kind, _steps(path))

    def expand_list(self, rendering: Rendering, kind: str, page: Json, paths: Sequence[str]) -> None:
        for one in page["data"]:
            for path in paths:
                if path.startswith("data."):
                    self._expand(rendering, kind, one, _steps(path)[1:])

    def expand(self, rendering: Rendering, kind: str, one: Json, paths: Sequence[str]) -> None:
        for path in paths:
            self._expand(rendering, kind, one, _steps(path))

    def _knows(self, kind: str, steps: list[str]) -> bool:
        try:
            self._check(kind, steps)
        except StripeError:
            return False
        return True

    def _check(self, kind: str, steps: list[str]) -> None:
        while steps:
            place, expandable = self._match(kind, steps)
            steps = steps[len(place) :]
            if steps and steps[0] == "data":
                steps = steps[1:]
            if steps and expandable.kind is None:
                raise _refusal(steps[0])
            kind = expandable.kind or kind

    def _match(self, kind: str, steps: list[str]) -> tuple[tuple[str, ...], Expandable]:
        properties = self._kinds.get(kind, {})
        for length in range(min(len(steps), MAX_DEPTH), 0, -1):
            place = tuple(steps[:length])
            if place in properties:
                return place, properties[place]
        raise _refusal(steps[0])

    def _expand(self, rendering: Rendering, kind: str, one: Json, steps: list[str]) -> None:
        place, expandable = self._match(kind, steps)
        holder = _inside(one, place[:-1])
        if holder is None:
            return
        _fill(rendering, one, holder, place[-1], expandable)
        rest = steps[len(place) :]
        rest = rest[1:] if rest[:1] == ["data"] else rest
        if rest and expandable.kind:
            for deeper in _objects(holder.get(place[-1])):
                self._expand(rendering, expandable.kind, deeper, rest)


def _steps(path: str) -> list[str]:
    steps = path.split(".")
    if len(steps) > MAX_DEPTH:
        raise StripeError(
            400, f"You cannot expand more than {MAX_DEPTH} levels of a property.", code="property_expansion_max_depth"
        )
    return steps


def _refusal(step: str, hint: str = "") -> StripeError:
    return StripeError(400, f"This property cannot be expanded ({step}).{hint}")


def _inside(one: Json, path: Sequence[str]) -> Json | None:
    """The hash at that path; None where the object has none."""
    for step in path:
        inner = one.get(step)
        if not isinstance(inner, dict):
            return None
        one = inner
    return one


def _fill(rendering: Rendering, one: Json, holder: Json, name: str, expandable: Expandable) -> None:
    if expandable.load is None:
        return
    if expandable.unasked:
        if name not in holder:
            holder[name] = expandable.load(rendering, one["id"])
        return
    value = holder.get(name)
    if isinstance(value, str):
        holder[name] = expandable.load(rendering, value) or value
    elif isinstance(value, list):
        holder[name] = [_loaded(rendering, each, expandable.load) for each in value]


def _loaded(rendering: Rendering, value: object, load: Load) -> object:
    return (load(rendering, value) or value) if isinstance(value, str) else value


def _objects(value: Any) -> list[Json]:
    if isinstance(value, dict):
        elements = value["data"] if value.get("object") == "list" else [value]
        return list(elements)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
