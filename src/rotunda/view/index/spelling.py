"""Words that nobody has as they were typed: the nearest words that names do have, and whose names those are.

A misspelled word is first compared with the words of all names, each of which is there once, and only then looked up:
this takes no longer in a book of a million people than in one of a thousand.
"""

import re
from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

ALIKE = 0.45
"""The least share of a word's trigrams that a word of a name must have to be taken for a misspelling of it."""

NEARLY = 0.9
"""What is spelled clearly less like the word than the best is left out."""

MOST_ALIKE = 30
_WORDS = 12
_LETTERS = re.compile(r"[^\W_]+")
_FORGIVEN = 4
"""Letters that a word needs to be looked for in any spelling."""

_NEAR: LiteralString = """
    SELECT word, max(word_similarity(search_fold({word}), word)) AS alike FROM search_word
    WHERE kind = {kind} AND search_fold({word}) <% word GROUP BY word ORDER BY alike DESC, word LIMIT {words}
"""
_NAMED_SO: LiteralString = """
    WITH near AS MATERIALIZED ({near}),
    named AS (
        SELECT n.id, near.alike FROM near CROSS JOIN LATERAL (
            SELECT n.id FROM {table} n
            WHERE n.names LIKE '% ' || search_literal(near.word) || '%' AND {seen} LIMIT {most}) AS n
        LIMIT {most})
    SELECT id FROM named WHERE alike >= (SELECT max(alike) FROM named) * {nearly}
"""
"""The nearest word comes first, and reading stops as soon as there are enough."""


_BOTH: LiteralString = """
    near AS MATERIALIZED ({near}), beside AS MATERIALIZED ({beside}), meant AS MATERIALIZED (
        (SELECT near.word AS one, beside.word AS other FROM near CROSS JOIN beside
        ORDER BY near.alike + beside.alike DESC, near.word, beside.word LIMIT {pairs})
        UNION ALL (SELECT word, word FROM near ORDER BY alike DESC, word LIMIT {alone}))
"""
_NO_WORD: LiteralString = "SELECT '' AS word, 0::real AS alike WHERE false"
_PAIRS, _ALONE = 16, 4

MEANT: LiteralString = "name_words({names}) @> ARRAY[meant.one, meant.other]"
"""Whether names have both words of a row of `meant`: words are looked up, and no name is compared letter by letter."""


def words_meant(kind: str, words: Sequence[str]) -> sql.Composed:
    """For a WITH: `meant`, pairs of words of names that the two longest words may stand for, the nearest first; in the
    end those of the longest alone, twice.
    """
    longest, *others = sorted((word for word in words if is_forgiven(word)), key=len, reverse=True)
    second = next((word for word in others if word != longest), None)
    return sql.SQL(_BOTH).format(
        near=near_words(kind, longest),
        beside=near_words(kind, second) if second else sql.SQL(_NO_WORD),
        pairs=sql.Literal(_PAIRS),
        alone=sql.Literal(_ALONE if second else _WORDS),
    )


def alike_in(
    statement: LiteralString, names: sql.Composable, words: Sequence[str], allowed: sql.Composable, most: int
) -> sql.Composed:
    """`statement` over `meant`, for what is typed: whose `names` have both words and are spelled like it."""
    return sql.SQL(statement).format(
        phrase=sql.Literal(" ".join(words)),
        named=sql.SQL(MEANT).format(names=names),
        allowed=allowed,
        most=sql.Literal(most),
        alike=sql.Literal(ALIKE),
    )


def near_words(kind: str, word: str) -> sql.Composed:
    """Words of names of this kind (account, person) that are spelled like it, the nearest first."""
    return sql.SQL(_NEAR).format(kind=sql.Literal(kind), word=sql.Literal(word), words=sql.Literal(_WORDS))


def named_so(kind: str, table: sql.Identifier, word: str, seen: sql.Composable) -> sql.Composed:
    """Ids from `table` (`n`) of those whose names have a word like it. What may not be `seen` decides over nothing."""
    most, nearly = sql.Literal(MOST_ALIKE), sql.Literal(NEARLY)
    return sql.SQL(_NAMED_SO).format(near=near_words(kind, word), table=table, seen=seen, most=most, nearly=nearly)


def meant(word: str, exactly: sql.Composable, alike: sql.Composable) -> sql.Composed:
    """One row, the word and the ids of `alike`, unless there is anybody `exactly`."""
    statement = "SELECT {}, ARRAY({}) WHERE NOT EXISTS ({})"
    return sql.SQL(statement).format(sql.Literal(word), alike, exactly)


def is_forgiven(word: str) -> bool:
    """Whether a word is long enough to be recognised in another spelling."""
    return max((len(letters) for letters in _LETTERS.findall(word)), default=0) >= _FORGIVEN
