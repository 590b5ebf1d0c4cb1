"""The queue for viewers: pages of pairs, each with both sides and what speaks for and against."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.access.grant import AccountOwnership, Grant, ListScope, grant, scope_of
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.linkage.model import Weight
from rotunda.identity.repository.suggestions import SuggestionRow
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.model import Kind, Side, Suggestion, SuggestionState
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import AccountId, SuggestionId
from rotunda.sections.labels import Label
from rotunda.view.document import AccountLink
from rotunda.view.matches.repository import MatchFilter, MatchRepository


class MatchRecord(msgspec.Struct, frozen=True):
    """A record of a source."""

    source: str
    record_type: str
    external_id: str


class MatchSide(msgspec.Struct, frozen=True):
    """One side as it was compared. `account` is null for a record of no account. `addresses` are empty for those who
    may not read personal facts there.
    """

    account: AccountLink | None
    name: str | None
    names: list[str]
    domains: list[str]
    addresses: list[str]
    city: str | None
    country: str | None
    records: list[MatchRecord]


class MatchWeight(msgspec.Struct, frozen=True):
    """What one comparison says, in bits: 1 doubles the odds, -1 halves them."""

    comparison: str
    title: str
    words: str
    bits: float


class MatchItem(msgspec.Struct, frozen=True):
    """A pair. `left` is the record, or the other account; `right` is the account."""

    id: SuggestionId
    kind: Kind
    probability: float
    state: SuggestionState
    made_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    left: MatchSide
    right: MatchSide
    weights: list[MatchWeight]

    def decided(self, suggestion: Suggestion) -> "MatchItem":
        """The same pair after a decision."""
        told = {name: getattr(suggestion, name) for name in ("state", "decided_by", "decided_at", "reason")}
        return msgspec.structs.replace(self, **told)


class MatchPage(msgspec.Struct, frozen=True):
    """`total` counts the pairs of which this viewer may see both sides. `next_cursor` is null on the last page."""

    items: list[MatchItem]
    total: int
    next_cursor: str | None


class MatchQueue:
    """Reads for viewers. Rights are part of the query, and are checked again on the rows."""

    def __init__(self, repository: MatchRepository, identity: Identity, keyset: Keyset) -> None:
        self._repository = repository
        self._identity = identity
        self._keyset = keyset

    async def page(self, viewer: Viewer, wanted: MatchFilter, limit: int, cursor: str | None) -> MatchPage:
        """Raises BadCursor."""
        purpose = f"matches|{wanted.state}|{wanted.kind}|{wanted.account}"
        after = self._keyset.decode(purpose, cursor) if cursor else None
        scopes = _scopes(viewer)
        rows = await self._repository.rows(scopes, wanted, limit + 1, after)
        total = await self._repository.count(scopes, wanted)
        shown = rows[:limit]
        following = None
        if len(rows) > limit:
            following = self._keyset.encode(purpose, (shown[-1].probability, shown[-1].id))
        return MatchPage(await self._items(viewer, shown), total, following)

    async def visible(self, viewer: Viewer, suggestion: str) -> MatchItem | None:
        """The pair, where this viewer may decide about it."""
        row = await self._repository.row(_scopes(viewer), suggestion)
        items = await self._items(viewer, [row]) if row else []
        return items[0] if items else None

    async def _items(self, viewer: Viewer, rows: Sequence[SuggestionRow]) -> list[MatchItem]:
        wanted = {each for row in rows for each in (row.account_id, row.other_account_id) if each}
        heads = await self._identity.heads(wanted)
        grants = {id_: granted for id_, row in heads.items() if (granted := _granted(viewer, row.ownership))}
        names = {id_: AccountLink(id_, heads[id_].name) for id_ in grants}
        return [_item(row.suggestion(), grants, names) for row in rows if _sides(row) <= grants.keys()]


def _scopes(viewer: Viewer) -> list[ListScope]:
    return [scope_of(viewer, role) for role in viewer.roles_with(Permission.MATCH_REVIEW)]


def _granted(viewer: Viewer, ownership: AccountOwnership) -> Grant | None:
    granted = grant(viewer, ownership)
    return granted if granted is not None and granted.may(Permission.MATCH_REVIEW) else None


def _sides(row: SuggestionRow) -> set[AccountId]:
    return {row.account_id} if row.other_account_id is None else {row.account_id, row.other_account_id}


def _item(
    suggestion: Suggestion, grants: Mapping[AccountId, Grant], names: Mapping[AccountId, AccountLink]
) -> MatchItem:
    pair = suggestion.pair
    personal = all(
        any(label is Label.PERSONAL for _, label in grants[each].reach) for each in (pair.account, pair.other) if each
    )
    other = names[pair.other] if pair.other is not None else None
    return MatchItem(
        id=suggestion.id,
        kind=pair.kind,
        probability=suggestion.probability,
        state=suggestion.state,
        made_at=suggestion.made_at,
        decided_by=suggestion.decided_by,
        decided_at=suggestion.decided_at,
        reason=suggestion.reason,
        left=_side(suggestion.evidence.other, other, personal=personal),
        right=_side(suggestion.evidence.account, names[pair.account], personal=personal),
        weights=[_weight(each) for each in suggestion.evidence.weights],
    )


def _side(side: Side, account: AccountLink | None, *, personal: bool) -> MatchSide:
    return MatchSide(
        account=account,
        name=account.name if account else side.name,
        names=list(side.names),
        domains=list(side.domains),
        addresses=list(side.addresses) if personal else [],
        city=side.city,
        country=side.country,
        records=[MatchRecord(each.source, each.record_type, each.external_id) for each in side.records],
    )


def _weight(weight: Weight) -> MatchWeight:
    return MatchWeight(weight.comparison, weight.title, weight.words, weight.bits)
