"""The request parameters of Stripe's published specification, and a good value for each."""

import gzip
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SPECIFICATION = "spec3_2023-08-16.yaml.gz"


@cache
def _specification(folder: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where there is one: the file is 4 MB
    with gzip.open(folder / SPECIFICATION) as file:
        return yaml.load(file, Loader=loader)  # noqa: S506 - both are safe loaders


def schemas(folder: Path) -> dict[str, Any]:
    return _specification(folder)["components"]["schemas"]


def query_parameters(folder: Path, path: str) -> dict[str, Any]:
    """Name to schema; empty where the specification is older than the endpoint."""
    found = _specification(folder)["paths"].get(path, {}).get("get", {}).get("parameters", [])
    return {one["name"]: one["schema"] for one in found if one["in"] == "query"}
