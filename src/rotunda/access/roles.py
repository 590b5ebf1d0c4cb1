"""Roles: what they open (permissions), what they read there (sections and labels), and of whom (scope).

Everything is allowed by name; what a role does not name, it does not have. Several roles add up pair by pair: a viewer
reads a (section, label) pair of an account where one of the roles names that pair and has that account in its scope, so
no pair and no account appears that no single role grants.
"""

import pkgutil
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import msgspec

import rotunda.sections
from rotunda.access.permission import Permission
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

Reach: TypeAlias = frozenset[tuple[SectionName, Label]]


class Scope(StrEnum):
    """Whose accounts: those the viewer owns; those and the ones of their teams; all."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Tier(StrEnum):
    """What kind of work: reading the page, reading everything behind it, changing, administering."""

    SUMMARY = "summary"
    FULL = "full"
    READ_WRITE = "read_write"
    ADMIN = "admin"


_SUMMARY = frozenset(
    {Permission.SIGNED_IN, Permission.ACCOUNT_LIST, Permission.ACCOUNT_VIEW, Permission.LOOKUP},
)
_FULL = _SUMMARY | {Permission.SECTION_DRILL, Permission.CONNECTION_READ, Permission.AUDIT_ACCOUNT}
_READ_WRITE = _FULL | {
    Permission.ACCOUNT_MERGE,
    Permission.FIELD_EDIT,
    Permission.MATCH_REVIEW,
    Permission.SOURCE_WRITE,
}

TIER_PERMISSIONS: Mapping[Tier, frozenset[Permission]] = MappingProxyType(
    {
        Tier.SUMMARY: _SUMMARY,
        Tier.FULL: _FULL,
        Tier.READ_WRITE: _READ_WRITE,
        Tier.ADMIN: _READ_WRITE
        | {
            Permission.CONNECTION_MANAGE,
            Permission.FIELD_DEFINE,
            Permission.SIGNAL_DEFINE,
            Permission.SCORE_DEFINE,
            Permission.AUDIT_READ,
        },
    }
)
"""The most that a role of each tier may open. `PUBLIC` is never granted: it needs no grant."""


class Role(msgspec.Struct, frozen=True, cache_hash=True):
    """`reach` is every section that it names with every label that it names."""

    name: str
    title: str
    tier: Tier
    permissions: frozenset[Permission]
    sections: frozenset[SectionName]
    labels: frozenset[Label]
    scope: Scope

    @property
    def reach(self) -> Reach:
        return _pairs(self.sections, self.labels)


@lru_cache(maxsize=1024)
def _pairs(sections: frozenset[SectionName], labels: frozenset[Label]) -> Reach:
    return frozenset((section, label) for section in sections for label in labels)


def section_names() -> frozenset[SectionName]:
    """Every topic of the house, found as `rotunda.sections.section.load_sections` finds them: by folder."""
    return frozenset(
        SectionName(module.name) for module in pkgutil.iter_modules(rotunda.sections.__path__) if module.ispkg
    )


def combined_reach(roles: Iterable[Role]) -> Reach:
    """The union, pair by pair."""
    return _combined(tuple(roles))


@lru_cache(maxsize=1024)
def _combined(roles: tuple[Role, ...]) -> Reach:
    return frozenset[tuple[SectionName, Label]]().union(*(role.reach for role in roles))


def _role(
    name: str, title: str, tier: Tier, scope: Scope, sections: Iterable[str], labels: Iterable[Label]
) -> tuple[str, Role]:
    named = frozenset(map(SectionName, sections))
    return name, Role(name, title, tier, TIER_PERMISSIONS[tier], named, frozenset(labels), scope)


_ALL_SECTIONS = sorted(section_names())
_BASIC = {Label.IDENTITY, Label.CONTRACT, Label.USAGE}
_READ = {*_BASIC, Label.COMMERCIAL, Label.SUPPORT, Label.COMMUNICATION, Label.PERSONAL}

DEFAULT_ROLES: Mapping[str, Role] = MappingProxyType(
    dict(
        [
            _role(
                "summary",
                "Summary",
                Tier.SUMMARY,
                Scope.ALL,
                ("profile", "billing", "usage", "support", "upcoming"),
                {*_BASIC, Label.SUPPORT},
            ),
            _role("full", "Full read", Tier.FULL, Scope.ALL, _ALL_SECTIONS, _READ),
            _role("read_write", "Read and write", Tier.READ_WRITE, Scope.ALL, _ALL_SECTIONS, _READ),
            _role("admin", "Administrator", Tier.ADMIN, Scope.ALL, _ALL_SECTIONS, Label),
            _role(
                "support",
                "Support",
                Tier.FULL,
                Scope.ALL,
                ("profile", "billing", "usage", "support", "people", "upcoming"),
                {*_BASIC, Label.SUPPORT, Label.PERSONAL},
            ),
            _role(
                "success", "Customer success", Tier.READ_WRITE, Scope.TEAM, _ALL_SECTIONS, {*_READ, Label.CS_PRIVATE}
            ),
            _role(
                "sales",
                "Sales",
                Tier.FULL,
                Scope.OWN,
                ("profile", "billing", "usage", "deals", "people", "communication", "upcoming"),
                {*_BASIC, Label.COMMERCIAL, Label.COMMUNICATION, Label.PERSONAL},
            ),
            _role(
                "finance",
                "Finance",
                Tier.FULL,
                Scope.ALL,
                ("profile", "billing", "upcoming"),
                {Label.IDENTITY, Label.COMMERCIAL, Label.CONTRACT, Label.FINANCE},
            ),
        ]
    )
)
"""Tight: a role reads what its work needs. Exceptions are made by giving somebody a further role."""
