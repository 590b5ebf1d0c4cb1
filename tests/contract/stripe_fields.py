"""Checks an answer against the published field map of Stripe's objects: names, types, enums, what may be null."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

Json = Any

FIELD_MAP = "object_fields_2026-06-24.dahlia.json"

# In the map under another name than the object's own `object`.
_MAPPED_AS = {"line_item": "line_item (invoice)"}

_ONLY_WHEN_EXPANDED = {
    "coupon": {"applies_to", "currency_options"},
    "customer": {
        "cash_balance",
        "invoice_credit_balance",
        "sources",
        "subscriptions",
        "tax",
        "tax_ids",
    },
    "charge": {"refunds"},
    "invoice": {"confirmation_secret", "payments"},
    "price": {"currency_options", "tiers"},
}

_BY_CLASS = {"Coupon": "coupon", "Discount": "discount", "Plan": None, "Price": "price", "TaxRate": None}

_PLAIN: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "decimal string": (str,),
    "integer": (int,),
    "map<string,int>": (dict,),
    "map<string,str>": (dict,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


class FieldMap:
    """`complaints` names, by path, everything in an object that the published map does not allow."""

    def __init__(self, folder: Path) -> None:
        self._map = json.loads((folder / FIELD_MAP).read_text())

    @cached_property
    def kinds(self) -> set[str]:
        return set(self._map["objects"])

    @property
    def parameters(self) -> dict[str, dict[str, str]]:
        """By `GET /v1/...`: the names of its parameters."""
        return self._map["list_params"]

    def knows(self, kind: str) -> bool:
        return _MAPPED_AS.get(kind, kind) in self.kinds

    def event_types(self) -> set[str]:
        return set(self._map["objects"]["event"]["type"]["enum"])

    def complaints(self, one: Json) -> list[str]:
        return list(self._object(one, one["object"]))

    def _object(self, one: Json, kind: str) -> Iterator[str]:
        if one.get("deleted") is True:
            return
        fields = self._map["objects"][_MAPPED_AS.get(kind, kind)]
        absent = _ONLY_WHEN_EXPANDED.get(kind, set()) | {"deleted"}
        yield from self._fields(one, fields, kind, absent, complete=True)

    def _fields(
        self, one: Json, fields: Json, path: str, may_be_absent: set[str], *, complete: bool = False
    ) -> Iterator[str]:
        """Hashes inside an object may leave out what is null; the object's own fields must be `complete`."""
        for name in one.keys() - fields.keys():
            yield f"{path}.{name}: not a published field"
        for name, field in fields.items():
            if name in one:
                yield from self._value(one[name], field, f"{path}.{name}")
            elif name not in may_be_absent and (complete or "nullable" not in field):
                yield f"{path}.{name}: is missing"

    def _value(self, value: Json, field: Json, path: str) -> Iterator[str]:
        if value is None:
            if not field.get("nullable"):
                yield f"{path}: must not be null"
        elif isinstance(value, dict) and "expandable" in field:
            yield from self._known(value, path)
        elif isinstance(value, dict) and value.get("object") == "list":
            yield from self._list(value, field, path)
        else:
            yield from self._typed(value, field, path)

    def _typed(self, value: Json, field: Json, path: str) -> Iterator[str]:
        expected = _PLAIN.get(field["type"])
        if expected is None:
            if isinstance(value, dict) and field["type"] in _BY_CLASS:
                yield from self._known(value, path)
        elif not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
            yield f"{path}: {value!r} is no {field['type']}"
        elif "enum" in field and value not in field["enum"]:
            yield f"{path}: {value!r} is none of {field['enum']}"
        elif isinstance(value, list):
            yield from self._array(value, field, path)
        elif isinstance(value, dict) and "fields" in field:
            yield from self._fields(value, field["fields"], path, set())
        elif field["type"] == "map<string,str>" and any(not isinstance(each, str) for each in value.values()):
            yield f"{path}: not all values are strings"

    def _array(self, value: list[Json], field: Json, path: str) -> Iterator[str]:
        items = field.get("items")
        for place, each in enumerate(value):
            if isinstance(items, dict):
                yield from self._value(each, items, f"{path}[{place}]")

    def _list(self, value: Json, field: Json, path: str) -> Iterator[str]:
        if field["type"] != "list object":
            yield f"{path}: a list object, but published as {field['type']}"
        if value.keys() != {"object", "data", "has_more", "url"}:
            yield f"{path}: a list object has data, has_more, object and url, not {sorted(value)}"
        for place, each in enumerate(value["data"]):
            yield from self._known(each, f"{path}.data[{place}]")

    def _known(self, value: Json, path: str) -> Iterator[str]:
        if self.knows(value["object"]):
            for complaint in self._object(value, value["object"]):
                yield f"{path} > {complaint}"
