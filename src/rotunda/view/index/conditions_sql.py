"""A search's tree as conditions on accounts (`a`). Each asks an index of its own for the accounts that it holds for.

Every condition on a fact or an address sees only those that the viewer may read on that very account.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString, TypeAlias

import msgspec
from psycopg import sql

from rotunda.access.grant import ListScope, list_scopes
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.model import Kind
from rotunda.sections.ids import FieldId, SourceName
from rotunda.sections.section import FactKind
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.search_words import (
    Condition,
    Either,
    Every,
    FieldCondition,
    Has,
    IdCondition,
    Node,
    OwnerCondition,
    PersonCondition,
    Search,
    Sign,
    TraitCondition,
    Word,
)
from rotunda.view.index.terms_sql import found_by_id, found_by_word

ScopesByColumn = Mapping[str, Sequence[ListScope]]
ScopesBySource = Mapping[SourceName, Sequence[ListScope]]

_DAY = 86_400
_BY_FACT = """
    a.id IN (SELECT f.account_id FROM account_fact f WHERE f.name = {name} AND {readable} AND {compared})
"""
_BY_FIELD = """
    a.id IN (
        SELECT m.shown_id FROM field_value v JOIN account_member m ON m.account_id = v.customer_id
        WHERE v.field_id = {field} AND v.value <> 'null'::jsonb AND {readable} AND {compared})
"""
_BY_TRAIT = """
    a.id IN (SELECT l.id FROM listed_account l WHERE l.{trait} <> '' AND {compared})
"""
_AMONG = """
    EXISTS (SELECT FROM jsonb_array_elements_text(
        CASE jsonb_typeof(v.value) WHEN 'array' THEN v.value ELSE '[]' END) AS one (choice)
        WHERE search_fold(choice) = search_fold({}))
"""
_OWNED_BY = """
    a.id {is_in} (
        SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.email = {owner})
"""
_OWNED_BY_ANY = """
    a.id {is_in} (
        SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.email IN (
            WITH RECURSIVE owner AS (
                SELECT min(email) AS email FROM account_owner
                UNION ALL
                SELECT (SELECT min(n.email) FROM account_owner n WHERE n.email > owner.email) FROM owner
                WHERE owner.email IS NOT NULL
            )
            SELECT email FROM owner WHERE email LIKE {part}
        )
    )
