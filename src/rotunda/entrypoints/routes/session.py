"""Signing in and out, and who I am."""

from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.permission import Permission
from rotunda.access.roles import Scope
from rotunda.access.sign_in import DemoUser, WrongCredentials
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.authentication import COOKIE, SECURE_COOKIE, peer_of, session_token
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError
from rotunda.kit.secret import Secret
from rotunda.sections.ids import SectionName, UserId

_PUBLIC = {"permission": Permission.PUBLIC}


class DemoUserOffer(msgspec.Struct, frozen=True):
    id: str
    name: str
    role: str
    summary: str


class SignInOffer(msgspec.Struct, frozen=True):
    """Who can sign in how. Outside the demo nobody is offered."""

    demo_users: list[DemoUserOffer]


class SignInRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either a user of the demo, on this machine, or an API token that carries all of its user's roles."""

    demo_user: str | None = None
    token: str | None = None


class MyUser(msgspec.Struct, frozen=True):
    id: UserId
    name: str
    email: str
    teams: list[str]
    roles: list[str]


class MySection(msgspec.Struct, frozen=True):
    name: SectionName
    title: str
    question: str | None


class Me(msgspec.Struct, frozen=True):
    """The viewer, what they may do, and which sections their roles include, in page order."""

    user: MyUser
    permissions: list[str]
    sections: list[MySection]
    demo: bool


def session_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/sign-in", opt=_PUBLIC, sync_to_thread=False, summary="Who can sign in, and how")
    def sign_in_offer(request: Request[Any, Any, Any]) -> SignInOffer:
        offered = installation.sign_in.demo_users(peer_of(request))
        return SignInOffer([_offer(installation, each) for each in offered])

    @post("/api/v1/session", opt=_PUBLIC, status_code=204, summary="Sign in")
    async def sign_in(data: JSONBody[SignInRequest], request: Request[Any, Any, Any]) -> Response[None]:
        try:
            token = await _start(installation, data, peer_of(request))
            viewer = await installation.sign_in.by_session(token.reveal())
        except WrongCredentials as refused:
            raise ProblemError(401, "sign-in-refused", str(refused)) from None
        await installation.audit.record(AuditEntry(Actor.of(viewer), Action.SIGN_IN))
        response: Response[None] = Response(None, status_code=204)
        response.set_cookie(_cookie(installation, token.reveal(), installation.settings.session_length.total_seconds()))
        return response

    @delete("/api/v1/session", opt={"permission": Permission.SIGNED_IN}, summary="Sign out")
    async def sign_out(request: Request[Viewer, Any, Any]) -> Response[None]:
        token = session_token(request)
        if token:
            await installation.sign_in.end_session(token)
        response: Response[None] = Response(None, status_code=204)
        response.set_cookie(_cookie(installation, "", 0))
        return response

    @get("/api/v1/me", opt={"permission": Permission.SIGNED_IN}, sync_to_thread=False, summary="Who I am")
    def me(request: Request[Viewer, Any, Any]) -> Me:
        return _me(installation, request.user)

    return [sign_in_offer, sign_in, sign_out, me]


async def _start(installation: Installation, data: SignInRequest, peer: str | None) -> Secret:
    if data.demo_user is not None:
        return await installation.sign_in.start_demo_session(data.demo_user, peer)
    return await installation.sign_in.start_token_session(data.token or "")


def _offer(installation: Installation, user: DemoUser) -> DemoUserOffer:
    role = installation.roles[user.key]
    titles = [each.title.lower() for name, each in installation.house.sections.items() if name in role.sections]
    whose = {Scope.ALL: "All accounts", Scope.TEAM: "Own and team accounts", Scope.OWN: "Own accounts"}[role.scope]
    return DemoUserOffer(user.key, user.name, role.title, f"{whose}: {', '.join(titles)}.")


def _cookie(installation: Installation, token: str, seconds: float) -> Cookie:
    secure = installation.settings.public_url.startswith("https://")
    return Cookie(
        key=SECURE_COOKIE if secure else COOKIE,
        value=token,
        max_age=int(seconds),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _me(installation: Installation, viewer: Viewer) -> Me:
    sections = {section for role in viewer.roles for section, _ in role.reach}
    return Me(
        user=MyUser(
            viewer.user_id, viewer.name, viewer.email, sorted(viewer.teams), [role.name for role in viewer.roles]
        ),
        permissions=sorted({permission.value for role in viewer.roles for permission in role.permissions}),
        sections=[
            MySection(section.name, section.title, section.question)
            for section in installation.house.sections.values()
            if section.name in sections
        ],
        demo=installation.demo,
    )
