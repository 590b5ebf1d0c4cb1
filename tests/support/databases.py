"""Types of the database fixtures (see tests/conftest.py)."""

from collections.abc import Awaitable, Callable

MakeDatabase = Callable[[], Awaitable[str]]
"""Makes a fresh, migrated database and returns its URL."""
