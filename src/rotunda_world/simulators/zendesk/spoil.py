"""Good answers made wrong: of another shape, or about another customer."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rotunda_world.model import Company, Ticket
from rotunda_world.simulators.zendesk.desk import Desk
from rotunda_world.simulators.zendesk.paging import Json
from rotunda_world.simulators.zendesk.shapes import history, people, tickets
from rotunda_world.simulators.zendesk.sign_in import TOKEN_PATH

_BASE = re.compile(r"^https?://[^/]+")


def wrong_schema(path: str, body: Any) -> Any:
    """Ids disappear, times become numbers, statuses objects and counts words: what a careless new version would do.
    Tokens are left alone, or it would be another fault.
    """
    return body if path == TOKEN_PATH else _reshaped(body)


def _reshaped(value: Any) -> Any:
    if isinstance(value, list):
        return [_reshaped(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _RESHAPED.get(name, _reshaped)(inside) for name, inside in value.items() if name != "id"}


_RESHAPED: Mapping[str, Callable[[Any], Any]] = {
    "status": lambda value: {"name": value},
    "created_at": lambda value: 0 if isinstance(value, str) else value,
    "updated_at": lambda value: 0 if isinstance(value, str) else value,
    "name": lambda value: [value],
    "subject": lambda value: [value],
    "body": lambda value: [value],
    "count": str,
    "tickets_count": str,
    "has_more": str,
}


class OtherCustomer:
    """Turns answers about one organization into answers about the next one that has tickets."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self, path: str, body: Any) -> Any:
        """What holds no customer's records is left alone."""
        if not isinstance(body, dict):
            return body
        other = self._other(path, body)
        if other is None:
            return body
        changes = {name: _MAKERS[name](other, body[name]) for name in body if name in _MAKERS}
        return {**body, **changes}

    def _other(self, path: str, body: Json) -> Company | None:
        """The organization after the one that the answer is about."""
        candidates = [company for company in self._desk.organizations() if company.tickets]
        mine = self._mine(path, body)
        later = [company for company in candidates if mine is None or (company.zendesk_org_id or 0) > mine]
        rest = [company for company in candidates if company.zendesk_org_id != mine]
        return next(iter(later or rest), None)

    def _mine(self, path: str, body: Json) -> int | None:
        in_path = re.search(r"/(organizations|users|tickets)/(\d+)", path)
        if in_path is None:
            return _organization_in(body)
        kind, number = in_path[1], int(in_path[2])
        if kind == "organizations":
            return number
        record = self._desk.ticket(number) if kind == "tickets" else self._desk.user(number)
        company = getattr(record, "company", None)
        return company.zendesk_org_id if isinstance(company, Company) else None


def _organization_in(value: Any) -> int | None:
    """The first organization that the answer names."""
    if isinstance(value, dict):
        if isinstance(value.get("organization_id"), int):
            return value["organization_id"]
        if "domain_names" in value:
            return value.get("id")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for one in inside if (found := _organization_in(one)) is not None), None)


def _base(shown: Any) -> str:
    """The API's address, as a shown record has it."""
    first = shown[0] if isinstance(shown, list) and shown else shown
    match = _BASE.match(str(first.get("url"))) if isinstance(first, dict) else None
    return match[0] if match else ""


def _tickets_of(other: Company, shown: Sequence[Json]) -> list[Json]:
    return [tickets.ticket(one, _base(shown)) for one in other.tickets[: max(1, len(shown))]]


def _users_of(other: Company, shown: Sequence[Json]) -> list[Json]:
    known = [one for one in other.contacts if one.zendesk_user_id is not None]
    return [people.end_user(one, _base(shown)) for one in known[: max(1, len(shown))]]


def _first(other: Company) -> Ticket:
    return other.tickets[0]


def _results_of(other: Company, shown: Sequence[Json]) -> list[Json]:
    """Search: tickets for tickets, people for people, and the organization for organizations."""
    makers = {"ticket": _tickets_of, "user": _users_of, "organization": _organizations_of}
    kinds = [kind for kind in makers if any(one.get("result_type") == kind for one in shown)]
    return [made | {"result_type": kind} for kind in kinds for made in makers[kind](other, shown)]


def _organizations_of(other: Company, shown: Sequence[Json]) -> list[Json]:
    return [people.organization(other, _base(shown))]


def _user_of(other: Company, shown: Json) -> Json:
    """Agents and the integration's own user are nobody's customers."""
    return (_users_of(other, [shown]) or [shown])[0] if shown.get("role") == "end-user" and shown.get("id") else shown


_MAKERS: Mapping[str, Callable[[Company, Any], Any]] = {
    "tickets": _tickets_of,
    "users": _users_of,
    "organizations": _organizations_of,
    "results": _results_of,
    "ticket": lambda other, shown: tickets.ticket(_first(other), _base(shown)),
    "user": _user_of,
    "organization": lambda other, shown: people.organization(other, _base(shown)),
    "organization_related": lambda other, _: {
        "tickets_count": len(other.tickets),
        "users_count": len(_users_of(other, [{}] * len(other.contacts))),
    },
    "comments": lambda other, _: [history.comment(one, _first(other)) for one in _first(other).comments],
    "audits": lambda other, _: history.audits(_first(other)),
    "ticket_metric": lambda other, shown: tickets.metrics(_first(other), _base(shown)),
}
