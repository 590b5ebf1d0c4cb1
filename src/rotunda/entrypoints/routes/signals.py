"""Who needs somebody today: signals of the book, what is done about them, and from when on a fact is one."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.insight.signals.model import Severity, SignalKind, Thresholds
from rotunda.kit.keyset import BadCursor
from rotunda.view.signals.desk import NoSignal, SignalRefused
from rotunda.view.signals.document import (
    Assigned,
    Assignment,
    BulkAssignment,
    KeptSignal,
    Resolution,
    SignalOwner,
    SignalPage,
    SignalState,
    Snooze,
)
from rotunda.view.signals.repository import SignalFilter
from rotunda.view.signals.thresholds import ThresholdRefused

ViewerRequest = Request[Viewer, Any, Any]
_EDIT = {"permission": Permission.FIELD_EDIT}
_DEFINE = {"permission": Permission.SIGNAL_DEFINE}
_WHAT = "signal"


def signal_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/signals",
        opt={"permission": Permission.ACCOUNT_LIST},
        summary="Accounts that need somebody, each with its signals; the worst first",
    )
    async def signals(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
        request: ViewerRequest,
        in_state: Annotated[SignalState, QueryParameter(name="state")] = SignalState.OPEN,
        owner: FromQuery[SignalOwner] = SignalOwner.EVERYONE,
        severity: FromQuery[Severity | None] = None,
        kind: FromQuery[SignalKind | None] = None,
        account: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> SignalPage:
        wanted = SignalFilter(in_state, owner, severity, kind, account or None)
        try:
            return await installation.signals.page(request.user, wanted, limit, cursor)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    return [signals, *_deeds(installation), *_assigning(installation), *_thresholds(installation)]


def _deeds(installation: Installation) -> list[HTTPRouteHandler]:
    @post("/api/v1/signals/{signal_id:str}/snooze", opt=_EDIT, status_code=200, summary="It stays away until then")
    async def snooze(request: ViewerRequest, signal_id: FromPath[str], data: JSONBody[Snooze]) -> KeptSignal:
        try:
            return await installation.signals.snooze(request.user, signal_id, data.until, data.reason)
        except NoSignal:
            raise absent(_WHAT) from None
        except SignalRefused as refused:
            raise _refused(refused) from None

    @post(
        "/api/v1/signals/{signal_id:str}/resolve",
        opt=_EDIT,
        status_code=200,
        summary="It stays away as long as its fact lasts",
    )
    async def resolve(
        request: ViewerRequest, signal_id: FromPath[str], data: JSONBody[Resolution | None] = None
    ) -> KeptSignal:
        try:
            return await installation.signals.resolve(request.user, signal_id, data.reason if data else "")
        except NoSignal:
            raise absent(_WHAT) from None

    return [snooze, resolve]


def _assigning(installation: Installation) -> list[HTTPRouteHandler]:
    @post("/api/v1/signals/{signal_id:str}/assign", opt=_EDIT, status_code=200, summary="Who takes care of it")
    async def assign(request: ViewerRequest, signal_id: FromPath[str], data: JSONBody[Assignment]) -> KeptSignal:
        [signal] = (await _assign(installation, request, Assignment(data.assignee), [signal_id])).items
        return signal

    @post("/api/v1/signals/assign", opt=_EDIT, status_code=200, summary="Who takes care of several: all, or none")
    async def assign_all(request: ViewerRequest, data: JSONBody[BulkAssignment]) -> Assigned:
        return await _assign(installation, request, data, data.signals)

    return [assign, assign_all]


async def _assign(
    installation: Installation, request: ViewerRequest, wanted: Assignment, signals: list[str]
) -> Assigned:
    try:
        return Assigned(await installation.signals.assign(request.user, signals, wanted.assignee))
    except NoSignal:
        raise absent(_WHAT) from None
    except SignalRefused as refused:
        raise _refused(refused) from None


def _thresholds(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/signal-thresholds", opt=_DEFINE, summary="From when on a fact is a signal")
    async def thresholds() -> Thresholds:
        return installation.thresholds.current

    @put(
        "/api/v1/signal-thresholds",
        opt=_DEFINE,
        summary="Pages judge by them at once, the book when it is next read; what is left out is as delivered",
    )
    async def change(request: ViewerRequest, data: JSONBody[Thresholds]) -> Thresholds:
        was = installation.thresholds.current
        changed = [name for name in was.__struct_fields__ if getattr(was, name) != getattr(data, name)]
        detail = {name: str(getattr(data, name)) for name in changed}
        try:
            installation.thresholds.check(data)
        except ThresholdRefused as refused:
            raise ProblemError(422, "threshold-refused", str(refused), field=refused.field) from None
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.SIGNAL_DEFINE, detail=detail))
        return await installation.thresholds.change(data, request.user.user_id)

    return [thresholds, change]


def _refused(refused: SignalRefused) -> ProblemError:
    return ProblemError(422, "signal-refused", str(refused), field=refused.field)
