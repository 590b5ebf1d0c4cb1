"""What the access log holds of an edit: proof of its values, without the values. Pure.

The log is read by people who may not read every field. Each change has an id that cannot be guessed and that is told
to those alone who read its field, so nobody finds out a value by trying; whoever reads all fields of an edit can show
that the history holds what was written on that day.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from rotunda.identity.fields.model import Made


def digest_of(changes: Iterable[Made]) -> str:
    """SHA-256 over the compact JSON of `[[id, field id, old, new], …]` by id, keys of objects in order."""
    rows = sorted([each.id, each.field, each.old, each.new] for each in changes)
    return "sha256:" + hashlib.sha256(msgspec.json.encode(rows, order="deterministic")).hexdigest()
