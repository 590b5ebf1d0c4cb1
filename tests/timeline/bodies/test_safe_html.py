"""What is left of html from outside, whatever it tries. The browser has the last word: test_browser_attacks."""

import time
from html.parser import HTMLParser

import pytest

from rotunda.timeline.bodies.body import body_of
from rotunda.timeline.bodies.safe_html import DEEPEST, safe_html
from timeline.bodies.attacks import attacks

_ELEMENTS = {
    "a",
    "abbr",
    "address",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
}
_ATTRIBUTES = {"href", "title", "target", "rel", "colspan", "rowspan", "scope", "start"}
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


class _Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        self.odd.append(decl)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)


def _shown(html: str) -> str:
    return "".join(part.html or "" for part in body_of(None, html).parts)


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in attacks().items()])
def test_nothing_is_left_but_what_is_allowed(html: str) -> None:
    seen = _Seen(_shown(html))
    assert seen.odd == []
    for tag, attributes in seen.elements:
        assert tag in _ELEMENTS
        assert set(attributes) <= _ATTRIBUTES
        assert (attributes.get("href") or "https://").startswith(_SCHEMES)


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in attacks().items()])
def test_what_is_safe_stays_as_it_is(html: str) -> None:
    once = safe_html(html).html
    assert safe_html(once).html == once


def test_attacks_are_many_and_different() -> None:
    assert len(set(attacks().values())) == len(attacks()) >= 100


def test_links_lead_out_without_a_way_back() -> None:
    [(tag, attributes)] = _Seen(
        _shown('<a href="https://x.example/a?b=1&c=2" rel="opener" target="_self">x</a>')
    ).elements
    assert (tag, attributes["href"]) == ("a", "https://x.example/a?b=1&c=2")
    assert attributes["target"] == "_blank"
    assert attributes["rel"] is not None
    assert {"noopener", "noreferrer"} <= set(attributes["rel"].split())


def test_remote_pictures_are_counted_and_not_shown() -> None:
    html = '<p>Hi</p><img src="http://x.example/1.gif"><IMG SRC="https://x.example/2.gif"><img src="cid:logo"><img>'
    body = body_of(None, html + '<blockquote type="cite"><img src="https://x.example/3.gif">old</blockquote>')
    assert body.remote_images == 3
    assert "img" not in _shown(html)


def test_what_people_write_is_kept() -> None:
    html = (
        "<h2>Plan</h2><p>Three <b>waves</b>,<br>the <i>first</i> in May:</p><ul><li>north</li><li>south</li></ul>"
        '<table><tbody><tr><td colspan="2">40</td></tr></tbody></table><pre>a &lt; b</pre>'
    )
    assert _shown(html) == html


@pytest.mark.parametrize(
    "piece", ["<b>", "<div>", "<b><p>", "<table>", "<a href=x><i>", "<", "<!--", "&", "<p title='"]
)
def test_endless_html_costs_little(piece: str) -> None:
    began = time.process_time()
    body_of(None, piece * (2_000_000 // len(piece)))
    assert time.process_time() - began < 5


def test_nesting_without_end_keeps_its_words() -> None:
    shown = _shown("<div>" * (DEEPEST * 5) + "deep <i>down</i>")
    assert shown.count("<div>") == DEEPEST
    assert "deep" in shown
    assert "down" in shown
