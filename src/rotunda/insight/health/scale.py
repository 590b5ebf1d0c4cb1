"""From what was measured to 0 to 100."""

_MOST = 100.0


def between(value: float, worst: float, best: float) -> float:
    """Linear from 0 at `worst` to 100 at `best`, and no further; `worst` may be the larger one."""
    return max(0.0, min(_MOST, _MOST * (value - worst) / (best - worst)))


def confidence(sample: int) -> float:
    """`n / (n + 3)`: a quarter for one record, half for three, near 1 for many."""
    return sample / (sample + 3)
