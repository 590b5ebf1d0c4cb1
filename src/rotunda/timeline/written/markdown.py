"""Markdown of teammates as safe html, and as the words in it."""

import html

import nh3
from markdown_it import MarkdownIt

from rotunda.timeline.bodies.safe_html import safe_html

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def html_of_markdown(text: str) -> str:
    """Html in it is shown as it was typed; pictures are links."""
    return safe_html(_MARKDOWN.render(text)).html


def text_of_markdown(text: str) -> str:
    return html.unescape(nh3.clean(_MARKDOWN.render(text), tags=set())).strip()
