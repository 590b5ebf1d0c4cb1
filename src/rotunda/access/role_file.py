"""An installation's own roles, read from JSON and checked to the last word before any of them counts."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

import msgspec

from rotunda.access.permission import Permission
from rotunda.access.roles import DEFAULT_ROLES, TIER_PERMISSIONS, Role, Scope, Tier, section_names
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

Name = TypeVar("Name", bound=StrEnum)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class RoleProblem(Exception):
    """The role file cannot be meant so: nothing of it counts. `field` says where, such as `roles[0].labels[2]`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class _Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    title: str
    tier: str
    scope: str
    sections: list[str]
    labels: list[str]
    permissions: list[str] | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    roles: list[_Definition]


def load_roles(content: bytes) -> Mapping[str, Role]:
    """The default roles with those of the file, by name. A role of the file replaces a default one of its name, except
    for `admin`. Without `permissions` a role has all that its tier allows.

    `{"roles": [{"name": "partner", "title": "Partner", "tier": "summary", "scope": "own", "sections": ["profile"],
    "labels": ["identity"]}]}`

    Raises:
        RoleProblem: at the first field that is not understood or would grant nothing.
    """
    try:
        file = msgspec.json.decode(content, type=_File)
    except msgspec.DecodeError as error:
        raise _shape_problem(str(error)) from error
    roles = dict(DEFAULT_ROLES)
    seen: set[str] = set()
    for place, definition in enumerate(file.roles):
        where = f"roles[{place}]"
        role = _role(definition, where)
        if role.name in seen:
            raise RoleProblem(f"{where}.name", f"`{role.name}` is defined twice")
        seen.add(role.name)
        roles[role.name] = role
    return MappingProxyType(roles)


def _role(definition: _Definition, where: str) -> Role:
    tier = _one(Tier, definition.tier, f"{where}.tier")
    return Role(
        name=_name(definition.name, f"{where}.name"),
        title=_title(definition.title, f"{where}.title"),
        tier=tier,
        permissions=_permissions(definition.permissions, tier, f"{where}.permissions"),
        sections=_sections(definition.sections, f"{where}.sections"),
        labels=_several(Label, definition.labels, f"{where}.labels"),
        scope=_one(Scope, definition.scope, f"{where}.scope"),
    )


def _name(text: str, where: str) -> str:
    if not _NAME.fullmatch(text):
        raise RoleProblem(where, "must be lower-case letters, digits and `_`, a letter first, 40 at most")
    if text == "admin":
        raise RoleProblem(where, "`admin` cannot be redefined: somebody must be able to repair the rest")
    return text


def _title(text: str, where: str) -> str:
    if not text.strip():
        raise RoleProblem(where, "must not be empty")
    return text.strip()


def _sections(names: list[str], where: str) -> frozenset[SectionName]:
    known = section_names()
    for place, name in enumerate(names):
        if name not in known:
            raise RoleProblem(f"{where}[{place}]", _not_one_of(name, known))
    if not names:
        raise RoleProblem(where, "must name at least one section")
    return frozenset(map(SectionName, names))


def _permissions(names: list[str] | None, tier: Tier, where: str) -> frozenset[Permission]:
    allowed = TIER_PERMISSIONS[tier]
    if names is None:
        return allowed
    given = _several(Permission, names, where)
    beyond = sorted(given - allowed)
    if beyond:
        raise RoleProblem(where, f"the tier `{tier}` does not allow `{beyond[0]}`")
    return given | {Permission.SIGNED_IN}


def _several(kind: type[Name], names: list[str], where: str) -> frozenset[Name]:
    if not names:
        raise RoleProblem(where, "must not be empty")
    return frozenset(_one(kind, name, f"{where}[{place}]") for place, name in enumerate(names))


def _one(kind: type[Name], name: str, where: str) -> Name:
    try:
        return kind(name)
    except ValueError:
        raise RoleProblem(where, _not_one_of(name, {member.value for member in kind})) from None


def _not_one_of(name: str, known: frozenset[SectionName] | set[str]) -> str:
    return f"`{name}` is not one of {', '.join(sorted(known))}"


def _shape_problem(message: str) -> RoleProblem:
    """Msgspec says where by a path such as `$.roles[0].labels` at the end of its message."""
    reason, _, path = message.partition(" - at `$")
    return RoleProblem(path.rstrip("`").lstrip(".") or "file", reason[:1].lower() + reason[1:])
