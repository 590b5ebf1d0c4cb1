"""Redaction on the output: a section's view model is cut down to the labels that a viewer may read.

Compiled once per (view model, labels) to closures. Fields are allowed, never denied: what the view model's type does
not name is dropped, and a type that cannot be read field by field stops the start.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec import inspect

from rotunda.sections.labels import Label

Cut: TypeAlias = Callable[[Any], Any]

_LEAVES = (
    inspect.NoneType,
    inspect.BoolType,
    inspect.IntType,
    inspect.FloatType,
    inspect.StrType,
    inspect.DateTimeType,
    inspect.DateType,
    inspect.TimeDeltaType,
    inspect.DecimalType,
    inspect.UUIDType,
    inspect.EnumType,
    inspect.LiteralType,
)
_LISTS = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)


class UnprojectableView(TypeError):
    """A view model holds a type that cannot be redacted field by field. The start stops; the message has its path."""


class Projection(msgspec.Struct, frozen=True):
    """`whole`: these labels read every field, so the model's own bytes may be sent. `apply` takes what
    `msgspec.to_builtins` made of the model and returns a new dict; what is hidden is absent, not null.
    """

    whole: bool
    apply: Callable[[dict[str, Any]], dict[str, Any]]


@lru_cache(maxsize=4096)
def compile_projection(view: type[msgspec.Struct], default: Label, labels: frozenset[Label]) -> Projection:
    """`default` is carried by the view's own fields that name no label; fields of nested structs carry their holder's.

    Raises:
        UnprojectableView: an untyped, ambiguous, positional or recursive type, wherever in the view it is.
    """
    compiler = _Compiler(labels)
    apply = compiler.struct(inspect.type_info(view), default, view.__name__)
    return Projection(compiler.whole, apply)


class _Compiler:
    """Walks every type of the view, the hidden ones too: whether a view can be redacted does not depend on a role."""

    def __init__(self, labels: frozenset[Label]) -> None:
        self.whole = True
        self._labels = labels
        self._open: list[type] = []

    def struct(self, info: inspect.Type, default: Label | None, path: str) -> Cut:
        if not isinstance(info, inspect.StructType) or info.array_like or info.cls in self._open:
            raise _unprojectable(path, info)
        self._open.append(info.cls)
        fields: dict[str, Cut] = {}
        for field in info.fields:
            where = f"{path}.{field.name}"
            label, held = _label_of(field.type, where)
            cut = self.cut(held, where)
            if self._allows(label or default):
                fields[field.encode_name] = cut
        self._open.pop()
        if info.tag_field is not None:
            fields[info.tag_field] = _as_it_is
        return _keep(fields)

    def cut(self, info: inspect.Type, path: str) -> Cut:
        if isinstance(info, inspect.Metadata):
            if _named_label(info, path):
                raise UnprojectableView(f"{path} has a label inside of its type: put the label on the field itself")
            return self.cut(info.type, path)
        if isinstance(info, _LEAVES):
            return _as_it_is
        if isinstance(info, inspect.StructType):
            return self.struct(info, None, path)
        return self._container(info, path)

    def _container(self, info: inspect.Type, path: str) -> Cut:
        if isinstance(info, _LISTS):
            return _each(self.cut(info.item_type, f"{path}[]"))
        if isinstance(info, inspect.DictType):
            if self.cut(info.key_type, f"{path}{{key}}") is not _as_it_is:
                raise _unprojectable(path, info)
            return _each_value(self.cut(info.value_type, f"{path}{{}}"))
        if isinstance(info, inspect.UnionType):
            return self._union(info, path)
        raise _unprojectable(path, info)

    def _union(self, info: inspect.UnionType, path: str) -> Cut:
        """Of several alternatives at most one may have an inside; else the value alone does not tell which it is."""
        cuts = [self.cut(alternative, path) for alternative in info.types]
        inner = [cut for cut in cuts if cut is not _as_it_is]
        if not inner:
            return _as_it_is
        if len(inner) > 1 or len(cuts) != 2 or not info.includes_none:
            raise _unprojectable(path, info)
        return _unless_none(inner[0])

    def _allows(self, label: Label | None) -> bool:
        allowed = label is None or label in self._labels
        self.whole = self.whole and allowed
        return allowed


def _label_of(info: inspect.Type, path: str) -> tuple[Label | None, inspect.Type]:
    if isinstance(info, inspect.Metadata):
        return _named_label(info, path), info.type
    return None, info


def _named_label(info: inspect.Metadata, path: str) -> Label | None:
    named = (info.extra or {}).get("label")
    if named is None or isinstance(named, Label):
        return named
    raise UnprojectableView(f"{path} carries {named!r}, which is not a label")


def _unprojectable(path: str, info: inspect.Type) -> UnprojectableView:
    return UnprojectableView(f"{path} is a {type(info).__name__}, which cannot be redacted field by field")


def _as_it_is(value: Any) -> Any:
    return value


def _keep(fields: Mapping[str, Cut]) -> Cut:
    leaves = frozenset(name for name, cut in fields.items() if cut is _as_it_is)
    inner = {name: cut for name, cut in fields.items() if cut is not _as_it_is}

    def keep(value: dict[str, Any]) -> dict[str, Any]:
        return {
            name: held if name in leaves else inner[name](held)
            for name, held in value.items()
            if name in leaves or name in inner
        }

    return keep


def _each(cut: Cut) -> Cut:
    return _as_it_is if cut is _as_it_is else lambda values: [cut(value) for value in values]


def _each_value(cut: Cut) -> Cut:
    return _as_it_is if cut is _as_it_is else lambda values: {key: cut(value) for key, value in values.items()}


def _unless_none(cut: Cut) -> Cut:
    return lambda value: None if value is None else cut(value)
