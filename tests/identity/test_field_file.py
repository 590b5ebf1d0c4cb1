"""Definitions as YAML: every mistake has its line, and what is written reads as what it was."""

import pytest
import yaml

from rotunda.identity.fields.definitions import _blank  # pyright: ignore[reportPrivateUsage] - a field to vary
from rotunda.identity.fields.drafts import Draft, field_of
from rotunda.identity.fields.file import FileRefused, read_fields, written
from rotunda.identity.fields.model import Refused
from rotunda.sections.ids import FieldId
from support.worlds import NOW

DRAFTS = [
    Draft(name="region", title="Region", kind="choice", choices=["EU-West", "yes", "2026"], default="EU-West"),
    Draft(name="seats", title="Seats", kind="number", required=True, default=7, label="usage"),
    Draft(name="budget", title="Budget", kind="money", default={"amount_minor": 100, "currency": "EUR"}),
    Draft(name="since", title="Since: when", kind="date", default="2026-11-30", position=4),
    Draft(name="code", title="Número", kind="text", unique=True, description="# not a comment"),
    Draft(name="groups", title="Groups", kind="many_choices", choices=["a", "b"], applies_to="contact"),
]


def test_what_is_written_reads_as_what_it_was() -> None:
    fields = [field_of(draft, _blank(FieldId("fld_x"), 10, NOW)) for draft in DRAFTS]
    read = read_fields(written(fields))
    assert [field_of(each.draft, _blank(FieldId("fld_x"), 10, NOW)) for each in read] == fields
    assert written([field_of(each.draft, _blank(FieldId("fld_x"), 10, NOW)) for each in read]) == written(fields)


def test_a_day_that_yaml_reads_as_one_is_a_day() -> None:
    [field] = read_fields("fields:\n- {name: since, title: Since, kind: date, default: 2026-11-30}\n")
    assert field.draft.default == "2026-11-30"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "The file is empty"),
        ("- a\n", 1, "must have keys"),
        ("field: []\n", 1, "has no field. Known are fields"),
        ("fields: 7\n", 1, "needs a list"),
        ("fields:\n- name: a\n  title: A\n", 2, "needs a kind"),
        ("fields:\n- name: a\n  title: A\n  kind: text\n  colour: red\n", 5, "has no colour"),
        ("fields:\n- name: a\n  title: A\n  kind: text\n  required: maybe\n", 5, "required: Expected `bool`"),
        ("fields:\n- name: a\n  title: A\n  kind: choice\n  choices: [1, 2]\n", 5, "choices: Expected `str`"),
        ("fields:\n- name: a\n  title: A\n  kind: text\n  archived: soon\n", 5, "archived: must be true or false"),
        ("fields:\n- name: a\n  title: A\n  kind: text\n  title: B\n", 5, "title is there twice"),
        ("fields:\n- &x {name: a, title: A, kind: text}\n- *x\n", 3, "Aliases"),
        ("fields:\n- {name: a, title: A, kind: text}\n- {name: a, title: B, kind: text}\n", 3, "defined twice"),
        ("fields:\n- name: [\n", 3, "This is not YAML"),
        ("fields:\n- {name: a, title: A, kind: !!python/object:os.system x}\n", 2, "cannot be read"),
        ("x" * 1_000_001, 1, "1,000,001 characters"),
    ],
)
def test_a_mistake_has_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_fields(text)
    assert refused.value.line == line
    assert says in refused.value.reason


def test_it_is_yaml_that_others_read() -> None:
    fields = [field_of(draft, _blank(FieldId("fld_x"), 10, NOW)) for draft in DRAFTS]
    assert [each["name"] for each in yaml.safe_load(written(fields))["fields"]] == [each.name for each in DRAFTS]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(name="Region", title="R", kind="text"), "name"),
        (Draft(name="x" * 41, title="R", kind="text"), "name"),
        (Draft(name="a", title=" ", kind="text"), "title"),
        (Draft(name="a", title="A\nB", kind="text"), "title"),
        (Draft(name="a", title="A", kind="colour"), "kind"),
        (Draft(name="a", title="A", kind="text", applies_to="user"), "applies_to"),
        (Draft(name="a", title="A", kind="text", label="secret"), "label"),
        (Draft(name="a", title="A", kind="text", choices=["a"]), "choices"),
        (Draft(name="a", title="A", kind="choice"), "choices"),
        (Draft(name="a", title="A", kind="choice", choices=["a", "A"]), "choices"),
        (Draft(name="a", title="A", kind="choice", choices=["a"], default="b"), "default"),
        (Draft(name="a", title="A", kind="choice", choices=["a"], unique=True), "unique"),
        (Draft(name="a", title="A", kind="text", unique=True, default="x"), "default"),
        (Draft(name="a", title="A", kind="number", default="x"), "default"),
        (Draft(name="a", title="A", kind="text", position=-1), "position"),
        (Draft(name="a", title="A", kind="text", description="x" * 501), "description"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_its_field(draft: Draft, field: str) -> None:
    with pytest.raises(Refused) as refused:
        field_of(draft, _blank(FieldId("fld_x"), 10, NOW))
    assert refused.value.field == field
