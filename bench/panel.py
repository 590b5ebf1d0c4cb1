"""The panel beside a conversation: how long until a customer whose readings are at hand is on the screen.

A page of another site, as a helpdesk's is, stays open, and each conversation has a frame of its own in it.
"""

import os
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from aiohttp import web
from playwright.async_api import BrowserContext, Frame, Page, async_playwright

from bench.machine import AROUND, MEASURED, pin
from bench.plan import Plan
from bench.report import Line
from bench.subject import Subject, service
from bench.surroundings import Prepared, Surroundings
from bench.warm import until_idle

_WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI"),
    *("PaintHolding", "AimEnabled", "PreconnectToSearch", "OptimizationHints", "NetworkTimeServiceQuerying"),
)
"""First, pages of Chromium's own that it loads for a new window: a panel stands in one that was open before. Then
what Playwright leaves out, too: a second list of features takes the place of its own.
"""

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    f"--disable-features={','.join(_WITHOUT)}",
]
_TOLD = "panel beside a conversation, until it shows a customer"
_CUSTOMERS = 4
_ALONE = 5
_HELPDESK = "<!doctype html><title>Conversations</title><main></main>"
_PAINTED = """
window.painted = new Promise((resolve) => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(now())));
  const look = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="panel"] h1')?.textContent) return;
    look.disconnect();
    seen();
  });
  look.observe(document, { childList: true, subtree: true });
});
"""
"""The time of the frame after the one with the customer's name, in milliseconds since 1970."""
_OPENED = """
(address) => {
  const frame = document.createElement("iframe");
  frame.width = "360";
  frame.height = "720";
  frame.src = address;
  const at = performance.timeOrigin + performance.now();
  document.querySelector("main").replaceChildren(frame);
  return at;
}
"""
"""Another conversation is opened: its frame takes the place of the one before."""


async def measure(around: Surroundings, prepared: Prepared, plan: Plan) -> list[Line]:
    """Nothing where there is no Chromium. The browser runs on the core of everything around the service."""
    chromium = _chromium()
    if chromium is None:
        print("The panel is not measured: no Chromium was found", file=sys.stderr)
        return []
    async with _helpdesk() as desk, service(_framed_by(around, desk), book=True) as subject:
        await until_idle(subject, plan.longest_wait)
        pin(AROUND)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
            pin(MEASURED)
            headers = {"Authorization": f"Bearer {prepared.tokens['support']}"}
            context = await browser.new_context(viewport={"width": 900, "height": 800}, extra_http_headers=headers)
            await context.add_init_script(_PAINTED)
            panels = await _panels(context, subject)
            first, *beside = await _beside(context, desk, panels, plan.panels)
            alone = [await _alone(context, panels[turn % len(panels)]) for turn in range(_ALONE)]
            await browser.close()
    seen = {"first load": first, "slowest": max(beside), "in a new tab": median(alone)}
    return [Line(_TOLD, median(beside), "ms", "", goal=300, seen=seen)]


def _framed_by(around: Surroundings, desk: str) -> Surroundings:
    return replace(around, settings=replace(around.settings, panel_parents=(desk,)))


@asynccontextmanager
async def _helpdesk() -> AsyncGenerator[str]:
    """Where it listens. By its name it is another site than the service, which is asked by its number."""

    async def page(request: web.Request) -> web.Response:
        del request
        return web.Response(text=_HELPDESK, content_type="text/html")

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = web.Application()
        app.router.add_get("/", page)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        try:
            yield f"http://localhost:{listener.getsockname()[1]}"
        finally:
            await runner.cleanup()


async def _beside(context: BrowserContext, desk: str, panels: list[str], number: int) -> list[float]:
    """Milliseconds of one conversation after the other; the first finds the browser's cache empty."""
    page = await context.new_page()
    await page.goto(desk)
    took = [await _conversation(page, panels[turn % len(panels)]) for turn in range(number + 1)]
    await page.close()
    return took


async def _conversation(page: Page, panel: str) -> float:
    async with page.expect_event("framenavigated", lambda frame: frame.url == panel) as navigated:
        opened: float = await page.evaluate(_OPENED, panel)
    frame: Frame = await navigated.value
    painted: float = await frame.evaluate("() => window.painted")
    return painted - opened


async def _alone(context: BrowserContext, panel: str) -> float:
    """In a tab of its own, with what a browser does for a new one."""
    page = await context.new_page()
    await page.goto(panel, wait_until="commit")
    took: float = await page.evaluate("async () => (await window.painted) - performance.timeOrigin")
    await page.close()
    return took


async def _panels(context: BrowserContext, subject: Subject) -> list[str]:
    """Addresses of the panel of some customers."""
    base = f"http://127.0.0.1:{subject.port}"
    answer = await context.request.get(f"{base}/api/v1/accounts?limit=50")
    listed = [account["domain"] for account in (await answer.json())["items"] if account.get("domain")]
    return [f"{base}/panel?domain={domain}" for domain in listed[:_CUSTOMERS]]


def _chromium() -> str | None:
    if named := os.environ.get("ROTUNDA_CHROMIUM"):
        return named
    script = Path(__file__).parents[1] / "scripts" / "find-chromium"
    found = subprocess.run([script], stdout=subprocess.PIPE, text=True, check=False)  # it says what it installs
    return found.stdout.strip() or None
