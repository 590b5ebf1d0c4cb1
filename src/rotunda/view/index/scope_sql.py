"""A viewer's rights as conditions of a query: which accounts, and which facts of them."""

from collections.abc import Sequence

from psycopg import sql

from rotunda.access.grant import ListScope, scope_of
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_OWN = sql.SQL("""
    a.id IN (SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.email = {})
""")
_TEAM = sql.SQL("""
    a.id IN (SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.team = ANY({}))
""")
"""Members of a merge are one customer: it belongs to whoever any of them belongs to."""


def rows_in_scope(scopes: Sequence[ListScope]) -> sql.Composable:
    """The accounts (`a`) that any of these scopes reaches; no scope reaches none."""
    if any(scope.everything for scope in scopes):
        return sql.SQL("true")
    reached = [_OWN.format(sql.Literal(scope.email)) for scope in scopes]
    reached += [_TEAM.format(sql.Literal(sorted(scope.teams))) for scope in scopes if scope.teams]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(reached)) if reached else sql.SQL("false")


def scopes_that_read(viewer: Viewer, section: SectionName, label: Label) -> list[ListScope]:
    """On which accounts the viewer's lists may use such facts: the scopes of the roles that read them."""
    roles = viewer.roles_with(Permission.ACCOUNT_LIST)
    return [scope_of(viewer, role) for role in roles if (section, label) in role.reach]
