"""The best few people for what is being typed.

Each arm reads one index and stops after a few rows, and later arms are not begun where earlier ones have found enough:
whose address or number is exactly this, and then nobody else; whose name begins so; who has the word in a name, in an
address or number; who works at a company of that name; and where none of them finds anybody, whose name is spelled much
like it.
"""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from rotunda.identity.matching.phones import normal_phone
from rotunda.view.contact.people_sql import (
    PEOPLE_AND_ACCOUNTS,
    PeopleScopes,
    at_company,
    people,
    person_has_word,
    seen,
)
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.ranking import ASKED_AND_BEST, Stage, Typed, best_of
from rotunda.view.index.scope_sql import OWNERS_OF, within
from rotunda.view.index.spelling import alike_in, is_forgiven, words_meant
from rotunda.view.index.terms_sql import contains, is_short, pattern

_EACH_ARM = 40
_OF_SOME = 300
"""Of a viewer who sees some accounts: their people are found by whose they are, in no order."""

_ENOUGH = 40
_EXACT, _TYPED = frozenset({0}), frozenset(range(5))
"""The places of whose address or number it is, and of everybody who has it as it was typed."""

_IDENTIFIED: LiteralString = (
    "(SELECT {place}::int AS place, 0::real AS unlike, p.id, p.place AS name FROM found_identifier i "
    "JOIN contact n ON n.id = i.contact_id CROSS JOIN LATERAL (SELECT p.*"
    + PEOPLE_AND_ACCOUNTS
    + "WHERE p.id = coalesce(n.shown_as, n.id) AND {allowed} OFFSET 0) AS p "
    "WHERE i.kind IN ('email', 'phone') AND i.normal = {known} LIMIT {most})"
)
_DOCUMENTS: LiteralString = (
    "(SELECT {place}::int AS place, 0::real AS unlike, p.id, p.place AS name"
    + PEOPLE_AND_ACCOUNTS
    + "WHERE {matched} AND {allowed} {order} LIMIT {most})"
)
_AT_COMPANIES: LiteralString = (
    """
    (SELECT 4::int AS place, 0::real AS unlike, p.id, p.name
    FROM listed_account l CROSS JOIN LATERAL (
        SELECT m.account_id AS id FROM account_member m WHERE m.shown_id = l.id OFFSET 0
    ) AS at CROSS JOIN LATERAL (SELECT p.id, p.place AS name
    """
    + PEOPLE_AND_ACCOUNTS
    + """
        WHERE p.account_id = at.id AND {allowed} OFFSET 0) AS p
    WHERE l.names LIKE {like} AND {reached} LIMIT {most})
    """
)
"""OFFSET 0: company by company, until there are enough people."""

