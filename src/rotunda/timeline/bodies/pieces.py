"""A body in pieces: what its writer wrote, and what was only quoted."""

from collections.abc import Iterable, Sequence

import msgspec


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a body as it stands there, text or html."""

    text: str
    quoted: bool = False


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind in one; empty ones go."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].quoted is piece.quoted:
            found[-1] = Piece(found[-1].text + piece.text, piece.quoted)
        elif piece.text:
            found.append(piece)
    return found


def opened_if_nothing_else(pieces: Sequence[Piece], *, says_something: Sequence[bool]) -> tuple[Piece, ...]:
    """A mail that is nothing but a quotation is shown, not folded."""
    if any(says and not piece.quoted for piece, says in zip(pieces, says_something, strict=True)):
        return tuple(pieces)
    return (Piece("".join(piece.text for piece in pieces)),) if pieces else ()
