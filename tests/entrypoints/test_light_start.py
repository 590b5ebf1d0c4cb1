"""What is needed once an hour, in a process of its own, costs the service nothing."""

import subprocess
import sys

HEAVY = ("splink", "duckdb", "pyarrow", "pandas", "recordlinkage", "rotunda_world")


def test_the_service_imports_nothing_of_the_comparison() -> None:
    asked = f"import sys, rotunda.entrypoints.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_nor_does_the_command_line() -> None:
    asked = f"import sys, rotunda.entrypoints.command_line; print([name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
