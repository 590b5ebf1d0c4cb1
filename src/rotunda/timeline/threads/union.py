"""Sets of keys that grow together."""


class Union:
    """Which keys belong together, by what was joined so far."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, key: str) -> str:
        """The key that stands for all that `key` was joined with."""
        root = key
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(key, key)) != root:
            self._above[key], key = root, above
        return root

    def join(self, one: str, other: str) -> None:
        self._above[self.root(one)] = self.root(other)
