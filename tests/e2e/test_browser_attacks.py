"""Every attack, made safe, on one page of a real browser: nothing is asked for, nothing runs."""

import pytest
from playwright.async_api import Browser, Page, Route

from rotunda.timeline.bodies.body import body_of
from timeline.bodies.attacks import attacks

pytestmark = pytest.mark.browser

_PAGE = "http://page.example/"


class _Watched:
    """A page that notes what it asks for and what runs."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.ran: list[str] = []

    async def show(self, html: str) -> None:
        await self.page.expose_function("ran", lambda what: self.ran.append(what))  # noqa: PLW0108 - playwright wants a function of Python
        await self.page.route("**/*", lambda route: self._answer(route, html))
        await self.page.goto(_PAGE, wait_until="load")
        await self._touch()

    async def _answer(self, route: Route, html: str) -> None:
        if route.request.url == _PAGE:
            await route.fulfill(content_type="text/html; charset=utf-8", body=f"<!doctype html><body>{html}")
            return
        self.asked.append(route.request.url)
        await route.abort()

    async def _touch(self) -> None:
        """Whatever can be clicked is, without going where it leads; and two frames pass."""
        await self.page.evaluate(
            """() => new Promise(done => {
                document.addEventListener('click', event => event.preventDefault());
                for (const each of document.querySelectorAll('body *')) {
                    each.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
                    if (each.tagName !== 'A') each.click?.();
                    each.focus?.();
                }
                requestAnimationFrame(() => requestAnimationFrame(done));
            })"""
        )


async def _watched(browser: Browser, html: str) -> _Watched:
    context = await browser.new_context()
    watched = _Watched(await context.new_page())
    await watched.show(html)
    await context.close()
    return watched


async def test_nothing_runs_and_nothing_is_loaded(browser: Browser) -> None:
    bodies = [body_of(None, html) for html in attacks().values()]
    shown = "\n".join(f"<section>{part.html}</section>" for body in bodies for part in body.parts)
    watched = await _watched(browser, shown)
    assert watched.asked == []
    assert watched.ran == []


@pytest.mark.parametrize(
    ("name", "ran", "asked"),
    [
        ("an image that fails", ["onerror"], [f"{_PAGE}x"]),
        ("a script", ["script"], []),
        ("a style attribute with an address", [], ["http://attacker.example/style.png"]),
    ],
)
async def test_the_same_page_notices_what_was_not_made_safe(
    browser: Browser, name: str, ran: list[str], asked: list[str]
) -> None:
    watched = await _watched(browser, attacks()[name])
    assert watched.ran == ran
    assert watched.asked == asked
