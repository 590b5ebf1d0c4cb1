"""Redaction: whatever is hidden changes no byte, and whatever is allowed survives, for every section of the house.

The labels are read here a second time, by `typing` instead of msgspec: one misreading does not excuse the other.
"""

import importlib
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotunda.access.projection import UnprojectableView, compile_projection
from rotunda.access.roles import section_names
from rotunda.sections.billing.model import BillingView
from rotunda.sections.labels import COMMERCIAL, PERSONAL, Label
from support.section_values import fields, is_struct, label_of, values

Held = TypeVar("Held")

SECTIONS = sorted(section_names())
LABELS = st.frozensets(st.sampled_from(list(Label)))
DEFAULTS = st.sampled_from(list(Label))


def view_of(section: str) -> type[msgspec.Struct]:
    model = importlib.import_module(f"rotunda.sections.{section}.model")
    return getattr(model, f"{section.title()}View")


def shown(value: msgspec.Struct, default: Label, labels: frozenset[Label]) -> bytes:
    """What leaves the house: the projected view as JSON."""
    projection = compile_projection(type(value), default, labels)
    return msgspec.json.encode(projection.apply(msgspec.to_builtins(value)))


def expected(value: Any, labels: frozenset[Label], default: Label | None) -> Any:
    """The same by the rule itself: a field is kept where its own label (at the top: or the default) is allowed."""
    if isinstance(value, list):
        return [expected(item, labels, None) for item in value]
    if isinstance(value, dict):
        return {str(key): expected(item, labels, None) for key, item in value.items()}
    if not is_struct(value):
        return msgspec.to_builtins(value)
    present = msgspec.to_builtins(value)
    return {
        name: expected(getattr(value, name), labels, None)
        for name, annotation in fields(type(value)).items()
        if name in present and _allowed(annotation, labels, default)
    }


def _allowed(annotation: Any, labels: frozenset[Label], default: Label | None) -> bool:
    label = label_of(annotation) or default
    return label is None or label in labels


def with_hidden_changed(
    value: Any, hint: Any, labels: frozenset[Label], default: Label | None, data: st.DataObject
) -> Any:
    """The same value with every hidden field drawn anew, however deep it is."""
    if isinstance(value, list):
        return [with_hidden_changed(item, None, labels, None, data) for item in value]
    if isinstance(value, dict):
        return {key: with_hidden_changed(item, None, labels, None, data) for key, item in value.items()}
    if not is_struct(value):
        return value
    changes: dict[str, Any] = {}
    for name, annotation in fields(hint or type(value)).items():
        if _allowed(annotation, labels, default):
            changes[name] = with_hidden_changed(getattr(value, name), None, labels, None, data)
        else:
            changes[name] = data.draw(values(annotation))
    return msgspec.structs.replace(value, **changes)


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(labels=LABELS, default=DEFAULTS, data=st.data())
def test_no_byte_depends_on_what_is_hidden(
    section: str, labels: frozenset[Label], default: Label, data: st.DataObject
) -> None:
    view = view_of(section)
    one = data.draw(values(view))
    other = with_hidden_changed(one, view, labels, default, data)
    assert shown(one, default, labels) == shown(other, default, labels)


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(labels=LABELS, default=DEFAULTS, data=st.data())
def test_exactly_what_is_allowed_survives(
    section: str, labels: frozenset[Label], default: Label, data: st.DataObject
) -> None:
    value = data.draw(values(view_of(section)))
    assert msgspec.json.decode(shown(value, default, labels)) == msgspec.json.decode(
        msgspec.json.encode(expected(value, labels, default))
    )


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_whole_means_the_model_s_own_bytes(section: str, data: st.DataObject) -> None:
    view = view_of(section)
    projection = compile_projection(view, Label.IDENTITY, frozenset(Label))
    value = data.draw(values(view))
    assert projection.whole
    assert msgspec.json.encode(projection.apply(msgspec.to_builtins(value))) == msgspec.json.encode(value)


@pytest.mark.parametrize("section", SECTIONS)
def test_no_labels_show_nothing(section: str) -> None:
    projection = compile_projection(view_of(section), Label.IDENTITY, frozenset())
    assert not projection.whole
    assert projection.apply(dict.fromkeys(fields(view_of(section)), 1)) == {}


def test_support_reads_plans_but_no_amount() -> None:
    view: dict[str, Any] = {
        "plans": [{"products": ["Growth"], "status": "active"}],
        "payment_ok": True,
        "mrr": [{"money": {"amount_minor": 840_000, "currency": "EUR"}}],
        "customers": [{"name": "Ada", "email": "ada@acme.example"}],
    }
    projection = compile_projection(BillingView, Label.COMMERCIAL, frozenset({Label.CONTRACT, Label.PERSONAL}))
    assert projection.apply(view) == {"plans": [{"products": ["Growth"], "status": "active"}], "payment_ok": True}
    assert not projection.whole


