"""What the portal itself is made of: owners, pipelines, properties, the account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from rotunda_world.model import Stage, Teammate
from rotunda_world.simulators.hubspot import errors, queries
from rotunda_world.simulators.hubspot.gate import REQUESTS_PER_DAY
from rotunda_world.simulators.hubspot.kinds import kind_of
from rotunda_world.simulators.hubspot.objects import batch, kind_in
from rotunda_world.simulators.hubspot.portal import EXCHANGE_RATES, UI_DOMAIN
from rotunda_world.simulators.hubspot.properties import wire
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from rotunda_world.simulators.hubspot.properties.deals import PIPELINE, PROBABILITIES, STAGES, is_closed
from rotunda_world.simulators.hubspot.properties.definition import MADE_AT
from rotunda_world.simulators.hubspot.service import Json, Reply, Service

OWNERS_PER_PAGE = 100
MOST_OWNERS = 500
_TICKET_STAGES = {
    "1": ("New", "OPEN"),
    "2": ("Waiting on contact", "OPEN"),
    "3": ("Waiting on us", "OPEN"),
    "4": ("Closed", "CLOSED"),
}


async def owners(service: Service, request: web.Request) -> Json:
    email = request.query.get("email")
    team = sorted(service.portal.world.teammates, key=lambda one: int(one.hubspot_owner_id))
    after = queries.whole(request.query.get("after"), "after", 0)
    asked = [one for one in team if int(one.hubspot_owner_id) >= after and email in {None, "", one.email}]
    if queries.truth(request, "archived"):
        asked = []
    size = queries.limit(request, OWNERS_PER_PAGE, MOST_OWNERS)
    page: Json = {"results": [_owner(one) for one in asked[:size]]}
    return page if len(asked) <= size else {**page, "paging": {"next": {"after": asked[size].hubspot_owner_id}}}


async def owner(service: Service, request: web.Request) -> Json:
    written, by = request.match_info["owner_id"], request.query.get("idProperty", "id")
    if by not in {"id", "userId"}:
        raise errors.invalid(f"Invalid idProperty: {by}. It must be id or userId.")
    for one in service.portal.world.teammates:
        if written == (one.hubspot_owner_id if by == "id" else str(one.hubspot_user_id)):
            return _owner(one)
    raise errors.not_found(f"Owner with {by} {written} not found")


def _owner(one: Teammate) -> Json:
    return {
        "id": one.hubspot_owner_id,
        "email": one.email,
        "type": "PERSON",
        "firstName": one.first_name,
        "lastName": one.last_name,
        "userId": one.hubspot_user_id,
        "userIdIncludingInactive": one.hubspot_user_id,
        "createdAt": MADE_AT,
        "updatedAt": MADE_AT,
        "archived": False,
        "teams": [{"id": one.hubspot_team_id, "name": one.team, "primary": True}],
    }


async def pipelines(_: Service, request: web.Request) -> Json:
    return {"results": _pipelines(request)}


async def pipeline(_: Service, request: web.Request) -> Json:
    wanted = request.match_info["pipeline_id"]
    for one in _pipelines(request):
        if one["id"] == wanted:
            return one
    raise errors.not_found(f"Pipeline {wanted} not found")


async def stages(service: Service, request: web.Request) -> Json:
    return {"results": (await pipeline(service, request))["stages"]}


async def stage(service: Service, request: web.Request) -> Json:
    wanted = request.match_info["stage_id"]
    for one in (await pipeline(service, request))["stages"]:
        if one["id"] == wanted:
            return one
    raise errors.not_found(f"Pipeline stage {wanted} not found")


async def no_audit(service: Service, request: web.Request) -> Json:
    """Nobody has changed the pipelines since they were made."""
    await (stage if "stage_id" in request.match_info else pipeline)(service, request)
    return {"results": []}


def _pipelines(request: web.Request) -> list[Json]:
    match kind_in(request).name:
        case "deals":
            return [_pipeline(PIPELINE, "Sales Pipeline", [_deal_stage(*each) for each in enumerate(Stage)])]
        case "tickets":
            steps = enumerate(_TICKET_STAGES.items())
            return [_pipeline("0", "Support Pipeline", [_ticket_stage(place, *each) for place, each in steps])]
        case _:
            return []


def _pipeline(pipeline_id: str, label: str, steps: list[Json]) -> Json:
    return {**_dated(pipeline_id, label, 0), "stages": steps}


def _deal_stage(place: int, one: Stage) -> Json:
    metadata = {"isClosed": "true" if is_closed(one) else "false", "probability": str(PROBABILITIES[one])}
    return _step(str(one), STAGES[one], place, metadata)


def _ticket_stage(place: int, stage_id: str, said: tuple[str, str]) -> Json:
    label, state = said
    return _step(stage_id, label, place, {"isClosed": "true" if state == "CLOSED" else "false", "ticketState": state})


def _step(stage_id: str, label: str, place: int, metadata: Mapping[str, str]) -> Json:
    return {
        **_dated(stage_id, label, place),
        "metadata": dict(metadata),
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
    }


def _dated(own_id: str, label: str, place: int) -> Json:
    return {
        "id": own_id,
        "label": label,
        "displayOrder": place,
        "createdAt": MADE_AT,
        "updatedAt": MADE_AT,
        "archived": False,
    }


async def properties(service: Service, request: web.Request) -> Json:
    definitions = PROPERTIES[kind_in(request)].values()
    archived = queries.truth(request, "archived")
    return {"results": [] if archived else [each.body(service.portal) for each in definitions]}


async def one_property(service: Service, request: web.Request) -> Json:
    name = request.match_info["property_name"]
    definition = PROPERTIES[kind_in(request)].get(name)
    if definition is None:
        raise errors.not_found(f"Property {name} does not exist on {kind_in(request).singular.upper()}")
    return definition.body(service.portal)


async def property_batch(service: Service, request: web.Request) -> Json | Reply:
    body, known = await queries.json_body(request), PROPERTIES[kind_in(request)]
    sent: list[Any] = body.get("inputs") or []
    asked = [str(each["name"]) for each in sent if isinstance(each, dict) and "name" in each]
    missing = [name for name in asked if name not in known]
    found = [known[name].body(service.portal) for name in asked if name in known]
    return batch(service, found, [_no_property(missing)] if missing else [])


def _no_property(names: list[str]) -> Json:
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": "Some properties do not exist.",
        "context": {"names": names},
        "errors": [],
        "links": {},
    }


async def property_groups(_: Service, request: web.Request) -> Json:
    names = dict.fromkeys(each.group for each in PROPERTIES[kind_in(request)].values())
    return {"results": [_group(name) for name in names]}


async def property_group(_: Service, request: web.Request) -> Json:
    name = request.match_info["group_name"]
    if all(each.group != name for each in PROPERTIES[kind_in(request)].values()):
        raise errors.not_found(f"Property group {name} does not exist on {kind_in(request).singular.upper()}")
    return _group(name)


def _group(name: str) -> Json:
    return {"name": name, "label": name.replace("_", " ").capitalize(), "displayOrder": -1, "archived": False}


async def details(service: Service, _: web.Request) -> Json:
    world = service.portal.world
    return {
        "portalId": world.hubspot_portal_id,
        "accountType": "STANDARD",
        "timeZone": "Europe/Berlin",
        "companyCurrency": world.currency,
        "additionalCurrencies": sorted(EXCHANGE_RATES),
        "utcOffset": "+01:00",
        "utcOffsetMilliseconds": 3_600_000,
        "uiDomain": UI_DOMAIN,
        "dataHostingLocation": "eu1",
    }


async def usage(service: Service, _: web.Request) -> Json:
    now = service.portal.now
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    used = {
        "name": "private-apps-api-calls-daily",
        "usageLimit": REQUESTS_PER_DAY,
        "currentUsage": service.gate.used_today,
        "collectedAt": wire.moment(now),
        "fetchStatus": "SUCCESS",
        "resetsAt": wire.moment(midnight),
    }
    return {"results": [used]}


async def no_events(_: Service, request: web.Request) -> Json:
    """The portal counts no marketing events."""
    if "objectType" in request.query:
        kind_of(request.query["objectType"])
    return {"results": []}


async def no_event_types(_: Service, __: web.Request) -> Json:
    return {"eventTypes": []}
