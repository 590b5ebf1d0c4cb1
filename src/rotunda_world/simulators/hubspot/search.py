"""HubSpot's search: filter groups, operators, one sort, pages by offset."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from rotunda_world.simulators.hubspot import associations, errors, queries
from rotunda_world.simulators.hubspot.kinds import KINDS, Kind
from rotunda_world.simulators.hubspot.portal import Portal, Source, id_of
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from rotunda_world.simulators.hubspot.properties.dates import created_at
from rotunda_world.simulators.hubspot.properties.definition import Definition
from rotunda_world.simulators.hubspot.rendering import value_of

MAX_GROUPS = 5
MAX_FILTERS_IN_GROUP = 6
MAX_FILTERS = 18
MAX_LIMIT = 200
MAX_RESULTS = 10_000
MAX_BODY = 3000

Json = dict[str, Any]
Test = Callable[[Source], bool]
Key = Decimal | int | str

_ASSOCIATED = "associations."


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it was asked for, checked."""

    groups: tuple[tuple[Json, ...], ...]
    sort: tuple[str, bool] | None
    """Property, and whether descending."""
    query: str | None
    properties: list[str]
    limit: int
    after: int


def parse(body: Json, size: int) -> Search:
    """Raises HubSpotError 400 for what exceeds HubSpot's limits. `size` is the body's length in characters."""
    if size > MAX_BODY:
        raise errors.invalid(f"The request body must not be longer than {MAX_BODY} characters, it has {size}.")
    limit, after = queries.whole(body.get("limit"), "limit", 10), queries.whole(body.get("after"), "after", 0)
    if not 1 <= limit <= MAX_LIMIT:
        raise errors.invalid(f"The limit must be between 1 and {MAX_LIMIT}, it is {limit}.")
    if after < 0 or after + limit > MAX_RESULTS:
        raise errors.invalid(f"Searches give at most {MAX_RESULTS} results: after + limit is {after + limit}.")
    query = body.get("query")
    return Search(
        groups=_groups(body),
        sort=_sort(body.get("sorts") or []),
        query=query if isinstance(query, str) and query else None,
        properties=queries.texts(body, "properties"),
        limit=limit,
        after=after,
    )


def _groups(body: Json) -> tuple[tuple[Json, ...], ...]:
    groups = body.get("filterGroups", [])
    if not isinstance(groups, list):
        raise errors.invalid("Invalid input JSON: filterGroups must be a list")
    checked = tuple(tuple(_filters(group)) for group in groups)
    if len(checked) > MAX_GROUPS or sum(map(len, checked)) > MAX_FILTERS:
        raise errors.invalid(f"A search takes at most {MAX_GROUPS} filter groups and {MAX_FILTERS} filters in all.")
    return checked


def _filters(group: Any) -> Iterator[Json]:
    filters = group.get("filters") if isinstance(group, dict) else None
    if not isinstance(filters, list) or len(filters) > MAX_FILTERS_IN_GROUP:
        raise errors.invalid(f"Each filter group needs a list of at most {MAX_FILTERS_IN_GROUP} filters.")
    for each in filters:
        if not isinstance(each, dict) or not isinstance(each.get("propertyName"), str):
            raise errors.invalid("Invalid input JSON: every filter needs a propertyName and an operator")
        yield each


def _sort(sorts: Any) -> tuple[str, bool] | None:
    """One rule, as an object or as a name with `-` in front for descending."""
    if not isinstance(sorts, list) or len(sorts) > 1:
        raise errors.invalid("Only one sort can be applied to a search.")
    if not sorts:
        return None
    rule = sorts[0]
    if isinstance(rule, str):
        return rule.removeprefix("-"), rule.startswith("-")
    if isinstance(rule, dict) and isinstance(rule.get("propertyName"), str):
        return rule["propertyName"], rule.get("direction") == "DESCENDING"
    raise errors.invalid("Invalid input JSON: a sort needs a propertyName")


