"""Which records a batch of HubSpot's events is about, and whose they are: a deal's event names the deal alone."""

from collections.abc import Mapping, Sequence

from rotunda.connector_kit.connector import Named
from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Json, Program
from rotunda.connectors.hubspot.batches import association_request, inputs_of
from rotunda.connectors.hubspot.manifest import MANIFEST
from rotunda.connectors.hubspot.mapping.record import read_associations
from rotunda.sections.ids import ExternalId, SectionName

_PROFILE, _DEALS, _PEOPLE, _COMMUNICATION, _UPCOMING = MANIFEST.fills
_ENGAGED = (_COMMUNICATION, _UPCOMING)
SHOWN_IN: Mapping[str, tuple[SectionName, ...]] = {
    "company": MANIFEST.fills,
    "contact": (_PEOPLE, _COMMUNICATION),
    "deal": (_DEALS, _UPCOMING),
    **dict.fromkeys(("email", "call", "meeting", "note", "task"), _ENGAGED),
}
PLURALS = {"contact": "contacts", "deal": "deals", "email": "emails", "call": "calls", "meeting": "meetings"} | {
    "note": "notes",
    "task": "tasks",
}
_BY_TYPE_ID = {
    "0-1": "contact",
    "0-2": "company",
    "0-3": "deal",
    "0-27": "task",
    "0-46": "note",
    "0-47": "meeting",
    "0-48": "call",
    "0-49": "email",
}
_ACTIVITY = "notes_last_"
"""Properties of a company that move when something is logged on it."""

_MOST_ASKED = 1000


def named(body: Json) -> Sequence[Named]:
    """One for each event; nothing for kinds of records that are not shown."""
    found = [_of(event) for event in Wild(body, "body")]
    return list(dict.fromkeys(each for each in found if each is not None))


def kinds(body: Json) -> Sequence[str]:
    return [_kind(event) for event in Wild(body, "body")]


def _kind(event: Wild) -> str:
    return event.maybe("subscriptionType", Wild.text) or event["eventType"].text()


def _of(event: Wild) -> Named | None:
    kind, _, what = _kind(event).partition(".")
    if kind == "object":
        kind = _BY_TYPE_ID.get(event["objectTypeId"].text(), "")
    if kind not in SHOWN_IN:
        return None
    record = (kind, ExternalId(str(event["objectId"].integer())))
    told = (record,) if kind in PLURALS else ()
    if what == "deletion" and kind != "company":
        return Named(SHOWN_IN[kind], told=told)  # its associations are gone with it: whose it was cannot be asked
    return Named(_sections(kind, what, event), record, told)


def _sections(kind: str, what: str, event: Wild) -> tuple[SectionName, ...]:
    if kind != "company" or what != "propertyChange":
        return SHOWN_IN[kind]
    return _ENGAGED if event["propertyName"].text().startswith(_ACTIVITY) else (_PROFILE,)


def whose(
    record_type: str,
    ids: Sequence[ExternalId],
    settings: Mapping[str, str],  # noqa: ARG001 - the shape of it
) -> Program[Mapping[ExternalId, Sequence[RecordName]]]:
    """The companies that records are associated with."""
    plural = PLURALS.get(record_type)
    if plural is None:
        return {}
    chunks = [ids[start : start + _MOST_ASKED] for start in range(0, len(ids), _MOST_ASKED)]
    payloads = yield [association_request(plural, "companies", inputs_of(chunk)) for chunk in chunks]
    found: dict[ExternalId, list[RecordName]] = {}
    for chunk, payload in zip(chunks, payloads, strict=True):
        for record, association in read_associations(payload, chunk, f"{plural} to companies").pairs:
            found.setdefault(ExternalId(record), []).append(("company", ExternalId(association.text_at("toObjectId"))))
    return found
