"""What people decide about suggestions, and take back."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec

from rotunda.access.audit.entry import Actor
from rotunda.identity.directory import LOCK
from rotunda.identity.hand_records import link_by_hand, unlink_by_hand
from rotunda.identity.matching.model import RecordKey
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.model import Conflict, MergeOrder, NotThere, Refused
from rotunda.identity.merging.reading import read_root
from rotunda.identity.merging.service import Merges
from rotunda.identity.repository.suggestions import (
    account_of_record,
    decide,
    locked_suggestion,
    merge_stands,
    older_of,
    read_suggestion,
)
from rotunda.identity.suggestions.model import DECIDED, DecisionRefused, MergeStands, Suggestion, SuggestionState
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import AccountId, CustomerId, MergeId, SuggestionId, is_contact

_DECIDED = "Somebody has decided this one already, or its records have changed. Load the queue again."
_LINKED = "The record has been linked meanwhile. Load the queue again."
_NOT_A_SIDE = "Name one of the two sides of this suggestion as the one to keep."
_ONE_ALREADY = "These are one already: somebody has merged them meanwhile. Load the queue again."
_UNDECIDED = "Nobody has decided this one, or it was taken back already. Load the list again."
_TWO_CUSTOMERS = "Rejected in the review queue: these are two customers."
_TWO_PEOPLE = "Rejected in the review queue: these are two people."
_SYSTEM = "system"


class Deciding:
    """A yes links the record, or merges the two. A no holds for every later pass. Either can be taken back."""

    def __init__(self, database: Database, clock: Clock, merges: Merges, decisions: Decisions) -> None:
        self._database = database
        self._clock = clock
        self._merges = merges
        self._decisions = decisions

    async def accept(
        self, suggestion: SuggestionId, actor: Actor, keep: CustomerId | None = None, fingerprint: str | None = None
    ) -> Suggestion:
        """A record is linked for good: no list that is read later changes it. Of two customers `keep` is kept (without
        it the older one) and the other one is merged into it, by the plan of that fingerprint where one is given.

        Raises:
            DecisionRefused: it is not open any more, or the two cannot be merged as things stand.
        """
        standing = await self._find(suggestion)
        if standing.pair.record is not None:
            return await self._link(standing.id, standing.pair.record, actor)
        merge = await self._merge(standing, actor, keep, fingerprint)
        async with self._deciding(standing.id) as (transaction, locked):
            accepted = msgspec.structs.replace(locked, merge=merge)
            return await self._decide(transaction, accepted, SuggestionState.ACCEPTED, actor, None)

    async def reject(
        self, suggestion: SuggestionId, actor: Actor, *, reason: str | None, never_ask_again: bool
    ) -> Suggestion:
        """No later pass suggests the pair again. `never_ask_again`: the two are kept apart in merging, too.

        Raises:
            DecisionRefused: it is not open any more.
        """
        standing = await self._find(suggestion)
        state = SuggestionState.NEVER if never_ask_again else SuggestionState.REJECTED
        if never_ask_again and standing.pair.other is not None:
            await self._keep_apart(standing.pair.one, standing.pair.other, actor, reason)
        async with self._deciding(standing.id) as (transaction, locked):
            return await self._decide(transaction, locked, state, actor, reason)

    async def take_back(self, suggestion: SuggestionId, actor: Actor) -> Suggestion:
        """The pair is open again: a record is unlinked, two that were kept apart are not any more.

        Raises:
            MergeStands: a yes has merged the two. Undo that merge first.
            DecisionRefused: nobody has decided it.
        """
        async with self._database.connection() as connection:
            standing = _require_decided(await read_suggestion(connection, suggestion))
        if standing.state is SuggestionState.NEVER and standing.pair.other is not None:
            await self._end_keeping_apart(standing.pair.one, standing.pair.other, actor)
        async with self._database.transaction() as transaction:
            if standing.pair.record is not None:
                await transaction.execute(LOCK)
            locked = _require_decided(await locked_suggestion(transaction, suggestion))
            if locked.state is SuggestionState.ACCEPTED:
                await self._unmake(transaction, locked)
            opened = msgspec.structs.replace(
                locked, state=SuggestionState.OPEN, decided_by=None, decided_at=None, reason=None, merge=None
            )
            await decide(transaction, opened)
            return opened

    async def _unmake(self, transaction: Connection, accepted: Suggestion) -> None:
        if accepted.merge is not None and await merge_stands(transaction, accepted.merge):
            raise MergeStands(accepted.merge)
        if accepted.pair.record is not None:
            account = AccountId(accepted.pair.one)
            await unlink_by_hand(transaction, accepted.pair.record, account, self._clock.now())

    async def _find(self, suggestion: SuggestionId) -> Suggestion:
        async with self._database.connection() as connection:
            return _require_open(await read_suggestion(connection, suggestion))

    @asynccontextmanager
    async def _deciding(
        self, suggestion: SuggestionId, *, links: bool = False
    ) -> AsyncGenerator[tuple[Connection, Suggestion]]:
        """One decision at a time. `links`: no list is taken over meanwhile."""
        async with self._database.transaction() as transaction:
            if links:
                await transaction.execute(LOCK)
            yield transaction, _require_open(await locked_suggestion(transaction, suggestion))

    async def _link(self, suggestion: SuggestionId, record: RecordKey, actor: Actor) -> Suggestion:
        by = actor.user_id or _SYSTEM
        async with self._deciding(suggestion, links=True) as (transaction, locked):
            if await account_of_record(transaction, record) is not None:
                raise DecisionRefused(_LINKED)
            evidence = {"suggestion": suggestion, "by": by}
            account = AccountId(locked.pair.one)
            if not await link_by_hand(transaction, record, account, evidence, self._clock.now()):
                raise DecisionRefused(_DECIDED)
            return await self._decide(transaction, locked, SuggestionState.ACCEPTED, actor, None)

    async def _merge(
        self, standing: Suggestion, actor: Actor, keep: CustomerId | None, fingerprint: str | None
    ) -> MergeId:
        """Of those that the two are shown as by now."""
        sides = [each for each in (standing.pair.one, standing.pair.other) if each is not None]
        if keep is not None and keep not in sides:
            raise DecisionRefused(_NOT_A_SIDE)
        async with self._database.connection() as connection:
            shown = {each: await read_root(connection, each) or each for each in sides}
            if len(set(shown.values())) == 1:
                raise DecisionRefused(_ONE_ALREADY)
            kept = shown[keep] if keep else await older_of(connection, list(shown.values()))
        [absorbed] = [each for each in shown.values() if each != kept]
        try:
            return (await self._merges.merge(actor, MergeOrder(kept, absorbed, fingerprint))).id
        except (Refused, Conflict, NotThere) as refused:
            raise DecisionRefused(str(refused)) from None

    async def _keep_apart(self, one: CustomerId, other: CustomerId, actor: Actor, reason: str | None) -> None:
        because = (reason or "").strip() or (_TWO_PEOPLE if is_contact(one) else _TWO_CUSTOMERS)
        try:
            await self._decisions.keep_apart(actor, one, other, because)
        except (Refused, NotThere) as refused:
            raise DecisionRefused(str(refused)) from None

    async def _end_keeping_apart(self, one: CustomerId, other: CustomerId, actor: Actor) -> None:
        try:
            await self._decisions.end_keeping_apart(actor, one, other)
        except NotThere:
            return  # somebody has ended it before; nothing stands in the way

    async def _decide(
        self, transaction: Connection, standing: Suggestion, state: SuggestionState, actor: Actor, reason: str | None
    ) -> Suggestion:
        by, at = actor.user_id or _SYSTEM, self._clock.now()
        decided = msgspec.structs.replace(standing, state=state, decided_by=by, decided_at=at, reason=reason)
        await decide(transaction, decided)
        return decided


def _require_open(standing: Suggestion | None) -> Suggestion:
    if standing is None or standing.state is not SuggestionState.OPEN:
        raise DecisionRefused(_DECIDED)
    return standing


def _require_decided(standing: Suggestion | None) -> Suggestion:
    if standing is None or standing.state not in DECIDED:
        raise DecisionRefused(_UNDECIDED)
    return standing
