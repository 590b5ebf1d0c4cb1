"""From a credential to a `Viewer`, for one request. Every refusal is the same `WrongCredentials`."""

import hmac
import ipaddress
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal, TypeAlias

import msgspec

from rotunda.access.changes import Changes
from rotunda.access.credentials import TOKEN_PREFIX, ApiToken, ApiTokens, Holder, SessionLimits, Sessions, hash_of
from rotunda.access.panel_links import ALLOWED, PanelLinks
from rotunda.access.roles import Role
from rotunda.access.users import EmailTaken, UnknownUser, User, Users
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.recent import Recent
from rotunda.kit.secret import Secret
from rotunda.sections.ids import UserId

_DEMO_PREFIX = "demo-"
_REMEMBERED_MOST = 10_000

Via: TypeAlias = Literal["session", "token", "link"]


class _Remembered(msgspec.Struct, frozen=True):
    """After `until` the credential is read again."""

    viewer: Viewer
    until: datetime


class WrongCredentials(Exception):
    """Whatever is wrong with a credential, this is all that is told: unknown, expired, revoked, disabled, not here."""

    def __init__(self) -> None:
        super().__init__("Signing in did not work. Check the credentials and try again.")


class TokenRefused(Exception):
    """A token cannot be made so: `field` and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class DemoUser(msgspec.Struct, frozen=True):
    """A user of the demo company; `key` is the name of its role and what follows `demo-` in its bearer token."""

    key: str
    name: str
    email: str
    teams: frozenset[str]


DEMO_USERS: Mapping[str, DemoUser] = MappingProxyType(
    {
        user.key: user
        for user in (
            DemoUser("support", "Sam Okafor", "sam.okafor@rotunda.example", frozenset()),
            DemoUser("success", "Maya Rivera", "maya.rivera@rotunda.example", frozenset({"West"})),
            DemoUser("sales", "Daniel Cho", "daniel.cho@rotunda.example", frozenset({"West"})),
            DemoUser("finance", "Ines Duarte", "ines.duarte@rotunda.example", frozenset()),
            DemoUser("admin", "Alex Novak", "alex.novak@rotunda.example", frozenset()),
        )
    }
)


class SignIn:
    """`roles` are all roles by name. With `demo`, and only from this machine, the demo's users need no password."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        roles: Mapping[str, Role],
        *,
        sessions: SessionLimits,
        demo: bool = False,
        changes: Changes | None = None,
    ) -> None:
        self.users = Users(database, clock)
        self._sessions = Sessions(database, clock, sessions)
        self._tokens = ApiTokens(database, clock)
        self.panel_links = PanelLinks(database, clock)
        self._clock = clock
        self._roles = roles
        self._demo = demo
        self._changes = changes or Changes(database)
        self._remembered: Recent[bytes, _Remembered] = Recent(_REMEMBERED_MOST)

    async def by_session(self, token: str, *, checked_later: bool = False) -> Viewer:
        """For the cookie of a browser. Raises WrongCredentials.

        With `checked_later` the viewer may be one that was read for an earlier request: whoever shows something has to
        compare `viewer.rights` with what recording the look returns, and to raise `Outdated` where they differ.
        """
        return await self._found(token, "session", checked_later=checked_later)

    async def by_bearer(self, token: str, peer: str | None, *, checked_later: bool = False) -> Viewer:
        """For `Authorization: Bearer`. `peer` is the address that the request comes from. Raises WrongCredentials.
        `checked_later` is as for `by_session`.
        """
        if token.startswith(TOKEN_PREFIX):
            return await self._found(token, "token", checked_later=checked_later)
        rights = (await self._changes.before_reading()).rights
        user = await self._demo_user(_demo_key(token), peer)
        return self._viewer(_holder_of(user, self._clock.now()), "token", rights)

    async def by_link(self, token: str) -> Viewer:
        """For a link to the panel: its maker, with nothing but looking at customers allowed; `token_id` is the link's.
        Raises WrongCredentials.
        """
        rights = (await self._changes.before_reading()).rights
        holder = await self.panel_links.holder(token)
        if holder is None:
            raise WrongCredentials
        viewer = self._viewer(holder, "link", rights)
        roles = (msgspec.structs.replace(role, permissions=role.permissions & ALLOWED) for role in viewer.roles)
        return msgspec.structs.replace(viewer, roles=tuple(roles))

    async def start_demo_session(self, key: str, peer: str | None) -> Secret:
        """A browser session for one of the demo's users. Raises WrongCredentials."""
        return await self._sessions.start((await self._demo_user(key, peer)).id)

    async def start_token_session(self, token: str) -> Secret:
        """A browser session for the user of an API token: how people sign in where no identity provider is set up. Only
        a token with all of its user's roles will do. Raises WrongCredentials.
        """
        holder = await self._tokens.holder(token) if token.startswith(TOKEN_PREFIX) else None
        if holder is None or holder.token_roles is not None:
            raise WrongCredentials
        return await self._sessions.start(holder.id)

    async def end_session(self, token: str) -> None:
        await self._sessions.end(token)

    def demo_users(self, peer: str | None) -> list[DemoUser]:
        """Whom the sign-in page may offer to a browser at this address."""
        return list(DEMO_USERS.values()) if self._demo and _is_here(peer) else []

    async def ensure_demo_users(self) -> None:
        """Makes the demo's users. Those that exist keep what was changed in them."""
        for demo in DEMO_USERS.values():
            if await self.users.by_email(demo.email) is None:
                await self._add_demo_user(demo)

    async def create_token(
        self, email: str, name: str, roles: Collection[str] = (), expires_at: datetime | None = None
    ) -> tuple[ApiToken, Secret]:
        """A token for the user with this address, limited to `roles` where some are named. Its text is shown once.

        Raises:
            UnknownUser: nobody has this address.
            TokenRefused: empty name, a role that the user does not have, or an end in the past.
        """
        user = await self.users.by_email(email)
        if user is None:
            raise UnknownUser(f"There is no user with the address {email}.")
        if not name.strip():
            raise TokenRefused("name", "must not be empty: it tells later what the token is for")
        for role in roles:
            if role not in user.roles or role not in self._roles:
                raise TokenRefused("roles", f"{user.email} does not have the role `{role}`")
        if expires_at is not None and expires_at <= self._clock.now():
            raise TokenRefused("expires_at", "must lie in the future")
        return await self._tokens.create(user.id, name.strip(), roles, expires_at)

    async def revoke_token(self, token_id: str) -> bool:
        """From the next request on. False where there is no such token."""
        return await self._tokens.revoke(token_id)

    async def tokens_of(self, user: UserId) -> list[ApiToken]:
        return await self._tokens.of(user)

    async def _demo_user(self, key: str, peer: str | None) -> User:
        """Every key is compared, in constant time, before the answer is known."""
        found = [user for user in DEMO_USERS.values() if hmac.compare_digest(user.key.encode(), key.encode())]
        if not (self._demo and _is_here(peer) and found):
            raise WrongCredentials
        user = await self.users.by_email(found[0].email)
        if user is None or user.disabled_at is not None:
            raise WrongCredentials
        return user

    async def _add_demo_user(self, demo: DemoUser) -> None:
        try:
            await self.users.add(demo.email, demo.name, [demo.key], demo.teams)
        except EmailTaken:
            return  # another process of the same demo was faster

    async def _found(self, token: str, via: Via, *, checked_later: bool) -> Viewer:
        key, now, newest = hash_of(token), self._clock.now(), self._changes.newest
        known = self._remembered.get(key) if checked_later else None
        if known and newest and known.viewer.rights == newest.rights and now < known.until and known.viewer.via == via:
            return known.viewer
        rights = (await self._changes.before_reading()).rights
        holder = await (self._sessions if via == "session" else self._tokens).holder(token)
        if holder is None:
            self._remembered.drop(key)
            raise WrongCredentials
        viewer = self._viewer(holder, via, rights)
        self._remembered.put(key, _Remembered(viewer, holder.until))
        return viewer

    def _viewer(self, holder: Holder, via: Via, rights: int) -> Viewer:
        names = holder.roles
        if holder.token_roles is not None:
            names = [name for name in names if name in holder.token_roles]
        roles = tuple(self._roles[name] for name in names if name in self._roles)
        teams = frozenset(holder.teams)
        return Viewer(holder.id, holder.name, holder.email, roles, teams, via, holder.token_id, rights)


def _holder_of(user: User, until: datetime) -> Holder:
    return Holder(user.id, user.email, user.name, user.roles, user.teams, until)


def _demo_key(token: str) -> str:
    return token.removeprefix(_DEMO_PREFIX) if token.startswith(_DEMO_PREFIX) else ""


def _is_here(peer: str | None) -> bool:
    """Whether a connection comes from this machine. Not from the name of a host: names can be made to lie."""
    try:
        address = ipaddress.ip_address(peer or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
