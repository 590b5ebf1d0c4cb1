"""Folding of html, before it is made safe: each piece is made safe by itself, so a wrong guess is never unsafe."""

from html.parser import HTMLParser

from rotunda.timeline.bodies.pieces import Piece, joined, opened_if_nothing_else
from rotunda.timeline.bodies.quote_words import FORWARDED, HEAD_FROM, HEAD_OTHER, ORIGINAL, WROTE

_ENCLOSING = frozenset(
    {"gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "moz-cite-prefix"}
)
"""Classes of elements that hold a quotation and nothing else."""
_FROM_HERE = frozenset(
    {
        "divrplyfwdmsg",
        "appendonsend",
        "olk_src_body_section",
        "mail-editor-reference-message-container",
        "isforwardcontent",
    }
)
"""Ids of elements after which all is an older mail."""
_ALONE = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr", "source", "param"})
_BLOCKS = frozenset({"div", "p", "blockquote", "td", "li", "br", "hr", "pre", "tr", "table"})
_LONGEST_LINE = 400
_LINES_LOOKED_AT = 5


def folded_html(html: str) -> tuple[Piece, ...]:
    """The whole of well-formed html in pieces, none of it lost."""
    found = _Quotations(html)
    pieces = joined(found.pieces())
    return opened_if_nothing_else(pieces, says_something=[_says_something(each.text) for each in pieces])


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = False
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._style = tag in {"style", "script", "title"}
        self.said = self.said or tag == "img"

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._style = False

    def handle_data(self, data: str) -> None:
        self.said = self.said or (not self._style and bool(data.strip()))


def _says_something(html: str) -> bool:
    words = _Words()
    words.feed(html)
    words.close()
    return words.said


class _Quotations(HTMLParser):
    """Notes where quotations begin and end, by places in the html."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._line_starts = _line_starts(html)
        self._open: list[str] = []
        self._began: tuple[int, int] | None = None
        self._found: list[tuple[int, int]] = []
        self._rest: int | None = None
        self._line, self._line_at, self._block_at = "", 0, 0
        self._recent: list[tuple[str, int]] = []
        self.feed(html)
        self.close()
        self._line_ends()

    def pieces(self) -> list[Piece]:
        """The html from its beginning to its end."""
        if self._began is not None:
            self._found.append((self._began[0], len(self._html)))
        spans = [each for each in self._found if self._rest is None or each[0] < self._rest]
        if self._rest is not None:
            spans.append((max([self._rest, *(end for _, end in spans)]), len(self._html)))
        return self._cut(spans)

    def _cut(self, spans: list[tuple[int, int]]) -> list[Piece]:
        pieces, at = list[Piece](), 0
        for begin, end in spans:
            start = max(at, begin)
            pieces += [Piece(self._html[at:start]), Piece(self._html[start:end], quoted=True)]
            at = end
        return [*pieces, Piece(self._html[at:])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self._here()
        if tag in _BLOCKS:
            announced = self._announcement()
            self._line_ends()
            self._line_at = here
        else:
            announced = None
        if tag not in _ALONE:
            self._open.append(tag)
        named = {name: (value or "").casefold() for name, value in attrs}
        if self._began is None and self._rest is None:
            self._maybe_begin(tag, named, here, announced)

    def _maybe_begin(self, tag: str, named: dict[str, str], here: int, announced: int | None) -> None:
        if named.get("id", "").removeprefix("x_") in _FROM_HERE:
            self._rest = here
        elif _encloses(tag, named) and not self._is_forward(here):
            self._began = (here if announced is None else announced), len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._line_ends()
        if tag not in self._open:
            return
        while self._open and self._open.pop() != tag:
            pass
        if self._began is not None and len(self._open) < self._began[1]:
            self._found.append((self._began[0], self._end_of_tag()))
            self._began = None

    def handle_data(self, data: str) -> None:
        if not self._line.strip():
            self._line_at = self._line_at if self._line_at > self._block_at else self._here()
        if len(self._line) < _LONGEST_LINE:
            self._line += data

    def _line_ends(self) -> None:
        said = " ".join(self._line.split())
        if said:
            self._recent = [*self._recent, (said, self._line_at)][-_LINES_LOOKED_AT:]
            self._look()
        self._line, self._block_at = "", self._here()

    def _look(self) -> None:
        """All is an older mail from a line that says so on, and from the head of one."""
        said, at = self._recent[-1]
        if self._began is not None or self._rest is not None:
            return
        if ORIGINAL.match(said):
            self._rest = at
        for place, (first, begin) in enumerate(self._recent):
            others = sum(bool(HEAD_OTHER.match(each)) for each, _ in self._recent[place + 1 :])
            if HEAD_FROM.match(first) and others >= 2 and not self._forwarded_before(place):
                self._rest = begin
                return

    def _forwarded_before(self, place: int) -> bool:
        return any(FORWARDED.match(each) for each, _ in self._recent[:place])

    def _announcement(self) -> int | None:
        """Where the line began that announces what is about to open."""
        said = " ".join(self._line.split())
        if said:
            return self._line_at if WROTE.match(said) else None
        return self._recent[-1][1] if self._recent and WROTE.match(self._recent[-1][0]) else None

    def _is_forward(self, here: int) -> bool:
        """What is forwarded is what the mail says."""
        words = _FirstLine()
        words.feed(self._html[here : here + 2_000])
        recent = self._recent[-1][0] if self._recent else ""
        return bool(FORWARDED.match(words.line.strip()) or FORWARDED.match(recent))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _end_of_tag(self) -> int:
        return self._html.find(">", self._here()) + 1 or len(self._html)


class _FirstLine(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.line = ""
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._over = self._over or (tag in _BLOCKS and bool(self.line.strip()))

    def handle_data(self, data: str) -> None:
        if not self._over:
            self.line += data


def _encloses(tag: str, named: dict[str, str]) -> bool:
    classes = {each.removeprefix("x_") for each in named.get("class", "").split()}
    return bool(classes & _ENCLOSING) or (tag == "blockquote" and named.get("type") == "cite")


def _line_starts(html: str) -> list[int]:
    """HTMLParser counts lines by line feeds alone."""
    return [0, *(place + 1 for place, each in enumerate(html) if each == "\n")]
