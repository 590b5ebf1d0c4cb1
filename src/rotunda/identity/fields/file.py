"""Definitions of fields as YAML: read with the line of every mistake, written so that reading it changes nothing.

fields:
- name: region
title: Region
kind: choice
choices: [EU-West, EU-East]
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import yaml

from rotunda.identity.fields.drafts import Draft
from rotunda.identity.fields.model import Field

LARGEST = 1_000_000
_DEFAULTS = Draft(name="", title="", kind="")
_KNOWN = (*Draft.__struct_fields__, "archived")


class FileRefused(Exception):
    """`line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class Wanted(msgspec.Struct, frozen=True):
    """One field of a file. `given` holds what the file says of it, and nothing else; `lines` where each key stands."""

    draft: Draft
    archived: bool
    given: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    @property
    def key(self) -> tuple[str, str]:
        return (self.draft.applies_to, self.draft.name)

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


def read_fields(text: str) -> list[Wanted]:
    """Raises FileRefused at the first mistake."""
    if len(text) > LARGEST:
        raise FileRefused(1, f"The file has {len(text):,} characters; the most is {LARGEST:,}.")
    entries = _entries(_composed(text.removeprefix("\ufeff")))
    wanted = [_wanted(entry) for entry in entries]
    seen: set[tuple[str, str]] = set()
    for each in wanted:
        if each.key in seen:
            raise FileRefused(each.line, f"{each.draft.name} is defined twice in this file.")
        seen.add(each.key)
    return wanted


def _composed(text: str) -> yaml.Node | None:
    """Nodes with their lines. Aliases are refused: nothing here needs them, and they can blow up."""
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise FileRefused(_line(event.start_mark), "Aliases (*name) are not taken here: write the value out.")
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FileRefused(_line(mark), f"This is not YAML: {error.problem or error.context}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise FileRefused(1, f"This is not YAML: {str(error).partition(chr(10))[0]}.") from None


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _entries(root: yaml.Node | None) -> list[yaml.Node]:
    if root is None:
        raise FileRefused(1, "The file is empty; it needs a list called fields.")
    named = _members(root, ("fields",), "The file")
    if "fields" not in named or not isinstance(named["fields"], yaml.SequenceNode):
        raise FileRefused(_line(root.start_mark), "The file needs a list called fields.")
    return list(named["fields"].value)


def _members(node: yaml.Node, known: Iterable[str], what: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise FileRefused(_line(node.start_mark), f"{what} must have keys and values, as in name: region.")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if name not in known:
            raise FileRefused(_line(key.start_mark), f"{what} has no {name[:40]}. Known are {', '.join(known)}.")
        if name in found:
            raise FileRefused(_line(key.start_mark), f"{name} is there twice.")
        found[name] = value
    return found


def _wanted(entry: yaml.Node) -> Wanted:
    line = _line(entry.start_mark)
    members = _members(entry, _KNOWN, "A field")
    lines = {name: _line(node.start_mark) for name, node in members.items()}
    given = {name: _value(node) for name, node in members.items()}
    archived = given.pop("archived", False)
    if not isinstance(archived, bool):
        raise FileRefused(lines["archived"], "archived: must be true or false.")
    for name in ("name", "title", "kind"):
        if name not in given:
            raise FileRefused(line, f"A field needs a {name}.")
    return Wanted(_draft(given, line, lines), archived, given, line, lines)


def _value(node: yaml.Node) -> Any:
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        raise FileRefused(_line(node.start_mark), f"This cannot be read: {str(error).partition(chr(10))[0]}.") from None


def _draft(given: dict[str, Any], line: int, lines: Mapping[str, int]) -> Draft:
    """YAML reads 2026-01-31 as a day: as a default it is written as text."""
    given["default"] = _plain(given.get("default"))
    for name, value in given.items():
        try:
            msgspec.convert(value, Draft.__annotations__[name])
        except msgspec.ValidationError as error:
            raise FileRefused(lines.get(name, line), f"{name}: {error}.") from None
    return msgspec.convert(given, Draft)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def written(fields: Iterable[Field]) -> str:
    """The file of these fields; what is as it would be without saying is left out."""
    entries = [_entry(field) for field in fields]
    return yaml.safe_dump({"fields": entries}, sort_keys=False, allow_unicode=True, width=120)


def _entry(field: Field) -> dict[str, Any]:
    said: dict[str, Any] = {"name": field.name, "applies_to": field.applies_to.value, "title": field.title}
    said["kind"] = field.kind.value
    for name in ("description", "choices", "required", "default", "unique", "label", "position"):
        value = msgspec.to_builtins(getattr(field, name))
        if value != getattr(_DEFAULTS, name):
            said[name] = value
    if field.archived_at:
        said["archived"] = True
    return said
