"""Finding an account by anything that it, or a conversation of it, is known by."""

from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.view.lookup import Lookup, LookupRefused
from rotunda.view.tickets import SourcesSilent

ViewerRequest = Request[Viewer, Any, Any]


def lookup_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/lookup", opt={"permission": Permission.LOOKUP}, summary="Find an account or a person by any name")
    async def lookup(
        request: ViewerRequest,
        email: FromQuery[str | None] = None,
        domain: FromQuery[str | None] = None,
        external: FromQuery[str | None] = None,
        ticket: FromQuery[str | None] = None,
        phone: FromQuery[str | None] = None,
    ) -> Lookup:
        others = {"email": email, "domain": domain, "external": external, "phone": phone}
        return await found(installation, request, ticket=ticket, **others)

    return [lookup]


async def found(
    installation: Installation,
    request: ViewerRequest,
    *,
    ticket: str | None = None,
    **others: str | None,
) -> Lookup:
    """Whoever this viewer may know of that is known by the one that is given: `email`, `domain`, `external` or `phone`.
    Nobody is answered as a problem.
    """
    alone = ticket is not None and not any(each is not None for each in others.values())
    try:
        if ticket is not None and alone:
            answer = await _by_ticket(installation, request, ticket)
        else:
            answer = await installation.lookups.find(request.user, **others, ticket=ticket)
    except LookupRefused as refused:
        raise ProblemError(400, "invalid-request", refused.reason, field=refused.field) from None
    if not answer.matches and not answer.contacts:
        raise absent()
    return answer


async def _by_ticket(installation: Installation, request: ViewerRequest, ticket: str) -> Lookup:
    try:
        return await while_it_stands(installation, request, lambda: installation.tickets.find(request.user, ticket))
    except SourcesSilent as silent:
        sources = " and ".join(silent.titles)
        detail = f"{sources} did not answer, and nothing else has this number. Try again in a moment."
        raise ProblemError(503, "sources-silent", detail, field="ticket") from None
