"""The teammates who may sign in. Never mixed with end users, who are customers' people."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from psycopg.errors import UniqueViolation

from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import UserId


class EmailTaken(Exception):
    """Another user has this address, in whatever case it is written."""


class UnknownUser(Exception):
    """There is no such user."""


class User(msgspec.Struct, frozen=True):
    """`roles` are names; a name that no longer means anything grants nothing. `disabled_at`: may not sign in since."""

    id: UserId
    email: str
    name: str
    roles: list[str]
    teams: list[str]
    created_at: datetime
    disabled_at: datetime | None


class Users:
    """Every change holds from the next request on: rights are read anew for each."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, email: str, name: str, roles: Iterable[str], teams: Iterable[str] = ()) -> User:
        """Raises EmailTaken."""
        user = User(
            UserId(new_id("usr_")), email.lower(), name, sorted(set(roles)), sorted(set(teams)), self._clock.now(), None
        )
        try:
            await self._database.execute(
                "INSERT INTO app_user (id, email, name, roles, teams, created_at) VALUES (%s, %s, %s, %s, %s, %s)",
                (user.id, user.email, user.name, user.roles, user.teams, user.created_at),
            )
        except UniqueViolation as error:
            raise EmailTaken(f"There is a user with the address {user.email} already.") from error
        return user

    async def by_email(self, email: str) -> User | None:
        return await self._database.fetch_one(
            User, "SELECT * FROM app_user WHERE lower(email) = %s", [_storable(email).lower()]
        )

    async def every(self) -> list[User]:
        return await self._database.fetch_all(User, "SELECT * FROM app_user ORDER BY lower(email)")

    async def set_rights(self, user: UserId, roles: Iterable[str], teams: Iterable[str]) -> None:
        """Replaces both. Raises UnknownUser."""
        touched = await self._database.execute(
            "UPDATE app_user SET roles = %s, teams = %s WHERE id = %s", (sorted(set(roles)), sorted(set(teams)), user)
        )
        _found(touched)

    async def disable(self, user: UserId) -> None:
        """Ends every session and refuses every token of this user, at once. Raises UnknownUser."""
        touched = await self._database.execute(
            "UPDATE app_user SET disabled_at = coalesce(disabled_at, %s) WHERE id = %s", (self._clock.now(), user)
        )
        _found(touched)

    async def enable(self, user: UserId) -> None:
        """Raises UnknownUser."""
        _found(await self._database.execute("UPDATE app_user SET disabled_at = NULL WHERE id = %s", [user]))


def _storable(text: str) -> str:
    """PostgreSQL's text holds no NUL: an address with one is nobody's, and no error either."""
    return text.replace("\0", "\ufffd")


def _found(touched: int) -> None:
    if not touched:
        raise UnknownUser("There is no such user.")
