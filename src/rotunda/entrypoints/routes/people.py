"""The people of an account, who of us knows them, and which roles they have."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from litestar import Response, get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from rotunda.access.grant import PEOPLE
from rotunda.access.permission import Permission
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.field_edits import Editing, FieldEdit, ViewerRequest
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.merge_offers import merge_offer
from rotunda.entrypoints.routes.streams import open_look
from rotunda.identity.fields.buying_roles import words_of
from rotunda.identity.fields.model import AppliesTo
from rotunda.sections.ids import AccountId
from rotunda.sections.people.model import BuyingRole
from rotunda.view.fields.shown import FieldsShown
from rotunda.view.looking import Absent, Asked, Look
from rotunda.view.people.document import People, Relationships

_DRILL = {"permission": Permission.SECTION_DRILL}
_Read = Callable[[Look, Sequence[AccountId]], Awaitable[msgspec.Struct]]


class RoleEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person is to a purchase, one role or several; none gives way to what sources say."""

    roles: list[BuyingRole]


def people_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/people",
        opt=_DRILL,
        summary="Stakeholders: title, roles, last contact and channel, who of us is in touch, engagement 0 to 100",
        responses={200: ResponseSpec(People, generate_examples=False)},
    )
    async def people(request: ViewerRequest, account_id: FromPath[str]) -> Response[bytes]:
        return await _shown(installation, request, account_id, installation.people.people)

    @get(
        "/api/v1/accounts/{account_id:str}/relationships",
        opt=_DRILL,
        summary="Who of us knows whom of them by contact in 90 days: nodes, edges, gaps, and the warmest ways",
        responses={200: ResponseSpec(Relationships, generate_examples=False)},
    )
    async def relationships(request: ViewerRequest, account_id: FromPath[str]) -> Response[bytes]:
        return await _shown(installation, request, account_id, installation.people.relationships)

    return [people, relationships, _role_route(installation)]


def _role_route(installation: Installation) -> HTTPRouteHandler:
    editing = Editing(installation.contact_fields, "contact", merge_offer(installation, AppliesTo.CONTACT))

    @patch(
        "/api/v1/contacts/{contact_id:str}/role",
        opt={"permission": Permission.FIELD_EDIT},
        summary="Set what a person is to a purchase; needs If-Match with the entity tag of the person's fields",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def set_roles(request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[RoleEdit]) -> Response[bytes]:
        words = words_of(dict.fromkeys(data.roles))
        return await editing.edit(request, contact_id, FieldEdit({"buying_roles": words or None}))

    return set_roles


async def _shown(installation: Installation, request: ViewerRequest, account_id: str, read: _Read) -> Response[bytes]:
    """Recorded before it leaves."""

    async def show() -> Response[bytes]:
        look = await open_look(installation, request, account_id, Permission.SECTION_DRILL, Asked(section=PEOPLE))
        account = look.grant.account
        try:
            answer = await read(look, [account, *await installation.identity.members(account)])
        except Absent:
            await look.recorded()
            raise absent() from None
        await look.recorded()
        return ReadyJson(msgspec.json.encode(answer))

    return await while_it_stands(installation, request, show)
