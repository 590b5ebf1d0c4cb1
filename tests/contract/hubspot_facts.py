"""Checks answers against the published facts of HubSpot's API: schemas by name, operations by path."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Json = Any

FACTS = "facts-index-2026-09.json"

# Maps whose values HubSpot leaves null although the schema says string: a property without a value.
_NULL_INSIDE = {"properties"}


class Facts:
    def __init__(self, folder: Path) -> None:
        self._apis = json.loads((folder / FACTS).read_text())["apis"]

    def operations(self, api: str) -> list[Json]:
        return self._apis[api]["operations"]

    def operation(self, api: str, method: str, path: str) -> Json:
        [found] = [one for one in self.operations(api) if (one["method"], one["path"]) == (method, path)]
        return found

    def complaints(self, api: str, name: str, value: Json) -> list[str]:
        """What in `value` the schema of that name does not allow, by path."""
        return list(self._schema(api, name, value, name))

    def _schema(self, api: str, name: str, value: Json, path: str) -> Iterator[str]:
        schema = self._apis[api]["schemas"][name]
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no object"
            return
        fields, required = schema["fields"], set(schema.get("required", ()))
        for missing in required - value.keys():
            yield f"{path}.{missing}: is missing"
        for field, inner in value.items():
            if field not in fields:
                yield f"{path}.{field}: not a published field"
            elif inner is None and field in required:
                yield f"{path}.{field}: must not be null"
            elif inner is not None:
                yield from self._value(api, fields[field], inner, f"{path}.{field}")

    def _value(self, api: str, kind: Json, value: Json, path: str) -> Iterator[str]:
        if isinstance(kind, list):
            yield from self._list(api, kind[0], value, path)
        elif isinstance(kind, dict):
            yield from self._map(api, kind["*"], value, path)
        elif kind.startswith("#"):
            yield from self._schema(api, kind[1:], value, path)
        elif not _plain(kind, value):
            yield f"{path}: {value!r} is no {kind}"

    def _list(self, api: str, kind: Json, value: Json, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path}: {value!r} is no list"
            return
        for place, each in enumerate(value):
            yield from self._value(api, kind, each, f"{path}[{place}]")

    def _map(self, api: str, kind: Json, value: Json, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no map"
            return
        for name, each in value.items():
            if each is not None or path.rpartition(".")[2] not in _NULL_INSIDE:
                yield from self._value(api, kind, each, f"{path}.{name}")


def _plain(kind: str, value: Json) -> bool:
    name, _, choices = kind.partition(" in ")
    match name.partition(":")[0]:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string" if name == "string:date-time":
            return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
        case "string":
            return isinstance(value, str) and (not choices or value in choices.split("|"))
        case _:
            return True  # "object" stands for anything.
