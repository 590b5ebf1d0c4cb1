"""Values of properties as they may be written, and how HubSpot refuses others: all of a record's at once."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from rotunda_world.simulators.hubspot import errors
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.hubspot.portal import Portal
from rotunda_world.simulators.hubspot.properties import wire
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from rotunda_world.simulators.hubspot.properties.definition import Definition

LONGEST = 65_536

_Fault = tuple[str, str]
"""HubSpot's code and its sentence."""


def checked(portal: Portal, kind: Kind, sent: Any) -> dict[str, str]:
    """As they are kept. Raises HubSpotError 400 that names every one at fault."""
    if not isinstance(sent, dict) or not all(isinstance(value, str | None) for value in sent.values()):
        raise errors.invalid("Invalid input JSON: properties must be an object of strings")
    values = {name: value or "" for name, value in sent.items()}
    faults = {name: fault for name, value in values.items() if (fault := _fault(portal, kind, name, value))}
    if faults:
        raise _refusal(portal, faults)
    known = PROPERTIES[kind]
    return {name: _kept(known[name], value) for name, value in values.items()}


def _fault(portal: Portal, kind: Kind, name: str, value: str) -> _Fault | None:
    definition = PROPERTIES[kind].get(name)
    if definition is None:
        return "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist'
    if definition.read_only:
        return "READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.'
    if not value:
        return None
    return next(_wrong(portal, definition, value), None)


def _wrong(portal: Portal, definition: Definition, value: str) -> Iterator[_Fault]:
    match definition.type:
        case "datetime" if _moment(value) is None:
            yield "INVALID_LONG", f"{value} was not a valid long."
        case "number" if not value.lstrip("-").replace(".", "", 1).isdigit():
            yield "INVALID_DOUBLE", f"{value} was not a valid number."
        case "enumeration" if definition.name == "hubspot_owner_id":
            if portal.owner(value) is None:
                yield "INVALID_OWNER_ID", f"Owner {value} does not exist"
        case "enumeration" if value not in (allowed := [option for _, option in definition.options_for(portal)]):
            yield "INVALID_OPTION", f"{value} was not one of the allowed options: [{', '.join(allowed)}]"
        case "string" if len(value) > LONGEST:
            yield "STRING_TOO_LONG", f"{definition.name} is too long. It must be at most {LONGEST} characters."
        case _:
            return


def _kept(definition: Definition, value: str) -> str:
    moment = _moment(value) if definition.type == "datetime" and value else None
    return wire.moment(moment) or "" if moment else value


def _moment(value: str) -> datetime | None:
    """ISO 8601 with a zone, or epoch milliseconds."""
    try:
        moment = datetime.fromtimestamp(int(value) / 1000, UTC) if value.isdigit() else datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _refusal(portal: Portal, faults: Mapping[str, _Fault]) -> errors.HubSpotError:
    told = [
        {
            "isValid": False,
            "message": sentence,
            "error": code,
            "name": name,
            "localizedErrorMessage": sentence,
            "portalId": portal.world.hubspot_portal_id,
        }
        for name, (code, sentence) in faults.items()
    ]
    details = [
        {"message": sentence, "code": code, "context": {"propertyName": [name]}}
        for name, (code, sentence) in faults.items()
    ]
    message = f"Property values were not valid: {msgspec.json.encode(told).decode()}"
    return errors.HubSpotError(400, message, "VALIDATION_ERROR", details=details)
