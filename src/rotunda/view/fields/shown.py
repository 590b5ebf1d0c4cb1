"""A customer's own fields as one viewer may see them. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from rotunda.access.grant import Grant
from rotunda.identity.fields.built_in import CONTACT_NAME
from rotunda.identity.fields.model import Content, Kind, Mirrored, OwnField, Person
from rotunda.identity.fields.tag import entity_tag, readable_fields
from rotunda.sections.ids import FieldId, SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money

PROFILE = SectionName("profile")
"""Own fields are facts of the section profile: whoever reads a label there reads the fields that carry it."""


class Rule(StrEnum):
    """Why a value is shown: somebody set it, a source says so, or nobody has said otherwise."""

    OWNED = "owned"
    MIRRORED = "mirrored"
    DEFAULT = "default"


class FieldShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field. `value` is what is shown, chosen by `rule`: owned before mirrored; `mirrored` is what sources say of
    the same, always. `user` is the teammate whom a value of the kind user names. `editable`: by this viewer.
    """

    id: FieldId
    name: str
    title: str
    kind: Kind
    description: str = ""
    choices: list[str] | None = None
    required: bool = False
    built_in: bool = False
    editable: bool = False
    value: str | int | float | list[str] | Money | None = None
    rule: Rule | None = None
    user: Person | None = None
    set_by: Person | None = None
    set_at: datetime | None = None
    mirrored: list[Mirrored] = []


class FieldsShown(msgspec.Struct, frozen=True):
    """All that one viewer may read, in the order of the page. `etag` is what an edit sends as `If-Match`."""

    fields: list[FieldShown]
    etag: str


def shown_to(granted: Grant, fields: Sequence[OwnField]) -> FieldsShown:
    """Of an account. Allowed, never denied."""
    return shown_with(fields, granted.labels(PROFILE), granted.editable(PROFILE))


def shown_with(fields: Sequence[OwnField], labels: frozenset[Label], editable: frozenset[Label]) -> FieldsShown:
    """Whoever reads these labels of the customer's section, and may change those."""
    readable = readable_fields(fields, labels)
    shown = [field_shown(_without_addresses(each, labels), editable) for each in readable]
    return FieldsShown(shown, entity_tag(readable))


def _without_addresses(own: OwnField, labels: frozenset[Label]) -> OwnField:
    """A source may call somebody by an address, which is a personal fact."""
    if own.field.id != CONTACT_NAME or Label.PERSONAL in labels:
        return own
    return msgspec.structs.replace(own, mirrored=[each for each in own.mirrored if "@" not in each.value])


def field_shown(own: OwnField, editable: frozenset[Label]) -> FieldShown:
    """For a viewer who may read it."""
    field, kept = own.field, own.kept
    rule, value, user = _chosen(own)
    return FieldShown(
        id=field.id,
        name=field.name,
        title=field.title,
        kind=field.kind,
        description=field.description,
        choices=field.choices,
        required=field.required,
        built_in=field.built_in,
        editable=field.label in editable,
        value=Money(**value) if isinstance(value, dict) else value,  # pyright: ignore[reportArgumentType] - as it was checked
        rule=rule,
        user=user,
        set_by=kept.set_by if kept else None,
        set_at=kept.set_at if kept else None,
        mirrored=list(own.mirrored),
    )


def _chosen(own: OwnField) -> tuple[Rule | None, Content, Person | None]:
    if own.kept is not None and own.kept.content is not None:
        return Rule.OWNED, own.kept.content, own.teammate
    if own.mirrored:
        first = own.mirrored[0]
        if own.field.kind is Kind.USER:
            return Rule.MIRRORED, first.user.id if first.user else None, first.user
        return Rule.MIRRORED, first.value, None
    if own.kept is None and own.field.default is not None:
        return Rule.DEFAULT, own.field.default, own.teammate
    return None, None, None
