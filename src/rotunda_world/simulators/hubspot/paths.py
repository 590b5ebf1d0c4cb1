"""The paths of the API: dated versions, and the numbered ones that the official SDK still uses."""

from collections.abc import Callable

from aiohttp import web

from rotunda_world.simulators.hubspot import connections, objects, settings, writes
from rotunda_world.simulators.hubspot.kinds import kind_of
from rotunda_world.simulators.hubspot.oauth import SignIn
from rotunda_world.simulators.hubspot.service import Respond, Scopes, Service, handling, unknown_path

_OBJECTS = ("/crm/objects/2026-09", "/crm/objects/2026-03", "/crm/v3/objects")
_ASSOCIATIONS = ("/crm/associations/2026-09", "/crm/associations/2026-03", "/crm/v4/associations")
_OWNERS = ("/crm/owners/2026-09", "/crm/owners/2026-03", "/crm/v3/owners")
_PIPELINES = ("/crm/pipelines/2026-09", "/crm/pipelines/2026-03", "/crm/v3/pipelines")
_PROPERTIES = ("/crm/properties/2026-09", "/crm/properties/2026-03", "/crm/v3/properties")
_EVENTS = ("/events/event-occurrences/2026-09", "/events/v3/events")
_ACCOUNT = ("/account-info/2026-09", "/account-info/2026-03", "/account-info/v3")
_TOKENS = ("/oauth/2026-09/token", "/oauth/v1/token")

TOKEN_PATHS = _TOKENS

Add = Callable[[tuple[str, ...], str, Scopes, Respond], None]
"""Adds a route below several bases: path, scopes, what answers."""

_PAIR = "/{from_type}/{to_type}"
_OF_ONE = "/{object_type}/{object_id}/associations/{to_type}"


def _of_object(request: web.Request) -> tuple[str, ...]:
    return kind_of(request.match_info["object_type"]).scopes


def _of_written(request: web.Request) -> tuple[str, ...]:
    return kind_of(request.match_info["object_type"]).written_with


def _of_pair(request: web.Request) -> tuple[str, ...]:
    return kind_of(request.match_info["from_type"]).scopes


def _of_schema(request: web.Request) -> tuple[str, ...]:
    """Definitions may be read by whoever may read the records, or their schema."""
    kind = kind_of(request.match_info["object_type"])
    return (*kind.scopes, f"crm.schemas.{kind.name}.read")


def register(app: web.Application, service: Service, sign_in: SignIn) -> None:
    """Adds all routes. What is spelled out comes before what is a record's id."""

    def get(bases: tuple[str, ...], path: str, scopes: Scopes, respond: Respond) -> None:
        for base in bases:
            app.router.add_get(base + path, handling(service, scopes, respond), allow_head=False)

    def post(bases: tuple[str, ...], path: str, scopes: Scopes, respond: Respond) -> None:
        for base in bases:
            app.router.add_post(base + path, handling(service, scopes, respond))

    post(_OBJECTS, "/{object_type}/search", _of_object, objects.run_search)
    post(_OBJECTS, "/{object_type}/batch/read", _of_object, objects.read_batch)
    get(_OBJECTS, "/{object_type}", _of_object, objects.get_page)
    get(_OBJECTS, "/{object_type}/{object_id}", _of_object, objects.get_one)
    post(_OBJECTS, "/{object_type}", _of_written, writes.create)
    for base in _OBJECTS:
        one = f"{base}/{{object_type}}/{{object_id}}"
        app.router.add_patch(one, handling(service, _of_written, writes.change))
        app.router.add_delete(one, handling(service, _of_written, writes.archive))
    get(("/crm/objects/2026-03", "/crm/v4/objects"), _OF_ONE, _of_object, connections.of_one)
    get(("/crm/v3/objects",), _OF_ONE, _of_object, connections.of_one_by_name)
    post(_ASSOCIATIONS, f"{_PAIR}/batch/read", _of_pair, connections.read_batch)
    post(("/crm/v3/associations",), f"{_PAIR}/batch/read", _of_pair, connections.read_batch_by_name)
    get(_ASSOCIATIONS, f"{_PAIR}/labels", _of_pair, connections.labels)
    _register_settings(get, post)
    _register_sign_in(app, sign_in)
    app.router.add_route("*", "/{rest:.*}", handling(service, (), unknown_path))


def _register_settings(get: Add, post: Add) -> None:
    owners = ("crm.objects.owners.read",)
    get(_OWNERS, "", owners, settings.owners)
    get(("/crm/v3/owners",), "/", owners, settings.owners)  # The SDK writes it with a slash.
    get(_OWNERS, "/{owner_id}", owners, settings.owner)
    get(_PIPELINES, "/{object_type}", _of_schema, settings.pipelines)
    get(_PIPELINES, "/{object_type}/{pipeline_id}", _of_schema, settings.pipeline)
    get(_PIPELINES, "/{object_type}/{pipeline_id}/stages", _of_schema, settings.stages)
    get(_PIPELINES, "/{object_type}/{pipeline_id}/stages/{stage_id}", _of_schema, settings.stage)
    get(_PIPELINES, "/{object_type}/{pipeline_id}/audit", _of_schema, settings.no_audit)
    get(_PIPELINES, "/{object_type}/{pipeline_id}/stages/{stage_id}/audit", _of_schema, settings.no_audit)
    post(_PROPERTIES, "/{object_type}/batch/read", _of_schema, settings.property_batch)
    get(_PROPERTIES, "/{object_type}", _of_schema, settings.properties)
    get(_PROPERTIES, "/{object_type}/groups", _of_schema, settings.property_groups)
    get(_PROPERTIES, "/{object_type}/groups/{group_name}", _of_schema, settings.property_group)
    get(_PROPERTIES, "/{object_type}/{property_name}", _of_schema, settings.one_property)
    get(_EVENTS, "", ("oauth",), settings.no_events)
    get(_EVENTS, "/event-types", ("oauth",), settings.no_event_types)
    get(_ACCOUNT, "/details", ("oauth",), settings.details)
    get(_ACCOUNT, "/api-usage/daily/private-apps", ("oauth",), settings.usage)


def _register_sign_in(app: web.Application, sign_in: SignIn) -> None:
    for path in _TOKENS:
        app.router.add_post(path, sign_in.token)
    app.router.add_post("/oauth/2026-09/token/introspect", sign_in.introspect)
    app.router.add_post("/oauth/2026-09/token/revoke", sign_in.revoke_one)
