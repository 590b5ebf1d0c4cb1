"""A viewer's rights as conditions of a query: which accounts, which facts of them, whose addresses."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import LiteralString

from psycopg import sql

from rotunda.access.grant import ListScope, scope_of
from rotunda.access.permission import Permission
from rotunda.access.roles import Reach
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.labels import Label

_OWN = sql.SQL("""
    {} IN (SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.email = {})
""")
_TEAM = sql.SQL("""
    {} IN (SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.team = ANY({}))
""")
"""Members of a merge are one customer: it belongs to whoever any of them belongs to."""

OWNERS_OF: LiteralString = """
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT o.email) FILTER (WHERE o.email IS NOT NULL), '{{}}') AS owner_emails,
            coalesce(array_agg(DISTINCT o.team) FILTER (WHERE o.team IS NOT NULL), '{{}}') AS teams
        FROM account_member m JOIN account_owner o USING (account_id) WHERE m.shown_id = a.id
    ) AS whose
"""
"""As they are now, of `a`: both in one look."""

_ACCOUNT, _SCOPE = sql.SQL("a.id"), sql.SQL("a.scope")


def rows_in_scope(scopes: Sequence[ListScope], account: sql.Composable = _ACCOUNT) -> sql.Composable:
    """The accounts that any of these scopes reaches; no scope reaches none. `account` is the column with their ids."""
    if any(scope.everything for scope in scopes):
        return sql.SQL("true")
    reached = [_OWN.format(account, sql.Literal(scope.email)) for scope in scopes]
    reached += [_TEAM.format(account, sql.Literal(sorted(scope.teams))) for scope in scopes if scope.teams]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(reached)) if reached else sql.SQL("false")


def within(scopes: Sequence[ListScope], scope: sql.Composable = _SCOPE) -> sql.Composable:
    """The same of a row that says itself whose it is: its column `scope`, as `listed_account` has it."""
    if any(each.everything for each in scopes):
        return sql.SQL("true")
    words = words_of(scopes)
    return sql.SQL("{} && {}::text[]").format(scope, sql.Literal(words)) if words else sql.SQL("false")


def words_of(scopes: Sequence[ListScope]) -> list[str]:
    """Those of which a row's `scope` has one where any of these scopes, none of them everything, reaches it."""
    words = {f"email:{each.email}" for each in scopes} | {f"team:{team}" for each in scopes for team in each.teams}
    return sorted(words)


def scopes_that_read(viewer: Viewer, section: SectionName, label: Label) -> Sequence[ListScope]:
    """On which accounts the viewer's lists may use such facts: the scopes of the roles that read them."""
    return scopes_reading(viewer, frozenset({(section, label)}))


@lru_cache(maxsize=4096)  # a search asks for each column's several times
def scopes_reading(viewer: Viewer, needs: Reach) -> Sequence[ListScope]:
    """The same of what needs several: one role has to read all of them."""
    return tuple(scope_of(viewer, role) for role in viewer.roles_with(Permission.ACCOUNT_LIST) if needs <= role.reach)


def scopes_of_addresses(
    viewer: Viewer, filled: Mapping[SourceName, Collection[SectionName]]
) -> dict[SourceName, list[ListScope]]:
    """By source, on which accounts the viewer may find people's addresses: where a role reads personal facts in a
    section that the source fills.
    """
    return {
        source: [
            scope_of(viewer, role)
            for role in viewer.roles_with(Permission.ACCOUNT_LIST)
            if any((section, Label.PERSONAL) in role.reach for section in sections)
        ]
        for source, sections in filled.items()
    }
