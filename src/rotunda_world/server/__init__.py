"""The demo company's systems behind real addresses, spoilt and healed at will."""

from rotunda_world.server.live_world import LiveWorld, NoSuchVendor
from rotunda_world.server.running_world import Wanted, running_world

__all__ = ["LiveWorld", "NoSuchVendor", "Wanted", "running_world"]
