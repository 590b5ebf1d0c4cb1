"""Records that a person links to an account, or takes from it again. What concerns the record itself is done at once;
what follows for the rest of the book is for `DirectoryWriter.settle`, which the book is marked for.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString

import msgspec

from rotunda.identity.heads import identifiers_of
from rotunda.identity.matching.model import SURE, Method, RecordKey
from rotunda.identity.merging.holding import hold
from rotunda.identity.repository.heads import add_identifiers
from rotunda.identity.repository.links import TAKEN_BACK, LinkRow, insert_links
from rotunda.identity.repository.records import known_record
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId

_IS_LINKED = """
    UPDATE source_record SET unlinked_because = NULL, candidates = '{}'
    WHERE (connection_id, record_type, external_id) = (%s, %s, %s)
"""
_UNLINK = """
    UPDATE link SET revoked_at = %(at)s, revoked_by = %(by)s, revoked_because = %(because)s
    WHERE (connection_id, record_type, external_id, account_id) = (%(connection)s, %(type)s, %(id)s, %(account)s)
        AND method = 'hand' AND revoked_at IS NULL
"""
_FORGET_NUMBER = """
    UPDATE identifier i SET until = %(at)s FROM source_record r
    WHERE (r.connection_id, r.record_type, r.external_id) = (%(connection)s, %(type)s, %(id)s)
        AND i.kind = 'record' AND i.normal = r.source || ':' || r.external_id AND i.account_id = %(account)s
        AND i.until IS NULL
"""
_MARK = "INSERT INTO unsettled (since) VALUES (%s)"
_MARKED: LiteralString = "DELETE FROM unsettled"


async def link_by_hand(
    transaction: Connection, record: RecordKey, account: AccountId, evidence: Mapping[str, str], now: datetime
) -> bool:
    """Links a record because a person said so (`by` in the evidence). Needs the directory's lock. False where its
    source does not list the record any more.
    """
    known = await known_record(transaction, record)
    if known is None:
        return False
    await hold(transaction, [account])
    link = LinkRow(record, account, known.source, Method.HAND, SURE, evidence)
    await insert_links(transaction, [link], now, by=evidence["by"])
    await transaction.execute(_IS_LINKED, msgspec.structs.astuple(record))
    await add_identifiers(transaction, identifiers_of([known], {record: account}).values(), now)
    await transaction.execute(_MARK, (now,))
    return True


async def unlink_by_hand(transaction: Connection, record: RecordKey, account: AccountId, now: datetime) -> None:
    """Takes such a link back. No list brings it again; the rules say anew what the record is. Needs the directory's
    lock.
    """
    await hold(transaction, [account])
    told = {"connection": record.connection, "type": record.record_type, "id": record.external_id, "account": account}
    await transaction.execute(_UNLINK, {**told, "at": now, "by": TAKEN_BACK, "because": TAKEN_BACK})
    await transaction.execute(_FORGET_NUMBER, {**told, "at": now})
    await transaction.execute(_MARK, (now,))


async def is_settled(transaction: Connection) -> bool:
    """Whether the rules have followed all that people linked. Takes the mark away: to be called by whoever lets them
    follow, in the same transaction.
    """
    return (await transaction.execute(_MARKED)).rowcount == 0
