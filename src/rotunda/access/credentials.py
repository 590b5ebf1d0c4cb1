"""Sessions and API tokens: random, stored as hashes, compared in constant time."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.secret import Secret
from rotunda.sections.ids import UserId

TOKEN_PREFIX = "rot_"  # noqa: S105 - not a secret: what every API token starts with
_SESSION_PREFIX = "ses_"
_SEEN_EVERY = timedelta(minutes=1)
"""How exactly a session's last use is kept: so a page costs a write once a minute, not each time."""


class Holder(msgspec.Struct, frozen=True):
    """Who stands behind a credential that was found valid. `token_roles` limits a token; None: all of the user's.
    Later than `until` the credential has to be found again: it ends then, or its next use has to be noted.
    """

    id: UserId
    email: str
    name: str
    roles: list[str]
    teams: list[str]
    until: datetime
    token_id: str | None = None
    token_roles: list[str] | None = None


class _Found(msgspec.Struct, frozen=True):
    id: UserId
    email: str
    name: str
    roles: list[str]
    teams: list[str]
    used_at: datetime | None
    expires_at: datetime | None
    token_id: str | None = None
    token_roles: list[str] | None = None

    def used_before(self, moment: datetime) -> bool:
        return self.used_at is None or self.used_at <= moment

    def holder(self, now: datetime) -> Holder:
        noted = now if self.used_at is None or self.used_before(now - _SEEN_EVERY) else self.used_at
        until = noted + _SEEN_EVERY
        if self.expires_at is not None:
            until = min(until, self.expires_at)
        return Holder(self.id, self.email, self.name, self.roles, self.teams, until, self.token_id, self.token_roles)


class ApiToken(msgspec.Struct, frozen=True):
    """What may be shown of a token after it was made. An empty `roles` means: all of its user's."""

    id: str
    user_id: UserId
    name: str
    roles: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class SessionLimits(msgspec.Struct, frozen=True):
    """A session ends `length` after sign-in, or when it was not used for `idle`."""

    length: timedelta
    idle: timedelta


class Sessions:
    """Of browsers."""

    def __init__(self, database: Database, clock: Clock, limits: SessionLimits) -> None:
        self._database = database
        self._clock = clock
        self._length = limits.length
        self._idle = limits.idle

    async def start(self, user: UserId) -> Secret:
        """The token for the browser's cookie; only its hash is kept. Sessions that have ended are swept away."""
        token = new_token(_SESSION_PREFIX)
        now = self._clock.now()
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM session WHERE expires_at <= %s OR last_seen_at <= %s", (now, now - self._idle)
            )
            await connection.execute(
                "INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at) "
                "VALUES (%s, %s, %s, %s, %s)",
                (hash_of(token.reveal()), user, now, now, now + self._length),
            )
        return token

    async def holder(self, token: str) -> Holder | None:
        now = self._clock.now()
        found = await self._database.fetch_one(
            _Found,
            "SELECT u.id, u.email, u.name, u.roles, u.teams, s.last_seen_at AS used_at, s.expires_at FROM session s "
            "JOIN app_user u ON u.id = s.user_id "
            "WHERE s.token_hash = %s AND s.expires_at > %s AND s.last_seen_at > %s AND u.disabled_at IS NULL",
            (hash_of(token), now, now - self._idle),
        )
        if found is None:
            return None
        if found.used_before(now - _SEEN_EVERY):
            await self._database.execute(
                "UPDATE session SET last_seen_at = greatest(last_seen_at, %s) WHERE token_hash = %s",
                (now, hash_of(token)),
            )
        return found.holder(now)

    async def end(self, token: str) -> None:
        """Ending what has ended is no error."""
        await self._database.execute("DELETE FROM session WHERE token_hash = %s", [hash_of(token)])


class ApiTokens:
    """Tokens for programs. A token never reads more than its user may at that moment."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(
        self, user: UserId, name: str, roles: Collection[str] = (), expires_at: datetime | None = None
    ) -> tuple[ApiToken, Secret]:
        """The token's text is returned this once and never again."""
        text = new_token(TOKEN_PREFIX)
        token = ApiToken(new_id("tok_"), user, name, sorted(set(roles)), self._clock.now(), expires_at, None, None)
        await self._database.execute(
            "INSERT INTO api_token (id, token_hash, user_id, name, roles, created_at, expires_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (token.id, hash_of(text.reveal()), user, name, token.roles, token.created_at, expires_at),
        )
        return token, text

    async def of(self, user: UserId) -> list[ApiToken]:
        """Newest first, revoked ones too."""
        return await self._database.fetch_all(
            ApiToken,
            "SELECT id, user_id, name, roles, created_at, expires_at, revoked_at, last_used_at "
            "FROM api_token WHERE user_id = %s ORDER BY created_at DESC, id",
            [user],
        )

    async def revoke(self, token_id: str) -> bool:
        """False where there is no such token. Revoking twice changes nothing."""
        touched = await self._database.execute(
            "UPDATE api_token SET revoked_at = coalesce(revoked_at, %s) WHERE id = %s", (self._clock.now(), token_id)
        )
        return bool(touched)

    async def holder(self, text: str) -> Holder | None:
        now = self._clock.now()
        found = await self._database.fetch_one(
            _Found,
            "SELECT u.id, u.email, u.name, u.roles, u.teams, t.last_used_at AS used_at, t.expires_at, "
            "t.id AS token_id, nullif(t.roles, '{}') AS token_roles "
            "FROM api_token t JOIN app_user u ON u.id = t.user_id "
            "WHERE t.token_hash = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s) "
            "AND u.disabled_at IS NULL",
            (hash_of(text), now),
        )
        if found is None:
            return None
        if found.used_before(now - _SEEN_EVERY):
            await self._database.execute(
                "UPDATE api_token SET last_used_at = greatest(last_used_at, %s) WHERE id = %s", (now, found.token_id)
            )
        return found.holder(now)


def new_token(prefix: str) -> Secret:
    """256 random bits."""
    return Secret(prefix + secrets.token_urlsafe(32))


def hash_of(text: str) -> bytes:
    """256 random bits need no slow hash. Looking up by the hash tells nothing by its timing: an attacker cannot steer
    the hash of a guess.
    """
    return hashlib.sha256(text.encode(errors="replace")).digest()
