"""What stands around an account on its page, in one round trip: relatives, aliases, records, and our own fields."""

from typing import LiteralString

import msgspec

from rotunda.identity.fields.following import beside
from rotunda.identity.fields.model import OURS, AppliesTo, OwnField
from rotunda.identity.model import AccountRow, Alias, Family, Links
from rotunda.identity.repository.accounts import (
    ALSO_KNOWN,
    BY_ID,
    LINKS,
    RELATIVES,
    LinkRow,
    family_of,
    links_by_account,
)
from rotunda.identity.repository.field_values import VALUES, OwnRow, own_of
from rotunda.identity.repository.owned import OWNERS, RECORDS, SHOWN, OwnerRow, RecordRow, ShownRow, mirrored_of
from rotunda.kit.database import Database, together
from rotunda.sections.ids import AccountId, VisibleAccountId

_PARTS: dict[str, LiteralString] = {
    "relatives": RELATIVES,
    "aliases": ALSO_KNOWN,
    "links": LINKS,
    "fields": VALUES[AppliesTo.ACCOUNT],
    "records": RECORDS,
    "owners": OWNERS,
    "shown": SHOWN,
}
_AROUND = together(_PARTS)
_WITH_ITSELF = together({"itself": BY_ID, **_PARTS})


class _Rows(msgspec.Struct, frozen=True):
    relatives: list[AccountRow]
    aliases: list[Alias]
    links: list[LinkRow]
    fields: list[OwnRow]
    records: list[RecordRow]
    owners: list[OwnerRow]
    shown: list[ShownRow]
    itself: list[AccountRow] = []


class Surroundings(msgspec.Struct, frozen=True, eq=False):
    """Of one account; `fields` are all of ours, whoever may read them."""

    family: Family
    links: Links
    fields: list[OwnField]


class Found(msgspec.Struct, frozen=True, eq=False):
    """An account, and what stands around it where it was asked for by the id that it is shown under."""

    row: AccountRow
    surroundings: Surroundings | None


class SurroundingsReader:
    """For pages that nobody has looked at yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, account: VisibleAccountId) -> Surroundings:
        return _surroundings(account, await self._database.fetch_together(_Rows, _AROUND, _parameters(account)))

    async def with_itself(self, account: AccountId) -> Found | None:
        """One round trip instead of two. Whether anybody may see any of it is for whoever keeps it to ask."""
        rows = await self._database.fetch_together(_Rows, _WITH_ITSELF, _parameters(account))
        row = next(iter(rows.itself), None)
        return Found(row, _surroundings(account, rows) if row.id == account else None) if row else None


def _parameters(account: AccountId) -> dict[str, object]:
    return {
        "account": account,
        "accounts": [account],
        "customer": account,
        "applies_to": AppliesTo.ACCOUNT,
        "ours": OURS,
    }


def _surroundings(account: AccountId, rows: _Rows) -> Surroundings:
    return Surroundings(
        family_of(account, rows.relatives, rows.aliases),
        links_by_account(rows.links).get(account, {}),
        beside([own_of(row) for row in rows.fields], mirrored_of(rows.records, rows.owners, rows.shown)),
    )
