"""The other figures of an account, on small books made by hand, and what holds for every generated one."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from rotunda_world.generate import generate
from rotunda_world.model import (
    Charge,
    Company,
    Deal,
    Engagement,
    Invoice,
    Payer,
    Refund,
    Stage,
    StageEntry,
    Ticket,
    World,
)
from rotunda_world.truth import account_keys, company_of, truth
from support.worlds import NOW, SEEDS, book


@pytest.fixture
def world() -> World:
    return generate(7, 3, 18, NOW)


@pytest.fixture
def company(world: World) -> Company:
    """A company in all systems with nothing in it but its people."""
    company = world.companies[0]
    company.payers, company.deals, company.engagements, company.tickets = [], [], [], []
    world.activities.rows.pop(company.key)
    return company


def paid(payer: Payer, amount: int, days_ago: int, **terms: Any) -> Invoice:
    at = NOW - timedelta(days=days_ago)
    invoice = Invoice(
        f"in_{len(payer.invoices)}",
        "N",
        payer,
        None,
        "paid",
        "manual",
        "eur",
        amount,
        amount,
        amount,
        at,
        [],
        paid_at=at,
    )
    for name, value in terms.items():
        setattr(invoice, name, value)
    payer.invoices.append(invoice)
    return invoice


def charged(payer: Payer, amount: int, days_ago: int, status: str = "succeeded", **terms: Any) -> Charge:
    at = NOW - timedelta(days=days_ago)
    charge = Charge(f"ch_{len(payer.charges)}", "pi", payer, None, amount, payer.currency, status, at, **terms)
    payer.charges.append(charge)
    return charge


def a_payer(company: Company, currency: str = "eur") -> Payer:
    payer = Payer(f"cus_{len(company.payers)}", company, "Payer", "a@b.example", NOW, currency)
    company.payers.append(payer)
    return payer


def test_lifetime_paid_is_what_was_kept(world: World, company: Company) -> None:
    payer, other = a_payer(company), a_payer(company, "usd")
    charged(payer, 10_000, 400)
    charged(payer, 5_000, 300, refunds=[Refund("re_1", 1_500, NOW)])
    charged(payer, 7_000, 200, disputed=True, dispute_status="lost")
    charged(payer, 800, 100, disputed=True, dispute_status="won")
    charged(payer, 9_999, 50, status="failed")
    charged(payer, 4_444, 1, status="pending")
    paid(payer, 2_500, 20, paid_outside=True)
    charged(other, 300, 10)
    assert truth(world, company, NOW)["lifetime_paid"] == [
        {"amount_minor": 10_000 + 3_500 + 800 + 2_500, "currency": "EUR"},
        {"amount_minor": 300, "currency": "USD"},
    ]


def test_overdue_is_past_due_or_refused(world: World, company: Company) -> None:
    payer = a_payer(company)
    late = NOW - timedelta(days=1)
    unpaid = {"status": "open", "amount_paid": 0, "paid_at": None}
    paid(payer, 100, 20, **unpaid, collection_method="send_invoice", due_at=late)
    paid(payer, 200, 20, **unpaid, collection_method="send_invoice", due_at=NOW + timedelta(days=1))
    paid(payer, 400, 20, **unpaid, attempt_count=2)
    paid(payer, 800, 20, **unpaid)
    paid(payer, 1600, 20, status="uncollectible", amount_paid=0, paid_at=None, attempt_count=4)
    found = truth(world, company, NOW)
    assert found["open_invoices"] == 4
    assert found["overdue"] == {"count": 2, "amounts": [{"amount_minor": 500, "currency": "EUR"}]}


def test_failed_payments_of_thirty_days(world: World, company: Company) -> None:
    payer = a_payer(company)
    for days_ago in (1, 29, 31):
        charged(payer, 100, days_ago, status="failed")
    charged(payer, 100, 2)
    assert truth(world, company, NOW)["failed_payments_30d"] == 2


def test_paid_by_month_has_twelve_months(world: World, company: Company) -> None:
    payer = a_payer(company)
    paid(payer, 100, 1)
    paid(payer, 200, 3)
    paid(payer, 400, 340)  # 15 December of the year before
    paid(payer, 800, 370)
    months = truth(world, company, NOW)["paid_by_month"]
    assert [each["month"] for each in months][:2] == ["2025-12", "2026-01"]
    assert len(months) == 12
    assert months[-1] == {"month": "2026-11", "paid": [{"amount_minor": 300, "currency": "EUR"}]}
    assert months[0]["paid"] == [{"amount_minor": 400, "currency": "EUR"}]
    assert all(each["paid"] == [] for each in months[1:-1])


def a_ticket(company: Company, status: str, days_ago: int, **terms: Any) -> Ticket:
    at = NOW - timedelta(days=days_ago)
    fields: dict[str, Any] = {
        "priority": "normal",
        "kind": None,
        "assignee": None,
        "group": "Support",
        "channel": "web",
    }
    fields |= {"tags": [], "comments": [], "requester": company.contacts[0], **terms}
    number = len(company.tickets) + 1
    ticket = Ticket(number, company, "Subject", status, created_at=at, updated_at=at, **fields)
    company.tickets.append(ticket)
    return ticket


def test_support(world: World, company: Company) -> None:
    for status, priority in (("new", None), ("open", "high"), ("pending", "high"), ("hold", "urgent")):
        a_ticket(company, status, 10, priority=priority)
    a_ticket(company, "solved", 10, priority="urgent", tags=["escalated"])
    a_ticket(company, "closed", 95, tags=["escalated"])
    for verdict, days_ago in (("good", 1), ("good", 89), ("bad", 30), ("good", 91), ("bad", 91)):
        solved_at = NOW - timedelta(days=days_ago)
        a_ticket(company, "closed", 100, satisfaction=verdict, solved_at=solved_at, satisfaction_at=NOW)
    a_ticket(company, "closed", 20, satisfaction="offered")
    found = truth(world, company, NOW)
    assert found["open_tickets"] == 4
    assert found["open_tickets_by_severity"] == {"none": 1, "high": 2, "urgent": 1}
    assert found["escalations_90d"] == 1
    assert found["csat_90d"] == {"good": 2, "bad": 1}
    assert found["tickets_total"] == 12


def test_usage_windows_are_whole_days(world: World, company: Company) -> None:
    users = [contact for contact in company.contacts if contact.product_user_id]
    live_map, api = world.features[0], world.features[-1]
    assert company.plan == "pro"
    assert company.plan not in api.plans
    for user, feature, days_ago in (
        (users[0], live_map, 0),
        (users[0], world.features[1], 6),
        (users[1], live_map, 6),
        (users[2], live_map, 7),
        (users[3], live_map, 13),
        (users[4], live_map, 14),
        (users[5], world.features[2], 29),
        (users[6], world.features[3], 30),
        (users[0], api, 1),
    ):
        world.activities.add(user, feature, NOW.date() - timedelta(days=days_ago), 1)
    found = truth(world, company, NOW)
    assert found["users_total"] == len(users)
    assert found["active_users_7d"] == 2
    assert found["active_users_previous_7d"] == 2
    assert found["active_users_30d"] == 6
    assert found["features_adopted"] == 3
    assert found["features_available"] == 9
    assert found["last_active_day"] == "2026-11-20"


def a_deal(company: Company, stage: Stage, amount: str | None, currency: str | None, own: str | None = None) -> None:
    company.deals.append(
        Deal(
            hubspot_id=str(len(company.deals)),
            company=company,
            name="Deal",
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            stages=[StageEntry(stage, NOW)],
            close_on=NOW,
            created_at=NOW,
            owner=company.owner,
            kind="newbusiness",
            probability=None if own is None else Decimal(own),
        )
    )


def test_deals(world: World, company: Company) -> None:
    a_deal(company, Stage.QUALIFIED, "1000.50", None)  # The portal's euro, at 40 %.
    a_deal(company, Stage.CONTRACT, "0.05", "EUR", own="0.5")  # 2.5 cents: 2, half to even.
    a_deal(company, Stage.PRESENTATION, "0.07", "EUR", own="0.5")  # 3.5 cents: 4.
    a_deal(company, Stage.APPOINTMENT, "150001", "JPY")  # 30,000.2 yen.
    a_deal(company, Stage.DECISION_MAKER, "12.345", "KWD")
    a_deal(company, Stage.DECISION_MAKER, None, "USD")
    a_deal(company, Stage.WON, "500", "EUR")
    a_deal(company, Stage.LOST, "500", "EUR")
    found = truth(world, company, NOW)
    assert (found["open_deals"], found["won_deals"], found["lost_deals"]) == (6, 1, 1)
    assert found["open_deal_value"] == [
        {"amount_minor": 100_062, "currency": "EUR"},
        {"amount_minor": 150_001, "currency": "JPY"},
        {"amount_minor": 12_345, "currency": "KWD"},
    ]
    assert found["open_deal_weighted"] == [
        {"amount_minor": 40_020 + 2 + 4, "currency": "EUR"},
        {"amount_minor": 30_000, "currency": "JPY"},
        {"amount_minor": 9_876, "currency": "KWD"},
    ]


def said(company: Company, kind: str, hours: int, outcome: str | None = None) -> None:
    at = NOW + timedelta(hours=hours)
    entry = Engagement(str(len(company.engagements)), company, kind, at, None, None, company.owner, [], at)
    entry.outcome = outcome
    company.engagements.append(entry)


def test_touches_and_meetings(world: World, company: Company) -> None:
    said(company, "emails", -50)
    said(company, "notes", -1)
    said(company, "tasks", -2)
    said(company, "meetings", -3, "CANCELED")
    said(company, "meetings", -4, "NO_SHOW")
    said(company, "meetings", -5, "SCHEDULED")
    said(company, "meetings", -40, "COMPLETED")
    said(company, "meetings", 10, "CANCELED")
    said(company, "meetings", 30, "SCHEDULED")
    said(company, "meetings", 40, "SCHEDULED")
    found = truth(world, company, NOW)
    assert found["last_touch_at"] == (NOW - timedelta(hours=40)).isoformat()
    assert found["next_meeting_at"] == (NOW + timedelta(hours=30)).isoformat()
    said(company, "calls", -6)
    assert truth(world, company, NOW)["last_touch_at"] == (NOW - timedelta(hours=6)).isoformat()


def test_contacts_are_counted_by_address(world: World, company: Company) -> None:
    first, second, third = company.contacts[:3]
    company.contacts = company.contacts[:3]
    for contact in company.contacts:
        contact.hubspot_id, contact.product_user_id, contact.hubspot_email, contact.product_email = "1", "u", None, None
    assert truth(world, company, NOW)["contacts"] == 3
    first.hubspot_email = first.email.upper()
    assert truth(world, company, NOW)["contacts"] == 3, "case does not make two persons"
    second.product_email = second.email.replace("@", "+tag@")
    assert truth(world, company, NOW)["contacts"] == 4, "a tag does"
    third.hubspot_id = third.product_user_id = None
    assert truth(world, company, NOW)["contacts"] == 3, "who is in neither system is not counted"


@pytest.mark.parametrize("seed", SEEDS)
def test_every_account_has_its_figures_ready_for_json(seed: int) -> None:
    world = book(seed, 250)
    for company in world.companies:
        found = truth(world, company, NOW)
        assert json.loads(json.dumps(found)) == found
        assert found["active_users_7d"] <= found["active_users_30d"] <= found["users_total"]
        assert found["features_adopted"] <= found["features_available"] <= 12
        assert sum(found["open_tickets_by_severity"].values()) == found["open_tickets"]
        assert all(each["amount_minor"] > 0 for each in found["mrr"])
        assert (found["product_account_id"] is None) == (found["product_status"] is None)


def test_an_account_is_found_by_any_of_its_ids() -> None:
    world = book(7, 250)
    for key, keys in account_keys(world).items():
        ids = [keys.product_account_id, *keys.hubspot_company_ids, *keys.stripe_customer_ids]
        ids += [str(keys.zendesk_organization_id)] if keys.zendesk_organization_id else []
        assert ids != [None]
        if len(ids) > 2 and int(key.removeprefix("co_")) % 10 == 0:
            assert all(company_of(world, each) is keys.company for each in ids if each)
    assert company_of(world, "acct_unknown") is None


def test_truth_follows_the_parent() -> None:
    world = book(7, 25)
    child = next(company for company in world.companies if company.parent)
    assert truth(world, child, NOW)["parent"] == {
        "key": child.parent.key,
        "name": child.parent.name,
        "product_account_id": child.parent.product_account_id,
        "hubspot_id": child.parent.hubspot_ids[0],
    }
