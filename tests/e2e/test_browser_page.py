"""The page of an account: every tab says what the API says, computed figures tell how they were made, records are one
click away in their own systems.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from e2e.visit import Visit, Visits, ask
from e2e.wording import NOTHING, day, in_words, money, moneys, percent, whole
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def data(visit: Visit, key: str, section: str) -> dict[str, Any]:
    found: dict[str, Any] = (await visit.section(key, section))["data"]
    return found


async def test_the_tiles_answer_six_questions(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    billing, usage = await data(visit, rich, "billing"), await data(visit, rich, "usage")
    support, profile = await data(visit, rich, "support"), await data(visit, rich, "profile")
    await expect(visit.part("tile-billing")).to_contain_text(whole(moneys(billing["mrr"])))
    await expect(visit.part("tile-billing")).to_contain_text(whole(moneys(billing["arr"])))
    await expect(visit.part("tile-usage")).to_contain_text(whole(f"{usage['active_7d']} WAU"))
    adopted = f"{usage['features_adopted']} of {usage['features_available']} features adopted"
    await expect(visit.part("tile-usage")).to_contain_text(adopted)
    await expect(visit.part("tile-support")).to_contain_text(whole(f"{support['open_count']} ticket"))
    await expect(visit.part("tile-profile")).to_contain_text(in_words(profile["plan"]["value"]))
    for tile in ("profile", "billing", "usage", "communication", "support", "upcoming"):
        await expect(visit.part(f"tile-{tile}")).to_have_attribute("data-state", "fresh")
        await expect(visit.part(f"tile-{tile}").locator("[data-freshness]")).to_contain_text(re.compile(r"live"))


async def test_the_score_cards_show_money_and_the_risk_with_its_reasons(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    billing = await data(visit, rich, "billing")
    churn = (await ask(visit.home, f"/api/v1/accounts/{visit.home.accounts[rich]}"))["scores"]["churn"]
    risk = visit.metric("Churn risk").locator(f"[data-risk={churn['risk']}]")
    await expect(risk).to_contain_text(f"{int(churn['probability'] * 100 + 0.5)}%")
    for reason in churn["reasons"]:
        await expect(risk).to_have_attribute("title", re.compile(re.escape(reason["title"])))
    await expect(visit.metric("Lifetime value (CLTV)")).to_have_text("Too little history")
    await expect(visit.metric("MRR · ARR")).to_contain_text(whole(moneys(billing["mrr"])))
    await expect(visit.metric("MRR · ARR")).to_contain_text(whole(moneys(billing["arr"])))


async def test_signals_are_the_judgements_of_the_api(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    indicators = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}"))["indicators"]
    pressing = [each for each in indicators if each["tone"] in {"red", "yellow"}]
    assert len(pressing) > 5
    await visit.part("signals").get_by_role("button", name="Show all").click()
    for indicator in pressing:
        await expect(visit.part("signals").get_by_role("button", name=indicator["title"], exact=True)).to_be_visible()
    for indicator in pressing[:5]:
        chip = visit.part("indicators").get_by_role("button", name=indicator["title"], exact=True)
        await chip.click()
        await expect(visit.page.get_by_role("dialog").get_by_text(indicator["why"])).to_be_visible()
        await expect(visit.page.locator("[data-portal] :focus")).to_have_count(1)
        await visit.page.keyboard.press("Escape")
        await expect(chip).to_be_focused()


async def test_billing(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "billing")
    view = await data(visit, rich, "billing")
    await expect(visit.metric("MRR")).to_contain_text(whole(moneys(view["mrr"])))
    await expect(visit.metric("ARR")).to_contain_text(whole(moneys(view["arr"])))
    await expect(visit.metric("Paid so far")).to_contain_text(whole(moneys(view["lifetime_paid"])))
    await expect(visit.metric("Overdue")).to_have_text(" + ".join(map(money, view["overdue"]["amounts"])))
    subscriptions = await visit.rows("Subscriptions", len(view["subscriptions"]))
    for row, subscription in zip(subscriptions, view["subscriptions"], strict=True):
        assert row["Status"].startswith(in_words(subscription["status"]))
        if made := subscription.get("mrr"):
            assert row["MRR"].startswith(money(made["money"]))
        assert row["Started"] == day(subscription["started_at"])
    payments = await visit.rows("Payments, newest first", len(view["payments"]))
    for row, payment in zip(payments, view["payments"], strict=True):
        assert row["Amount"] == money(payment["amount"])


async def test_invoices_and_all_of_them(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "billing")
    short = await visit.section(rich, "billing")
    await _invoices_are(visit, short["data"]["invoices"])
    more = short["more"]["invoices"]
    assert more > len(short["data"]["invoices"])
    panel = visit.part("section-billing")
    await panel.get_by_role("button", name=re.compile(rf"Show all .*\b{more} invoices")).click()
    full = await ask(home, f"/api/v1/accounts/{home.accounts[rich]}/sections/billing")
    assert len(full["section"]["data"]["invoices"]) == more
    await _invoices_are(visit, full["section"]["data"]["invoices"])
    await expect(panel.get_by_role("button", name="Show all")).to_have_count(0)


async def _invoices_are(visit: Visit, invoices: list[dict[str, Any]]) -> None:
    rows = await visit.rows("Invoices, newest first", len(invoices))
    for row, invoice in zip(rows, invoices, strict=True):
        assert row["Invoice"].startswith(invoice.get("number", "Draft"))
        assert row["Total"] == money(invoice["total"])
        assert row["Created"] == day(invoice["created_at"])
        left = invoice["amount_remaining"]
        assert row["Unpaid"] == (money(left) if left["amount_minor"] else NOTHING)
        assert row["Status"].startswith("Overdue") == ("overdue_since" in invoice)


async def test_revenue_is_a_chart_and_a_table(visits: Visits, rich: str) -> None:
    visit = await visits.of("finance")
    await visit.open_account(rich)
    months = (await data(visit, rich, "billing"))["paid_by_month"]
    card = visit.part("section-billing")
    await expect(card.locator("svg rect").first).to_be_attached()
    await card.get_by_role("button", name="Table").click()
    rows = await visit.rows("Paid invoices by month", len(months))
    for row, month in zip(reversed(rows), months, strict=True):
        assert row["Paid"] == (money(month["paid"][0]) if month["paid"] else row["Paid"])
        assert row["Month"].endswith(month["month"][:4])


async def test_how_mrr_was_made(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    [mrr] = (await data(visit, rich, "billing"))["mrr"]
    amount = visit.part("tile-billing").get_by_role("button", name=money(mrr["money"])).first
    await amount.click()
    told = visit.part("how-made")
    await expect(told).to_contain_text(mrr["made"]["formula"])
    inputs = mrr["made"]["inputs"]
    assert inputs
    for label, each in zip(await told.locator("dt").all(), inputs, strict=True):
        await expect(label).to_have_text(each["label"])
    for value, each in zip(await told.locator("dd").all(), inputs, strict=True):
        await expect(value).to_contain_text(money(each["money"]) if "money" in each else each["text"])
    linked = [each["ref"]["url"] for each in inputs if each.get("ref", {}).get("url")]
    assert linked
    assert [await link.get_attribute("href") for link in await told.get_by_role("link").all()] == linked
    await visit.page.keyboard.press("Escape")
    await expect(told).to_have_count(0)
    await expect(amount).to_be_focused()


async def test_usage(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "usage")
    view = await data(visit, rich, "usage")
    await expect(visit.metric("Weekly active users")).to_have_text(str(view["active_7d"]))
    await expect(visit.metric("Monthly active users")).to_have_text(str(view["active_30d"]))
    await expect(visit.metric("Adoption")).to_contain_text(whole(percent(view["adoption"]["value"])))
    features = await visit.rows("Features, most used first", len(view["features"]))
    for row, feature in zip(features, view["features"], strict=True):
        assert (row["Feature"], row["Users, 30 days"]) == (feature["name"], f"{feature['users_30d']:,}")
    await expect(visit.page.locator("canvas")).to_be_visible()
    days = await visit.rows("Active users by day", min(90, len(view["daily"])))
    assert [int(row["Active users"]) for row in reversed(days)] == [
        each["active_users"] for each in view["daily"][-90:]
    ]


async def test_support(visits: Visits, rich: str) -> None:
    visit = await visits.of("support")
    await visit.open_account(rich, "support")
    view = await data(visit, rich, "support")
    await expect(visit.metric("Open")).to_have_text(str(view["open_count"]))
    await expect(visit.metric("Escalated, 90 days")).to_have_text(str(view["escalations_90d"]))
    tickets = await visit.rows("Tickets, most urgent first", len(view["tickets"]))
    for row, ticket in zip(tickets, view["tickets"], strict=True):
        assert row["Ticket"].startswith(f"#{ticket['number']}")
        assert ticket["subject"] in row["Ticket"]
    await visit.page.get_by_role("button", name="Only open").click()
    still_open = [each for each in view["tickets"] if each["status"] not in {"solved", "closed"}]
    assert 0 < len(still_open) < len(view["tickets"])
    await visit.rows("Tickets, most urgent first", len(still_open))


async def test_deals(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "deals")
    view = await data(visit, rich, "deals")
    await expect(visit.metric("Open pipeline")).to_contain_text(whole(moneys(view["open_value"])))
    await expect(visit.metric("Weighted")).to_contain_text(whole(moneys(view["weighted_value"])))
    cards = visit.page.get_by_role("region", name="Open deals").get_by_role("listitem")
    await expect(cards).to_have_count(len(view["open_deals"]))
    for card, deal in zip(await cards.all(), view["open_deals"], strict=True):
        await expect(card).to_contain_text(deal["name"])
        await expect(card).to_contain_text(whole(money(deal["value"])) if "value" in deal else "No amount")
        await expect(card).to_contain_text(f"Stage {deal['stage_number']} of {deal['stage_count']}")
    if closed := view["closed_deals"]:
        rows = await visit.rows("Closed deals, newest first", len(closed))
        assert [row["Result"].split()[0] for row in rows] == ["Won" if each["won"] else "Lost" for each in closed]


async def test_people(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "people")
    view = await data(visit, rich, "people")
    await expect(visit.part("tab-people")).to_contain_text(str(view["total"]))
    people = (await visit.api(f"/api/v1/accounts/{visit.home.accounts[rich]}/people"))["stakeholders"]
    emails = {person["name"]: person.get("email", "") for person in view["people"]}
    assert {person["name"] for person in people} == set(emails)
    rows = await visit.rows("Stakeholders, those who matter and are not reached first", len(people))
    for row, person in zip(rows, people, strict=True):
        assert person["name"] in row["Contact"]
        assert emails[person["name"]] in row["Contact"]
        for role in person.get("roles", []):
            assert in_words(role) in row["Role"]


async def test_communication(visits: Visits, rich: str) -> None:
    visit = await visits.of("success")
    await visit.open_account(rich, "communication")
    view = await data(visit, rich, "communication")
    entries = visit.page.get_by_role("region", name="History").get_by_role("listitem")
    await expect(entries).to_have_count(len(view["entries"]))
    for entry, told in zip(await entries.all(), view["entries"], strict=True):
        await expect(entry).to_contain_text(told.get("subject", ""))
    for channel in view["channels"]:
        mix = visit.page.get_by_role("listitem").filter(has_text=re.compile(rf"^{in_words(channel['channel'])}"))
        await expect(mix.first).to_contain_text(str(channel["count_90d"]))
    await entries.first.get_by_role("button").click()
    await expect(entries.first.get_by_role("link", name="Full record")).to_have_attribute(
        "href", view["entries"][0]["ref"]["url"]
    )


async def test_links_lead_to_the_record_in_its_own_system(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    places = {
        "billing": ("stripe", (await data(visit, rich, "billing"))["invoices"][0]["ref"]),
        "support": ("zendesk", (await data(visit, rich, "support"))["tickets"][0]["ref"]),
        "deals": ("hubspot", (await data(visit, rich, "deals"))["open_deals"][0]["ref"]),
    }
    for tab, (host, ref) in places.items():
        await visit.open_account(rich, tab)
        link = visit.page.locator(f'main a[href="{ref["url"]}"]').first
        await expect(link).to_be_visible()
        await expect(link).to_have_attribute("target", "_blank")
        await expect(link).to_have_attribute("rel", re.compile("noopener"))
        assert host in ref["url"]
        assert ref["external_id"] in ref["url"]


async def test_the_blocks_by_system_lead_to_the_customer_s_own_record(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    for section, source in (("billing", "stripe"), ("support", "zendesk"), ("profile", "hubspot")):
        reports = (await visit.section(rich, section))["sources"]
        [url] = [each["url"] for each in reports if each["source"] == source]
        block = visit.part(f"source-{source}")
        await expect(block.get_by_role("link").first).to_have_attribute("href", url)


async def test_a_click_on_the_freshness_shows_each_source(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    reports = (await visit.section(rich, "profile"))["sources"]
    assert len(reports) > 1
    await visit.part("tile-profile").locator("[data-freshness]").click()
    dialog = visit.page.get_by_role("dialog", name="Sources of Profile")
    for report in reports:
        line = dialog.get_by_role("listitem").filter(has_text=report["title"])
        await expect(line).to_contain_text("Current")
        await expect(line).to_contain_text("Read live")


async def test_a_tab_has_its_own_address(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    await visit.part("tab-usage").click()
    await expect(visit.part("section-usage")).to_be_visible()
    address = visit.page.url
    await visit.page.reload()
    await expect(visit.part("section-usage")).to_be_visible()
    assert visit.page.url == address
    await visit.page.go_back()
    await expect(visit.part("tab-overview")).to_have_attribute("aria-current", "page")


async def test_dates_ahead_are_counted_alike_everywhere(visits: Visits, rich: str) -> None:
    """Also for somebody whose calendar is a day behind the server's."""
    visit = await visits.of("admin", zone="Pacific/Pago_Pago")
    await visit.open_account(rich)
    words = await visit.part("tile-upcoming").inner_text()
    [days, unit] = re.findall(r"(\d+) (days?)", words)[0]
    await expect(visit.part("section-upcoming")).to_contain_text(whole(f"in {days} {unit}"))


