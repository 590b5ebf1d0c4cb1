"""The associations API: in batches, of one record, and the labels there are."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from rotunda_world.simulators.hubspot import associations, errors, queries
from rotunda_world.simulators.hubspot.associations import Neighbour
from rotunda_world.simulators.hubspot.kinds import Kind, kind_of
from rotunda_world.simulators.hubspot.objects import batch, kind_in
from rotunda_world.simulators.hubspot.service import Json, Reply, Service

MOST_INPUTS = 1000
PAGE = 500

Show = Callable[[Neighbour], list[Json]]


def _typed(neighbour: Neighbour) -> list[Json]:
    return [associations.typed(neighbour)]


def _named(neighbour: Neighbour) -> list[Json]:
    return list(associations.named(neighbour))


async def read_batch(service: Service, request: web.Request) -> Json | Reply:
    return await _batch(service, request, _typed)


async def read_batch_by_name(service: Service, request: web.Request) -> Json | Reply:
    """Version 3: types by name, without labels."""
    return await _batch(service, request, _named)


async def _batch(service: Service, request: web.Request, show: Show) -> Json | Reply:
    """Records without associations are among the mistakes, as those that do not exist are."""
    start, end = kind_of(request.match_info["from_type"]), kind_of(request.match_info["to_type"])
    body = await queries.json_body(request)
    results: list[Json] = []
    mistakes: list[Json] = []
    cursors = _cursors(body)
    for record_id in queries.inputs(body, MOST_INPUTS):
        near = _neighbours(service, start, record_id, end)
        if near:
            page = _page(near, cursors.get(record_id), show)
            results.append({"from": {"id": record_id}, "to": page.pop("results"), **page})
        else:
            mistakes.append(_nothing_found(start, record_id, end))
    return batch(service, results, mistakes)


def _cursors(body: Json) -> dict[str, str]:
    sent = body.get("inputs")
    many: list[Any] = sent if isinstance(sent, list) else []
    return {str(each["id"]): str(each["after"]) for each in many if isinstance(each, dict) and each.get("after")}


def _neighbours(service: Service, start: Kind, record_id: str, end: Kind) -> list[Neighbour]:
    source = service.portal.find(start, record_id)
    return [] if source is None else associations.neighbours(service.portal, start, source, end)


def _page(near: list[Neighbour], after: str | None, show: Show, size: int = PAGE) -> Json:
    """`after` is the id at which the next page starts."""
    start = queries.whole(after, "after", 0)
    rest = [each for each in near if int(each.record_id) >= start]
    page: Json = {"results": [shown for each in rest[:size] for shown in show(each)]}
    return page if len(rest) <= size else {**page, "paging": {"next": {"after": rest[size].record_id}}}


def _nothing_found(start: Kind, record_id: str, end: Kind) -> Json:
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": f"No {end.singular} is associated with {start.singular} {record_id}.",
        "context": {
            "fromObjectId": [record_id],
            "fromObjectType": [start.singular],
            "toObjectType": [end.singular],
        },
        "errors": [],
        "links": {},
    }


async def of_one(service: Service, request: web.Request) -> Json:
    return _of_one(service, request, _typed)


async def of_one_by_name(service: Service, request: web.Request) -> Json:
    return _of_one(service, request, _named)


def _of_one(service: Service, request: web.Request, show: Show) -> Json:
    kind, end = kind_in(request), kind_of(request.match_info["to_type"])
    source = service.portal.find(kind, request.match_info["object_id"])
    if source is None:
        raise errors.not_found()
    near = associations.neighbours(service.portal, kind, source, end)
    return _page(near, request.query.get("after"), show, queries.limit(request, PAGE, PAGE))


async def labels(_: Service, request: web.Request) -> Json:
    start, end = kind_of(request.match_info["from_type"]), kind_of(request.match_info["to_type"])
    return {"results": [each.body() for each in associations.types_between(start, end)]}
