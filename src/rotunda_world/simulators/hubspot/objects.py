"""CRM objects: one by id, lists, batches, searches."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain

from aiohttp import web

from rotunda_world.simulators.hubspot import associations, errors, kinds, queries, search
from rotunda_world.simulators.hubspot.kinds import Kind, kind_of
from rotunda_world.simulators.hubspot.portal import Portal, Source, id_of
from rotunda_world.simulators.hubspot.properties import wire
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from rotunda_world.simulators.hubspot.rendering import Wanted, archived, record
from rotunda_world.simulators.hubspot.service import Json, Reply, Service

PAGE = 10
MOST_PER_PAGE = 100
MOST_PER_PAGE_WITH_HISTORY = 50
MOST_PER_BATCH = 100
MOST_ASSOCIATED = 100


def kind_in(request: web.Request) -> Kind:
    return kind_of(request.match_info["object_type"])


async def get_one(service: Service, request: web.Request) -> Json:
    kind, portal = kind_in(request), service.portal
    source = _found(portal, kind, request.match_info["object_id"], request.query.get("idProperty"))
    if source is None or queries.truth(request, "archived"):
        raise errors.not_found()
    return _with_associations(portal, kind, source, queries.wanted(request), _others(request))


async def get_page(service: Service, request: web.Request) -> Json:
    """By id, ascending. `after` is the id at which the next page starts."""
    kind, portal, wanted = kind_in(request), service.portal, queries.wanted(request)
    if queries.truth(request, "archived"):
        return {"results": [archived(portal, kind, gone, wanted) for gone in portal.archived[kind]]}
    most = MOST_PER_PAGE_WITH_HISTORY if wanted.with_history else MOST_PER_PAGE
    size = queries.limit(request, PAGE, most)
    after = queries.whole(request.query.get("after"), "after", 0)
    numbers = portal.numbers(kind)
    start, others = bisect_left(numbers, after), _others(request)
    sources = [portal.find(kind, str(number)) for number in numbers[start : start + size]]
    page = [_with_associations(portal, kind, source, wanted, others) for source in sources if source is not None]
    end = start + size
    return {"results": page} if end >= len(numbers) else {"results": page, **_next(request, str(numbers[end]))}


async def read_batch(service: Service, request: web.Request) -> Json | Reply:
    kind, portal, body = kind_in(request), service.portal, await queries.json_body(request)
    wanted = Wanted(queries.texts(body, "properties"), queries.texts(body, "propertiesWithHistory"))
    most = MOST_PER_PAGE_WITH_HISTORY if wanted.with_history else MOST_PER_BATCH
    ids, id_property = queries.inputs(body, most), body.get("idProperty")
    found = {each: _found(portal, kind, each, id_property) for each in ids}
    results = [record(portal, kind, source, wanted) for source in found.values() if source is not None]
    missing = [each for each, source in found.items() if source is None]
    return batch(service, results, [_missing(kind, missing)] if missing else [])


def batch(service: Service, results: Sequence[Json], mistakes: Sequence[Json]) -> Json | Reply:
    """A batch answer: 207 as soon as one input could not be answered."""
    now = wire.moment(service.portal.now)
    body: Json = {"status": "COMPLETE", "results": list(results), "startedAt": now, "completedAt": now}
    if not mistakes:
        return body
    return Reply(207, {**body, "numErrors": len(mistakes), "errors": list(mistakes)})


def _missing(kind: Kind, ids: list[str]) -> Json:
    name = kind.singular.upper()
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": f"Could not get some {name} objects, they may be deleted or not exist. Check that ids are valid.",
        "context": {"ids": ids},
        "errors": [],
        "links": {},
    }


async def run_search(service: Service, request: web.Request) -> Json:
    kind, portal = kind_in(request), service.portal
    body = await queries.json_body(request)
    asked = search.parse(body, len(await request.text()))
    found = search.run(portal, kind, asked)
    end = asked.after + asked.limit
    wanted = Wanted(asked.properties)
    page = [record(portal, kind, source, wanted) for source in found[asked.after : end]]
    answer: Json = {"total": len(found), "results": page}
    return answer if end >= len(found) else {**answer, "paging": {"next": {"after": str(end)}}}


def _found(portal: Portal, kind: Kind, written: str, id_property: object) -> Source | None:
    """By record id, or by another property whose values are unique. Raises HubSpotError 400 for other properties."""
    if id_property in {None, "", "hs_object_id"}:
        return portal.find(kind, written)
    if kind is kinds.CONTACTS and id_property == "email":
        return portal.contact_by_email.get(written.lower())
    name = str(id_property)
    if name not in PROPERTIES[kind]:
        raise errors.invalid(f"Property {name} does not exist on {kind.singular.upper()}.")
    raise errors.invalid(f"The property {name} is not a unique identifier property of {kind.singular.upper()}.")


def _others(request: web.Request) -> list[Kind]:
    """The kinds of associated records to name. Each only once, whatever it was called by."""
    return list(dict.fromkeys(kind_of(name) for name in queries.names(request, "associations")))


def _with_associations(portal: Portal, kind: Kind, source: Source, wanted: Wanted, others: list[Kind]) -> Json:
    shown = record(portal, kind, source, wanted)
    named = {other.name: _associated(portal, kind, source, other) for other in others}
    named = {name: page for name, page in named.items() if page["results"]}
    if named:
        shown["associations"] = named
    return shown


def _associated(portal: Portal, kind: Kind, source: Source, other: Kind) -> Json:
    """The first hundred; the rest is at the record's own list of associations."""
    near = associations.neighbours(portal, kind, source, other)
    results = list(chain.from_iterable(associations.named(each) for each in near[:MOST_ASSOCIATED]))
    if len(near) <= MOST_ASSOCIATED:
        return {"results": results}
    after = near[MOST_ASSOCIATED].record_id
    path = f"/crm/objects/2026-03/{kind.name}/{id_of(source)}/associations/{other.name}"
    return {
        "results": results,
        "paging": {"next": {"after": after, "link": f"https://api.hubapi.com{path}?after={after}"}},
    }


def _next(request: web.Request, after: str) -> Json:
    link = request.url.update_query({"after": after})
    return {"paging": {"next": {"after": after, "link": f"https://api.hubapi.com{link.raw_path_qs}"}}}
