"""Where readings are kept: in memory, as much as fits."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Protocol

from rotunda.reading.kept import Kept
from rotunda.reading.model import ReadKey
from rotunda.sections.ids import AccountId, ConnectionId

DEFAULT_BYTES = 64 * 1024 * 1024


class Cache(Protocol):
    """Answers at once. One that several processes share keeps such a one in front of itself and writes through."""

    def get(self, key: ReadKey) -> Kept | None: ...

    def put(self, key: ReadKey, kept: Kept) -> None: ...

    def drop(self, key: ReadKey) -> None:
        """What was kept no longer `stands`, as when another takes its place."""
        ...

    def keys(self, connection: ConnectionId, account: AccountId | None) -> list[ReadKey]:
        """What is kept of one connection, or of one account in it."""
        ...


class MemoryCache:
    """Up to `limit` bytes, as the entries estimate themselves. What was not looked at for the longest goes first."""

    def __init__(self, limit: int = DEFAULT_BYTES) -> None:
        self._limit = limit
        self._entries: OrderedDict[ReadKey, Kept] = OrderedDict()
        self._of_account: dict[tuple[ConnectionId, AccountId], set[ReadKey]] = {}
        self.size = 0
        self.evictions = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: ReadKey) -> Kept | None:
        kept = self._entries.get(key)
        if kept is not None:
            self._entries.move_to_end(key)
        return kept

    def put(self, key: ReadKey, kept: Kept) -> None:
        self.drop(key)
        if kept.size > self._limit:
            return
        self._entries[key] = kept
        self._of_account.setdefault((key.connection, key.account), set()).add(key)
        self.size += kept.size
        while self.size > self._limit:
            self.drop(next(iter(self._entries)))
            self.evictions += 1

    def drop(self, key: ReadKey) -> None:
        kept = self._entries.pop(key, None)
        if kept is None:
            return
        kept.stands = False
        self.size -= kept.size
        of_account = self._of_account[key.connection, key.account]
        of_account.discard(key)
        if not of_account:
            del self._of_account[key.connection, key.account]

    def keys(self, connection: ConnectionId, account: AccountId | None) -> list[ReadKey]:
        if account is not None:
            return list(self._of_account.get((connection, account), ()))
        return list(self._of_connection(connection))

    def _of_connection(self, connection: ConnectionId) -> Iterator[ReadKey]:
        return (key for key in self._entries if key.connection == connection)
