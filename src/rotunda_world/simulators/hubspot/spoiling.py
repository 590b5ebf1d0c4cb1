"""Good answers made wrong: other types than documented, or another customer's facts."""

from collections.abc import Callable
from typing import Any

from rotunda_world.model import Company
from rotunda_world.simulators.hubspot.errors import HubSpotError
from rotunda_world.simulators.hubspot.kinds import Kind, kind_of
from rotunda_world.simulators.hubspot.portal import Portal, Source, company_of, id_of
from rotunda_world.simulators.hubspot.rendering import Wanted, record


def with_wrong_schema(_: str, answer: Any) -> Any:
    """Records lose their ids, and their properties become a list; ids elsewhere become objects."""
    if isinstance(answer, list):
        return [with_wrong_schema(_, each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    inner = {name: with_wrong_schema(_, value) for name, value in answer.items() if name not in {"id", "toObjectId"}}
    if isinstance(inner.get("properties"), dict):
        inner["properties"] = list(inner["properties"].items())
    if "portalId" in inner:
        inner["portalId"] = {"value": inner["portalId"]}
    return inner


def with_wrong_customer(portal: Portal) -> Callable[[str, Any], Any]:
    """Each record is answered as one of another company; associations are said to start from another company's."""

    def rewrite(path: str, answer: Any) -> Any:
        kind = _kind_in(path)
        if kind is None or not isinstance(answer, dict):
            return answer
        if isinstance(answer.get("results"), list):
            return {**answer, "results": [_swapped(portal, kind, each) for each in answer["results"]]}
        return _swapped(portal, kind, answer)

    return rewrite


def _kind_in(path: str) -> Kind | None:
    """The first kind of object that the path names: of records, or of the start of associations."""
    if "/objects/" not in path and "/associations/" not in path:
        return None
    for part in path.split("/"):
        try:
            return kind_of(part)
        except HubSpotError:
            continue
    return None


def _swapped(portal: Portal, kind: Kind, shown: Any) -> Any:
    if not isinstance(shown, dict):
        return shown
    start = shown.get("from")
    record_id = start.get("id") if isinstance(start, dict) else shown.get("id")
    other = _other(portal, kind, record_id) if isinstance(record_id, str) else None
    if other is None:
        return shown
    if isinstance(start, dict):
        return {**shown, "from": {"id": id_of(other)}}
    return {**shown, **record(portal, kind, other, Wanted(tuple(shown.get("properties", ()))))}


def _other(portal: Portal, kind: Kind, record_id: str) -> Source | None:
    """A record of the next company that has one of this kind; None when no other company has."""
    source = portal.find(kind, record_id)
    if source is None:
        return None
    companies = portal.world.companies
    place = next(place for place, one in enumerate(companies) if one is company_of(source))
    turned = companies[place + 1 :] + companies[:place]
    return next((other for other in (_first(portal, kind, company) for company in turned) if other), None)


def _first(portal: Portal, kind: Kind, company: Company) -> Source | None:
    return next(iter(portal.records_of(kind, company)), None)
