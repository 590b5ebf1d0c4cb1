"""Who is looking."""

from typing import Literal

import msgspec

from rotunda.access.permission import Permission
from rotunda.access.roles import Role
from rotunda.sections.ids import UserId


class Viewer(msgspec.Struct, frozen=True):
    """A signed-in teammate with the rights that held when `rights`, the counter of `access.changes`, was known. `email`
    is lower-case. Made by `sign_in`.
    """

    user_id: UserId
    name: str
    email: str
    roles: tuple[Role, ...]
    teams: frozenset[str]
    via: Literal["session", "token", "link"]
    token_id: str | None = None
    rights: int = 0

    def __post_init__(self) -> None:
        if self.email != self.email.lower():
            raise ValueError("a viewer's email is lower-case: addresses of people are compared without case")

    def may(self, permission: Permission) -> bool:
        """Whether any role opens this door. Behind it, only the roles that open it count (`roles_with`)."""
        return permission is Permission.PUBLIC or any(permission in role.permissions for role in self.roles)

    def roles_with(self, permission: Permission) -> tuple[Role, ...]:
        return tuple(role for role in self.roles if permission in role.permissions)
