"""Which accounts there are and which records are theirs."""

import re
from collections.abc import Iterable, Sequence

from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.directory import DirectoryWriter
from rotunda.identity.matching.addresses import domain_of_email, normal_email
from rotunda.identity.matching.domains import registrable_domain
from rotunda.identity.model import AccountRow, Applied, Clues, Links, Match, Rematched, UnlinkedRow
from rotunda.identity.repository.accounts import AccountRepository
from rotunda.identity.repository.records import Whose
from rotunda.identity.surroundings import Found, Surroundings, SurroundingsReader
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName, VisibleAccountId
from rotunda.sections.provenance import Category

_ACCOUNT_ID = re.compile(r"acc_[a-z0-9]{20}", re.ASCII)


class Identity:
    """The book of accounts."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._accounts = AccountRepository(database)
        self._surroundings = SurroundingsReader(database)
        self._directory = DirectoryWriter(database, clock)

    async def resolve(self, account_id: str) -> AccountRow | None:
        """The account of that id, or the one that it was merged into. Whether anybody may see it is for `access` to
        say.
        """
        if not _ACCOUNT_ID.fullmatch(account_id):
            return None
        return (await self._accounts.rows([AccountId(account_id)])).get(AccountId(account_id))

    async def find(self, account_id: str) -> Found | None:
        """As `resolve`, with what stands around it: for pages, which want both. Neither may leave before `access` was
        asked.
        """
        if not _ACCOUNT_ID.fullmatch(account_id):
            return None
        return await self._surroundings.with_itself(AccountId(account_id))

    async def heads(self, accounts: Iterable[AccountId]) -> dict[AccountId, AccountRow]:
        """Those that exist, by the ids that were asked for; one that was merged is the account that it is shown as."""
        return await self._accounts.rows(list(accounts))

    async def own_names(self, accounts: Iterable[AccountId]) -> dict[AccountId, str]:
        """What accounts are called themselves, also while they are shown as others."""
        return await self._accounts.own_names(list(accounts))

    async def members(self, account: AccountId) -> list[AccountId]:
        """The other accounts that are the same customer as this one."""
        return await self._accounts.members(account)

    async def around(self, account: VisibleAccountId) -> Surroundings:
        """What stands around the account on its page, for a viewer who may see it."""
        return await self._surroundings.of(account)

    async def links_of(self, accounts: Sequence[AccountId]) -> dict[AccountId, Links]:
        """The records of many accounts, for background work. Accounts without any are absent."""
        return await self._accounts.links(accounts)

    async def holder(self, connection: ConnectionId, record_type: str, external_id: ExternalId) -> AccountId | None:
        """The account that a record is linked to; for a person also that of their company."""
        record = (record_type, external_id)
        return (await self.holders(connection, [record])).get(record)

    async def holders(
        self, connection: ConnectionId, records: Sequence[tuple[str, ExternalId]]
    ) -> dict[tuple[str, ExternalId], AccountId]:
        """The same of many records, by record; those of nobody are absent."""
        return await self._accounts.holders(connection, records) if records else {}

    async def clues(self, account: AccountId) -> Clues:
        """What an account may be recognised by in a source that has no link to it yet."""
        return await self._accounts.clues(account)

    async def account_ids(self) -> list[AccountId]:
        """Every account that any record is linked to."""
        return await self._accounts.ids()

    async def record_counts(self) -> dict[ConnectionId, int]:
        """How many companies each connection listed, linked or not."""
        return await self._accounts.record_counts()

    async def unlinked(self, connection: ConnectionId, most: int = 200) -> list[UnlinkedRow]:
        """Records of no account, with the reason and the accounts that they may be."""
        return await self._accounts.unlinked(connection, most)

    async def lookup(
        self, *, email: str | None = None, domain: str | None = None, external: str | None = None
    ) -> list[Match]:
        """Accounts by what they are known by, each once, what is said today before what was said once.

        `external` is `source:id`, as in `stripe:cus_123`. An address that nobody has finds the account of its domain.
        What cannot be an address, a domain or an id finds nothing.
        """
        found = await self.matches(email=email, domain=domain, external=external)
        return nearest(found) if domain is None else _each_once(found)

    async def matches(
        self, *, email: str | None = None, domain: str | None = None, external: str | None = None
    ) -> list[Match]:
        """All that `lookup` chooses from: an account as often as sources speak of it, and for an address also those of
        its domain, after those that have the address itself.
        """
        wanted = [*_by_email(email), *_by_domain(domain), *_by_record(external)]
        rows = await self._accounts.matches(wanted) if wanted else []
        return [
            Match(row.account, row.kind, row.value, row.source, row.verified, row.until is not None) for row in rows
        ]

    async def apply_directory(
        self, connection: ConnectionId, source: SourceName, category: Category, records: Sequence[SourceRecord]
    ) -> Applied:
        """Takes over a source's whole list of companies and people, and links what is new in it."""
        return await self._directory.apply(Whose(connection, source, category), records)

    async def apply_found(
        self, connection: ConnectionId, source: SourceName, category: Category, records: Sequence[SourceRecord]
    ) -> Applied:
        """Takes over records that were looked up one by one, and links them where the rules allow. Nothing is said of
        the rest of the source's list: no record vanishes by this.
        """
        return await self._directory.add(Whose(connection, source, category), records)

    async def rematch(self, *, dry_run: bool) -> Rematched:
        """Applies the rules of today to every record, or only says what that would change. What people decided, and
        the records that founded accounts, stand.
        """
        return await self._directory.rematch(dry_run=dry_run)

    async def settle(self) -> bool:
        """Lets the rules follow what people have linked and unlinked by hand. Whether there was any such thing."""
        return await self._directory.settle()

    async def forget(self, connection: ConnectionId, by: str) -> int:
        """Closes the links of a connection that is no more; `by` is who disconnected it. Accounts keep their ids."""
        return await self._directory.forget(connection, by)


def _by_email(email: str | None) -> Iterable[tuple[str, str]]:
    normal = normal_email(email) if email else None
    if normal is not None:
        yield ("email", normal)
        domain = domain_of_email(normal)
        if domain is not None:
            yield ("domain", domain)


def _by_domain(domain: str | None) -> Iterable[tuple[str, str]]:
    normal = registrable_domain(domain) if domain else None
    if normal is not None:
        yield ("domain", normal)


def _by_record(external: str | None) -> Iterable[tuple[str, str]]:
    source, _, external_id = (external or "").partition(":")
    if source and external_id:
        yield ("record", f"{source.strip().lower()}:{external_id.strip()}")


def nearest(matches: Sequence[Match]) -> list[Match]:
    """Each account once. What only shares a domain counts where nothing has the address itself."""
    return _each_once([match for match in matches if match.by != "domain"] or matches)


def _each_once(matches: Iterable[Match]) -> list[Match]:
    found: dict[AccountId, Match] = {}
    for match in matches:
        found.setdefault(match.account.id, match)
    return list(found.values())
