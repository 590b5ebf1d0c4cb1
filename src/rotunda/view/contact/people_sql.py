"""Whom a search finds, as conditions on people (`c`) at accounts (`a`): words and ids are theirs, every other condition
is one on the account.

Rights are part of each way to be found: an address or a number counts only where this viewer may read it, and so does
the name of somebody of whom only the address is known.
"""

import re
from typing import Final, LiteralString

import msgspec
from psycopg import sql

from rotunda.access.grant import PEOPLE, ListScope, list_scopes
from rotunda.access.viewer import Viewer
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.phones import normal_phone
from rotunda.sections.labels import Label
from rotunda.view.index.conditions_sql import ListQuery, Named, holds
from rotunda.view.index.scope_sql import rows_in_scope, scopes_that_read
from rotunda.view.index.search_words import Aspect, IdCondition, Node, PersonCondition, Word
from rotunda.view.index.terms_sql import MOST_ALIKE, NEARLY, is_forgiven, is_short, pattern

NAME_NOT_SHOWN = "Name not shown"

_PERSON: Final[LiteralString] = """
    JOIN contact s ON s.id = coalesce(n.shown_as, n.id) LEFT JOIN account_member m ON m.account_id = s.account_id
"""
_BY_NAME: LiteralString = (
    """
    SELECT s.id FROM contact n
    """
    + _PERSON
    + """
    WHERE ' ' || search_fold(n.name) LIKE {pattern} AND {seen} AND (position('@' in n.name) = 0 OR {personal})
"""
)
_BY_MIRRORED: LiteralString = (
    """
    SELECT s.id FROM contact n
    """
    + _PERSON
    + """
    WHERE n.mirrored_name <> n.name AND ' ' || search_fold(n.mirrored_name) LIKE {pattern} AND {seen}
        AND (position('@' in n.mirrored_name) = 0 OR {personal})
"""
)
"""Who was given another name by us is still found by what the sources say."""

_BY_IDENTIFIER: LiteralString = (
    """
    SELECT s.id FROM found_identifier i JOIN contact n ON n.id = i.contact_id
    """
    + _PERSON
    + """
    WHERE i.kind IN ('email', 'phone') AND i.normal LIKE {pattern} AND {seen} AND {personal}
"""
)
_BY_COMPANY = """
    SELECT s.id FROM found_term t JOIN account_member m ON m.shown_id = t.shown_id
    JOIN contact s ON s.account_id = m.account_id AND s.shown_as IS NULL
    WHERE t.kind = 'account' AND t.field = 'name' AND t.folded LIKE {pattern} AND {seen}
"""
_FORGIVING: LiteralString = (
    """
    WITH typed AS MATERIALIZED ({exact})
    SELECT id FROM typed
    UNION ALL
    SELECT near.id FROM (
        SELECT s.id, word_similarity(search_fold({word}), ' ' || search_fold(n.name)) AS alike,
            max(word_similarity(search_fold({word}), ' ' || search_fold(n.name))) OVER () AS best
        FROM contact n
    """
    + _PERSON
    + """
        WHERE search_fold({word}) <% (' ' || search_fold(n.name)) AND {seen} AND position('@' in n.name) = 0
            AND NOT EXISTS (SELECT FROM typed)
        ORDER BY alike DESC, s.id LIMIT {most}
    ) AS near WHERE near.alike >= near.best * {nearly}
"""
)
_BY_TITLE: LiteralString = (
    """
    SELECT s.id FROM contact n
    """
    + _PERSON
    + """
    WHERE ' ' || search_fold(n.title) LIKE {pattern} AND n.id = s.id AND {seen}
"""
)
_BY_SOURCE: LiteralString = (
    """
    SELECT s.id FROM contact_link l JOIN contact n ON n.id = l.contact_id
    """
    + _PERSON
    + """
    WHERE l.source = {source} AND l.revoked_at IS NULL AND {seen}
"""
)
_BY_KIND: LiteralString = (
    """
    SELECT s.id FROM found_identifier i JOIN contact n ON n.id = i.contact_id
    """
    + _PERSON
    + """
    WHERE i.kind = {kind} AND i.normal LIKE {pattern} AND {seen} AND {personal}
"""
)
_BY_ID: LiteralString = (
    """
    SELECT s.id FROM contact n
    """
    + _PERSON
    + """
    WHERE n.id = {value} AND {seen}
    UNION ALL SELECT s.id FROM found_identifier i JOIN contact n ON n.id = i.contact_id
    """
    + _PERSON
    + """
    WHERE {seen} AND (
        (i.kind = 'record' AND i.normal = ANY({records})) OR (i.kind = 'email' AND i.normal = {email} AND {personal})
        OR (i.kind = 'phone' AND i.normal = {phone} AND {personal}))
"""
)
_SHOWN = sql.SQL("m.shown_id")


