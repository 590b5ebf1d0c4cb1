"""What somebody wrote, without the markup: HubSpot keeps bodies as HTML that came from outside."""

import re
from html.parser import HTMLParser

LONGEST = 2_000
_LONGEST_HTML = 65_536
"""HubSpot's own limit for a body; what is longer is cut before it is parsed."""

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
_BREAKS = frozenset(
    {"address", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "tr"}
)
_BREAK_TAGS = re.compile(rf"</?(?:{'|'.join(sorted(_BREAKS))})>|<br ?/>")
"""As nearly all bodies have them: without attributes."""

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Also what turns or hides text on a screen: bidirectional overrides and characters without width."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if self._unseen is None and tag in _UNSEEN:
            self._unseen = tag
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = None
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen is None:
            self.words.append(data)


def text_of_html(html: str | None) -> str | None:
    """The text a reader of that HTML would see, one line per block; None when nothing is left."""
    if not html:
        return None
    text = _BREAK_TAGS.sub("\n", html[:_LONGEST_HTML])
    return tidy(_parsed(html[:_LONGEST_HTML]) if "<" in text or "&" in text else text)


def _parsed(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return "".join(words.words)


def tidy(text: str | None) -> str | None:
    """At most 2,000 characters without control characters, double blanks and empty lines."""
    if not text:
        return None
    if text.isprintable() and "  " not in text:  # a subject, and many a note
        return _cut(text.strip()) or None
    clean = text.replace("\n", "").isprintable()  # as nearly all are, and told in no time
    if clean and "  " not in text:
        return _cut("\n".join(filter(None, map(str.strip, text.split("\n"))))) or None
    plain = text if clean else _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return _cut("\n".join([line for line in lines if line])) or None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
