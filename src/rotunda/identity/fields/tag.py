"""The entity tag of what one viewer reads of a customer's own fields. Pure.

It follows from the fields that the viewer may read and from nothing else: a change of a hidden one changes no tag.
"""

import hashlib
from collections.abc import Iterable

from rotunda.identity.fields.model import OwnField
from rotunda.sections.labels import Label

_LETTERS = 24


def readable_fields(fields: Iterable[OwnField], labels: frozenset[Label]) -> list[OwnField]:
    """Allowed, never denied."""
    return [each for each in fields if each.field.label in labels]


def entity_tag(readable: Iterable[OwnField]) -> str:
    """As it stands in `ETag` and `If-Match`, with its quotation marks."""
    versions = sorted(
        f"{each.field.id} {each.kept.held_by} {each.kept.version}" if each.kept else each.field.id for each in readable
    )
    text = "\n".join(versions)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:_LETTERS]}"'
