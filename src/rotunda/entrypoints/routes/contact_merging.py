"""Which contacts are one person: merge, split, keep apart, and what was done. Undone as accounts are."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.routes.merging import (
    MERGE,
    KeepApartRequest,
    MergeRequest,
    SplitRequest,
    refusing,
    wish_of,
)
from rotunda.identity.fields.model import AppliesTo
from rotunda.view.chosen_values import ContactChosenValues
from rotunda.view.merge_answers import ContactHistory, MergeAnswer, SplitAnswer

ViewerRequest = Request[Viewer, Any, Any]


def contact_merging_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/contacts/{contact_id:str}/merge",
        opt=MERGE,
        status_code=200,
        summary="Plan or make a merge into another person",
    )
    async def merge(request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[MergeRequest]) -> MergeAnswer:
        wish = wish_of(contact_id, data, AppliesTo.CONTACT)
        async with refusing("contact"):
            return await installation.joining.merge(request.user, wish, dry_run=data.dry_run)

    @post(
        "/api/v1/contacts/{contact_id:str}/split",
        opt=MERGE,
        status_code=200,
        summary="Give one identifier to a new or another person",
    )
    async def split(request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[SplitRequest]) -> SplitAnswer:
        async with refusing("contact"):
            return await installation.joining.split(
                request.user, contact_id, data.identifier, data.into, dry_run=data.dry_run, kind=AppliesTo.CONTACT
            )

    @post(
        "/api/v1/contacts/{contact_id:str}/keep-apart",
        opt=MERGE,
        status_code=204,
        summary="Remember that these are two people",
    )
    async def keep_apart(
        request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[KeepApartRequest]
    ) -> Response[None]:
        async with refusing("contact"):
            await installation.joining.keep_apart(
                request.user, contact_id, data.other, data.because, kind=AppliesTo.CONTACT
            )
        return Response(None, status_code=204)

    @get(
        "/api/v1/contacts/{contact_id:str}/merges",
        opt={"permission": Permission.AUDIT_ACCOUNT},
        summary="What was merged, undone, split and kept apart, newest first",
    )
    async def history(request: ViewerRequest, contact_id: FromPath[str]) -> ContactHistory:
        async with refusing("contact"):
            return await installation.joining.contact_history(request.user, contact_id)

    @get(
        "/api/v1/contacts/{contact_id:str}/chosen-values",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Which rule chose each value of the head, and what else is said",
    )
    async def chosen(request: ViewerRequest, contact_id: FromPath[str]) -> ContactChosenValues:
        async with refusing("contact"):
            return await installation.joining.contact_chosen(request.user, contact_id)

    return [merge, split, keep_apart, history, chosen]
