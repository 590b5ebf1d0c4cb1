"""The review queue: pairs that may be the same customer, and the decision about each."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.ground import SETTLING
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.suggestions.model import DecisionRefused, Kind, MergeStands
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import customer_id
from rotunda.view.matches.queue import MatchItem, MatchPage
from rotunda.view.matches.repository import Listed, MatchFilter

ViewerRequest = Request[Viewer, Any, Any]
_WHAT = "suggestion"


class Acceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of two customers `keep` names the one into which the other is merged; without it the older one is kept.
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
        summary="Pairs that may be the same customer, the likeliest first; what was decided, the last decision first",
    )
    async def matches(
        request: ViewerRequest,
        in_state: Annotated[Listed, QueryParameter(name="state")] = Listed.OPEN,
        kind: FromQuery[Kind | None] = None,
        account: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> MatchPage:
        wanted = MatchFilter(in_state, kind, account or None)
        try:
            page = await installation.matches.page(request.user, wanted, limit, cursor)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None
        detail = {"state": in_state.value, "shown": len(page.items)}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.MATCH_LIST, detail=detail))
        return page

    return [matches, *_decisions(installation), _taking_back(installation)]


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
        if pair.kind is not Kind.RECORD and not request.user.may(Permission.ACCOUNT_MERGE):
            raise ProblemError(403, "not-permitted", "Your role does not include merging customers.")
        await _record(installation, request.user, Action.MATCH_ACCEPT, pair)
        try:
            keep = customer_id(wanted.keep) if wanted.keep else None
            decided = await installation.deciding.accept(pair.id, Actor.of(request.user), keep, wanted.fingerprint)
        except DecisionRefused as refused:
            raise _refused(refused) from None
        installation.cluster.tell_soon(SETTLING)  # the rules and the next comparison follow after the answer
        return pair.decided(decided, request.user.name)

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
        return pair.decided(decided, request.user.name)

    return [accept, reject]


def _taking_back(installation: Installation) -> HTTPRouteHandler:
    @post(
        "/api/v1/matches/{suggestion_id:str}/take-back",
        opt={"permission": Permission.MATCH_REVIEW},
        status_code=200,
        summary="The pair is open again; what a yes has merged is to be undone first",
    )
    async def take_back(request: ViewerRequest, suggestion_id: FromPath[str]) -> MatchItem:
        pair = await _visible(installation, request, suggestion_id)
        await _record(installation, request.user, Action.MATCH_TAKE_BACK, pair, was=pair.state.value)
        try:
            opened = await installation.deciding.take_back(pair.id, Actor.of(request.user))
        except MergeStands as stands:
            more = {"merge": stands.merge, "undo": f"/api/v1/merges/{stands.merge}/undo"}
            raise ProblemError(409, "merge-stands", str(stands), more=more) from None
        except DecisionRefused as refused:
            raise _refused(refused) from None
        installation.cluster.tell_soon(SETTLING)  # the rules and the next comparison follow after the answer
        return pair.decided(opened, None)

    return take_back


async def _visible(installation: Installation, request: ViewerRequest, suggestion_id: str) -> MatchItem:
    pair = await installation.matches.visible(request.user, suggestion_id)
    if pair is None:
        raise absent(_WHAT)
    return pair


async def _record(
    installation: Installation, viewer: Viewer, action: Action, pair: MatchItem, **more: DetailValue
) -> None:
    account = pair.right.account.id if pair.right.account else None
    contacts = [side.contact.id for side in (pair.right, pair.left) if side.contact]
    detail: dict[str, DetailValue] = {"suggestion": pair.id, "kind": pair.kind.value, **more}
    if contacts:
        detail |= {"contact": contacts[0], "other_contact": contacts[-1]}
    await installation.audit.record(AuditEntry(Actor.of(viewer), action, account, detail))


def _refused(refused: DecisionRefused) -> ProblemError:
    return ProblemError(409, "not-decided", str(refused))
