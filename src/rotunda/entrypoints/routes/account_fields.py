"""What we own of an account: read, edited in place, and the history of all that became of it."""

from typing import Annotated

from litestar import Response, get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.permission import Permission
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.routes.field_edits import Editing, FieldEdit, ViewerRequest
from rotunda.entrypoints.routes.merge_offers import merge_offer
from rotunda.identity.fields.model import AppliesTo
from rotunda.view.fields.shown import FieldsShown
from rotunda.view.history.document import HistoryPage


def account_field_routes(installation: Installation) -> list[HTTPRouteHandler]:
    editing = Editing(installation.fields, "account", merge_offer(installation, AppliesTo.ACCOUNT))

    @get(
        "/api/v1/accounts/{account_id:str}/fields",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What we own of an account, and its entity tag",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def account_fields(request: ViewerRequest, account_id: FromPath[str]) -> Response[bytes]:
        return await editing.read(request, account_id)

    @patch(
        "/api/v1/accounts/{account_id:str}",
        opt={"permission": Permission.FIELD_EDIT},
        summary="Edit what we own of an account; needs If-Match",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def edit_account(
        request: ViewerRequest, account_id: FromPath[str], data: JSONBody[FieldEdit]
    ) -> Response[bytes]:
        return await editing.edit(request, account_id, data)

    @get(
        "/api/v1/accounts/{account_id:str}/history",
        opt={"permission": Permission.SECTION_DRILL},
        summary="All that became of an account: fields, merges, splits, what was decided; newest first",
    )
    async def account_history(
        request: ViewerRequest,
        account_id: FromPath[str],
        field: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> HistoryPage:
        return await editing.history(request, account_id, field, cursor, limit)

    return [account_fields, edit_account, account_history]
