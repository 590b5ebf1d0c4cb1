"""Cores, CPU time and memory of processes, as Linux tells."""

import os
import platform
import time
from collections.abc import Collection
from pathlib import Path

_PROCESS_CPU_CLOCK = 2
"""CPUCLOCK_SCHED in the kernel's numbering of the CPU-time clocks of other processes."""


ALL = frozenset(os.sched_getaffinity(0))
MEASURED = frozenset({min(ALL)})
"""The core of what is measured."""
AROUND = ALL - MEASURED or ALL
"""The cores of everything else."""


def pin(cores: Collection[int]) -> None:
    """This process with every thread of it, and whatever it starts from now on."""
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def cpu_seconds(pid: int) -> float:
    """What the process has used, user and system time of all of its threads, to the nanosecond."""
    return time.clock_gettime((~pid << 3) | _PROCESS_CPU_CLOCK)


def memory_mb(pid: int) -> float:
    """Resident memory of one process, what it shares with others included."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")) / 1e6


def describe() -> str:
    """In general words: no names of machines."""
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
