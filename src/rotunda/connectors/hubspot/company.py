"""The company with the ids of everything around it: what every section begins with.

It is one and the same request for all of them, so that a whole page makes it once; and because they go on at the same
moment, what they ask for next is shared, too, where they need the same.
"""

from collections.abc import Sequence

from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Customer, Payload, Program, Request
from rotunda.connectors.hubspot.batches import associated, read_batches
from rotunda.connectors.hubspot.manifest import VERSION
from rotunda.connectors.hubspot.mapping import profile
from rotunda.connectors.hubspot.mapping.record import Record, near, newest_first

_KINDS = ("contacts", "deals", "emails", "calls", "meetings", "notes", "tasks")
_NOT_SHOWN = frozenset({400, 403, 404})
"""Deleted; or one of the kinds is not for this key: each is then asked for by the sections that need it alone."""


def read_companies(customer: Customer, also: Sequence[Request]) -> Program[tuple[list[Record], Sequence[Payload]]]:
    """Those that still exist, the first linked first; `also` is asked in the same round.

    Raises:
        Gone: none of them does.
    """
    asked = customer.ids("company")
    payloads = yield [*map(_request, asked), *also]
    companies = _shown(asked, payloads)
    if len(companies) < len(asked):
        found, _ = yield from read_batches({"companies": (asked, profile.PROPERTIES)})
        companies = list(found["companies"].values())
    if not companies:
        raise Gone("The company was deleted in HubSpot.")
    return companies, payloads[len(asked) :]


def read_ids(customer: Customer, *kinds: str) -> Program[dict[str, list[str]]]:
    """The ids of what the companies are associated with, by kind, newest first."""
    asked = customer.ids("company")
    payloads = yield list(map(_request, asked))
    companies = _shown(asked, payloads)
    around = [payload.once(_around) for payload in payloads if payload.pages]
    named = {kind: [one.get(kind, []) for one in around] for kind in kinds}
    cut = [kind for kind in kinds if len(companies) < len(asked) or None in named[kind]]
    whole = {kind: _together(named[kind]) for kind in kinds if kind not in cut}
    if not cut:
        return whole
    linked = yield from associated(asked, cut)
    return {**whole, **{kind: linked[kind].newest() for kind in cut}}


def _together(named: Sequence[list[str] | None]) -> list[str]:
    """The ids that several companies name; those of one are in order."""
    return named[0] or [] if len(named) == 1 else newest_first(each for ids in named for each in ids or ())


def _request(company: str) -> Request:
    query = (("properties", ",".join(profile.PROPERTIES)), ("associations", ",".join(_KINDS)))
    return Request(path=f"/crm/objects/{VERSION}/companies/{company}", query=query, absent_on=_NOT_SHOWN)


def _shown(asked: Sequence[str], payloads: Sequence[Payload]) -> list[Record]:
    """Raises BadPayload where another company came back."""
    return [_company(one, payload) for one, payload in zip(asked, payloads, strict=False) if payload.pages]


def _company(asked: str, payload: Payload) -> Record:
    company = payload.once(_record)
    if company.id != asked:
        raise company.wild["id"].bad("is a record that was not asked for (wrong customer)")
    return company


def _record(payload: Payload) -> Record:
    return Record(Wild(payload.only, "company"))


def _around(payload: Payload) -> dict[str, list[str] | None]:
    return near(payload.once(_record))
