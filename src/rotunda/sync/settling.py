"""What people link by hand is followed by the rules in the background: who decides does not wait for the whole book.

Nothing is lost when the service stops in between: the book is marked, and the next start takes it up.
"""

from collections.abc import Callable
from datetime import timedelta

import structlog

from rotunda.identity.service import Identity
from rotunda.kit.database import DatabaseUnavailable
from rotunda.sync.background import Background

QUIET_FOR = timedelta(seconds=30)
"""Decisions come one after the other, and going through a big book takes a while in which no record can be linked: it
begins when nobody has decided anything for so long.
"""

_log = structlog.get_logger(__name__)


class Settling(Background):
    """`settled` is called when the rules have followed: what is left may be compared anew."""

    def __init__(self, identity: Identity, settled: Callable[[], None], after: timedelta = QUIET_FOR) -> None:
        super().__init__("following links by hand")
        self._identity = identity
        self._settled = settled
        self._after = after
        self.soon()

    async def _run(self) -> None:
        while True:
            await self._quiet(self._after)
            await self._settle()

    async def _settle(self) -> None:
        try:
            await self._identity.settle()
            self._settled()
        except DatabaseUnavailable as error:
            _log.warning("links by hand were not followed", reason=str(error))
