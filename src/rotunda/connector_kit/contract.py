"""What every connector must keep, as checks that run over one connector and its recorded answers.

Each check returns the faults it finds, in words; an empty list means that the connector keeps its word. They execute
nothing but the connector's own programs, feeding them answers that were recorded in the vendor's shape, so that they
need no network, no clock and no test framework. `tests/connectors/test_contract.py` runs them over all connectors.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from rotunda.connector_kit import drift
from rotunda.connector_kit.connector import Connector, Find
from rotunda.connector_kit.errors import BadPayload, SourceError
from rotunda.connector_kit.json import only_read
from rotunda.connector_kit.manifest import Auth, BearerKey, ClientCredentials, DatabaseUrl, FormField, RateBudget
from rotunda.connector_kit.paging import AfterCursor, LastId, MetaCursor, NoPaging, Paging, next_step
from rotunda.connector_kit.requests import AnyRequest, Customer, Json, Payload, Program, Request, SqlQuery
from rotunda.sections.ids import SectionName
from rotunda.sections.money import Money
from rotunda.sections.provenance import MadeCount

Pages = Mapping[str, Sequence[Json]]
"""Recorded pages (rows, for SQL) by the words that tell a request from others: see `Recording.words`."""

MOST_BATCHES = 60
_SLUG = re.compile(r"[a-z][a-z0-9_]{1,30}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def words_of(request: AnyRequest) -> str:
    """`GET /v1/charges?customer=cus_1`, without what only shapes the answer; for SQL the comment that begins it."""
    if isinstance(request, SqlQuery):
        return request.sql.lstrip().removeprefix("/*").partition("*/")[0].strip()
    named = [f"{name}={value}" for name, value in request.query if name not in {"limit", "expand[]"}]
    return f"{request.method} {request.path}" + (f"?{'&'.join(named)}" if named else "")


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One customer of one connector, as the source answered.

    `pages` hold every answer that the programs ask for; an empty list is "there is none". `optional` are the names of
    members whose absence means "none", as the vendor documents it: all others that are read must be missed.
    `whom` finds that customer; without it the search is not tried. `unowned` names answers (by their words) that may
    rightly speak of other customers.
    """

    connector: Connector
    customer: Customer
    pages: Pages
    whom: Find | None = None
    optional: frozenset[str] = frozenset()
    unowned: frozenset[str] = frozenset()
    words: Callable[[AnyRequest], str] = words_of

    def programs(self) -> dict[str, Callable[[], Program[Any]]]:
        """Every program of the connector by a name for messages."""
        found: dict[str, Callable[[], Program[Any]]] = {
            str(name): lambda read=read: read(self.customer) for name, read in self.connector.sections.items()
        }
        for place, listing in enumerate(self.connector.records):
            found[f"records {place}"] = lambda listing=listing: listing(self.customer.settings, self.customer.now)
        if (whom := self.whom) is not None:
            found["find"] = lambda: self.connector.find(whom)
        return found


class Unrecorded(Exception):
    """The recording has no answer to a request: it is not finished. Names the request's words."""


class NeverEnds(Exception):
    """A program asked for more batches than any connector needs."""


def drive(program: Program[Any], answer: Callable[[AnyRequest], Payload]) -> Any:
    """Runs a program to its end and returns its result; what it raises passes through."""
    payloads: list[Payload] | None = None
    for _ in range(MOST_BATCHES):
        try:
            batch = program.send(payloads)  # pyright: ignore[reportArgumentType] - a generator starts with None
        except StopIteration as end:
            return end.value
        payloads = [answer(request) for request in batch]
    raise NeverEnds


def feed(recording: Recording, pages: Pages | None = None) -> Callable[[AnyRequest], Payload]:
    """Answers requests from the recording, or from changed pages of it."""

    def answer(request: AnyRequest) -> Payload:
        words = recording.words(request)
        recorded = (recording.pages if pages is None else pages).get(words)
        if recorded is None:
            raise Unrecorded(words)
        most = len(recorded) if isinstance(request, SqlQuery) else request.max_pages
        return Payload([only_read(page, _reads(request)) for page in recorded[:most]], truncated=len(recorded) > most)

    return answer


