"""The figures of the page, in the words of the demo company's truth, so that the two can be compared as they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

Data = Mapping[str, Any]


def differing(shown: Data, true: Data) -> dict[str, Any]:
    """What is shown and what is true, where they are not the same."""
    expected = {**true, "subscriptions": _subscriptions(true["subscriptions_by_status"])}
    return {name: (value, expected[name]) for name, value in shown.items() if value != expected[name]}


def _subscriptions(by_status: Mapping[str, int]) -> dict[str, int]:
    """Stripe alone tells a subscription that never began from one that ended; the page calls both canceled."""
    counted: Counter[str] = Counter()
    for status, count in by_status.items():
        counted["canceled" if status == "incomplete_expired" else status] += count
    return dict(counted)


def billing(data: Data) -> dict[str, Any]:
    """Of the complete section `billing`; empty data are what is known of a customer who never paid."""
    overdue = data.get("overdue")
    return {
        "mrr": _moneys(data.get("mrr", [])),
        "arr": _moneys(data.get("arr", [])),
        "trial_mrr": _moneys(data.get("trial_mrr", [])),
        "subscriptions": dict(Counter(each["status"] for each in data.get("plans", []))),
        "next_renewal_at": _moment(data.get("next_renewal_at")),
        "open_invoices": sum(each["status"] == "open" for each in data.get("invoices", [])),
        "overdue": {"count": overdue["count"], "amounts": overdue["amounts"]} if overdue else _NOT_OVERDUE,
        "failed_payments_30d": data.get("failed_payments_30d", 0),
        "lifetime_paid": _moneys(data.get("lifetime_paid", [])),
    }


_NOT_OVERDUE: Data = {"count": 0, "amounts": []}


def support(data: Data) -> dict[str, Any]:
    """Of the complete section `support`."""
    tickets = data.get("tickets", [])
    return {
        "open_tickets": data.get("open_count", 0),
        "open_tickets_by_severity": data.get("open_by_severity", {}),
        "escalations_90d": data.get("escalations_90d", 0),
        "csat_90d": _ratings(data.get("satisfaction_90d")),
        "tickets_total": len(tickets),
    }


def _ratings(made: Data | None) -> dict[str, int]:
    counted = {each["label"].lower(): int(each["text"]) for each in made["made"]["inputs"]} if made else {}
    return {verdict: counted.get(verdict, 0) for verdict in ("good", "bad")}


def usage(data: Data) -> dict[str, Any]:
    """Of the section `usage`."""
    last = _moment(data.get("last_active_at"))
    return {
        "users_total": data.get("users_total", 0),
        "active_users_7d": data.get("active_7d", 0),
        "active_users_30d": data.get("active_30d", 0),
        "active_users_previous_7d": _previous(data.get("active_change_7d")),
        "last_active_day": last[:10] if last else None,
        "features_adopted": data.get("features_adopted", 0),
        "features_available": data.get("features_available", 0),
        "seats": data.get("seats_purchased"),
    }


def _previous(made: Data | None) -> int:
    """A change is told only where there was somebody to change from."""
    return int(made["made"]["inputs"][1]["text"]) if made else 0


def profile(data: Data) -> dict[str, Any]:
    """Of the section `profile`."""
    owners = {each["value"]["role"]: each["value"].get("email") for each in data.get("owners", [])}
    return {
        "plan": _value(data, "plan"),
        "product_status": _value(data, "product_status"),
        "owner_email": owners.get("owner"),
        "csm_email": owners.get("csm"),
    }


def _value(data: Data, field: str) -> Any:
    sourced = data.get(field)
    return sourced["value"] if sourced else None


def deals(data: Data) -> dict[str, Any]:
    """Of the section `deals`."""
    return {
        "open_deals": len(data.get("open_deals", [])),
        "open_deal_value": _moneys(data.get("open_value", [])),
        "open_deal_weighted": _moneys(data.get("weighted_value", [])),
        "won_deals": data.get("won_count", 0),
        "lost_deals": data.get("lost_count", 0),
    }


def contact(people: Data, communication: Data, upcoming: Data) -> dict[str, Any]:
    """Of the sections of these names."""
    return {
        "contacts": people.get("total", 0),
        "last_touch_at": _moment(communication.get("last_touch_at")),
        "next_meeting_at": _moment(upcoming.get("next_meeting_at")),
    }


def _moneys(made: Sequence[Data]) -> list[Any]:
    return [each["money"] for each in made]


def _moment(text: str | None) -> str | None:
    """The truth writes `+00:00`."""
    return datetime.fromisoformat(text).isoformat() if text else None
