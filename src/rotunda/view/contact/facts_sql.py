"""Facts of people as conditions on people (`p`), by the places that they have in the order of lists.

A negated condition holds for people with another value, never for those of whom none is known.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg import sql

from rotunda.identity.fields.model import Kind
from rotunda.kit.database import Connection
from rotunda.sections.section import FactKind
from rotunda.view.index.conditions_sql import SIGNS, ListQuery, PeopleFact, among_choices, unless
from rotunda.view.index.search_words import Condition, Every, FieldCondition, OfPerson, Sign, leaves

FEW = 25_000
"""What no more people have is found at once; what more have is asked row by row, and soon a page is full."""

COLLECTED = 7_000
"""What no more people have is collected and sorted: a page of 50 that is read in its order goes through as many, among
a million, before it is full.
"""

_DAY = 86_400
_FACTS: LiteralString = "SELECT f.contact_id FROM person_fact f WHERE f.name = {name} AND {compared}"
_FACT: LiteralString = "SELECT FROM person_fact f WHERE f.contact_id = {person} AND f.name = {name} AND {compared}"
_VALUES: LiteralString = """
    SELECT DISTINCT coalesce(n.shown_as, n.id) AS contact_id FROM field_value v JOIN contact n ON n.id = v.customer_id
    WHERE v.field_id = {name} AND v.value <> 'null'::jsonb AND {compared}
"""
_VALUE: LiteralString = """
    SELECT FROM contact n JOIN field_value v ON v.customer_id = n.id AND v.field_id = {name}
    WHERE (n.id = {person} OR n.shown_as = {person}) AND v.value <> 'null'::jsonb AND {compared}
