"""Changing facts while the world runs: the truth follows, the book stays coherent, and what changed is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rotunda_world.changes import CHANGES, ChangeRefused, apply, described
from rotunda_world.generate import generate
from rotunda_world.model import Company, Invoice, Stage, Ticket, World
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Changed
from rotunda_world.truth import truth
from support.worlds import NOW

LATER = NOW + timedelta(minutes=30)
PERSON = {"first_name": "A", "last_name": "B", "email": "a@b.example"}


@pytest.fixture
def running() -> RunningWorld:
    return RunningWorld(generate(7, 25, 18, NOW), clock=lambda: LATER)


def figures(running: RunningWorld, company: Company) -> dict[str, Any]:
    return truth(running.world, company, LATER)


def kinds(changes: list[Changed]) -> list[str]:
    return [change.kind for change in changes]


def overdue_payer(running: RunningWorld) -> Company:
    return next(company for company in running.world.companies if company.story == "overdue_payer")


def expander(running: RunningWorld) -> Company:
    return running.world.companies[0]


def open_invoices(company: Company) -> list[Invoice]:
    return [each for payer in company.payers for each in payer.invoices if each.status == "open"]


def open_ticket(running: RunningWorld, **parameters: Any) -> Ticket:
    account = expander(running).product_account_id
    [change] = apply(running, "open_ticket", {"account": account, "subject": "The map is empty", **parameters})
    assert isinstance(change.record, Ticket)
    return change.record


def test_paying_an_invoice(running: RunningWorld) -> None:
    company = overdue_payer(running)
    before = figures(running, company)
    invoice = open_invoices(company)[0]
    changes = apply(running, "pay_invoice", {"invoice": invoice.stripe_id})
    after = figures(running, company)
    assert kinds(changes)[:2] == ["charge.created", "invoice.updated"]
    assert changes[1].before["status"] == "open"
    assert (invoice.status, invoice.amount_paid, invoice.paid_at) == ("paid", invoice.total, LATER)
    assert invoice.charge in company.payers[0].charges
    assert after["overdue"]["count"] == before["overdue"]["count"] - 1
    assert after["lifetime_paid"][0]["amount_minor"] == before["lifetime_paid"][0]["amount_minor"] + invoice.total
    assert after["paid_by_month"][-1]["paid"][0]["amount_minor"] >= invoice.total


def test_a_failed_payment_makes_past_due_and_paying_heals(running: RunningWorld) -> None:
    company = overdue_payer(running)
    [subscription] = company.payers[0].subscriptions
    before = figures(running, company)
    changes = apply(running, "fail_payment", {"account": company.payers[0].stripe_id, "reason": "expired_card"})
    assert kinds(changes) == ["charge.created", "invoice.updated", "payer.updated", "subscription.updated"]
    assert changes[0].record.failure_code == "expired_card"
    assert changes[1].record.next_payment_attempt_at == LATER + timedelta(days=3)
    assert subscription.status == "past_due"
    failed = figures(running, company)
    assert failed["failed_payments_30d"] == before["failed_payments_30d"] + 1
    assert failed["mrr"] == before["mrr"], "past due still counts"
    while open_invoices(company):
        changes = apply(running, "pay_invoice", {"account": company.product_account_id})
    assert subscription.status == "active"
    assert not company.payers[0].delinquent
    assert figures(running, company)["overdue"] == {"count": 0, "amounts": []}


def test_the_fourth_refusal_is_the_last(running: RunningWorld) -> None:
    company = overdue_payer(running)
    invoice = open_invoices(company)[-1]
    for _ in range(4):
        apply(running, "fail_payment", {"invoice": invoice.stripe_id})
    assert (invoice.attempt_count, invoice.next_payment_attempt_at) == (4, None)
    assert len([each for each in company.payers[0].charges if each.invoice is invoice]) == 4
    assert len({each.stripe_id for each in company.payers[0].charges}) == len(company.payers[0].charges)


def test_seats_change_mrr(running: RunningWorld) -> None:
    company = expander(running)
    before = figures(running, company)["mrr"][0]["amount_minor"]
    item = company.payers[0].subscriptions[0].items[0]
    seats = item.quantity or 0
    changes = apply(running, "change_quantity", {"account": company.hubspot_ids[0], "quantity": seats + 10})
    assert kinds(changes) == ["subscription_item.updated", "company.updated"]
    assert changes[0].before == {"quantity": seats}
    assert figures(running, company)["seats"] == seats + 10
    # Beyond forty seats each costs 60 % of 39.00.
    assert figures(running, company)["mrr"][0]["amount_minor"] == before + 10 * 2340


def test_cancelling_at_the_end_of_the_period(running: RunningWorld) -> None:
    company = expander(running)
    before = figures(running, company)
    changes = apply(running, "cancel_subscription", {"account": company.product_account_id})
    after = figures(running, company)
    assert kinds(changes) == ["subscription.updated", "company.updated"]
    assert after["mrr"] == before["mrr"]
    assert (before["next_renewal_at"], after["next_renewal_at"]) != (None, None)
    assert after["next_renewal_at"] is None
    assert company.auto_renew is False
    with pytest.raises(ChangeRefused, match="ending already"):
        apply(running, "cancel_subscription", {"account": company.product_account_id})


def test_cancelling_at_once_closes_the_account(running: RunningWorld) -> None:
    company = expander(running)
    parameters = {"account": company.product_account_id, "at_period_end": False, "feedback": "too_expensive"}
    [ended, closed] = apply(running, "cancel_subscription", parameters)
    assert ended.before["status"] == "active"
    assert closed.record is company
    after = figures(running, company)
    assert (after["mrr"], after["product_status"]) == ([], "closed")
    assert (company.churned_at, ended.record.ended_at) == (LATER, LATER)


def test_tickets_are_opened_raised_and_solved(running: RunningWorld) -> None:
    company = expander(running)
    before = figures(running, company)
    ticket = open_ticket(running, priority="high", tags=["escalated"], body="Nothing is drawn since this morning.")
    assert figures(running, company)["open_tickets"] == before["open_tickets"] + 1
    assert figures(running, company)["escalations_90d"] == before["escalations_90d"] + 1
    assert ticket.comments[0].body == "Nothing is drawn since this morning."
    [change] = apply(running, "change_priority", {"ticket": ticket.zendesk_id, "priority": "urgent"})
    assert (change.kind, change.before["priority"]) == ("ticket.updated", "high")
    assert figures(running, company)["open_tickets_by_severity"]["urgent"] >= 1
    [change] = apply(running, "solve_ticket", {"ticket": ticket.zendesk_id, "satisfaction": "good"})
    assert change.before["status"] == "new"
    after = figures(running, company)
    assert after["open_tickets"] == before["open_tickets"]
    assert after["csat_90d"]["good"] == before["csat_90d"]["good"] + 1
    with pytest.raises(ChangeRefused, match="solved already"):
        apply(running, "solve_ticket", {"ticket": ticket.zendesk_id})


def test_every_new_ticket_has_a_number_of_its_own(running: RunningWorld) -> None:
    numbers = [open_ticket(running).zendesk_id for _ in range(5)]
    everywhere = [ticket.zendesk_id for company in running.world.companies for ticket in company.tickets]
    assert len(set(numbers)) == 5
    assert len(set(everywhere)) == len(everywhere)


def test_a_deal_moves_and_closes(running: RunningWorld) -> None:
    company = expander(running)
    before = figures(running, company)
    deal = next(each for each in company.deals if each.stage is Stage.CONTRACT)
    [change] = apply(running, "move_deal", {"deal": deal.hubspot_id, "stage": "closedwon"})
    assert [each.stage for each in change.before["stages"]][-1] is Stage.CONTRACT
    after = figures(running, company)
    assert (after["won_deals"], after["open_deals"]) == (before["won_deals"] + 1, before["open_deals"] - 1)
    assert deal.close_on == deal.stages[-1].entered_at == LATER
    apply(running, "move_deal", {"deal": deal.hubspot_id, "stage": "closedlost", "lost_reason": "Budget"})
    assert deal.lost_reason == "Budget"
    with pytest.raises(ChangeRefused, match="already"):
        apply(running, "move_deal", {"deal": deal.hubspot_id, "stage": "closedlost"})


def test_a_call_is_the_newest_touch(running: RunningWorld) -> None:
    company = next(each for each in running.world.companies if each.story == "silent_churner")
    changes = apply(running, "log_call", {"account": company.hubspot_ids[0], "duration_seconds": 90})
    assert kinds(changes) == ["engagement.created", "contact.updated"]
    assert changes[1].record.last_contacted_at == LATER
    assert figures(running, company)["last_touch_at"] == LATER.isoformat()


def test_a_company_is_renamed_in_one_system_or_in_all(running: RunningWorld) -> None:
    company = expander(running)
    account = company.product_account_id
    [change] = apply(running, "rename_company", {"account": account, "name": "Nordwind AG", "system": "hubspot"})
    assert company.called("hubspot") == "Nordwind AG"
    assert company.called("stripe") == "Nordwind Robotik GmbH"
    assert change.before["names"]["hubspot"] == "Northwind Robotics B.V."
    changes = apply(running, "rename_company", {"account": account, "name": "Ostwind"})
    assert {company.called(system) for system in ("hubspot", "stripe", "zendesk", "product")} == {"Ostwind"}
    assert company.payers[0].name == "Ostwind"
    assert kinds(changes) == ["company.updated", "payer.updated"]


def test_people_come_and_change(running: RunningWorld) -> None:
    company = expander(running)
    before = figures(running, company)
    parameters = {"account": company.product_account_id, "first_name": "Šárka", "last_name": "Nová", "in_product": True}
    [change] = apply(
        running, "add_contact", {**parameters, "email": "Sarka.Nova@northwind-robotics.example", "roles": ["CHAMPION"]}
    )
    after = figures(running, company)
    assert (after["contacts"], after["users_total"]) == (before["contacts"] + 1, before["users_total"] + 1)
    with pytest.raises(ChangeRefused, match="already"):
        apply(running, "add_contact", {**parameters, "email": "sarka.nova@northwind-robotics.example"})
    titled = apply(running, "change_title", {"contact": change.record.hubspot_id, "title": "Chief of fleets"})
    assert (titled[0].before["title"], titled[0].record.title) == (None, "Chief of fleets")
    used = apply(running, "add_activity", {"user": change.record.product_user_id, "feature": "live_map", "events": 4})
    assert kinds(used) == ["activity.created", "contact.updated"]
    assert figures(running, company)["active_users_7d"] == before["active_users_7d"] + 1


def test_use_on_an_earlier_day(running: RunningWorld) -> None:
    user = next(each for each in expander(running).contacts if each.last_seen_at)
    seen_at = user.last_seen_at
    day = LATER.date() - timedelta(days=200)
    used = {"user": user.product_user_id, "feature": "live_map", "day": day.isoformat()}
    assert [change.record.events for change in apply(running, "add_activity", used)] == [1]
    assert user.last_seen_at == seen_at
    with pytest.raises(ChangeRefused, match="still to come"):
        apply(running, "add_activity", {**used, "day": (LATER.date() + timedelta(days=1)).isoformat()})
    with pytest.raises(ChangeRefused, match="has no feature"):
        apply(running, "add_activity", {**used, "feature": "api_access"})


def test_a_prospect_is_created_in_billing_and_in_the_helpdesk(running: RunningWorld) -> None:
    prospect = next(each for each in running.world.companies if each.product_account_id is None)
    assert (prospect.payers, prospect.zendesk_org_id) == ([], None)
    [paying] = apply(running, "add_payer", {"account": prospect.key, "email": "money@prospect.example"})
    [helped] = apply(running, "add_organization", {"account": prospect.key})
    assert (paying.kind, paying.record) == ("payer.created", prospect.payers[0])
    assert (prospect.payers[0].email, prospect.payers[0].created_at) == ("money@prospect.example", LATER)
    assert helped.before["zendesk_org_id"] is None
    known = [each.zendesk_org_id for each in running.world.companies if each.zendesk_org_id is not None]
    assert prospect.zendesk_org_id == max(known)
    assert len(set(known)) == len(known)
    assert figures(running, prospect)["mrr"] == []


@pytest.mark.parametrize(
    ("name", "parameters", "field"),
    [
        ("sell_company", {}, "name"),
        ("pay_invoice", {}, "invoice"),
        ("pay_invoice", {"invoice": "in_unknown"}, "invoice"),
        ("pay_invoice", {"invoice": 7}, "invoice"),
        ("pay_invoice", {"colour": "red"}, "colour"),
        ("pay_invoice", {"account": "acct_unknown"}, "account"),
        ("pay_invoice", {"account": "co_00000"}, "account"),
        ("fail_payment", {"invoice": "in_1", "reason": "bad_luck"}, "reason"),
        ("change_quantity", {"account": "co_00000"}, "quantity"),
        ("change_quantity", {"account": "co_00000", "quantity": 0}, "quantity"),
        ("change_quantity", {"account": "co_00000", "quantity": "12"}, "quantity"),
        ("change_quantity", {"account": "co_00000", "quantity": True}, "quantity"),
        ("change_quantity", {"account": "co_00000", "quantity": 5, "item": "si_unknown"}, "item"),
        ("change_quantity", {"account": "co_00009", "quantity": 5}, "account"),
        ("cancel_subscription", {"account": "co_00000", "at_period_end": "no"}, "at_period_end"),
        ("add_payer", {"account": "co_00009", "currency": "dollars"}, "currency"),
        ("add_payer", {"account": "co_00009", "email": "nobody"}, "email"),
        ("add_organization", {"account": "co_00000"}, "account"),
        ("open_ticket", {"account": "co_00000"}, "subject"),
        ("open_ticket", {"account": "co_00000", "subject": " "}, "subject"),
        ("open_ticket", {"account": "co_00000", "subject": "x" * 501}, "subject"),
        ("open_ticket", {"account": "co_00000", "subject": "x", "tags": "escalated"}, "tags"),
        ("open_ticket", {"account": "co_00000", "subject": "x", "requester": "nobody@example.org"}, "requester"),
        ("open_ticket", {"account": "co_00009", "subject": "x"}, "account"),
        ("solve_ticket", {"ticket": 1}, "ticket"),
        ("move_deal", {"deal": "1", "stage": "closedwon"}, "deal"),
        ("move_deal", {"deal": "1", "stage": "won"}, "stage"),
        ("log_call", {"account": "co_00000", "contact": "1"}, "contact"),
        ("rename_company", {"account": "co_00000", "name": "X", "system": "salesforce"}, "system"),
        ("add_contact", {"account": "co_00000", **PERSON, "email": "no address"}, "email"),
        ("add_contact", {"account": "co_00000", **PERSON, "roles": ["KING"]}, "roles"),
        ("add_contact", {"account": "co_00009", **PERSON, "in_product": True}, "in_product"),
        ("change_title", {"contact": "1", "title": "Boss"}, "contact"),
        ("add_activity", {"user": "usr_1", "feature": "live_map"}, "user"),
        ("add_activity", {"user": "usr_1", "feature": "live_map", "day": "yesterday"}, "day"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(name: str, parameters: dict[str, Any], field: str) -> None:
    running = RunningWorld(generate(7, 12, 18, NOW), clock=lambda: LATER)
    with pytest.raises(ChangeRefused) as refused:
        apply(running, name, parameters)
    assert refused.value.field == field
    assert refused.value.reason
    assert running.world == generate(7, 12, 18, NOW)


def test_every_change_says_what_it_wants() -> None:
    by_name = {each["name"]: each for each in described()}
    assert set(by_name) == set(CHANGES) == {
        "pay_invoice", "fail_payment", "change_quantity", "cancel_subscription", "comment_on_ticket",
        "delete_ticket",
        "open_ticket", "solve_ticket",
        "change_priority", "move_deal", "log_call", "rename_company", "add_contact", "change_title", "add_activity",
        "add_payer", "add_organization",
    }  # fmt: skip
    assert {"name": "quantity", "kind": "a whole number from 1 to 100000", "required": True} in by_name[
        "change_quantity"
    ]["parameters"]


def test_the_world_s_own_history_is_untouched_by_the_clock() -> None:
    world: World = generate(7, 5, 18, NOW)
    times: list[datetime] = [NOW, NOW + timedelta(days=1)]
    running = RunningWorld(world, clock=lambda: times[-1])
    [change, *_] = apply(running, "log_call", {"account": "co_00000"})
    assert change.record.at == times[-1]
    assert world.now == NOW
