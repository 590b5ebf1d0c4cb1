"""The answer to "may this viewer see that of this account". The only place that makes a `VisibleAccountId` or
a `VisibleContactId`.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from rotunda.access.permission import Permission
from rotunda.access.roles import Reach, Role, Scope, combined_reach
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import AccountId, ContactId, SectionName, VisibleAccountId, VisibleContactId
from rotunda.sections.labels import Label

PEOPLE = SectionName("people")
"""The section whose labels say what may be read of a person: who they are, and (personal) how to reach them."""


class AccountOwnership(msgspec.Struct, frozen=True):
    """Whose account it is: the addresses of its owners in any case, and the names of their teams."""

    account: AccountId
    owner_emails: frozenset[str]
    teams: frozenset[str]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one viewer may read of one customer, by the roles that reach this very customer."""

    viewer: Viewer
    reach: Reach
    permissions: frozenset[Permission]
    editing: Reach = frozenset()
    """What the roles reach that may also change it: reading by one role and writing by another do not add up."""

    @property
    def sections(self) -> frozenset[SectionName]:
        return frozenset(_labels_by_section(self.reach))

    def labels(self, section: SectionName) -> frozenset[Label]:
        """Empty where the section is not granted."""
        return _labels_by_section(self.reach).get(section, frozenset())

    def editable(self, section: SectionName) -> frozenset[Label]:
        """The labels of what may be changed there."""
        return _labels_by_section(self.editing).get(section, frozenset())

    def may(self, permission: Permission) -> bool:
        """Whether a role that has this customer in its scope opens this door: the viewer's other roles do not count."""
        return permission in self.permissions


class Grant(Reading, frozen=True, kw_only=True):
    """What one viewer may read of one account. `account` is the proof that the check was made."""

    account: VisibleAccountId


class ContactGrant(Reading, frozen=True, kw_only=True):
    """What one viewer may read of one person. `contact` is the proof that the check was made."""

    contact: VisibleContactId
    account: AccountId | None


class ListScope(msgspec.Struct, frozen=True):
    """Which accounts one role reaches: all; else those owned by `email`, else those of one of `teams`."""

    everything: bool
    email: str
    teams: frozenset[str]

    def reaches(self, ownership: AccountOwnership) -> bool:
        if self.everything:
            return True
        owned = any(email.lower() == self.email for email in ownership.owner_emails)
        return owned or not self.teams.isdisjoint(ownership.teams)


class ReadableFacts(msgspec.Struct, frozen=True):
    """`everywhere` holds for every account; each pair in `within` holds for the accounts of that scope."""

    everywhere: Reach
    within: tuple[tuple[ListScope, Reach], ...]

    def of(self, ownership: AccountOwnership) -> Reach:
        """What may be read of one account."""
        inside = [reach for scope, reach in self.within if scope.reaches(ownership)]
        return self.everywhere.union(*inside)


def grant(viewer: Viewer, ownership: AccountOwnership) -> Grant | None:
    """None is answered as if the account did not exist."""
    roles = _roles_reaching(viewer, ownership, Permission.ACCOUNT_VIEW)
    reach = combined_reach(roles)
    if not reach:
        return None
    permissions = frozenset[Permission]().union(*(role.permissions for role in roles))
    return Grant(
        viewer=viewer,
        account=VisibleAccountId(ownership.account),
        reach=reach,
        permissions=permissions,
        editing=_editing(roles),
    )


def contact_grant(viewer: Viewer, contact: ContactId, ownership: AccountOwnership | None) -> ContactGrant | None:
    """Whoever may see the account and read who its people are may see a person at it; a person of no account is for
    those who see all accounts. That somebody has a teammate's address counts for nothing here.
    """
    if ownership is None:
        roles = tuple(role for role in viewer.roles_with(Permission.ACCOUNT_VIEW) if role.scope is Scope.ALL)
    else:
        roles = _roles_reaching(viewer, ownership, Permission.ACCOUNT_VIEW)
    reach = combined_reach(roles)
    if (PEOPLE, Label.IDENTITY) not in reach:
        return None
    permissions = frozenset[Permission]().union(*(role.permissions for role in roles))
    account = ownership.account if ownership else None
    return ContactGrant(
        viewer=viewer,
        contact=VisibleContactId(contact),
        account=account,
        reach=reach,
        permissions=permissions,
        editing=_editing(roles),
    )


def _editing(roles: Iterable[Role]) -> Reach:
    return combined_reach(role for role in roles if Permission.FIELD_EDIT in role.permissions)


def scope_of(viewer: Viewer, role: Role) -> ListScope:
    """A role's scope in terms of accounts, for queries."""
    teams = viewer.teams if role.scope is Scope.TEAM else frozenset[str]()
    return ListScope(role.scope is Scope.ALL, viewer.email, teams)


def list_scopes(viewer: Viewer) -> tuple[ListScope, ...]:
    """The accounts that lists and search may return: those of any of these scopes. None: no account at all."""
    scopes = {scope_of(viewer, role) for role in viewer.roles_with(Permission.ACCOUNT_LIST)}
    everything = {scope for scope in scopes if scope.everything}
    return tuple(everything or scopes)


def visible(viewer: Viewer, ownerships: Iterable[AccountOwnership]) -> list[VisibleAccountId]:
    """Checks the rows of a list again, in their order, after the query has selected them."""
    scopes = list_scopes(viewer)
    return [
        VisibleAccountId(ownership.account)
        for ownership in ownerships
        if any(scope.reaches(ownership) for scope in scopes)
    ]


def readable_facts(viewer: Viewer) -> ReadableFacts:
    """Which facts lists may show, filter and sort by: a fact counts where its own (section, label) pair is readable."""
    roles = viewer.roles_with(Permission.ACCOUNT_LIST)
    everywhere = combined_reach(role for role in roles if role.scope is Scope.ALL)
    within = tuple((scope_of(viewer, role), role.reach) for role in roles if role.scope is not Scope.ALL)
    return ReadableFacts(everywhere, within)


def _roles_reaching(viewer: Viewer, ownership: AccountOwnership, permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role in viewer.roles_with(permission) if scope_of(viewer, role).reaches(ownership))


@lru_cache(maxsize=1024)
def _labels_by_section(reach: Reach) -> dict[SectionName, frozenset[Label]]:
    labels: dict[SectionName, set[Label]] = {}
    for section, label in reach:
        labels.setdefault(section, set()).add(label)
    return {section: frozenset(found) for section, found in labels.items()}
