"""Request parameters in Stripe's bracket syntax, checked as strictly as the API checks them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rotunda_world.simulators.stripe import errors

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")

Tree = dict[str, Any]
"""Names to texts, or to further trees: `created[gte]=1` is `{"created": {"gte": "1"}}`, `ids[]=a` is
`{"ids": {"0": "a"}}`."""

Parse = Callable[[str, Any], Any]
"""Takes the parameter's full name and what was sent; answers its value or raises StripeError."""


def tree_of(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Unfolds bracketed names. Elements of `x[]` are numbered in the order in which they were sent."""
    root: Tree = {}
    for name, text in pairs:
        head, _, rest = name.partition("[")
        path = [head, *_BRACKETS.findall(f"[{rest}" if rest else "")]
        _plant(root, path, text)
    return root


def _plant(tree: Tree, path: list[str], text: str) -> None:
    for step in path[:-1]:
        branch = tree.get(step)
        if not isinstance(branch, dict):
            branch = tree[step] = {}
        tree = branch
    tree[path[-1] or str(len(tree))] = text


@dataclass(frozen=True, slots=True)
class Range:
    """`created[gte]=..` and its like, in Unix seconds; a bare number means exactly that second."""

    gt: int | None = None
    gte: int | None = None
    lt: int | None = None
    lte: int | None = None

    def holds(self, value: int | None) -> bool:
        if value is None:
            return False
        return (
            (self.gt is None or value > self.gt)
            and (self.gte is None or value >= self.gte)
            and (self.lt is None or value < self.lt)
            and (self.lte is None or value <= self.lte)
        )


def text(name: str, sent: Any) -> str:
    if not isinstance(sent, str):
        raise errors.invalid(name, "Invalid string: {...}")
    if not sent:
        raise errors.empty_parameter(name)
    return sent


def integer(name: str, sent: Any) -> int:
    written = text(name, sent)
    if not re.fullmatch(r"-?\d{1,18}", written):
        raise errors.not_an_integer(name, written)
    return int(written)


def boolean(name: str, sent: Any) -> bool:
    written = text(name, sent)
    if written not in {"true", "false"}:
        raise errors.invalid(name, f"Invalid boolean: {written}")
    return written == "true"


def seconds(name: str, sent: Any) -> Range:
    """A number, or a hash of gt, gte, lt and lte."""
    if not isinstance(sent, dict):
        exact = integer(name, sent)
        return Range(gte=exact, lte=exact)
    unknown = [f"{name}[{key}]" for key in sent if key not in {"gt", "gte", "lt", "lte"}]
    if unknown:
        raise errors.unknown_parameters(unknown)
    return Range(**{key: integer(f"{name}[{key}]", value) for key, value in sent.items()})


def texts(name: str, sent: Any) -> list[str]:
    if not isinstance(sent, dict):
        raise errors.invalid(name, "Invalid array")
    return [text(f"{name}[{place}]", value) for place, value in sent.items()]


def one_of(*choices: str) -> Parse:
    def parse(name: str, sent: Any) -> str:
        written = text(name, sent)
        if written not in choices:
            listed = f"{', '.join(choices[:-1])}, or {choices[-1]}" if len(choices) > 2 else " or ".join(choices)
            raise errors.invalid(name, f"Invalid {name}: must be one of {listed}")
        return written

    return parse


def hash_of(members: Mapping[str, Parse]) -> Parse:
    """A nested hash with known members, such as `recurring[interval]`."""

    def parse(name: str, sent: Any) -> dict[str, Any]:
        if not isinstance(sent, dict):
            raise errors.invalid(name, "Invalid object")
        unknown = [f"{name}[{key}]" for key in sent if key not in members]
        if unknown:
            raise errors.unknown_parameters(unknown)
        return {key: members[key](f"{name}[{key}]", value) for key, value in sent.items()}

    return parse


def limit(name: str, sent: Any) -> int:
    size = integer(name, sent)
    if size < 1:
        raise errors.StripeError(
            400, "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name
        )
    if size > 100:
        raise errors.StripeError(
            400, "This value must be less than or equal to 100.", code="parameter_invalid_integer", param=name
        )
    return size


def parsed(tree: Tree, accepted: Mapping[str, Parse]) -> dict[str, Any]:
    """The values of all parameters sent. Raises StripeError for unknown names and for values of another type."""
    unknown = [name for name in tree if name not in accepted]
    if unknown:
        raise errors.unknown_parameters(unknown)
    return {name: accepted[name](name, sent) for name, sent in tree.items()}
