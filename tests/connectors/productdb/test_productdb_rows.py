"""Rows in the shapes of both databases, long lists, and forms that lead nowhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.productdb.recording import ACCOUNT, ACCOUNT_ROW, NOW, RECORDING, TOTALS, USER
from rotunda.connector_kit import contract
from rotunda.connector_kit.connector import Find, SourceRecord
from rotunda.connector_kit.errors import BadPayload, Gone, Misconfigured
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import AnyRequest, Customer, Payload, SqlQuery
from rotunda.connectors.productdb import columns, queries
from rotunda.connectors.productdb.requests import (
    find,
    list_accounts,
    list_users,
    read_people,
    read_profile,
    read_usage,
)
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.profile.model import ProfilePart
from rotunda.sections.usage.model import UsagePart

# Columns


@pytest.mark.parametrize(
    ("read", "postgresql", "mysql", "expected"),
    [
        (columns.flag, True, 1, True),
        (columns.flag, False, 0, False),
        (columns.count, 7, Decimal(7), 7),
        (columns.count_or_zero, None, None, 0),
        (columns.texts, ["a", "é"], '["a", "\\u00e9"]', ("a", "é")),
        (columns.texts, [], "[]", ()),
        (columns.identifier, "42", 42, "42"),
        (columns.identifier_or_none, "", None, None),
        (columns.flag_or_none, None, None, None),
    ],
)
def test_one_fact_has_one_meaning_in_both_databases(
    read: Callable[[Wild], Any], postgresql: Any, mysql: Any, expected: Any
) -> None:
    assert read(Wild(postgresql)) == read(Wild(mysql)) == expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (columns.flag, 2),
        (columns.flag, "true"),
        (columns.count, Decimal("1.5")),
        (columns.count, -1),
        (columns.texts, '{"a": 1}'),
        (columns.texts, "[1]"),
        (columns.texts, "a,b"),
        (columns.texts, [1]),
        (columns.identifier, 1.5),
    ],
)
def test_what_is_neither_is_refused(read: Callable[[Wild], Any], value: Any) -> None:
    with pytest.raises(BadPayload, match=r"^column(\[0\])?: "):
        read(Wild(value, "column"))


# Windows


@given(st.datetimes(timezones=st.just(NOW.tzinfo)))
def test_windows_are_whole_days_that_end_with_the_day_of_the_reading(now: Any) -> None:
    if now.year < 2 or now.year > 9998:
        return
    bounds = queries.windows(now)
    today = now.date()
    assert bounds["today"] == today
    assert {name: (today - bounds[name]).days + 1 for name in ("day_7", "day_14", "day_30", "day_60")} == {
        "day_7": 7,
        "day_14": 14,
        "day_30": 30,
        "day_60": 60,
    }
    weeks = [bounds[f"week_{week}"] for week in range(13)]
    assert {(later - earlier).days for earlier, later in pairwise(weeks)} == {7}
    assert (weeks[-1] - today).days == 1


# Sections


def fed(program: Any, **changed: list[Any]) -> Any:
    pages = {**RECORDING.pages, **{f"rotunda: {name.replace('_', ' ')}": rows for name, rows in changed.items()}}
    return contract.drive(program, contract.feed(RECORDING, pages))


def test_the_admin_panel_is_linked_with_the_id_quoted() -> None:
    odd = {**ACCOUNT_ROW, "account_id": "a/b c"}
    customer = Customer({"account": ["a/b c"]}, NOW, {"admin_url_template": "https://admin.example/{account_id}?x=1"})
    part: ProfilePart = fed(read_profile(customer), profile=[odd])
    assert part.ref.url == "https://admin.example/a%2Fb%20c?x=1"
    without: ProfilePart = fed(read_profile(Customer({"account": [ACCOUNT]}, NOW, {})))
    assert without.ref.url is None


@pytest.mark.parametrize("template", ["javascript:alert(1)//{account_id}", "admin.example/{account_id}"])
def test_a_link_that_is_no_web_address_is_refused(template: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        fed(read_profile(Customer({"account": [ACCOUNT]}, NOW, {"admin_url_template": template})))
    assert caught.value.field == "admin_url_template"


def test_accounts_that_are_gone_are_passed_over_until_none_is_left() -> None:
    two = Customer({"account": [ACCOUNT, ACCOUNT]}, NOW, {})
    feed = contract.feed(RECORDING)
    answers = iter([Payload([]), feed(queries.profile(ACCOUNT, {}))])
    part: ProfilePart = contract.drive(read_profile(two), lambda _: next(answers))
    assert part.ref.external_id == ACCOUNT
    with pytest.raises(Gone):
        fed(read_profile(RECORDING.customer), profile=[])
    with pytest.raises(Gone):
        fed(read_usage(RECORDING.customer), usage=[])


def test_two_rows_for_one_account_are_refused() -> None:
    with pytest.raises(BadPayload, match="must be one row"):
        fed(read_profile(RECORDING.customer), profile=[ACCOUNT_ROW, ACCOUNT_ROW])


def test_several_accounts_of_one_customer_join_flags_and_success_managers() -> None:
    other = {**ACCOUNT_ROW, "account_id": "acct_200", "feature_flags": ["alpha"], "csm_email": "jo@demo.example"}
    answers = iter([Payload([ACCOUNT_ROW]), Payload([other])])
    customer = Customer({"account": [ACCOUNT, "acct_200"]}, NOW, {})
    part: ProfilePart = contract.drive(read_profile(customer), lambda _: next(answers))
    assert part.feature_flags == ["alpha", "beta_reports"]
    assert [owner.email for owner in part.owners] == ["ines@demo.example", "jo@demo.example"]
    assert [ref.external_id for ref in part.further_refs] == ["acct_200"]


def test_days_begin_with_the_account_when_it_is_younger_than_the_window() -> None:
    young = {**TOTALS, "created_at": NOW.replace(day=12)}
    part: UsagePart = fed(read_usage(RECORDING.customer), usage=[young])
    assert [(each.day, each.active_users) for each in part.daily] == [
        (date(2026, 1, 12), 0),
        (date(2026, 1, 13), 1),
        (date(2026, 1, 14), 0),
        (date(2026, 1, 15), 2),
    ]
    unborn = {**TOTALS, "created_at": NOW.replace(day=20)}
    assert fed(read_usage(RECORDING.customer), usage=[unborn], daily_usage=[]).daily == []


def test_an_account_without_users_has_nobody() -> None:
    part: PeoplePart = fed(read_people(RECORDING.customer), people=[])
    assert (part.people, part.total) == ([], 0)


def test_a_user_without_a_name_is_called_by_address_or_id() -> None:
    rows = [{**USER, "name": None}, {**USER, "name": None, "email": None}]
    part: PeoplePart = fed(read_people(RECORDING.customer), people=rows)
    assert [each.name for each in part.people] == ["Ada@acme.example", "usr_1"]


def as_in_mysql(row: dict[str, Any]) -> dict[str, Any]:
    """No booleans, sums that are decimals, and times without a zone."""
    return {
        name: int(value)
        if isinstance(value, bool)
        else Decimal(value)
        if isinstance(value, int) and name != "total"
        else value.replace(tzinfo=None)
        if isinstance(value, datetime)
        else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("read", [read_usage, read_people, read_profile])
def test_rows_of_both_databases_give_the_same_part(read: Any) -> None:
    mysql = {name: [as_in_mysql(row) for row in rows] for name, rows in RECORDING.pages.items()}
    told = contract.drive(read(RECORDING.customer), contract.feed(RECORDING, mysql))
    assert told == fed(read(RECORDING.customer))


def test_times_of_users_are_brought_to_utc() -> None:
    elsewhere = USER["last_seen_at"].astimezone(timezone(timedelta(hours=2)))
    part: PeoplePart = fed(read_people(RECORDING.customer), people=[{**USER, "last_seen_at": elsewhere}])
    seen = part.people[0].last_seen_at
    assert seen
    assert (seen, seen.tzinfo) == (elsewhere, UTC)


@pytest.mark.parametrize(
    ("read", "name"),
    [(read_usage, "usage"), (read_usage, "daily_usage"), (read_usage, "usage_of_features"), (read_people, "people")],
)
def test_rows_of_another_account_are_refused(read: Any, name: str) -> None:
    rows = RECORDING.pages[f"rotunda: {name.replace('_', ' ')}"]
    with pytest.raises(BadPayload, match=r"rows\[0\]\.account_id: is another account"):
        fed(read(RECORDING.customer), **{name: [{**row, "account_id": "acct_101"} for row in rows]})


# The directory

BATCH = queries.BATCH


def test_lists_go_on_after_the_last_key_of_a_full_batch() -> None:
    """A database with 2,500 accounts and 1,000 users of one account, played by Python."""
    accounts = [{**ACCOUNT_ROW, "account_id": f"a{number:04}"} for number in range(2 * BATCH + 500)]
    users = [{**USER, "account_id": account, "user_id": f"u{number:04}"} for account in "ab" for number in range(700)]
    asked: list[AnyRequest] = []

    def answer(request: AnyRequest) -> Payload:
        asked.append(request)
        assert isinstance(request, SqlQuery)
        given = request.parameters
        if "rotunda: accounts" in request.sql:
            return Payload([row for row in accounts if row["account_id"] > given["after"]][:BATCH])
        after = (given["account_id"], given["after"])
        return Payload([row for row in users if (row["account_id"], row["user_id"]) > after][:BATCH])

    found: list[SourceRecord] = contract.drive(list_accounts({}, NOW), answer)
    assert [each.external_id for each in found] == [row["account_id"] for row in accounts]
    assert len(asked) == 3
    people: list[SourceRecord] = contract.drive(list_users({}, NOW), answer)
    assert [(each.company, each.external_id) for each in people] == [
        (row["account_id"], row["user_id"]) for row in users
    ]


@pytest.mark.parametrize("listing", [list_accounts, list_users])
def test_a_database_that_repeats_itself_is_refused(listing: Any) -> None:
    batch = Payload([{**ACCOUNT_ROW, **USER}] * BATCH)
    with pytest.raises(BadPayload, match="ends a batch where the one before it ended"):
        contract.drive(listing({}, NOW), lambda _: batch)


def test_few_keys_are_looked_for() -> None:
    whom = Find(emails=tuple(f"user{number}@acme.example" for number in range(100)), now=NOW)
    assert len(list(next(find(whom)))) == 10


# Queries of the company's own


@pytest.mark.parametrize(
    "written",
    ["DELETE FROM users", "SELECT 1; DROP TABLE users", "users", "selecting FROM nothing", "EXPLAIN SELECT 1"],
)
def test_anything_but_one_select_is_refused(written: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        queries.people(ACCOUNT, {"account_user_query": written})
    assert caught.value.field == "account_user_query"


def test_an_own_query_takes_no_parameters_of_ours() -> None:
    query = queries.people(ACCOUNT, {"account_user_query": "select * from u where name like '%(account_id)s';"})
    assert "FROM (select * from u where name like '%%(account_id)s') u" in query.sql