def feed_whole(recording: Recording) -> Callable[[AnyRequest], Payload]:
    """Answers requests with all that was recorded, whatever they say that they read."""
    answer = feed(recording)
    return lambda request: answer(msgspec.structs.replace(request, reads=None) if _reads(request) else request)


def _reads(request: AnyRequest) -> type | None:
    return request.reads if isinstance(request, Request) else None


# The manifest


def manifest_faults(connector: Connector, folder: str) -> list[str]:
    """Whether what is declared can be worked with. `folder` is the name of the connector's folder."""
    manifest = connector.manifest
    form = {field.name: field for field in manifest.form}
    rules = {
        "the source is named like its folder": manifest.source == folder and bool(_SLUG.fullmatch(folder)),
        "fills are the sections read": set(manifest.fills) == set(connector.sections),
        "fills name each section once": len(set(manifest.fills)) == len(manifest.fills),
        "every section says which records it needs": set(connector.needs) == set(connector.sections),
        "needs are not empty": all(connector.needs.values()),
        "field names are unique": len(form) == len(manifest.form),
        "secret fields have no default": not any(field.secret and field.default for field in manifest.form),
        "defaults are among the choices": all(_default_offered(field) for field in manifest.form),
        "fields say what they are": all(field.label and field.help for field in manifest.form),
        "the base URL's fields are in the form": _placeholders_known(manifest.base_url, form),
        "there is a default budget": "default" in manifest.budgets,
        "budgets are positive": all(b.requests > 0 and b.seconds > 0 for b in manifest.budgets.values()),
        "budgets keep a share": all(0 <= b.reserved_percent < 100 for b in manifest.budgets.values()),
        "budgets follow choices of the form": all(_follows_form(b, form) for b in manifest.budgets.values()),
        "timeouts are in order": 0 < manifest.timeout_floor < manifest.timeout_ceiling,
        "concurrency is positive": manifest.concurrency > 0,
        "statuses are errors": all(400 <= status < 600 for status in manifest.statuses),
        "a webhook says how to set it up": (manifest.webhook is None) == (manifest.webhook_help is None),
        "a webhook can be read": (manifest.webhook is None) == (connector.webhooks is None),
        "the documentation is on the web": manifest.docs_url.startswith("https://"),
        "the colour is a colour": bool(_COLOR.fullmatch(manifest.brand_color)),
        "the check is a path or a query": manifest.check.startswith(("/", "SELECT ")),
        "scopes say why": all(scope.name and scope.why for scope in manifest.scopes),
        "an admin allows writing": connector.writes is None or _switched_off(connector.writes.switch, form),
        "scopes for writing are of those that write": connector.writes is not None
        or not any(scope.for_writing for scope in manifest.scopes),
    }
    return [*(rule for rule, kept in rules.items() if not kept), *_auth_faults(manifest.auth, form)]


def _default_offered(field: FormField) -> bool:
    return field.default is None or not field.choices or field.default in field.choices


def _follows_form(budget: RateBudget, form: Mapping[str, FormField]) -> bool:
    """Every choice of the field has its number, and what holds without a choice is the smallest."""
    if budget.by_choice is None:
        return True
    name, choices = budget.by_choice
    return name in form and set(form[name].choices) == set(choices) and 0 < budget.requests == min(choices.values())


def _switched_off(switch: tuple[str, str], form: Mapping[str, FormField]) -> bool:
    """Until somebody chooses it."""
    name, choice = switch
    return name in form and choice in form[name].choices and form[name].default not in {None, choice}


def _placeholders_known(base_url: str | None, form: Mapping[str, FormField]) -> bool:
    names = _PLACEHOLDER.findall(base_url or "")
    return all(name in form and not form[name].secret and (form[name].required or form[name].default) for name in names)


