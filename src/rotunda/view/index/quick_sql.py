"""The best few accounts for what is being typed, in one statement.

Each arm reads one index and stops after a few rows: known by exactly this; a name that begins so; a name with the
word; anything that begins so; anything with the word; and where none of them finds anything, names that are spelled
much like it.
"""

from collections.abc import Sequence

from psycopg import sql

from rotunda.access.grant import list_scopes
from rotunda.view.index.conditions_sql import ListQuery, holds
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.search_words import Node
from rotunda.view.index.terms_sql import found_by_word, is_forgiven, is_short, pattern, readable_term

_EACH_ARM = 40

_SAID = "t.shown_id, t.field, t.source, t.value, t.former, t.folded"
_ARM = f"""
    SELECT * FROM (
        SELECT {{place}} AS place, 0::real AS unlike, {_SAID}
        FROM found_term t JOIN listed_account a ON a.id = t.shown_id
        WHERE t.kind = 'account' AND {{matched}} AND {{allowed}} {{order}} LIMIT {{most}}
    ) AS arm
"""
_ALIKE = f"""
    SELECT * FROM (
        SELECT 5 AS place, (1 - word_similarity(search_fold({{phrase}}), t.folded))::real AS unlike, {_SAID}
        FROM found_term t JOIN listed_account a ON a.id = t.shown_id
        WHERE t.kind = 'account' AND t.field = 'name' AND search_fold({{phrase}}) <% t.folded AND {{allowed}}
            AND NOT EXISTS (SELECT FROM typed)
        ORDER BY unlike, t.folded, t.found_id LIMIT {{most}}
    ) AS arm
"""
_BEST = """
    WITH typed AS MATERIALIZED ({arms}), found AS (SELECT * FROM typed {alike}),
    best AS (
        SELECT DISTINCT ON (shown_id) * FROM found ORDER BY shown_id, place, unlike, former, folded, field, source
    )
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        ARRAY(SELECT DISTINCT o.email FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT DISTINCT o.team FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        b.field, b.source, b.value, b.former
    FROM (SELECT * FROM best ORDER BY place, unlike, former, length(folded), folded, shown_id LIMIT {limit}) AS b
    JOIN listed_account a ON a.id = b.shown_id
    ORDER BY b.place, b.unlike, b.former, length(b.folded), b.folded, b.shown_id
"""
_ONLY_CONDITIONS = """
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        ARRAY(SELECT DISTINCT o.email FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT DISTINCT o.team FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        'name' AS field, '' AS source, a.name AS value, false AS former
    FROM listed_account a WHERE {seen} AND {conditions}
    ORDER BY a.folded, a.id LIMIT {limit}
"""


def best_accounts(query: ListQuery, limit: int) -> sql.Composed:
    """The statement. Without words to rank by, accounts come by name."""
    words = query.search.words
    if not words:
        return sql.SQL(_ONLY_CONDITIONS).format(
            seen=_seen(query), conditions=holds(query, query.search.root), limit=sql.Literal(limit)
        )
    besides = query.search.without_words
    phrase, longest = sql.Literal(" ".join(words)), max(words, key=len)
    whole = _allowed(query, besides)
    parts = sql.SQL(" AND ").join([whole, *(_has_word(query, each) for each in words if each != longest)])
    arms = [
        _arm(0, _AS_FOUND, sql.SQL("t.folded = ' ' || search_fold({})").format(phrase), whole),
        _arm(1, _IN_ORDER, sql.SQL("{} AND {}").format(_NAME, _begins(phrase)), whole),
        _arm(2, _AS_FOUND, sql.SQL("{} AND t.folded LIKE {}").format(_NAME, pattern(longest)), parts),
        _arm(3, _IN_ORDER, _begins(phrase), whole),
    ]
    if not is_short(longest):
        arms.append(_arm(4, _AS_FOUND, sql.SQL("t.folded LIKE {}").format(pattern(longest)), parts))
    return sql.SQL(_BEST).format(
        arms=sql.SQL(" UNION ALL ").join(arms), alike=_alike(words, phrase, whole), limit=sql.Literal(limit)
    )


_NAME = sql.SQL("t.field = 'name'")
_AS_FOUND, _IN_ORDER = sql.SQL(""), sql.SQL("ORDER BY t.folded, t.found_id")


def _arm(place: int, order: sql.SQL, matched: sql.Composable, allowed: sql.Composable) -> sql.Composable:
    most = sql.Literal(_EACH_ARM)
    return sql.SQL(_ARM).format(place=sql.Literal(place), matched=matched, allowed=allowed, order=order, most=most)


def _begins(phrase: sql.Composable) -> sql.Composable:
    return sql.SQL("t.folded LIKE ' ' || search_literal({}) || '%'").format(phrase)


def _alike(words: Sequence[str], phrase: sql.Composable, allowed: sql.Composable) -> sql.Composable:
    if not any(map(is_forgiven, words)):
        return sql.SQL("")
    return sql.SQL("UNION ALL ({})").format(
        sql.SQL(_ALIKE).format(phrase=phrase, allowed=allowed, most=sql.Literal(_EACH_ARM))
    )


def _has_word(query: ListQuery, word: str) -> sql.Composable:
    """As it is typed: the last arm forgives the spelling of all words together. A short word would be found nearly
    everywhere, so it has to stand beside the longest one. `IS TRUE` keeps the planner from asking the index again for
    each account: what the word finds is looked up once and kept by its hash.
    """
    if is_short(word):
        return sql.SQL("t.folded LIKE {}").format(pattern(word))
    found = found_by_word(list_scopes(query.viewer), query.addresses, word, forgiving=False)
    return sql.SQL("(a.id IN ({})) IS TRUE").format(found)


def _seen(query: ListQuery) -> sql.Composable:
    return rows_in_scope(list_scopes(query.viewer))


def _allowed(query: ListQuery, besides: Node) -> sql.Composable:
    """Rights, and what is asked for besides the words that are ranked."""
    return sql.SQL("{} AND {} AND {}").format(_seen(query), readable_term(query.addresses), holds(query, besides))
