"""Whether what was read for an earlier look still holds.

The database counts, in the transaction that makes it, every change of rights (users, sessions, tokens) and of the book
(accounts, owners, links). What is remembered carries the counters that were known before it was read. The statement
that records a look returns the counters as they are then, and the look is shown only where they are the same. So
remembering costs no question of its own, and no right outlives the moment in which it was taken away, whoever took it.
"""

from typing import LiteralString

import msgspec

from rotunda.kit.database import Database


class Versions(msgspec.Struct, frozen=True):
    """The counters in one moment of the database. They only grow."""

    rights: int
    book: int


class Outdated(Exception):
    """Something that a look was made from has changed meanwhile. Nothing was shown: make it again."""


VERSIONS: LiteralString = """
    (SELECT version FROM change WHERE topic = 'rights') AS rights,
    (SELECT version FROM change WHERE topic = 'book') AS book
"""
"""The columns of a `Versions`."""


class Changes:
    """`newest` are the newest counters that this process has seen; what they count may have changed since."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.newest: Versions | None = None

    async def before_reading(self) -> Versions:
        """The counters for what is read after this. Asks the database the first time only."""
        if self.newest is None:
            [self.newest] = await self._database.fetch_all(Versions, f"SELECT {VERSIONS}")
        return self.newest

    def see(self, versions: Versions) -> None:
        """The database has just told these."""
        self.newest = versions
