"""The panel in a browser: how long until a customer whose readings are at hand is on the screen."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from playwright.async_api import BrowserContext, async_playwright

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
_CUSTOMERS = 4
_PAINTED = """
window.painted = new Promise((resolve) => {
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  const look = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="panel"] h1')?.textContent) return;
    look.disconnect();
    seen();
  });
  look.observe(document, { childList: true, subtree: true });
});
"""
"""Milliseconds from the start of the navigation until the frame after the one with the customer's name."""


async def measure(around: Surroundings, prepared: Prepared, plan: Plan) -> list[Line]:
    """Nothing where there is no Chromium. The browser runs on the core of everything around the service."""
    chromium = _chromium()
    if chromium is None:
        print("The panel is not measured: no Chromium was found", file=sys.stderr)
        return []
    async with service(around, book=True) as subject:
        await until_idle(subject, plan.longest_wait)
        pin(AROUND)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
            pin(MEASURED)
            headers = {"Authorization": f"Bearer {prepared.tokens['support']}"}
            context = await browser.new_context(viewport={"width": 360, "height": 800}, extra_http_headers=headers)
            first, *paints = await _paints(context, subject, plan.panels)
            await browser.close()
    seen = {"first load": first, "slowest": max(paints)}
    return [Line("panel, until it shows a customer", median(paints), "ms", "", goal=300, seen=seen)]


async def _paints(context: BrowserContext, subject: Subject, number: int) -> list[float]:
    """Milliseconds of one after the other, each in a tab of its own; the first finds the browser's cache empty."""
    await context.add_init_script(_PAINTED)
    domains = await _domains(context, subject)
    return [await _paint(context, subject, domains[turn % len(domains)]) for turn in range(number + 1)]


async def _paint(context: BrowserContext, subject: Subject, domain: str) -> float:
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{subject.port}/panel?domain={domain}", wait_until="commit")
    painted: float = await page.evaluate("() => window.painted")
    await page.close()
    return painted


async def _domains(context: BrowserContext, subject: Subject) -> list[str]:
    answer = await context.request.get(f"http://127.0.0.1:{subject.port}/api/v1/accounts?limit=50")
    listed = [account["domain"] for account in (await answer.json())["items"] if account.get("domain")]
    return listed[:_CUSTOMERS]


def _chromium() -> str | None:
    if named := os.environ.get("ROTUNDA_CHROMIUM"):
        return named
    script = Path(__file__).parents[1] / "scripts" / "find-chromium"
    found = subprocess.run([script], stdout=subprocess.PIPE, text=True, check=False)  # it says what it installs
    return found.stdout.strip() or None
