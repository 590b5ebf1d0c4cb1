"""Where the words that were searched for stand in what was found."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.model import Place

_LONGEST = 20_000
"""Letters of a text in which words are looked for to be shown: all of it was searched."""

_BEGIN, _END, _GAP = "\x01", "\x02", "\x03"
_HEADLINES = """
    SELECT e.id, ts_headline('timeline_words', coalesce(e.subject, ''), q.words, %(subject)s) AS subject,
        ts_headline('timeline_words', left(coalesce(e.text, ''), %(longest)s), q.words, %(body)s) AS text
    FROM unnest(%(ats)s::timestamptz[], %(ids)s::uuid[]) AS w (at, id)
    JOIN timeline_event e ON e.at = w.at AND e.id = w.id
    CROSS JOIN websearch_to_tsquery('timeline_words', %(text)s) AS q (words)
"""
_MARKS = f"StartSel={_BEGIN}, StopSel={_END}"
_SUBJECT = f"{_MARKS}, HighlightAll=true"
_TEXT = f"{_MARKS}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter={_GAP}"


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of plain text. `hit`: it is what was searched for."""

    text: str
    hit: bool = False


class Highlights(msgspec.Struct, frozen=True, omit_defaults=True):
    """Passages with hits: the whole subject, and of the text up to two stretches. None where there is no hit."""

    subject: list[Piece] | None = None
    text: list[list[Piece]] = []


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    subject: str
    text: str


async def read_highlights(connection: Connection, places: Sequence[Place], text: str) -> dict[UUID, Highlights]:
    """By event."""
    asked = {
        "ats": [each.at for each in places],
        "ids": [each.id for each in places],
        "text": text,
        "longest": _LONGEST,
        "subject": _SUBJECT,
        "body": _TEXT,
    }
    rows = await fetch_all(connection, _Row, _HEADLINES, asked) if places else []
    return {row.id: _highlights(row) for row in rows}


def _highlights(row: _Row) -> Highlights:
    passages = [_pieces(each) for each in row.text.split(_GAP) if _BEGIN in each]
    return Highlights(_pieces(row.subject) if _BEGIN in row.subject else None, passages)


def _pieces(marked: str) -> list[Piece]:
    plain, *hits = marked.split(_BEGIN)
    pieces = [Piece(plain)]
    for each in hits:
        hit, _, rest = each.partition(_END)
        pieces += [Piece(hit, hit=True), Piece(rest)]
    return [piece for piece in pieces if piece.text]
