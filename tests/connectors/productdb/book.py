"""A small random book of accounts, users, features and activity, and what the product must say about it.

What is expected is counted in plain Python from the same rows, so that it owes nothing to any SQL.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
TODAY = NOW.date()
FEATURES = ("api", "maps", "reports", "search")
Row = dict[str, Any]


@dataclass(slots=True)
class Book:
    """Rows of the four views, by the names of their columns."""

    accounts: list[Row] = field(default_factory=list[Row])
    users: list[Row] = field(default_factory=list[Row])
    features: list[Row] = field(default_factory=list[Row])
    activity: list[Row] = field(default_factory=list[Row])

    def of(self, account_id: str, table: str) -> list[Row]:
        return [row for row in getattr(self, table) if row["account_id"] == account_id]

    def active(self, account_id: str, first: date, last: date, feature: str | None = None) -> set[str]:
        """Users with any activity from `first` to `last`, both included."""
        return {row["user_id"] for row in self.within(account_id, first, last, feature)}

    def within(self, account_id: str, first: date, last: date, feature: str | None = None) -> list[Row]:
        return [
            row
            for row in self.of(account_id, "activity")
            if first <= row["day"] <= last and feature in {None, row["feature_key"]}
        ]


def make_book(seed: int) -> Book:
    """Six accounts: one without users, one without activity, one whose activity is all old."""
    chance = random.Random(seed)
    book = Book()
    for number in range(6):
        account_id = f"acct_{number}"
        book.accounts.append(_account(chance, account_id, number))
        book.features += [_feature(chance, account_id, key) for key in FEATURES]
        users = [_user(chance, account_id, place) for place in range(0 if number == 1 else 2 + number)]
        book.users += users
        if number != 2:
            book.activity += _activity(chance, account_id, users, oldest=400, newest=70 if number == 3 else 0)
    return book


def _account(chance: random.Random, account_id: str, number: int) -> Row:
    return {
        "account_id": account_id,
        "name": f"Account {number} Ünal & Søn",
        "domain": None if number == 4 else f"a{number}.example",
        "further_domains": [f"b{number}.example", f"a{number}.example"] if number % 2 else [],
        "plan": chance.choice(["starter", "pro", None]),
        "status": chance.choice(["active", "trial", "suspended", "closed"]),
        "seats": chance.choice([None, 0, 25]),
        "trial_ends_at": _moment(chance) if number % 2 else None,
        "contract_ends_on": TODAY + timedelta(days=number) if number % 2 else None,
        "auto_renew": chance.choice([True, False, None]),
        "activated_at": _moment(chance) if number else None,
        "created_at": NOW - timedelta(days=500) if number else NOW - timedelta(days=40),
        "feature_flags": ["beta", "ünïcode"] if number % 2 else [],
        "csm_name": "Ines Roth" if number % 2 else None,
        "csm_email": "ines@demo.example" if number % 2 else None,
        "csm_team": "EMEA" if number % 2 else None,
        "stripe_customer_ids": [f"cus_{number}", f"cus_{number}b"] if number % 2 else [],
        "hubspot_company_id": str(1000 + number) if number % 2 else None,
        "zendesk_organization_id": str(2000 + number) if number % 2 else None,
        "last_active_at": _moment(chance) if number != 2 else None,
        "updated_at": _moment(chance),
    }


def _user(chance: random.Random, account_id: str, place: int) -> Row:
    return {
        "account_id": account_id,
        "user_id": f"usr_{account_id[-1]}{place:03}",
        "name": chance.choice(["Ada Park", "Bo Li", None]),
        "email": None if place == 1 else f"User{place}@{account_id[-1]}.example",
        "role": chance.choice(["owner", "member", None]),
        "last_seen_at": chance.choice([None, _moment(chance)]),
        "created_at": _moment(chance),
        "deactivated_at": _moment(chance) if place == 2 else None,
    }


def _feature(chance: random.Random, account_id: str, key: str) -> Row:
    return {
        "account_id": account_id,
        "feature_key": key,
        "feature_name": key.title(),
        "available": chance.random() < 0.7,
    }


def _activity(chance: random.Random, account_id: str, users: list[Row], oldest: int, newest: int) -> list[Row]:
    """At most one row per user, feature and day; windows' edges are hit on purpose."""
    edges = [0, 6, 7, 13, 14, 29, 30, 59, 60, 83, 84, 89, 90]
    days = [day for day in (*edges, *(chance.randrange(oldest) for _ in range(60))) if day >= newest]
    places = {
        (user["user_id"], key, TODAY - timedelta(days=day))
        for day in days
        for user in chance.sample(users, k=min(len(users), 2))
        for key in chance.sample(FEATURES[1:], k=2)
    }
    return [
        {"account_id": account_id, "user_id": user, "feature_key": key, "day": day, "events": chance.randrange(1, 50)}
        for user, key, day in sorted(places)
    ]


def _moment(chance: random.Random) -> datetime:
    return NOW - timedelta(seconds=chance.randrange(1, 400 * 86_400))
