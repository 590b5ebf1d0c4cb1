"""The queue for viewers: pages of pairs, each with both sides and what speaks for and against; and what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.access.grant import PEOPLE, AccountOwnership, ContactGrant, Grant, contact_grant, grant, scope_of
from rotunda.access.permission import Permission
from rotunda.access.roles import Role
from rotunda.access.viewer import Viewer
from rotunda.identity.contacts import Contacts
from rotunda.identity.linkage.model import Weight
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.model import DECIDED, Kind, Side, Suggestion, SuggestionState
from rotunda.kit.keyset import CursorValue, Keyset
from rotunda.sections.ids import AccountId, ContactId, CustomerId, MergeId, SuggestionId, is_contact
from rotunda.sections.labels import Label
from rotunda.view.document import AccountLink
from rotunda.view.lookup import ContactLink
from rotunda.view.matches.repository import Listed, MatchFilter, MatchRepository, MatchRow, MatchScopes


class MatchRecord(msgspec.Struct, frozen=True):
    """A record of a source."""

    source: str
    record_type: str
    external_id: str


class MatchSide(msgspec.Struct, frozen=True):
    """One side as it was compared. `account` is null for a record of no account; a `contact` works there. `addresses`
    and `phones` are empty for those who may not read personal facts there.
    """

    account: AccountLink | None
    name: str | None
    names: list[str]
    domains: list[str]
    addresses: list[str]
    city: str | None
    country: str | None
    records: list[MatchRecord]
    contact: ContactLink | None = None
    title: str | None = None
    phones: list[str] = []


class MatchWeight(msgspec.Struct, frozen=True):
    """What one comparison says, in bits: 1 doubles the odds, -1 halves them."""

    comparison: str
    title: str
    words: str
    bits: float


class MatchItem(msgspec.Struct, frozen=True):
    """A pair. `left` is the record, or the other customer; `right` is the account, or the one with the smaller id.
    `decider` is the name of whoever decided; `merge` what a yes has made of two customers, as long as it stands.
    """

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
    decider: str | None = None
    merge: MergeId | None = None

    def decided(self, suggestion: Suggestion, decider: str | None) -> "MatchItem":
        """The same pair after a decision, or after one was taken back."""
        told = {name: getattr(suggestion, name) for name in ("state", "decided_by", "decided_at", "reason", "merge")}
        return msgspec.structs.replace(self, **told, decider=decider if suggestion.decided_by else None)


class MatchPage(msgspec.Struct, frozen=True):
    """`total` counts the pairs of which this viewer may see both sides. `next_cursor` is null on the last page."""

    items: list[MatchItem]
    total: int
    next_cursor: str | None


class _Seen(msgspec.Struct, frozen=True):
    """A side as this viewer may see it."""

    account: AccountLink | None
    contact: ContactLink | None
    personal: bool


class MatchQueue:
    """Reads for viewers. Rights are part of the query, and are checked again on the rows."""

    def __init__(self, repository: MatchRepository, identity: Identity, contacts: Contacts, keyset: Keyset) -> None:
        self._repository = repository
        self._identity = identity
        self._contacts = contacts
        self._keyset = keyset

    async def page(self, viewer: Viewer, wanted: MatchFilter, limit: int, cursor: str | None) -> MatchPage:
        """Raises BadCursor."""
        purpose = f"matches|{wanted.listed}|{wanted.kind}|{wanted.customer}"
        after = self._keyset.decode(purpose, cursor) if cursor else None
        scopes = _scopes(viewer)
        rows = await self._repository.rows(scopes, wanted, limit + 1, after)
        total = await self._repository.count(scopes, wanted)
        shown = rows[:limit]
        following = None
        if len(rows) > limit:
            following = self._keyset.encode(purpose, (_place(shown[-1], wanted), shown[-1].id))
        return MatchPage(await self._items(viewer, shown), total, following)

    async def visible(self, viewer: Viewer, suggestion: str) -> MatchItem | None:
        """The pair, where this viewer may decide about it."""
        row = await self._repository.row(_scopes(viewer), suggestion)
        items = await self._items(viewer, [row]) if row else []
        return items[0] if items else None

    async def _items(self, viewer: Viewer, rows: Sequence[MatchRow]) -> list[MatchItem]:
        wanted = {each for row in rows for each in (row.one, row.other) if each}
        people = {each for each in wanted if is_contact(each)}
        seen: dict[CustomerId, _Seen] = {
            **await self._accounts(viewer, {AccountId(each) for each in wanted - people}),
            **await self._people(viewer, people),
        }
        return [_item(row, seen) for row in rows if _sides(row) <= seen.keys()]

    async def _accounts(self, viewer: Viewer, accounts: set[AccountId]) -> dict[AccountId, _Seen]:
        found: dict[AccountId, _Seen] = {}
        for id_, row in (await self._identity.heads(accounts)).items():
            granted = _granted(viewer, row.ownership)
            if granted is not None:
                personal = any(label is Label.PERSONAL for _, label in granted.reach)
                found[id_] = _Seen(AccountLink(id_, row.name), None, personal)
        return found

    async def _people(self, viewer: Viewer, people: set[ContactId]) -> dict[ContactId, _Seen]:
        """Under the name of whoever they are shown as."""
        found: dict[ContactId, _Seen] = {}
        for id_, row in (await self._contacts.heads(people)).items() if people else ():
            granted = contact_grant(viewer, row.id, row.ownership)
            if granted is not None and _may_review(granted):
                account = AccountLink(row.account, row.account_name or "") if row.account else None
                found[id_] = _Seen(account, ContactLink(row.id, row.name), personal=True)
        return found


def _place(row: MatchRow, wanted: MatchFilter) -> CursorValue:
    return row.decided_at.isoformat() if wanted.listed is Listed.DECIDED and row.decided_at else row.probability


def _scopes(viewer: Viewer) -> MatchScopes:
    roles = viewer.roles_with(Permission.MATCH_REVIEW)
    return MatchScopes(
        [scope_of(viewer, role) for role in roles], [scope_of(viewer, role) for role in roles if _reads_people(role)]
    )


def _reads_people(role: Role) -> bool:
    """Without how people are reached nobody can tell whether two are one."""
    return Permission.ACCOUNT_VIEW in role.permissions and {
        (PEOPLE, Label.IDENTITY),
        (PEOPLE, Label.PERSONAL),
    } <= set(role.reach)


def _may_review(granted: ContactGrant) -> bool:
    return granted.may(Permission.MATCH_REVIEW) and Label.PERSONAL in granted.labels(PEOPLE)


def _granted(viewer: Viewer, ownership: AccountOwnership) -> Grant | None:
    granted = grant(viewer, ownership)
    return granted if granted is not None and granted.may(Permission.MATCH_REVIEW) else None


def _sides(row: MatchRow) -> set[CustomerId]:
    return {row.one} if row.other is None else {row.one, row.other}


def _item(row: MatchRow, seen: Mapping[CustomerId, _Seen]) -> MatchItem:
    suggestion = row.suggestion()
    pair = suggestion.pair
    one, other = seen[pair.one], seen[pair.other] if pair.other else None
    personal = one.personal and (other is None or other.personal)
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
        right=_side(suggestion.evidence.one, one, personal=personal),
        weights=[_weight(each) for each in suggestion.evidence.weights],
        decider=row.decider if suggestion.state in DECIDED else None,
        merge=suggestion.merge if row.stands else None,
    )


def _side(side: Side, seen: _Seen | None, *, personal: bool) -> MatchSide:
    shown = (seen.contact or seen.account) if seen else None
    return MatchSide(
        account=seen.account if seen else None,
        name=shown.name if shown else side.name,
        names=list(side.names),
        domains=list(side.domains),
        addresses=list(side.addresses) if personal else [],
        city=side.city,
        country=side.country,
        records=[MatchRecord(each.source, each.record_type, each.external_id) for each in side.records],
        contact=seen.contact if seen else None,
        title=side.title,
        phones=list(side.phones) if personal else [],
    )


def _weight(weight: Weight) -> MatchWeight:
    return MatchWeight(weight.comparison, weight.title, weight.words, weight.bits)
