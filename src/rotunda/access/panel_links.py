"""Links that open the panel of one customer for some minutes: for a frame in which no sign-in of ours is known.

A link shows what its maker may see at the moment of use, and ends with whatever it was made by: the user, the API token
or the sign-in.
"""

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from rotunda.access.credentials import Holder, hash_of, new_token
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.secret import Secret
from rotunda.sections.ids import UserId

LINK_PREFIX = "pan_"
LIFETIME = timedelta(minutes=10)
ALLOWED = frozenset({Permission.SIGNED_IN, Permission.LOOKUP, Permission.ACCOUNT_VIEW})
"""All that a link opens, whatever its maker's roles do."""

_SWEPT_AFTER = timedelta(days=1)

KnownBy: TypeAlias = Literal["email", "domain", "ticket"]


class Wanted(msgspec.Struct, frozen=True):
    """Which customer: whoever has this address, domain or ticket when the link is used."""

    known_by: KnownBy
    value: str


class PanelLink(msgspec.Struct, frozen=True):
    """`token` is what the link carries; only its hash is kept."""

    id: str
    token: Secret
    expires_at: datetime


class _Found(msgspec.Struct, frozen=True):
    id: UserId
    email: str
    name: str
    roles: list[str]
    teams: list[str]
    expires_at: datetime
    link_id: str
    token_roles: list[str] | None


_HOLDER = """
    SELECT u.id, u.email, u.name, u.roles, u.teams, l.expires_at, l.id AS link_id,
        nullif(t.roles, '{}') AS token_roles
    FROM panel_link l JOIN app_user u ON u.id = l.user_id
    LEFT JOIN session s ON s.token_hash = l.session_hash LEFT JOIN api_token t ON t.id = l.api_token_id
    WHERE l.token_hash = %(hash)s AND l.expires_at > %(now)s AND u.disabled_at IS NULL
        AND (l.session_hash IS NULL OR s.expires_at > %(now)s)
        AND (l.api_token_id IS NULL
            OR (t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)))
"""


class PanelLinks:
    """Made by people and programs who may look customers up."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, viewer: Viewer, session: str | None, wanted: Wanted) -> PanelLink:
        """`session` is the token of the sign-in that asks, where one does."""
        link = PanelLink(new_id("pnl_"), new_token(LINK_PREFIX), self._clock.now() + LIFETIME)
        made_by = hash_of(session) if session and viewer.via == "session" else None
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM panel_link WHERE expires_at <= %s", (self._clock.now() - _SWEPT_AFTER,)
            )
            await connection.execute(
                "INSERT INTO panel_link (id, token_hash, user_id, session_hash, api_token_id, known_by, value, "
                "created_at, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    link.id,
                    hash_of(link.token.reveal()),
                    viewer.user_id,
                    made_by,
                    viewer.token_id,
                    wanted.known_by,
                    wanted.value,
                    self._clock.now(),
                    link.expires_at,
                ),
            )
        return link

    async def holder(self, token: str) -> Holder | None:
        """Whose rights hold, with the link's id as that of the token; None where it has ended."""
        found = await self._database.fetch_one(_Found, _HOLDER, {"hash": hash_of(token), "now": self._clock.now()})
        if found is None:
            return None
        return Holder(
            found.id,
            found.email,
            found.name,
            found.roles,
            found.teams,
            found.expires_at,
            found.link_id,
            found.token_roles,
        )

    async def wanted(self, link_id: str) -> Wanted | None:
        """The customer that a link is for."""
        return await self._database.fetch_one(
            Wanted,
            "SELECT known_by, value FROM panel_link WHERE id = %s AND expires_at > %s",
            (link_id, self._clock.now()),
        )
