"""Stripe's search query language: `email~"@acme.com" AND created>1700000000`."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.errors import StripeError
from rotunda_world.simulators.stripe.expandables import EXPANDER
from rotunda_world.simulators.stripe.listing import DEFAULT_LIMIT, Resource
from rotunda_world.simulators.stripe.parameters import Tree
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json

Record = TypeVar("Record")

MAX_CLAUSES = 10
MIN_SUBSTRING = 3

_CLAUSE = re.compile(
    r"""(?P<negated>-)?(?P<field>[a-z_]+(?:\.[a-z0-9_]+)*)
        (?:\[(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])?
        (?P<operator>>=|<=|[:~<>=])
        (?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)""",
    re.VERBOSE,
)
_JOINT = re.compile(r"\s+(?:(AND|OR)\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Searchable(Generic[Record]):
    """What can be searched in one resource: fields by name, each giving text, number, boolean or None. `metadata` is
    there in all of them.
    """

    resource: Resource[Record]
    fields: Mapping[str, Callable[[Record], Any]]
    metadata: Callable[[Record], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Clause:
    field: str
    key: str | None
    operator: str
    value: str
    quoted: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Query:
    clauses: tuple[Clause, ...]
    any_suffices: bool


def parse(query: str) -> Query:
    """Raises StripeError for what Stripe's parser refuses: mixed AND and OR, parentheses, unquoted text, more than ten
    clauses.
    """
    text, position = query.strip(), 0
    clauses: list[Clause] = []
    joints: set[str] = set()
    while True:
        found = _CLAUSE.match(text, position)
        if found is None:
            raise _unparsed()
        clauses.append(_clause(found))
        if found.end() == len(text):
            break
        joint = _JOINT.match(text, found.end())
        if joint is None:
            raise _unparsed()
        joints.add((joint[1] or "AND").upper())
        position = joint.end()
    _refuse_excess(clauses, joints)
    return Query(tuple(clauses), joints == {"OR"})


def _refuse_excess(clauses: list[Clause], joints: set[str]) -> None:
    if len(joints) > 1:
        raise StripeError(400, "We were unable to parse your search query. AND and OR cannot be combined in one query.")
    if len(clauses) > MAX_CLAUSES:
        raise StripeError(400, f"Your search query has too many clauses. At most {MAX_CLAUSES} are supported.")


def _clause(found: re.Match[str]) -> Clause:
    written, key = found["value"], found["key"]
    quoted = written[0] in "\"'"
    return Clause(
        field=found["field"],
        key=_unquoted(key) if key else None,
        operator=found["operator"],
        value=_unquoted(written) if quoted else written,
        quoted=quoted,
        negated=found["negated"] is not None,
    )


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _unparsed() -> StripeError:
    return StripeError(
        400,
        'We were unable to parse your search query. Please try using the format `metadata["key"]:"value"` to query '
        'for metadata or key:"value" to query for other fields.',
    )


def search_page(searchable: Searchable[Record], rendering: Rendering, url: str, sent: Tree) -> Json:
    values = parameters.parsed(
        sent,
        {"expand": parameters.texts, "limit": parameters.limit, "page": parameters.text, "query": parameters.text},
    )
    if "query" not in values:
        raise errors.missing_parameter("query")
    resource, paths = searchable.resource, values.get("expand", [])
    EXPANDER.check_list(resource.kind, paths, searched=True)
    found = _matching(searchable, parse(values["query"]), resource.records(rendering.book))
    found.sort(key=resource.created_of, reverse=True)
    start, size = _offset(values.get("page")), values.get("limit", DEFAULT_LIMIT)
    chosen = found[start : start + size]
    page = _result(url, [resource.render(rendering, record) for record in chosen], start + size, len(found))
    if "total_count" in paths:
        page["total_count"] = len(found)
    EXPANDER.expand_list(rendering, resource.kind, page, paths)
    return page


def _result(url: str, chosen: list[Json], end: int, total: int) -> Json:
    has_more = end < total
    return {
        "object": "search_result",
        "data": chosen,
        "has_more": has_more,
        "next_page": _page(end) if has_more else None,
        "url": url,
    }


def _matching(searchable: Searchable[Record], query: Query, records: Iterable[Record]) -> list[Record]:
    tests = [_test(searchable, clause) for clause in query.clauses]
    joined = any if query.any_suffices else all
    return [record for record in records if joined(test(record) for test in tests)]


def _test(searchable: Searchable[Record], clause: Clause) -> Callable[[Record], bool]:
    value_of = _value_of(searchable, clause)
    compare = _comparison(clause)

    def test(record: Record) -> bool:
        return compare(value_of(record)) is not clause.negated

    return test


def _value_of(searchable: Searchable[Record], clause: Clause) -> Callable[[Record], Any]:
    if clause.key is not None and clause.field == "metadata":
        key = clause.key
        return lambda record: searchable.metadata(record).get(key)
    if clause.key is not None or clause.field not in searchable.fields:
        name = f"{searchable.resource.kind}s"
        raise StripeError(
            400,
            f"Field `{clause.field}` is an unsupported search field for resource `{name}`. See "
            f"http://stripe.com/docs/search#query-fields-for-{name.replace('_', '-')} for a list of supported fields.",
        )
    return searchable.fields[clause.field]


def _comparison(clause: Clause) -> Callable[[Any], bool]:
    if not clause.quoted and clause.value == "null" and clause.operator == ":":
        return lambda value: value is None
    if clause.operator == "~":
        return _substring(clause)
    if clause.operator == ":":
        if not clause.quoted and not re.fullmatch(r"-?\d+|true|false", clause.value):
            raise _unparsed()
        wanted = clause.value.casefold()
        return lambda value: value is not None and _as_text(value) == wanted
    return _numeric(clause)


def _substring(clause: Clause) -> Callable[[Any], bool]:
    wanted = clause.value.casefold()
    if not clause.quoted or len(wanted) < MIN_SUBSTRING:
        raise StripeError(
            400,
            f"The `~` operator needs a quoted string of at least {MIN_SUBSTRING} characters (`{clause.field}`).",
        )
    return lambda value: isinstance(value, str) and wanted in value.casefold()


def _numeric(clause: Clause) -> Callable[[Any], bool]:
    if not re.fullmatch(r"-?\d{1,18}", clause.value):
        raise StripeError(400, f"Field `{clause.field}` takes a number with the operator `{clause.operator}`.")
    bound = int(clause.value)
    holds = _ORDER[clause.operator]
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and holds(value, bound)


_ORDER: Mapping[str, Callable[[int, int], bool]] = {
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
    ">=": lambda value, bound: value >= bound,
    "<=": lambda value, bound: value <= bound,
    "=": lambda value, bound: value == bound,
}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).casefold()


def _page(offset: int) -> str:
    return base64.urlsafe_b64encode(f"after:{offset}".encode()).decode().rstrip("=")


def _offset(page: str | None) -> int:
    if page is None:
        return 0
    try:
        written = base64.urlsafe_b64decode(page + "=" * (-len(page) % 4)).decode()
        prefix, _, offset = written.partition(":")
        if prefix == "after":
            return max(0, int(offset))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise errors.invalid("page", "Invalid page token.")
