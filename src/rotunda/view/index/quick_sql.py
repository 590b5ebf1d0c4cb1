"""The best few accounts for what is being typed, in one statement.

Each arm reads one index and stops after a few rows, and later arms are not begun where earlier ones have found enough:
known by exactly this; a name that begins so; a name with the word; anything that begins so; anything with the word; and
where none of them finds anything, names that are spelled much like it.
"""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from rotunda.access.grant import list_scopes
from rotunda.view.index.conditions_sql import ListQuery, holds
from rotunda.view.index.scope_sql import OWNERS_OF, within
from rotunda.view.index.spelling import ALIKE, MEANT, is_forgiven, words_meant
from rotunda.view.index.terms_sql import TERMS_OF, has_word, pattern, readable_term

_EACH_ARM = 40
_OF_SOME = 300
"""Of a viewer who sees some accounts: those are found by whose they are, in no order."""

_ENOUGH = 40
_TERMS: LiteralString = """
    (SELECT {place}::int AS place, 0::real AS unlike, a.id, a.folded
    FROM found_term t JOIN listed_account a ON a.id = t.shown_id
    WHERE t.kind = 'account' AND {matched} AND {readable} AND {allowed} {order} LIMIT {most})
"""
_DOCUMENTS: LiteralString = """
    (SELECT {place}::int AS place, 0::real AS unlike, a.id, a.folded FROM listed_account a
    WHERE {matched} AND {allowed} LIMIT {most})
"""
_ALIKE: LiteralString = """
    UNION ALL (
        SELECT 5 AS place, (1 - word_similarity(search_fold({phrase}), a.names))::real AS unlike, a.id, a.folded
        FROM meant CROSS JOIN LATERAL (
            SELECT a.id, a.folded, a.names FROM listed_account a WHERE {named} AND {allowed} LIMIT {most}) AS a
        WHERE NOT EXISTS (SELECT FROM typed) AND word_similarity(search_fold({phrase}), a.names) >= {alike}
        LIMIT {enough})
"""
_BEST: LiteralString = (
    """
    WITH typed AS MATERIALIZED (SELECT * FROM ({arms}) AS arm LIMIT {enough}),
    {meant} found AS (SELECT * FROM typed {alike}),
    best AS (SELECT DISTINCT ON (id) * FROM found ORDER BY id, place, unlike)
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        whose.owner_emails, whose.teams,
        by.field, by.source, by.value, by.former
    FROM (SELECT * FROM best ORDER BY place, unlike, length(folded), folded, id LIMIT {limit}) AS b
    JOIN listed_account a ON a.id = b.id
    """
    + OWNERS_OF
    + """
    CROSS JOIN LATERAL (
        SELECT t.field, t.source, t.value, t.former FROM {terms} AND {readable}
        ORDER BY {by}, t.former, length(t.folded), t.folded, t.source LIMIT 1
    ) AS by
    ORDER BY b.place, b.unlike, by.former, length(by.value), length(b.folded), b.folded, b.id
"""
)
_BY: LiteralString = """
    t.folded = ' ' || search_fold({phrase}) DESC, t.field = 'name' AND {begins} DESC,
    t.field = 'name' AND t.folded LIKE {longest} DESC, {begins} DESC, t.folded LIKE {longest} DESC,
    t.field = 'name' DESC, word_similarity(search_fold({phrase}), t.folded) DESC
"""


def best_accounts(query: ListQuery, limit: int) -> sql.Composed:
    """The statement, for a search with words."""
    words = query.search.words
    text, longest = " ".join(words), max(words, key=len)
    phrase, like, begins = sql.Literal(text), pattern(longest), _begins(text)
    whole = sql.SQL("{} AND {}").format(_seen(query), holds(query, query.search.without_words))
    arms = _arms(query, text, longest, whole)
    meant = alike = sql.SQL("")
    if any(map(is_forgiven, words)):
        meant = sql.SQL("{},").format(words_meant("account", words))
        alike = sql.SQL(_ALIKE).format(
            phrase=phrase,
            named=sql.SQL(MEANT).format(names=sql.SQL("a.names")),
            allowed=whole,
            most=sql.Literal(_EACH_ARM),
            alike=sql.Literal(ALIKE),
            enough=sql.Literal(_ENOUGH),
        )
    return sql.SQL(_BEST).format(
        arms=sql.SQL(" UNION ALL ").join(arms),
        enough=sql.Literal(_ENOUGH if _sees_all(query) else len(arms) * _OF_SOME),
        meant=meant,
        alike=alike,
        limit=sql.Literal(limit),
        terms=TERMS_OF,
        readable=readable_term(query.addresses),
        by=sql.SQL(_BY).format(phrase=phrase, begins=begins, longest=like),
    )


_NAME = sql.SQL("t.field = 'name'")
_AS_FOUND, _IN_ORDER = sql.SQL(""), sql.SQL("ORDER BY t.folded, t.found_id")


def _arms(query: ListQuery, text: str, longest: str, whole: sql.Composable) -> Sequence[sql.Composable]:
    like, begins = pattern(longest), _begins(text)
    parts = _parts(query, longest, whole)
    readable = readable_term(query.addresses)
    exactly = sql.SQL("t.folded = ' ' || search_fold({})").format(sql.Literal(text))
    named = sql.SQL("a.names LIKE {}").format(like)
    anything = has_word(query.addresses, longest)
    if not _sees_all(query):
        place = sql.SQL("CASE WHEN ' ' || a.folded LIKE {begins} THEN 1 ELSE 2 END")
        begun = place.format(begins=sql.SQL("' ' || search_literal({}) || '%'").format(sql.Literal(text)))
        return [
            _terms(0, exactly, readable, whole, _AS_FOUND),
            _documents(begun, named, parts, _OF_SOME),
            _documents(sql.Literal(4), anything, parts, _OF_SOME),
        ]
    return [
        _terms(0, exactly, readable, whole, _AS_FOUND),
        _terms(1, sql.SQL("{} AND {}").format(_NAME, begins), readable, whole, _IN_ORDER),
        _documents(sql.Literal(2), named, parts, _EACH_ARM),
        _terms(3, begins, readable, whole, _IN_ORDER),
        _documents(sql.Literal(4), anything, parts, _EACH_ARM),
    ]


def _terms(
    place: int, matched: sql.Composable, readable: sql.Composable, allowed: sql.Composable, order: sql.SQL
) -> sql.Composable:
    most = sql.Literal(_EACH_ARM)
    return sql.SQL(_TERMS).format(
        place=sql.Literal(place), matched=matched, readable=readable, allowed=allowed, order=order, most=most
    )


def _documents(place: sql.Composable, matched: sql.Composable, allowed: sql.Composable, most: int) -> sql.Composable:
    return sql.SQL(_DOCUMENTS).format(place=place, matched=matched, allowed=allowed, most=sql.Literal(most))


def _begins(text: str) -> sql.Composable:
    return sql.SQL("t.folded LIKE ' ' || search_literal({}) || '%'").format(sql.Literal(text))


def _parts(query: ListQuery, longest: str, whole: sql.Composable) -> sql.Composable:
    """The other words, too, as they are typed: the last arm forgives the spelling of all of them together."""
    others = [has_word(query.addresses, each) for each in query.search.words if each != longest]
    return sql.SQL(" AND ").join([whole, *others])


def _sees_all(query: ListQuery) -> bool:
    return any(scope.everything for scope in list_scopes(query.viewer))


def _seen(query: ListQuery) -> sql.Composable:
    """Rights. An account is never found by what this viewer may not read of it."""
    return within(list_scopes(query.viewer))