_ALIKE: LiteralString = (
    """
    SELECT 5 AS place, (1 - word_similarity(search_fold({phrase}), p.names))::real AS unlike, p.id, p.place AS name
    FROM meant CROSS JOIN LATERAL (SELECT p.*
    """
    + PEOPLE_AND_ACCOUNTS
    + """
        WHERE {named} AND {allowed} LIMIT {most}) AS p
    WHERE word_similarity(search_fold({phrase}), p.names) >= {alike}
    """
)
_BEST: LiteralString = """
    WITH {before} found AS MATERIALIZED (SELECT * FROM ({found}) AS arm LIMIT {enough}),
    best AS (SELECT DISTINCT ON (id) * FROM found ORDER BY id, place, unlike)
    SELECT id, place, unlike, name FROM best ORDER BY place, unlike, name, id LIMIT {limit}
"""
_TOLD: LiteralString = (
    """
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account,
        a.name AS account_name,
        whose.owner_emails, whose.teams,
        by.field, by.source, by.value, by.former
    """
    + ASKED_AND_BEST
    + """
    JOIN listed_person p ON p.id = b.id JOIN contact c ON c.id = b.id
    LEFT JOIN account_member am ON am.account_id = c.account_id LEFT JOIN shown_account a ON a.id = am.shown_id
    """
    + OWNERS_OF
    + """
    CROSS JOIN LATERAL (
        SELECT s.* FROM ({said}) AS s
        ORDER BY (b.place = s.place) DESC, s.folded = ' ' || asked.phrase DESC,
            s.place <> 4 AND s.folded LIKE asked.longest DESC, s.folded LIKE asked.longest DESC, s.place = 1 DESC,
            word_similarity(asked.phrase, s.folded) DESC, s.former, s.value, s.source LIMIT 1
    ) AS by
    ORDER BY b.place, b.unlike, by.former, b.name, b.id
"""
)
_SAID: LiteralString = """
    SELECT 1 AS place, 'name' AS field, '' AS source, v.said AS value, v.said <> c.name AS former,
        ' ' || search_fold(v.said) AS folded
    FROM contact n CROSS JOIN LATERAL (VALUES (n.name), (n.mirrored_name)) AS v (said)
    WHERE (n.id = c.id OR n.shown_as = c.id) AND v.said IS NOT NULL AND (position('@' in v.said) = 0 OR {personal})
    UNION ALL
    SELECT CASE WHEN i.normal = $8::text THEN 0 ELSE 3 END, i.kind, i.source, i.value, i.until IS NOT NULL,
        ' ' || search_fold(i.normal)
    FROM contact n JOIN contact_identifier i ON i.contact_id = n.id
    WHERE (n.id = c.id OR n.shown_as = c.id) AND i.kind IN ('email', 'phone') AND {personal} AND NOT EXISTS (
        SELECT FROM contact_split x WHERE x.kind = i.kind AND x.normal = i.normal AND x.from_contact = i.contact_id
            AND x.ended_at IS NULL)
    UNION ALL
    SELECT CASE WHEN i.normal = $8::text THEN 0 ELSE 3 END, i.kind, i.source, i.value, i.until IS NOT NULL,
        ' ' || search_fold(i.normal)
    FROM contact n JOIN contact_split x ON x.into_contact = n.id AND x.ended_at IS NULL
    JOIN contact_identifier i ON i.kind = x.kind AND i.normal = x.normal AND i.contact_id = x.from_contact
    WHERE (n.id = c.id OR n.shown_as = c.id) AND i.kind IN ('email', 'phone') AND {personal}
    UNION ALL
    SELECT 4, 'account', '', t.value, t.former, t.folded
    FROM account_member o JOIN account_member m ON m.shown_id = o.shown_id
    JOIN search_term t ON t.subject_id = m.account_id AND t.field = 'name'
    WHERE o.account_id = c.account_id
"""
_IN_ORDER, _AS_FOUND = sql.SQL("ORDER BY p.folded, p.id"), sql.SQL("")


def people_stages(query: ListQuery, limit: int) -> list[Stage]:
    """For a search with words: whose address or number it is, and then nobody else; names that begin so, where the
    viewer sees all of them; anything else; and where nobody is found, names that are spelled much like it.
    """
    words, scopes = query.search.words, PeopleScopes.of(query.viewer)
    whole = _allowed(query, scopes)

    def first() -> sql.Composed:
        unless = sql.SQL("{} AND NOT EXISTS (SELECT FROM exact)").format(whole)
        arms = [_begun(query, unless)] if _sees_all(scopes) else _other_arms(query, unless)
        enough = _ENOUGH if _sees_all(scopes) else len(arms) * _OF_SOME
        exact = sql.SQL("exact AS MATERIALIZED {},").format(_identified(query, whole))
        return best_of(_BEST, exact, [sql.SQL("SELECT * FROM exact"), *arms], enough, limit)

    def others() -> sql.Composed:
        return best_of(_BEST, sql.SQL(""), _other_arms(query, whole), _ENOUGH, limit)

    def alike() -> sql.Composed:
        found = alike_in(_ALIKE, sql.SQL("p.names"), words, whole, _EACH_ARM)
        return best_of(_BEST, sql.SQL("{},").format(words_meant("person", words)), [found], _ENOUGH, limit)

    stages = [Stage(first), Stage(others, _EXACT)] if _sees_all(scopes) else [Stage(first)]
    return [*stages, Stage(alike, _TYPED)] if any(map(is_forgiven, words)) else stages


