"""Zendesk's own list of organizations and end users, and how to find one organization in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rotunda.connector_kit.connector import Find, SourceRecord
from rotunda.connector_kit.listing import list_all
from rotunda.connector_kit.paging import MetaCursor
from rotunda.connector_kit.requests import Payload, Program, Request
from rotunda.connectors.zendesk.manifest import SOURCE
from rotunda.connectors.zendesk.mapping.directory import PRODUCT, map_organizations, map_users

_MOST_IDS = 100
_MOST_SEARCHES = 5
"""Of each kind: every search is a request of its own."""

_NONE = frozenset({404})
_AT_ONCE = 20


def list_organizations(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every organization."""
    del settings, now
    listing = Request(
        path="/api/v2/organizations.json",
        query=(("page[size]", "100"),),
        paging=MetaCursor(),
        max_pages=_AT_ONCE,
    )
    return (yield from list_all(listing, map_organizations))


def list_users(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every end user."""
    del settings, now
    listing = Request(
        path="/api/v2/users.json",
        query=(("page[size]", "100"), ("role", "end-user")),
        paging=MetaCursor(),
        max_pages=_AT_ONCE,
    )
    return (yield from list_all(listing, map_users))


def find(wanted: Find) -> Program[Sequence[SourceRecord]]:
    """Organizations that other systems name, that carry the product's account id or one of the domains, or to which a
    user with one of the addresses belongs; and such users themselves where they belong to none.
    """
    named = [declared.external_id for declared in wanted.declared if declared.source == SOURCE]
    accounts = [own.external_id for own in wanted.own_ids if own.source == PRODUCT]
    domains, emails = wanted.domains[:_MOST_SEARCHES], wanted.emails[:_MOST_SEARCHES]
    by_id = [*_show_many("ids", named), *_show_many("external_ids", accounts)]
    by_domain, by_email = [_search_domain(each) for each in domains], [_search_user(each) for each in emails]
    requests = [*by_id, *by_domain, *by_email]
    payloads = (yield requests) if requests else ()
    shown, rest = payloads[: len(by_id)], payloads[len(by_id) :]
    organizations = [*_organizations(shown), *_with_domain(rest[: len(by_domain)], domains)]
    people = _with_email(rest[len(by_domain) :], emails)
    known = {each.external_id for each in organizations}
    unread = sorted({each.company for each in people if each.company} - known)
    if unread:
        organizations.extend(_organizations((yield _show_many("ids", unread))))
    return [*_each_once(organizations), *(each for each in people if each.company is None)]


def _show_many(parameter: str, ids: Iterable[str]) -> list[Request]:
    joined = ",".join(list(dict.fromkeys(each for each in ids if "," not in each))[:_MOST_IDS])
    path = "/api/v2/organizations/show_many.json"
    return [Request(path=path, query=((parameter, joined),), absent_on=_NONE)] if joined else []


def _search_domain(domain: str) -> Request:
    query = (("query", f"type:organization {_quoted(domain)}"),)
    return Request(path="/api/v2/search.json", query=query)


def _search_user(email: str) -> Request:
    return Request(path="/api/v2/users/search.json", query=(("query", f"email:{_quoted(email)}"),))


def _quoted(value: str) -> str:
    """A value that cannot add terms of its own to a search."""
    return '"' + value.replace('"', "").replace("\\", "") + '"'


def _organizations(payloads: Iterable[Payload]) -> list[SourceRecord]:
    return [record for payload in payloads for record in map_organizations(payload)]


def _with_domain(payloads: Iterable[Payload], domains: Iterable[str]) -> list[SourceRecord]:
    """A search for a domain also finds organizations that merely mention it."""
    wanted = {domain.lower() for domain in domains}
    found = (record for payload in payloads for record in map_organizations(payload, "results"))
    return [record for record in found if not wanted.isdisjoint(domain.lower() for domain in record.domains)]


def _with_email(payloads: Iterable[Payload], emails: Iterable[str]) -> list[SourceRecord]:
    wanted = {email.lower() for email in emails}
    found = [record for payload in payloads for record in map_users(payload)]
    return _each_once(
        record
        for record in found
        if any(email.lower() in wanted for email in (*record.emails, *record.verified_emails))
    )


def _each_once(records: Iterable[SourceRecord]) -> list[SourceRecord]:
    return list({record.external_id: record for record in records}.values())
