"""Which accounts are one customer: merge, undo, split, keep apart, parents by hand, and what was done."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from litestar import Request, Response, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.fields.model import AppliesTo
from rotunda.identity.merging.model import Conflict, NotThere, Obstacle, Refused, SideName
from rotunda.view.chosen_values import ChosenValues
from rotunda.view.looking import Absent
from rotunda.view.merge_answers import History, MergeAnswer, SplitAnswer, UndoAnswer
from rotunda.view.merging import Wish

_IN_THE_WAY = {
    Obstacle.ALREADY_MERGED: "into",
    Obstacle.STALE: "fingerprint",
    Obstacle.KEPT_APART: "into",
    Obstacle.CIRCLE: "parent",
    Obstacle.UNDECIDED: "choices",
    Obstacle.AMBIGUOUS: "identifier",
    Obstacle.ONLY_ONE: "identifier",
}
"""What of a request meets with the obstacle."""

ViewerRequest = Request[Viewer, Any, Any]
MERGE = {"permission": Permission.ACCOUNT_MERGE}


class MergeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`into` is the one that stays. `choices` name by field whose value is shown. Without `dry_run` the
    `fingerprint` of the plan that was looked at has to be given. `force_because` merges what was kept apart.
    """

    into: str
    fingerprint: str | None = None
    choices: dict[str, SideName] = {}
    dry_run: bool = False
    force_because: str | None = None


class UndoRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`choices` decide by key the conflicts that a dry run lists."""

    choices: dict[str, SideName] = {}
    because: str | None = None
    dry_run: bool = False


class SplitRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`identifier` is an address, a domain (of a person a telephone number) or `source:id`; `into` the id of another
    one, or `new`.
    """

    identifier: str
    into: str = "new"
    dry_run: bool = False


class KeepApartRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`other` is the id of the other one."""

    other: str
    because: str


class ParentRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account's id; `none` for no parent, whatever sources say; null for whoever they say."""

    parent: str | None


def merging_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/accounts/{account_id:str}/merge",
        opt=MERGE,
        status_code=200,
        summary="Plan or make a merge into another account",
    )
    async def merge(request: ViewerRequest, account_id: FromPath[str], data: JSONBody[MergeRequest]) -> MergeAnswer:
        wish = wish_of(account_id, data, AppliesTo.ACCOUNT)
        async with refusing():
            return await installation.joining.merge(request.user, wish, dry_run=data.dry_run)

    @post(
        "/api/v1/merges/{merge_id:str}/undo", opt=MERGE, status_code=200, summary="Plan or make the undoing of a merge"
    )
    async def undo(request: ViewerRequest, merge_id: FromPath[str], data: JSONBody[UndoRequest]) -> UndoAnswer:
        async with refusing("merge"):
            return await installation.joining.undo(
                request.user, merge_id, data.choices, data.because, dry_run=data.dry_run
            )

    @post(
        "/api/v1/accounts/{account_id:str}/split",
        opt=MERGE,
        status_code=200,
        summary="Give one identifier to a new or another customer",
    )
    async def split(request: ViewerRequest, account_id: FromPath[str], data: JSONBody[SplitRequest]) -> SplitAnswer:
        async with refusing():
            return await installation.joining.split(
                request.user, account_id, data.identifier, data.into, dry_run=data.dry_run
            )

    return [merge, undo, split, *_decision_routes(installation)]


def _decision_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/accounts/{account_id:str}/keep-apart",
        opt=MERGE,
        status_code=204,
        summary="Remember that these are two customers",
    )
    async def keep_apart(
        request: ViewerRequest, account_id: FromPath[str], data: JSONBody[KeepApartRequest]
    ) -> Response[None]:
        async with refusing():
            await installation.joining.keep_apart(request.user, account_id, data.other, data.because)
        return Response(None, status_code=204)

    @put(
        "/api/v1/accounts/{account_id:str}/parent",
        opt=MERGE,
        status_code=204,
        summary="Put an account below another by hand",
    )
    async def parent(
        request: ViewerRequest, account_id: FromPath[str], data: JSONBody[ParentRequest]
    ) -> Response[None]:
        async with refusing():
            await installation.joining.set_parent(request.user, account_id, data.parent)
        return Response(None, status_code=204)

    @get(
        "/api/v1/accounts/{account_id:str}/merges",
        opt={"permission": Permission.AUDIT_ACCOUNT},
        summary="What was merged, undone, split and kept apart, newest first",
    )
    async def history(request: ViewerRequest, account_id: FromPath[str]) -> History:
        async with refusing():
            return await installation.joining.history(request.user, account_id)

    @get(
        "/api/v1/accounts/{account_id:str}/chosen-values",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Which rule chose each value of the head, and what else is said",
    )
    async def chosen(request: ViewerRequest, account_id: FromPath[str]) -> ChosenValues:
        async with refusing():
            return await installation.joining.chosen(request.user, account_id)

    return [keep_apart, parent, history, chosen]


def wish_of(absorbed: str, data: MergeRequest, kind: AppliesTo) -> Wish:
    """Raises ProblemError where nobody has looked at the plan."""
    if not data.dry_run and data.fingerprint is None:
        detail = "Give the fingerprint of the plan that a dry run answers with."
        raise ProblemError(422, "change-refused", detail, field="fingerprint")
    return Wish(absorbed, data.into, data.fingerprint, data.choices, data.force_because, kind)


@asynccontextmanager
async def refusing(what: str = "account") -> AsyncGenerator[None]:
    """Turns what is refused into problems; who may not see something is told that it is not there."""
    try:
        yield
    except Absent:
        raise absent(what) from None
    except NotThere as refused:
        raise absent(refused.what) from None
    except Refused as refused:
        raise ProblemError(422, "change-refused", refused.reason, field=refused.field) from None
    except Conflict as conflict:
        kind = conflict.obstacle.value.replace("_", "-")
        raise ProblemError(409, kind, conflict.reason, field=_IN_THE_WAY.get(conflict.obstacle)) from None
