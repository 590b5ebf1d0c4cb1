"""HTML that came from outside, as a page of ours may show it: an allow-list, see docs/decisions/0019-safe-html.md."""

import re
from collections.abc import Mapping

import msgspec
import nh3

LONGEST = 300_000
"""Of a longer body only the beginning is shown."""
DEEPEST = 200
"""Open elements; what is written deeper is shown as text alone."""

_TAGS = frozenset(
    [
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
    ]
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "title",
        "head",
        "template",
        "noscript",
        "noembed",
        "noframes",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "xml",
        "select",
        "option",
        "textarea",
        "button",
        "audio",
        "video",
        "canvas",
        "frameset",
        "plaintext",
        "xmp",
    ]
)
"""What is inside is not for readers."""
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK_REL = "noopener noreferrer nofollow"
_OPENED = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_MARKUP = re.compile(r"<[^>]*>?")
_ALONE = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr", "source", "track", "param"}
)


class SafeHtml(msgspec.Struct, frozen=True):
    """`remote_images`: how many pictures were left out because showing them would tell the sender of it."""

    html: str
    remote_images: int = 0


_WITHOUT_PICTURES = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    clean_content_tags=set(_WITH_CONTENT),
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel=_LINK_REL,
    set_tag_attribute_values={"a": {"target": "_blank"}},
)
_WELL_FORMED = nh3.Cleaner(
    tags={*_TAGS, "img"},
    attributes={
        "*": {"class", "id"},
        **{tag: set(names) for tag, names in _ATTRIBUTES.items()},
        "blockquote": {"type"},
        "img": {"src"},
    },
    clean_content_tags=set(_WITH_CONTENT),
    url_schemes={*_SCHEMES, "cid"},
    url_relative="deny",
    link_rel=None,
)
_PICTURES_ALONE = nh3.Cleaner(
    tags={"img"},
    attributes={"img": {"src"}},
    clean_content_tags=set(_WITH_CONTENT),
    url_schemes={"http", "https"},
    url_relative="deny",
)


def well_formed(html: str) -> str:
    """The same without what is never shown, so that what reads it next meets no surprise. Not yet safe to show."""
    return _WELL_FORMED.clean(_flattened(html[:LONGEST]))


def safe_html(html: str) -> SafeHtml:
    """Never anything that runs, loads, is styled or can be clicked without saying where it leads."""
    shown = _flattened(html[:LONGEST])
    pictures = _PICTURES_ALONE.clean(shown).count("<img src=") if "<img" in shown.lower() else 0
    return SafeHtml(_WITHOUT_PICTURES.clean(shown), pictures)


def _flattened(html: str) -> str:
    """Without markup from where elements are nested so deep that parsers and pages grow slow over them."""
    depth = 0
    for found in _OPENED.finditer(html):
        if found[2].lower() not in _ALONE:
            depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEEPEST:
            return html[: found.start()] + nh3.clean_text(_MARKUP.sub(" ", html[found.start() :]))
    return html
