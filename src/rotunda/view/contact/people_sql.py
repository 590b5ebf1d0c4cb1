"""Whom a search finds, as conditions on people (`p`) at accounts (`a`): words and ids are theirs, every other condition
is one on the account.

Rights are part of each way to be found: an address or a number counts only where this viewer may read it, and so does
the name of somebody of whom only the address is known.
"""

import re
from collections.abc import Sequence
from typing import Final, LiteralString

import msgspec
from psycopg import sql

from rotunda.access.grant import PEOPLE, ListScope
from rotunda.access.viewer import Viewer
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.phones import normal_phone
from rotunda.sections.labels import Label
from rotunda.view.contact.facts_sql import fact_asked, fact_of
from rotunda.view.index.conditions_sql import ListQuery, Named, holds, unless
from rotunda.view.index.scope_sql import rows_in_scope, scopes_that_read, within, words_of
from rotunda.view.index.search_words import Aspect, IdCondition, Node, OfPerson, PersonCondition
from rotunda.view.index.terms_sql import contains, pattern

NAME_NOT_SHOWN = "Name not shown"

_PERSON: Final[LiteralString] = """
    JOIN contact s ON s.id = coalesce(n.shown_as, n.id) LEFT JOIN account_member m ON m.account_id = s.account_id
"""
PEOPLE_AND_ACCOUNTS: Final[LiteralString] = """
    FROM listed_person p CROSS JOIN LATERAL (
        SELECT coalesce((SELECT x.shown_as FROM account x WHERE x.id = p.account_id AND x.shown_as IS NOT NULL),
            p.account_id) AS id
    ) AS s CROSS JOIN LATERAL (
        SELECT s.id, CASE WHEN s.id = p.account_id AND NOT EXISTS (SELECT FROM account x WHERE x.shown_as = s.id)
            THEN p.scope ELSE (SELECT l.scope FROM listed_account l WHERE l.id = s.id) END AS scope
    ) AS a
"""
_MERGED_WITHIN = "{account} = ANY((SELECT merged_within({words}::text[]))::text[])"
_MERGED_NAMED = "p.account_id = ANY((SELECT merged_named({like}))::text[])"
"""Whom a merge concerns: documents of people are of the account that they are at, merged or not."""

_KNOWN: LiteralString = "(p.names LIKE {like} OR {company} OR ({reach} AND {personal}))"
_KNOWN_TO_SOME: LiteralString = """
    (({here} AND p.names LIKE {like}) OR ({here} AND p.company LIKE {like}) OR {at_merged}
        OR ({here} AND {reach} AND {personal}) OR ({merged} AND {known}))
"""
"""The same of whom the viewer reaches: each way is one look into the index, for the word and the right together."""

_HAS_TITLE = "p.id IN (SELECT n.id FROM contact n WHERE ' ' || search_fold(n.title) LIKE {like})"
_OF_SOURCE = """
    EXISTS (SELECT FROM contact n JOIN contact_link k ON k.contact_id = n.id
        WHERE (n.id = p.id OR n.shown_as = p.id) AND k.source = {source} AND k.revoked_at IS NULL OFFSET 0)
"""
_HAS_REACH = "EXISTS (SELECT FROM contact n WHERE n.id = p.id AND {column} <> '' OFFSET 0)"
_REACHED_AT = """
    (p.reach LIKE {like} AND EXISTS (
        SELECT FROM contact n JOIN contact_identifier i ON i.contact_id = n.id
        WHERE (n.id = p.id OR n.shown_as = p.id) AND i.kind = {kind} AND i.normal LIKE {like} AND NOT EXISTS (
            SELECT FROM contact_split x WHERE x.kind = i.kind AND x.normal = i.normal
                AND x.from_contact = i.contact_id AND x.ended_at IS NULL)
        UNION ALL
        SELECT FROM contact n JOIN contact_split x ON x.into_contact = n.id
        WHERE (n.id = p.id OR n.shown_as = p.id) AND x.kind = {kind} AND x.normal LIKE {like} AND x.ended_at IS NULL
        OFFSET 0))
"""
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

    identity: Sequence[ListScope]
    personal: Sequence[ListScope]

    @classmethod
    def of(cls, viewer: Viewer) -> "PeopleScopes":
        return cls(scopes_that_read(viewer, PEOPLE, Label.IDENTITY), scopes_that_read(viewer, PEOPLE, Label.PERSONAL))

    def if_personal(self, value: sql.Composable) -> sql.Composable:
        """Nothing where this viewer may not read how to reach people."""
        if self.identity == self.personal:
            return value
        return sql.SQL("CASE WHEN {} THEN {} END").format(seen(self.personal), value)

    def place(self) -> sql.Composable:
        """In the order of the list. Somebody of whom only the address is known is called by it: no name to search or
        sort by elsewhere.
        """
        if self.identity == self.personal:
            return sql.SQL("p.place")
        hidden = "CASE WHEN position('@' in p.place) = 0 OR {personal} THEN p.place ELSE lower({hidden}) END"
        return sql.SQL(hidden).format(personal=seen(self.personal), hidden=sql.Literal(NAME_NOT_SHOWN))