def test_a_nested_label_needs_the_holder_s_too() -> None:
    view = {"customers": [{"ref": {"source": "stripe"}, "name": "Ada", "credit": None}]}
    commercial = compile_projection(BillingView, Label.COMMERCIAL, frozenset({Label.COMMERCIAL}))
    both = compile_projection(BillingView, Label.COMMERCIAL, frozenset({Label.COMMERCIAL, Label.PERSONAL}))
    assert commercial.apply(view) == {"customers": [{"ref": {"source": "stripe"}, "credit": None}]}
    assert both.apply(view) == view


def test_keys_that_the_model_does_not_name_are_dropped_at_every_depth() -> None:
    projection = compile_projection(BillingView, Label.COMMERCIAL, frozenset(Label))
    smuggled: dict[str, Any] = {"payment_ok": True, "salary": 1, "plans": [{"products": [], "margin": 2}]}
    assert projection.apply(smuggled) == {"payment_ok": True, "plans": [{"products": []}]}


def test_the_input_is_left_as_it_was() -> None:
    view = {"payment_ok": True, "mrr": [{"money": {"amount_minor": 1}}]}
    projection = compile_projection(BillingView, Label.COMMERCIAL, frozenset(Label))
    projected = projection.apply(view)
    projected["payment_ok"] = False
    assert view == {"payment_ok": True, "mrr": [{"money": {"amount_minor": 1}}]}


def test_compiled_once_per_view_and_labels() -> None:
    labels = frozenset({Label.SUPPORT})
    first = compile_projection(BillingView, Label.COMMERCIAL, labels)
    assert compile_projection(BillingView, Label.COMMERCIAL, frozenset({Label.SUPPORT})) is first


class Box(msgspec.Struct, Generic[Held]):
    value: Held
    secret: Annotated[Held | None, PERSONAL] = None


class Renamed(msgspec.Struct, rename="camel"):
    plain_name: str
    hidden_name: Annotated[str, COMMERCIAL]


class Tagged(msgspec.Struct, tag="kind_a"):
    value: int


class Holder(msgspec.Struct):
    boxes: list[Box[int]]
    by_name: dict[str, Box[str]]
    renamed: Renamed | None
    tagged: Tagged


def test_generics_renamed_fields_and_tags() -> None:
    holder = Holder([Box(1, 2)], {"a": Box("x", "y")}, Renamed("p", "h"), Tagged(3))
    projection = compile_projection(Holder, Label.IDENTITY, frozenset({Label.IDENTITY}))
    assert projection.apply(msgspec.to_builtins(holder)) == {
        "boxes": [{"value": 1}],
        "by_name": {"a": {"value": "x"}},
        "renamed": {"plainName": "p"},
        "tagged": {"type": "kind_a", "value": 3},
    }


class Untyped(msgspec.Struct):
    anything: Any


class Raw(msgspec.Struct):
    inner: list[msgspec.Raw]


class Ambiguous(msgspec.Struct):
    either: Tagged | list[Tagged]


class Positional(msgspec.Struct, array_like=True):
    value: int


class HoldsPositional(msgspec.Struct):
    inner: Positional


class LabelInside(msgspec.Struct):
    inner: list[Annotated[str, PERSONAL]]


class ForeignLabel(msgspec.Struct):
    inner: Annotated[str, msgspec.Meta(extra={"label": "hidden"})]


class Recursive(msgspec.Struct):
    children: list["Recursive"]


class Loose(msgspec.Struct):
    inner: list[Any]


@pytest.mark.parametrize(
    ("view", "path"),
    [
        (Untyped, "Untyped.anything"),
        (Raw, r"Raw.inner\[\]"),
        (Ambiguous, "Ambiguous.either"),
        (Positional, "Positional"),
        (HoldsPositional, "HoldsPositional.inner"),
        (LabelInside, r"LabelInside.inner\[\]"),
        (ForeignLabel, "ForeignLabel.inner"),
        (Recursive, r"Recursive.children\[\]"),
        (Loose, r"Loose.inner\[\]"),
    ],
)
@pytest.mark.parametrize("labels", [frozenset(), frozenset(Label)])
def test_what_cannot_be_redacted_stops_the_start_for_whatever_role(
    view: type[msgspec.Struct], path: str, labels: frozenset[Label]
) -> None:
    with pytest.raises(UnprojectableView, match=path):
        compile_projection(view, Label.IDENTITY, labels)
