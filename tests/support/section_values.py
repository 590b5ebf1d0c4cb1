"""Values of section views for property tests, made from the types themselves; and a second reading of their labels."""

import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from rotunda.sections.labels import Label
from rotunda.sections.money import Money

_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=5),
    int: st.integers(-1000, 1000),
    float: st.floats(-1000, 1000),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    date: st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    Money: st.builds(Money, st.integers(-(10**6), 10**6), st.sampled_from(["EUR", "USD", "JPY"])),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that occurs in a section's view."""
    hint = _bare(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin in (typing.Union, UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is list:
        return st.lists(values(arguments[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return st.builds(_struct_class(hint), **{name: values(held) for name, held in fields(hint).items()})


def fields(hint: Any) -> Mapping[str, Any]:
    """A struct's fields with their annotations; type variables are replaced by the arguments of a generic."""
    struct = _struct_class(hint)
    replaced = dict(zip(getattr(struct, "__parameters__", ()), get_args(hint), strict=False))
    return {name: _replace(held, replaced) for name, held in _hints(struct).items()}


def label_of(annotation: Any) -> Label | None:
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, msgspec.Meta) and mark.extra and "label" in mark.extra:
            return mark.extra["label"]
    return None


def is_struct(value: Any) -> bool:
    return isinstance(value, msgspec.Struct)


@cache
def _hints(struct: type) -> dict[str, Any]:
    return typing.get_type_hints(struct, include_extras=True)


def _bare(hint: Any) -> Any:
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return getattr(hint, "__supertype__", hint)


def _struct_class(hint: Any) -> type:
    found = get_origin(_bare(hint)) or _bare(hint)
    assert isinstance(found, type)
    assert issubclass(found, msgspec.Struct), found
    return found


def _replace(hint: Any, replaced: Mapping[Any, Any]) -> Any:
    if hint in replaced:
        return replaced[hint]
    parameters = getattr(hint, "__parameters__", ())
    return hint[tuple(replaced.get(parameter, parameter) for parameter in parameters)] if parameters else hint