def _auth_faults(auth: Auth, form: Mapping[str, FormField]) -> list[str]:
    match auth:
        case BearerKey(field) | DatabaseUrl(field):
            plain, secret = [], [field]
        case ClientCredentials():
            plain, secret = [auth.id_field], [auth.secret_field]
    missing = [name for name in (*plain, *secret) if name not in form or not form[name].required]
    return [
        *(f"sign-in needs the field {name}, which the form does not demand" for name in missing),
        *(
            f"the field {name} is shown, though it is a secret"
            for name in secret
            if name in form and not form[name].secret
        ),
    ]


# Programs on the recording


def ending_faults(recording: Recording, parts: Mapping[SectionName, type]) -> list[str]:
    """Whether each program ends with a result of its kind, twice the same, asking only for what may be asked."""
    faults: list[str] = []
    for name, start in recording.programs().items():
        asked: list[AnyRequest] = []
        result = drive(start(), noting(feed(recording), asked))
        kind = parts.get(SectionName(name), list)
        faults += (
            [f"{name}: gives {type(result).__name__}, not {kind.__name__}"] if not isinstance(result, kind) else []
        )
        faults += [f"{name}: differs when asked again"] if drive(start(), feed(recording)) != result else []
        faults += [f"{name}: reads more than it says"] if drive(start(), feed_whole(recording)) != result else []
        faults += [f"{name}: {fault}" for request in asked for fault in _request_faults(recording, request)]
        faults += [f"{name}: {fault}" for fault in inexact_faults(result)]
    return faults


def noting(answer: Callable[[AnyRequest], Payload], asked: list[AnyRequest]) -> Callable[[AnyRequest], Payload]:
    def noted(request: AnyRequest) -> Payload:
        asked.append(request)
        return answer(request)

    return noted


def _request_faults(recording: Recording, request: AnyRequest) -> list[str]:
    if isinstance(request, SqlQuery):
        written = request.sql.split("*/")[-1].lstrip().upper()
        return [] if written.startswith(("SELECT", "WITH")) else ["a query is no SELECT"]
    rules = {
        f"{request.path} draws from an unknown budget": request.bucket in recording.connector.manifest.budgets,
        f"{request.path} is no path": request.path.startswith("/") and "?" not in request.path,
        f"{request.path} is no read": request.method in {"GET", "POST"},
        f"{request.path} reads no page": request.max_pages > 0,
        **{
            f"{request.path} {fault}": False
            for fault in _page_faults(request, recording.pages[recording.words(request)])
        },
    }
    return [fault for fault, kept in rules.items() if not kept]


def _page_faults(request: Request, pages: Sequence[Json]) -> list[str]:
    """Whether the paginator goes on after every recorded page but the last, and ends there."""
    if not pages:
        return [] if request.absent_on else ["may not be absent"]
    if isinstance(request.paging, NoPaging):
        return [] if len(pages) == 1 else ["is not paged"]
    goes_on = [next_step(request.paging, only_read(page, request.reads)) is not None for page in pages]
    return [] if goes_on == [True] * (len(pages) - 1) + [False] else ["is not paged to its end"]


def inexact_faults(value: Any, path: str = "result") -> list[str]:
    """Floats outside of ratios, times without a zone or not in UTC, amounts that are not whole or beyond 64 bits."""
    match value:
        case MadeCount():
            return []
        case Money():
            whole = type(value.amount_minor) is int and abs(value.amount_minor) < 2**63
            return [] if whole else [f"{path} is money with a fraction, or beyond 64 bits"]
        case float():
            return [f"{path} is a float"]
        case datetime():
            return [] if value.tzinfo is UTC else [f"{path} is a time that is not in UTC"]
        case msgspec.Struct():
            members = [(name, getattr(value, name)) for name in value.__struct_fields__]
            return [fault for name, member in members for fault in inexact_faults(member, f"{path}.{name}")]
        case list() | tuple():
            return [fault for place, member in enumerate(value) for fault in inexact_faults(member, f"{path}[{place}]")]
        case _:
            return []


# Programs on endless, drifted and foreign answers


