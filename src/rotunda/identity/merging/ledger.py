"""How a change by a person is made: one transaction, recorded before it is committed; what is refused is recorded."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.identity.directory import LOCK as DIRECTORY_LOCK
from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.model import Conflict, NotThere, Refused
from rotunda.identity.merging.writing import LOCK
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import AccountId, CustomerId, is_contact

COMMAND_LINE = Actor(None, "Command line", "system")
LONGEST_REASON = 500
MOST_AT_ONCE = 3
"""Changes under way in one process. Each keeps a connection while it waits for others and for the log, which needs one,
too; so do the pages.
"""

_ACCOUNT = """
    SELECT m.shown_id AS id FROM contact c JOIN account_member m ON m.account_id = c.account_id WHERE c.id = %s
"""

Detail = Mapping[str, DetailValue]


class _Account(msgspec.Struct, frozen=True):
    id: AccountId


class Ledger:
    """Shared by everything that changes who is which customer."""

    def __init__(self, database: Database, clock: Clock, audit: AuditLog) -> None:
        self.database = database
        self._clock = clock
        self._audit = audit
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    @asynccontextmanager
    async def changing(self, actor: Actor, *, links: bool = False) -> AsyncGenerator[tuple[Connection, Hand]]:
        """Whoever changes customers holds them first (`holding.hold`). `links`: records may move, so no list is taken
        over meanwhile, and nobody else changes any customer.
        """
        async with self._turns, self.database.transaction() as transaction:
            if links:
                await transaction.execute(DIRECTORY_LOCK)
                await transaction.execute(LOCK)
            yield transaction, Hand(actor.user_id, self._clock.now())

    @asynccontextmanager
    async def refusals(self, actor: Actor, customer: CustomerId | None, detail: Detail) -> AsyncGenerator[None]:
        """Records what is refused inside, with the reason."""
        try:
            yield
        except (Refused, Conflict, NotThere) as refused:
            told = {**detail, "reason": str(refused)}
            await self.record(actor, Action.CHANGE_REFUSED, [customer], told)
            raise

    async def record(
        self, actor: Actor, action: Action, customers: Iterable[CustomerId | None], detail: Detail
    ) -> None:
        """One row for each customer, so that the log of either tells it. A person's stands in the log of the account,
        too.

        Raises:
            AuditUnavailable: nothing is committed then.
        """
        for customer in customers:
            if customer is not None and is_contact(customer):
                account = await self.database.fetch_one(_Account, _ACCOUNT, (customer,))
                told = {**detail, "contact": customer}
                await self._audit.record(AuditEntry(actor, action, account.id if account else None, told))
            else:
                account_id = None if customer is None else AccountId(customer)
                await self._audit.record(AuditEntry(actor, action, account_id, detail))


def checked_reason(because: str, field: str = "because") -> str:
    """Raises Refused."""
    reason = because.strip()
    if not reason or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Refused(field, f"Give a reason of 1 to {LONGEST_REASON} characters.")
    return reason
