"""Whose conversations an event of Zendesk is about: everything that was sent to one organization, or by one person."""

from collections.abc import Iterator, Sequence

from rotunda.connector_kit.connector import Named
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Json
from rotunda.connectors.zendesk.manifest import SUPPORT
from rotunda.sections.ids import ExternalId

_PREFIX = "zen:event-type:"
_MOVES = {"organization_changed": "organization", "requester_changed": "user"}
"""A ticket that moves is news for those who had it, too."""

_NAMED_BY = {
    "ticket": (("organization_id", "organization"), ("requester_id", "user")),
    "user": (("id", "user"), ("organization_id", "organization")),
    "organization": (("id", "organization"),),
}


def named(body: Json) -> Sequence[Named]:
    """Nothing for kinds of records that are not shown."""
    event = Wild(body, "body")
    noun, _, what = event.text_at("type").removeprefix(_PREFIX).partition(".")
    detail = event["detail"]
    found = [(kind, detail.maybe(name, Wild.text)) for name, kind in _NAMED_BY.get(noun, ())]
    if noun == "ticket" and what in _MOVES:
        found += [(_MOVES[what], each) for each in _before_and_after(event)]
    told = ((noun, ExternalId(detail["id"].text())),) if noun == "ticket" else ()
    return [Named((SUPPORT,), (kind, ExternalId(each)), told) for kind, each in dict.fromkeys(found) if each]


def _before_and_after(event: Wild) -> Iterator[str | None]:
    for moment in ("previous", "current"):
        yield event["event"].maybe(moment, Wild.text)


def kinds(body: Json) -> Sequence[str]:
    return [Wild(body, "body")["type"].text().removeprefix(_PREFIX)]
