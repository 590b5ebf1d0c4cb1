"""Organizations, tickets and people are what the world holds, with who belongs to them."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio

from rotunda_world.model import Ticket
from rotunda_world.simulators.zendesk import ids
from support.helpdesk import busiest, companies, every_page, helpdesk, tickets
from support.simulators import MOMENT, Served


@pytest_asyncio.fixture(scope="module")
async def desk() -> AsyncIterator[Served]:
    async with helpdesk() as one:
        yield one


async def test_an_organization_says_who_it_is(desk: Served) -> None:
    for company in companies(desk):
        shown = (await desk.get(f"/api/v2/organizations/{company.zendesk_org_id}.json"))["organization"]
        assert shown["name"] == company.called("zendesk")
        assert shown["external_id"] == (company.product_account_id if company.zendesk_declares_account else None)
        assert shown["domain_names"] == [one for one in (company.domain, *company.further_domains) if one]
        related = await desk.get(f"/api/v2/organizations/{company.zendesk_org_id}/related")
        assert related["organization_related"]["tickets_count"] == len(company.tickets)


async def test_organizations_are_found_by_exact_name_or_external_id_whatever_the_case(desk: Served) -> None:
    company = next(one for one in companies(desk) if one.zendesk_declares_account and one.product_account_id)
    by_name = await desk.get("/api/v2/organizations/search", name=company.called("zendesk").swapcase())
    assert company.zendesk_org_id in [one["id"] for one in by_name["organizations"]]
    by_id = await desk.get("/api/v2/organizations/search.json", external_id=str(company.product_account_id).upper())
    assert [one["id"] for one in by_id["organizations"]] == [company.zendesk_org_id]
    assert (await desk.get("/api/v2/organizations/search", name=company.called("zendesk")[:-1]))["count"] == 0
    many = await desk.get("/api/v2/organizations/show_many", ids=f"{company.zendesk_org_id},1")
    assert [one["id"] for one in many["organizations"]] == [company.zendesk_org_id]


async def test_a_ticket_is_what_the_world_holds(desk: Served) -> None:
    for ticket in tickets(desk)[:60]:
        shown = (await desk.get(f"/api/v2/tickets/{ticket.zendesk_id}"))["ticket"]
        assert (shown["status"], shown["priority"], shown["type"]) == (ticket.status, ticket.priority, ticket.kind)
        assert shown["organization_id"] == ticket.company.zendesk_org_id
        assert shown["requester_id"] == ticket.requester.zendesk_user_id
        assert shown["tags"] == ticket.tags
        assert shown["satisfaction_rating"]["score"] == (ticket.satisfaction or "unoffered")
        assert shown["created_at"] == ticket.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert shown["fields"] == shown["custom_fields"]


async def test_sideloads_bring_exactly_who_and_what_the_tickets_name(desk: Served) -> None:
    company = busiest(desk)
    path = f"/api/v2/organizations/{company.zendesk_org_id}/tickets"
    page = await desk.get(path, include="users,groups,organizations,metric_sets,comment_count,nonsense")
    named = {one[name] for one in page["tickets"] for name in ("requester_id", "assignee_id")} - {None}
    assert {one["id"] for one in page["users"]} == named
    assert {one["id"] for one in page["groups"]} == {one["group_id"] for one in page["tickets"]}
    assert [one["id"] for one in page["organizations"]] == [company.zendesk_org_id]
    assert "nonsense" not in page
    for shown in page["tickets"]:
        ticket = next(one for one in company.tickets if one.zendesk_id == shown["id"])
        assert shown["comment_count"] == len(ticket.comments)
        replied = shown["metric_set"]["reply_time_in_minutes"]["calendar"]
        assert replied == minutes(ticket, ticket.first_reply_at)
        assert shown["metric_set"]["full_resolution_time_in_minutes"]["calendar"] == minutes(ticket, ticket.solved_at)
    assert "users" not in await desk.get(path)


def minutes(ticket: Ticket, end: Any) -> int | None:
    return None if end is None else int((end - ticket.created_at).total_seconds() // 60)


async def test_business_minutes_count_office_hours_only(desk: Served) -> None:
    ticket = next(one for one in tickets(desk) if one.solved_at)
    kept = ticket.created_at, ticket.solved_at
    ticket.created_at = MOMENT.replace(year=2026, month=10, day=30, hour=16, minute=0)  # A Friday.
    ticket.solved_at = ticket.created_at + timedelta(days=3, hours=-6)  # Monday at 10.
    metric = (await desk.get(f"/api/v2/tickets/{ticket.zendesk_id}/metrics"))["ticket_metric"]
    ticket.created_at, ticket.solved_at = kept
    assert metric["full_resolution_time_in_minutes"] == {"calendar": 66 * 60, "business": 120}


async def test_comments_run_forward_or_back_with_their_authors(desk: Served) -> None:
    ticket = max(tickets(desk), key=lambda one: len(one.comments))
    path = f"/api/v2/tickets/{ticket.zendesk_id}/comments.json"
    found = await every_page(desk, f"{path}?page[size]=2&include=users", "comments")
    oldest_first = sorted(ticket.comments, key=lambda one: (one.created_at, one.zendesk_id))
    assert [one["id"] for one in found] == [one.zendesk_id for one in oldest_first]
    assert [one["public"] for one in found] == [one.public for one in oldest_first]
    newest_first = await desk.get(path, **{"page[size]": 100, "sort": "-created_at", "include": "users"})
    assert [one["id"] for one in newest_first["comments"]] == [one.zendesk_id for one in reversed(oldest_first)]
    assert {one["id"] for one in newest_first["users"]} == {one["author_id"] for one in newest_first["comments"]}
    by_offset = await desk.get(path, sort_order="desc")
    assert by_offset["comments"] == newest_first["comments"]


async def test_audits_create_first_and_solve_last(desk: Served) -> None:
    ticket = next(one for one in tickets(desk) if one.solved_at and len(one.comments) > 1)
    audits = (await desk.get(f"/api/v2/tickets/{ticket.zendesk_id}/audits"))["audits"]
    created = {event["field_name"]: event["value"] for event in audits[0]["events"] if event["type"] == "Create"}
    assert created["organization_id"] == str(ticket.company.zendesk_org_id)
    said = [event for audit in audits for event in audit["events"] if event["type"] == "Comment"]
    assert Counter(event["body"] for event in said) == Counter(one.body for one in ticket.comments)
    changes = [event for audit in audits for event in audit["events"] if event["type"] == "Change"]
    assert [event["value"] for event in changes] == ["solved"]
    assert len({audit["id"] for audit in audits}) == len(audits)


async def test_users_are_shown_searched_and_listed(desk: Served) -> None:
    contact = next(one for company in companies(desk) for one in company.contacts if one.zendesk_user_id)
    email = contact.zendesk_email or contact.email
    shown = await desk.get(f"/api/v2/users/{contact.zendesk_user_id}", include="organizations")
    assert (shown["user"]["email"], shown["user"]["role"]) == (email, "end-user")
    assert [one["id"] for one in shown["organizations"]] == [contact.company.zendesk_org_id]
    found = await desk.get("/api/v2/users/search.json", query=f'email:"{email.upper()}"')
    assert [one["id"] for one in found["users"]] == [contact.zendesk_user_id]
    members = await desk.get(f"/api/v2/organizations/{contact.company.zendesk_org_id}/users")
    assert members["count"] == sum(one.zendesk_user_id is not None for one in contact.company.contacts)
    many = await desk.get("/api/v2/users/show_many", ids=f"{contact.zendesk_user_id},{ids.INTEGRATION_USER_ID},9")
    assert contact.zendesk_user_id in [one["id"] for one in many["users"]]


async def test_users_are_found_by_external_id_exactly(desk: Served) -> None:
    contact = next(
        one
        for company in companies(desk)
        for one in company.contacts
        if company.zendesk_declares_account and one.zendesk_user_id and one.product_user_id
    )
    found = await desk.get("/api/v2/users/search", external_id=contact.product_user_id)
    assert [one["id"] for one in found["users"]] == [contact.zendesk_user_id]
    assert (await desk.get("/api/v2/users/search", external_id=str(contact.product_user_id)[:-1]))["count"] == 0


async def test_requested_tickets_are_the_requesters(desk: Served) -> None:
    requester = busiest(desk).tickets[0].requester
    found = await desk.get(f"/api/v2/users/{requester.zendesk_user_id}/tickets/requested.json")
    assert {one["id"] for one in found["tickets"]} == {
        one.zendesk_id for one in requester.company.tickets if one.requester is requester
    }
    agent = desk.world.teammates[0]
    assert (await desk.get(f"/api/v2/users/{agent.zendesk_user_id}/tickets/requested"))["tickets"] == []
