"""The review queue: pairs that may be the same customer, and the decision about each."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.suggestions.model import DecisionRefused, Kind, SuggestionState
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import AccountId
from rotunda.view.matches.queue import MatchItem, MatchPage
from rotunda.view.matches.repository import MatchFilter

ViewerRequest = Request[Viewer, Any, Any]
_WHAT = "suggestion"


class Acceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of two accounts `keep` names the one into which the other is merged; without it the older one is kept.
    `fingerprint` is that of a plan of this merge: it is refused if something has changed since.
    """

    keep: str | None = None
    fingerprint: str | None = None


class Rejection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`never_ask_again`: the two are to be kept apart. `reason` is shown to whoever wonders later."""

    never_ask_again: bool = False
    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None


def match_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/matches",
        opt={"permission": Permission.MATCH_REVIEW},
        summary="Pairs that may be the same customer, the likeliest first",
    )
    async def matches(
        request: ViewerRequest,
        in_state: Annotated[SuggestionState, QueryParameter(name="state")] = SuggestionState.OPEN,
        kind: FromQuery[Kind | None] = None,
        account: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> MatchPage:
        wanted = MatchFilter(in_state, kind, AccountId(account) if account else None)
        try:
            page = await installation.matches.page(request.user, wanted, limit, cursor)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None
        detail = {"state": in_state.value, "shown": len(page.items)}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.MATCH_LIST, detail=detail))
        return page

    return [matches, *_decisions(installation)]


def _decisions(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/matches/{suggestion_id:str}/accept",
        opt={"permission": Permission.MATCH_REVIEW},
        status_code=200,
        summary="Both sides are the same customer",
    )
    async def accept(
        request: ViewerRequest, suggestion_id: FromPath[str], data: JSONBody[Acceptance | None] = None
    ) -> MatchItem:
        wanted = data or Acceptance()
        pair = await _visible(installation, request, suggestion_id)
        if pair.kind is Kind.ACCOUNTS and not request.user.may(Permission.ACCOUNT_MERGE):
            raise ProblemError(403, "not-permitted", "Your role does not include merging accounts.")
        await _record(installation, request.user, Action.MATCH_ACCEPT, pair)
        try:
            keep = AccountId(wanted.keep) if wanted.keep else None
            decided = await installation.deciding.accept(pair.id, Actor.of(request.user), keep, wanted.fingerprint)
        except DecisionRefused as refused:
            raise _refused(refused) from None
        return pair.decided(decided)

    @post(
        "/api/v1/matches/{suggestion_id:str}/reject",
        opt={"permission": Permission.MATCH_REVIEW},
        status_code=200,
        summary="They are not; no later pass suggests the pair again",
    )
    async def reject(request: ViewerRequest, suggestion_id: FromPath[str], data: JSONBody[Rejection]) -> MatchItem:
        pair = await _visible(installation, request, suggestion_id)
        await _record(installation, request.user, Action.MATCH_REJECT, pair, never_ask_again=data.never_ask_again)
        try:
            decided = await installation.deciding.reject(
                pair.id, Actor.of(request.user), reason=data.reason, never_ask_again=data.never_ask_again
            )
        except DecisionRefused as refused:
            raise _refused(refused) from None
        return pair.decided(decided)

    return [accept, reject]


async def _visible(installation: Installation, request: ViewerRequest, suggestion_id: str) -> MatchItem:
    pair = await installation.matches.visible(request.user, suggestion_id)
    if pair is None:
        raise absent(_WHAT)
    return pair


async def _record(installation: Installation, viewer: Viewer, action: Action, pair: MatchItem, **more: bool) -> None:
    account = pair.right.account.id if pair.right.account else None
    detail = {"suggestion": pair.id, "kind": pair.kind.value, **more}
    await installation.audit.record(AuditEntry(Actor.of(viewer), action, account, detail))


def _refused(refused: DecisionRefused) -> ProblemError:
    return ProblemError(409, "not-decided", str(refused))
