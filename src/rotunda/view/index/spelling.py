"""Words that nobody has as they were typed: the nearest words that names do have, and whose names those are.

A misspelled word is first compared with the words of all names, each of which is there once, and only then looked up:
this takes no longer in a book of a million people than in one of a thousand.
"""

import re
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