class PeopleScopes(msgspec.Struct, frozen=True):
    """Where a viewer may read who people are, and where also how to reach them."""

    identity: list[ListScope]
    personal: list[ListScope]

    @classmethod
    def of(cls, viewer: Viewer) -> "PeopleScopes":
        return cls(scopes_that_read(viewer, PEOPLE, Label.IDENTITY), scopes_that_read(viewer, PEOPLE, Label.PERSONAL))

    def if_personal(self, value: sql.Composable) -> sql.Composable:
        """Nothing where this viewer may not read how to reach people."""
        if self.identity == self.personal:
            return value
        return sql.SQL("CASE WHEN {} THEN {} END").format(rows_in_scope(self.personal), value)

    def name(self) -> sql.Composable:
        """Somebody of whom only the address is known is called by it: no name to search or sort by elsewhere."""
        if self.identity == self.personal:
            return sql.SQL("c.name")
        hidden = "CASE WHEN position('@' in c.name) = 0 OR {personal} THEN c.name ELSE {hidden} END"
        return sql.SQL(hidden).format(personal=rows_in_scope(self.personal), hidden=sql.Literal(NAME_NOT_SHOWN))


def people(query: ListQuery, node: Node) -> sql.Composable:
    """What holds for `c` and `a` where this part of the search does."""
    return holds(query, node, person_named)


def person_named(query: ListQuery, node: Named) -> sql.Composable:
    """Whether the person is known by this."""
    if isinstance(node, PersonCondition) and node.text is None:
        return _having(query.viewer, node)
    if isinstance(node, PersonCondition):
        found = _by_aspect(query.viewer, node)
    else:
        found = _by_id(query, node) if isinstance(node, IdCondition) else _by_word(query, node)
    return sql.SQL("c.id {} ({})").format(sql.SQL("NOT IN" if node.negated else "IN"), found)


def _having(viewer: Viewer, node: PersonCondition) -> sql.Composable:
    """Whether the person is shown with one. One that this viewer may not read counts as none."""
    column = sql.Identifier("c", "email" if node.aspect is Aspect.EMAIL else "phone")
    readable = rows_in_scope(PeopleScopes.of(viewer).personal)
    sign = sql.SQL("NOT " if node.negated else "")
    return sql.SQL("{}coalesce({} <> '' AND {}, false)").format(sign, column, readable)


def _by_aspect(viewer: Viewer, node: PersonCondition) -> sql.Composable:
    """An address or a number counts only where this viewer may read it."""
    rights = _scopes(viewer)
    if node.aspect is Aspect.TITLE:
        return sql.SQL(_BY_TITLE).format(pattern=pattern(node.text or ""), **rights)
    if node.aspect is Aspect.SOURCE:
        return sql.SQL(_BY_SOURCE).format(source=sql.Literal(node.text), **rights)
    text = sql.SQL("('%' || search_literal({}) || '%')").format(sql.Literal(_comparable(node.aspect, node.text or "")))
    return sql.SQL(_BY_KIND).format(kind=sql.Literal(node.aspect.value), pattern=text, **rights)


def _comparable(aspect: Aspect, text: str) -> str:
    """A number is compared by its digits, however it is spaced."""
    return normal_phone(text) or re.sub(r"[\s().\-/]", "", text) if aspect is Aspect.PHONE else text


def _by_word(query: ListQuery, word: Word) -> sql.Composable:
    exact = by_any_of(query.viewer, word.text)
    if word.negated or not is_forgiven(word.text):
        return exact
    return sql.SQL(_FORGIVING).format(
        exact=exact,
        word=sql.Literal(word.text),
        seen=_scopes(query.viewer)["seen"],
        most=sql.Literal(MOST_ALIKE),
        nearly=sql.Literal(NEARLY),
    )


def by_any_of(viewer: Viewer, word: str) -> sql.Composable:
    """Ids of people with the word in their name, their addresses and numbers, or the name of where they work."""
    rights = _scopes(viewer)
    return sql.SQL(" UNION ALL ").join(
        [
            sql.SQL(_BY_NAME).format(pattern=pattern(word), **rights),
            sql.SQL(_BY_MIRRORED).format(pattern=pattern(word), **rights),
            sql.SQL(_BY_IDENTIFIER).format(pattern=identifier_pattern(word), **rights),
            sql.SQL(_BY_COMPANY).format(pattern=pattern(word), seen=_listed(viewer)),
        ]
    )


def identifier_pattern(word: str) -> sql.Composable:
    """For LIKE, of addresses and numbers as they are compared."""
    start = "" if is_short(word) else "%"
    return sql.SQL("({} || search_literal({}) || '%')").format(sql.Literal(start), sql.Literal(word))


def _by_id(query: ListQuery, condition: IdCondition) -> sql.Composable:
    sources = [condition.source] if condition.source else sorted(query.addresses)
    named = "" if condition.source else condition.value
    return sql.SQL(_BY_ID).format(
        value=sql.Literal(named),
        records=sql.Literal([f"{source}:{condition.value}" for source in sources]),
        email=sql.Literal(normal_email(named) or named.lower()),
        phone=sql.Literal(normal_phone(named) or ""),
        **_scopes(query.viewer),
    )


def _scopes(viewer: Viewer) -> dict[str, sql.Composable]:
    scopes = PeopleScopes.of(viewer)
    return {"seen": rows_in_scope(scopes.identity, _SHOWN), "personal": rows_in_scope(scopes.personal, _SHOWN)}


def _listed(viewer: Viewer) -> sql.Composable:
    """Companies that the viewer may not list find nobody."""
    return rows_in_scope(list_scopes(viewer), _SHOWN)