def run(portal: Portal, kind: Kind, search: Search) -> list[Source]:
    """All that match, in order. Raises HubSpotError 400 for properties and operators that there are not."""
    found = _found(portal, kind, search)
    if search.query:
        found = [one for one in found if _mentions(portal, kind, one, search.query)]
    return _sorted(portal, kind, found, search.sort)


def _found(portal: Portal, kind: Kind, search: Search) -> list[Source]:
    if not search.groups:
        return list(portal.records(kind))
    found: dict[str, Source] = {}
    for group in search.groups:
        candidates, tests = _plan(portal, kind, group)
        for one in candidates:
            if all(test(one) for test in tests):
                found[id_of(one)] = one
    return list(found.values())


def _plan(portal: Portal, kind: Kind, group: tuple[Json, ...]) -> tuple[Iterable[Source], list[Test]]:
    """Whom to look at and how to judge them: those associated with a record are few, so they are found first."""
    associated = [each for each in group if each["propertyName"].startswith(_ASSOCIATED)]
    tests = [_test(portal, kind, each) for each in group if each not in associated]
    if not associated:
        return portal.records(kind), tests
    allowed = set.intersection(*(_associated_ids(portal, kind, each) for each in associated))
    return [one for one in (portal.find(kind, each) for each in sorted(allowed)) if one], tests


def _associated_ids(portal: Portal, kind: Kind, each: Json) -> set[str]:
    name = each["propertyName"].removeprefix(_ASSOCIATED)
    other = next((one for one in KINDS if one.singular == name), None)
    if other is None or each.get("operator") not in {"EQ", "IN"}:
        raise _bad_filter(each)
    sources = (portal.find(other, record_id) for record_id in _values(each))
    return {
        neighbour.record_id
        for source in sources
        if source is not None
        for neighbour in associations.neighbours(portal, other, source, kind)
    }


def _values(each: Json) -> list[str]:
    many = each.get("values")
    return [str(value) for value in (many if isinstance(many, list) else [each.get("value")])]


def _test(portal: Portal, kind: Kind, each: Json) -> Test:
    definition = PROPERTIES[kind].get(each["propertyName"])
    make = _OPERATORS.get(str(each.get("operator")))
    if definition is None or make is None:
        raise _bad_filter(each)
    judge = make(definition, each)
    return lambda source: judge(value_of(portal, kind, source, definition.name))


def _bad_filter(each: Json) -> errors.HubSpotError:
    return errors.invalid(
        "There was a problem with the request.",
        f"No property {each['propertyName']!r} can be filtered with the operator {each.get('operator')!r}.",
    )


Judge = Callable[[str | None], bool]


def _key(definition: Definition, written: str) -> Key | None:
    """What values are compared by: numbers as numbers, dates as milliseconds, choices as they are, text in any case."""
    match definition.type:
        case "number":
            return _number(written)
        case "datetime" | "date":
            return _milliseconds(written)
        case "enumeration" | "bool":
            return written
        case _:
            return written.casefold()


