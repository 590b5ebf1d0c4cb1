"""Who looked at what: of one customer or person for those who may see it, of everything for auditors."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.listing import AuditFilter, AuditRecord, list_audit
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.streams import open_contact
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import AccountId, ContactId, UserId
from rotunda.view.document import AccountLink
from rotunda.view.looking import Absent

ViewerRequest = Request[Viewer, Any, Any]


class AuditUser(msgspec.Struct, frozen=True):
    id: str
    name: str


class AuditItem(msgspec.Struct, frozen=True):
    """One recorded act. `detail` says what of the customer: a section, a search."""

    id: str
    at: datetime
    user: AuditUser | None
    via: str
    action: str
    account: AccountLink | None
    detail: dict[str, Any]


class AuditPage(msgspec.Struct, frozen=True):
    items: list[AuditItem]
    next_cursor: str | None


def audit_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/audit", opt={"permission": Permission.AUDIT_ACCOUNT}, summary="Who looked at what, newest first")
    async def audit(  # noqa: PLR0913 - one for each parameter of the query
        request: Request[Viewer, Any, Any],
        account: FromQuery[str | None] = None,
        contact: FromQuery[str | None] = None,
        user: FromQuery[str | None] = None,
        since: Annotated[datetime | None, QueryParameter(name="from")] = None,
        *,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
        refreshes: FromQuery[bool] = True,
    ) -> AuditPage:
        if account is not None and contact is not None:
            raise ProblemError(400, "invalid-request", "contact: give an account or a person.", field="contact")
        if contact is not None:
            contacts = await while_it_stands(installation, request, lambda: _person(installation, request, contact))
        else:
            contacts = ()
            await while_it_stands(installation, request, lambda: _require_right(installation, request.user, account))
        others = await installation.identity.members(AccountId(account)) if account else []
        wanted = AuditFilter(
            AccountId(account) if account else None,
            UserId(user) if user else None,
            _aware(since),
            refreshes,
            tuple(others),
            contacts,
        )
        try:
            found = await list_audit(installation.database, installation.keyset, wanted, cursor, limit)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None
        return await _page(installation, request.user, found.rows, found.next_cursor)

    return [audit]


async def _require_right(installation: Installation, viewer: Viewer, account: str | None) -> None:
    if account is None:
        if not viewer.may(Permission.AUDIT_READ):
            detail = "Your role includes the access log of single accounts only: give account=."
            raise ProblemError(403, "not-permitted", detail, field="account")
        await installation.audit.record(AuditEntry(Actor.of(viewer), Action.AUDIT_READ))
        return
    try:
        look = await installation.looking.open(viewer, account, Action.AUDIT_READ, Permission.AUDIT_ACCOUNT)
    except Absent:
        raise absent() from None
    await look.recorded()


async def _person(installation: Installation, request: ViewerRequest, contact: str) -> tuple[ContactId, ...]:
    """All ids of the person, for a viewer who may read who looked at them."""
    look = await open_contact(installation, request, contact, Action.AUDIT_READ, Permission.AUDIT_ACCOUNT)
    await look.recorded()
    return tuple(await installation.contact_looking.ids(look))


def _aware(since: datetime | None) -> datetime | None:
    if since is not None and since.tzinfo is None:
        raise ProblemError(400, "invalid-request", "from: needs a time zone, as in 2026-01-31T00:00:00Z.", field="from")
    return since


async def _page(
    installation: Installation, viewer: Viewer, rows: list[AuditRecord], following: str | None
) -> AuditPage:
    names = await installation.lookups.names(viewer, {row.account_id for row in rows if row.account_id})
    items = [
        AuditItem(
            id=row.id,
            at=row.at,
            user=AuditUser(row.actor_id, row.actor_name) if row.actor_id else None,
            via=row.actor_via,
            action=row.action,
            account=names.get(row.account_id) if row.account_id else None,
            detail=row.detail,
        )
        for row in rows
    ]
    return AuditPage(items, following)