def seen(scopes: Sequence[ListScope], person: str = "p") -> sql.Composable:
    """Whether the viewer reaches the account of the person, or one that is merged with it."""
    here = within(scopes, sql.Identifier(person, "scope"))
    if not scopes or any(scope.everything for scope in scopes):
        return here
    return sql.SQL("({} OR {})").format(here, _merged_within(scopes, person))


def _merged_within(scopes: Sequence[ListScope], person: str) -> sql.Composable:
    words = sql.Literal(words_of(scopes))
    return sql.SQL(_MERGED_WITHIN).format(account=sql.Identifier(person, "account_id"), words=words)


def _merged_named(like: sql.Composable) -> sql.Composable:
    return sql.SQL(_MERGED_NAMED).format(like=like)


def at_company(word: str) -> sql.Composable:
    """Whether the account of `p`, or one that is merged with it, has the word in a name."""
    like = pattern(word)
    return sql.SQL("(p.company LIKE {} OR {})").format(like, _merged_named(like))


def people(query: ListQuery, node: Node) -> sql.Composable:
    """What holds for `p` and `a` where this part of the search does."""
    return holds(query, node, person_named)


def person_named(query: ListQuery, node: Named) -> sql.Composable:
    """Whether the person is known by this."""
    if isinstance(node, PersonCondition):
        return unless(_by_aspect(query.viewer, node), negated=node.negated)
    if isinstance(node, OfPerson):
        return sql.SQL("({} AND {})").format(fact_asked(query, node), seen(fact_of(query, node).scopes))
    if isinstance(node, IdCondition):
        found = _by_id(query, node)
        return sql.SQL("p.id {} ({})").format(sql.SQL("NOT IN" if node.negated else "IN"), found)
    if node.text in query.alike and not node.negated:
        return sql.SQL("p.id = ANY({})").format(sql.Literal(list(query.alike[node.text])))
    return unless(person_has_word(query.viewer, node.text), negated=node.negated)


def _by_aspect(viewer: Viewer, node: PersonCondition) -> sql.Composable:
    """An address or a number counts only where this viewer may read it."""
    if node.aspect is Aspect.TITLE:
        return sql.SQL(_HAS_TITLE).format(like=pattern(node.text or ""))
    if node.aspect is Aspect.SOURCE:
        return sql.SQL(_OF_SOURCE).format(source=sql.Literal(node.text))
    if node.text is None:
        found = sql.SQL(_HAS_REACH).format(column=sql.Identifier("n", node.aspect.value))
    else:
        like = sql.SQL("('%' || search_literal({}) || '%')").format(sql.Literal(_comparable(node.aspect, node.text)))
        found = sql.SQL(_REACHED_AT).format(kind=sql.Literal(node.aspect.value), like=like)
    return sql.SQL("({} AND {})").format(found, seen(PeopleScopes.of(viewer).personal))


def _comparable(aspect: Aspect, text: str) -> str:
    """A number is compared by its digits, however it is spaced."""
    return normal_phone(text) or re.sub(r"[\s().\-/]", "", text) if aspect is Aspect.PHONE else text


def person_has_word(viewer: Viewer, word: str) -> sql.Composable:
    """Whether it is in a name, an address, a number, or the name of where the person works: no company is listed to
    more people than may read who works there.
    """
    scopes = PeopleScopes.of(viewer)
    reach = contains(sql.SQL("p.reach"), word)
    known = sql.SQL(_KNOWN).format(
        like=pattern(word), company=at_company(word), reach=reach, personal=seen(scopes.personal)
    )
    if not scopes.identity or any(scope.everything for scope in scopes.identity):
        return known
    return sql.SQL(_KNOWN_TO_SOME).format(
        like=pattern(word),
        reach=reach,
        here=within(scopes.identity, sql.SQL("p.scope")),
        personal=seen(scopes.personal),
        merged=_merged_within(scopes.identity, "p"),
        at_merged=_merged_named(pattern(word)),
        known=known,
    )


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
