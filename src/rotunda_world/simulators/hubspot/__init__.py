"""HubSpot, at version 2026-09 of its API."""

from rotunda_world.simulators.hubspot.application import build

__all__ = ["build"]
