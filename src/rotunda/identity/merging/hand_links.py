"""An address or a domain that no source has, given to a customer by a person, until somebody takes it back.

It finds the customer wherever identifiers do. It links no record by itself: somebody typed it, nobody proved it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from rotunda.access.audit.entry import Action, Actor, DetailValue
from rotunda.identity.matching.domains import company_domain
from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import Identified, NotThere, Refused
from rotunda.identity.merging.splits import read_identifier
from rotunda.identity.merging.steps import root_of
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, SourceName

BY_HAND = SourceName("hand")
"""The source of such an identifier."""

_ADD = """
    INSERT INTO hand_link (id, account_id, kind, normal, value, linked_by, linked_at)
    VALUES (%(id)s, %(account)s, %(kind)s, %(normal)s, %(value)s, %(by)s, %(at)s)
"""
_SAY = """
    INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
    VALUES (%(account)s, %(kind)s, %(normal)s, %(source)s, %(value)s, '', false, %(at)s)
    ON CONFLICT (kind, normal, account_id, source) DO UPDATE SET value = excluded.value, until = NULL
"""
_ROW = """
    SELECT h.id, h.account_id AS account, h.kind, h.normal, h.value, u.name AS linked_by, h.linked_at
    FROM hand_link h LEFT JOIN app_user u ON u.id = h.linked_by
"""
_STANDING = (
    _ROW
    + """
    JOIN account_member m ON m.account_id = h.account_id
    WHERE m.shown_id = %(account)s AND h.ended_at IS NULL ORDER BY h.linked_at, h.id
"""
)
_SAME = (
    _ROW
    + """
    WHERE h.account_id = %(account)s AND h.kind = %(kind)s AND h.normal = %(normal)s AND h.ended_at IS NULL
"""
)
_END = "UPDATE hand_link SET ended_by = %(by)s, ended_at = %(at)s WHERE id = %(id)s"
_UNSAY = """
    DELETE FROM identifier WHERE kind = %(kind)s AND normal = %(normal)s AND account_id = %(account)s
        AND source = %(source)s
"""
_OPEN = _ROW + " WHERE h.id = %(id)s AND h.ended_at IS NULL"


class HandLink(msgspec.Struct, frozen=True):
    """`linked_by` is the name of a user; None for the command line."""

    id: str
    account: AccountId
    kind: Literal["email", "domain"]
    normal: str
    value: str
    linked_by: str | None
    linked_at: datetime


class HandLinks:
    """Each change is one transaction; each, and each that is refused, is in the audit log before it is committed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def link(self, actor: Actor, account: AccountId, identifier: str) -> HandLink:
        """From then on the identifier finds the account. What is linked already stays as it is.

        Raises:
            NotThere: there is no such account.
            Refused: it is no address and no domain of one company.
        """
        detail: dict[str, DetailValue] = {"identifier": identifier}
        async with self._ledger.refusals(actor, account, detail), self._ledger.changing(actor) as (transaction, hand):
            what = _readable(identifier)
            await hold(transaction, [account])
            root = await root_of(transaction, account)
            told = {"account": root, "kind": what.kind, "normal": what.normal, "value": what.value}
            if (known := await fetch_one(transaction, HandLink, _SAME, told)) is not None:
                return known
            link = await _write(transaction, told, hand)
            await self._ledger.record(actor, Action.IDENTIFIER_LINK, [root], {**detail, "link": link.id})
        return link

    async def unlink(self, actor: Actor, account: AccountId, link: str) -> HandLink:
        """Takes one back: the identifier finds the account no more. That it was linked stays told.

        Raises:
            NotThere: no such identifier of this customer was linked by hand, or it was taken back already.
        """
        detail: dict[str, DetailValue] = {"link": link}
        async with self._ledger.refusals(actor, account, detail), self._ledger.changing(actor) as (transaction, hand):
            await hold(transaction, [account])
            known = await fetch_one(transaction, HandLink, _OPEN, {"id": link.replace("\0", "")})
            if known is None or await root_of(transaction, known.account) != await root_of(transaction, account):
                raise NotThere("identifier")
            told = {"id": known.id, "by": hand.by, "at": hand.at, "source": BY_HAND}
            named = {"account": known.account, "kind": known.kind, "normal": known.normal}
            await transaction.execute(_END, told)
            await transaction.execute(_UNSAY, told | named)
            detail["identifier"] = known.value
            await self._ledger.record(actor, Action.IDENTIFIER_UNLINK, [known.account], detail)
        return known

    async def of(self, account: AccountId) -> Sequence[HandLink]:
        """Those that stand, of the customer that the account is shown as; oldest first."""
        async with self._ledger.database.connection() as connection:
            return await fetch_all(connection, HandLink, _STANDING, {"account": account})


def _readable(identifier: str) -> Identified:
    what = read_identifier(identifier)
    if what.kind == "record":
        raise Refused("identifier", "Must be an address or a domain. Records are linked by what their source says.")
    if what.kind == "domain" and company_domain(what.value) is None:
        raise Refused("identifier", "Addresses at this domain belong to many. Link the whole address.")
    return what


async def _write(transaction: Connection, told: dict[str, Any], hand: Hand) -> HandLink:
    told |= {"id": new_id("hnd_"), "by": hand.by, "at": hand.at, "source": BY_HAND}
    await transaction.execute(_ADD, told)
    await transaction.execute(_SAY, told)
    [made] = await fetch_all(transaction, HandLink, _OPEN, told)
    return made