def told_people(query: ListQuery) -> sql.Composed:
    """What `told` executes: each with what they were found by. $8 is how addresses and numbers are compared."""
    said = sql.SQL(_SAID).format(personal=seen(PeopleScopes.of(query.viewer).personal))
    return sql.SQL(_TOLD).format(said=said)


def known_as(typed: Typed) -> str:
    """As addresses and numbers are compared."""
    return normal_phone(typed.text) or typed.text.lower()


def _allowed(query: ListQuery, scopes: PeopleScopes) -> sql.Composable:
    return sql.SQL("{} AND {}").format(seen(scopes.identity), people(query, query.search.without_words))


def _identified(query: ListQuery, whole: sql.Composable) -> sql.Composable:
    personal = seen(PeopleScopes.of(query.viewer).personal)
    return sql.SQL(_IDENTIFIED).format(
        place=sql.Literal(0),
        known=sql.Literal(known_as(Typed.of(query.search.words))),
        allowed=sql.SQL("{} AND {}").format(personal, whole),
        most=sql.Literal(_EACH_ARM),
    )


def _begun(query: ListQuery, whole: sql.Composable) -> sql.Composable:
    personal = seen(PeopleScopes.of(query.viewer).personal)
    shown = sql.SQL("{} AND (position('@' in p.folded) = 0 OR {})").format(_begins(query), personal)
    return _documents(sql.Literal(1), shown, whole, _IN_ORDER, _EACH_ARM)


def _begins(query: ListQuery) -> sql.Composable:
    text = Typed.of(query.search.words).text
    return sql.SQL("p.folded LIKE search_literal({}) || '%'").format(sql.Literal(text))


def _other_arms(query: ListQuery, whole: sql.Composable) -> Sequence[sql.Composable]:
    longest, scopes = Typed.of(query.search.words).longest, PeopleScopes.of(query.viewer)
    others = [person_has_word(query.viewer, each) for each in query.search.words if each != longest]
    parts = sql.SQL(" AND ").join([whole, *others])
    all_of_them = _sees_all(scopes)
    most = _EACH_ARM if all_of_them else _OF_SOME
    named = sql.SQL("p.names LIKE {}").format(pattern(longest))
    reached = sql.SQL("{} AND {}").format(contains(sql.SQL("p.reach"), longest), seen(scopes.personal))
    place = sql.Literal(2) if all_of_them else sql.SQL("CASE WHEN {} THEN 1 ELSE 2 END").format(_begins(query))
    arms = [
        _documents(place, named, parts, _AS_FOUND, most),
        _documents(sql.Literal(3), reached, parts, _AS_FOUND, most),
    ]
    if not is_short(longest):
        arms.append(_at_companies(query, longest, parts, most, alone=not others))
    return arms


def _at_companies(query: ListQuery, word: str, allowed: sql.Composable, most: int, *, alone: bool) -> sql.Composable:
    """One word is looked for among companies, which are fewer; of several, all have to meet in the documents."""
    if not alone:
        return _documents(sql.Literal(4), at_company(word), allowed, _AS_FOUND, most)
    reached = within(PeopleScopes.of(query.viewer).identity, sql.SQL("l.scope"))
    return sql.SQL(_AT_COMPANIES).format(allowed=allowed, like=pattern(word), reached=reached, most=sql.Literal(most))


def _documents(
    place: sql.Composable, matched: sql.Composable, allowed: sql.Composable, order: sql.SQL, most: int
) -> sql.Composable:
    return sql.SQL(_DOCUMENTS).format(
        place=place, matched=matched, allowed=allowed, order=order, most=sql.Literal(most)
    )


def _sees_all(scopes: PeopleScopes) -> bool:
    return any(scope.everything for scope in scopes.identity)