def endless_faults(recording: Recording) -> list[str]:
    """Whether each program ends although every list says, for ever, that there is more."""
    faults: list[str] = []
    for name, start in recording.programs().items():
        try:
            drive(start(), _endless(recording))
        except NeverEnds:
            faults.append(f"{name}: never ends when a list never ends")
        except (SourceError, Unrecorded):
            continue
    return faults


def _endless(recording: Recording) -> Callable[[AnyRequest], Payload]:
    last: dict[str, Payload] = {}

    def answer(request: AnyRequest) -> Payload:
        kind = request.path if isinstance(request, Request) else recording.words(request)
        try:
            last[kind] = feed(recording)(request)
        except Unrecorded:
            if kind not in last:
                raise
        payload = last[kind]
        if isinstance(request, SqlQuery) or isinstance(request.paging, NoPaging) or not payload.pages:
            return payload
        page = _promising_more(request.paging, payload.pages[0])
        return Payload([page] * request.max_pages, truncated=True)

    return answer


def _promising_more(paging: Paging, page: Json) -> Json:
    match paging:
        case LastId() | MetaCursor():
            promised = drift.replaced(page, tuple(paging.more.split(".")), new=True)
            return (
                drift.replaced(promised, tuple(paging.cursor.split(".")), "again")
                if isinstance(paging, MetaCursor)
                else promised
            )
        case AfterCursor():
            return drift.replaced(page, tuple(paging.cursor.split(".")), "again")
        case NoPaging():
            return page


def drift_faults(recording: Recording, changes: Callable[[Json], Iterator[drift.Change]] | None = None) -> list[str]:
    """Whether every change of a recorded answer is named by `BadPayload` with a path, or does not matter.

    A member that was removed may only go unnoticed when it is declared optional or is not read; one of another type
    may only go unnoticed when it is not read. No error may quote what stood there.
    """
    faults: list[str] = []
    for name, start in recording.programs().items():
        asked: list[AnyRequest] = []
        expected = drive(start(), noting(feed(recording), asked))
        for words in dict.fromkeys(recording.words(request) for request in asked):
            for change in (changes or drift.changes)(list(recording.pages[words])):
                fault = drift_fault(recording, start, words, change, expected)
                faults += [f"{name}, {words}: {fault}"] if fault else []
    return faults


def drift_fault(
    recording: Recording, start: Callable[[], Program[Any]], words: str, change: drift.Change, expected: Any
) -> str | None:
    """What is wrong with how a program takes one change, or None."""
    try:
        result = drive(start(), feed(recording, {**recording.pages, words: change.pages}))
    except BadPayload as named:
        return _naming_fault(change, named)
    except Unrecorded:
        return None  # Another id asks for another record: that is no drift of a shape.
    except Exception as other:  # noqa: BLE001 - any other exception is exactly what this looks for
        return f"{change.what} raises {type(other).__name__}"
    inexact = inexact_faults(result)
    if inexact:
        return f"{change.what} gives what cannot be shown: {inexact[0]}"
    if result == expected or (change.removed and change.name in recording.optional):
        return None
    return f"{change.what} goes unnoticed and changes the result"


def _naming_fault(change: drift.Change, named: BadPayload) -> str | None:
    if not named.path:
        return f"{change.what} is refused without a path"
    return f"{change.what} is quoted in the error" if drift.CANARY in str(named) else None


def foreign_faults(recording: Recording) -> list[str]:
    """Whether each section refuses answers that are well-shaped but about another customer, whichever answer it is."""
    ids = {external_id for record_type in recording.customer.records.values() for external_id in record_type}
    faults: list[str] = []
    for name in recording.connector.sections:
        start = recording.programs()[name]
        asked: list[AnyRequest] = []
        drive(start(), noting(feed(recording), asked))
        about = [words for words in map(recording.words, asked) if drift.speaks_of(recording.pages[words], ids)]
        faults += [f"{name}: no answer says whose it is"] if not about else []
        for words in sorted(set(about) - recording.unowned):
            changed = {**recording.pages, words: drift.about_another(list(recording.pages[words]), ids)}
            try:
                drive(start(), feed(recording, changed))
            except BadPayload:
                continue
            faults.append(f"{name}: takes {words} about another customer")
    return faults
