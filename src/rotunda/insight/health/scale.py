"""From what was measured to 0 to 100."""

_MOST = 100.0


def between(value: float, worst: float, best: float) -> float:
    """Linear from 0 at `worst` to 100 at `best`, and no further; `worst` may be the larger one."""
    return max(0.0, min(_MOST, _MOST * (value - worst) / (best - worst)))


def hundredth(value: float) -> float:
    """Rounded to a hundredth, half to even. What sums differ by in another order is cut off before, so that one account
    and the whole book, judged in the database, come to the same.
    """
    return round(round(value * 1e9) / 1e7) / 100


def confidence(sample: int) -> float:
    """`n / (n + 3)`: a quarter for one record, half for three, near 1 for many."""
    return sample / (sample + 3)