"""
"""Owners are few: their addresses are read one by one from the index, not account by account."""


class ListQuery(msgspec.Struct, frozen=True):
    """Who asks for what. `scopes` holds, by column, where it may be read, `addresses` by source where people's may be
    found; `now` anchors conditions on times.
    """

    viewer: Viewer
    search: Search
    scopes: ScopesByColumn
    addresses: ScopesBySource
    now: datetime
    fields: Mapping[str, "SearchedField"] = {}


class SearchedField(msgspec.Struct, frozen=True):
    """One of our own fields, and where the viewer may read it."""

    id: FieldId
    kind: Kind
    scopes: Sequence[ListScope]


Named: TypeAlias = Word | IdCondition | PersonCondition
ByName: TypeAlias = Callable[[ListQuery, Named], sql.Composable]
"""How a word, an id, or what only people have finds what is looked for."""


def conditions(query: ListQuery) -> sql.Composable:
    """All that the search asks for, within what the viewer may see."""
    return sql.SQL("({} AND {})").format(rows_in_scope(list_scopes(query.viewer)), holds(query, query.search.root))


def account_named(query: ListQuery, node: Named) -> sql.Composable:
    """Whether the account is known by this."""
    if isinstance(node, PersonCondition):
        return sql.SQL("false")
    if isinstance(node, IdCondition):
        found = found_by_id(query.addresses, node.value, node.source)
    else:
        found = found_by_word(list_scopes(query.viewer), query.addresses, node.text, forgiving=not node.negated)
    return sql.SQL("a.id {} ({})").format(_is_in(negated=node.negated), found)


def holds(query: ListQuery, node: Node, named: ByName = account_named) -> sql.Composable:
    """The condition of one part of the tree."""
    if isinstance(node, Every):
        return _joined(" AND ", [holds(query, part, named) for part in node.parts])
    if isinstance(node, Either):
        return _joined(" OR ", [holds(query, part, named) for part in node.parts])
    if isinstance(node, Condition | Has):
        return _fact_condition(query, node)
    if isinstance(node, OwnerCondition):
        return _owner_condition(query.viewer, node)
    if isinstance(node, FieldCondition):
        return _field_condition(query, node)
    if isinstance(node, TraitCondition):
        return _trait_condition(node)
    return named(query, node)


def _joined(by: LiteralString, parts: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL("({})").format(sql.SQL(by).join(parts)) if parts else sql.SQL("true")


def _is_in(*, negated: bool) -> sql.SQL:
    return sql.SQL("NOT IN") if negated else sql.SQL("IN")


def _fact_condition(query: ListQuery, condition: Condition | Has) -> sql.Composable:
    """A negated condition holds for accounts with another value, never for those whose fact may not be read."""
    column = condition.column
    readable = rows_in_scope(query.scopes[column.name], sql.SQL("f.account_id"))
    compared = sql.SQL("f.comparable > 0") if isinstance(condition, Has) else _compared(condition, query.now)
    if condition.negated:
        compared = sql.SQL("NOT ({})").format(compared)
    return sql.SQL(_BY_FACT).format(name=sql.Literal(column.name), readable=readable, compared=compared)


def _compared(condition: Condition, now: datetime) -> sql.Composable:
    if condition.text is not None:
        return sql.SQL("search_fold(f.text_value) = search_fold({})").format(sql.Literal(condition.text))
    number = condition.number or 0
    if condition.column.kind is FactKind.AT:
        return _within_days(condition.sign, number, now)
    return sql.SQL("f.comparable {} {}").format(_SIGNS[condition.sign], sql.Literal(number))


def _field_condition(query: ListQuery, condition: FieldCondition) -> sql.Composable:
    """As with facts: a negated condition holds for accounts with another value that may be read."""
    field = query.fields[condition.name]
    compared = _field_compared(field, condition)
    if condition.negated:
        compared = sql.SQL("NOT ({})").format(compared)
    readable = rows_in_scope(field.scopes, sql.SQL("m.shown_id"))
    return sql.SQL(_BY_FIELD).format(field=sql.Literal(field.id), readable=readable, compared=compared)


def _field_compared(field: SearchedField, condition: FieldCondition) -> sql.Composable:
    text = sql.Literal(condition.text)
    if field.kind is Kind.NUMBER:
        return sql.SQL("(v.value #>> '{{}}')::numeric {} {}::numeric").format(_SIGNS[condition.sign], text)
    if field.kind is Kind.MANY_CHOICES:
        return sql.SQL(_AMONG).format(text)
    return sql.SQL("left(lower(v.value #>> '{{}}'), 200) = left(lower({}), 200)").format(text)


_SIGNS = {
    Sign.EQUAL: sql.SQL("="),
    Sign.BELOW: sql.SQL("<"),
    Sign.AT_MOST: sql.SQL("<="),
    Sign.ABOVE: sql.SQL(">"),
    Sign.AT_LEAST: sql.SQL(">="),
}
_SIDES = {
    Sign.BELOW: (sql.SQL(">"), sql.SQL("<")),
    Sign.AT_MOST: (sql.SQL(">="), sql.SQL("<=")),
    Sign.ABOVE: (sql.SQL("<"), sql.SQL(">")),
    Sign.AT_LEAST: (sql.SQL("<="), sql.SQL(">=")),
}


def _within_days(sign: Sign, days: float, now: datetime) -> sql.Composable:
    """Days from now, in either direction; exactly so many days means that day, give or take half of one."""
    if sign is Sign.EQUAL:
        nearer, farther = _within_days(Sign.BELOW, days + 0.5, now), _within_days(Sign.AT_LEAST, days - 0.5, now)
        return sql.SQL("({} AND {})").format(nearer, farther)
    inside = sign in {Sign.BELOW, Sign.AT_MOST}
    after, before = _SIDES[sign]
    return sql.SQL("(f.comparable {} {} {} f.comparable {} {})").format(
        after,
        sql.Literal(now.timestamp() - days * _DAY),
        sql.SQL("AND") if inside else sql.SQL("OR"),
        before,
        sql.Literal(now.timestamp() + days * _DAY),
    )


def _trait_condition(condition: TraitCondition) -> sql.Composable:
    """Whoever may list an account is shown these of it. Negated, it holds for accounts with another one."""
    trait = sql.Identifier(condition.trait.value)
    sign = sql.SQL("<>") if condition.negated else sql.SQL("=")
    compared = sql.SQL("search_fold(l.{}) {} search_fold({})").format(trait, sign, sql.Literal(condition.text))
    return sql.SQL(_BY_TRAIT).format(trait=trait, compared=compared)


def _owner_condition(viewer: Viewer, condition: OwnerCondition) -> sql.Composable:
    is_in = _is_in(negated=condition.negated)
    if condition.owner == "me":
        return sql.SQL(_OWNED_BY).format(is_in=is_in, owner=sql.Literal(viewer.email))
    return sql.SQL(_OWNED_BY_ANY).format(is_in=is_in, part=sql.Literal(f"%{_escaped(condition.owner)}%"))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
