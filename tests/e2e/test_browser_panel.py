"""The panel inside a frame of another origin, in a real browser: by sign-in where the sites are the same, by a link
where they are not, and not at all where the installation does not name the parent.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page, expect

from rotunda.access.panel_links import LIFETIME
from rotunda.entrypoints.panel_page import FILES
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.settings import Settings
from rotunda_world.model import Company
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still

pytestmark = pytest.mark.browser

SIZE = (360, 720)
"""Of the frame."""


@dataclass(frozen=True)
class FramedDeed(Deed):
    """Of an installation whose panel these pages may frame."""

    parents: tuple[str, ...] = ()

    def settings(self) -> Settings:
        return replace(super().settings(), panel_parents=self.parents)


@dataclass
class Helpdesk:
    """Another origin's page with a frame in it. `frame` is what the frame shows; `referers` came with requests for the
    picture that stands beside it.
    """

    port: int
    frame: str = ""
    seen: list[str] = field(default_factory=list)

    def at(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    async def page(self, request: web.Request) -> web.Response:
        self.seen.append(request.headers.get("Referer", ""))
        body = f'<!doctype html><title>Helpdesk</title><iframe src="{self.frame}" width="360" height="720"></iframe>'
        return web.Response(text=body, content_type="text/html")


@asynccontextmanager
async def helpdesk() -> AsyncIterator[Helpdesk]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        desk = Helpdesk(listener.getsockname()[1])
        app = web.Application()
        app.router.add_get("/{anything:.*}", desk.page)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        try:
            yield desk
        finally:
            await runner.cleanup()


@pytest_asyncio.fixture(scope="module")
async def desks() -> AsyncIterator[tuple[Helpdesk, Helpdesk]]:
    """One that the installation names, and one that it does not."""
    async with helpdesk() as named, helpdesk() as stranger:
        yield named, stranger


@pytest_asyncio.fixture(scope="module")
async def framed(
    postgres_server: EmbeddedPostgres,
    make_database: MakeDatabase,
    tmp_path_factory: pytest.TempPathFactory,
    desks: tuple[Helpdesk, Helpdesk],
) -> AsyncIterator[InhabitedHouse]:
    if not (FILES / "panel.html").is_file():
        pytest.fail("The front end has not been built. Run `make web` (scripts/build-web) first.", pytrace=False)
    parents = (desks[0].at("127.0.0.1"), desks[0].at("localhost"))
    deed, clock = FramedDeed(await make_database(), tmp_path_factory.mktemp("panel"), parents), StillClock()
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=25) as live,
        moved_in(live, clock, deed) as home,
    ):
        yield home


@pytest_asyncio.fixture
async def context(browser: Browser, framed: InhabitedHouse) -> AsyncIterator[BrowserContext]:
    """A browser that is signed in nowhere."""
    made = await browser.new_context(viewport={"width": 900, "height": 800}, reduced_motion="reduce")
    await made.clock.set_fixed_time(framed.clock.now())
    yield made
    await made.close()


def somebody(home: InhabitedHouse) -> Company:
    return next(each for each in home.companies if each.domain and each.tickets and each.payers)


async def signed_in(context: BrowserContext, home: InhabitedHouse, user: str = "support") -> None:
    answer = await context.request.post(f"{home.service.url}/api/v1/session", data={"demo_user": user})
    assert answer.status == 204


async def linked(home: InhabitedHouse, **wanted: str) -> str:
    async with home.client("support") as program:
        answer = await program.post("/api/v1/panel-links", json=wanted)
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["url"]
    return url


async def shown(page: Page, desk: Helpdesk, host: str, address: str) -> FrameLocator:
    desk.frame = address
    await page.goto(desk.at(host))
    return page.frame_locator("iframe")


async def tells(frame: FrameLocator, company: Company) -> None:
    await expect(frame.locator("h1")).to_contain_text(company.name)
    await expect(frame.get_by_test_id("row-support")).to_have_attribute("data-state", "fresh")
    await expect(frame.get_by_role("link", name="Open full page")).to_be_visible()


async def test_a_named_parent_on_the_same_site_frames_it_with_the_sign_in(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed)
    page, company = await context.new_page(), somebody(framed)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?domain={company.domain}")
    await tells(frame, company)
    assert asked.count("/api/v1/panel") == 1, "what was asked before anything was drawn is what is shown"
    ticket = company.tickets[0]
    frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?ticket=%23{ticket.zendesk_id}")
    await tells(frame, company)


async def test_another_site_sees_nobody_signed_in_and_its_link_works(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed)
    page, company = await context.new_page(), somebody(framed)
    address = f"{framed.service.url}/panel?domain={company.domain}"
    frame = await shown(page, desks[0], "localhost", address)
    await expect(frame.get_by_test_id("panel-empty")).to_have_attribute("data-status", "401")
    await expect(frame.get_by_text("Not signed in")).to_be_visible()
    url = await linked(framed, domain=company.domain or "")
    frame = await shown(page, desks[0], "localhost", url)
    await tells(frame, company)
    [inner] = [each for each in page.frames if each.url.startswith(framed.service.url)]
    assert urlsplit(inner.url).fragment == "", "the secret has left the address"
    assert await context.cookies(framed.service.url) != [], "the sign-in stands, and was not needed"


async def test_a_page_that_is_not_named_may_frame_nothing(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed)
    company = somebody(framed)
    url = await linked(framed, domain=company.domain or "")
    for desk, address in (
        (desks[1], url),
        (desks[1], f"{framed.service.url}/panel?domain={company.domain}"),
        (desks[0], f"{framed.service.url}/accounts"),
        (desks[0], f"{framed.service.url}/sign-in"),
        (desks[0], f"{framed.service.url}/"),
    ):
        page = await context.new_page()
        refused: list[str] = []
        page.on("console", lambda message, heard=refused: heard.append(message.text))
        frame = await shown(page, desk, "127.0.0.1", address)
        await page.wait_for_load_state("networkidle")
        assert any("frame-ancestors" in each for each in refused), (address, refused)
        assert await frame.locator("#root").count() == 0
        await page.close()


async def test_a_link_that_has_ended_says_so(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    page, company = await context.new_page(), somebody(framed)
    url = await linked(framed, domain=company.domain or "")
    frame = await shown(page, desks[0], "localhost", f"{url}x")
    await expect(frame.get_by_text("This link has ended")).to_be_visible()
    framed.clock.advance(LIFETIME)
    frame = await shown(page, desks[0], "localhost", url)
    await expect(frame.get_by_text("This link has ended")).to_be_visible()
    await expect(frame.get_by_text("Sign in")).to_have_count(0)


async def somebody_s_address(home: InhabitedHouse) -> tuple[dict[str, Any], Company]:
    """A person with an open ticket, and their company."""
    async with home.client() as admin:
        listed = (await admin.get("/api/v1/contacts?limit=200")).json()["items"]
    for company in home.companies:
        for ticket in company.tickets:
            for contact in listed:
                known = {each["external_id"] for each in contact["records"] if each["source"] == "zendesk"}
                if str(ticket.requester.zendesk_user_id) in known and ticket.status == "open" and contact.get("email"):
                    return contact, company
    raise AssertionError("nobody of this book waits for an answer")


async def test_who_wrote_is_shown_with_what_they_wait_for(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    contact, company = await somebody_s_address(framed)
    page = await context.new_page()
    url = await linked(framed, email=contact["email"])
    frame = await shown(page, desks[0], "localhost", url)
    await tells(frame, company)
    person = frame.get_by_test_id("panel-person")
    await expect(person.get_by_role("link", name=contact["name"])).to_be_visible()
    await expect(person.get_by_role("status")).to_contain_text("of theirs open")
    earlier = frame.get_by_role("region", name="Earlier conversations")
    await expect(earlier.get_by_role("listitem").first).to_contain_text("Open")
    await expect(earlier.get_by_role("link", name="Show all across channels")).to_have_attribute(
        "href", f"/contacts/{contact['id']}"
    )


async def test_somebody_unknown_is_linked_on_a_page_of_its_own_and_then_known(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed, "admin")
    page, company = await context.new_page(), somebody(framed)
    frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?email=new.person@gmail.com")
    async with context.expect_page() as opening:
        await frame.get_by_role("link", name="Link to…").click()
    linking = await opening.value
    await linking.get_by_label("Customer", exact=True).fill(company.domain or "")
    await linking.get_by_role("list", name="Customers that were found").get_by_role("button").first.click()
    await expect(linking.get_by_test_id("linked")).to_contain_text(company.name)
    await frame.get_by_role("button", name="Try again").click()
    await tells(frame, company)
    await linking.get_by_role("button", name="Undo").click()
    await expect(linking.get_by_role("list", name="Customers that were found")).to_be_visible()
    await linking.close()
    frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?email=new.person@gmail.com")
    await expect(frame.get_by_test_id("panel-empty")).to_be_visible()


async def test_who_may_not_say_who_is_who_is_offered_no_link(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed, "support")
    page = await context.new_page()
    async with page.expect_response(lambda answer: answer.url.endswith("/api/v1/me")):
        frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?email=new.person@gmail.com")
    await expect(frame.get_by_role("button", name="Try again")).to_be_visible()
    await expect(frame.get_by_role("link", name="Link to…")).to_have_count(0)
    frame = await shown(page, desks[0], "localhost", await linked(framed, email="new.person@gmail.com"))
    await expect(frame.get_by_role("button", name="Try again")).to_be_visible()
    await expect(frame.get_by_role("link", name="Link to…")).to_have_count(0)


async def test_nobody_is_a_calm_answer(
    context: BrowserContext, framed: InhabitedHouse, desks: tuple[Helpdesk, Helpdesk]
) -> None:
    await signed_in(context, framed)
    page = await context.new_page()
    frame = await shown(page, desks[0], "127.0.0.1", f"{framed.service.url}/panel?email=who@nobody.example")
    await expect(frame.get_by_text("Nobody is known by who@nobody.example.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_into_360_pixels(browser: Browser, framed: InhabitedHouse, theme: str) -> None:
    context = await browser.new_context(
        viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="dark" if theme == "dark" else "light"
    )
    try:
        await signed_in(context, framed)
        page, company = await context.new_page(), somebody(framed)
        await page.goto(f"{framed.service.url}/panel?domain={company.domain}")
        await expect(page.get_by_test_id("row-support")).to_have_attribute("data-state", "fresh")
        assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    finally:
        await context.close()
