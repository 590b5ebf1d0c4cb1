"""Suggestions: made and renewed by passes, decided by people."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg.types.json import Json

from rotunda.identity.matching.model import RecordKey
from rotunda.identity.matching.refused import Refusals
from rotunda.identity.repository.bulk import copy_rows
from rotunda.identity.suggestions.model import Evidence, Found, PairKey, Suggestion, SuggestionState, pair_of
from rotunda.identity.suggestions.plan import Plan
from rotunda.kit.database import Connection, fetch_all
from rotunda.kit.ids import new_id
from rotunda.sections.ids import (
    AccountId,
    ConnectionId,
    CustomerId,
    ExternalId,
    MergeId,
    SuggestionId,
    customer_id,
    is_contact,
)

COLUMNS = """
    s.id, s.one, s.other, s.connection_id, s.record_type, s.external_id, s.probability, s.evidence, s.made_at, s.state,
    s.decided_by, s.decided_at, s.reason, s.merge_id
"""
_ALL = f"SELECT {COLUMNS} FROM suggestion s"
_ONE = f"SELECT {COLUMNS} FROM suggestion s WHERE id = %s"
_SHOWN = """
    SELECT id, shown_as FROM account WHERE shown_as IS NOT NULL
    UNION ALL SELECT id, shown_as FROM contact WHERE shown_as IS NOT NULL
"""
_APART = """
    SELECT coalesce(a.shown_as, a.id) AS one, coalesce(b.shown_as, b.id) AS other
    FROM keep_apart k JOIN account a ON a.id = k.one JOIN account b ON b.id = k.other WHERE k.revoked_at IS NULL
    UNION SELECT coalesce(a.shown_as, a.id), coalesce(b.shown_as, b.id)
    FROM keep_apart k JOIN contact a ON a.id = k.one JOIN contact b ON b.id = k.other WHERE k.revoked_at IS NULL
    UNION SELECT coalesce(a.shown_as, a.id), coalesce(b.shown_as, b.id)
    FROM contact_split x JOIN contact a ON a.id = x.from_contact JOIN contact b ON b.id = x.into_contact
    WHERE x.ended_at IS NULL
"""
_REFUSED = """
    SELECT s.connection_id AS connection, s.record_type, s.external_id, coalesce(a.shown_as, a.id) AS account
    FROM suggestion s JOIN account a ON a.id = s.one
    WHERE s.kind = 'record-to-account' AND s.state IN ('rejected', 'never')
"""
_OLDER = """
    SELECT id FROM (
        SELECT id, created_at FROM account WHERE id = ANY(%(two)s)
        UNION ALL SELECT id, created_at FROM contact WHERE id = ANY(%(two)s)
    ) AS either ORDER BY created_at, id LIMIT 1
"""
_INSERT = """
    INSERT INTO suggestion (id, kind, one, other, connection_id, record_type, external_id,
        probability, evidence, made_at, state)
    SELECT id, kind, one, other, connection_id, record_type, external_id, probability, evidence,
        %s, 'open' FROM new_suggestion
"""
_RENEW = """
    UPDATE suggestion s SET probability = r.probability, evidence = r.evidence, state = 'open'
    FROM renewed_suggestion r WHERE r.id = s.id AND s.state IN ('open', 'superseded')
"""
_SUPERSEDE = "UPDATE suggestion SET state = 'superseded' WHERE id = ANY(%s) AND state = 'open'"
_DECIDE = """
    UPDATE suggestion SET state = %s, decided_by = %s, decided_at = %s, reason = %s, merge_id = %s WHERE id = %s
"""
_STANDS = "SELECT id FROM merge WHERE id = %s AND undone_at IS NULL"
_IS_LINKED = """
    SELECT account_id FROM link
    WHERE (connection_id, record_type, external_id) = (%s, %s, %s) AND revoked_at IS NULL
