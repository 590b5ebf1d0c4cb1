"""Identifiers that a person gives to another customer: what lists say stays, a pointer leads elsewhere."""

from collections.abc import Collection, Sequence
from typing import LiteralString

import msgspec

from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.domains import registrable_domain
from rotunda.identity.merging.book import Hand, SplitTable
from rotunda.identity.merging.model import Identified, Refused
from rotunda.kit.database import Connection, fetch_all
from rotunda.kit.ids import new_id
from rotunda.sections.ids import CustomerId

SPLIT = "split"
"""Why a link was revoked."""

_LONGEST = 320
_STATED = """
    WITH known AS (
        SELECT account_id AS id FROM identifier
        WHERE kind = %(kind)s AND normal = %(normal)s AND account_id = ANY(%(members)s)
        UNION SELECT contact_id FROM contact_identifier
        WHERE kind = %(kind)s AND normal = %(normal)s AND contact_id = ANY(%(members)s)
    )
    SELECT k.id FROM known k WHERE NOT EXISTS (
        SELECT FROM every_split x WHERE x.kind = %(kind)s AND x.normal = %(normal)s
            AND x.from_customer = k.id AND x.ended_at IS NULL)
    UNION
    SELECT x.from_customer FROM every_split x
    WHERE x.kind = %(kind)s AND x.normal = %(normal)s AND x.into_customer = ANY(%(members)s) AND x.ended_at IS NULL
    ORDER BY id
"""
_END: LiteralString = """
    UPDATE {table} SET ended_by = %(by)s, ended_at = %(at)s
    WHERE kind = %(kind)s AND normal = %(normal)s AND ended_at IS NULL AND {stated} = ANY(%(stated)s)
"""
_ADD: LiteralString = """
    INSERT INTO {table} (id, kind, normal, value, {stated}, {given}, split_by, split_at)
    VALUES (%(id)s, %(kind)s, %(normal)s, %(value)s, %(from)s, %(into)s, %(by)s, %(at)s)
"""


class _Id(msgspec.Struct, frozen=True):
    id: CustomerId


def written_identifier(text: str) -> str:
    """Without blanks around it. Raises Refused where no identifier is so long, or so short."""
    written = text.strip()
    if not written or len(written) > _LONGEST or "\0" in written:
        raise Refused("identifier", f"Must have 1 to {_LONGEST} characters.")
    return written


def address_or_record(written: str) -> Identified | None:
    """An address, or `source:id`; None for neither."""
    source, colon, external_id = written.partition(":")
    if "@" in written and (email := normal_email(written)):
        return Identified("email", email, written)
    if colon and source.strip() and external_id.strip() and "/" not in source:
        return Identified("record", f"{source.strip().lower()}:{external_id.strip()}", external_id.strip())
    return None


def read_identifier(text: str) -> Identified:
    """Of an account: an address, `source:id`, or a domain.

    Raises:
        Refused: it is none of them.
    """
    written = written_identifier(text)
    if found := address_or_record(written):
        return found
    mistyped_address = "@" in written.lstrip("@")
    domain = None if mistyped_address else registrable_domain(written)
    if domain is None:
        raise Refused("identifier", "Must be an address, a domain, or source:id such as stripe:cus_123.")
    return Identified("domain", domain, written)


async def stated_of(transaction: Connection, members: Collection[CustomerId], what: Identified) -> list[CustomerId]:
    """Those of whom lists say it, as far as it leads to one of these members."""
    wanted = {"kind": what.kind, "normal": what.normal, "members": list(members)}
    return [row.id for row in await fetch_all(transaction, _Id, _STATED, wanted)]


async def lead(
    transaction: Connection,
    table: SplitTable,
    what: Identified,
    stated: Sequence[CustomerId],
    into: CustomerId,
    hand: Hand,
) -> None:
    """From now on the identifier leads from those of whom lists say it to `into`."""
    end = _END.format(table=table.name, stated=table.stated)
    add = _ADD.format(table=table.name, stated=table.stated, given=table.given)
    told = {"kind": what.kind, "normal": what.normal, "value": what.value, "by": hand.by, "at": hand.at}
    await transaction.execute(end, told | {"stated": list(stated)})
    for each in stated:
        if each != into:
            await transaction.execute(add, told | {"id": new_id("spl_"), "from": each, "into": into})
