"""Accounts that were looked at before, so that the next look asks the database nothing but to record it."""

from collections.abc import Sequence

import msgspec

from rotunda.access.changes import Changes
from rotunda.access.grant import AccountOwnership
from rotunda.identity.fields.model import OwnField
from rotunda.identity.model import AccountRow, Family, Links
from rotunda.identity.service import Identity
from rotunda.identity.surroundings import Surroundings
from rotunda.kit.recent import Recent
from rotunda.sections.ids import AccountId, VisibleAccountId

_MOST = 20_000


class Entry(msgspec.Struct, frozen=True, eq=False):
    """One account in the book as it was when `book`, the counter of `access.changes`, was known."""

    row: AccountRow
    ownership: AccountOwnership
    book: int


class Around(msgspec.Struct, frozen=True, eq=False):
    """Its relatives, its records and what we own of it; `book` as for `Entry`."""

    family: Family
    links: Links
    fields: Sequence[OwnField]
    book: int


class RememberedBook:
    """Whoever shows something of it compares `book` with what recording the look returns."""

    def __init__(self, identity: Identity, changes: Changes) -> None:
        self._identity = identity
        self._changes = changes
        self._entries: Recent[str, Entry] = Recent(_MOST)
        self._around: Recent[AccountId, Around] = Recent(_MOST)

    async def entry(self, account_id: str) -> Entry | None:
        """Whether anybody may see it is for `access` to say: what stands around it was read as well, and waits for
        `around`.
        """
        known = self._entries.get(account_id)
        if known is not None and self._stands(known.book):
            return known
        book = (await self._changes.before_reading()).book
        found = await self._identity.find(account_id)
        if found is None:
            self._entries.drop(account_id)
            return None
        entry = Entry(found.row, found.row.ownership, book)
        self._entries.put(account_id, entry)
        if found.surroundings is not None:
            self._around.put(found.row.id, _around(found.surroundings, book))
        return entry

    async def around(self, account: VisibleAccountId) -> Around:
        """For a viewer who may see it."""
        known = self._around.get(account)
        if known is not None and self._stands(known.book):
            return known
        book = (await self._changes.before_reading()).book
        around = _around(await self._identity.around(account), book)
        self._around.put(account, around)
        return around

    def _stands(self, book: int) -> bool:
        newest = self._changes.newest
        return newest is not None and newest.book == book


def _around(found: Surroundings, book: int) -> Around:
    return Around(found.family, found.links, found.fields, book)
