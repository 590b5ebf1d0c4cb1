"""The best few accounts for what is being typed.

Each arm reads one index and stops after a few rows, and later arms are not begun where earlier ones have found enough:
known by exactly this; a name that begins so; a name with the word; anything that begins so; anything with the word; and
where none of them finds anything, names that are spelled much like it.
"""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from rotunda.access.grant import list_scopes
from rotunda.view.index.conditions_sql import ListQuery, holds
from rotunda.view.index.ranking import ASKED_AND_BEST, Stage, Typed, best_of
from rotunda.view.index.scope_sql import OWNERS_OF, within
from rotunda.view.index.spelling import alike_in, is_forgiven, words_meant
from rotunda.view.index.terms_sql import TERMS_OF, has_word, pattern, readable_term

_EACH_ARM = 40
_OF_SOME = 300
"""Of a viewer who sees some accounts: those are found by whose they are, in no order."""

_ENOUGH = 40
_TYPED = frozenset(range(5))
"""The places of who has it as it was typed."""

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
    SELECT 5 AS place, (1 - word_similarity(search_fold({phrase}), a.names))::real AS unlike, a.id, a.folded
    FROM meant CROSS JOIN LATERAL (
        SELECT a.id, a.folded, a.names FROM listed_account a WHERE {named} AND {allowed} LIMIT {most}) AS a
    WHERE word_similarity(search_fold({phrase}), a.names) >= {alike}
"""
_BEST: LiteralString = """
    WITH {before} found AS MATERIALIZED (SELECT * FROM ({found}) AS arm LIMIT {enough}),
    best AS (SELECT DISTINCT ON (id) * FROM found ORDER BY id, place, unlike)
    SELECT id, place, unlike, folded AS name FROM best ORDER BY place, unlike, length(folded), folded, id LIMIT {limit}
"""
_TOLD: LiteralString = (
    """
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        whose.owner_emails, whose.teams,
        by.field, by.source, by.value, by.former
    """
    + ASKED_AND_BEST
    + "JOIN listed_account a ON a.id = b.id"
    + OWNERS_OF
    + """
    CROSS JOIN LATERAL (
        SELECT t.field, t.source, t.value, t.former FROM {terms} AND {readable}
        ORDER BY t.folded = ' ' || asked.phrase DESC, t.field = 'name' AND t.folded LIKE asked.begins DESC,
            t.field = 'name' AND t.folded LIKE asked.longest DESC, t.folded LIKE asked.begins DESC,
            t.folded LIKE asked.longest DESC, t.field = 'name' DESC,
            word_similarity(asked.phrase, t.folded) DESC, t.former, length(t.folded), t.folded, t.source LIMIT 1
    ) AS by
    ORDER BY b.place, b.unlike, by.former, length(by.value), length(b.name), b.name, b.id
"""
)


def account_stages(query: ListQuery, limit: int) -> list[Stage]:
    """For a search with words: names that begin so, where the viewer sees all of them; anything else; and where nobody
    is found, names that are spelled much like it.
    """
    words, whole, nothing = query.search.words, _allowed(query), sql.SQL("")

    def first() -> sql.Composed:
        return best_of(_BEST, nothing, _first_arms(query, whole), _ENOUGH, limit)

    def others() -> sql.Composed:
        return best_of(_BEST, nothing, _other_arms(query, whole), _ENOUGH, limit)

    def of_some() -> sql.Composed:
        arms = _arms_of_some(query, whole)
        return best_of(_BEST, nothing, arms, len(arms) * _OF_SOME, limit)

    def alike() -> sql.Composed:
        found = alike_in(_ALIKE, sql.SQL("a.names"), words, whole, _EACH_ARM)
        return best_of(_BEST, sql.SQL("{},").format(words_meant("account", words)), [found], _ENOUGH, limit)

    stages = [Stage(first), Stage(others)] if _sees_all(query) else [Stage(of_some)]
    return [*stages, Stage(alike, _TYPED)] if any(map(is_forgiven, words)) else stages


def told_accounts(query: ListQuery) -> sql.Composed:
    """What `told` executes: each with what it was found by."""
    return sql.SQL(_TOLD).format(terms=TERMS_OF, readable=readable_term(query.addresses))


def _allowed(query: ListQuery) -> sql.Composable:
    return sql.SQL("{} AND {}").format(_seen(query), holds(query, query.search.without_words))


_NAME = sql.SQL("t.field = 'name'")
_AS_FOUND, _IN_ORDER = sql.SQL(""), sql.SQL("ORDER BY t.folded, t.found_id")


def _first_arms(query: ListQuery, whole: sql.Composable) -> Sequence[sql.Composable]:
    text, readable = Typed.of(query.search.words).text, readable_term(query.addresses)
    return [
        _terms(0, _exactly(text), readable, whole, _AS_FOUND),
        _terms(1, sql.SQL("{} AND {}").format(_NAME, _begins(text)), readable, whole, _IN_ORDER),
    ]


def _other_arms(query: ListQuery, whole: sql.Composable) -> Sequence[sql.Composable]:
    typed = Typed.of(query.search.words)
    parts = _parts(query, typed.longest, whole)
    named = sql.SQL("a.names LIKE {}").format(pattern(typed.longest))
    return [
        _documents(sql.Literal(2), named, parts, _EACH_ARM),
        _terms(3, _begins(typed.text), readable_term(query.addresses), whole, _IN_ORDER),
        _documents(sql.Literal(4), has_word(query.addresses, typed.longest), parts, _EACH_ARM),
    ]


def _arms_of_some(query: ListQuery, whole: sql.Composable) -> Sequence[sql.Composable]:
    typed = Typed.of(query.search.words)
    parts = _parts(query, typed.longest, whole)
    named = sql.SQL("a.names LIKE {}").format(pattern(typed.longest))
    place = sql.SQL("CASE WHEN ' ' || a.folded LIKE {begins} THEN 1 ELSE 2 END")
    begun = place.format(begins=sql.SQL("' ' || search_literal({}) || '%'").format(sql.Literal(typed.text)))
    return [
        _terms(0, _exactly(typed.text), readable_term(query.addresses), whole, _AS_FOUND),
        _documents(begun, named, parts, _OF_SOME),
        _documents(sql.Literal(4), has_word(query.addresses, typed.longest), parts, _OF_SOME),
    ]


def _exactly(text: str) -> sql.Composable:
    return sql.SQL("t.folded = ' ' || search_fold({})").format(sql.Literal(text))


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
