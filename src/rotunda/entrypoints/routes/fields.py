"""Which fields there are: listed, defined, changed, archived. For admins."""

from typing import Any

import msgspec
from litestar import Request, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.fields.definitions import Redefined
from rotunda.identity.fields.drafts import Change, Draft
from rotunda.identity.fields.model import Field, Person, Refused, UnknownField
from rotunda.sections.ids import FieldId

ViewerRequest = Request[Viewer, Any, Any]


class FieldList(msgspec.Struct, frozen=True):
    """Accounts' fields, then contacts', each in the order of the page; archived ones too."""

    items: list[Field]


class TeammateList(msgspec.Struct, frozen=True):
    """Whom a field of the kind user may name."""

    items: list[Person]


def field_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/fields", opt={"permission": Permission.FIELD_DEFINE}, summary="Which fields there are")
    async def fields() -> FieldList:
        return FieldList(await installation.definitions.every())

    @post("/api/v1/fields", opt={"permission": Permission.FIELD_DEFINE}, summary="Define a field")
    async def define(data: JSONBody[Draft], request: ViewerRequest) -> Field:
        try:
            field = await installation.definitions.create(data, request.user.user_id)
        except Refused as refused:
            raise ProblemError(422, "field-refused", refused.reason, field=refused.field) from None
        await _record(installation, request, Redefined(None, field))
        return field

    return [fields, define, *_single_routes(installation)]


def _single_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @patch(
        "/api/v1/fields/{field_id:str}",
        opt={"permission": Permission.FIELD_DEFINE},
        summary="Change, order or archive a field; its name and its kind stay",
    )
    async def change(field_id: FromPath[str], data: JSONBody[Change], request: ViewerRequest) -> Field:
        try:
            redefined = await installation.definitions.change(FieldId(field_id[:64]), data)
        except UnknownField:
            raise absent("field") from None
        except Refused as refused:
            raise ProblemError(422, "field-refused", refused.reason, field=refused.field) from None
        if redefined.differs:
            await _record(installation, request, redefined)
        return redefined.after

    @get("/api/v1/teammates", opt={"permission": Permission.FIELD_EDIT}, summary="Whom a field may name")
    async def teammates() -> TeammateList:
        return TeammateList(await installation.fields.teammates())

    return [change, teammates]


async def _record(installation: Installation, request: ViewerRequest, redefined: Redefined) -> None:
    entry = AuditEntry(Actor.of(request.user), Action.FIELD_DEFINE, detail=definition_detail(redefined))
    await installation.audit.record(entry)


def definition_detail(redefined: Redefined) -> dict[str, DetailValue]:
    """What was made different, before and after; definitions hold nothing of a customer."""
    before = msgspec.to_builtins(redefined.before) if redefined.before else {}
    after = msgspec.to_builtins(redefined.after)
    different = [name for name in after if before.get(name) != after[name]]
    return {
        "field": redefined.after.id,
        "name": redefined.after.name,
        "before": _json({name: before[name] for name in different if name in before}),
        "after": _json({name: after[name] for name in different}),
    }


def _json(values: dict[str, Any]) -> str:
    return msgspec.json.encode(values).decode()
