"""A person with a browser of their own in front of a running installation."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from support.house import InhabitedHouse

Theme = Literal["light", "dark"]
_NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")

_CELLS = """table => [...table.tBodies[0].rows].map(
    row => [...row.cells].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"""

WIDE = (1440, 1000)
PHONE = (390, 844)


@dataclass
class Visit:
    """`problems` are errors on the browser's console and errors that nobody caught; `foreseen` are the statuses of
    refused requests that this visit means to provoke: the browser notes each on its console, too.
    """

    page: Page
    home: InhabitedHouse
    problems: list[str] = field(default_factory=list)
    foreseen: set[int] = field(default_factory=set)
    has_network: bool = True

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._caught_nowhere)

    async def open(self, path: str) -> None:
        await self.page.goto(path)

    async def open_account(self, key: str, tab: str = "") -> None:
        """By the world's key; the page is there in full, judgement included, when this returns."""
        await self.open(f"/accounts/{self.home.accounts[key]}{f'?tab={tab}' if tab else ''}")
        await self.arrived()

    async def turn_to(self, tab: str) -> None:
        """A tab of the account that is open, by the name in its address."""
        await self.part(f"tab-{tab}").click()
        await expect(self.part(f"tab-{tab}")).to_have_attribute("aria-current", "page")
        if tab != "overview":
            await expect(self.part(f"section-{tab}").locator("table, li").first).to_be_visible()

    async def arrived(self) -> None:
        """Judgement comes last: when the scores stand, every section has come."""
        await expect(self.part("scores").locator("dd").first).not_to_be_empty()
        await expect(self.metric("Churn risk")).to_have_text(re.compile(r"%|Not judged yet"))

    async def open_list(self, query: str = "") -> None:
        await self.open(f"/accounts{query}")
        await expect(self.part("account-row").first).to_be_visible()

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def table(self, caption: str) -> Locator:
        return self.page.get_by_role("table", name=caption, exact=True)

    def metric(self, label: str) -> Locator:
        """The value under a label in the row of figures of a tab."""
        term = self.page.locator("dt").get_by_text(label, exact=True)
        return self.page.locator("dl > div").filter(has=term).locator("dd").first

    async def rows(self, caption: str, count: int) -> list[dict[str, str]]:
        """What a table of so many rows says, each cell by its column's title."""
        table = self.table(caption)
        await expect(table.locator("tbody tr")).to_have_count(count)
        titles = [title.strip() for title in await table.locator("thead th").all_inner_texts()]
        read: list[list[str]] = await table.evaluate(_CELLS)
        return [dict(zip(titles, cells, strict=True)) for cells in read]

    async def text(self) -> str:
        """All that is written on the page, what is said to ears only included."""
        return await self.page.locator("body").inner_text()

    async def overflow(self) -> int:
        """By how many pixels the document is wider than the screen."""
        return await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    async def api(self, path: str, user: str = "admin") -> dict[str, Any]:
        """What the same service tells a program."""
        return await ask(self.home, path, user)

    async def section(self, key: str, name: str, user: str = "admin") -> dict[str, Any]:
        """As the page carries it."""
        page = await self.api(f"/api/v1/accounts/{self.home.accounts[key]}", user)
        section: dict[str, Any] = page["sections"][name]
        return section

    def foresee(self, *statuses: int) -> None:
        self.foreseen.update(statuses)

    async def lose_network(self) -> None:
        self.has_network = False
        await self.page.context.set_offline(True)

    async def find_network(self) -> None:
        await self.page.context.set_offline(False)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error" or (not self.has_network and _NO_NETWORK in message.text):
            return
        refused = _REFUSED.match(message.text)
        if refused and int(refused[1]) in self.foreseen:
            return
        self.problems.append(f"{message.text} ({message.location.get('url', '')})")

    def _caught_nowhere(self, error: Error) -> None:
        self.problems.append(str(error))


async def ask(home: InhabitedHouse, path: str, user: str = "admin") -> dict[str, Any]:
    """A good answer's body."""
    async with home.client(user) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    body: dict[str, Any] = answer.json()
    return body


@dataclass
class Visits:
    """Every visit has a browser context of its own: no cookie, no cache and no theme of an earlier one."""

    browser: Browser
    home: InhabitedHouse
    _contexts: list[BrowserContext] = field(default_factory=list)
    _all: list[Visit] = field(default_factory=list)

    async def of(
        self,
        user: str | None,
        size: tuple[int, int] = WIDE,
        theme: Theme = "light",
        *,
        timers: bool = False,
        zone: str = "UTC",
    ) -> Visit:
        """Signed in as one of the demo's users; as nobody without one. The browser's calendar is the house's; with
        `timers` the browser's own clock runs on from there and can be wound forward.
        """
        context = await self.browser.new_context(
            base_url=self.home.service.url,
            viewport={"width": size[0], "height": size[1]},
            has_touch=size == PHONE,
            is_mobile=size == PHONE,
            color_scheme=theme,
            reduced_motion="reduce",  # What fades in is judged when it is there.
            locale="en-GB",
            timezone_id=zone,
        )
        self._contexts.append(context)
        now = self.home.clock.now()
        await (context.clock.install(time=now) if timers else context.clock.set_fixed_time(now))
        if user is not None:
            answer = await context.request.post("/api/v1/session", data={"demo_user": user})
            assert answer.status == 204, await answer.text()
        visit = Visit(await context.new_page(), self.home)
        self._all.append(visit)
        return visit

    @property
    def problems(self) -> list[str]:
        return [problem for visit in self._all for problem in visit.problems]

    async def photograph(self, folder: Path, name: str) -> None:
        """What each visitor has in sight, for whoever wants to know why a test failed."""
        folder.mkdir(exist_ok=True)
        for number, visit in enumerate(self._all):
            await visit.page.screenshot(path=folder / f"{name}-{number}.png")

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
