"""Folding of plain text: `>` lines with what announces them, and all that follows the head of an older mail."""

from collections.abc import Iterator, Sequence

from rotunda.timeline.bodies.pieces import Piece, joined, opened_if_nothing_else
from rotunda.timeline.bodies.quote_words import FORWARDED, HEAD_FROM, HEAD_OTHER, ORIGINAL, WROTE

_ANNOUNCED_OVER = 3
"""An announcement is broken over so many lines at most."""
_HEAD = 5
_LONGEST_LINE = 400


def folded_text(text: str) -> tuple[Piece, ...]:
    """The whole text in pieces, none of it lost; signatures stay with what they sign."""
    lines = text.splitlines(keepends=True)
    pieces = joined(_pieces(lines))
    return opened_if_nothing_else(pieces, says_something=[bool(each.text.strip()) for each in pieces])


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    at = 0
    while at < len(lines):
        if FORWARDED.match(lines[at][:_LONGEST_LINE]):
            yield Piece("".join(lines[at:]))
            return
        if _older_mail(lines, at):
            yield Piece("".join(lines[at:]), quoted=True)
            return
        announcing = _announcing(lines, at)
        quoted = announcing > 0 or _is_quoted(lines, at)
        yield Piece("".join(lines[at : (at := at + max(announcing, 1))]), quoted)


def _older_mail(lines: Sequence[str], at: int) -> bool:
    """All below is an older mail: a line says so, its head stands there, or it is announced and not marked."""
    if ORIGINAL.match(lines[at][:_LONGEST_LINE]):
        return True
    if HEAD_FROM.match(lines[at]) and sum(bool(HEAD_OTHER.match(each)) for each in lines[at + 1 : at + _HEAD]) >= 2:
        return True
    count = _announced_over(lines, at)
    return count > 0 and not any(each.startswith(">") for each in lines[at + count :])


def _announcing(lines: Sequence[str], at: int) -> int:
    """How many lines from here announce marked lines that follow."""
    over = _announced_over(lines, at)
    next_said = next((n for n in range(at + over, min(at + over + 3, len(lines))) if lines[n].strip()), None)
    return next_said - at if over and next_said is not None and lines[next_said].startswith(">") else 0


def _announced_over(lines: Sequence[str], at: int) -> int:
    if not lines[at].strip() or lines[at].startswith(">"):
        return 0
    for count in range(1, _ANNOUNCED_OVER + 1):
        said = [each.strip() for each in lines[at : at + count]]
        if not all(said):
            return 0
        if WROTE.match(" ".join(said)[:_LONGEST_LINE]):
            return 0 if any(WROTE.match(" ".join(said[n:])[:_LONGEST_LINE]) for n in range(1, count)) else count
    return 0


def _next_said(lines: Sequence[str], at: int) -> str:
    return next((each for each in lines[at : at + 4] if each.strip()), "")


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    """A marked line, or an empty one between two of them."""
    if lines[at].strip():
        return lines[at].startswith(">")
    return at > 0 and lines[at - 1].startswith(">") and _next_said(lines, at).startswith(">")
