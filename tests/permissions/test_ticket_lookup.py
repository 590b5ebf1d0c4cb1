"""A customer by a ticket's number, live or of a helpdesk that is gone, for those who may know and those who may not."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from permissions.people import Peopled
from rotunda.access.audit.listing import AuditFilter, list_audit
from rotunda.identity.aliases.importing import AliasImport
from rotunda_world.model import Company
from rotunda_world.running import Conditions, Fault
from support.house import healthy

KNOWING = ["summary", "full", "read_write", "admin", "support", "collections"]
"""Roles that read what support says, of every customer."""

NOT_READING_SUPPORT = ["finance", "onboarding"]
UNKNOWN = "999888777"


def company_of(ten: Peopled, account: str) -> Company:
    return next(each for each in ten.house.companies if ten.house.accounts[each.key] == account)


def number_of(ten: Peopled, account: str) -> str:
    return str(company_of(ten, account).tickets[0].zendesk_id)


async def looked_up(ten: Peopled, role: str, ticket: str) -> httpx.Response:
    return await ten.clients[role].get("/api/v1/lookup", params={"ticket": ticket})


def whole(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    own = {"date", "x-request-id"}
    return answer.status_code, answer.content, {name: each for name, each in answer.headers.items() if name not in own}


@pytest_asyncio.fixture(scope="module")
async def aliases(ten: Peopled, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[None]:
    """Old numbers of the account that nobody but the owners of all may see, and one that leads nowhere."""
    path: Path = tmp_path_factory.mktemp("aliases") / "numbers.csv"
    company, number = company_of(ten, ten.elsewhere), number_of(ten, ten.elsewhere)
    path.write_text(
        "old_system,old_number,new_record\n"
        f"olddesk,OD-7,zendesk:{number}\n"
        f"zendesk,{number},zendesk:{number}\n"
        f"oldcrm,OC-1,{ten.elsewhere}\n"
        f"oldcrm,OC-2,zendesk:organization:{company.zendesk_org_id}\n"
        f"olddesk,OD-9,zendesk:{UNKNOWN}\n"
    )
    installation = ten.house.installation
    types = {"zendesk": frozenset({"organization", "user"})}
    importing = AliasImport(installation.database, installation.clock, types)
    outcome = await importing.run(path, path.with_suffix(".refused"), "utf-8", lambda _, __: None)
    assert outcome.batch.refused == 0
    yield


@pytest.mark.parametrize("role", KNOWING)
@pytest.mark.parametrize("written", ["{}", "#{}", "zendesk:{}", " Zendesk:#{} "])
async def test_a_number_finds_its_conversation_and_its_customer(ten: Peopled, role: str, written: str) -> None:
    number = number_of(ten, ten.account)
    answer = await looked_up(ten, role, written.format(number))
    assert answer.status_code == 200, answer.text
    [match] = answer.json()["matches"]
    assert (match["account"]["id"], match["by"]) == (ten.account, "ticket")
    assert (match["ticket"]["source"], match["ticket"]["number"]) == ("zendesk", number)
    assert match["ticket"]["url"].endswith(f"/agent/tickets/{number}")


@pytest.mark.usefixtures("aliases")
@pytest.mark.parametrize(
    ("asked", "old"),
    [("OD-7", ("olddesk", "OD-7")), ("olddesk:#od-7", ("olddesk", "OD-7")), ("oc-1", ("oldcrm", "OC-1"))],
)
async def test_an_old_number_finds_what_it_stands_for(ten: Peopled, asked: str, old: tuple[str, str]) -> None:
    [match] = (await looked_up(ten, "support", asked)).json()["matches"]
    assert match["account"]["id"] == ten.elsewhere
    assert (match["ticket"]["old_system"], match["ticket"]["old_number"]) == old


@pytest.mark.usefixtures("aliases")
async def test_a_number_that_was_kept_names_its_conversation_once(ten: Peopled) -> None:
    number = number_of(ten, ten.elsewhere)
    [match] = (await looked_up(ten, "support", f"#{number}")).json()["matches"]
    assert (match["ticket"]["old_system"], match["ticket"]["number"]) == ("zendesk", number)


@pytest.mark.usefixtures("aliases")
@pytest.mark.parametrize("role", ["sales", "success", "onboarding", "finance"])
@pytest.mark.parametrize("what", ["number", "OD-7"])
async def test_a_forbidden_ticket_is_answered_as_one_that_is_not_there(ten: Peopled, role: str, what: str) -> None:
    asked = number_of(ten, ten.elsewhere) if what == "number" else what
    forbidden = await looked_up(ten, role, asked)
    assert forbidden.status_code == 404
    assert whole(forbidden) == whole(await looked_up(ten, role, UNKNOWN))
    assert whole(forbidden) == whole(await looked_up(ten, role, "OD-9"))
    assert (await looked_up(ten, "support", asked)).status_code == 200


@pytest.mark.usefixtures("aliases")
@pytest.mark.parametrize("asked", ["OC-1", "OC-2"])
async def test_a_customer_s_own_old_number_needs_no_right_but_to_see_it(ten: Peopled, asked: str) -> None:
    assert (await looked_up(ten, "finance", asked)).json()["matches"][0]["account"]["id"] == ten.elsewhere
    assert (await looked_up(ten, "sales", asked)).status_code == 404


async def test_whoever_may_not_read_support_has_the_helpdesk_asked_nothing(ten: Peopled) -> None:
    number = number_of(ten, ten.account)
    await looked_up(ten, "support", number)  # so that the helpdesk has signed us in
    ten.clock.age()
    before = ten.house.live.requests()["zendesk"]
    for role in NOT_READING_SUPPORT:
        assert (await looked_up(ten, role, number)).status_code == 404
    assert ten.house.live.requests()["zendesk"] == before


async def test_many_who_ask_at_once_cost_one_request_and_so_does_asking_again(ten: Peopled) -> None:
    number = str(company_of(ten, ten.account).tickets[-1].zendesk_id)
    ten.clock.age()
    await looked_up(ten, "support", number)
    after_one = ten.house.live.requests()["zendesk"]
    for role in KNOWING:
        assert (await looked_up(ten, role, number)).status_code == 200
    assert ten.house.live.requests()["zendesk"] == after_one


@pytest.mark.usefixtures("aliases")
async def test_where_the_helpdesk_is_silent_nobody_claims_that_there_is_no_such_ticket(ten: Peopled) -> None:
    ten.clock.age()
    live = ten.house.live
    await live.set_conditions("zendesk", Conditions(fault=Fault.REFUSED, limits_enforced=False))
    try:
        answers = [await looked_up(ten, "success", each) for each in (number_of(ten, ten.elsewhere), UNKNOWN, "OD-7")]
        found = await looked_up(ten, "support", "OC-1")
    finally:
        await live.set_conditions("zendesk", healthy())
        ten.clock.age()
    assert [each.json()["type"] for each in answers] == ["urn:rotunda:problem:sources-silent"] * 3
    assert whole(answers[0]) == whole(answers[1]) == whole(answers[2])
    assert found.status_code == 200


async def test_each_look_up_is_recorded(ten: Peopled) -> None:
    await looked_up(ten, "finance", "#4711-recorded")
    installation = ten.house.installation
    found = await list_audit(installation.database, installation.keyset, AuditFilter(None, None, None), None, 200)
    assert ("lookup", {"by": "ticket", "value": "#4711-recorded"}) in [(row.action, row.detail) for row in found.rows]


@pytest.mark.parametrize(
    "query", ["ticket=", "ticket=%23", "ticket=%00", "ticket=7&email=a@b.example", f"ticket={'9' * 300}"]
)
async def test_what_can_be_no_number_says_so(ten: Peopled, query: str) -> None:
    answer = await ten.clients["support"].get(f"/api/v1/lookup?{query}")
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:rotunda:problem:invalid-request")