"""
_NOBODY = sql.SQL("")
_NUMBER: LiteralString = "f.place {} number_place({}::double precision)"


class Beginning(msgspec.Struct, frozen=True):
    """With which conditions a search begins. `few` hold for no more people than are found at once. `always` have to
    hold whatever else does, the rarest first; with `collected` all for whom they hold are collected and sorted.
    """

    few: Sequence[OfPerson] = ()
    always: Sequence[OfPerson] = ()
    collected: bool = False

    def of(self, query: ListQuery) -> ListQuery:
        """Where nothing else is begun with: words are rarer than facts."""
        return query if query.search.words else msgspec.structs.replace(query, begun=self.always)


def fact_of(query: ListQuery, node: OfPerson) -> PeopleFact:
    """Which fact is asked for."""
    condition = node.condition
    word = f"field.{condition.name}" if isinstance(condition, FieldCondition) else condition.column.operator
    return query.of_people[word or ""]


def fact_asked(query: ListQuery, node: OfPerson) -> sql.Composable:
    """Whether it holds for `p`. Rights are no part of it."""
    if node in query.begun:
        return sql.SQL("true")
    return _asked_of(query, node, sql.SQL("p.id"))


def all_begun(query: ListQuery) -> sql.Composable:
    """Ids of all for whom everything holds that a search begins with, each once, as `contact_id`: whoever has the first
    fact is asked for the others.
    """
    first, *others = query.begun
    person = sql.SQL("one.contact_id")
    asked = [_asked_of(query, node, person) for node in others]
    statement = sql.SQL("SELECT one.contact_id FROM ({}) AS one WHERE {}")
    return statement.format(_all_of(query, first), sql.SQL(" AND ").join([sql.SQL("true"), *asked]))


def _asked_of(query: ListQuery, node: OfPerson, person: sql.Composable) -> sql.Composable:
    if node in query.few:
        return sql.SQL("{} IN ({})").format(person, _all_of(query, node))
    row = _VALUE if _is_list(fact_of(query, node)) else _FACT
    return sql.SQL("EXISTS ({} OFFSET 0)").format(_filled(row, query, node, person))


async def beginning(connection: Connection, query: ListQuery) -> "Beginning":
    """Asks how many people each condition holds for."""
    asked = list(dict.fromkeys(leaf for leaf in leaves(query.search.root) if isinstance(leaf, OfPerson)))
    if not asked:
        return Beginning()
    most = sql.Literal(FEW + 1)
    counts = [
        sql.SQL("(SELECT count(*) FROM ({} LIMIT {}) AS one)").format(_all_of(query, node), most) for node in asked
    ]
    row = await (await connection.execute(sql.SQL("SELECT ARRAY[{}]").format(sql.SQL(", ").join(counts)))).fetchone()
    by_node = dict(zip(asked, row[0] if row else [], strict=True))
    few = [node for node, count in by_node.items() if count <= FEW]
    root = query.search.root
    parts = [part for part in (root.parts if isinstance(root, Every) else (root,)) if isinstance(part, OfPerson)]
    always = sorted(dict.fromkeys(parts), key=by_node.__getitem__)
    return Beginning(few, always, collected=any(by_node[node] <= COLLECTED for node in always))


def _all_of(query: ListQuery, node: OfPerson) -> sql.Composable:
    """Ids of all for whom it holds, each once, as `contact_id`."""
    return _filled(_VALUES if _is_list(fact_of(query, node)) else _FACTS, query, node)


def _filled(
    statement: LiteralString, query: ListQuery, node: OfPerson, person: sql.Composable = _NOBODY
) -> sql.Composable:
    compared = unless(_compared(query, node), negated=node.negated)
    return sql.SQL(statement).format(name=sql.Literal(fact_of(query, node).name), compared=compared, person=person)


def _is_list(fact: PeopleFact) -> bool:
    """Of several choices, each is compared."""
    return fact.field is not None and fact.field.kind is Kind.MANY_CHOICES


def _compared(query: ListQuery, node: OfPerson) -> sql.Composable:
    condition, field = node.condition, fact_of(query, node).field
    if isinstance(condition, Condition):
        return _of_column(condition, query.now)
    if field is not None and field.kind is Kind.MANY_CHOICES:
        return among_choices(field, condition.text)
    if field is not None and field.kind is Kind.NUMBER:
        return sql.SQL(_NUMBER).format(SIGNS[condition.sign], sql.Literal(condition.text))
    return _same_text(condition.text)


def _of_column(condition: Condition, now: datetime) -> sql.Composable:
    if condition.text is not None:
        return _same_text(condition.text)
    number = condition.number or 0
    if condition.column.kind is FactKind.AT:
        return _within_days(condition.sign, number, now)
    return sql.SQL(_NUMBER).format(SIGNS[condition.sign], sql.Literal(number))


def _same_text(text: str) -> sql.Composable:
    return sql.SQL("f.place = text_place({})").format(sql.Literal(text))


def _within_days(sign: Sign, days: float, now: datetime) -> sql.Composable:
    """Days from now, in either direction; exactly so many days means that day, give or take half of one."""
    if sign is Sign.EQUAL:
        nearer, farther = _within_days(Sign.BELOW, days + 0.5, now), _within_days(Sign.AT_LEAST, days - 0.5, now)
        return sql.SQL("({} AND {})").format(nearer, farther)
    lower, upper = _SIDES[sign]
    joined = sql.SQL("({} AND {})" if sign in {Sign.BELOW, Sign.AT_MOST} else "({} OR {})")
    return joined.format(
        sql.SQL(_NUMBER).format(SIGNS[lower], sql.Literal(now.timestamp() - days * _DAY)),
        sql.SQL(_NUMBER).format(SIGNS[upper], sql.Literal(now.timestamp() + days * _DAY)),
    )


_SIDES = {
    Sign.BELOW: (Sign.ABOVE, Sign.BELOW),
    Sign.AT_MOST: (Sign.AT_LEAST, Sign.AT_MOST),
    Sign.ABOVE: (Sign.BELOW, Sign.ABOVE),
    Sign.AT_LEAST: (Sign.AT_MOST, Sign.AT_LEAST),
}
