"""A search's tree as conditions on accounts (`a`: an id and whose it is), each asked row by row in an index of its own.

Which rows there are to ask is another question: `driver_sql` answers it by the rarest condition.

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
from rotunda.sections.ids import FieldId
from rotunda.sections.section import FactKind
from rotunda.view.index.scope_sql import within
from rotunda.view.index.search_words import (
    Condition,
    Either,
    Every,
    FieldCondition,
    Has,
    IdCondition,
    Node,
    OfPerson,
    OwnerCondition,
    PersonCondition,
    Search,
    Sign,
    TraitCondition,
    Word,
)
from rotunda.view.index.terms_sql import ScopesBySource, found_by_id, has_word

ScopesByColumn = Mapping[str, Sequence[ListScope]]

_DAY = 86_400
_FACT: LiteralString = "SELECT FROM account_fact f WHERE f.account_id = a.id AND f.name = {} AND {}"
_FACTS: LiteralString = "SELECT f.account_id AS id FROM account_fact f WHERE f.name = {} AND {}"
_VALUE: LiteralString = """
    SELECT FROM account_member m JOIN field_value v ON v.customer_id = m.account_id AND v.field_id = {}
    WHERE m.shown_id = a.id AND v.value <> 'null'::jsonb AND {}
"""
_VALUES: LiteralString = """
    SELECT DISTINCT coalesce((
        SELECT x.shown_as FROM account x WHERE x.id = v.customer_id AND x.shown_as IS NOT NULL), v.customer_id) AS id
    FROM field_value v WHERE v.field_id = {} AND v.value <> 'null'::jsonb AND {}
"""
"""Those who were merged are few, and have an index of their own."""

_BESIDE: LiteralString = """
    (f.amounts IS NOT NULL AND EXISTS (
        SELECT FROM jsonb_each_text(f.amounts) AS other (currency, minor) CROSS JOIN LATERAL (
            SELECT other.currency, major_units(other.minor::double precision, other.currency) AS comparable
        ) AS f WHERE {compared}))
"""
"""The amount that leads stands in the row, and has an index; whoever has several is found by another."""

_TRAIT: LiteralString = "SELECT FROM listed_account l WHERE l.id = a.id AND l.{} <> '' AND {}"
_TRAITS: LiteralString = "SELECT l.id FROM listed_account l WHERE l.{} <> '' AND {}"
_ASKED: LiteralString = "EXISTS ({} OFFSET 0)"
"""OFFSET 0: asked for each row. A planner that makes a join of it reads whatever holds anywhere."""

_LOOKED_UP: LiteralString = "(a.id IN ({})) IS TRUE"
"""`IS TRUE`: found once, kept by its hash, and never asked for again for each row."""

_AMONG = """
    (jsonb_typeof(v.value) = 'array' AND field_choices(v.field_id, v.value) @> ARRAY[{} || ':' || search_fold({})])
"""
"""As the index of choices has them."""

_OWNERS = """
    WITH RECURSIVE owner AS (
        SELECT min(email) AS email FROM account_owner
        UNION ALL
        SELECT (SELECT min(n.email) FROM account_owner n WHERE n.email > owner.email) FROM owner
        WHERE owner.email IS NOT NULL
    )
    SELECT {prefix} || email FROM owner WHERE email LIKE {part}
"""
"""Owners are few: their addresses are read one by one from the index, not account by account."""


_OWNED: LiteralString = """
    SELECT DISTINCT coalesce((
        SELECT x.shown_as FROM account x WHERE x.id = o.account_id AND x.shown_as IS NOT NULL), o.account_id) AS id
    FROM account_owner o WHERE o.email = ANY({})
