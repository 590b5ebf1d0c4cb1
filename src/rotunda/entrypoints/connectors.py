"""Finds the connectors: every folder below `rotunda.connectors` with a `CONNECTOR` in it."""

import importlib
import pkgutil

import rotunda.connectors
from rotunda.connector_kit.connector import Connector
from rotunda.sections.ids import SourceName


def load_connectors() -> dict[SourceName, Connector]:
    """By source name. Adding a vendor means adding a folder."""
    found: dict[SourceName, Connector] = {}
    for module in pkgutil.iter_modules(rotunda.connectors.__path__):
        connector: Connector = importlib.import_module(f"rotunda.connectors.{module.name}").CONNECTOR
        found[connector.manifest.source] = connector
    return found
