"""Suggestions: made and renewed by passes, decided by people."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg.types.json import Json

from rotunda.identity.matching.model import RecordKey
from rotunda.identity.matching.refused import Refusals
from rotunda.identity.repository.bulk import copy_rows
from rotunda.identity.suggestions.model import Evidence, Found, PairKey, Suggestion, SuggestionState
from rotunda.identity.suggestions.plan import Plan
from rotunda.kit.database import Connection, fetch_all
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SuggestionId

COLUMNS = """
    s.id, s.account_id, s.other_account_id, s.connection_id, s.record_type, s.external_id, s.probability, s.evidence,
    s.made_at, s.state, s.decided_by, s.decided_at, s.reason
"""
_ALL = f"SELECT {COLUMNS} FROM suggestion s"
_ONE = f"SELECT {COLUMNS} FROM suggestion s WHERE id = %s"
_SHOWN = "SELECT id, shown_as FROM account WHERE shown_as IS NOT NULL"
_APART = """
    SELECT least(coalesce(a.shown_as, a.id), coalesce(b.shown_as, b.id)) AS one,
        greatest(coalesce(a.shown_as, a.id), coalesce(b.shown_as, b.id)) AS other
    FROM keep_apart k JOIN account a ON a.id = k.one JOIN account b ON b.id = k.other WHERE k.revoked_at IS NULL
"""
_REFUSED = """
    SELECT s.connection_id AS connection, s.record_type, s.external_id, coalesce(a.shown_as, a.id) AS account
    FROM suggestion s JOIN account a ON a.id = s.account_id
    WHERE s.kind = 'record-to-account' AND s.state IN ('rejected', 'never')
"""
_OLDER = "SELECT id FROM account WHERE id = ANY(%s) ORDER BY created_at, id LIMIT 1"
_INSERT = """
    INSERT INTO suggestion (id, kind, account_id, other_account_id, connection_id, record_type, external_id,
        probability, evidence, made_at, state)
    SELECT id, kind, account_id, other_account_id, connection_id, record_type, external_id, probability, evidence,
        %s, 'open' FROM new_suggestion
"""
_RENEW = """
    UPDATE suggestion s SET probability = r.probability, evidence = r.evidence, state = 'open'
    FROM renewed_suggestion r WHERE r.id = s.id AND s.state IN ('open', 'superseded')
"""
_SUPERSEDE = "UPDATE suggestion SET state = 'superseded' WHERE id = ANY(%s) AND state = 'open'"
_DECIDE = "UPDATE suggestion SET state = %s, decided_by = %s, decided_at = %s, reason = %s WHERE id = %s"
_IS_LINKED = """
    SELECT account_id FROM link
    WHERE (connection_id, record_type, external_id) = (%s, %s, %s) AND revoked_at IS NULL
"""


class SuggestionRow(msgspec.Struct, frozen=True):
    """As it is kept."""

    id: SuggestionId
    account_id: AccountId
    other_account_id: AccountId | None
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

    def suggestion(self) -> Suggestion:
        return Suggestion(
            id=self.id,
            pair=PairKey(self.account_id, self.other_account_id, self._record()),
            probability=self.probability,
            evidence=msgspec.convert(self.evidence, Evidence),
            made_at=self.made_at,
            state=SuggestionState(self.state),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            reason=self.reason,
        )

    def _record(self) -> RecordKey | None:
        if self.connection_id is None or self.record_type is None or self.external_id is None:
            return None
        return RecordKey(self.connection_id, self.record_type, self.external_id)


class _Id(msgspec.Struct, frozen=True):
    id: AccountId


class _Shown(msgspec.Struct, frozen=True):
    id: AccountId
    shown_as: AccountId


class _Apart(msgspec.Struct, frozen=True):
    one: AccountId
    other: AccountId


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


async def shown_accounts(connection: Connection) -> dict[AccountId, AccountId]:
    """Accounts that were merged, with the ones that they are shown as."""
    return {row.id: row.shown_as for row in await fetch_all(connection, _Shown, _SHOWN)}


async def pairs_kept_apart(connection: Connection) -> set[tuple[AccountId, AccountId | None]]:
    """Shown accounts of which a person said that they are two customers, the smaller id first."""
    return {(row.one, row.other) for row in await fetch_all(connection, _Apart, _APART)}


async def refusals(connection: Connection) -> Refusals:
    """Which records do not belong to which accounts, as people said in the queue."""
    rows = await fetch_all(connection, _Refused, _REFUSED)
    shown = await shown_accounts(connection) if rows else {}
    return Refusals(frozenset((row.record, row.account) for row in rows), shown)


async def older_account(connection: Connection, accounts: Sequence[AccountId]) -> AccountId:
    """Which of them was there first."""
    [row] = await fetch_all(connection, _Id, _OLDER, (list(accounts),))
    return row.id


async def apply_plan(transaction: Connection, plan: Plan, now: datetime) -> None:
    """In single statements, however many they are."""
    columns = """
        id text, kind text, account_id text, other_account_id text, connection_id text, record_type text,
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
    pair = (found.pair.account, found.pair.other)
    return (new_id("sug_"), found.pair.kind.value, *pair, *record, found.probability, _json(found.evidence))


def _json(evidence: Evidence) -> Json:
    return Json(msgspec.to_builtins(evidence))


async def decide(transaction: Connection, decided: Suggestion) -> None:
    """Writes what a person decided."""
    values = (decided.state.value, decided.decided_by, decided.decided_at, decided.reason, decided.id)
    await transaction.execute(_DECIDE, values)


async def account_of_record(transaction: Connection, record: RecordKey) -> AccountId | None:
    """The account that it is linked to by now."""
    rows = await fetch_all(transaction, _Linked, _IS_LINKED, msgspec.structs.astuple(record))
    return rows[0].account_id if rows else None
