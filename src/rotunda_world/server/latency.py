"""How long a vendor takes to answer."""

import math
import random

from rotunda_world.running import Latency

_NINETY_NINTH = 2.3263478740408408  # The standard normal's 99th percentile.


def sample_seconds(latency: Latency, chance: random.Random) -> float:
    """One draw from the log-normal with this median and 99th percentile; a median of 0 answers at once."""
    if latency.median_ms <= 0:
        return 0.0
    spread = math.log(max(latency.p99_ms, latency.median_ms) / latency.median_ms) / _NINETY_NINTH
    return latency.median_ms * math.exp(spread * chance.gauss(0.0, 1.0)) / 1000
