"""From a credential to a `Viewer`, for one request. Every refusal is the same `WrongCredentials`."""

import hmac
import ipaddress
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

import msgspec

from rotunda.access.credentials import TOKEN_PREFIX, ApiToken, ApiTokens, Holder, Sessions
from rotunda.access.roles import Role
from rotunda.access.users import EmailTaken, UnknownUser, User, Users
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.secret import Secret
from rotunda.sections.ids import UserId

_DEMO_PREFIX = "demo-"


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
        session_length: timedelta,
        session_idle: timedelta,
        demo: bool = False,
    ) -> None:
        self.users = Users(database, clock)
        self._sessions = Sessions(database, clock, session_length, session_idle)
        self._tokens = ApiTokens(database, clock)
        self._clock = clock
        self._roles = roles
        self._demo = demo

    async def by_session(self, token: str) -> Viewer:
        """For the cookie of a browser. Raises WrongCredentials."""
        holder = await self._sessions.holder(token)
        if holder is None:
            raise WrongCredentials
        return self._viewer(holder, "session")

    async def by_bearer(self, token: str, peer: str | None) -> Viewer:
        """For `Authorization: Bearer`. `peer` is the address that the request comes from. Raises WrongCredentials."""
        if token.startswith(TOKEN_PREFIX):
            holder = await self._tokens.holder(token)
            if holder is None:
                raise WrongCredentials
            return self._viewer(holder, "token")
        user = await self._demo_user(_demo_key(token), peer)
        return self._viewer(_holder_of(user), "token")

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

    def _viewer(self, holder: Holder, via: Literal["session", "token"]) -> Viewer:
        names = holder.roles
        if holder.token_roles is not None:
            names = [name for name in names if name in holder.token_roles]
        roles = tuple(self._roles[name] for name in names if name in self._roles)
        return Viewer(holder.id, holder.name, holder.email, roles, frozenset(holder.teams), via, holder.token_id)


def _holder_of(user: User) -> Holder:
    return Holder(user.id, user.email, user.name, user.roles, user.teams)


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