"""


class ListQuery(msgspec.Struct, frozen=True):
    """Who asks for what. `scopes` holds, by column, where it may be read, `addresses` by source where people's may be
    found; `now` anchors conditions on times. `alike`: words that nobody has as they were typed, and the ids of those
    whose names have one that is spelled much like it. `sets`: conditions of which all accounts are found at once; the
    others are asked row by row. `held`: those that hold for all there is to ask, so that only rights are left.
    `of_people` holds, by the operator or `field.` and the name, where facts of people may be read and how they are
    compared; `few` are those of them that hold for no more people than are found at once, `begun` those that hold for
    everybody there is to ask.
    """

    viewer: Viewer
    search: Search
    scopes: ScopesByColumn
    addresses: ScopesBySource
    now: datetime
    fields: Mapping[str, "SearchedField"] = {}
    alike: Mapping[str, Sequence[str]] = {}
    sets: Sequence["Leaf"] = ()
    held: Sequence["Leaf"] = ()
    of_people: Mapping[str, "PeopleFact"] = {}
    few: Sequence[OfPerson] = ()
    begun: Sequence[OfPerson] = ()


class SearchedField(msgspec.Struct, frozen=True):
    """One of our own fields, and where the viewer may read it."""

    id: FieldId
    kind: Kind
    scopes: Sequence[ListScope]


class PeopleFact(msgspec.Struct, frozen=True):
    """Something that is known of people, by its name in `person_fact`, and where the viewer may read it. `field`: it is
    our own.
    """

    name: str
    scopes: Sequence[ListScope]
    field: SearchedField | None = None


Named: TypeAlias = Word | IdCondition | PersonCondition | OfPerson
ByName: TypeAlias = Callable[[ListQuery, Named], sql.Composable]
"""How a word, an id, or what only people have finds what is looked for."""


def conditions(query: ListQuery) -> sql.Composable:
    """All that the search asks for, within what the viewer may see."""
    return sql.SQL("({} AND {})").format(within(list_scopes(query.viewer)), holds(query, query.search.root))


def account_named(query: ListQuery, node: Named) -> sql.Composable:
    """Whether the account is known by this."""
    if isinstance(node, PersonCondition | OfPerson):
        return sql.SQL("false")
    if isinstance(node, IdCondition):
        found = found_by_id(query.addresses, node.value, node.source)
        return sql.SQL("a.id {} ({})").format(sql.SQL("NOT IN" if node.negated else "IN"), found)
    if node.text in query.alike and not node.negated:
        return sql.SQL("a.id = ANY({})").format(sql.Literal(list(query.alike[node.text])))
    return unless(has_word(query.addresses, node.text), negated=node.negated)


def unless(condition: sql.Composable, *, negated: bool) -> sql.Composable:
    """The condition, or its contrary."""
    return sql.SQL("NOT ({})").format(condition) if negated else condition


def holds(query: ListQuery, node: Node, named: ByName = account_named) -> sql.Composable:
    """The condition of one part of the tree."""
    if isinstance(node, Every):
        return _joined(" AND ", [holds(query, part, named) for part in node.parts])
    if isinstance(node, Either):
        return _joined(" OR ", [holds(query, part, named) for part in node.parts])
    if isinstance(node, OwnerCondition):
        return _owner_condition(query.viewer, node)
    if isinstance(node, Condition | Has | FieldCondition | TraitCondition):
        return _leaf_condition(query, node)
    return named(query, node)


def _joined(by: LiteralString, parts: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL("({})").format(sql.SQL(by).join(parts)) if parts else sql.SQL("true")


Leaf: TypeAlias = Condition | Has | FieldCondition | TraitCondition
"""What has an index of its own, and is no column of the rows."""


def ids_of(query: ListQuery, leaf: Leaf) -> sql.Composable:
    """Of all accounts for which it holds, each once. Rights are no part of it."""
    if isinstance(leaf, Condition | Has) and leaf.column.kind is FactKind.MONEY and not leaf.negated:
        return _ids_by_amount(leaf, query.now)
    what, compared = _asked(query, leaf)
    return sql.SQL(_SETS[type(leaf)]).format(what, compared)


def _leaf_condition(query: ListQuery, leaf: Leaf) -> sql.Composable:
    """A negated condition holds for accounts with another value, never for those whose value may not be read."""
    readable = _readable(query, leaf)
    if leaf in query.held:
        return readable
    return sql.SQL("({} AND {})").format(readable, holds_anywhere(query, leaf))


def ids_of_owned(viewer: Viewer, condition: OwnerCondition) -> sql.Composable:
    """Of all accounts that such an owner has, each once. Rights are no part of it."""
    return sql.SQL(_OWNED).format(_owners(viewer, condition, ""))


def holds_anywhere(query: ListQuery, leaf: Leaf) -> sql.Composable:
    """Whether it holds for `a`. Rights are no part of it."""
    if leaf in query.sets:
        return sql.SQL(_LOOKED_UP).format(ids_of(query, leaf))
    what, compared = _asked(query, leaf)
    return sql.SQL(_ASKED).format(sql.SQL(_ROWS[type(leaf)]).format(what, compared))


_SETS: Mapping[type[Leaf], LiteralString] = {
    Condition: _FACTS,
    Has: _FACTS,
    FieldCondition: _VALUES,
    TraitCondition: _TRAITS,
}
_ROWS: Mapping[type[Leaf], LiteralString] = {
    Condition: _FACT,
    Has: _FACT,
    FieldCondition: _VALUE,
    TraitCondition: _TRAIT,
}


def _readable(query: ListQuery, leaf: Leaf) -> sql.Composable:
    """Whoever may list an account is shown its traits."""
    if isinstance(leaf, FieldCondition):
        return within(query.fields[leaf.name].scopes)
    if isinstance(leaf, TraitCondition):
        return sql.SQL("true")
    return within(query.scopes[leaf.column.name])


def _asked(query: ListQuery, leaf: Leaf) -> tuple[sql.Composable, sql.Composable]:
    """Which fact, field or trait, and what it is compared with."""
    if isinstance(leaf, FieldCondition):
        field = query.fields[leaf.name]
        return sql.Literal(field.id), unless(_field_compared(field, leaf), negated=leaf.negated)
    if isinstance(leaf, TraitCondition):
        return sql.Identifier(leaf.trait.value), _trait_compared(leaf)
    return sql.Literal(leaf.column.name), fact_compared(leaf, query.now)


def fact_compared(condition: Condition | Has, now: datetime) -> sql.Composable:
    """Of `f`, a fact of that name."""
    compared = _compared(condition, now)
    if condition.column.kind is FactKind.MONEY:
        compared = sql.SQL("({} OR {})").format(compared, sql.SQL(_BESIDE).format(compared=compared))
    return unless(compared, negated=condition.negated)


def _ids_by_amount(condition: Condition | Has, now: datetime) -> sql.Composable:
    """Each once: by the amount that leads, or else by another."""
    name, compared = sql.Literal(condition.column.name), _compared(condition, now)
    beside = sql.SQL("{} AND ({}) IS NOT TRUE").format(sql.SQL(_BESIDE).format(compared=compared), compared)
    leading, others = (sql.SQL(_FACTS).format(name, each) for each in (compared, beside))
    return sql.SQL("SELECT either.id FROM ({} UNION ALL {}) AS either").format(leading, others)


def _compared(condition: Condition | Has, now: datetime) -> sql.Composable:
    if isinstance(condition, Has):
        return sql.SQL("f.comparable > 0")
    if condition.text is not None:
        return sql.SQL("f.folded = search_fold({})").format(sql.Literal(condition.text))
    number = condition.number or 0
    if condition.column.kind is FactKind.AT:
        return _within_days(condition.sign, number, now)
    compared = sql.SQL("f.comparable {} {}").format(SIGNS[condition.sign], sql.Literal(number))
    if condition.currency is None:
        return compared
    return sql.SQL("(f.currency = {} AND {})").format(sql.Literal(condition.currency), compared)


def _field_compared(field: SearchedField, condition: FieldCondition) -> sql.Composable:
    text = sql.Literal(condition.text)
    if field.kind is Kind.NUMBER:
        return sql.SQL("(v.value #>> '{{}}')::numeric {} {}::numeric").format(SIGNS[condition.sign], text)
    if field.kind is Kind.MANY_CHOICES:
        return among_choices(field, condition.text)
    return sql.SQL("left(lower(v.value #>> '{{}}'), 200) = left(lower({}), 200)").format(text)


def among_choices(field: SearchedField, text: str) -> sql.Composable:
    """Whether `v`, a value of that field, has this one among its choices."""
    return sql.SQL(_AMONG).format(sql.Literal(field.id), sql.Literal(text))


SIGNS = {
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


def _trait_compared(condition: TraitCondition) -> sql.Composable:
    trait = sql.Identifier(condition.trait.value)
    sign = sql.SQL("<>") if condition.negated else sql.SQL("=")
    return sql.SQL("search_fold(l.{}) {} search_fold({})").format(trait, sign, sql.Literal(condition.text))


def _owner_condition(viewer: Viewer, condition: OwnerCondition) -> sql.Composable:
    owners = _owners(viewer, condition, "email:")
    return unless(sql.SQL("a.scope && {}").format(owners), negated=condition.negated)


def _owners(viewer: Viewer, condition: OwnerCondition, prefix: str) -> sql.Composable:
    if condition.owner == "me":
        return sql.SQL("{}::text[]").format(sql.Literal([prefix + viewer.email]))
    part = sql.Literal(f"%{_escaped(condition.owner)}%")
    return sql.SQL("ARRAY({})").format(sql.SQL(_OWNERS).format(prefix=sql.Literal(prefix), part=part))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