def _number(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _milliseconds(written: str) -> int | None:
    """From epoch milliseconds or from ISO 8601."""
    if written.lstrip("-").isdigit():
        return int(written)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


def _required(definition: Definition, each: Json, name: str = "value") -> Key:
    sent = each.get(name)
    key = None if sent is None or isinstance(sent, dict | list) else _key(definition, _written(sent))
    if key is None:
        raise _bad_filter(each)
    return key


def _written(sent: object) -> str:
    return str(sent).lower() if isinstance(sent, bool) else str(sent)


def _keys(definition: Definition, value: str) -> list[Key]:
    """The value's own key; of several choices, the key of each."""
    parts = value.split(";") if definition.field_type == "checkbox" else [value]
    return [key for key in (_key(definition, part) for part in parts) if key is not None]


def _equal(definition: Definition, each: Json) -> Judge:
    wanted = _required(definition, each)
    return lambda value: value is not None and wanted in _keys(definition, value)


def _among(definition: Definition, each: Json) -> Judge:
    """The values of texts must be sent in lower case, as HubSpot keeps them in its index."""
    if not isinstance(each.get("values"), list):
        raise _bad_filter(each)
    wanted = {_key(definition, one) if definition.type != "string" else one for one in _values(each)}
    return lambda value: value is not None and any(key in wanted for key in _keys(definition, value))


def _ordered(holds: Callable[[Any, Any], bool]) -> Callable[[Definition, Json], Judge]:
    def make(definition: Definition, each: Json) -> Judge:
        bound = _required(definition, each)
        return lambda value: value is not None and any(holds(key, bound) for key in _keys(definition, value))

    return make


def _between(definition: Definition, each: Json) -> Judge:
    low: Any = _required(definition, each)
    high: Any = _required(definition, each, "highValue")
    return lambda value: value is not None and any(low <= key <= high for key in _keys(definition, value))


def _contains(_: Definition, each: Json) -> Judge:
    pattern = str(each.get("value") or "").casefold()
    if not pattern:
        raise _bad_filter(each)
    words = pattern.split()
    return lambda value: value is not None and all(_has_token(value.casefold(), word) for word in words)


def _has_token(value: str, word: str) -> bool:
    tokens = {value, *re.split(r"[\s;,]+", value), *re.split(r"\W+", value)}
    return any(fnmatchcase(token, word) for token in tokens) if "*" in word else word in tokens


def _present(_: Definition, __: Json) -> Judge:
    return lambda value: value is not None


def _not(make: Callable[[Definition, Json], Judge]) -> Callable[[Definition, Json], Judge]:
    def made(definition: Definition, each: Json) -> Judge:
        judge = make(definition, each)
        return lambda value: not judge(value)

    return made


_OPERATORS: Mapping[str, Callable[[Definition, Json], Judge]] = {
    "BETWEEN": _between,
    "CONTAINS_TOKEN": _contains,
    "EQ": _equal,
    "GT": _ordered(lambda value, bound: value > bound),
    "GTE": _ordered(lambda value, bound: value >= bound),
    "HAS_PROPERTY": _present,
    "IN": _among,
    "LT": _ordered(lambda value, bound: value < bound),
    "LTE": _ordered(lambda value, bound: value <= bound),
    "NEQ": _not(_equal),
    "NOT_CONTAINS_TOKEN": _not(_contains),
    "NOT_HAS_PROPERTY": _not(_present),
    "NOT_IN": _not(_among),
}


def _mentions(portal: Portal, kind: Kind, source: Source, query: str) -> bool:
    """Every word of the query begins a word of one of the kind's searched properties."""
    known = [name for name in kind.searched if name in PROPERTIES[kind]]
    values = (value_of(portal, kind, source, name) for name in known)
    text = " ".join(value.casefold() for value in values if value)
    tokens = {*text.split(), *re.split(r"\W+", text)}
    return all(any(token.startswith(word) for token in tokens) for word in query.casefold().split())


def _sorted(portal: Portal, kind: Kind, found: list[Source], sort: tuple[str, bool] | None) -> list[Source]:
    """By creation, oldest first, unless another order was asked for; what lacks the property comes last."""
    if sort is None:
        return sorted(found, key=lambda one: (created_at(one), int(id_of(one))))
    name, descending = sort
    definition = PROPERTIES[kind].get(name)
    if definition is None:
        raise errors.invalid("There was a problem with the request.", f"No property {name!r} can be sorted by.")
    keyed = [(_sort_key(portal, kind, definition, one), one) for one in found]
    with_value: list[tuple[Any, Source]] = [pair for pair in keyed if pair[0] is not None]
    with_value.sort(key=lambda pair: (pair[0], int(id_of(pair[1]))), reverse=descending)
    return [one for _, one in with_value] + [one for key, one in keyed if key is None]


def _sort_key(portal: Portal, kind: Kind, definition: Definition, one: Source) -> Key | None:
    value = value_of(portal, kind, one, definition.name)
    return None if value is None else _key(definition, value)
