"""Which accounts a word or an id finds, by the index of everything that customers are and were known by.

A word of one or two letters stands at the beginning of a word; a longer one may stand anywhere. Where nothing that the
viewer may see has the word as it was typed, names that are spelled much like it are found.
"""

import re
from collections.abc import Mapping, Sequence

from psycopg import sql

from rotunda.access.grant import ListScope
from rotunda.sections.ids import SourceName
from rotunda.view.index.scope_sql import rows_in_scope

ALIKE = 0.45
"""The least share of a word's trigrams that a name must have to be taken for a misspelling of it."""

MOST_ALIKE = 30
NEARLY = 0.9
"""What is spelled clearly less like the word than the best is left out."""

_LETTERS = re.compile(r"[^\W_]+")
_SHORT = 3
_FORGIVEN = 4
"""Letters that a word needs to be looked for in any spelling."""

_EXACT = """
    SELECT t.shown_id FROM found_term t
    WHERE t.kind = 'account' AND t.folded LIKE {pattern} AND {readable} AND {seen}
"""
_FORGIVING = """
    WITH typed AS MATERIALIZED ({exact})
    SELECT shown_id FROM typed
    UNION ALL
    SELECT near.shown_id FROM (
        SELECT t.shown_id, word_similarity(search_fold({word}), t.folded) AS alike,
            max(word_similarity(search_fold({word}), t.folded)) OVER () AS best
        FROM found_term t
        WHERE t.kind = 'account' AND t.field = 'name' AND search_fold({word}) <% t.folded AND {seen}
            AND NOT EXISTS (SELECT FROM typed)
        ORDER BY alike DESC, t.folded, t.found_id LIMIT {most}
    ) AS near WHERE near.alike >= near.best * {nearly}
"""
_BY_ID = """
    SELECT t.shown_id FROM found_term t
    WHERE t.kind = 'account' AND t.folded = ' ' || search_fold({value}) AND t.field IN ('email', 'domain', 'record')
        AND {of_source} AND {readable}
    UNION ALL SELECT m.shown_id FROM account_member m WHERE m.account_id = {value}
"""


def found_by_word(
    scopes: Sequence[ListScope], addresses: Mapping[SourceName, Sequence[ListScope]], word: str, *, forgiving: bool
) -> sql.Composable:
    """Ids of accounts, some of them twice. What the viewer may not see decides over nothing."""
    seen = rows_in_scope(scopes, sql.SQL("t.shown_id"))
    exact = sql.SQL(_EXACT).format(pattern=pattern(word), readable=readable_term(addresses), seen=seen)
    if not forgiving or not is_forgiven(word):
        return exact
    return sql.SQL(_FORGIVING).format(
        exact=exact,
        word=sql.Literal(word),
        seen=seen,
        most=sql.Literal(MOST_ALIKE),
        nearly=sql.Literal(NEARLY),
    )


def found_by_id(
    addresses: Mapping[SourceName, Sequence[ListScope]], value: str, source: SourceName | None
) -> sql.Composable:
    """Ids of accounts that are known by exactly this, or have it as their own id."""
    of_source = sql.SQL("true") if source is None else sql.SQL("t.source = {}").format(sql.Literal(source))
    return sql.SQL(_BY_ID).format(value=sql.Literal(value), of_source=of_source, readable=readable_term(addresses))


def pattern(word: str) -> sql.Composable:
    """For LIKE. The index knows parts of three letters and more, and beginnings of words."""
    start = "% " if is_short(word) else "%"
    return sql.SQL("({} || search_literal({}) || '%')").format(sql.Literal(start), sql.Literal(word))


def is_short(word: str) -> bool:
    """Whether only beginnings of words can be looked for."""
    return max((len(letters) for letters in _LETTERS.findall(word)), default=0) < _SHORT


def is_forgiven(word: str) -> bool:
    """Whether a word is long enough to be recognised in another spelling."""
    return max((len(letters) for letters in _LETTERS.findall(word)), default=0) >= _FORGIVEN


def readable_term(addresses: Mapping[SourceName, Sequence[ListScope]]) -> sql.Composable:
    """People's addresses count where the viewer may read them; names, domains and ids of what may be listed do."""
    by_scopes: dict[tuple[ListScope, ...], list[SourceName]] = {}
    for source, scopes in addresses.items():
        by_scopes.setdefault(tuple(scopes), []).append(source)
    allowed = [
        sql.SQL("(t.source = ANY({}) AND {})").format(
            sql.Literal(sorted(sources)), rows_in_scope(scopes, sql.SQL("t.shown_id"))
        )
        for scopes, sources in by_scopes.items()
        if scopes
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join([sql.SQL("t.field <> 'email'"), *allowed]))
