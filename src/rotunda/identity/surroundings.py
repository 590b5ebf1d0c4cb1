"""What stands around an account on its page, in one round trip: relatives, aliases, records, and our own fields."""

import msgspec

from rotunda.identity.fields.following import beside
from rotunda.identity.fields.model import OURS, AppliesTo, OwnField
from rotunda.identity.model import AccountRow, Alias, Family, Links
from rotunda.identity.repository.accounts import (
    ALSO_KNOWN,
    LINKS,
    RELATIVES,
    LinkRow,
    family_of,
    links_by_account,
)
from rotunda.identity.repository.field_values import VALUES, OwnRow, own_of
from rotunda.identity.repository.owned import OWNERS, RECORDS, SHOWN, OwnerRow, RecordRow, ShownRow, mirrored_of
from rotunda.kit.database import Database, together
from rotunda.sections.ids import VisibleAccountId

_AROUND = together(
    {
        "relatives": RELATIVES,
        "aliases": ALSO_KNOWN,
        "links": LINKS,
        "fields": VALUES[AppliesTo.ACCOUNT],
        "records": RECORDS,
        "owners": OWNERS,
        "shown": SHOWN,
    }
)


class _Rows(msgspec.Struct, frozen=True):
    relatives: list[AccountRow]
    aliases: list[Alias]
    links: list[LinkRow]
    fields: list[OwnRow]
    records: list[RecordRow]
    owners: list[OwnerRow]
    shown: list[ShownRow]


class Surroundings(msgspec.Struct, frozen=True, eq=False):
    """Of one account; `fields` are all of ours, whoever may read them."""

    family: Family
    links: Links
    fields: list[OwnField]


class SurroundingsReader:
    """For pages that nobody has looked at yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, account: VisibleAccountId) -> Surroundings:
        parameters = {
            "account": account,
            "accounts": [account],
            "customer": account,
            "applies_to": AppliesTo.ACCOUNT,
            "ours": OURS,
        }
        rows = await self._database.fetch_together(_Rows, _AROUND, parameters)
        return Surroundings(
            family_of(account, rows.relatives, rows.aliases),
            links_by_account(rows.links).get(account, {}),
            beside([own_of(row) for row in rows.fields], mirrored_of(rows.records, rows.owners, rows.shown)),
        )