"""


class SuggestionRow(msgspec.Struct, frozen=True):
    """As it is kept."""

    id: SuggestionId
    one: CustomerId
    other: CustomerId | None
    connection_id: ConnectionId | None
    record_type: str | None
    external_id: ExternalId | None
    probability: float
    evidence: dict[str, object]
    made_at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    merge_id: MergeId | None

    def suggestion(self) -> Suggestion:
        return Suggestion(
            id=self.id,
            pair=PairKey(self.one, self.other, self._record()),
            probability=self.probability,
            evidence=msgspec.convert(self.evidence, Evidence),
            made_at=self.made_at,
            state=SuggestionState(self.state),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            reason=self.reason,
            merge=self.merge_id,
        )

    def _record(self) -> RecordKey | None:
        if self.connection_id is None or self.record_type is None or self.external_id is None:
            return None
        return RecordKey(self.connection_id, self.record_type, self.external_id)


class _Id(msgspec.Struct, frozen=True):
    id: str


class _Shown(msgspec.Struct, frozen=True):
    id: CustomerId
    shown_as: CustomerId


class _Apart(msgspec.Struct, frozen=True):
    one: CustomerId
    other: CustomerId


class _Refused(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    account: AccountId

    @property
    def record(self) -> RecordKey:
        return RecordKey(self.connection, self.record_type, self.external_id)


class _Linked(msgspec.Struct, frozen=True):
    account_id: AccountId


async def all_suggestions(transaction: Connection) -> list[Suggestion]:
    """In whatever state."""
    return [row.suggestion() for row in await fetch_all(transaction, SuggestionRow, _ALL)]


async def read_suggestion(connection: Connection, suggestion: SuggestionId) -> Suggestion | None:
    """As it is in this moment."""
    rows = await fetch_all(connection, SuggestionRow, _ONE, (suggestion,))
    return rows[0].suggestion() if rows else None


async def locked_suggestion(transaction: Connection, suggestion: SuggestionId) -> Suggestion | None:
    """Nobody else decides it until the transaction ends."""
    rows = await fetch_all(transaction, SuggestionRow, f"{_ONE} FOR UPDATE", (suggestion,))
    return rows[0].suggestion() if rows else None


async def shown_customers(connection: Connection) -> dict[CustomerId, CustomerId]:
    """Accounts and contacts that were merged, with the ones that they are shown as."""
    return {row.id: row.shown_as for row in await fetch_all(connection, _Shown, _SHOWN)}


async def pairs_kept_apart(connection: Connection) -> set[PairKey]:
    """Customers, as they are shown, of whom a person said that they are two, or gave one something of the other's."""
    return {pair_of(row.one, row.other) for row in await fetch_all(connection, _Apart, _APART)}


async def refusals(connection: Connection) -> Refusals:
    """Which records do not belong to which accounts, as people said in the queue."""
    rows = await fetch_all(connection, _Refused, _REFUSED)
    shown = await shown_customers(connection) if rows else {}
    accounts = {AccountId(each): AccountId(other) for each, other in shown.items() if not is_contact(each)}
    return Refusals(frozenset((row.record, row.account) for row in rows), accounts)


async def older_of(connection: Connection, two: Sequence[CustomerId]) -> CustomerId:
    """Which of them was there first."""
    rows = await fetch_all(connection, _Id, _OLDER, {"two": list(two)})
    return customer_id(rows[0].id)


async def merge_stands(connection: Connection, merge: MergeId) -> bool:
    """Whether nobody has undone it."""
    return bool(await fetch_all(connection, _Id, _STANDS, (merge,)))


async def apply_plan(transaction: Connection, plan: Plan, now: datetime) -> None:
    """In single statements, however many they are."""
    columns = """
        id text, kind text, one text, other text, connection_id text, record_type text,
        external_id text, probability double precision, evidence jsonb
    """
    await copy_rows(transaction, "new_suggestion", columns, map(_columns, plan.new))
    await transaction.execute(_INSERT, (now,))
    renewed = ((id_, found.probability, _json(found.evidence)) for id_, found in plan.renewed)
    await copy_rows(transaction, "renewed_suggestion", "id text, probability double precision, evidence jsonb", renewed)
    await transaction.execute(_RENEW)
    await transaction.execute(_SUPERSEDE, (list(plan.superseded),))


def _columns(found: Found) -> Sequence[object]:
    record = msgspec.structs.astuple(found.pair.record) if found.pair.record else (None, None, None)
    pair = (found.pair.one, found.pair.other)
    return (new_id("sug_"), found.pair.kind.value, *pair, *record, found.probability, _json(found.evidence))


def _json(evidence: Evidence) -> Json:
    return Json(msgspec.to_builtins(evidence))


async def decide(transaction: Connection, decided: Suggestion) -> None:
    """Writes what a person decided, or that it is open again."""
    values = (
        *(decided.state.value, decided.decided_by, decided.decided_at, decided.reason),
        *(decided.merge, decided.id),
    )
    await transaction.execute(_DECIDE, values)


async def account_of_record(transaction: Connection, record: RecordKey) -> AccountId | None:
    """The account that it is linked to by now."""
    rows = await fetch_all(transaction, _Linked, _IS_LINKED, msgspec.structs.astuple(record))
    return rows[0].account_id if rows else None