async def test_an_unknown_account_says_so(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(404)
    for address in ("acc_00000000000000000000", "acc_pzhrl51md0vb75xgg0g5", "nonsense"):
        await visit.open(f"/accounts/{address}")
        await expect(visit.page.get_by_text("There is no such account")).to_be_visible()
    await visit.page.get_by_role("link", name="All accounts").click()
    await expect(visit.part("account-row").first).to_be_visible()


async def test_an_unknown_page_says_so_and_leads_on(visits: Visits) -> None:
    visit = await visits.of("support")
    for address in ("/nothing", "/accounts/acc_00000000000000000000/deeper", "/connections/no.such"):
        await visit.open(address)
        await expect(visit.page.get_by_role("main")).to_contain_text("There is no such page")
        await expect(visit.page).to_have_title(re.compile("No such page"))
    await visit.page.get_by_role("link", name="All accounts").click()
    await expect(visit.part("account-row").first).to_be_visible()


async def test_an_unknown_tab_says_so(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich, "horoscope")
    await expect(visit.page.get_by_text("This page has no such tab.")).to_be_visible()


async def test_my_look_is_in_the_access_log(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    home.clock.advance(timedelta(seconds=1))  # The log is ordered by time.
    visit = await visits.of("finance")
    await visit.open_account(rich, "access-log")
    looks = visit.table("Looks, newest first")
    mine = looks.get_by_role("row").filter(has_text="Ines Duarte")
    await expect(mine.filter(has_text="Opened the account").first).to_be_visible()

    auditor = await visits.of("admin")
    await auditor.open("/access-log")
    rows = auditor.table("Looks, newest first").get_by_role("row")
    await expect(rows.filter(has_text="Ines Duarte").filter(has_text="Opened the account").first).to_be_visible()
    await rows.get_by_role("button", name="Ines Duarte").first.click()
    await expect(auditor.page.get_by_text("Looks of Ines Duarte")).to_be_visible()
    await expect(rows.filter(has_text="Alex Novak")).to_have_count(0)
