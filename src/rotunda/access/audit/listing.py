"""Reads the log for people: newest first, page by page."""

from datetime import datetime
from typing import Any, LiteralString

import msgspec

from rotunda.access.audit.entry import DetailValue
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import AccountId, ContactId, UserId

_LARGEST_PAGE = 200

_ROWS: LiteralString = (
    "SELECT id, at, actor_id, actor_name, actor_via, action, account_id, detail, request_id FROM audit_row WHERE "
)
_EARLIER: LiteralString = """
    at <= %(at)s AND (at, %(kind)s COLLATE "C", id COLLATE "C") < (%(at)s, %(after_kind)s, %(id)s)
"""
_LATER: LiteralString = """
    at >= %(at)s AND (at, %(kind)s COLLATE "C", id COLLATE "C") > (%(at)s, %(after_kind)s, %(id)s)
"""
_FALLING: LiteralString = ' ORDER BY at DESC, id COLLATE "C" DESC LIMIT %(limit)s'
_RISING: LiteralString = ' ORDER BY at, id COLLATE "C" LIMIT %(limit)s'


class AuditFilter(msgspec.Struct, frozen=True):
    """`since` is a moment, inclusive; None leaves a filter out. Without `refreshes`, what open pages asked again by
    themselves is left out. `others` are accounts that are the same customer. `contacts` are all ids of one person.
    """

    account: AccountId | None = None
    user: UserId | None = None
    since: datetime | None = None
    refreshes: bool = True
    others: tuple[AccountId, ...] = ()
    contacts: tuple[ContactId, ...] = ()


class AuditRecord(msgspec.Struct, frozen=True):
    """One row as shown."""

    id: str
    at: datetime
    actor_id: UserId | None
    actor_name: str
    actor_via: str
    action: str
    account_id: AccountId | None
    detail: dict[str, DetailValue]
    request_id: str


class AuditPage(msgspec.Struct, frozen=True):
    """`next_cursor` is None on the last page."""

    rows: list[AuditRecord]
    next_cursor: str | None


async def list_audit(
    database: Database, keyset: Keyset, wanted: AuditFilter, cursor: str | None = None, limit: int = 50
) -> AuditPage:
    """Rows in the order of (at, id), newest first. Rows written meanwhile do not shift the pages.

    Raises:
        BadCursor: the cursor is not ours, or of other filters.
    """
    limit = max(1, min(limit, _LARGEST_PAGE))
    purpose = "audit:" + msgspec.json.encode(wanted).decode()
    conditions, parameters = _conditions(wanted)
    if cursor is not None:
        at, row_id = _position(keyset, purpose, cursor)
        conditions.append("(at, id) < (%(at)s, %(id)s)")
        parameters |= {"at": at, "id": row_id}
    rows = await database.fetch_all(
        AuditRecord,
        _ROWS + " AND ".join(conditions) + " ORDER BY at DESC, id DESC LIMIT %(limit)s",
        {**parameters, "limit": limit + 1},
    )
    shown = rows[:limit]
    more = len(rows) > limit
    return AuditPage(shown, keyset.encode(purpose, (shown[-1].at, shown[-1].id)) if more else None)


class EventPlace(msgspec.Struct, frozen=True):
    """A place in a list in which rows of the log stand beside other things: by moment, then kind, then id."""

    at: datetime
    kind: str
    id: str


async def audit_beside(
    database: Database, wanted: AuditFilter, kind: str, after: EventPlace | None, *, oldest_first: bool, limit: int
) -> list[AuditRecord]:
    """At most `limit` rows beyond `after` in a list where they are of this `kind`."""
    conditions, parameters = _conditions(wanted)
    if after is not None:
        conditions.append(_LATER if oldest_first else _EARLIER)
        parameters |= {"at": after.at, "kind": kind, "after_kind": after.kind, "id": after.id}
    return await database.fetch_all(
        AuditRecord,
        _ROWS + " AND ".join(conditions) + (_RISING if oldest_first else _FALLING),
        {**parameters, "limit": limit},
    )


def _conditions(wanted: AuditFilter) -> tuple[list[LiteralString], dict[str, Any]]:
    conditions: list[LiteralString] = ["action <> 'chain.start'"]
    if wanted.account is not None:
        conditions.append("account_id = ANY(%(accounts)s)" if wanted.others else "account_id = %(account)s")
    if wanted.contacts:
        conditions.append("detail ->> 'contact' = ANY(%(contacts)s)")
    if wanted.user is not None:
        conditions.append("actor_id = %(user)s")
    if wanted.since is not None:
        conditions.append("at >= %(since)s")
    if not wanted.refreshes:
        conditions.append("NOT detail @> '{\"refresh\": true}'")
    accounts = [wanted.account, *wanted.others]
    parameters = {"account": wanted.account, "user": wanted.user, "since": wanted.since}
    return conditions, parameters | {"accounts": accounts, "contacts": list(wanted.contacts)}


def _position(keyset: Keyset, purpose: str, cursor: str) -> tuple[datetime, str]:
    values = keyset.decode(purpose, cursor)
    match values:
        case (datetime() as at, str() as row_id):
            return at, row_id
        case _:
            raise BadCursor
