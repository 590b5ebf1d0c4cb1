"""What we own of a person at a customer: read, edited in place, and the history of it."""

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


def contact_field_routes(installation: Installation) -> list[HTTPRouteHandler]:
    editing = Editing(installation.contact_fields, "contact", merge_offer(installation, AppliesTo.CONTACT))

    @get(
        "/api/v1/contacts/{contact_id:str}/fields",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What we own of a person, and its entity tag",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def contact_fields(request: ViewerRequest, contact_id: FromPath[str]) -> Response[bytes]:
        return await editing.read(request, contact_id)

    @patch(
        "/api/v1/contacts/{contact_id:str}",
        opt={"permission": Permission.FIELD_EDIT},
        summary="Edit what we own of a person; needs If-Match",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def edit_contact(
        request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[FieldEdit]
    ) -> Response[bytes]:
        return await editing.edit(request, contact_id, data)

    @get(
        "/api/v1/contacts/{contact_id:str}/history",
        opt={"permission": Permission.SECTION_DRILL},
        summary="All that became of a person: fields that were changed, and what was decided; newest first",
    )
    async def contact_history(
        request: ViewerRequest,
        contact_id: FromPath[str],
        field: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> HistoryPage:
        return await editing.history(request, contact_id, field, cursor, limit)

    return [contact_fields, edit_contact, contact_history]
