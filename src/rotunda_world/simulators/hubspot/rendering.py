"""One record as the API shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rotunda_world.model import Deal, Engagement, Teammate
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.hubspot.portal import UI_DOMAIN, Archived, Portal, Source, company_of, id_of
from rotunda_world.simulators.hubspot.properties import dates, wire
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which properties to show; none named means the kind's own choice. Unknown names are passed over."""

    properties: Sequence[str] = ()
    with_history: Sequence[str] = ()


def record(portal: Portal, kind: Kind, source: Source, wanted: Wanted) -> Json:
    """A SimplePublicObject, without associations."""
    modified = wire.moment(dates.modified_at(portal, source))
    shown: Json = {
        "id": id_of(source),
        "properties": properties(portal, kind, source, wanted.properties),
        "createdAt": wire.moment(dates.created_at(source)),
        "updatedAt": modified,
        "archived": False,
        "url": f"https://{UI_DOMAIN}/contacts/{portal.world.hubspot_portal_id}/record/{kind.type_id}/{id_of(source)}",
    }
    if wanted.with_history:
        shown["propertiesWithHistory"] = _histories(portal, kind, source, wanted.with_history)
    return shown


def archived(portal: Portal, kind: Kind, gone: Archived, wanted: Wanted) -> Json:
    shown = record(portal, kind, gone.record, wanted)
    at = wire.moment(gone.at)
    return {**shown, "archived": True, "archivedAt": at, "updatedAt": at}


def properties(portal: Portal, kind: Kind, source: Source, names: Sequence[str]) -> dict[str, str | None]:
    known = PROPERTIES[kind]
    chosen = {*names, *kind.always} if names else {*kind.shown, *kind.always}
    return {name: value_of(portal, kind, source, name) for name in sorted(chosen) if name in known}


def value_of(portal: Portal, kind: Kind, source: Source, name: str) -> str | None:
    """HubSpot does not tell an empty value from none. What was written through the API stands as it was written."""
    if isinstance(source, Engagement) and name in source.properties:
        return source.properties[name] or None
    return PROPERTIES[kind][name].value(portal, source) or None


def _histories(portal: Portal, kind: Kind, source: Source, names: Iterable[str]) -> dict[str, list[Json]]:
    known = PROPERTIES[kind]
    return {name: _history(portal, kind, source, name) for name in names if name in known}


def _history(portal: Portal, kind: Kind, source: Source, name: str) -> list[Json]:
    """Newest first. The world remembers how deals went through their stages; of everything else only what is."""
    who = source.owner if isinstance(source, Deal) else company_of(source).owner
    if isinstance(source, Deal) and name == "dealstage":
        return [_version(str(entry.stage), wire.moment(entry.entered_at), who) for entry in reversed(source.stages)]
    value = value_of(portal, kind, source, name)
    return [] if value is None else [_version(value, wire.moment(dates.created_at(source)), who)]


def _version(value: str, timestamp: str | None, who: Teammate) -> Json:
    return {
        "value": value,
        "timestamp": timestamp,
        "sourceType": "CRM_UI",
        "sourceId": f"userId:{who.hubspot_user_id}",
        "updatedByUserId": who.hubspot_user_id,
    }
