"""One ticket by its number, as far as it tells whose it is."""

from collections.abc import Mapping

from rotunda.connector_kit.connector import Conversation
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Program, Request
from rotunda.connectors.zendesk.mapping.tickets import desk_of
from rotunda.sections.ids import ExternalId

_LONGEST = 18
"""Digits of a ticket's number: it is a 64-bit integer."""

_NONE = frozenset({404})


def find(number: str, settings: Mapping[str, str]) -> Program[Conversation | None]:
    """Its organization and its requester. Nothing is asked for what can be no ticket's number."""
    desk = desk_of(settings)
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST):
        return None
    [payload] = yield [Request(path=f"/api/v2/tickets/{int(number)}.json", absent_on=_NONE)]
    if payload.only is None:
        return None
    ticket = Wild(payload.only, "ticket")["ticket"]
    if ticket.integer_at("id") != int(number):
        raise ticket["id"].bad("is a ticket that was not asked for (wrong customer)")
    organization, requester = ticket["organization_id"].integer_or_none(), ticket.integer_at("requester_id")
    whose = [("organization", organization)] if organization is not None else []
    return Conversation(
        ref=desk.ref("ticket", str(int(number))),
        whose=tuple((kind, ExternalId(str(each))) for kind, each in (*whose, ("user", requester))),
    )
