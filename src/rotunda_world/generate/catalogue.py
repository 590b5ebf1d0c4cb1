"""What the demo company sells: Haulpath, software for fleets, in three plans with add-ons."""

from datetime import UTC, datetime

from rotunda_world.model import Feature

STARTER, PRO, ENTERPRISE = "starter", "pro", "enterprise"
PLANS = (STARTER, PRO, ENTERPRISE)
EPOCH = datetime(2023, 2, 6, 9, 0, tzinfo=UTC)

_FEATURES = (
    ("live_map", "Live map", 3),
    ("trip_history", "Trip history", 3),
    ("driver_app", "Driver app", 3),
    ("maintenance", "Maintenance plans", 3),
    ("geofences", "Geofences", 2),
    ("fuel_cards", "Fuel cards", 2),
    ("route_planning", "Route planning", 2),
    ("dispatch_board", "Dispatch board", 2),
    ("reports", "Reports", 2),
    ("cold_chain", "Cold chain monitoring", 1),
    ("driver_scoring", "Driver scoring", 1),
    ("api_access", "API access", 1),
)


def features() -> list[Feature]:
    """Twelve features; the number in the table is how many plans, from the top down, include one."""
    return [Feature(key, name, frozenset(PLANS[-plans:])) for key, name, plans in _FEATURES]
