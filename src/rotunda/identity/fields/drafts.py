"""What an admin says a field shall be, and whether it can be so. Pure."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from rotunda.identity.fields.kinds import LONGEST_WORD, WrongValue, checked, plain_text
from rotunda.identity.fields.model import AppliesTo, Field, Kind, Refused
from rotunda.sections.labels import Label

MOST_CHOICES = 200
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_LONGEST_TITLE = 80
_LONGEST_DESCRIPTION = 500
_LARGEST_POSITION = 1_000_000
_WITH_CHOICES = frozenset({Kind.CHOICE, Kind.MANY_CHOICES})
_NEVER_UNIQUE = frozenset({Kind.CHOICE, Kind.MANY_CHOICES})


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new field. `position` None puts it last."""

    name: str
    title: str
    kind: str
    applies_to: str = "account"
    description: str = ""
    choices: list[str] | None = None
    required: bool = False
    default: Any = None
    unique: bool = False
    label: str = "identity"
    position: int | None = None


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different of a field; what is not named stays. Its name and its kind never change."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    choices: list[str] | UnsetType | None = UNSET
    required: bool | UnsetType = UNSET
    default: Any = UNSET
    unique: bool | UnsetType = UNSET
    label: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    archived: bool | UnsetType = UNSET

    def named(self) -> dict[str, Any]:
        """Only what is to be different."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value is not UNSET}


def field_of(draft: Draft, like: Field) -> Field:
    """A new field out of a draft; id, moment and last position are those of `like`.

    Raises:
        Refused: at the first thing that cannot be so.
    """
    if not _NAME.fullmatch(draft.name):
        raise Refused("name", "Must be a small letter and then up to 39 small letters, digits or underscores.")
    wanted = msgspec.structs.asdict(draft)
    position = like.position if draft.position is None else draft.position
    kind, applies_to = _one_of(Kind, "kind", draft.kind), _one_of(AppliesTo, "applies_to", draft.applies_to)
    return _whole(like, wanted | {"position": position, "kind": kind, "applies_to": applies_to})


def changed(field: Field, change: Mapping[str, Any]) -> Field:
    """The field with what `Change.named` says. Archiving is left to the caller. Raises Refused."""
    wanted = {name: value for name, value in change.items() if name != "archived"}
    if field.built_in:
        _check_built_in(field, change)
    return _whole(field, wanted)


def _check_built_in(field: Field, change: Mapping[str, Any]) -> None:
    if change.get("archived"):
        raise Refused("archived", f"{field.title} comes with Rotunda and cannot be archived.")
    for name in ("required", "default", "unique", "label"):
        if name in change and change[name] != getattr(field, name):
            raise Refused(name, f"{field.title} comes with Rotunda: its {name} cannot be changed.")


def _whole(field: Field, wanted: Mapping[str, Any]) -> Field:
    draft = msgspec.structs.replace(field, **wanted)
    whole = msgspec.structs.replace(
        draft,
        title=_line("title", draft.title, _LONGEST_TITLE),
        description=_line("description", draft.description, _LONGEST_DESCRIPTION, empty=True),
        choices=_choices(draft),
        label=_one_of(Label, "label", draft.label),
        position=_position(draft.position),
    )
    return _with_default(whole)


def _line(field: str, value: str, longest: int, *, empty: bool = False) -> str:
    try:
        text = plain_text(value, longest, lines=False)
    except WrongValue as wrong:
        raise Refused(field, str(wrong)) from None
    if text is None and not empty:
        raise Refused(field, "Must not be empty.")
    return text or ""


def _choices(field: Field) -> list[str] | None:
    if field.kind not in _WITH_CHOICES:
        if field.choices:
            raise Refused("choices", f"A field of the kind {field.kind} has no choices.")
        return None
    if field.choices is None and field.built_in:
        return None
    offered = [_line("choices", each, LONGEST_WORD) for each in field.choices or []]
    if not 1 <= len(offered) <= MOST_CHOICES:
        raise Refused("choices", f"Must be between 1 and {MOST_CHOICES} choices.")
    if len({each.casefold() for each in offered}) < len(offered):
        raise Refused("choices", "Every choice must be there once.")
    return offered


def _with_default(field: Field) -> Field:
    if field.unique and field.kind in _NEVER_UNIQUE:
        raise Refused("unique", f"A field of the kind {field.kind} cannot be unique.")
    try:
        default = checked(field.kind, field.choices, field.default)
    except WrongValue as wrong:
        raise Refused("default", str(wrong)) from None
    if default is not None and field.unique:
        raise Refused("default", "A unique field has no default: every customer would have the same.")
    return msgspec.structs.replace(field, default=default)


def _position(position: int) -> int:
    if not 0 <= position <= _LARGEST_POSITION:
        raise Refused("position", f"Must be between 0 and {_LARGEST_POSITION:,}.")
    return position


def _one_of(names: Any, field: str, value: str) -> Any:
    try:
        return names(value)
    except ValueError:
        raise Refused(field, f"Must be one of: {', '.join(names)}.") from None
