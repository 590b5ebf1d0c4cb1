"""Which accounts a word or an id finds, by everything that customers are and were known by.

A word of one or two letters stands at the beginning of a word; a longer one may stand anywhere. Words are looked for in
one document for each account (`a`), so that a frequent word and a right meet in one index.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from psycopg import sql

from rotunda.access.grant import ListScope
from rotunda.sections.ids import SourceName
from rotunda.view.index.scope_sql import rows_in_scope, within

ScopesBySource = Mapping[SourceName, Sequence[ListScope]]

_LETTERS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d{4,}", re.ASCII)
_SHORT = 3

_TERMS_OF = """
    account_member m JOIN search_term t ON t.subject_id = m.account_id WHERE m.shown_id = a.id
"""
TERMS_OF = sql.SQL(_TERMS_OF)
"""Everything that `a` is known by, as rows `t`."""

_OF_MANY = "a.id = ANY((SELECT accounts_of_many({like}, {fields}))::text[])"
"""Accounts with more addresses or ids than their documents hold. There are few, if any, and they are found once."""

_BY_ID = """
    SELECT t.shown_id FROM found_term t
    WHERE t.kind = 'account' AND t.folded = ' ' || search_fold({value}) AND t.field IN ('email', 'domain', 'record')
        AND {of_source} AND {readable}
    UNION ALL SELECT m.shown_id FROM account_member m WHERE m.account_id = {value}
"""


def has_word(addresses: ScopesBySource, word: str) -> sql.Composable:
    """Whether `a` is known by it, as far as the viewer may know."""
    like = pattern(word)
    many, others = sql.SQL(_OF_MANY), sql.Literal(["domain", "record"])
    known = sql.SQL("a.names LIKE {like} OR {words} OR {many}").format(
        like=like, words=contains(sql.SQL("a.words"), word), many=many.format(like=like, fields=others)
    )
    reached = sql.SQL("{reach} OR {many}").format(
        reach=contains(sql.SQL("a.reach"), word), many=many.format(like=like, fields=sql.Literal(["email"]))
    )
    return sql.SQL("({} OR (({}) AND {}))").format(known, reached, _by_address(addresses, like))


def _by_address(addresses: ScopesBySource, like: sql.Composable) -> sql.Composable:
    """Whether an address may be what an account is found by: where all sources are read alike, its scope tells."""
    alike = {tuple(scopes) for scopes in addresses.values()}
    if len(alike) <= 1:
        return within(next(iter(alike), ()))
    return sql.SQL("EXISTS (SELECT FROM {} AND t.field = 'email' AND t.folded LIKE {} AND {} OFFSET 0)").format(
        TERMS_OF, like, readable_term(addresses)
    )


def found_by_id(addresses: ScopesBySource, value: str, source: SourceName | None) -> sql.Composable:
    """Ids of accounts that are known by exactly this, or have it as their own id."""
    of_source = sql.SQL("true") if source is None else sql.SQL("t.source = {}").format(sql.Literal(source))
    readable = _readable(addresses, lambda scopes: rows_in_scope(scopes, sql.SQL("t.shown_id")))
    return sql.SQL(_BY_ID).format(value=sql.Literal(value), of_source=of_source, readable=readable)


def readable_term(addresses: ScopesBySource) -> sql.Composable:
    """People's addresses count where the viewer may read them; names, domains and ids of what may be listed do. Of
    `t` beside its account `a`.
    """
    return _readable(addresses, within)


def _readable(addresses: ScopesBySource, reached: Callable[[Sequence[ListScope]], sql.Composable]) -> sql.Composable:
    by_scopes: dict[tuple[ListScope, ...], list[SourceName]] = {}
    for source, scopes in addresses.items():
        by_scopes.setdefault(tuple(scopes), []).append(source)
    allowed = [
        sql.SQL("(t.source = ANY({}) AND {})").format(sql.Literal(sorted(sources)), reached(scopes))
        for scopes, sources in by_scopes.items()
        if scopes
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join([sql.SQL("t.field <> 'email'"), *allowed]))


def pattern(word: str) -> sql.Composable:
    """For LIKE. The index knows parts of three letters and more, and beginnings of words."""
    return sql.SQL("({} || search_literal({}) || '%')").format(sql.Literal(start_of(word)), sql.Literal(word))


def start_of(word: str) -> str:
    """How a pattern of the word begins."""
    return "% " if is_short(word) else "%"


def contains(column: sql.Composable, word: str) -> sql.Composable:
    """Whether addresses, domains or ids have it. Of "48201.example" the number finds few and the rest everybody: only
    the number is looked up, and what it finds is compared with the whole.
    """
    number = _NUMBER.search(word)
    if number is None or number[0] == word:
        return sql.SQL("{} LIKE {}").format(column, pattern(word))
    looked_up = sql.SQL("{} LIKE {}").format(column, pattern(number[0]))
    return sql.SQL("({} AND {} || '' LIKE {})").format(looked_up, column, pattern(word))


def is_short(word: str) -> bool:
    """Whether only beginnings of words can be looked for."""
    return max((len(letters) for letters in _LETTERS.findall(word)), default=0) < _SHORT
