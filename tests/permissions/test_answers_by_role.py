"""What single roles are never told, on the demo company's real pages; and that a refusal tells nothing."""

from collections.abc import AsyncIterator

import httpx
import pytest

from permissions.people import Peopled

ABSENT = "acc_" + "0" * 20
OF_ACCOUNT = ("", "/stream", "/sections/billing")
HIDDEN_FROM_SUPPORT = ("mrr", "overdue_invoices", "open_deals", "last_touch_at")
OPERATORS_HIDDEN_FROM_SUPPORT = ("mrr:>0", "arr:>0", "overdue:>0", "deals:>0", "has:open-deal", "touched:<9d")


async def everything(ten: Peopled, role: str) -> AsyncIterator[httpx.Response]:
    """All that a role can be shown of all accounts."""
    client = ten.clients[role]
    sections = ten.house.installation.house.sections
    yield await client.get("/api/v1/accounts?limit=200")
    yield await client.get("/api/v1/accounts.csv")
    yield await client.get("/api/v1/search?q=a")
    for account in ten.house.accounts.values():
        for rest in ("", "/stream"):
            yield await client.get(ten.path(rest, account))
    for name in sections:
        yield await client.get(ten.path(f"/sections/{name}"))


@pytest.mark.slow
async def test_support_is_told_no_amount_of_money(ten: Peopled) -> None:
    assert [b"amount_minor" in (await ten.clients[role].get(ten.path())).content for role in ("admin", "finance")] == [
        True,
        True,
    ]
    assert [each.url for each in [one async for one in everything(ten, "support")] if "amount_minor" in each.text] == []


async def test_finance_is_told_no_subject_of_a_ticket(ten: Peopled) -> None:
    subjects = {ticket.subject for company in ten.house.companies for ticket in company.tickets}
    drilled = (await ten.clients["support"].get(ten.path("/sections/support"))).text
    assert any(subject in drilled for subject in subjects)
    told = [each.text async for each in everything(ten, "finance")]
    assert [subject for subject in subjects if any(subject in each for each in told)] == []


@pytest.mark.parametrize("role", ["sales", "success", "onboarding"])
@pytest.mark.parametrize("rest", OF_ACCOUNT)
async def test_a_forbidden_account_is_answered_as_one_that_is_not_there(ten: Peopled, role: str, rest: str) -> None:
    client = ten.clients[role]
    forbidden = await client.get(ten.path(rest, ten.elsewhere))
    assert forbidden.status_code == 404
    assert _whole(forbidden) == _whole(await client.get(ten.path(rest, ABSENT)))


@pytest.mark.parametrize("role", ["sales", "success", "onboarding"])
async def test_so_are_its_log_and_whatever_it_is_known_by(ten: Peopled, role: str) -> None:
    client = ten.clients[role]
    company = next(each for each in ten.house.companies if ten.house.accounts[each.key] == ten.elsewhere)
    pairs = {
        f"/api/v1/audit?account={ten.elsewhere}": f"/api/v1/audit?account={ABSENT}",
        f"/api/v1/lookup?external=productdb:{company.product_account_id}": "/api/v1/lookup?external=productdb:nobody",
        f"/api/v1/lookup?domain={company.domain}": "/api/v1/lookup?domain=nobody.example",
    }
    for forbidden, missing in pairs.items():
        answer = await client.get(forbidden)
        assert answer.status_code == 404, forbidden
        assert _whole(answer) == _whole(await client.get(missing)), forbidden
        assert (await ten.clients["admin"].get(forbidden)).status_code == 200


@pytest.mark.parametrize("column", HIDDEN_FROM_SUPPORT)
async def test_a_hidden_column_sorts_like_one_that_does_not_exist(ten: Peopled, column: str) -> None:
    for sign in ("", "-"):
        hidden = await _refused(ten, "sort", f"{sign}{column}")
        assert hidden.replace(column, "?") == (await _refused(ten, "sort", f"{sign}nothing")).replace("nothing", "?")


@pytest.mark.parametrize("path", ["/api/v1/accounts", "/api/v1/search", "/api/v1/accounts.csv"])
@pytest.mark.parametrize("condition", OPERATORS_HIDDEN_FROM_SUPPORT)
async def test_a_hidden_operator_is_unknown(ten: Peopled, condition: str, path: str) -> None:
    operator, _, value = condition.partition(":")
    hidden, unknown = (value, "nothing") if operator == "has" else (operator, "nothing")
    answer = await _refused(ten, "q", condition, path)
    assert answer.replace(hidden, "?") == (await _refused(ten, "q", condition.replace(hidden, unknown), path)).replace(
        unknown, "?"
    )


@pytest.mark.parametrize("column", HIDDEN_FROM_SUPPORT)
@pytest.mark.parametrize("path", ["/api/v1/accounts", "/api/v1/accounts.csv"])
async def test_a_hidden_column_cannot_be_chosen(ten: Peopled, column: str, path: str) -> None:
    hidden = await _refused(ten, "columns", f"plan,{column}", path)
    assert hidden.replace(column, "?") == (await _refused(ten, "columns", "plan,nothing", path)).replace("nothing", "?")


async def test_another_one_s_cursor_shows_no_hidden_order(ten: Peopled) -> None:
    admin, support = ten.clients["admin"], ten.clients["support"]
    by_mrr = (await admin.get("/api/v1/accounts?sort=-mrr&limit=1")).json()["next_cursor"]
    asked = {"sort": "-mrr", "limit": "1"}
    refused = await support.get("/api/v1/accounts", params=asked)
    assert refused.status_code == 400
    assert _whole(await support.get("/api/v1/accounts", params={**asked, "cursor": by_mrr})) == _whole(refused)
    renamed = await support.get("/api/v1/accounts", params={"sort": "name", "cursor": by_mrr})
    assert (renamed.status_code, renamed.json()["field"]) == (400, "cursor")


async def test_another_one_s_cursor_widens_nobody_s_list(ten: Peopled) -> None:
    admin, sales = ten.clients["admin"], ten.clients["sales"]
    theirs = (await admin.get("/api/v1/accounts?limit=1")).json()["next_cursor"]
    listed = (await sales.get("/api/v1/accounts", params={"limit": "200", "cursor": theirs})).json()
    assert {each["id"] for each in listed["items"]} <= {ten.account}
    assert listed["total"] == 1


async def _refused(ten: Peopled, field: str, value: str, path: str = "/api/v1/accounts") -> str:
    answer = await ten.clients["support"].get(path, params={field: value})
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text
    return answer.text


def _whole(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """Status, body, and every header but those that number and date each answer."""
    own = {"date", "x-request-id"}
    return answer.status_code, answer.content, {name: each for name, each in answer.headers.items() if name not in own}
