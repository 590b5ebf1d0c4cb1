"""The other processes of an installation, as reading needs them: what they have read, what all may spend, and what one
has learnt of a source and tells the others.
"""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from rotunda.kit.cluster import Cluster
from rotunda.reading.commons import Commons
from rotunda.reading.purse import Purse
from rotunda.sections.ids import ConnectionId

_TOPIC = "sources"


class Learnt(StrEnum):
    """`hold`: the source has asked to wait. `failing`: it is left in peace. `works`: it has answered again."""

    HOLD = "hold"
    FAILING = "failing"
    WORKS = "works"


class News(msgspec.Struct, frozen=True):
    """`seconds` from now on. `origin` is the process that has learnt it."""

    origin: str
    connection: ConnectionId
    learnt: Learnt
    seconds: float = 0.0


class Others:
    """`commons` is None where nothing that is read can be shared."""

    def __init__(self, cluster: Cluster, purse: Purse, commons: Commons | None) -> None:
        self._cluster = cluster
        self.purse = purse
        self.commons = commons

    def tell(self, connection: ConnectionId, learnt: Learnt, seconds: float = 0.0) -> None:
        """In the background, as well as it can be done: whoever does not hear it finds out by itself."""
        if self._cluster.members > 1:
            news = News(self._cluster.id, connection, learnt, seconds)
            self._cluster.tell_soon(_TOPIC, msgspec.json.encode(news).decode())

    def hear(self, listener: Callable[[News], None]) -> None:
        """`listener` is told what others have learnt."""

        def heard(body: str) -> None:
            news = msgspec.json.decode(body, type=News)
            if news.origin != self._cluster.id:
                listener(news)

        self._cluster.hear(_TOPIC, heard)
