"""The body of a message as a page shows it."""

import msgspec

from rotunda.timeline.bodies.pieces import Piece
from rotunda.timeline.bodies.quoted_html import folded_html
from rotunda.timeline.bodies.quoted_text import folded_text
from rotunda.timeline.bodies.safe_html import safe_html, well_formed


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a message: `html` is safe to show as it is, `text` is plain. `quoted` is folded at first."""

    html: str | None = None
    text: str | None = None
    quoted: bool = False


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    parts: tuple[Part, ...] = ()
    remote_images: int = 0


def body_of(text: str | None, html: str | None) -> Body:
    """From the html where there is some, else from the text."""
    if html and html.strip():
        return _from_html(folded_html(well_formed(html)))
    return Body(tuple(Part(text=each.text, quoted=each.quoted) for each in folded_text(text or "")))


def _from_html(pieces: tuple[Piece, ...]) -> Body:
    safe = [(safe_html(each.text), each.quoted) for each in pieces]
    parts = tuple(Part(html=each.html, quoted=quoted) for each, quoted in safe if each.html.strip())
    return Body(parts, sum(each.remote_images for each, _ in safe))
